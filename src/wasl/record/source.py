"""Where a record is read from: a folder, or anything else that gives the bytes at a path."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from wasl.record.export import OPEN

READ_MAX = 4 * 2**20
"""No file of a record is larger. What a stranger sends must not fill the memory."""

_PIECE = 2**16
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)  # an auditor's laptop may run Windows


class Source(Protocol):
    """Gives the bytes at a path of an export, or None when nothing is there. Raises OSError when it cannot tell."""

    def read(self, path: str) -> bytes | None:
        """The bytes at a path such as `tile/0/000`."""
        ...


@runtime_checkable
class Listed(Protocol):
    """A source that also knows which entries are opened, closed ones shown to this reader included."""

    def open_names(self) -> Iterator[str]:
        """The names below `open/`, in any order."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """An export on disk."""

    path: Path

    def read(self, path: str) -> bytes | None:
        """The file's bytes; of a file beyond `READ_MAX` only the first, which then are not what they should be."""
        try:
            descriptor = os.open(f"{self.path}/{path}", _FLAGS)
        except (FileNotFoundError, NotADirectoryError):
            return None
        try:
            data = os.read(descriptor, _PIECE)
            if len(data) < _PIECE:
                return data
            pieces, size = [data], len(data)
            while size < READ_MAX and (data := os.read(descriptor, _PIECE)):
                pieces.append(data)
                size += len(data)
            return b"".join(pieces)
        finally:
            os.close(descriptor)

    def open_names(self) -> Iterator[str]:
        """The names of the files in `open/`."""
        try:
            found = os.scandir(self.path / OPEN)
        except (FileNotFoundError, NotADirectoryError):
            return
        with found:
            for file in found:
                yield file.name
