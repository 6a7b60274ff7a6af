"""Changes of an index, beside its file: appended by whoever holds the lock, read by everybody.

The journal of `list.index` is `list.index.changes`, its lock `list.index.lock`. A frame is the length of its content
and its CRC-32, 4 bytes each, and the content, JSON. The first frame names the index file that the journal belongs to
by its generation: a journal of another generation is over, its changes are in the file. A frame that is not whole was
cut by a crash of its writer; it counts for nothing, and the next writer cuts it off.
"""

import fcntl
import json
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Change = dict[str, Any]
"""`{"add": a subject's facts}` or `{"remove": a subject's id}`."""

_FRAME_MAX = 1 << 26


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a reader has come: which journal, by the number of its file, and how many bytes of it."""

    file: int = 0
    place: int = 0


class Journal:
    """The journal beside one index file."""

    def __init__(self, index: Path) -> None:
        self._path = index.with_name(index.name + ".changes")
        self._lock = index.with_name(index.name + ".lock")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other writers, of any process, out meanwhile."""
        with self._lock.open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def is_at(self, mark: Mark) -> bool:
        """Whether nothing was written since; one look at the file's entry."""
        try:
            state = os.stat(self._path)  # noqa: PTH116 (half the time, and every search asks)
        except FileNotFoundError:
            return mark == Mark()
        return mark == Mark(state.st_ino, state.st_size)

    def read(self, generation: str, since: Mark) -> tuple[list[Change], Mark]:
        """The changes to this generation of the file since the mark, and the mark after them."""
        try:
            file = self._path.open("rb")
        except FileNotFoundError:
            return [], Mark()
        with file:
            number = os.fstat(file.fileno()).st_ino
            place = since.place if since.file == number else 0
            file.seek(place)
            frames = list(_frames(file.read()))
            end = file.tell()
        if place == 0:
            if not frames or frames[0][0] != {"generation": generation}:
                return [], Mark(number, end)
            place, frames = frames[0][1], [(change, size) for change, size in frames[1:]]
        return [change for change, _ in frames], Mark(number, place + sum(size for _, size in frames))

    def append(self, generation: str, changes: Sequence[Change], mark: Mark) -> Mark:
        """Add changes after the mark, to which everything was read; they are on the disk when this returns.

        To be called under the lock. Begins the journal where there is none for this generation of the file.
        """
        if not self._is_of(generation):
            mark = self.begin(generation)
        with self._path.open("r+b") as file:
            file.truncate(mark.place)
            file.seek(mark.place)
            file.write(b"".join(map(_frame, changes)))
            file.flush()
            os.fsync(file.fileno())
            return Mark(mark.file, file.tell())

    def _is_of(self, generation: str) -> bool:
        try:
            with self._path.open("rb") as file:
                return next(_frames(file.read(256)), ({}, 0))[0] == {"generation": generation}
        except FileNotFoundError:
            return False

    def begin(self, generation: str) -> Mark:
        """Put an empty journal for this generation of the file in place of what was there, under the lock."""
        fresh = self._path.with_name(self._path.name + ".new")
        fresh.touch(0o600)  # it repeats what the index has, which is for its owner alone
        with fresh.open("wb") as file:
            file.write(_frame({"generation": generation}))
            file.flush()
            os.fsync(file.fileno())
            mark = Mark(os.fstat(file.fileno()).st_ino, file.tell())
        fresh.replace(self._path)
        return mark


def _frame(content: Change) -> bytes:
    coded = json.dumps(content, separators=(",", ":")).encode()
    return len(coded).to_bytes(4, "little") + zlib.crc32(coded).to_bytes(4, "little") + coded


def _frames(raw: bytes) -> Iterator[tuple[Change, int]]:
    place = 0
    while place + 8 <= len(raw):
        length = int.from_bytes(raw[place : place + 4], "little")
        content = raw[place + 8 : place + 8 + length]
        crc = int.from_bytes(raw[place + 4 : place + 8], "little")
        if length > _FRAME_MAX or len(content) != length or zlib.crc32(content) != crc:
            return
        yield json.loads(content), 8 + length
        place += 8 + length
