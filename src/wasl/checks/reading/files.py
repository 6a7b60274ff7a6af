"""The files of a list as they lie on a disk: packed with gzip or not, one or several."""

import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from wasl.checks.reading.entry import ListRefused

OFAC = {"sdn": "sdn", "alt": "alt", "add": "add", "comments": "sdn_comments"}
"""The files of the SDN list, by the names that `ofac_sdn` has for them."""


def file_names(kind: str) -> tuple[str, ...]:
    """The names that the reader of a kind has for its files."""
    return tuple(OFAC) if kind == "ofac-sdn" else (kind,)


class _Unpacked(io.RawIOBase):
    """What a gzip file holds; where it is broken, the list is refused."""

    def __init__(self, packed: BinaryIO, name: str) -> None:
        self._packed, self._source, self._name = gzip.GzipFile(fileobj=packed), packed, name

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._packed.seek(offset, whence)

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        try:
            return self._packed.readinto(buffer)
        except EOFError as error:
            raise ListRefused("truncated", "the packed file is cut short", field=self._name) from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise ListRefused("malformed", "the packed file is broken", field=self._name) from error

    def close(self) -> None:
        self._packed.close()
        self._source.close()
        super().close()


def unpacked(packed: BinaryIO, name: str) -> BinaryIO:
    """What a file packed with gzip holds, to be read as it is unpacked. Closing it closes the file."""
    return cast("BinaryIO", io.BufferedReader(_Unpacked(packed, name), 1 << 20))


def paths(kind: str, path: Path) -> dict[str, Path]:
    """Where the files of a list lie, by the names that its reader has for them.

    `path` is the file, for `ofac-sdn` its folder or the `sdn` file in it. Raises ListRefused (`missing`).
    """
    if kind != "ofac-sdn":
        return {kind: path}
    folder = path if path.is_dir() else path.parent
    return {name: _found(folder, stem) for name, stem in OFAC.items()}


@contextmanager
def opened(kind: str, path: Path) -> Iterator[Mapping[str, BinaryIO]]:
    """The files of a list, open and unpacked; `path` as for `paths`. Raises ListRefused (`missing`) and OSError."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(_open(file)) for name, file in paths(kind, path).items()}


def _found(folder: Path, stem: str) -> Path:
    there = {path.name.lower(): path for path in folder.iterdir() if path.is_file()}
    for name in (f"{stem}.csv", f"{stem}.csv.gz"):
        if name in there:
            return there[name]
    raise ListRefused("missing", f"the list is not whole without its file {stem}.csv", field=stem)


def is_packed(file: BinaryIO) -> bool:
    """Whether a file begins as those packed with gzip do; it stands at its beginning afterwards."""
    begins = file.read(2)
    file.seek(0)
    return begins == b"\x1f\x8b"


def _open(path: Path) -> BinaryIO:
    file = path.open("rb")
    return unpacked(file, path.name) if is_packed(file) or path.suffix == ".gz" else file
