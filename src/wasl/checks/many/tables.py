"""Tables read block by block, CSV or Parquet: the memory they need does not grow with them.

A CSV file has a heading, and one of `DELIMITERS`, which the heading shows. It is in UTF-8 or says by a byte order mark
that it is not; any other encoding has to be named, for a guess that is wrong makes names that nobody finds. Faults of
one row come back with the row; a file whose rows cannot be told apart is refused.
"""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import file_digest
from itertools import islice
from typing import Any, NamedTuple, Protocol

from wasl.checks.many.refusing import TableRefused

BLOCK = 4_000
"""Rows that are checked together, and written together."""

CELL_MAX = 65_536
"""The most characters of a cell."""
LINE_MAX = 1 << 20
COLUMNS_MAX = 1_000
DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = (
    *("utf-8", "utf-16", "windows-1256", "windows-1252", "windows-1251", "windows-1250", "windows-1253"),
    *("windows-1254", "windows-1255", "iso-8859-1", "iso-8859-6", "gb18030", "shift_jis", "euc-kr"),
)
"""Those that can be named."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula: an apostrophe before it says that it is none."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SNIFFED = 1 << 20

Open = Callable[[], AbstractContextManager[io.BufferedReader]]
"""Opens the file anew, from its beginning; to be read and sought in."""


class Row(NamedTuple):
    """A row: where its line begins (0 where a file has no lines), its cells, and the code of what is wrong with it."""

    line: int
    cells: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows one after the other; `first` is the number of the first of them, from 1."""

    number: int
    first: int
    rows: tuple[Row, ...]


class Table(Protocol):
    """A file with a heading and rows."""

    heading: tuple[str, ...]
    digest: str
    """SHA-256 of the file in hex."""

    def blocks(self, size: int = BLOCK) -> Iterator[Block]:
        """All rows, so many a block. Raises TableRefused, OSError."""
        ...

    def total(self) -> int:
        """How many rows there are at most, as far as it can be told at little cost; 0 where it cannot."""
        ...


def opened(source: Open, suffix: str, *, encoding: str = "") -> Table:
    """A table by the suffix of its name, `.csv`, `.tsv`, `.txt` or `.parquet`. Raises TableRefused, OSError."""
    if suffix.lower() in (".csv", ".tsv", ".txt"):
        return CSVTable(source, encoding)
    if suffix.lower() in (".parquet", ".pq"):
        return ParquetTable(source)
    raise TableRefused("other-format", f"a table ends in .csv, .tsv, .txt or .parquet, and not in {suffix!r}")


class CSVTable:
    """A CSV file. Raises TableRefused: empty, encoding, malformed, truncated, too-large, not-a-table; OSError."""

    def __init__(self, source: Open, encoding: str = "") -> None:
        self._source = source
        with source() as file:
            self.digest = file_digest(file, "sha256").hexdigest()
            self._size = file.seek(0, io.SEEK_END)
        self.encoding = encoding or self._own_encoding()
        if self.encoding not in ENCODINGS:
            raise TableRefused("encoding", f"the encoding is none of {', '.join(ENCODINGS)}")
        first = next(self._lines(), (0, ""))[1]
        if not first.strip():
            raise TableRefused("empty", "the file holds no heading in its first line", line=1)
        self._delimiter = max(DELIMITERS, key=first.count)
        self.heading = tuple(" ".join(cell.split()) for cell in next(self._rows())[1])
        if len(self.heading) > COLUMNS_MAX or not all(map(str.isprintable, self.heading)):
            raise TableRefused("not-a-table", "the first line is not the heading of a table", line=1)

    def blocks(self, size: int = BLOCK) -> Iterator[Block]:
        """All rows but the empty ones, so many a block."""
        rows, first, number = islice(self._rows(), 1, None), 1, 0
        told = (self._row(line, cells) for line, cells in rows if cells)
        while block := tuple(islice(told, size)):
            yield Block(number, first, block)
            first, number = first + len(block), number + 1

    def total(self) -> int:
        """One for each line end."""
        with self._source() as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_SNIFFED), b""))

    def _row(self, line: int, cells: list[str]) -> Row:
        if len(cells) != len(self.heading):
            return Row(line, (), f"cells: {len(cells)} of {len(self.heading)}")
        return Row(line, tuple([unprotected(cell) for cell in cells]))

    def _own_encoding(self) -> str:
        with self._source() as file:
            start = file.read(4)
            marked = next((name for mark, name in _MARKS if start.startswith(mark)), "")
            if marked or (b"\0" not in start and self._is_utf8(file)):
                return marked or "utf-8"
        raise TableRefused("encoding", "the file is not in UTF-8: say which encoding it has")

    @staticmethod
    def _is_utf8(file: io.BufferedReader) -> bool:
        """Whether the file can be read so. Raises TableRefused where it can, but for a NUL."""
        file.seek(0)
        text, lines, at = io.TextIOWrapper(file, "utf-8", newline=""), 1, 0
        try:
            for part in iter(lambda: text.read(_SNIFFED), ""):
                if not at:
                    before, nul, _ = part.partition("\0")
                    lines += before.count("\n")
                    at = lines if nul else 0
        except UnicodeDecodeError:
            return False
        if at:
            raise TableRefused("malformed", "a NUL, which no text has", line=at)
        return True

    def _lines(self) -> Iterator[tuple[int, str]]:
        """Each line with its number. What is no text in the encoding stands as lone surrogates."""
        encoding = {"utf-8": "utf-8-sig"}.get(self.encoding, self.encoding)
        with self._source() as file:
            text = io.TextIOWrapper(file, encoding, errors="surrogateescape", newline="")
            try:
                for number, line in enumerate(iter(lambda: text.readline(LINE_MAX + 1), ""), start=1):
                    if len(line) > LINE_MAX:
                        raise TableRefused("too-large", f"a line of more than {LINE_MAX} characters", line=number)
                    yield number, line
            except UnicodeError as error:
                raise TableRefused("encoding", f"the file is not in {self.encoding}") from error

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        at = 0

        def counted() -> Iterator[str]:
            nonlocal at
            for number, line in self._lines():
                at = number
                yield line

        reader = csv.reader(counted(), delimiter=self._delimiter, strict=True)
        while True:
            begins = at + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                cut = "unexpected end of data" in str(error)
                text = "the file ends inside quotes" if cut else f"the row cannot be read: {error}"
                raise TableRefused("truncated" if cut else "malformed", text, line=begins) from error
            if cells is None:
                return
            yield begins, cells


class ParquetTable:
    """A Parquet file; columns that hold lists or records are passed over.

    Raises TableRefused: empty, malformed, not-a-table, no-parquet; OSError.
    """

    def __init__(self, source: Open) -> None:
        self._source = source
        with source() as file:
            self.digest = file_digest(file, "sha256").hexdigest()
        with self._file() as file:
            nested = parquet_library()[0].types.is_nested
            self.heading = tuple(field.name for field in file.schema_arrow if not nested(field.type))
            self._rows = file.metadata.num_rows
        if not self.heading or len(self.heading) > COLUMNS_MAX:
            raise TableRefused("not-a-table", f"a table has 1 to {COLUMNS_MAX} columns")

    def blocks(self, size: int = BLOCK) -> Iterator[Block]:
        """All rows, so many a block; row groups are read one after the other."""
        first = 1
        with self._file() as file:
            for number, batch in enumerate(file.iter_batches(batch_size=size, columns=list(self.heading))):
                if tuple(batch.schema.names) != self.heading:
                    raise TableRefused("not-a-table", "two columns have one name")
                columns = [[written(value) for value in column.to_pylist()] for column in batch.columns]
                yield Block(number, first, tuple(Row(0, cells) for cells in zip(*columns, strict=True)))
                first += batch.num_rows

    def total(self) -> int:
        """As the file says."""
        return int(self._rows)

    @contextmanager
    def _file(self) -> Iterator[Any]:
        arrow, parquet = parquet_library()
        with self._source() as file:
            try:
                yield parquet.ParquetFile(arrow.PythonFile(file, mode="r"))
            except TableRefused:
                raise
            except (arrow.ArrowException, OSError, ValueError, OverflowError) as error:
                raise TableRefused("malformed", f"the Parquet file cannot be read: {_line(error)}") from error


def unprotected(cell: str) -> str:
    """A cell without the apostrophe by which somebody kept it from being taken for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


def parquet_library() -> tuple[Any, Any]:
    """`pyarrow` and `pyarrow.parquet`, which the extra `parquet` brings. Raises TableRefused: no-parquet."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        text = "Parquet needs the extra: pip install 'wasl[parquet]'"
        raise TableRefused("no-parquet", text) from error
    return pa, parquet


def written(value: object) -> str:
    """A cell as CSV would have it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute or value.second) else value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    return value.isoformat() if isinstance(value, date) else str(value)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
