"""From queries to matches in one segment: candidates, an estimate of all, a full comparison of the best."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import islice, product
from math import inf, log2
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.screening.comparing import VERSION, WEAK, Pair, facts, name_evidence
from wasl.screening.evidence import Row, concluded, total
from wasl.screening.index.candidates import Finder
from wasl.screening.index.deciding import estimates
from wasl.screening.index.hopes import Hopes
from wasl.screening.index.marks import marks_of
from wasl.screening.index.names import Read, kinds_of, read
from wasl.screening.index.segment import Segment
from wasl.screening.names import NameModel
from wasl.screening.rarity import Rarity
from wasl.screening.subject import Query, Subject
from wasl.screening.tokens import TokenModel

NAMES_MAX: Final = 24
PARTS_MAX: Final = 40
"""Names of a query that are searched for, and distinct parts of them; names beyond are left out, and counted."""

DISTRUST: Final = 3.0
"""Bits by which an estimate may be too low."""

WEIGHED_MAX: Final = 24
"""Subjects whose facts are weighed, of those found for a query."""

SPARE: Final = 4
"""Subjects compared beyond the limit, for estimates rank a little otherwise than comparisons do."""

BESIDE: Final = 3.0
"""Names of one subject estimated within so many bits of its best are compared too."""

BESIDE_MAX: Final = 3
"""Names of one subject that are compared with a query's."""

UNFOUND_MAX: Final = 16
"""Names that are compared of a subject that was found by a number or an identifier alone."""


@dataclass(slots=True)
class Counters:
    """The work of a search: what grows with the input is capped, and this is how tests see it.

    `parts` of names that were looked up; `reached` names that share one, with repetition; `candidates` that were
    decided on; `compared` subjects that were compared in full; `left_out` names beyond the cap.
    """

    parts: int = 0
    reached: int = 0
    candidates: int = 0
    compared: int = 0
    left_out: int = 0


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


@dataclass(slots=True)
class _Found:
    """A subject that a query found, by these names: the estimate, the place in the query, that in the subject."""

    estimate: float = -inf
    hope: float = -inf
    names: list[tuple[float, int, int]] = field(default_factory=list)

    def add(self, bits: float, hope: float, asked: int, place: int) -> None:
        """One more name; `hope` is its estimate with the most that facts beside it may add."""
        self.names.append((bits, asked, place))
        self.estimate = max(self.estimate, bits)
        self.hope = max(self.hope, hope)

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

    def search(
        self, queries: Sequence[Query], limit: int, threshold: float, gone: NDArray[np.bool_], counters: Counters
    ) -> list[list[Match]]:
        """For each query its matches, best first, without the subjects that are `gone`."""
        least = bits_of(threshold)
        cases: list[_Case] = []
        for at, (query, found) in enumerate(zip(queries, self._found(queries, least, counters), strict=True)):
            for number in self.segment.marked(marks_of(query)):
                each = found.setdefault(number, _Found())
                each.estimate = each.hope = inf
            there = {number: each for number, each in found.items() if not gone[number]}
            cases += self._shortlist(at, query, there, limit, least)
        counters.compared += len(cases)
        matches: list[list[Match]] = [[] for _ in queries]
        for at, match in self._compared(cases):
            if match.score >= threshold:
                matches[at].append(match)
        return [ranked(several, limit) for several in matches]

    def _found(self, queries: Sequence[Query], least: float, counters: Counters) -> list[dict[int, _Found]]:
        """For each query the subjects found by name that other facts could bring to the bits asked for."""
        subjects: list[dict[int, _Found]] = [{} for _ in queries]
        asked: list[tuple[int, int, str, Read]] = []
        for at, query in enumerate(queries):
            names, left_out = _asked(query)
            asked += [(at, *name) for name in names]
            counters.left_out += left_out
        for kind, finder in self._finders.items():
            mine = [(at, place, name) for at, place, its_kind, name in asked if its_kind == kind]
            if not mine or not len(finder.names):
                continue
            reads = [name for _, _, name in mine]
            reaches = finder.reaches({part for name in reads for part in name.parts})
            hopes = {at: Hopes.of(queries[at], self.segment, finder.names) for at, _, _ in mine}
            favoured = {at: each.favoured if each.years else None for at, each in hopes.items()}
            found = [finder.find(name, reaches, favoured[at]) for at, _, name in mine]
            estimated = estimates(finder.names, reads, found, reaches, NameModel.shipped(kind))
            counters.parts += len(reaches)
            for (at, place, _), each, bits in zip(mine, found, estimated, strict=True):
                counters.reached += each.seen
                counters.candidates += len(each.names)
                hope = bits + hopes[at].most(each.names)
                chosen = np.flatnonzero(hope >= least - DISTRUST)
                owners, of_owner = finder.names.owners[each.names], finder.names.places[each.names]
                for name in chosen.tolist():
                    subject = subjects[at].setdefault(int(owners[name]), _Found())
                    subject.add(float(bits[name]), float(hope[name]), place, int(of_owner[name]))
        return subjects

    def _shortlist(self, at: int, query: Query, found: dict[int, _Found], limit: int, least: float) -> Iterator[_Case]:
        """Those to be compared: the best by estimate and facts, as many as may be among the matches."""
        likeliest = nlargest(WEIGHED_MAX, found, key=lambda number: found[number].hope)
        subjects = {number: self.segment[number] for number in likeliest}
        beside = {number: facts(query, subject) for number, subject in subjects.items()}
        promised = {number: found[number].estimate + total(beside[number]) for number in likeliest}
        for number in sorted(promised, key=lambda number: (-promised[number], number))[: limit + SPARE]:
            if promised[number] < least - DISTRUST:
                return
            yield _case(at, query, subjects[number], beside[number], found[number].best())

    def _compared(self, cases: Sequence[_Case]) -> Iterator[tuple[int, Match]]:
        """The cases compared in full, those of one grammar together."""
        for kind, rarity in self._rarities.items():
            mine = [case for case in cases if kinds_of(case.subject.schema)[0] == kind]
            compared = iter(name_evidence([pair for case in mine for pair in case.pairs], rarity))
            for case in mine:
                names: list[Row] = max(
                    (
                        [*rows, Row(pair.a, pair.b, "weak-name", WEAK)] if is_weak else rows
                        for pair, is_weak, rows in zip(case.pairs, case.weak, compared, strict=False)
                    ),
                    key=total,
                    default=[],
                )
                done = concluded([*names, *case.beside], VERSION)
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


def bits_of(score: float) -> float:
    """The bits that a score stands for."""
    return log2(score / (1 - score)) if 0 < score < 1 else inf * (score - 0.5)


def _asked(query: Query) -> tuple[list[tuple[int, str, Read]], int]:
    """The names to search for, each once: its place in the query, by which grammar, and as it is read.

    Also how many names are left out.
    """
    names = (*query.names, *query.weak_names)
    asked: dict[tuple[str, Read], int] = {}
    parts: set[tuple[str, ...]] = set()
    for place, name in enumerate(names[:NAMES_MAX]):
        for kind in kinds_of(query.schema):
            found = read(name, kind)
            if asked and len(parts.union(found.parts)) > PARTS_MAX:
                return [(at, *each) for each, at in asked.items()], len(names) - place
            if found.parts:
                parts.update(found.parts)
                asked.setdefault((kind, found), place)
    return [(at, *each) for each, at in asked.items()], max(0, len(names) - NAMES_MAX)
