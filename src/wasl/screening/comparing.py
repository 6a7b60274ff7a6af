"""Two names, or two descriptions, compared: from the text to a probability and the evidence for it.

Whoever compares one query with many subjects does so in one call (`compare_subjects`), which is much the same work as
one comparison. What is found does not depend on the company it is found in.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

import numpy as np

from wasl.screening import dates, documents, identifiers, places
from wasl.screening.atoms import NAME_MAX, Atom, evident, kind_of, parse
from wasl.screening.cells import Remembered, Scorer, matrices
from wasl.screening.evidence import Comparison, Row, concluded, rounded, total
from wasl.screening.explaining import Name, acronym_rows, organisation_rows, rows_of
from wasl.screening.joining import join
from wasl.screening.names import MODEL_VERSION, Decisions, NameModel, Side, pair_up
from wasl.screening.nearness import Nearness
from wasl.screening.rarity import Rarity
from wasl.screening.subject import OBJECTS, PERSON, Query, Subject
from wasl.screening.tokens import MODEL_VERSION as TOKENS_VERSION
from wasl.screening.tokens import TokenModel

VERSION: Final = f"{MODEL_VERSION}, {TOKENS_VERSION}"
"""What a comparison says of its model."""

NAMES_MAX: Final = 24
"""Names of one description that are compared."""
WEAK: Final = -1.5
"""Bits of a name that the list itself calls weak."""
NO_NAME: Final = -12.0
"""Bits where one name has no word to compare."""


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

    `rarity` is that of the index where there is one.
    """
    return compare_subjects(query, [subject], rarity)[0]


def compare_subjects(query: Query, subjects: Sequence[Subject], rarity: Rarity | None = None) -> list[Comparison]:
    """The same for several subjects, in their order."""
    pairs: list[Pair] = []
    asked: list[tuple[int, bool]] = []
    for number, subject in enumerate(subjects):
        schema = subject.schema if query.schema in ("LegalEntity", "Thing") else query.schema
        for one, ours_weak in _names(query):
            for other, theirs_weak in _names(subject):
                pairs.append(Pair(one, other, schema))
                asked.append((number, ours_weak or theirs_weak))
    best: list[list[Row]] = [[] for _ in subjects]
    for pair, (number, is_weak), rows in zip(
        pairs, asked, name_evidence(pairs, rarity or Rarity.shipped()), strict=True
    ):
        evidence = [*rows, Row(pair.a, pair.b, "weak-name", WEAK)] if is_weak else rows
        if not best[number] or total(evidence) > total(best[number]):
            best[number] = evidence
    return [concluded([*rows, *facts(query, subject)], VERSION) for rows, subject in zip(best, subjects, strict=True)]


def facts(query: Query, subject: Subject) -> list[Row]:
    """The evidence of everything but the names."""
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


def name_evidence(pairs: Sequence[Pair], rarity: Rarity) -> list[list[Row]]:
    """The evidence of pairs of names; where one of the two has no word, one row against."""
    found: list[list[Row]] = [[Row(pair.a, pair.b, "no-name", NO_NAME)] for pair in pairs]
    alike: dict[tuple[str, int], list[_Prepared]] = defaultdict(list)
    for at, pair in enumerate(pairs):
        prepared = _Prepared.of(at, pair, rarity)
        if prepared:
            wide = max(len(prepared.one.said), len(prepared.other.said))
            alike[prepared.kind, wide].append(prepared)
    for (kind, _), several in alike.items():
        decisions = _decide(several, NameModel.shipped(kind))
        for number, prepared in enumerate(several):
            rows = list(rows_of(decisions, number, prepared.one, prepared.other))
            if kind != PERSON:
                rows = _as_organisations(rows, prepared)
            found[prepared.at] = [row.turned() for row in rows] if prepared.turned else rows
    return found


def _as_organisations(rows: list[Row], prepared: "_Prepared") -> list[Row]:
    """The rows of organisations: with those of their legal forms, or those of an acronym where these say more."""
    rows = [*rows, *organisation_rows(prepared.one, prepared.other)]
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

    @classmethod
    def of(cls, at: int, pair: Pair, rarity: Rarity) -> "_Prepared | None":
        kinds = {kind_of(pair.a, pair.schema), kind_of(pair.b, pair.schema)}
        kind = kinds.pop() if len(kinds) == 1 else "Organization"
        read_as = pair.schema if pair.schema in OBJECTS else kind
        one, other = parse(pair.a[:NAME_MAX], read_as), parse(pair.b[:NAME_MAX], read_as)
        if not evident(one) or not evident(other):
            return None
        turned = _texts(other) < _texts(one)
        one, other = join(other, one, scorer()) if turned else join(one, other, scorer())
        return cls(at, kind, Name.of(one, kind, rarity), Name.of(other, kind, rarity), turned)


def _texts(atoms: tuple[Atom, ...]) -> list[tuple[str, str]]:
    return [(atom.text, atom.role) for atom in atoms]


def _decide(prepared: Sequence[_Prepared], model: NameModel) -> Decisions:
    """What the name decision says of pairs of names of one width."""
    ours, theirs = ([(name.roles, name.rarity) for name in names] for names in _sides(prepared))
    one, other = Side.of(ours), Side.of(theirs)
    bits = np.zeros((len(prepared), one.role.shape[1], other.role.shape[1]))
    for row, each in enumerate(matrices([(pair.one.said, pair.other.said) for pair in prepared], scorer())):
        bits[row, : each.shape[0], : each.shape[1]] = each
    return model.decide(pair_up(bits, one, other))


def _sides(prepared: Sequence[_Prepared]) -> tuple[list[Name], list[Name]]:
    return [pair.one for pair in prepared], [pair.other for pair in prepared]


def _names(described: Query | Subject) -> list[tuple[str, bool]]:
    """Names and whether each is weak, the good ones first."""
    named = [(name, False) for name in described.names] + [(name, True) for name in described.weak_names]
    return named[:NAMES_MAX]
