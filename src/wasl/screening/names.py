"""The name decision: what the likeness of their atoms says about two names.

Atoms are held against each other as `assigning` says. A pair counts by its bits, from contradiction to agreement, and
the more the rarer it is, but all pairs together for less where many people bear these parts; what the longer name has
beyond is left out, which is less than a contradiction; order counts, above all that of fathers and sons. The weights
of these columns are learned (`tools/train_names.py`), separately for names that share one, two, or more pairs. Nothing
depends on which of the two names came first.
"""

import json
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from wasl.screening.assigning import NONE, ROLES, Flags, Floats, Places, assign, looked_at, worth_of
from wasl.screening.grammar import Role
from wasl.screening.rarity import BITS_MIN

_Number = TypeVar("_Number", np.int8, np.float64)

MODEL_VERSION: Final = "names/4"

_CODE: Final = {role: code for code, role in enumerate(ROLES)}
_PATRONYM, _INITIAL = _CODE[Role.PATRONYM], _CODE[Role.INITIAL]

KNOTS: Final = np.array([-8.0, -5.0, -2.5, -0.5, 1.0, 2.5, 4.0, 6.0, 8.0, 11.0, 16.0])
"""Bits of a pair between which its weight rises in a straight line."""
NEUTRAL: Final = 1.0
"""Bits of a pair that say nothing: where its weight is 0."""
AGREES: Final = 1.0
"""Bits from which a pair counts as agreeing where order is judged."""
RARE, COMMON = 22.0, 14.0
"""Bits of rarity of all shared parts together: from `RARE` on nobody else in a long list has them, up to `COMMON`
somebody has."""
NAMESAKES, MANY = 14.0, 12.5
"""Bits of shared parts up to which strangers have them, too, and up to which so many that they alone tell nobody."""

SPELLED: Final = 6.0
"""Bits of an initial where it is weighed as if the name it stands for were spelled out: those of a form of it."""

SHARE: Final = 1.5
"""How much more one atom may say for a name of several than all the others: so no evidence is over 60 % of it."""

TURNED: Final = 0.2
"""How disordered a name of three parts or more is that is read from its end, family names before given ones."""

STEPS: Final = len(KNOTS) - 1
_PER_BIT: Final = 1 / np.diff(KNOTS)
_FROM: Final = KNOTS[:-1] * _PER_BIT
_AT_NEUTRAL: Final = np.clip(NEUTRAL * _PER_BIT - _FROM, 0, 1)
COLUMNS: Final = (
    *(f"pair-{step}" for step in range(STEPS)),
    "rarity",
    *(f"weakest-{step}" for step in range(STEPS)),
    "second-weakest",
    "contradictions",
    "omitted-1",
    "omitted-2",
    "omitted-3",
    "omitted-rarity",
    "omitted-patronym",
    "omitted-and-contradicted",
    "omitted-first",
    "omitted-last",
    "inverted-and-omitted",
    "inverted",
    "rotated",
    "disordered",
    "patronym-swap",
    "initial",
    "initial-contradicts",
    "initials-only",
    "common",
    "namesakes",
    "base",
)
"""What is weighed, in the order of the weights."""
COLUMNS_OF: Final = {
    "weakest": ("second-weakest", "contradictions"),
    "left-out": (
        "omitted-1",
        "omitted-2",
        "omitted-3",
        "omitted-rarity",
        "omitted-patronym",
        "omitted-and-contradicted",
        "omitted-first",
        "omitted-last",
    ),
    "order": ("inverted", "rotated", "disordered", "inverted-and-omitted"),
    "father-and-son": ("patronym-swap",),
    "initials-only": ("initials-only",),
    "common": ("common", "namesakes"),
    "base": ("base",),
}
"""The rules of evidence by which columns are told, but for those of single pairs and of the weakest one's likeness."""
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
        role = np.full((len(names), width), NONE, np.int8)
        rarity = np.zeros((len(names), width))
        for row, (roles, bits) in enumerate(names):
            role[row, : len(roles)] = [_CODE[each] for each in roles]
            rarity[row, : len(bits)] = bits
        return cls(role, rarity)


@dataclass(frozen=True, slots=True)
class Pairing:
    """How the atoms of name pairs were assigned and what that shows: everything that is weighed.

    Arrays have one row a pair of names and, where two-dimensional, one column a place of the wider side: `other` is
    the atom of the second name that the atom there was given, valid where `paired`. `omitted` says which places of
    the first, and `omitted_other` which of the second, were left without one. `columns` are those of `COLUMNS`, and
    `spelled` what they would be with the name that it stands for in place of each initial that agrees.
    """

    bits: Floats
    rarity: Floats
    other: Places
    paired: Flags
    omitted: Flags
    omitted_other: Flags
    initial: Flags
    group: Places
    steps: Floats
    weakest: Places
    columns: Floats
    spelled: Floats


def ramps(bits: Floats) -> Floats:
    """For each interval of knots how much of it lies below `bits`, 0 to 1, less the same at `NEUTRAL`; a last axis."""
    found: Floats = np.minimum(np.maximum(bits[..., None] * _PER_BIT - _FROM, 0), 1) - _AT_NEUTRAL
    return found


def pair_up(bits: NDArray[np.floating], a: Side, b: Side) -> Pairing:
    """Assign the atoms of each name of `a` to those of the same row of `b`.

    `bits` (names, atoms of a, atoms of b) are what each two atoms say; those of `NONE` are not looked at. `a` may be
    a single row for all.
    """
    count, wide = len(bits), max(bits.shape[1:])
    square = np.asarray(bits, np.float64)
    if bits.shape[1:] != (wide, wide):
        square = np.zeros((count, wide, wide))
        square[:, : bits.shape[1], : bits.shape[2]] = bits
    role_a, role_b = _widened(a.role, count, wide, NONE), _widened(b.role, count, wide, NONE)
    rarity_a, rarity_b = _widened(a.rarity, count, wide, 0.0), _widened(b.rarity, count, wide, 0.0)
    there_a, there_b = looked_at(square, role_a, role_b)
    both = there_a[:, :, None] & there_b[:, None, :]
    other = assign(worth_of(square, both, role_a, role_b))
    rows = np.arange(count)[:, None]
    paired = there_a & there_b[rows, other]
    taken = np.zeros((count, wide), bool)
    taken[rows, other] = paired
    omitted, omitted_other = there_a & ~paired, there_b & ~taken
    given = np.minimum(np.maximum(square[rows, np.arange(wide), other], KNOTS[0]), KNOTS[-1])
    x = np.where(paired, given, NEUTRAL)
    initial_a, initial_b = role_a == _INITIAL, role_b[rows, other] == _INITIAL
    told_a, told_b = np.where(initial_a, np.inf, rarity_a), np.where(initial_b, np.inf, rarity_b[rows, other])
    rarity = np.where(initial_a & initial_b, BITS_MIN, np.minimum(told_a, told_b))
    facts = _Facts(
        bits=x,
        paired=paired,
        other=other,
        rarity=np.where(paired, rarity, 0.0),
        omitted_rarity=(rarity_a * omitted).sum(1) + (rarity_b * omitted_other).sum(1),
        omitted=omitted.sum(1) + omitted_other.sum(1),
        omitted_first=_ends(omitted, there_a, 1) + _ends(omitted_other, there_b, 1) > 0,
        omitted_last=_ends(omitted, there_a, -1) + _ends(omitted_other, there_b, -1) > 0,
        omitted_patronyms=((role_a == _PATRONYM) & omitted).sum(1) + ((role_b == _PATRONYM) & omitted_other).sum(1),
        father_a=role_a == _PATRONYM,
        father_b=role_b[rows, other] == _PATRONYM,
        initial=paired & (initial_a | initial_b),
    )
    steps, weakest, columns = facts.columns()
    spelled = facts.spelled().columns()[2] if facts.initial.any() else columns
    group = np.minimum(np.maximum(paired.sum(1), 1), GROUPS) - 1
    return Pairing(
        x, facts.rarity, other, paired, omitted, omitted_other, facts.initial, group, steps, weakest, columns, spelled
    )


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
        return self.decide(pairing).bits

    def decide(self, pairing: Pairing) -> "Decisions":
        """The same with everything that it is the sum of."""
        weights = self.weights[pairing.group]
        values = pairing.columns * weights
        total = values.sum(1)
        full = pairing.paired & ~pairing.initial
        weakest = values[:, _WEAKEST].sum(1)
        begun = full.any(1) * np.maximum(values[:, _BASE], 0)
        values[:, _BASE] -= begun
        shared = (np.maximum(weakest, 0) + begun) / np.maximum(full.sum(1), 1)
        own = np.einsum("kns,ks->kn", pairing.steps, weights[:, _PAIR])
        likeness = own + full * shared[:, None]
        rareness = weights[:, _RARITY, None] * _agreement(pairing.bits) * pairing.rarity * full / 10
        if pairing.initial.any():
            spelled = (pairing.spelled * weights).sum(1)
            initials = _initials(pairing, values[:, _INITIAL_COLUMN], spelled - total, likeness + rareness)
            total += initials.sum(1) - values[:, _INITIAL_COLUMN]
            values[:, _INITIAL_COLUMN] = 0
            likeness += initials
        atoms = np.concatenate([likeness, rareness], axis=1)
        total -= _limit(atoms, np.maximum(values[:, _WEAKEST.stop :], 0).sum(1), pairing)
        likeness, rareness = np.split(atoms, 2, axis=1)
        differs = full & (pairing.bits < AGREES)
        values[:, _BASE] += (differs * (likeness - own)).sum(1)
        likeness = np.where(differs, own, likeness)
        return Decisions(pairing, likeness, rareness, shared, np.minimum(weakest, 0), values, total)


def _initials(pairing: Pairing, learned: Floats, gained: Floats, parts: Floats) -> Floats:
    """What each initial that agrees is worth, of what was `learned` of all of a name together.

    An initial never says more than the name it stands for: no more than the least of the other `parts` that agree, and
    all of them together no more than what was learned and what is `gained` where they are spelled out.
    """
    agreed = pairing.initial & (pairing.bits > 0)
    agreeing = pairing.paired & ~pairing.initial & (pairing.bits >= AGREES)
    least = np.where(agreeing, parts, np.inf).min(1)
    each = np.minimum((learned + np.minimum(gained, 0)) / np.maximum(agreed.sum(1), 1), least)
    found: Floats = agreed * np.maximum(each, 0)[:, None]
    return found


def _limit(atoms: Floats, rest: Floats, pairing: Pairing) -> Floats:
    """Cut, in place, the strongest single value of each name of several atoms to its share; by how much.

    One atom's likeness or rarity is never worth more than `SHARE` times everything else that speaks for the name.
    """
    speaking = np.maximum(atoms, 0)
    rows, strongest = np.arange(len(atoms)), speaking.argmax(1)
    most = speaking[rows, strongest]
    several = np.maximum(pairing.omitted.sum(1), pairing.omitted_other.sum(1)) + pairing.paired.sum(1) > 1
    excess: Floats = several * np.maximum(most - SHARE * (speaking.sum(1) - most + rest), 0)
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


@dataclass(frozen=True, slots=True)
class _Facts:
    """What an assignment shows, before it is put into columns."""

    bits: Floats
    paired: Flags
    other: Places
    rarity: Floats
    omitted_rarity: Floats
    omitted: Places
    omitted_first: Flags
    omitted_last: Flags
    omitted_patronyms: Places
    father_a: Flags
    father_b: Flags
    initial: Flags

    def spelled(self) -> Self:
        """The same with the name that it stands for in place of each initial that agrees."""
        agreed = self.initial & (self.bits > 0)
        return replace(self, bits=np.where(agreed, SPELLED, self.bits), initial=self.initial & ~agreed)

    def columns(self) -> tuple[Floats, Places, Floats]:
        """The steps of each pair, the place of the weakest, and the columns."""
        full = self.paired & ~self.initial
        steps = ramps(self.bits) * full[:, :, None]
        ranked = np.where(full, self.bits, np.inf)
        weakest = ranked.argmin(1)
        several = full.sum(1) > 1
        low = np.where(several, ranked.min(1), NEUTRAL)
        following = np.partition(ranked, 1, axis=1)[:, 1] if ranked.shape[1] > 1 else np.full(len(ranked), np.inf)
        second = np.where(full.sum(1) > 2, np.minimum(following, 6.0), 6.0) - 6.0
        against = (full & (self.bits < -0.5)).sum(1)
        beyond = self.omitted
        inverted, rotated, disordered, swapped = self._order()
        agreed = self.bits > 0
        rare = (_agreement(self.bits) * self.rarity * full).sum(1)
        shared = (np.minimum(np.maximum(self.bits - NEUTRAL, 0), 1) * self.rarity * full).sum(1)
        return (
            steps,
            weakest,
            _beside(
                [
                    steps.sum(1),
                    rare / 10,
                    ramps(low),
                    second,
                    np.maximum(against - 1, 0),
                    beyond >= 1,
                    beyond >= 2,
                    np.maximum(beyond - 2, 0),
                    self.omitted_rarity / 10,
                    self.omitted_patronyms,
                    (beyond >= 1) & (against >= 1),
                    self.omitted_first,
                    self.omitted_last,
                    inverted * (beyond >= 1),
                    inverted,
                    rotated,
                    disordered,
                    swapped,
                    (self.initial & agreed).sum(1),
                    (self.initial & ~agreed).sum(1),
                    full.sum(1) == 0,
                    np.minimum(np.maximum((RARE - shared) / (RARE - COMMON), 0), 1),
                    np.minimum(np.maximum((NAMESAKES - shared) / (NAMESAKES - MANY), 0), 1),
                    np.ones(len(beyond)),
                ],
                len(beyond),
            ),
        )

    def _order(self) -> tuple[Floats, Floats, Floats, Floats]:
        """How the agreeing atoms are ordered: two exchanged, one moved from end to end, otherwise; fathers and sons."""
        first, then = _pairs(self.bits.shape[1])
        agrees = self.paired & (self.bits >= AGREES)
        crossed = agrees[:, first] & agrees[:, then] & (self.other[:, first] > self.other[:, then])
        inversions, agreeing = crossed.sum(1), agrees.sum(1)
        swapped = self._swapped(crossed, first, then)
        rotated = (agreeing > 2) & (inversions == agreeing - 1)
        disorder = inversions / np.maximum(agreeing * (agreeing - 1) / 2, 1)
        disorder = np.where(disorder == 1, TURNED, disorder)
        return (
            (agreeing == 2) & (inversions == 1),
            rotated,
            np.where((agreeing > 2) & ~rotated, disorder, 0.0),
            swapped,
        )

    def _swapped(self, crossed: Flags, first: Places, then: Places) -> Floats:
        """How many of those that are crossed, two at most, are of fathers and sons."""
        if not (self.father_a.any() or self.father_b.any()):
            return np.zeros(len(crossed))
        changed, fathers = self.father_a != self.father_b, self.father_a & self.father_b
        conflict = changed[:, first] | changed[:, then] | (fathers[:, first] & fathers[:, then])
        swapped: Floats = np.minimum((crossed & conflict).sum(1), 2)
        return swapped


def _ends(omitted: Flags, there: Flags, step: int) -> Flags:
    """Whether the first place that is there, or with `step` -1 the last, was left out."""
    found: Flags = omitted[:, ::step][np.arange(len(there)), there[:, ::step].argmax(1)]
    return found


def _agreement(bits: Floats) -> Floats:
    """How far a pair agrees, 0 to 1: only as far does its rarity count."""
    agreed: Floats = np.minimum(np.maximum((bits - NEUTRAL) / 5, 0), 1)
    return agreed


def _beside(columns: list[Floats | Flags | Places], count: int) -> Floats:
    """Columns and tables of `count` rows side by side: `numpy.column_stack` in half the time, for few rows."""
    widths = [1 if column.ndim == 1 else column.shape[1] for column in columns]
    found, begin = np.empty((count, sum(widths))), 0
    for column, width in zip(columns, widths, strict=True):
        if column.ndim == 1:
            found[:, begin] = column
        else:
            found[:, begin : begin + width] = column
        begin += width
    return found


def _widened(values: NDArray[_Number], count: int, wide: int, filling: float) -> NDArray[_Number]:
    if values.shape == (count, wide):
        return values
    found = np.full((count, wide), filling, values.dtype)
    found[:, : values.shape[1]] = values
    return found


@cache
def _pairs(wide: int) -> tuple[Places, Places]:
    """Every two of so many places, the first of them and the second."""
    return np.triu_indices(wide, 1)


@cache
def _table() -> dict[str, dict[str, list[list[float]]]]:
    table: dict[str, dict[str, list[list[float]]]] = json.loads(
        (files("wasl.screening") / "data" / "names.json").read_text("utf-8")
    )
    return table
