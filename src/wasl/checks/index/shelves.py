"""The shelves of this machine: where they lie, and their indexes, mapped by whoever asks."""

import logging
import shutil
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wasl.acts.act import SECRETARIAT
from wasl.acts.refusals import Refused
from wasl.checks.models import WatchList

if TYPE_CHECKING:
    from wasl.screening import Index

log = logging.getLogger(__name__)

MAPPED_MAX = 8
"""Shelves of bureaus that a process keeps mapped, those of the last askers; and the secretariat's besides."""

PREPARED, UNUSABLE = "prepared", "unusable"
"""What lies beside the shelves."""

Stamp = tuple[int, int, int]
"""Tells one file from the next at its place."""


def folder() -> Path:
    """Where all of it lies."""
    return Path(settings.WASL_HOME.path) / "screening"


def place(party: str) -> Path:
    """Where a party's shelf lies."""
    return folder() / party


def index_file(party: str) -> Path:
    """The index of a party's shelf."""
    return place(party) / "index"


def made(party: str) -> Path:
    """The folder of a party's shelf, made if it is not there."""
    folder().mkdir(mode=0o700, exist_ok=True)
    place(party).mkdir(mode=0o700, exist_ok=True)
    return place(party)


def there() -> list[str]:
    """The parties of which there is a shelf."""
    if not folder().is_dir():
        return []
    return [each.name for each in folder().iterdir() if each.is_dir() and each.name not in (PREPARED, UNUSABLE)]


def in_order(parties: Iterable[str]) -> list[str]:
    """Parties, each once: the secretariat, of whose lists everybody asks, first."""
    return sorted(set(parties), key=lambda party: (party != SECRETARIAT, party))


def remove(party: str) -> None:
    """Take a party's shelf away."""
    shutil.rmtree(place(party), ignore_errors=True)


def remove_drafts(party: str) -> None:
    """Take away what a process left in a party's shelf that died while it filed."""
    for path in place(party).glob(".*"):
        path.unlink(missing_ok=True)


def remove_old() -> None:
    """Take away what an earlier version filed, which had all lists in one index."""
    if folder().is_dir():
        for path in folder().iterdir():
            if not path.is_dir():
                path.unlink(missing_ok=True)


class _Mapped:
    """The index of one shelf as this process has it mapped."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, Lock()
        self._index: Index | None = None

    def index(self) -> "Index":
        """The index; it follows what others change. Raises OSError, IndexDamaged."""
        from wasl.screening import Index

        with self._lock:
            index, self._index = self._index, None
            if index is None:
                index = Index.open(self._path)
            else:
                index.refresh()
            self._index = index
            return index


@lru_cache(1)
def _of_all(path: Path) -> _Mapped:
    return _Mapped(path)


@lru_cache(MAPPED_MAX)
def _of_one(path: Path) -> _Mapped:
    return _Mapped(path)


def opened(party: str) -> "Index":
    """The index of a party's shelf. Raises Refused: no-index."""
    from wasl.screening import IndexDamaged

    mapped = _of_all if party == SECRETARIAT else _of_one
    try:
        return mapped(index_file(party)).index()
    except (OSError, IndexDamaged) as error:
        level = logging.INFO if isinstance(error, FileNotFoundError) else logging.WARNING
        log.log(level, "the index of the lists of %s cannot be opened: %s", party, error)
        raise Refused(
            "no-index",
            _("The lists cannot be asked now: the index is being made. Ask again in a moment."),
            status=503,
        ) from error


def opened_of(lists: Iterable[WatchList]) -> "list[Index]":
    """The indexes in which these lists are. Raises Refused: no-index."""
    return [opened(party) for party in in_order(each.party for each in lists)]


_sound: dict[Path, Stamp] = {}


def is_sound(party: str) -> bool:
    """Whether a party's index is there to be asked. A file that was found whole once is not looked at again."""
    path = index_file(party)
    try:
        stamp = stamp_of(path)
        if _sound.get(path) != stamp:
            opened(party)
    except (FileNotFoundError, Refused):
        _sound.pop(path, None)
        return False
    _sound[path] = stamp
    return True


def stamp_of(path: Path) -> Stamp:
    """What tells a file from the one that takes its place. Raises FileNotFoundError."""
    state = path.stat()
    return state.st_ino, state.st_size, state.st_mtime_ns
