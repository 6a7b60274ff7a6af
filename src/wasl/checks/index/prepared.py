"""What a new edition changes, written down while it was read: so that few changes to a long list are seen at once.

    screening/prepared/<digest>    the changes that make an edition of that digest of the one before it

Whoever imports has read the whole file; `listed` takes the changes from here, as long as the table stands where they
begin, and reads the file itself where there are none. A file is gone once it was used, after a day in any case, and
at once where anything was erased: nobody asks whether it says the same.
"""

import json
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from wasl.acts import disk
from wasl.checks.index import shelves
from wasl.checks.reading import Entry, to_json

MOST = 10_000
"""More changes than these are not written down: the file is then read again."""

SIZE_MAX = 32 * 2**20
"""Nor are changes of more bytes than these."""

KEPT_FOR = 24 * 3600.0
"""Seconds."""


@dataclass(slots=True)
class Prepared:
    """The changes: rows of id, digest and text for entries that came or say otherwise, and the ids of those gone."""

    put: list[tuple[str, str, str]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def _folder() -> Path:
    return shelves.folder() / shelves.PREPARED


class Writing:
    """Takes the changes down as they are found; without `keep` nothing of them stays.

    Entering raises Refused: storage-full.
    """

    def __init__(self) -> None:
        self._number = self._size = 0
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        _folder().parent.mkdir(mode=0o700, exist_ok=True)
        _folder().mkdir(mode=0o700, exist_ok=True)
        disk.leave_room(_folder(), SIZE_MAX)
        self._file = tempfile.NamedTemporaryFile(dir=_folder(), prefix=".", delete=False)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        assert self._file
        self._file.close()
        Path(self._file.name).unlink(missing_ok=True)

    def put(self, entry: Entry, digest: str) -> None:
        """An entry that came, or says otherwise."""
        if self._few():
            self._write([entry.id, digest, to_json(entry)])

    def _write(self, row: list[str]) -> None:
        assert self._file
        line = (json.dumps(row, ensure_ascii=False) + "\n").encode()
        self._number += 1
        self._size += len(line)
        if self._few():
            self._file.write(line)

    def _few(self) -> bool:
        return self._number <= MOST and self._size <= SIZE_MAX

    def keep(self, before: str, digest: str, gone: Iterable[str]) -> None:
        """These changes make an edition of one digest of one of another."""
        assert self._file
        for subject in gone:
            self._write([subject])
        if self._few():
            self._file.write(json.dumps({"before": before, "rows": self._number}).encode() + b"\n")
            self._file.flush()
            with suppress(FileNotFoundError):  # cleared meanwhile
                Path(self._file.name).replace(_folder() / digest)


def changes(before: str, digest: str) -> Prepared | None:
    """What makes an edition of that digest of one of the digest `before`, if it was written down here."""
    try:
        with (_folder() / digest).open(encoding="utf-8") as file:
            rows: list[Any] = [json.loads(line) for line in file]
    except (OSError, ValueError):
        return None
    if not rows or rows[-1] != {"before": before, "rows": len(rows) - 1}:
        return None
    found = Prepared()
    for row in rows[:-1]:
        if len(row) == 1:
            found.gone.append(row[0])
        else:
            found.put.append((row[0], row[1], row[2]))
    return found


def forget(digest: str) -> None:
    """The changes to this edition are not needed any more."""
    (_folder() / digest).unlink(missing_ok=True)


def number(digest: str) -> int | None:
    """How many changes were written down for this edition; None where they were not."""
    try:
        with (_folder() / digest).open("rb") as file:
            return sum(1 for _line in file) - 1
    except OSError:
        return None


def clear() -> None:
    """Remove all."""
    with suppress(FileNotFoundError):
        for path in _folder().iterdir():
            path.unlink(missing_ok=True)


def sweep() -> None:
    """Remove what nobody used for a day."""
    for path in _old():
        path.unlink(missing_ok=True)


def _old() -> Iterator[Path]:
    with suppress(FileNotFoundError):
        for path in _folder().iterdir():
            if not 0 <= time.time() - path.stat().st_mtime < KEPT_FOR:
                yield path
