"""The name decision: what the likeness of their atoms says about two names.

Atoms are held against each other as `assigning` says. A pair counts by its bits, from contradiction to agreement, and
the more the rarer it is, but all pairs together for less where many people bear these parts; what the longer name has
beyond is left out, which is less than a contradiction; order counts, above all that of fathers and sons. The weights
of these columns are learned (`tools/train_names.py`), separately for names that share one, two, or more pairs. Nothing
depends on which of the two names came first.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from wasl.screening.assigning import NONE, ROLES, Flags, Floats, Places, added, assign, looked_at, worth_of
from wasl.screening.columns import AGREES, COLUMNS, KNOTS, NEUTRAL, STEPS, Columns, Facts
from wasl.screening.grammar import Role
from wasl.screening.rarity import BITS_MIN

_Number = TypeVar("_Number", np.int8, np.float64)

MODEL_VERSION: Final = "names/4"

_CODE: Final = {role: code for code, role in enumerate(ROLES)}
_PATRONYM, _INITIAL = _CODE[Role.PATRONYM], _CODE[Role.INITIAL]
SHARE: Final = 1.5
"""How much more one atom may say for a name of several than all the others: so no evidence is over 60 % of it."""
GROUPS: Final = 3
"""Names that share one pair, two, or more, have weights of their own."""
_AT: Final = {name: place for place, name in enumerate(COLUMNS)}
_PAIR: Final = slice(_AT["pair-0"], _AT["pair-0"] + STEPS)
_RARITY, _INITIAL_COLUMN, _BASE = _AT["rarity"], _AT["initial"], _AT["base"]
_WEAKEST: Final = slice(_AT["weakest-0"], _AT["weakest-0"] + STEPS)


@dataclass(frozen=True, slots=True)
class Side:
    """The atoms of several names, one name a row, filled up with `NONE`: roles as places in `ROLES`, rarity in bits."""

    role: NDArray[np.int8]
    rarity: Floats

    @classmethod
    def of(cls, names: list[tuple[tuple[Role, ...], tuple[float, ...]]]) -> Self:
        """From the roles and rarities of each name's evident atoms."""
        width = max((len(roles) for roles, _ in names), default=0)
        role = [[_CODE[each] for each in roles] + [NONE] * (width - len(roles)) for roles, _ in names]
        rarity = [[*bits, *[0.0] * (width - len(bits))] for _, bits in names]
        shape = len(names), width
        return cls(np.array(role, np.int8).reshape(shape), np.array(rarity, np.float64).reshape(shape))


@dataclass(frozen=True, slots=True)
class Pairing:
    """How the atoms of name pairs were assigned, and what that shows: everything that is weighed.

    Arrays have one row a pair of names, and one column a place of the wider side. `omitted` (2, names, places) says
    which places of either name were left without an atom of the other, `several` whether a name has more than one,
    `group` by which weights it is decided. `spelled` are the columns with the name that it stands for in place of each
    initial that agrees.
    """

    facts: Facts
    said: Columns
    omitted: Flags
    several: Flags
    group: Places
    spelled: Floats


def pair_up(bits: NDArray[np.floating], a: Side, b: Side) -> Pairing:
    """Assign the atoms of each name of `a` to those of the same row of `b`.

    `bits` (names, atoms of a, atoms of b) are what each two atoms say; those of `NONE` are not looked at.
    """
    count, wide = len(bits), max(bits.shape[1:])
    square = np.asarray(bits, np.float64)
    if bits.shape[1:] != (wide, wide):
        square = np.zeros((count, wide, wide))
        square[:, : bits.shape[1], : bits.shape[2]] = bits
    roles, rarities = _widened(a.role, b.role, count, wide, NONE), _widened(a.rarity, b.rarity, count, wide, 0.0)
    there = looked_at(square, roles)
    other = assign(worth_of(square, there, roles))
    places = _numbered(count, wide)
    given = other + places[:, :1]
    paired = there[0] & there[1].take(given)
    taken = np.zeros((2, count, wide), bool)
    taken[0] = paired
    taken[1].put(given, paired)
    omitted = there & ~taken
    likeness = np.minimum(np.maximum(square.take(places * wide + other), KNOTS[0]), KNOTS[-1])
    counts, left_out = added(paired, 1), added(omitted, 2)
    fathers, role_given = roles == _PATRONYM, roles[1].take(given)
    initials, initials_given = roles[0] == _INITIAL, role_given == _INITIAL
    initial = paired & (initials | initials_given)
    first, last = _ends(omitted, there)
    facts = Facts(
        bits=np.where(paired, likeness, NEUTRAL),
        paired=paired,
        other=other,
        rarity=paired * _rarer(rarities[0], rarities[1].take(given), initials, initials_given),
        omitted_rarity=added(added(rarities * omitted, 2), 0),
        omitted=left_out[0] + left_out[1],
        omitted_first=first,
        omitted_last=last,
        omitted_patronyms=added(fathers & omitted, (0, 2)),
        father_a=fathers[0],
        father_b=role_given == _PATRONYM,
        initial=initial,
        has_initials=bool(initial.any()),
    )
    said = facts.columns()
    return Pairing(
        facts,
        said,
        omitted,
        several=np.maximum(left_out[0], left_out[1]) + counts > 1,
        group=np.minimum(np.maximum(counts, 1), GROUPS) - 1,
        spelled=facts.spelled().columns().columns if facts.has_initials else said.columns,
    )


def _rarer(one: Floats, other: Floats, initials: Flags, initials_given: Flags) -> Floats:
    """The rarity of the less rare of two atoms held against each other; an initial has none to tell."""
    if not (initials.any() or initials_given.any()):
        return np.minimum(one, other)
    told = np.minimum(np.where(initials, np.inf, one), np.where(initials_given, np.inf, other))
    return np.where(initials & initials_given, BITS_MIN, told)


@dataclass(frozen=True, slots=True)
class NameModel:
    """Learned weights (GROUPS, COLUMNS) in bits."""

    weights: Floats

    @classmethod
    @cache
    def shipped(cls, kind: str = "Person") -> "NameModel":
        """The weights of the library for names of a kind: `Person`, `Organization` or `Vessel`."""
        return cls(np.array(_table()["weights"]["Person" if kind == "Person" else "Organization"]))

    def bits(self, pairing: Pairing) -> Floats:
        """What each pair of names says in all, in bits; 0 is even odds."""
        return self._weighed(pairing).total

    def decide(self, pairing: Pairing) -> "Decisions":
        """The same with everything that it is the sum of."""
        values, own, likeness, rareness, shared, weakest, total = self._weighed(pairing)
        differs = pairing.said.full & (pairing.facts.bits < AGREES)
        values[:, _BASE] += added(differs * (likeness - own), 1)
        likeness = np.where(differs, own, likeness)
        return Decisions(pairing, likeness, rareness, shared, np.minimum(weakest, 0), values, total)

    def _weighed(self, pairing: Pairing) -> "_Weighed":
        facts, said, weights = pairing.facts, pairing.said, self.weights[pairing.group]
        values = said.columns * weights
        total = added(values, 1)
        weakest = added(values[:, _WEAKEST], 1)
        begun = (said.fulls > 0) * np.maximum(values[:, _BASE], 0)
        values[:, _BASE] -= begun
        shared = (np.maximum(weakest, 0) + begun) / np.maximum(said.fulls, 1)
        own = np.einsum("kns,ks->kn", said.steps, weights[:, _PAIR])
        likeness = own + said.full * shared[:, None]
        rareness = weights[:, _RARITY, None] * said.agreement * facts.rarity * said.full / 10
        if facts.has_initials:
            spelled = added(pairing.spelled * weights, 1)
            initials = _initials(pairing, values[:, _INITIAL_COLUMN], spelled - total, likeness + rareness)
            total += added(initials, 1) - values[:, _INITIAL_COLUMN]
            values[:, _INITIAL_COLUMN] = 0
            likeness += initials
        atoms = np.concatenate([likeness, rareness], axis=1)
        total -= _limit(atoms, added(np.maximum(values[:, _WEAKEST.stop :], 0), 1), pairing)
        wide = likeness.shape[1]
        return _Weighed(values, own, atoms[:, :wide], atoms[:, wide:], shared, weakest, total)


class _Weighed(NamedTuple):
    """What a pairing is worth, by columns and by pairs: `own` is the likeness of each without its share of the rest."""

    values: Floats
    own: Floats
    likeness: Floats
    rareness: Floats
    shared: Floats
    weakest: Floats
    total: Floats


def _initials(pairing: Pairing, learned: Floats, gained: Floats, parts: Floats) -> Floats:
    """What each initial that agrees is worth, of what was `learned` of all of a name together.

    An initial never says more than the name it stands for: no more than the least of the other `parts` that agree, and
    all of them together no more than what was learned and what is `gained` where they are spelled out.
    """
    agreed = pairing.facts.initial & (pairing.facts.bits > 0)
    agreeing = pairing.said.full & (pairing.facts.bits >= AGREES)
    least = np.where(agreeing, parts, np.inf).min(1)
    each = np.minimum((learned + np.minimum(gained, 0)) / np.maximum(added(agreed, 1), 1), least)
    found: Floats = agreed * np.maximum(each, 0)[:, None]
    return found


def _limit(atoms: Floats, rest: Floats, pairing: Pairing) -> Floats:
    """Cut, in place, the strongest single value of each name of several atoms to its share; by how much.

    One atom's likeness or rarity is never worth more than `SHARE` times everything else that speaks for the name.
    """
    speaking = np.maximum(atoms, 0)
    rows, strongest = np.arange(len(atoms)), speaking.argmax(1)
    most = speaking[rows, strongest]
    excess: Floats = pairing.several * np.maximum(most - SHARE * (added(speaking, 1) - most + rest), 0)
    atoms[rows, strongest] -= excess
    return excess


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a pairing is worth, in bits: one row a pair of names.

    `likeness` and `rareness` are those of each pair of atoms. What speaks for the name from the beginning, and what it
    adds that even the weakest pair agrees, is shared out among the likeness of those that agree, `shared` to each;
    `weakest` is what that takes away where it does not. `values` are those of the columns, without what is told by
    pairs, and `bits` is all.
    """

    pairing: Pairing
    likeness: Floats
    rareness: Floats
    shared: Floats
    weakest: Floats
    values: Floats
    bits: Floats


def _ends(omitted: Flags, there: Flags) -> tuple[Flags, Flags]:
    """Whether of one name or the other the first place that is there, and whether the last, was left out."""
    begins = _numbered(2 * len(there[0]), there.shape[2])[:, 0].reshape(2, -1)
    first = omitted.take(begins + there.argmax(2))
    last = omitted.take(begins + (there.shape[2] - 1) - there[:, :, ::-1].argmax(2))
    return first[0] | first[1], last[0] | last[1]


def _widened(a: NDArray[_Number], b: NDArray[_Number], count: int, wide: int, filling: float) -> NDArray[_Number]:
    """Both sides of so many names, filled up to one width."""
    if a.shape == b.shape == (count, wide):
        return np.array((a, b))
    found = np.full((2, count, wide), filling, a.dtype)
    found[0, :, : a.shape[1]] = a
    found[1, :, : b.shape[1]] = b
    return found


def _numbered(count: int, wide: int) -> Places:
    """The places of so many names, numbered one name after the other."""
    return np.arange(count * wide).reshape(count, wide)


@cache
def _table() -> dict[str, dict[str, list[list[float]]]]:
    table: dict[str, dict[str, list[list[float]]]] = json.loads(
        (files("wasl.screening") / "data" / "names.json").read_text("utf-8")
    )
    return table
