"""Innocent people asked of a list that they are not on: how many of a thousand raise an alert, ours and the peer's.

A list is of 10,000 persons of the same public data as a set of pairs. Who is asked about is somebody else of that
data, written in the script of the set.
"""

import hashlib
import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from benchmarks import screening_data as data
from benchmarks.peer import THRESHOLD as PEER_THRESHOLD
from benchmarks.peer import Entity, Peer
from benchmarks.screening_pairs import COMPOSITES, LANGUAGES, entity
from benchmarks.screening_results import FULL

LISTED, ASKED = 10_000, 1_000
PEER_ASKED = ASKED if FULL else 200
"""The first so many are asked of the peer, which takes its time."""
THRESHOLD = 0.7

_MADE_UP = 45_000
_SCRIPTS = {"Arab": "ARABIC", "Cyrl": "CYRILLIC", "Latn": "LATIN"}


@dataclass(frozen=True, slots=True)
class Innocents:
    """The names of a list, and of people who are not on it; `name` and `script` are those of the set of pairs."""

    name: str
    script: str
    listed: tuple[str, ...]
    asked: tuple[str, ...]

    @property
    def of(self) -> str:
        """The key of that set."""
        return f"{self.name}, {self.script}"

    @property
    def key(self) -> str:
        """What the manifest calls them."""
        return f"innocents of {self.of}"

    def digest(self) -> str:
        """The SHA-256 over all names, in hexadecimal."""
        text = json.dumps([self.listed, self.asked], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class Alerts(NamedTuple):
    """How many of a thousand innocents raise an alert, and of how many that was found."""

    a_thousand: float
    asked: int


def every_list() -> Iterator[Innocents]:
    """For every set of pairs that is of one script, one after the other. Raises NoData."""
    for language, (script, joined_by) in LANGUAGES.items():
        yield _composed(language, script, joined_by)
    for language, script in (("he", "Hebr"), ("ko", "Kore")):
        yield _of_full_names(language, script)
    united_nations = [one.name for one in data.un_persons()]
    yield _of_list("UN list", "Arab", united_nations)
    for script in ("Arab", "Cyrl"):
        yield _of_list("UN and EU lists", script, [one.name for one in data.sanctioned(script.lower())])
    yield _of_list("UN list, aliases", "Latn", united_nations)


def _composed(language: str, script: str, joined_by: str) -> Innocents:
    """Both sides are put together from the same parts, as the pairs are; those put together alike are left out."""
    parts = data.tokens(language)
    drawn = random.Random(f"innocents {language}")
    persons = [tuple(drawn.sample(parts, drawn.choice((2, 2, 3, 4)))) for _ in range(LISTED + ASKED + COMPOSITES)]
    distinct = list(dict.fromkeys(persons))
    listed, others = distinct[:LISTED], distinct[LISTED:][:ASKED]
    return Innocents(
        f"Wikidata parts, {language}",
        script,
        tuple(" ".join(part.latin.title() for part in one) for one in listed),
        tuple(joined_by.join(part.native for part in one) for one in others),
    )


def _of_full_names(language: str, script: str) -> Innocents:
    """Whole names of people; who is called like somebody listed in either script may be the same and is left out."""
    persons = list(data.full_names(language))
    random.Random(f"innocents {language}, full").shuffle(persons)
    listed = persons[:LISTED]
    known = {name for one in listed for name in one}
    others = [one.native for one in persons[LISTED:] if known.isdisjoint(one)]
    return Innocents(f"Wikidata persons, {language}", script, tuple(one.latin for one in listed), tuple(others[:ASKED]))


def _of_list(name: str, script: str, persons: Sequence[str]) -> Innocents:
    """Persons of published lists among made-up people; who is asked about is made up, too, of the same few parts."""
    listed = list(dict.fromkeys(persons))
    made_up = _made_up()
    filling = made_up[: LISTED - len(listed)]
    others = [one for one in made_up[len(filling) :] if data.script(one) == _SCRIPTS[script]]
    return Innocents(name, script, (*listed, *filling), tuple(others[:ASKED]))


@cache
def _made_up() -> tuple[str, ...]:
    return tuple(data.strangers(_MADE_UP, seed=51))


def alerts(innocents: Innocents, found: Callable[[Iterable[str]], Iterator[bool]], *, asked: int = ASKED) -> Alerts:
    """Ask about the first so many; `found` tells of each whether it raises an alert."""
    chosen = innocents.asked[:asked]
    return Alerts(1000 * sum(found(chosen)) / len(chosen), len(chosen))


def ours(innocents: Innocents) -> Alerts:
    """By our index."""
    from wasl.screening import Index, Query, Subject

    index = Index.build(Subject(id=str(number), names=(name,)) for number, name in enumerate(innocents.listed))

    def found(names: Iterable[str]) -> Iterator[bool]:
        for name in names:
            yield bool(index.search(Query(names=(name,)), limit=1, threshold=THRESHOLD))

    return alerts(innocents, found)


def theirs(innocents: Innocents, peer: Peer) -> Alerts:
    """By the peer's blocker and LogicV2, at its own threshold."""
    peer.load(_named(innocents.listed, f"listed, {innocents.key}"))

    def found(names: Iterable[str]) -> Iterator[bool]:
        for matches in peer.match(_named(names, f"asked, {innocents.key}")).matches:
            yield any(score >= PEER_THRESHOLD for _, score in matches)

    return alerts(innocents, found, asked=PEER_ASKED)


def _named(names: Iterable[str], of: str) -> list[Entity]:
    return [entity(name) | {"id": f"{of}, {number}"} for number, name in enumerate(names)]
