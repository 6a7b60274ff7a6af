"""Editions that cannot be used on this machine: remembered, so that nobody reads them again.

    screening/unusable/<entry>-<digest>    says which version of Wasl could not use it

What is wrong with an edition stays wrong until another version reads it. Where a file was missing, or memory, the next
look comes after a while. The digest tells whether the entry is still that edition, as in `held`.
"""

import time
from pathlib import Path

from wasl import __version__
from wasl.checks import queries
from wasl.checks.index import shelves
from wasl.checks.models import Edition

TRIED_AGAIN = 600.0
"""Seconds after which an edition is looked at again that could not be used for now."""

_for_now: dict[tuple[int, str], float] = {}
"""Editions that this process could not use for now, by entry and digest, and when that was."""


def _folder() -> Path:
    return shelves.folder() / shelves.UNUSABLE


def _name(edition: Edition) -> str:
    return f"{edition.entry}-{edition.digest}"


def say(edition: Edition) -> None:
    """Remember that an edition cannot be used. Raises OSError."""
    shelves.folder().mkdir(mode=0o700, exist_ok=True)
    _folder().mkdir(mode=0o700, exist_ok=True)
    (_folder() / _name(edition)).write_text(__version__, "utf-8")


def say_for_now(edition: Edition) -> None:
    """Remember for a while, in this process, that an edition cannot be used."""
    _for_now[edition.entry, edition.digest] = time.monotonic()


def has(edition: Edition) -> bool:
    """Whether an edition is known to be of no use."""
    since = _for_now.get((edition.entry, edition.digest))
    if since is not None and time.monotonic() - since < TRIED_AGAIN:
        return True
    try:
        return (_folder() / _name(edition)).read_text("utf-8") == __version__
    except FileNotFoundError:
        return False


def sweep() -> None:
    """Forget those that are gone, or of lists that are closed."""
    remembered = {path.name: path for path in _remembered()}
    if remembered:
        entries = [int(name.partition("-")[0]) for name in remembered]
        for name in remembered.keys() - {_name(each) for each in queries.editions_of_open_lists(entries)}:
            remembered[name].unlink(missing_ok=True)


def clear() -> None:
    """Forget all: they are looked at again."""
    _for_now.clear()
    for path in _remembered():
        path.unlink(missing_ok=True)


def _remembered() -> list[Path]:
    return list(_folder().glob("*-*"))
