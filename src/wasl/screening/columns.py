"""What an assignment of the atoms of two names shows, in the columns that are weighed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, NamedTuple, Self

import numpy as np

from wasl.screening.assigning import Flags, Floats, Places, added

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


def ramps(bits: Floats) -> Floats:
    """For each interval of knots how much of it lies below `bits`, 0 to 1, less the same at `NEUTRAL`; a last axis."""
    found: Floats = np.minimum(np.maximum(bits[..., None] * _PER_BIT - _FROM, 0), 1) - _AT_NEUTRAL
    return found


def agreement(bits: Floats) -> Floats:
    """How far a pair agrees, 0 to 1: only as far does its rarity count."""
    agreed: Floats = np.minimum(np.maximum((bits - NEUTRAL) / 5, 0), 1)
    return agreed


class Columns(NamedTuple):
    """The columns of pairs of names, (names, COLUMNS), and what they are made from.

    `full` are the pairs of atoms without an initial, `fulls` how many, `steps` those of each, `agreement` how far each
    agrees, `weakest` the place of the one least alike.
    """

    full: Flags
    fulls: Places
    steps: Floats
    agreement: Floats
    weakest: Places
    columns: Floats


@dataclass(frozen=True, slots=True)
class Facts:
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
    has_initials: bool

    def spelled(self) -> Self:
        """The same with the name that it stands for in place of each initial that agrees."""
        agreed = self.initial & (self.bits > 0)
        left = self.initial & ~agreed
        return replace(self, bits=np.where(agreed, SPELLED, self.bits), initial=left, has_initials=bool(left.any()))

    def columns(self) -> "Columns":
        """What is weighed of these names."""
        full = self.paired & ~self.initial if self.has_initials else self.paired
        count, wide = full.shape
        ranked = np.where(full, self.bits, np.inf)
        weakest, fulls = ranked.argmin(1), added(full, 1)
        low = np.where(fulls > 1, ranked.min(1), NEUTRAL)
        ramped = ramps(np.concatenate((self.bits, low[:, None]), axis=1))
        steps = ramped[:, :wide] * full[:, :, None]
        following = np.partition(ranked, 1, axis=1)[:, 1] if wide > 1 else np.full(count, np.inf)
        second = np.where(fulls > 2, np.minimum(following, 6.0), 6.0) - 6.0
        against = added(full & (self.bits < -0.5), 1)
        beyond, left_out = self.omitted, self.omitted >= 1
        inverted, rotated, disordered, swapped = self._order()
        agreed, agreeing = self.bits > 0, agreement(self.bits)
        borne = self.rarity * full
        shared = added(np.minimum(np.maximum(self.bits - NEUTRAL, 0), 1) * borne, 1)
        told: list[Floats | Flags | Places | float] = [
            added(steps, 1),
            added(agreeing * borne, 1) / 10,
            ramped[:, wide],
            second,
            np.maximum(against - 1, 0),
            left_out,
            beyond >= 2,
            np.maximum(beyond - 2, 0),
            self.omitted_rarity / 10,
            self.omitted_patronyms,
            left_out & (against >= 1),
            self.omitted_first,
            self.omitted_last,
            inverted * left_out,
            inverted,
            rotated,
            disordered,
            swapped,
            added(self.initial & agreed, 1) if self.has_initials else 0.0,
            added(self.initial & ~agreed, 1) if self.has_initials else 0.0,
            fulls == 0,
            np.minimum(np.maximum((RARE - shared) / (RARE - COMMON), 0), 1),
            np.minimum(np.maximum((NAMESAKES - shared) / (NAMESAKES - MANY), 0), 1),
            1.0,
        ]
        return Columns(full, fulls, steps, agreeing, weakest, _beside(told, count))

    def _order(self) -> tuple[Floats, Floats, Floats, Floats]:
        """How the agreeing atoms are ordered: two exchanged, one moved from end to end, otherwise; fathers and sons."""
        first, then = _pairs(self.bits.shape[1])
        agrees = self.paired & (self.bits >= AGREES)
        given = np.where(agrees, self.other, -1)
        later = given.take(then, 1)
        crossed = (given.take(first, 1) > later) & (later >= 0)
        inversions, agreeing = added(crossed, 1), added(agrees, 1)
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
        swapped: Floats = np.minimum(added(crossed & conflict, 1), 2)
        return swapped


def _beside(columns: Sequence[Floats | Flags | Places | float], count: int) -> Floats:
    """`COLUMNS` of `count` rows: `numpy.column_stack` in half the time, for few rows."""
    found, begin = np.empty((count, len(COLUMNS))), 0
    for column in columns:
        if isinstance(column, float) or column.ndim == 1:
            found[:, begin] = column
            begin += 1
        else:
            found[:, begin : begin + STEPS] = column
            begin += STEPS
    assert begin == len(COLUMNS)
    return found


@cache
def _pairs(wide: int) -> tuple[Places, Places]:
    """Every two of so many places, the first of them and the second."""
    return np.triu_indices(wide, 1)
