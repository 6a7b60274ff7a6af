"""Tables and their results as sealed files of this machine: what they hold is read by this installation alone.

    tables/<token>/       in the home, for its owner alone; never in a backup
        table.part        what was sent, until it is checked
        order.part        what the other parts belong to
        00000000.part …   the results of a block each

Each file begins with a random salt: its key is drawn from the keystore's for this file, and serves no other.
"""

import io
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import time

from django.conf import settings

from wasl.acts import disk, home, sealing
from wasl.checks.many.folder import written

TABLE = "table"
SALT = 16
_SEALED = sealing.CHUNK + sealing.TAG


def folder() -> Path:
    """Where all of them lie."""
    return Path(settings.WASL_HOME.path, "tables")


def left(longer_than: timedelta) -> list[str]:
    """The tokens of those that nothing was written to for so long, by the machine's own time."""
    last = time() - longer_than.total_seconds()
    return [each.name for each in folder().glob("*") if each.stat().st_mtime < last]


class SealedTable:
    """The sealed files of one table, by its token. Its parts are those of `many.running.Parts`."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._path = folder() / token

    def keep(self, content: Iterable[bytes], size: int) -> None:
        """Keep the table itself. Raises Refused: storage-full; OSError."""
        disk.leave_room(settings.WASL_HOME.path, size)
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path.parent.chmod(0o700)
        self._write(TABLE, content)
        home.sync_folder(self._path)
        home.sync_folder(self._path.parent)

    @contextmanager
    def table(self) -> Iterator[io.BufferedReader]:
        """The table, to be read and sought in. Raises OSError, SealError."""
        with self._file(TABLE).open("rb") as file:
            yield io.BufferedReader(_Opened(file, self._key(TABLE, file.read(SALT))), sealing.CHUNK)

    def exists(self) -> bool:
        """Whether anything of it is here: no backup has it."""
        return self._path.exists()

    def forget_table(self) -> None:
        """Remove what was sent: the results are there."""
        self._file(TABLE).unlink(missing_ok=True)

    def names(self) -> set[str]:
        """The parts that are there."""
        return {each.stem for each in self._path.glob("*.part")} - {TABLE}

    def put(self, name: str, content: bytes) -> None:
        """Keep a part. Raises Refused: storage-full; OSError."""
        disk.leave_room(settings.WASL_HOME.path, len(content))
        self._write(name, [content])

    def get(self, name: str) -> bytes:
        """A part. Raises OSError, SealError."""
        with self._file(name).open("rb") as file:
            opened = _Opened(file, self._key(name, file.read(SALT)))
            return opened.read()

    def clear(self) -> None:
        """Throw the parts away."""
        for each in self._path.glob("*.part*"):
            if each != self._file(TABLE):
                each.unlink()

    def remove(self) -> None:
        """Throw everything away."""
        self.clear()
        self.forget_table()
        if self._path.exists():
            self._path.rmdir()

    def _file(self, name: str) -> Path:
        return self._path / f"{name}.part"

    def _write(self, name: str, content: Iterable[bytes]) -> None:
        salt = secrets.token_bytes(SALT)
        with written(self._file(name)) as file:
            file.write(salt)
            file.writelines(sealing.seal_chunks(self._key(name, salt), content))

    def _key(self, name: str, salt: bytes) -> bytes:
        return sealing.derived(f"wasl table of many {self._token} {name} {salt.hex()}")


class _Opened(io.RawIOBase):
    """What a sealed file holds; the file stands behind its salt."""

    def __init__(self, file: io.BufferedReader, key: bytes) -> None:
        self._file, self._key, self._at = file, key, 0
        sealed = file.seek(0, io.SEEK_END) - SALT
        self._chunks = max(1, -(-sealed // _SEALED))
        self._size = sealed - self._chunks * sealing.TAG
        self._number, self._chunk = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence])
        return self._at

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        if self._at >= self._size:
            return 0
        number, start = divmod(self._at, sealing.CHUNK)
        part = self._opened(number)[start : start + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _opened(self, number: int) -> bytes:
        if number != self._number:
            self._file.seek(SALT + number * _SEALED)
            sealed = self._file.read(_SEALED)
            self._chunk = sealing.open_chunk(self._key, number, sealed, last=number == self._chunks - 1)
            self._number = number
        return self._chunk
