"""How much a party may keep: entries and bytes of one edition, entries of all its lists, and lists open at a time.

What a bureau lists is read, filed and held in memory beside everybody else's; what it imports may be anything.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.utils.translation import gettext_lazy as _

from wasl.acts.act import SECRETARIAT
from wasl.acts.refusals import Refused
from wasl.checks.reading import ListRefused

CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a party may keep.

    `octets` hold for the files of one edition together as they are kept, for each of them once it is unpacked, and for
    the characters that its entries have together; `entries` for one edition, `entries_together` for all open lists of
    the party, which are filed in one index.
    """

    entries: int
    entries_together: int
    octets: int
    lists: int


OF_A_BUREAU = Bounds(entries=200_000, entries_together=500_000, octets=128 * 2**20, lists=20)
OF_THE_SECRETARIAT = Bounds(entries=5_000_000, entries_together=10_000_000, octets=4 * 2**30, lists=200)


def of(party: str) -> Bounds:
    """Those of a party."""
    return OF_THE_SECRETARIAT if party == SECRETARIAT else OF_A_BUREAU


def hold_lists(party: str, number: int) -> None:
    """Whether a party may have so many lists open. Raises Refused: too-many-lists."""
    if number > (limit := of(party).lists):
        text = _("So many lists may be open at a time: %(limit)s. Close one that is no longer needed.")
        raise Refused("too-many-lists", text, limit=limit, status=409)


def hold_entries(party: str, number: int, beside: int) -> None:
    """Whether a party's edition may have so many entries, `beside` those of its other lists.

    Raises Refused: too-many-entries.
    """
    if number > (limit := entries_of(party, beside)):
        raise Refused("too-many-entries", _("A list of yours may have at most %(limit)s entries."), limit=limit)


def entries_of(party: str, beside: int) -> int:
    """How many entries an edition of a party's may have, `beside` those of its other lists."""
    bound = of(party)
    return max(0, min(bound.entries, bound.entries_together - beside))


def hold_octets(party: str, number: int) -> None:
    """Whether a party's edition may have so many bytes of files. Raises Refused: files-too-large."""
    if number > (limit := of(party).octets):
        text = _("The files of a list of yours may have at most %(limit)s bytes together.")
        raise Refused("files-too-large", text, limit=limit, status=413)


def bounded(files: Mapping[str, BinaryIO], most: int) -> dict[str, BinaryIO]:
    """The files, of which reading more than `most` bytes of one raises ListRefused: too-large."""
    return {
        name: cast("BinaryIO", io.BufferedReader(_Bounded(file, most, name), CHUNK)) for name, file in files.items()
    }


class _Bounded(io.RawIOBase):
    """A file of which only so much may be read."""

    def __init__(self, file: BinaryIO, most: int, name: str) -> None:
        self._file, self._most, self._name = file, most, name

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._file.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        content = self._file.read(len(buffer))
        if self._file.tell() > self._most:
            raise ListRefused("too-large", f"more than {self._most} bytes", field=self._name)
        buffer[: len(content)] = content
        return len(content)
