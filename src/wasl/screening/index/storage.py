"""A file of named arrays that is ready as soon as it is mapped.

Layout, all numbers little-endian: 8 bytes of magic with the format's version; the header's length and its CRC-32, 4
bytes each; the header, JSON; then the arrays, each at a multiple of 64 bytes. The header names the facts told by the
writer, for each array its type, length and place, and the CRC-32 of everything after the header. A file that is not
of this kind, is of another version, was cut or changed anywhere is refused, never half read.
"""

import json
import mmap
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
MAGIC = b"WASLIDX1"
_KIND = MAGIC[:-1]
_ALIGNED = 64
_HEADER_MAX = 1 << 20
_CHUNK = 1 << 20
_TYPES = frozenset({"|u1", "<u2", "<u4", "<u8", "<i4", "<f4"})


class IndexDamaged(ValueError):  # noqa: N818 (the verdict)
    """The file is not an index of this version as it was written: `code` for programs, the text for people."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code, text)
        self.code = code

    def __str__(self) -> str:
        return str(self.args[1])


@dataclass(frozen=True, slots=True)
class Stored:
    """What a file holds: `facts` as they were written, `arrays` mapped read-only."""

    facts: dict[str, Any]
    arrays: dict[str, Array]


def named(begin: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    """The arrays of a part, under names that begin with the part's."""
    return {f"{begin}.{name}": array for name, array in arrays.items()}


def within(begin: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    """The arrays of a part, as `named` was given them."""
    return {name[len(begin) + 1 :]: array for name, array in arrays.items() if name.startswith(f"{begin}.")}


def write(path: Path, arrays: Mapping[str, Array], facts: Mapping[str, Any]) -> None:
    """Write the arrays, each of one dimension, and put the file at `path` in one step: readers see the old or the new.

    Raises OSError where the disk refuses; the file at `path` is then the old one.
    """
    table, place = {}, 0
    for name, array in arrays.items():
        kind = array.dtype.newbyteorder("<").str
        if kind not in _TYPES or array.ndim != 1:
            raise TypeError(name, kind, array.ndim)
        table[name] = (kind, len(array), place)
        place += -(-array.nbytes // _ALIGNED) * _ALIGNED
    crc = 0
    for array in arrays.values():
        crc = zlib.crc32(_padding(array), zlib.crc32(_raw(array), crc))
    header = json.dumps({"facts": dict(facts), "arrays": table, "size": place, "crc": crc}).encode()
    header += b" " * (-(len(header) + 16) % _ALIGNED)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
        try:
            file.write(MAGIC + _number(len(header)) + _number(zlib.crc32(header)) + header)
            for array in arrays.values():
                file.write(_raw(array))
                file.write(_padding(array))
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    _sync_folder(path.parent)


def read(path: Path) -> Stored:
    """Map the file.

    Raises IndexDamaged (not-an-index, other-version, header-damaged, cut, damaged), or OSError where there is none.
    """
    with path.open("rb") as file:
        start = file.read(16)
        if start[:7] != _KIND or len(start) < 16:
            raise IndexDamaged("not-an-index", f"{path.name} is not an index file")
        if start[:8] != MAGIC:
            raise IndexDamaged("other-version", f"{path.name} is an index of another version of the format")
        length = int.from_bytes(start[8:12], "little")
        header = file.read(min(length, _HEADER_MAX))
        if len(header) != length or zlib.crc32(header) != int.from_bytes(start[12:16], "little"):
            raise IndexDamaged("header-damaged", f"the header of {path.name} is damaged")
        told = json.loads(header)
        begin, size = file.tell(), told["size"]
        if os.fstat(file.fileno()).st_size != begin + size:
            raise IndexDamaged("cut", f"{path.name} was cut or has something added to it")
        crc = 0
        while chunk := file.read(_CHUNK):  # read, not through the map: those pages would count as this process's
            crc = zlib.crc32(chunk, crc)
        if crc != told["crc"]:
            raise IndexDamaged("damaged", f"the arrays of {path.name} are damaged")
        whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    arrays = {
        name: np.frombuffer(whole, np.dtype(kind), count, begin + place)
        for name, (kind, count, place) in told["arrays"].items()
    }
    return Stored(told["facts"], arrays)


def _number(value: int) -> bytes:
    return value.to_bytes(4, "little")


def _raw(array: Array) -> memoryview:
    little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    return little.view(np.uint8).data


def _padding(array: Array) -> bytes:
    return bytes(-array.nbytes % _ALIGNED)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
