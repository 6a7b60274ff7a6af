"""Parts and results as files of a folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedRandom
from pathlib import Path

from wasl.acts import home
from wasl.checks.many.refusing import TableRefused
from wasl.checks.many.running import ORDER

LOCK = "lock"


@contextmanager
def written(path: Path) -> Iterator[BufferedRandom]:
    """A file for its owner alone, to be written and read: it appears when all is on the disk, or not at all.

    Raises OSError.
    """
    draft = path.with_name(f"{path.name}.tmp")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def beside(out: Path) -> Path:
    """Where the parts of results lie until they are joined."""
    return out.with_name(f"{out.name}.parts")


class Folder:
    """Parts as files of a folder, for their owner alone."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> set[str]:
        """Those that are there."""
        return {each.stem for each in self._path.glob("*.part")}

    def put(self, name: str, content: bytes) -> None:
        """Write a part beside its place, and put it there once it is on the disk."""
        with written(self._path / f"{name}.part") as file:
            file.write(content)

    def get(self, name: str) -> bytes:
        """A part."""
        return (self._path / f"{name}.part").read_bytes()

    def clear(self) -> None:
        """Remove the parts, half-written ones too."""
        for each in self._path.glob("*.part*"):
            each.unlink()

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Nobody else works in the folder within the block; it goes if no part is left. Raises TableRefused: in-use."""
        self._path.mkdir(mode=0o700, exist_ok=True)
        with home.alone(self._path / LOCK) as alone:
            if not alone:
                raise TableRefused("in-use", f"somebody else is at work in {self._path}")
            try:
                yield
            finally:
                if self._path.exists() and not self.names() - {ORDER}:
                    self.remove()

    def remove(self) -> None:
        """Remove the parts and the folder."""
        self.clear()
        (self._path / LOCK).unlink(missing_ok=True)
        self._path.rmdir()
