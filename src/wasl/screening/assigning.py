"""Which atom of one name is held against which of another.

Every atom of the shorter name is given the atom of the longer one that suits it best: exhaustively up to `EXACT_MAX`
atoms, beyond by the best pair first.
"""

from functools import cache
from itertools import permutations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wasl.screening.grammar import Role

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]
Codes = NDArray[np.int8]

ROLES: Final = tuple(Role)
NONE: Final = -1
"""The role of no atom: it fills rows of names that have fewer."""
EXACT_MAX: Final = 5
HONORIFIC_BITS: Final = 4.0
"""Bits that a rank which is also a name must reach with some atom of the other name to be looked at."""
_HONORIFIC: Final = ROLES.index(Role.HONORIFIC)


def looked_at(bits: Floats, role_a: Codes, role_b: Codes) -> tuple[Flags, Flags]:
    """Which atoms count: all but ranks that the other name shows no sign of."""
    there_a, there_b = role_a != NONE, role_b != NONE
    rank_a, rank_b = role_a == _HONORIFIC, role_b == _HONORIFIC
    if rank_a.any() or rank_b.any():
        best = np.where(there_a[:, :, None] & there_b[:, None, :], bits, -np.inf)
        there_a = there_a & ~(rank_a & (best.max(2) < HONORIFIC_BITS))
        there_b = there_b & ~(rank_b & (best.max(1) < HONORIFIC_BITS))
    return there_a, there_b


def worth_of(bits: Floats, both: Flags, role_a: Codes, role_b: Codes) -> Floats:
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


def assign(worth: Floats) -> Places:
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
def _orders(wide: int) -> Places:
    return np.array(list(permutations(range(wide))), np.intp).reshape(-1, wide)
