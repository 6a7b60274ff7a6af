"""From queries to matches in one segment: candidates, an estimate of all, a full comparison of the best."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import islice, product
from math import inf
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from wasl.screening.comparing import VERSION, WEAK, Pair, beside, facts, name_evidence, scorer
from wasl.screening.evidence import Row, concluded, total
from wasl.screening.index.candidates import Finder
from wasl.screening.index.deciding import Judges, estimates
from wasl.screening.index.exchange import Exchange
from wasl.screening.index.expanding import LOOKED_AT_IN_LATIN, looked_at
from wasl.screening.index.hopes import Hopes
from wasl.screening.index.marks import marks_of
from wasl.screening.index.names import Read, kinds_of, read
from wasl.screening.index.segment import Segment
from wasl.screening.index.terms import SPARE, Terms
from wasl.screening.names import NameModel
from wasl.screening.rarity import Rarity
from wasl.screening.subject import Query, Subject
from wasl.screening.tokens import TokenModel

NAMES_MAX: Final = 24
PARTS_MAX: Final = 40
"""Names of a query that are searched for, and distinct parts of them; names beyond are left out, and counted.

A part that is not in Latin letters, for which more of the list is looked at, counts as so many more.
"""

DISTRUST: Final = 1.0
"""Bits by which an estimate may be too low."""

WEIGHED_MAX: Final = 24
"""Subjects whose facts are weighed, of those found for a query, unless more are asked for."""

SHARING_MAX: Final = 100
"""Subjects that are found by one number or identifier they share."""

BESIDE: Final = 3.0
"""Names of one subject estimated within so many bits of its best are compared too."""

BESIDE_MAX: Final = 3
"""Names of one subject that are compared with a query's."""

UNFOUND_MAX: Final = 16
"""Names that are compared of a subject that was found by a number or an identifier alone."""


@dataclass(frozen=True, slots=True)
class Match:
    """A subject that may be who or what was asked for.

    `score` is a probability, `bits` the evidence in all, `evidence` its rows, which add up to it; `model` and `list`
    name the versions of the rules and of the list that gave it.
    """

    subject: Subject
    score: float
    bits: float
    evidence: tuple[Row, ...]
    model: str
    list: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        """How it travels between processes: what dataclasses do by themselves takes several times as long."""
        return Match, (self.subject, self.score, self.bits, self.evidence, self.model, self.list)


class _Asked(NamedTuple):
    """A name to search for: of which query, which of its names, read by which grammar."""

    at: int
    place: int
    kind: str
    read: Read


class _Hit(NamedTuple):
    """A name found: for whom, whose it is, its estimate, that with the most that facts may add, which of the names."""

    asked: _Asked
    subject: int
    bits: float
    hope: float
    place: int


@dataclass(slots=True)
class _Found:
    """A subject that a query found, by these names: the estimate, the place in the query, that in the subject."""

    estimate: float = -inf
    hope: float = -inf
    names: list[tuple[float, int, int]] = field(default_factory=list)

    def add(self, hit: _Hit) -> None:
        """One more name."""
        self.names.append((hit.bits, hit.asked.place, hit.place))
        self.estimate = max(self.estimate, hit.bits)
        self.hope = max(self.hope, hit.hope)

    def best(self) -> list[tuple[int, int]]:
        """The names worth a comparison: places in the query and in the subject."""
        names = sorted(self.names, key=lambda each: -each[0])[:BESIDE_MAX]
        return [(asked, place) for bits, asked, place in names if bits >= names[0][0] - BESIDE]


class _Case(NamedTuple):
    """A subject to be compared with a query in full: the query's place, the facts beside the names, the names."""

    at: int
    subject: Subject
    beside: list[Row]
    pairs: list[Pair]
    weak: list[bool]


class Searcher:
    """Searches one segment; `rarities` are those of the index, by kind of names, `version` that of the list."""

    def __init__(self, segment: Segment, rarities: dict[str, Rarity], version: str) -> None:
        self.segment, self._rarities, self._version = segment, rarities, version
        self._finders = {kind: Finder(names, TokenModel.shipped()) for kind, names in segment.names.items()}

    def share(self, folder: Path, several: int) -> None:
        """Share what is found out about parts of names with other processes that search this very segment."""
        for kind, finder in self._finders.items():
            finder.exchange = Exchange(folder / kind, several)

    def search(self, queries: Sequence[Query], terms: Terms) -> list[list[Match]]:
        """For each query its matches, best first."""
        cases: list[_Case] = []
        for at, (query, found) in enumerate(zip(queries, self._found(queries, terms), strict=True)):
            for number in self._marked(query, terms) if query.documents or query.identifiers else ():
                each = found.setdefault(number, _Found())
                each.estimate = each.hope = inf
            if found:
                cases += self._shortlist(at, query, found, terms)
        terms.counters.compared += len(cases)
        matches: list[list[Match]] = [[] for _ in queries]
        for at, match in self._compared(cases, terms.least):
            if match.score >= terms.threshold:
                matches[at].append(match)
        return [ranked(several, terms.limit) for several in matches]

    def _marked(self, query: Query, terms: Terms) -> Iterator[int]:
        """The subjects that share a number or an identifier with a query."""
        for mark in marks_of(query):
            numbers = self.segment.marked(mark)
            if terms.there is not None:
                numbers = numbers[terms.there[numbers]]
            yield from numbers[terms.first(numbers, SHARING_MAX)].tolist()

    def _found(self, queries: Sequence[Query], terms: Terms) -> list[dict[int, _Found]]:
        """For each query the subjects found by name that other facts could bring to the bits asked for."""
        subjects: list[dict[int, _Found]] = [{} for _ in queries]
        asked: list[_Asked] = []
        for at, query in enumerate(queries):
            names, left_out = _asked(at, query)
            asked += names
            terms.counters.left_out += left_out
        for kind, finder in self._finders.items():
            mine = [name for name in asked if name.kind == kind]
            if mine and len(finder.names):
                hopes = {name.at: Hopes.of(queries[name.at], self.segment, finder.names) for name in mine}
                for hit in self._hits(kind, mine, hopes, terms):
                    subjects[hit.asked.at].setdefault(hit.subject, _Found()).add(hit)
        return subjects

    def _hits(self, kind: str, asked: list[_Asked], hopes: dict[int, Hopes], terms: Terms) -> Iterator[_Hit]:
        """The names of a kind found that could reach the bits asked for with what facts beside may add at most."""
        finder, reads = self._finders[kind], [name.read for name in asked]
        reaches, as_one = finder.reaches({part for name in reads for part in name.parts}), finder.as_one(reads)
        found = []
        for name in asked:
            favoured = hopes[name.at].favoured if hopes[name.at].years else None
            found.append(finder.find(name.read, reaches, as_one, terms, favoured))
        most = np.concatenate([hopes[name.at].most(each.names) for name, each in zip(asked, found, strict=True)])
        judges = Judges(NameModel.shipped(kind), scorer())
        bits = estimates(finder.names, reads, found, reaches, judges)
        terms.counters.parts += len(reaches)
        terms.counters.reached += sum(each.seen for each in found)
        terms.counters.candidates += len(bits)
        names = np.concatenate([each.names for each in found])
        hope = bits + most
        chosen = np.flatnonzero(hope >= terms.least - DISTRUST)
        askers = np.searchsorted(np.cumsum([len(each.names) for each in found]), chosen, "right")
        owners, places = finder.names.owners[names[chosen]], finder.names.places[names[chosen]]
        columns = (each.tolist() for each in (askers, owners, bits[chosen], hope[chosen], places))
        return (_Hit(asked[asker], *rest) for asker, *rest in zip(*columns, strict=True))

    def _shortlist(self, at: int, query: Query, found: dict[int, _Found], terms: Terms) -> Iterator[_Case]:
        """Those to be compared: the best by estimate and facts, as many as may be among the matches."""
        likeliest = nlargest(terms.room(WEIGHED_MAX), found, key=lambda number: found[number].hope)
        subjects = {number: self.segment[number] for number in likeliest}
        known = {number: facts(query, subject) for number, subject in subjects.items()}
        promised = {
            number: found[number].estimate + total(beside(found[number].estimate, known[number]))
            for number in likeliest
        }
        for number in sorted(promised, key=lambda number: (-promised[number], number))[: terms.limit + SPARE]:
            if promised[number] < terms.least - DISTRUST:
                return
            yield _case(at, query, subjects[number], known[number], found[number].best())

    def _compared(self, cases: Sequence[_Case], least: float) -> Iterator[tuple[int, Match]]:
        """The cases compared in full, those of one grammar together; those that certainly stay below are left out."""
        for kind, rarity in self._rarities.items():
            mine = [case for case in cases if kinds_of(case.subject.schema)[0] == kind]
            if not mine:
                continue
            wanted = [least - total(case.beside) for case in mine for _ in case.pairs]
            compared = iter(name_evidence([pair for case in mine for pair in case.pairs], rarity, wanted))
            for case in mine:
                told = [
                    [*rows, Row(pair.a, pair.b, "weak-name", WEAK)] if is_weak else rows
                    for pair, is_weak, rows in zip(case.pairs, case.weak, compared, strict=False)
                    if rows
                ]
                if case.pairs and not told:
                    continue
                names: list[Row] = max(told, key=total, default=[])
                done = concluded([*names, *beside(total(names), case.beside)], VERSION)
                if not done.evidence:
                    continue  # found by a number that, looked at closely, says nothing
                yield case.at, Match(case.subject, done.score, done.bits, done.evidence, done.model, self._version)


def _case(at: int, query: Query, subject: Subject, beside: list[Row], names: Sequence[tuple[int, int]]) -> _Case:
    """What is to be compared; of a subject found by a number alone, a few of the names."""
    asked, listed = (*query.names, *query.weak_names), (*subject.names, *subject.weak_names)
    schema = subject.schema if query.schema in ("LegalEntity", "Thing") else query.schema
    chosen = names or list(islice(product(range(len(asked)), range(len(listed))), UNFOUND_MAX))
    pairs = [Pair(asked[one], listed[other], schema) for one, other in chosen]
    weak = [one >= len(query.names) or other >= len(subject.names) for one, other in chosen]
    return _Case(at, subject, beside, pairs, weak)


def ranked(matches: Iterable[Match], limit: int) -> list[Match]:
    """The best matches, best first; of equals the one whose id comes first."""
    return sorted(matches, key=lambda match: (-match.bits, match.subject.id))[:limit]


def names_left_out(query: Query) -> int:
    """How many names of a query are not searched for: those beyond `NAMES_MAX`, or beyond `PARTS_MAX` parts."""
    return _asked(0, query)[1]


def _asked(at: int, query: Query) -> tuple[list[_Asked], int]:
    """The names to search for, each once, and how many are left out."""
    names = (*query.names, *query.weak_names)
    asked: dict[tuple[str, Read], int] = {}
    parts: set[tuple[str, ...]] = set()
    room = PARTS_MAX * LOOKED_AT_IN_LATIN
    left_out = max(0, len(names) - NAMES_MAX)
    for place, name in enumerate(names[:NAMES_MAX]):
        for kind in kinds_of(query.schema):
            found = read(name, kind)
            if asked and sum(map(looked_at, parts.union(found.parts))) > room:
                return [_Asked(at, place, *each) for each, place in asked.items()], len(names) - place
            if found.parts:
                parts.update(found.parts)
                asked.setdefault((kind, found), place)
    return [_Asked(at, place, *each) for each, place in asked.items()], left_out
