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


class _Unpacked(io.RawIOBase):
    """What a gzip file holds; where it is broken, the list is refused."""

    def __init__(self, path: Path) -> None:
        self._packed = gzip.open(path)  # noqa: SIM115 (closed with this file)
        self._name = path.name

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
        super().close()


@contextmanager
def opened(kind: str, path: Path) -> Iterator[Mapping[str, BinaryIO]]:
    """The files of a list, open and unpacked. `path` is the file, for `ofac-sdn` its folder or the `sdn` file in it.

    A list of one file stands under the name of its kind. Raises ListRefused (`missing`) and OSError.
    """
    with ExitStack() as stack:
        if kind != "ofac-sdn":
            yield {kind: stack.enter_context(_open(path))}
            return
        folder = path if path.is_dir() else path.parent
        yield {name: stack.enter_context(_open(_found(folder, stem))) for name, stem in OFAC.items()}


def _found(folder: Path, stem: str) -> Path:
    for name in (f"{stem}.csv", f"{stem}.csv.gz"):
        if (folder / name).is_file():
            return folder / name
    raise ListRefused("missing", f"the list is not whole without its file {stem}.csv", field=stem)


def _open(path: Path) -> BinaryIO:
    if path.suffix == ".gz":
        return cast("BinaryIO", io.BufferedReader(_Unpacked(path), 1 << 20))
    return path.open("rb")
