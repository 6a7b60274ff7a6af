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
added: Final = np.add.reduce
"""What `ndarray.sum` calls, without two layers of Python: half the time for a few rows."""
_HONORIFIC: Final = ROLES.index(Role.HONORIFIC)


def looked_at(bits: Floats, roles: Codes) -> Flags:
    """Which atoms of both names count, (2, names, atoms) as `roles`: all but ranks that the other shows no sign of."""
    there: Flags = roles != NONE
    rank = roles == _HONORIFIC
    if rank.any():
        best = np.where(there[0][:, :, None] & there[1][:, None, :], bits, -np.inf)
        there &= ~(rank & (np.stack([best.max(2), best.max(1)]) < HONORIFIC_BITS))
    return there


def worth_of(bits: Floats, there: Flags, roles: Codes) -> Floats:
    """What an assignment gains by a pair: its bits, and of equal pairs rather those alike in place and role."""
    places = np.arange(bits.shape[1]) / np.maximum(added(roles != NONE, 2), 1)[:, :, None]
    apart = np.abs(places[0][:, :, None] - places[1][:, None, :])
    alike = roles[0][:, :, None] == roles[1][:, None, :]
    worth = np.maximum(bits, 0.05 * bits) - 0.05 * apart + 0.05 * alike
    return np.where(there[0][:, :, None] & there[1][:, None, :], worth + 100, 0.0)


def assign(worth: Floats) -> Places:
    """For each row of each square the column it is given, so that the worth of all is greatest (or nearly so)."""
    count, wide = worth.shape[:2]
    if wide <= EXACT_MAX:
        orders, cells = _orders(wide)
        totals = added(worth.reshape(count, wide * wide).take(cells, 1), 2)
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
def _orders(wide: int) -> tuple[Places, Places]:
    """Every order of so many columns, and the cells of a square that it chooses."""
    orders = np.array(list(permutations(range(wide))), np.intp).reshape(-1, wide)
    return orders, orders + np.arange(wide) * wide
