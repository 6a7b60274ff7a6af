"""Lists of invented people, kept by parties of a world; and checks of them, as the log has them."""

import json
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.world import NAME, World
from wasl.acts import clock
from wasl.checks import queries
from wasl.checks.acts import ClearanceEnd as End
from wasl.checks.acts import Cleared, EndClearance, GiveClearance, ImportList, OpenList, Paper
from wasl.checks.index import indexing, shelves
from wasl.checks.lists import editions, importing
from wasl.checks.log import lines
from wasl.checks.models import Check, ListedEntry, WatchList
from wasl.screening import Query
from wasl.web.visitors import Visitor

MARWAN = {"id": "1", "name": "Marwan Specimenov", "birthDate": "1974-03-12", "nationality": "ma"}
SALMA = {"id": "2", "name": "Salma Namouzaj", "birthDate": "1988"}
PEOPLE = (MARWAN, SALMA)
YUSUF = {"id": "3", "name": "Yusuf Mithalzadeh", "birthDate": "1969-07-01"}

CLEARED = Cleared(
    names=("Marwan Specimenov",), birth_date="1990-05-04", documents=(Paper(number="SP123456", country="ma"),)
)


def written(people: Sequence[dict[str, str]]) -> bytes:
    """The people as FollowTheMoney has them."""
    lines = [
        {"schema": "Person"}
        | {name: each[name] for name in ("id", "schema") if name in each}
        | {"properties": {name: [value] for name, value in each.items() if name not in ("id", "schema")}}
        for each in people
    ]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def opened(world: World, by: str = "secretariat", word: str = "specimens", **other: Any) -> WatchList:
    """A party opens a list."""
    said: dict[str, Any] = {"list": word, "source": "ftm", "title": NAME, "renewed_within": 7}
    entry = world.perform(OpenList(**said | other), by=by).index
    found = queries.watch_list(entry)
    assert found
    return found


def edition(watch_list: WatchList, people: Sequence[dict[str, str]] = PEOPLE) -> ImportList:
    """The act that brings an edition, its files kept."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "specimens.json")
        path.write_bytes(written(people))
        found = importing.read(watch_list, path)
        files = editions.keep(watch_list.party, watch_list.source, path)
    return importing.act(watch_list, files, found)


def renewed(world: World, watch_list: WatchList, people: Sequence[dict[str, str]] = PEOPLE) -> int:
    """The list's party brings an edition; the table and the index follow. Returns the edition's entry."""
    with clock.held_at(world.now):
        entry = world.perform(edition(watch_list, people), by=watch_list.party).index
        indexing.catch_up()
    return entry


def listed(world: World, by: str = "secretariat", word: str = "specimens") -> WatchList:
    """A list with people on it."""
    watch_list = opened(world, by, word)
    renewed(world, watch_list)
    return watch_list


def clearance(world: World, **other: Any) -> GiveClearance:
    """Somebody is not the first specimen."""
    said: dict[str, Any] = {
        "subject": "specimens:1",
        "person": CLEARED,
        "reason": "SPECIMEN: seen with the passport",
        "ends": world.now + timedelta(days=30),
        "shared": False,
    }
    return GiveClearance(**said | other)


def cleared(world: World, by: str = "MA", **other: Any) -> int:
    """A party gives a clearance; its entry."""
    return world.perform(clearance(world, **other), by=by).index


def ended(entry: int, reason: End = End.WITHDRAWN) -> EndClearance:
    """The clearance's end."""
    return EndClearance(clearance=entry, reason=reason)


def logged(world: World, text: str = "Marwan Specimenov", **other: Any) -> Check:
    """A line of the log, as a program of a bureau writes it."""
    said: dict[str, Any] = {
        "purpose": "training",
        "reference": "SPECIMEN 1",
        "asked": {"text": text, "facts": {}},
        "answered": {"unanswered": "", "lists": {}, "model": "", "threshold": "0.7000", "matches": []},
        "matches": 0,
        "took": 1200,
        "at": world.now,
    }
    visitor = Visitor(party=other.pop("party", "MA"), account=other.pop("account", None), name="SPECIMEN program")
    with clock.held_at(world.now):
        return lines.add(visitor, other.pop("way", "api"), **said | other)


def found(name: str) -> set[str]:
    """Whom the index of the secretariat's lists finds under a name."""
    return {match.subject.id for match in shelves.opened("secretariat").search(Query(names=(name,)), threshold=0.5)}


def ids() -> set[str]:
    """Whom the table of entries has."""
    return set(ListedEntry.objects.values_list("subject", flat=True))
