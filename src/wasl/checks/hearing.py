"""The shelves follow the record: what is small within the request that brought it, the rest a moment later.

The server looks every second whether something is to be followed (`following`), on each of its machines; so
whatever no subscriber heard of is found there, too: a crash in between, a restored backup, another machine's acts.
"""

from collections.abc import Sequence

from wasl.acts import blobs
from wasl.acts.acts import Erase
from wasl.acts.subscribers import Heard, subscribe
from wasl.checks import queries
from wasl.checks.acts import ImportList
from wasl.checks.index import indexing, prepared

AT_ONCE = 2_000
"""Entries that change within the request of whoever brought them,"""

OCTETS_AT_ONCE = 2 << 20
"""or bytes of files that are read within it, where the changes were not written down."""


@subscribe
def hear(heard: Sequence[Heard]) -> None:
    """Bring small new editions into their shelves at once, and take away what may repeat something that was erased."""
    if any(isinstance(act, Erase) for _entry, act, _decided in heard):
        prepared.clear()
    for entry, act, _decided in heard:
        watch_list = queries.watch_list(act.list) if isinstance(act, ImportList) else None
        if isinstance(act, ImportList) and watch_list and watch_list.closed_at is None and _is_small(entry.party, act):
            indexing.take_in(watch_list)


def _is_small(party: str, act: ImportList) -> bool:
    """Whether little is to be read and changed, by what is there and not by what the act says of it."""
    changes = prepared.number(act.digest)
    if changes is not None:
        return changes <= AT_ONCE
    found = [blobs.find(party, each.content) for each in act.files if not each.packed]
    sizes = [each.size for each in found if each]
    return len(sizes) == len(act.files) and sum(sizes) <= OCTETS_AT_ONCE
