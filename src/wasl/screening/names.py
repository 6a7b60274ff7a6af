"""The name decision: what the likeness of their atoms says about two names.

Every atom of the shorter name is given the atom of the longer one that suits it best (exhaustively up to
`EXACT_MAX` atoms, beyond by the best pair first). A pair counts by its bits, from contradiction to agreement, and the
more the rarer it is; what the longer name has beyond is left out, which is less than a contradiction; order counts,
above all that of fathers and sons. The weights of these columns are learned (`tools/train_names.py`), separately for
names that share one, two, or more pairs. Nothing depends on which of the two names came first.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import permutations
from typing import Final, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from wasl.screening.grammar import Role

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]
_Number = TypeVar("_Number", np.int8, np.float64)

MODEL_VERSION: Final = "names/1"

ROLES: Final = tuple(Role)
NONE: Final = -1
"""The role of no atom: it fills rows of names that have fewer."""
_CODE: Final = {role: code for code, role in enumerate(ROLES)}
_PATRONYM, _INITIAL, _HONORIFIC, _NISBA = (
    _CODE[role] for role in (Role.PATRONYM, Role.INITIAL, Role.HONORIFIC, Role.NISBA)
)

EXACT_MAX: Final = 5
KNOTS: Final = np.array([-8.0, -5.0, -2.5, -0.5, 1.0, 2.5, 4.0, 6.0, 8.0, 11.0, 16.0])
"""Bits of a pair between which its weight rises in a straight line."""
NEUTRAL: Final = 1.0
"""Bits of a pair that say nothing: where its weight is 0."""
AGREES: Final = 1.0
"""Bits from which a pair counts as agreeing where order is judged."""
HONORIFIC_BITS: Final = 4.0
"""Bits that a rank which is also a name must reach with some atom of the other name to be looked at."""

SHARE: Final = 1.5
"""How much more one atom may say for a name of several than all the others: so no evidence is over 60 % of it."""

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
    "inverted",
    "rotated",
    "disordered",
    "patronym-swap",
    "initial",
    "initial-contradicts",
    "initials-only",
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
    ),
    "order": ("inverted", "rotated", "disordered"),
    "father-and-son": ("patronym-swap",),
    "initials-only": ("initials-only",),
    "base": ("base",),
}
"""The rules of evidence by which columns are told, but for those of single pairs and of the weakest one's likeness."""
GROUPS: Final = 3
"""Names that share one pair, two, or more, have weights of their own."""
_AT: Final = {name: place for place, name in enumerate(COLUMNS)}
_PAIR: Final = slice(_AT["pair-0"], _AT["pair-0"] + STEPS)
_RARITY, _BASE = _AT["rarity"], _AT["base"]
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
    the first, and `omitted_other` which of the second, were left without one. `columns` are those of `COLUMNS`.
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
    square = np.zeros((count, wide, wide))
    square[:, : bits.shape[1], : bits.shape[2]] = bits
    role_a, role_b = _widened(a.role, count, wide, NONE), _widened(b.role, count, wide, NONE)
    rarity_a, rarity_b = _widened(a.rarity, count, wide, 0.0), _widened(b.rarity, count, wide, 0.0)
    there_a, there_b = _looked_at(square, role_a, role_b)
    both = there_a[:, :, None] & there_b[:, None, :]
    other = _assign(_worth(square, both, role_a, role_b))
    rows = np.arange(count)[:, None]
    paired = there_a & there_b[rows, other]
    taken = np.zeros((count, wide), bool)
    taken[rows, other] = paired
    omitted, omitted_other = there_a & ~paired, there_b & ~taken
    x = np.where(paired, np.clip(square[rows, np.arange(wide), other], KNOTS[0], KNOTS[-1]), NEUTRAL)
    facts = _Facts(
        bits=x,
        paired=paired,
        other=other,
        rarity=np.where(paired, np.minimum(rarity_a, rarity_b[rows, other]), 0.0),
        omitted_rarity=(rarity_a * omitted).sum(1) + (rarity_b * omitted_other).sum(1),
        omitted=omitted.sum(1) + omitted_other.sum(1),
        omitted_patronyms=((role_a == _PATRONYM) & omitted).sum(1) + ((role_b == _PATRONYM) & omitted_other).sum(1),
        father_a=role_a == _PATRONYM,
        father_b=role_b[rows, other] == _PATRONYM,
        initial=paired & ((role_a == _INITIAL) | (role_b[rows, other] == _INITIAL)),
    )
    steps, weakest, columns = facts.columns()
    group = np.clip(paired.sum(1), 1, GROUPS) - 1
    return Pairing(
        x, facts.rarity, other, paired, omitted, omitted_other, facts.initial, group, steps, weakest, columns
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
        full = pairing.paired & ~pairing.initial
        weakest = values[:, _WEAKEST].sum(1)
        total = values.sum(1)
        begun = full.any(1) * np.maximum(values[:, _BASE], 0)
        values[:, _BASE] -= begun
        shared = (np.maximum(weakest, 0) + begun) / np.maximum(full.sum(1), 1)
        likeness = np.einsum("kns,ks->kn", pairing.steps, weights[:, _PAIR]) + full * shared[:, None]
        rareness = weights[:, _RARITY, None] * _agreement(pairing.bits) * pairing.rarity * full / 10
        atoms = np.concatenate([likeness, rareness], axis=1)
        excess = _limit(atoms, values[:, _WEAKEST.stop :].clip(0).sum(1), pairing)
        split = likeness.shape[1]
        return Decisions(pairing, atoms[:, :split], atoms[:, split:], np.minimum(weakest, 0), values, total - excess)


def _limit(atoms: Floats, rest: Floats, pairing: Pairing) -> Floats:
    """Cut, in place, the strongest single value of each name of several atoms to its share; by how much.

    One atom's likeness or rarity is never worth more than `SHARE` times everything else that speaks for the name.
    """
    speaking = atoms.clip(0)
    rows, strongest = np.arange(len(atoms)), speaking.argmax(1)
    most = speaking[rows, strongest]
    several = np.maximum(pairing.omitted.sum(1), pairing.omitted_other.sum(1)) + pairing.paired.sum(1) > 1
    excess: Floats = several * np.maximum(most - SHARE * (speaking.sum(1) - most + rest), 0)
    atoms[rows, strongest] -= excess
    return excess


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a pairing is worth, in bits: one row a pair of names.

    `likeness` and `rareness` are those of each pair of atoms, the first with its share of what speaks for the name from
    the beginning and of what it adds that even the weakest pair agrees; `weakest` is what that takes away where it does
    not. `values` are those of the columns, without what is shared out so, and `bits` is all of it.
    """

    pairing: Pairing
    likeness: Floats
    rareness: Floats
    weakest: Floats
    values: Floats
    bits: Floats

    def of(self, at: int, columns: tuple[str, ...]) -> float:
        """What some columns add for one pair of names."""
        return float(sum(self.values[at, _AT[column]] for column in columns))

    def of_one(self, at: int, column: str) -> float:
        """What one of those that a column counts adds for one pair of names."""
        return float(self.values[at, _AT[column]] / max(self.pairing.columns[at, _AT[column]], 1.0))


@dataclass(frozen=True, slots=True)
class _Facts:
    """What an assignment shows, before it is put into columns."""

    bits: Floats
    paired: Flags
    other: Places
    rarity: Floats
    omitted_rarity: Floats
    omitted: Places
    omitted_patronyms: Places
    father_a: Flags
    father_b: Flags
    initial: Flags

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
        return (
            steps,
            weakest,
            np.column_stack(
                [
                    steps.sum(1),
                    (_agreement(self.bits) * self.rarity * full).sum(1) / 10,
                    ramps(low),
                    second,
                    np.maximum(against - 1, 0),
                    beyond >= 1,
                    beyond >= 2,
                    np.maximum(beyond - 2, 0),
                    self.omitted_rarity / 10,
                    self.omitted_patronyms,
                    (beyond >= 1) & (against >= 1),
                    inverted,
                    rotated,
                    disordered,
                    swapped,
                    (self.initial & agreed).sum(1),
                    (self.initial & ~agreed).sum(1),
                    full.sum(1) == 0,
                    np.ones(len(beyond)),
                ]
            ),
        )

    def _order(self) -> tuple[Floats, Floats, Floats, Floats]:
        """How the agreeing atoms are ordered: two exchanged, one moved from end to end, otherwise; fathers and sons."""
        first, then = _pairs(self.bits.shape[1])
        agrees = self.paired & (self.bits >= AGREES)
        crossed = agrees[:, first] & agrees[:, then] & (self.other[:, first] > self.other[:, then])
        inversions, agreeing = crossed.sum(1), agrees.sum(1)
        role_changed = self.father_a != self.father_b
        fathers = self.father_a & self.father_b
        conflict = role_changed[:, first] | role_changed[:, then] | (fathers[:, first] & fathers[:, then])
        swapped = np.minimum((crossed & conflict).sum(1), 2)
        rotated = (agreeing > 2) & (inversions == agreeing - 1)
        most = np.maximum(agreeing * (agreeing - 1) / 2, 1)
        return (
            (agreeing == 2) & (inversions == 1),
            rotated,
            np.where((agreeing > 2) & ~rotated, inversions / most, 0.0),
            swapped,
        )


def _agreement(bits: Floats) -> Floats:
    """How far a pair agrees, 0 to 1: only as far does its rarity count."""
    return np.clip((bits - NEUTRAL) / 5, 0, 1)


def _widened(values: NDArray[_Number], count: int, wide: int, filling: float) -> NDArray[_Number]:
    found = np.full((count, wide), filling, values.dtype)
    found[:, : values.shape[1]] = values
    return found


def _looked_at(bits: Floats, role_a: NDArray[np.int8], role_b: NDArray[np.int8]) -> tuple[Flags, Flags]:
    """Which atoms count: all but ranks that the other name shows no sign of."""
    there_a, there_b = role_a != NONE, role_b != NONE
    rank_a, rank_b = role_a == _HONORIFIC, role_b == _HONORIFIC
    if rank_a.any() or rank_b.any():
        best = np.where(there_a[:, :, None] & there_b[:, None, :], bits, -np.inf)
        there_a = there_a & ~(rank_a & (best.max(2) < HONORIFIC_BITS))
        there_b = there_b & ~(rank_b & (best.max(1) < HONORIFIC_BITS))
    return there_a, there_b


def _worth(bits: Floats, both: Flags, role_a: NDArray[np.int8], role_b: NDArray[np.int8]) -> Floats:
    """What an assignment gains by a pair: its bits, and of equal pairs rather those alike in place and role."""
    wide = bits.shape[1]
    place = np.arange(wide)
    apart = np.abs(
        place[:, None] / np.maximum((role_a != NONE).sum(1), 1)[:, None, None]
        - place[None, :] / np.maximum((role_b != NONE).sum(1), 1)[:, None, None]
    )
    alike = role_a[:, :, None] == role_b[:, None, :]
    worth = np.where(bits > 0, bits, 0.05 * bits) - 0.05 * apart + 0.05 * alike
    return np.where(both, worth + 100, 0.0)


def _assign(worth: Floats) -> Places:
    """For each row of each square the column it is given, so that the worth of all is greatest (or nearly so)."""
    count, wide = worth.shape[:2]
    if wide <= EXACT_MAX:
        orders = _orders(wide)
        totals = worth[:, np.arange(wide), orders].sum(2)
        chosen: Places = orders[totals.argmax(1)]
        return chosen
    rest = worth.copy()
    rows = np.arange(count)
    given = np.zeros((count, wide), np.intp)
    for _ in range(wide):
        row, column = np.divmod(rest.reshape(count, -1).argmax(1), wide)
        given[rows, row] = column
        rest[rows, row, :] = -1
        rest[rows, :, column] = -1
    return given


@cache
def _pairs(wide: int) -> tuple[Places, Places]:
    """Every two of so many places, the first of them and the second."""
    return np.triu_indices(wide, 1)


@cache
def _orders(wide: int) -> Places:
    return np.array(list(permutations(range(wide))), np.intp).reshape(-1, wide)


@cache
def _table() -> dict[str, dict[str, list[list[float]]]]:
    table: dict[str, dict[str, list[list[float]]]] = json.loads(
        (files("wasl.screening") / "data" / "names.json").read_text("utf-8")
    )
    return table
