"""From a name decision to the rows of evidence that it is the sum of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from wasl.screening.assigning import Places
from wasl.screening.cells import GROUP, least
from wasl.screening.columns import AGREES, COLUMNS, COLUMNS_OF
from wasl.screening.distinctions import (
    COUNTRY_DIFFERS,
    ONE_NAME_DIFFERS,
    OPPOSED,
    countries_apart,
    countries_of,
    one_word_bits,
    opposed,
    short_bits,
    short_of,
)
from wasl.screening.evidence import BORNE, MANY, Row, rounded
from wasl.screening.grammar import Atom, Role, evident
from wasl.screening.names import Decisions
from wasl.screening.organisations import COMMON_BITS, acronym, branch_bits, form_bits, is_common
from wasl.screening.places import country
from wasl.screening.rarity import Rarity
from wasl.screening.scripts import readings, script_of
from wasl.screening.subject import PERSON

_NUMBER_BITS: Final = 8.0
_PER_LETTER, _LETTERS_MAX = 0.05, 20
"""Of two names equally rare the longer one agrees less by chance: bits a letter, and letters that count."""
_NUMBER_LEFT_OUT: Final = -5.0
"""Bits of a number that only one name has: the second of a line of funds is not the first."""
_ACRONYM_BITS: Final = 3.0
_ACRONYM: Final = range(2, 8)
"""Letters of an acronym."""
_COLUMNS_OF: Final = {rule: [COLUMNS.index(column) for column in columns] for rule, columns in COLUMNS_OF.items()}
_CONTRADICTS: Final = "initial-contradicts"
_CONTRADICTS_COLUMN: Final = COLUMNS.index(_CONTRADICTS)
_VARIANT: Final = 4.0
"""Bits from which two words are told as forms of one name and not only as alike."""

OF_ALL: Final = ("common", "base")
"""Rules that, where they speak against, speak against all parts that agree: they say how little these prove."""
SHARE_MAX: Final = 0.6
"""Of what the parts of a name say together, the most that one of several says."""
MANY_BEAR: Final = 8.7
"""Bits of rarity up to which a part is told as one that many bear: of some 300 people one does, or more do."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name made ready to be compared: all its atoms, those compared, how rare each of these is, and its grammar."""

    atoms: tuple[Atom, ...]
    said: tuple[Atom, ...]
    rarity: tuple[float, ...]
    kind: str

    @classmethod
    def of(cls, atoms: tuple[Atom, ...], kind: str, rarity: Rarity) -> "Name":
        """From its atoms, by the grammar they were parsed with."""
        said = evident(atoms)
        return cls(atoms, said, tuple(rarity_of(atom, kind, rarity) for atom in said), kind)

    @property
    def core(self) -> tuple[Atom, ...]:
        """Of an organisation's name the atoms that not very many share; all where every one is such."""
        return tuple(atom for atom in self.said if not is_common(atom.text)) or self.said

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of the atoms that are compared."""
        return tuple(atom.role for atom in self.said)


def rarity_of(atom: Atom, kind: str, rarity: Rarity) -> float:
    """The bits that naming an atom takes; words shared by many organisations never take many."""
    if atom.role is Role.NUMBER:
        return _NUMBER_BITS
    bits = rarity.bits(atom.text) + _PER_LETTER * min(len(atom.text), _LETTERS_MAX)
    return min(bits, COMMON_BITS) if kind != PERSON and is_common(atom.text) else bits


@dataclass(frozen=True, slots=True)
class Told:
    """Name decisions as plain lists, a row a pair of names: read value by value, they are several times as fast."""

    bits: list[list[float]]
    other: list[list[int]]
    paired: list[list[bool]]
    initial: list[list[bool]]
    omitted: list[list[bool]]
    omitted_other: list[list[bool]]
    weakest: list[int]
    columns: list[list[float]]
    values: list[list[float]]
    likeness: list[list[float]]
    rareness: list[list[float]]
    shared: list[float]
    weakest_bits: list[float]

    @classmethod
    def of(cls, decisions: Decisions, chosen: Places) -> "Told":
        """Of the chosen pairs of names."""
        facts, said, omitted = decisions.pairing.facts, decisions.pairing.said, decisions.pairing.omitted
        arrays = (
            *(facts.bits, facts.other, facts.paired, facts.initial, omitted[0], omitted[1]),
            *(said.weakest, said.columns, decisions.values, decisions.likeness, decisions.rareness),
            *(decisions.shared, decisions.weakest),
        )
        every = len(chosen) == len(decisions.bits)
        return cls(*((array if every else array[chosen]).tolist() for array in arrays))

    def of_rule(self, at: int, rule: str) -> float:
        """What the columns of a rule add for one pair of names."""
        values = self.values[at]
        return sum(values[column] for column in _COLUMNS_OF[rule])

    def of_one(self, at: int, column: int) -> float:
        """What one of those that a column counts adds for one pair of names."""
        return self.values[at][column] / max(self.columns[at][column], 1.0)


def rows_of(told: Told, at: int, one: Name, other: Name) -> Iterator[Row]:
    """The rows of one pair of names; their bits add up to those of the decision.

    Each two parts held against each other have one row, of their likeness and their rarity together. What speaks
    against all parts that agree (`OF_ALL`) is taken off their rows where there are several and they bear it
    (`shared_out`); else it has rows of its own.
    """
    pairs = list(_pairs(told, at, one, other))
    whole = {rule: told.of_rule(at, rule) for rule in COLUMNS_OF}
    whole["weakest"] += told.weakest_bits[at]
    taken = sum(min(whole[rule], 0.0) for rule in OF_ALL)
    speaking = [bits for _, _, _, bits in pairs if bits > 0]
    if len(speaking) > 1 and sum(speaking) + taken > 0:
        left = iter(shared_out(speaking, taken, 0.0 if any(told.initial[at]) else told.shared[at]))
        pairs = [(ours, theirs, rule, next(left) if bits > 0 else bits) for ours, theirs, rule, bits in pairs]
        whole |= {rule: max(whole[rule], 0.0) for rule in OF_ALL}
    parts = {"left-out": (_shown(one, told.omitted[at]), _shown(other, told.omitted_other[at]))}
    weakest = told.weakest[at]
    if told.paired[at][weakest]:
        parts["weakest"] = (one.said[weakest].shown, other.said[told.other[at][weakest]].shown)
    for ours, theirs, rule, bits in pairs:
        yield Row(ours, theirs, rule, rounded(bits))
    for rule, bits in whole.items():
        if bits := rounded(bits):
            yield Row(*parts.get(rule, ("", "")), rule, bits)
    if one.kind == PERSON and min(len(one.said), len(other.said)) == 1:
        yield from _one_short_name(told, at, one, other)


def _pairs(told: Told, at: int, one: Name, other: Name) -> Iterator[tuple[str, str, str, float]]:
    """For each two parts that were held against each other both, the rule, and the bits, not rounded yet."""
    given, pair_bits = told.other[at], told.bits[at]
    for place in _places(told.paired[at]):
        ours, theirs = one.said[place], other.said[given[place]]
        rule, bits = "initial", told.likeness[at][place] + told.rareness[at][place]
        if not told.initial[at][place]:
            rule = _likeness(ours, theirs, pair_bits[place])
            if rule in BORNE and min(one.rarity[place], other.rarity[given[place]]) <= MANY_BEAR:
                rule += MANY
        elif pair_bits[place] <= 0:
            rule, bits = _CONTRADICTS, told.of_one(at, _CONTRADICTS_COLUMN)
        yield ours.shown, theirs.shown, rule, bits


def _one_short_name(told: Told, at: int, one: Name, other: Name) -> Iterator[Row]:
    """What is lost where a person is known by one short name alone, and the other's is not written so."""
    for place in _places(told.paired[at]):
        ours, theirs = one.said[place], other.said[told.other[at][place]]
        is_known = told.initial[at][place] or told.bits[at][place] == least(ours, theirs)
        if not is_known and short_bits(ours, theirs, alone=True):
            yield Row(ours.shown, theirs.shown, "short-differs", ONE_NAME_DIFFERS)


def shared_out(speaking: Sequence[float], taken: float, given: float) -> list[float]:
    """The bits of parts that agree, less what is `taken` (negative) from all of them together, in their order.

    Each loses in proportion. Where one would keep more than `SHARE_MAX` of what is left, more is taken from it, and of
    what was `given` to each of what all share the others get more, as far as there is something to take and to give:
    no part carries a name alone.
    """
    total = sum(speaking)
    left, most = total + taken, max(speaking)
    others = total - most
    kept = max(min(most * left / total, SHARE_MAX * left), left - others - given)
    found = [bits * (left - kept) / others for bits in speaking]
    found[speaking.index(most)] = kept
    return found


def organisation_rows(one: Name, other: Name) -> Iterator[Row]:
    """What legal forms, countries, opposed words and short words say, and a number that only one name has."""
    forms = form_bits(one.atoms, other.atoms)
    if forms:
        ours, theirs = (_of_role(name, Role.LEGAL_FORM) for name in (one, other))
        yield Row(ours, theirs, "legal-form" if forms > 0 else "legal-form-differs", forms)
    if branches := branch_bits(one.atoms, other.atoms):
        ours, theirs = (_of_role(name, Role.BRANCH) for name in (one, other))
        yield Row(ours, theirs, "country-differs", branches)
    yield from _distinctions(one, other)
    numbers = [" ".join(atom.shown for atom in name.said if atom.role is Role.NUMBER) for name in (one, other)]
    if bool(numbers[0]) != bool(numbers[1]):
        yield Row(numbers[0], numbers[1], "number-left-out", _NUMBER_LEFT_OUT)


def _distinctions(one: Name, other: Name) -> Iterator[Row]:
    """What tells names apart that are otherwise alike, and how little a name of one short or common word says."""
    ours, theirs = countries_of(one.said), countries_of(other.said)
    if countries_apart(ours, theirs):
        yield Row(min(ours), min(theirs), "country-differs", COUNTRY_DIFFERS)
    against = opposed(one.said, other.said)
    if any(against):
        yield Row(*against, "opposed", OPPOSED)
    if len(one.core) != 1 or len(other.core) != 1:
        return
    a, b = one.core[0], other.core[0]
    alone = len(one.said) == len(other.said) == 1
    if lost := short_bits(a, b, alone=alone):
        yield Row(a.shown, b.shown, "short-differs", lost)
    elif alone and (lost := rounded(one_word_bits(min(short_of(a), short_of(b)), min(one.rarity[0], other.rarity[0])))):
        yield Row(a.shown, b.shown, "short", lost)


def acronym_rows(one: Name, other: Name) -> list[Row]:
    """The evidence that one name is the other's first letters, a row a letter; none where it is not."""
    for short, long in ((one, other), (other, one)):
        said = _as_acronym(short, acronym(long.atoms))
        if said:
            parts = [atom.shown for atom in long.said if atom.role is Role.PART]
            bits = rounded(_ACRONYM_BITS / len(parts))
            rows = [Row(letter, part, "acronym", bits) for letter, part in zip(said, parts, strict=False)]
            return rows if short is one else [row.turned() for row in rows]
    return []


def _as_acronym(name: Name, letters: str) -> str:
    """The word of a name that is these letters, where it stands alone or beside countries; else empty."""
    if len(letters) not in _ACRONYM:
        return ""
    alike = [atom.shown for atom in name.said if letters in readings(atom.text)]
    others = [atom.shown for atom in name.said if letters not in readings(atom.text)]
    return alike[0] if alike and all(map(country, others)) else ""


def _likeness(one: Atom, other: Atom, bits: float) -> str:
    """The rule by which two atoms that were held against each other are alike."""
    if one.role is Role.NUMBER or other.role is Role.NUMBER:
        return "number" if bits > 0 else "number-differs"
    if one.text == other.text or bits < AGREES:
        return "same" if one.text == other.text else "differs"
    if bits == least(one, other):
        return "known-variant" if bits == GROUP else "reversed"
    if script_of(one.text) != script_of(other.text):
        return "same-across-scripts" if bits >= _VARIANT else "alike-across-scripts"
    return "variant" if bits >= _VARIANT else "alike"


def _places(flags: Sequence[bool]) -> list[int]:
    return [place for place, flag in enumerate(flags) if flag]


def _shown(name: Name, chosen: Sequence[bool]) -> str:
    return " ".join(name.said[place].shown for place in _places(chosen))


def _of_role(name: Name, role: Role) -> str:
    return " ".join(atom.shown for atom in name.atoms if atom.role is role)
