"""Editions of lists: their files kept as blobs, opened again, and read into entries."""

import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from django.utils.translation import gettext_lazy as _

from wasl.acts import blobs
from wasl.acts.models import Blob
from wasl.acts.refusals import Refused
from wasl.checks import reading
from wasl.checks.acts import ListFile, Source
from wasl.checks.lists import bounds
from wasl.checks.models import Edition, WatchList
from wasl.checks.reading import Entry
from wasl.checks.reading.files import OFAC

PACKED_FROM = 64 << 20
"""Bytes above which a file is packed before it is kept: what no act names yet may not take much room."""

SUFFIXES: dict[str, str] = {Source.UN_SC: "xml", Source.OFAC_SDN: "csv", Source.FTM: "json", Source.CSV: "csv"}


class _BlobFile(io.RawIOBase):
    """A blob as a file to read and seek in."""

    def __init__(self, blob: Blob) -> None:
        self._blob, self._at = blob, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._blob.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        room = memoryview(buffer).cast("B")
        content = b"".join(blobs.read(self._blob, self._at, self._at + len(room)))
        room[: len(content)] = content
        self._at += len(content)
        return len(content)


def keep(party: str, source: str, path: Path) -> tuple[ListFile, ...]:
    """Keep the files of an edition as blobs of a party, for an act to name.

    Raises ListRefused (`missing`), OSError, and the Refused of `blobs.store`.
    """
    return tuple(_kept(party, name, file) for name, file in reading.paths(source, path).items())


def _kept(party: str, name: str, path: Path) -> ListFile:
    with path.open("rb") as file:
        packed = reading.is_packed(file)
        parts = iter(lambda: file.read(bounds.CHUNK), b"")
        to_pack = not packed and not 0 < path.stat().st_size <= PACKED_FROM  # an empty one has no type of its own
        blob = blobs.store(party, "list", _pack(parts) if to_pack else parts)
    return ListFile(name=name, content=blob.digest, packed=packed or to_pack)


def _pack(parts: Iterable[bytes]) -> Iterator[bytes]:
    """As gzip does, without a name or a time: what is packed again with this zlib is the same."""
    packing = zlib.compressobj(wbits=31)
    for part in parts:
        yield packing.compress(part)
    yield packing.flush()


@contextmanager
def opened(party: str, files: tuple[ListFile, ...]) -> Iterator[Mapping[str, BinaryIO]]:
    """The files of an edition, open and unpacked. Raises Refused: file-missing."""
    with ExitStack() as stack:
        yield {each.name: stack.enter_context(_open(party, each)) for each in files}


def blob_of(party: str, file: ListFile) -> Blob:
    """A file as it is kept. Raises Refused: file-missing."""
    blob = blobs.find(party, file.content)
    if blob is None:
        raise Refused("file-missing", _("A file of this edition is not here any more."), status=410)
    return blob


def published_as(watch_list: WatchList, file: ListFile) -> str:
    """What a file is called outside: as its authority calls it, or as the list."""
    stem = OFAC[file.name] if watch_list.source == Source.OFAC_SDN else watch_list.name
    return f"{stem}.{SUFFIXES[watch_list.source]}{'.gz' if file.packed else ''}"


def _open(party: str, file: ListFile) -> BinaryIO:
    raw = cast("BinaryIO", io.BufferedReader(_BlobFile(blob_of(party, file)), bounds.CHUNK))
    return reading.unpacked(raw, file.name) if file.packed else raw


def files_of(edition: Edition) -> tuple[ListFile, ...]:
    """The files as the act that brought the edition names them."""
    return tuple(ListFile.model_validate(each) for each in edition.files)


@contextmanager
def entries(watch_list: WatchList, edition: Edition) -> Iterator[Iterator[Entry]]:
    """The entries of an edition, one by one. Raises Refused: file-missing; reading them raises ListRefused."""
    columns = reading.parse(edition.columns) if edition.columns else None
    with opened(edition.party, files_of(edition)) as kept:
        most = bounds.of(edition.party).octets
        sources = bounds.bounded(kept, most)
        yield reading.entries(watch_list.source, sources, list_name=watch_list.name, columns=columns, most=most)
