"""What the name decision says of many candidates at once, from what the search already knows.

The bits of two parts are those the learned scorer gave when the query's part was looked up; two that were not near
one another get `UNLIKE`. So this is a close estimate of what `comparing` says of the two names, for a fraction of the
cost: it decides whom to compare. Each estimate is the same in whatever company it is made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wasl.screening.assigning import NONE
from wasl.screening.cells import INITIAL_SAME, OTHER, Scorer
from wasl.screening.grammar import Role
from wasl.screening.index.candidates import LIKELY_BITS, Found, Reach
from wasl.screening.index.lists import Lists, Numbers, find
from wasl.screening.index.names import INITIAL, ROLES, Names, Read
from wasl.screening.index.storage import Array
from wasl.screening.index.vocabulary import Part, Vocabulary
from wasl.screening.names import NameModel, Side, pair_up

UNLIKE: Final = -6.0
"""Bits of two parts that share no key, or that many others are nearer than."""

WIDE: Final = 5
FEW: Final = 256
"""Names of up to so many parts are decided on together, as long as they are few; many are decided on by width.

In a table wider than a name nothing changes but rounding: of assignments worth the same the first one counts, and
what fills the table up is worth nothing and comes last.
"""

JOINED: Final = 2.0
"""The estimate of two names whose words have to be joined first."""

_STEPS: Final = 2.0**20
"""Steps in a bit to which estimates are rounded: a wider table adds up in another order, and equals must stay equal."""

_BLOCK: Final = 4_096

_LETTERS: Final = np.array([role not in {Role.INITIAL, Role.NUMBER} for role in ROLES] + [False])
"""By role, and last for none, whether a part is compared by its letters."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judges:
    """Who decides: the name decision, and of two words that were not near one another the scorer of comparisons."""

    names: NameModel
    words: Scorer


def estimates(
    names: Names, asked: Sequence[Read], found: Sequence[Found], reaches: dict[Part, Reach], judges: Judges
) -> Floats:
    """The bits of each name found, by the name decision, one after the other as they were found for each name asked."""
    counts = np.array([len(each.names) for each in found], np.int64)
    rows = np.concatenate([np.empty(0, np.uint32), *(each.names for each in found)])
    if not len(rows):
        return np.empty(0)
    askers = np.repeat(np.arange(len(asked)), counts)
    ours = np.array([len(read.parts) for read in asked], np.int64)
    wide = np.maximum(ours[askers], names.parts.lengths(rows))
    if len(rows) <= FEW:
        narrow = wide <= WIDE
        wide[narrow] = wide[narrow].max(initial=0)
    cells = _Cells(names, asked, reaches)
    bits = np.empty(len(rows))
    for width in np.bincount(wide).nonzero()[0].tolist():
        alike = (wide == width).nonzero()[0]
        for begin in range(0, len(alike), _BLOCK):
            chosen = alike[begin : begin + _BLOCK]
            decided = cells.of(askers[chosen], rows[chosen], width).decided(judges)
            bits[chosen] = np.rint(decided * _STEPS) / _STEPS
    begin = 0
    for each in found:
        if len(each.joined):
            bits[begin : begin + len(each.names)][np.isin(each.names, each.joined)] = JOINED
        begin += len(each.names)
    return bits


@dataclass(frozen=True, slots=True)
class _Table:
    """The bits of the parts of names asked with those of names found, (names, parts, parts), and both sides.

    `ours` and `theirs` are the numbers of the parts, `text` tells each of ours, the vocabulary each of theirs.
    """

    bits: Floats
    one: Side
    other: Side
    ours: NDArray[np.int64]
    theirs: NDArray[np.int64]
    texts: Sequence[str]
    vocabulary: Vocabulary

    def decided(self, judges: Judges) -> Floats:
        """The bits of the names, with the scorer's word on parts left over on both sides."""
        bits = self.bits.copy()
        name, ours, theirs = np.nonzero(self._left_over())
        if len(name):
            one, other = self.ours[name, ours].tolist(), self.theirs[name, theirs].tolist()
            texts = [self.texts[part] for part in one], [self.vocabulary[part][0] for part in other]
            bits[name, ours, theirs] = judges.words.bits(*texts)
        return judges.names.bits(pair_up(bits, self.one, self.other))

    def _left_over(self) -> NDArray[np.bool_]:
        """Which cells are of two parts that no other part of the other name is a form of."""
        there = (self.one.role != NONE)[:, :, None] & (self.other.role != NONE)[:, None, :]
        alike = there & (self.bits >= LIKELY_BITS)
        ours = _LETTERS[self.one.role] & ~alike.any(axis=2)
        theirs = _LETTERS[self.other.role] & ~alike.any(axis=1)
        left: NDArray[np.bool_] = ours[:, :, None] & theirs[:, None, :]
        return left


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
        self._texts = [part[0] for part in reaches]
        self._rarities = np.array([reach.rarity for reach in reaches.values()])
        self._letters = np.array([reach.letters for reach in reaches.values()], np.uint32)
        forms = [reach.forms for reach in reaches.values()]
        owners = np.repeat(np.arange(len(forms)), [len(parts) for parts, _ in forms])
        self._known = (owners << 32) | np.concatenate([np.empty(0, np.uint32), *(each for each, _ in forms)])
        self._bits = np.concatenate([np.empty(0, np.float32), *(each for _, each in forms)])

    def of(self, askers: NDArray[np.int64], rows: Numbers, wide: int) -> _Table:
        """For names asked and names found of at most `wide` parts."""
        names = self._names
        asked, asked_role = _padded(self._asked, self._roles, askers, wide)
        parts, role = _padded(names.parts, names.roles, rows, wide)
        bits = self._looked_up((asked[:, :, None] << 32) | parts[:, None, :])
        initials, others = asked_role == INITIAL, role == INITIAL
        if initials.any() or others.any():
            initial = initials[:, :, None] | others[:, None, :]
            alike = self._letters[asked][:, :, None] & names.vocabulary.letters[parts][:, None, :]
            bits = np.where(initial, np.where(alike, INITIAL_SAME, OTHER), bits)
        one = Side(asked_role, self._rarities[asked])
        other = Side(role, names.rarities[parts].astype(np.float64))
        return _Table(bits, one, other, asked, parts, self._texts, names.vocabulary)

    def _looked_up(self, wanted: NDArray[np.int64]) -> Floats:
        if not len(self._known):
            return np.full(wanted.shape, UNLIKE)
        places, there = find(wanted, self._known)
        return np.where(there, self._bits[places], UNLIKE).astype(np.float64)


def _padded(parts: Lists, roles: Array, numbers: NDArray[Any], wide: int) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """The parts of names and their roles, a name a row, filled up with part 0 of no role."""
    begins, columns = parts.begins[numbers].astype(np.int64), np.arange(wide)
    there = columns < (parts.begins[numbers + 1] - begins)[:, None]
    places = np.where(there, begins[:, None] + columns, 0)
    return np.where(there, parts.items[places], 0), np.where(there, roles[places], NONE).astype(np.int8)
