"""Two names, or two descriptions, compared: from the text to a probability and the evidence for it.

Whoever compares one query with many subjects does so in one call (`compare_subjects`), which is much the same work as
one comparison. What is found does not depend on the company it is found in.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Final, NamedTuple

import numpy as np

from wasl.screening import dates, documents, identifiers, places
from wasl.screening.atoms import NAME_MAX, Atom, evident, kind_of, parse
from wasl.screening.cells import Remembered, Scorer, side_by_side
from wasl.screening.choosing import likeliest
from wasl.screening.evidence import Comparison, Row, concluded, rounded, total
from wasl.screening.explaining import Name, Told, acronym_rows, organisation_rows, rows_of
from wasl.screening.joining import join_all
from wasl.screening.names import MODEL_VERSION, Decisions, NameModel, Side, pair_up
from wasl.screening.nearness import Nearness
from wasl.screening.organisations import alone_bits
from wasl.screening.rarity import Rarity
from wasl.screening.subject import OBJECTS, PERSON, Query, Subject
from wasl.screening.tokens import MODEL_VERSION as TOKENS_VERSION
from wasl.screening.tokens import TokenModel

VERSION: Final = f"{MODEL_VERSION}, {TOKENS_VERSION}"
"""What a comparison says of its model."""

NAMES_MAX: Final = 24
"""Names of one description that are compared: of a query the first, of a subject those likeliest to be asked for."""
CHOSEN_FROM_MAX: Final = 2_000
"""Names of a subject from which these are chosen, as many as an index files."""
WEAK: Final = -1.5
"""Bits of a name that the list itself calls weak."""
NO_NAME: Final = -12.0
"""Bits where one name has no word to compare."""
DIFFERENT, LOST_A_BIT = -1.0, 4.0
"""Bits of names below which they differ, and how much less shared facts are worth for each bit below."""
_BY_ROUNDING: Final = 0.05
"""Bits that the rows of a decision may add up to beyond it."""
BY_CHANCE: Final = frozenset((*dates.RULES, *places.RULES))
"""Rules of facts that many share by chance, such as a day of birth."""

_BESIDE_NAMES: Final = ("birth_dates", "nationalities", "countries", "places", "sex", "documents", "identifiers")


class Pair(NamedTuple):
    """Two names to compare, and what bears them."""

    a: str
    b: str
    schema: str


def compare(a: str, b: str, schema: str = PERSON) -> Comparison:
    """Whether two names are of one person, organisation or object: a probability and its evidence.

    `schema` is one of `subject.SCHEMATA`. Comparing the other way round gives the same score. Names without a word
    never match.
    """
    return concluded(name_evidence([Pair(a, b, schema)], Rarity.shipped())[0], VERSION)


def compare_subject(query: Query, subject: Subject, rarity: Rarity | None = None) -> Comparison:
    """Whether a query asks for a subject: the two names that agree best, and what the other facts say.

    `rarity` is that of the index where there is one. Of very many names those are compared that share most words
    (`NAMES_MAX`). Without a name or a fact to compare there is no evidence, and the score is one half.
    """
    return compare_subjects(query, [subject], rarity)[0]


def compare_subjects(query: Query, subjects: Sequence[Subject], rarity: Rarity | None = None) -> list[Comparison]:
    """The same for several subjects, in their order."""
    rarity = rarity or Rarity.shipped()
    ours = _names(query)[:NAMES_MAX]
    pairs: list[Pair] = []
    asked: list[tuple[int, bool]] = []
    for number, subject in enumerate(subjects):
        schema = subject.schema if query.schema in ("LegalEntity", "Thing") else query.schema
        theirs = _names(subject)[:CHOSEN_FROM_MAX]
        chosen = likeliest([name for name, _ in ours], [name for name, _ in theirs], NAMES_MAX, rarity)
        for one, ours_weak in ours:
            for other, theirs_weak in (theirs[place] for place in chosen):
                pairs.append(Pair(one, other, schema))
                asked.append((number, ours_weak or theirs_weak))
    best: list[list[Row]] = [[] for _ in subjects]
    for pair, (number, is_weak), rows in zip(pairs, asked, name_evidence(pairs, rarity), strict=True):
        evidence = [*rows, Row(pair.a, pair.b, "weak-name", WEAK)] if is_weak else rows
        if not best[number] or total(evidence) > total(best[number]):
            best[number] = evidence
    return [
        concluded([*rows, *beside(total(rows), facts(query, subject))], VERSION)
        for rows, subject in zip(best, subjects, strict=True)
    ]


def beside(names: float, known: Sequence[Row]) -> list[Row]:
    """The facts beside names of so many bits; where the names differ, those that many share are worth less.

    Among all who are listed some were born on the day and in the country asked for; only who has much the same name
    as well is likely meant. A document is nobody else's: it keeps its worth.
    """
    shared = sum(row.bits for row in known if row.bits > 0 and row.rule in BY_CHANCE)
    lost = min(shared, rounded(LOST_A_BIT * max(0.0, DIFFERENT - names)))
    return [*known, Row("", "", "by-chance", -lost)] if lost else [*known]


def facts(query: Query, subject: Subject) -> list[Row]:
    """The evidence of everything but the names."""
    if not any(getattr(query, fact) for fact in _BESIDE_NAMES):
        return []
    weighed = (
        dates.weigh(query.birth_dates, subject.birth_dates),
        places.weigh_nationalities(query.nationalities, subject.nationalities),
        places.weigh_countries(query.countries, subject.countries),
        places.weigh_places(query.places, subject.places),
        places.weigh_sex(query.sex, subject.sex),
        documents.weigh(query.documents, subject.documents),
        identifiers.weigh(query.identifiers, subject.identifiers),
    )
    return [Row(each.query, each.subject, each.rule, rounded(each.bits)) for each in weighed if each]


def name_evidence(pairs: Sequence[Pair], rarity: Rarity, wanted: Sequence[float] = ()) -> list[list[Row]]:
    """The evidence of pairs of names; where one of the two has no word, one row against.

    Where bits are `wanted`, one number a pair, names of persons that come to less have no rows: half the work is
    writing them.
    """
    found: list[list[Row]] = [[Row(pair.a, pair.b, "no-name", NO_NAME)] for pair in pairs]
    alike: dict[tuple[str, int], list[_Prepared]] = defaultdict(list)
    for prepared in _prepared(pairs, rarity):
        wide = max(len(prepared.one.said), len(prepared.other.said))
        alike[prepared.kind, wide].append(prepared)
    for (kind, _), several in alike.items():
        decisions = _decide(several, NameModel.shipped(kind))
        reached = np.ones(len(several), bool)
        if wanted and kind == PERSON:
            reached = decisions.bits >= np.array([wanted[prepared.at] for prepared in several]) - _BY_ROUNDING
        told = Told.of(decisions, np.flatnonzero(reached))
        numbers = count()
        for prepared, is_reached in zip(several, reached.tolist(), strict=True):
            rows = list(rows_of(told, next(numbers), prepared.one, prepared.other)) if is_reached else []
            if kind != PERSON:
                rows = _as_organisations(rows, prepared)
            found[prepared.at] = [row.turned() for row in rows] if prepared.turned else rows
    return found


def _as_organisations(rows: list[Row], prepared: "_Prepared") -> list[Row]:
    """The rows of organisations: with those of their legal forms, or those of an acronym where these say more."""
    rows = [*rows, *organisation_rows(prepared.one, prepared.other)]
    if prepared.kind != "Vessel" and (alone := alone_bits(prepared.one.atoms, prepared.other.atoms)):
        rows.append(Row("", "", "common", alone))
    letters = acronym_rows(prepared.one, prepared.other)
    return letters if letters and total(letters) > total(rows) else rows


@cache
def scorer() -> Scorer:
    """The shipped token model with a second look at words that resemble each other, each answer remembered."""
    return Remembered(TokenModel.shipped(), Nearness.shipped())


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Two names parsed, and turned so that nothing depends on which came first."""

    at: int
    kind: str
    one: Name
    other: Name
    turned: bool


def _prepared(pairs: Sequence[Pair], rarity: Rarity) -> Iterator[_Prepared]:
    """The pairs of which both names have a word to compare."""
    parsed = []
    for at, pair in enumerate(pairs):
        kinds = {kind_of(pair.a, pair.schema), kind_of(pair.b, pair.schema)}
        kind = kinds.pop() if len(kinds) == 1 else "Organization"
        read_as = pair.schema if pair.schema in OBJECTS else kind
        one, other = parse(pair.a[:NAME_MAX], read_as), parse(pair.b[:NAME_MAX], read_as)
        if evident(one) and evident(other):
            turned = _texts(other) < _texts(one)
            parsed.append((at, kind, turned, (other, one) if turned else (one, other)))
    joined = join_all([atoms for _, _, _, atoms in parsed], scorer())
    for (at, kind, turned, _), (one, other) in zip(parsed, joined, strict=True):
        yield _Prepared(at, kind, Name.of(one, kind, rarity), Name.of(other, kind, rarity), turned)


def _texts(atoms: tuple[Atom, ...]) -> list[tuple[str, str]]:
    return [(atom.text, atom.role) for atom in atoms]


def _decide(prepared: Sequence[_Prepared], model: NameModel) -> Decisions:
    """What the name decision says of pairs of names of one width."""
    ours, theirs = ([(name.roles, name.rarity) for name in names] for names in _sides(prepared))
    bits = side_by_side([(pair.one.said, pair.other.said) for pair in prepared], scorer())
    return model.decide(pair_up(bits, Side.of(ours), Side.of(theirs)))


def _sides(prepared: Sequence[_Prepared]) -> tuple[list[Name], list[Name]]:
    return [pair.one for pair in prepared], [pair.other for pair in prepared]


def _names(described: Query | Subject) -> list[tuple[str, bool]]:
    """Names and whether each is weak, the good ones first."""
    return [(name, False) for name in described.names] + [(name, True) for name in described.weak_names]
