"""Files of lines, read so that every fault is found at its line: the ground of the CSV and JSON readers."""

import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from wasl.checks.reading.entry import TEXT_MAX, ListRefused

LINE_MAX = 4 * 1024 * 1024
"""The most characters a line may have."""

FILE_MAX = 16 * 1024**3
"""The most characters a file may have."""

ENCODINGS = ("utf-8", "iso-8859-1", "windows-1250", "windows-1251", "windows-1252", "windows-1256", "utf-16")
"""Those a column map may declare; a byte order mark at the beginning is no part of the text."""

_UNREADABLE = re.compile(r"[\ud800-\udfff\0]")


def lines(source: BinaryIO, *, encoding: str = "utf-8", file: str = "") -> Iterator[tuple[int, str]]:
    """Each line with its number from 1, its end of line included.

    `file` is put in front of the fields of refusals. Raises ListRefused: `encoding`, `malformed` (NUL), `too-large`.
    """
    reader = io.TextIOWrapper(
        source,
        encoding={"utf-8": "utf-8-sig"}.get(encoding, encoding),
        errors="surrogateescape" if encoding == "utf-8" else "strict",
        newline="",
    )
    number = read = 0
    try:
        while line := reader.readline(LINE_MAX + 1):
            number += 1
            read += len(line)
            if len(line) > LINE_MAX or read > FILE_MAX:
                raise ListRefused("too-large", "the line or the file is too long", line=number, field=file)
            if not line.isascii() or "\0" in line:
                _check(line, number, encoding, file)
            yield number, line
    except UnicodeError as error:
        raise ListRefused("encoding", f"the file is not in {encoding}", line=number + 1, field=file) from error
    finally:
        if not source.closed:
            reader.detach()  # the file is closed by who opened it


def _check(line: str, number: int, encoding: str, file: str) -> None:
    if fault := _UNREADABLE.search(line):
        where = f"at character {fault.start() + 1}"
        if fault.group() == "\0":
            raise ListRefused("malformed", f"a NUL {where}", line=number, field=file)
        raise ListRefused("encoding", f"the file is not in {encoding} {where}", line=number, field=file)


def rows(
    source: BinaryIO, *, encoding: str = "utf-8", delimiter: str = ",", file: str = "", ends: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file (RFC 4180), each with the line where it begins; `ends` where its last line must end.

    Raises ListRefused: what `lines` refuses; `malformed` for quotes that do not pair; `truncated` for those that the
    end of the file leaves open, or for a last line that does not end; `too-large` for a value.
    """
    at = 0

    def counted() -> Iterator[str]:
        nonlocal at
        read = whole_lines if ends else lines
        for number, line in read(source, encoding=encoding, file=file):
            at = number
            yield line

    reader = csv.reader(counted(), delimiter=delimiter, strict=True)
    while True:
        begins = at + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            cut = "unexpected end of data" in str(error)
            code = "truncated" if cut else "too-large" if "field limit" in str(error) else "malformed"
            text = "the file ends inside quotes" if cut else f"the row cannot be read: {error}"
            raise ListRefused(code, text, line=begins if cut else at, field=file) from error
        if row is None:
            return
        for column, value in enumerate(row, start=1):
            if len(value) > TEXT_MAX:
                raise ListRefused(
                    "too-large", f"a value of {len(value)} characters in column {column}", line=begins, field=file
                )
        yield begins, row


def whole_lines(source: BinaryIO, *, encoding: str = "utf-8", file: str = "") -> Iterator[tuple[int, str]]:
    """As `lines`, for files whose every line ends. Raises ListRefused (`truncated`) where the last one does not."""
    for number, line in lines(source, encoding=encoding, file=file):
        if not line.endswith(("\n", "\r")):
            raise ListRefused("truncated", "the last line does not end", line=number, field=file)
        yield number, line
