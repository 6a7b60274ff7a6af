"""The list of officers: a page at a time, whatever the number of officers, filters and all.

Without a filter by role the officers themselves are read, from the newest down; with one, the mandates in force of
that role. A search asks the index of names, and reads no more than it finds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from wasl.members.finding import OFFICERS
from wasl.members.models import Mandate, Officer
from wasl.web import folding, search_index

LOOKED_AT = 2000
"""Officers looked at for one page that asks for those with a role, or without any."""

FOUND_MAX = 200
"""Officers that a search by name gives at most."""

WITH, WITHOUT = "in-office", "without"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page of the list asks for. `party` empty means all parties; `found` is what a search by name gave."""

    party: str = ""
    role: str = ""
    state: str = ""
    before: int | None = None
    found: Sequence[int] | None = None


@dataclass(slots=True)
class Page:
    """Officers from the newest down, their mandates that are not ended, and where the next page begins."""

    officers: list[Officer]
    before: int | None = None
    mandates: dict[int, list[Mandate]] = field(default_factory=dict)


def named(query: str, party: str) -> list[int]:
    """The officers of a party, or of all, whose names have the words of a search."""
    return search_index.entries(OFFICERS, folding.asked(query), FOUND_MAX, party or None)


def page(reader: str | None, asked: Asked, limit: int) -> Page:
    """One page of the officers that a reader may know."""
    if asked.found is not None:
        made = _found(reader, asked, limit)
    elif asked.role:
        made = _in_role(reader, asked, limit)
    elif asked.state:
        made = _looked_at(reader, asked, limit)
    else:
        made = _cut(list(_officers(reader, asked)[: limit + 1]), limit)
    entries = [officer.entry for officer in made.officers]
    for mandate in Mandate.objects.filter(officer__in=entries, ended_at=None).order_by("entry"):
        made.mandates.setdefault(mandate.officer, []).append(mandate)
    return made


def _officers(reader: str | None, asked: Asked) -> QuerySet[Officer]:
    rows: QuerySet[Officer] = Officer.seen_by(reader)
    if asked.party:
        rows = rows.filter(party=asked.party)
    if asked.before is not None:
        rows = rows.filter(entry__lt=asked.before)
    return rows.order_by("-entry")


def _cut(officers: list[Officer], limit: int) -> Page:
    more = len(officers) > limit
    return Page(officers[:limit], officers[limit - 1].entry if more else None)


def _held(asked: Asked) -> QuerySet[Mandate]:
    rows = Mandate.objects.filter(ended_at=None)
    if asked.role:
        rows = rows.filter(role=asked.role)
    return rows.filter(party=asked.party) if asked.party else rows


def _in_role(reader: str | None, asked: Asked, limit: int) -> Page:
    """Whoever holds a role: nobody holds one twice, so each mandate is another officer."""
    if asked.state == WITHOUT:
        return Page([])
    before: dict[str, Any] = {} if asked.before is None else {"officer__lt": asked.before}
    holders = _held(asked).filter(**before).order_by("-officer").values_list("officer", flat=True)
    entries = list(holders[: limit + 1])
    known = _in_order(reader, asked, entries[:limit])
    return Page(known, entries[limit - 1] if len(entries) > limit else None)


def _looked_at(reader: str | None, asked: Asked, limit: int) -> Page:
    """Officers with a role, or without any, among the next `LOOKED_AT`: the page after it goes on from there."""
    looked = list(_officers(reader, asked).values_list("entry", flat=True)[:LOOKED_AT])
    if not looked:
        return Page([])
    held = set(Mandate.objects.filter(ended_at=None, officer__in=looked).values_list("officer", flat=True))
    wanted = [entry for entry in looked if (entry in held) == (asked.state == WITH)]
    last = wanted[limit - 1] if len(wanted) > limit else looked[-1] if len(looked) == LOOKED_AT else None
    return Page(_in_order(reader, asked, wanted[:limit]), last)


def _found(reader: str | None, asked: Asked, limit: int) -> Page:
    """What the search by name gave, held to the filters, the newest first."""
    entries = sorted(asked.found or (), reverse=True)
    held = set(_held(asked).filter(officer__in=entries).values_list("officer", flat=True))
    if asked.role or asked.state == WITH:
        entries = [entry for entry in entries if entry in held and asked.state != WITHOUT]
    elif asked.state == WITHOUT:
        entries = [entry for entry in entries if entry not in held]
    if asked.before is not None:
        entries = [entry for entry in entries if entry < asked.before]
    return _cut(_in_order(reader, asked, entries), limit)


def _in_order(reader: str | None, asked: Asked, entries: Iterable[int]) -> list[Officer]:
    """The officers of these entries that the reader may know; one that was erased is none."""
    listed = list(entries)
    rows: QuerySet[Officer] = Officer.seen_by(reader)
    known = (rows.filter(party=asked.party) if asked.party else rows).in_bulk(listed)
    return [known[entry] for entry in listed if entry in known]
