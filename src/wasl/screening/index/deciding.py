"""What the name decision says of many candidates at once, from what the search already knows.

The bits of two parts are those the learned scorer gave when the query's part was looked up; two that were not near
one another get `UNLIKE`. So this is a close estimate of what `comparing` says of the two names, for a fraction of the
cost: it decides whom to compare. Each estimate is the same in whatever company it is made.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wasl.screening.cells import INITIAL_SAME, OTHER
from wasl.screening.grammar import Role
from wasl.screening.index.candidates import Found, Reach
from wasl.screening.index.lists import Lists, Numbers
from wasl.screening.index.names import ROLES, Names, Read
from wasl.screening.index.storage import Array
from wasl.screening.index.vocabulary import Part, first_letters
from wasl.screening.names import NONE, NameModel, Side, pair_up

UNLIKE: Final = -6.0
"""Bits of two parts that share no key, or that many others are nearer than."""

WIDE: Final = 5
"""Names of up to so many parts are decided on together."""

JOINED: Final = 2.0
"""The estimate of two names whose words have to be joined first."""

_INITIAL: Final = ROLES.index(Role.INITIAL)
_BLOCK: Final = 4_096

Floats = NDArray[np.float64]


def estimates(
    names: Names, asked: Sequence[Read], found: Sequence[Found], reaches: dict[Part, Reach], model: NameModel
) -> Iterator[Floats]:
    """For each name asked, the bits of each name found for it, by the name decision."""
    counts = np.array([len(each.names) for each in found], np.int64)
    rows = np.concatenate([np.empty(0, np.uint32), *(each.names for each in found)])
    askers = np.repeat(np.arange(len(asked)), counts)
    ours = np.array([len(read.parts) for read in asked], np.int64)
    wide = np.maximum(np.maximum(ours[askers], names.parts.lengths(rows)), WIDE)
    cells = _Cells(names, asked, reaches)
    bits = np.empty(len(rows))
    for width in np.unique(wide).tolist():
        alike = np.flatnonzero(wide == width)
        for begin in range(0, len(alike), _BLOCK):
            chosen = alike[begin : begin + _BLOCK]
            bits[chosen] = model.bits(pair_up(*cells.of(askers[chosen], rows[chosen], width)))
    for each, estimated in zip(found, np.split(bits, np.cumsum(counts)[:-1]), strict=True):
        if len(each.joined):
            estimated[np.isin(each.names, each.joined)] = JOINED
        yield estimated


class _Cells:
    """The bits of the parts of names asked with the parts of names found, for names up to some width."""

    def __init__(self, names: Names, asked: Sequence[Read], reaches: dict[Part, Reach]) -> None:
        self._names = names
        numbers = {part: number for number, part in enumerate(reaches)}
        self._asked = Lists(
            np.cumsum([0, *(len(read.parts) for read in asked)], dtype=np.uint32),
            np.array([numbers[part] for read in asked for part in read.parts], np.int64),
        )
        self._roles = np.array([role for read in asked for role in read.roles], np.int8)
        self._rarities = np.array([names.rarity.bits(part[0]) for part in reaches])
        self._letters = np.array([first_letters(part) for part in reaches], np.uint32)
        forms = [reach.forms for reach in reaches.values()]
        owners = np.repeat(np.arange(len(forms)), [len(parts) for parts, _ in forms])
        self._known = (owners << 32) | np.concatenate([np.empty(0, np.uint32), *(each for each, _ in forms)])
        self._bits = np.concatenate([np.empty(0, np.float32), *(each for _, each in forms)])

    def of(self, askers: NDArray[np.int64], rows: Numbers, wide: int) -> tuple[Floats, Side, Side]:
        """What `pair_up` takes, for names asked and names found of at most `wide` parts."""
        names = self._names
        asked, asked_role = _padded(self._asked, self._roles, askers, wide)
        parts, role = _padded(names.parts, names.roles, rows, wide)
        bits = self._looked_up((asked[:, :, None] << 32) | parts[:, None, :])
        initial = (asked_role == _INITIAL)[:, :, None] | (role == _INITIAL)[:, None, :]
        if initial.any():
            alike = self._letters[asked][:, :, None] & names.vocabulary.letters[parts][:, None, :]
            bits = np.where(initial, np.where(alike, INITIAL_SAME, OTHER), bits)
        return bits, Side(asked_role, self._rarities[asked]), Side(role, names.rarities[parts].astype(np.float64))

    def _looked_up(self, wanted: NDArray[np.int64]) -> Floats:
        if not len(self._known):
            return np.full(wanted.shape, UNLIKE)
        at = np.minimum(np.searchsorted(self._known, wanted), len(self._known) - 1)
        return np.where(self._known[at] == wanted, self._bits[at].astype(np.float64), UNLIKE)


def _padded(parts: Lists, roles: Array, numbers: NDArray[Any], wide: int) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """The parts of names and their roles, a name a row, filled up with part 0 of no role."""
    places = parts.begins[numbers].astype(np.int64)[:, None] + np.arange(wide)
    there = np.arange(wide) < parts.lengths(numbers)[:, None]
    places[~there] = 0
    return np.where(there, parts.items[places], 0), np.where(there, roles[places], NONE).astype(np.int8)
