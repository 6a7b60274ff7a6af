"""What an edition of a list said otherwise than the one before it, from the files of both."""

from dataclasses import replace
from functools import lru_cache

from wasl.checks import queries, reading
from wasl.checks.lists import editions, importing
from wasl.checks.models import Edition, WatchList
from wasl.checks.reading import Differences, Entry, ListRefused

AT_ONCE = 40_000
"""Entries that two editions may have together to be compared while somebody waits for a page: some seconds."""


def differences(watch_list: WatchList, edition: Edition) -> Differences | None:
    """What an edition changed, entry by entry and field by field; None for a first edition, which changed nothing.

    Memory holds the digests of one edition and the entries that differ. Raises Refused: file-missing, list-refused.
    """
    before = queries.edition(edition.previous) if edition.previous is not None else None
    if before is None:
        return None
    try:
        return _differences(watch_list, before, edition)
    except ListRefused as refusal:
        raise importing.refused(refusal) from refusal


def _differences(watch_list: WatchList, before: Edition, edition: Edition) -> Differences:
    with editions.entries(watch_list, before) as entries:
        earlier = {entry.id: bytes.fromhex(entry.digest()) for entry in entries}
    later, unchanged, changed = list[Entry](), 0, set[str]()
    with editions.entries(watch_list, edition) as entries:
        for entry in entries:
            known = earlier.pop(entry.id, None)
            if known == bytes.fromhex(entry.digest()):
                unchanged += 1
                continue
            later.append(entry)
            if known is not None:
                changed.add(entry.id)
    wanted = changed | earlier.keys()
    with editions.entries(watch_list, before) as entries:
        found = reading.differences([entry for entry in entries if entry.id in wanted], later)
    return replace(found, unchanged=found.unchanged + unchanged)


def is_small(edition: Edition) -> bool:
    """Whether `soon` may be asked."""
    before = queries.edition(edition.previous) if edition.previous is not None else None
    return edition.entries + (before.entries if before else 0) <= AT_ONCE


def soon(watch_list: WatchList, edition: Edition) -> Differences | None:
    """As `differences`, kept in memory for whoever turns the pages. Raises Refused: file-missing, list-refused."""
    before = queries.edition(edition.previous) if edition.previous is not None else None
    return _kept(watch_list.entry, edition.entry, edition.digest, before.digest if before else "")


@lru_cache(maxsize=8)
def _kept(watch_list: int, edition: int, _digest: str, _before: str) -> Differences | None:
    """By what both editions are now: nothing is told any more of one that was erased."""
    return differences(WatchList.objects.get(pk=watch_list), Edition.objects.get(pk=edition))
