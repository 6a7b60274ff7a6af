"""Results as files: CSV and Parquet, made of parts that can be joined without reading what is in them again."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, Protocol

from wasl.checks.many.batch import Result
from wasl.checks.many.refusing import TableRefused
from wasl.checks.many.tables import FORMULA, parquet_library, unprotected

NUMBERS = ("row", "line", "rank", "clearance")
"""The whole numbers among the fields of a result."""

_GROUP = 50_000
"""Rows of a row group, about."""


class Format(Protocol):
    """How results are written."""

    def part(self, results: Sequence[Result]) -> bytes:
        """The results of a block."""
        ...

    def join(self, parts: Iterable[bytes], file: BinaryIO) -> None:
        """All parts, in their order, as one file. Raises OSError."""
        ...

    def read(self, parts: Iterable[bytes]) -> Iterator[Result]:
        """The results that parts hold."""
        ...


def format_of(suffix: str) -> Format:
    """By the suffix of a file's name. Raises TableRefused: other-format, no-parquet."""
    if suffix.lower() in (".csv", ".txt"):
        return CSV()
    if suffix.lower() in (".parquet", ".pq"):
        parquet_library()
        return Parquet()
    raise TableRefused("other-format", f"results are written to .csv or .parquet, and not to {suffix!r}")


class CSV:
    """UTF-8 with a heading; no cell is taken for a formula."""

    @staticmethod
    def heading() -> bytes:
        """The first line."""
        return (",".join(Result._fields) + "\r\n").encode()

    def part(self, results: Sequence[Result]) -> bytes:
        """Lines without the heading."""
        text = io.StringIO(newline="")
        csv.writer(text).writerows([_cell(value) for value in each] for each in results)
        return text.getvalue().encode()

    def join(self, parts: Iterable[bytes], file: BinaryIO) -> None:
        """The heading, and the parts as they are."""
        file.write(self.heading())
        file.writelines(parts)

    def read(self, parts: Iterable[bytes]) -> Iterator[Result]:
        """The results in the lines of parts."""
        for part in parts:
            for cells in csv.reader(io.StringIO(part.decode(), newline="")):
                said = dict(zip(Result._fields, map(unprotected, cells), strict=True))
                yield Result(**{name: _of_type(name, text) for name, text in said.items()})


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _of_type(name: str, text: str) -> Any:
    if name in NUMBERS:
        return int(text) if text else None
    return (float(text) if text else None) if name == "score" else text


class Parquet:
    """Zstandard-packed, with the types that `Result` has. Parts are Arrow streams."""

    def __init__(self) -> None:
        self._arrow, self._parquet = parquet_library()
        self._schema = schema()

    def part(self, results: Sequence[Result]) -> bytes:
        """An Arrow stream of one batch."""
        sink = self._arrow.BufferOutputStream()
        with self._arrow.ipc.new_stream(sink, self._schema) as stream:
            stream.write_batch(record_batch(results))
        return bytes(sink.getvalue())

    def join(self, parts: Iterable[bytes], file: BinaryIO) -> None:
        """Row groups of about `_GROUP` rows."""
        with self._parquet.ParquetWriter(file, self._schema, compression="zstd") as writer:
            for table in self._tables(parts):
                writer.write_table(table, row_group_size=len(table))

    def read(self, parts: Iterable[bytes]) -> Iterator[Result]:
        """The results in the streams of parts."""
        for part in parts:
            for row in self._arrow.ipc.open_stream(part).read_all().to_pylist():
                yield Result(**row)

    def _tables(self, parts: Iterable[bytes]) -> Iterator[Any]:
        held: list[Any] = []
        for part in parts:
            held.append(self._arrow.ipc.open_stream(part).read_all())
            if sum(map(len, held)) >= _GROUP:
                yield self._arrow.concat_tables(held)
                held = []
        rest = self._arrow.concat_tables(held) if held else None
        if rest is not None and len(rest):
            yield rest


def schema() -> Any:
    """The Arrow schema of results. Raises TableRefused: no-parquet."""
    arrow, _parquet = parquet_library()
    types = dict.fromkeys(NUMBERS, arrow.int64()) | {"score": arrow.float64()}
    return arrow.schema([(name, types.get(name, arrow.string())) for name in Result._fields])


def record_batch(results: Sequence[Result]) -> Any:
    """Results as an Arrow record batch. Raises TableRefused: no-parquet."""
    arrow, _parquet = parquet_library()
    columns = zip(*results, strict=True) if results else [()] * len(Result._fields)
    fields = schema()
    return arrow.RecordBatch.from_arrays(
        [arrow.array(column, field.type) for column, field in zip(columns, fields, strict=True)], schema=fields
    )
