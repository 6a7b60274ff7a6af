"""From a name decision to the rows of evidence that it is the sum of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from wasl.screening.cells import GROUP, least
from wasl.screening.evidence import Row, rounded
from wasl.screening.grammar import Atom, Role, evident
from wasl.screening.names import AGREES, COLUMNS_OF, Decisions, Flags
from wasl.screening.organisations import COMMON_BITS, acronym, form_bits, is_common
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
_VARIANT: Final = 4.0
"""Bits from which two words are told as forms of one name and not only as alike."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name made ready to be compared: all its atoms, those that are compared, and how rare each of these is."""

    atoms: tuple[Atom, ...]
    said: tuple[Atom, ...]
    rarity: tuple[float, ...]

    @classmethod
    def of(cls, atoms: tuple[Atom, ...], kind: str, rarity: Rarity) -> "Name":
        """From its atoms, by the grammar they were parsed with."""
        said = evident(atoms)
        return cls(atoms, said, tuple(rarity_of(atom, kind, rarity) for atom in said))

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


def rows_of(decisions: Decisions, at: int, one: Name, other: Name) -> Iterator[Row]:
    """The rows of one pair of names; their bits add up to `decisions.bits`."""
    pairing = decisions.pairing
    given = pairing.other[at].tolist()
    for place in _places(pairing.paired[at]):
        ours, theirs = one.said[place], other.said[given[place]]
        bits = float(pairing.bits[at, place])
        if pairing.initial[at, place]:
            rule = "initial" if bits > 0 else "initial-contradicts"
            yield Row(ours.shown, theirs.shown, rule, rounded(decisions.of_one(at, rule)))
            continue
        yield Row(
            ours.shown, theirs.shown, _likeness(ours, theirs, bits), rounded(float(decisions.likeness[at, place]))
        )
        yield Row(ours.shown, theirs.shown, "rarity", rounded(float(decisions.rareness[at, place])))
    parts = {"left-out": (_shown(one, pairing.omitted[at]), _shown(other, pairing.omitted_other[at]))}
    weakest = int(pairing.weakest[at])
    if pairing.paired[at, weakest]:
        parts["weakest"] = (one.said[weakest].shown, other.said[given[weakest]].shown)
    for rule, columns in COLUMNS_OF.items():
        bits = decisions.of(at, columns) + (float(decisions.weakest[at]) if rule == "weakest" else 0.0)
        yield Row(*parts.get(rule, ("", "")), rule, rounded(bits))


def organisation_rows(one: Name, other: Name) -> Iterator[Row]:
    """What legal forms say, and a number that only one name has."""
    forms = form_bits(one.atoms, other.atoms)
    if forms:
        yield Row(_forms(one), _forms(other), "legal-form" if forms > 0 else "legal-form-differs", forms)
    numbers = [" ".join(atom.shown for atom in name.said if atom.role is Role.NUMBER) for name in (one, other)]
    if bool(numbers[0]) != bool(numbers[1]):
        yield Row(numbers[0], numbers[1], "number-left-out", _NUMBER_LEFT_OUT)


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


def _places(flags: Flags) -> list[int]:
    return [int(place) for place in np.flatnonzero(flags)]


def _shown(name: Name, chosen: Flags) -> str:
    return " ".join(name.said[place].shown for place in _places(chosen))


def _forms(name: Name) -> str:
    return " ".join(atom.shown for atom in name.atoms if atom.role is Role.LEGAL_FORM)
