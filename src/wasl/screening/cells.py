"""What two atoms of two names say to each other, in bits: the token model's word, and the rules beside it.

Words of a name are not all compared by their letters: an initial stands for any name that begins so, a number is
equal or another, a father's name made with `-ovich` is not the name it was made from.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from wasl.screening.grammar import Atom, Role, fold, table
from wasl.screening.lexicon import Lexicon
from wasl.screening.nearness import Nearness
from wasl.screening.persons import is_patronymic
from wasl.screening.scripts import readings

Bits = NDArray[np.float32]

SAME, OTHER = 10.0, -8.0
"""Bits of two numbers that are equal, and of atoms that cannot be one."""
INITIAL_SAME = 2.0
"""Bits of an initial beside a name that begins so."""
GRAIN: Final = 2.0**-6
REMEMBERED_MAX: Final = 1 << 19
"""Pairs of words remembered, about 80 MB; beyond, those go that were not asked for lately. Ten thousand names asked of
a list of a million hold two hundred thousand."""
GROUP: Final = 4.5
"""Bits of a name and its pet form, such as Aleksandr and Sasha, and of spellings such as Park and Bak."""
REVERSED, REVERSED_LEAST = 6.0, 4
"""Bits of a word and itself read from its end, and the letters that it must have."""
_NONE: Final[frozenset[int]] = frozenset()
_ENDING: Final = 3
"""Letters by which a patronymic is longer at least than the name it is made of."""
_DERIVED: Final = -3.0
"""The most that a father's name says beside one that is none."""


class Scorer(Protocol):
    """The token model, as far as it is needed here."""

    def bits(self, a: Sequence[str], b: Sequence[str]) -> Bits:
        """Log2 of how much likelier two words are forms of one name part than chance makes them, pair by pair."""
        ...


class Remembered:
    """A scorer that asks another one once for each two words, and gives every answer in `GRAIN` of a bit.

    So a pair has one answer, in whatever company it is asked. With `nearness`, words that resemble each other are
    looked at twice.
    """

    def __init__(self, scorer: Scorer, nearness: Nearness | None = None) -> None:
        self._scorer, self._nearness = scorer, nearness
        self._known: dict[tuple[str, str], float] = {}
        self._before: dict[tuple[str, str], float] = {}  # what is not asked for again goes with these

    def bits(self, a: Sequence[str], b: Sequence[str]) -> Bits:
        """As the scorer it asks."""
        pairs = [(one, other) if one <= other else (other, one) for one, other in zip(a, b, strict=True)]
        if len(self._known) >= REMEMBERED_MAX // 2:
            self._known, self._before = {}, self._known
        known, before = self._known, self._before
        missing = {pair for pair in pairs if pair not in known}
        known.update({pair: before[pair] for pair in missing if pair in before})
        new = [pair for pair in missing if pair not in known]
        if new:
            ours, theirs = [one for one, _ in new], [other for _, other in new]
            answers = self._scorer.bits(ours, theirs).astype(np.float64)
            if self._nearness:
                lexicon = Lexicon.shared()
                numbers = lexicon.numbers(ours), lexicon.numbers(theirs)
                answers = self._nearness.bits(lexicon.columns, *numbers, answers)
            known.update(zip(new, (np.rint(answers / GRAIN) * GRAIN).tolist(), strict=True))
        return np.array([known[pair] for pair in pairs], np.float32)


def settled(a: Atom, b: Atom) -> float | None:
    """The bits of two atoms that rules alone decide; None where their letters must be compared."""
    if Role.NUMBER in (a.role, b.role):
        return SAME if a.role is b.role and a.text == b.text else OTHER
    if Role.INITIAL in (a.role, b.role):
        return INITIAL_SAME if _begin_alike(a, b) else OTHER
    return None


def least(a: Atom, b: Atom) -> float:
    """The least that two atoms say, whatever their letters: a pet name, or a word stored from its end.

    Old systems keep Arabic and Hebrew in the order in which they are seen.
    """
    if len(a.text) == len(b.text) >= REVERSED_LEAST and a.text == b.text[::-1]:
        return REVERSED
    ours = _groups_of(a.text)
    return GROUP if ours and any(-group in _groups_of(b.text) for group in ours) else OTHER


def most(a: Atom, b: Atom) -> float:
    """The most that two atoms may say, whatever their letters: a name and the patronymic made of it are two."""
    if a.role is b.role or Role.PATRONYM not in (a.role, b.role) or is_patronymic(a.text) == is_patronymic(b.text):
        return np.inf
    ours, theirs = (len(next(iter(readings(atom.text)), "")) for atom in (a, b))
    return _DERIVED if abs(ours - theirs) >= _ENDING else np.inf


def matrix(a: Sequence[Atom], b: Sequence[Atom], scorer: Scorer) -> NDArray[np.float64]:
    """The bits of every atom of one name with every atom of another, shape (len(a), len(b))."""
    return matrices([(a, b)], scorer)[0]


Compared = Sequence[tuple[Sequence[Atom], Sequence[Atom]]]


def matrices(pairs: Compared, scorer: Scorer) -> list[NDArray[np.float64]]:
    """The same for several pairs of names at once, which costs far less than one by one."""
    found = _cells(pairs, scorer)
    return [np.array(rows, np.float64).reshape(len(a), len(b)) for rows, (a, b) in zip(found, pairs, strict=True)]


def side_by_side(pairs: Compared, scorer: Scorer) -> NDArray[np.float64]:
    """The same in one array (pairs, atoms of the longest a, atoms of the longest b), filled up with 0."""
    found = _cells(pairs, scorer)
    high, wide = max(len(a) for a, _ in pairs), max(len(b) for _, b in pairs)
    for rows in found:
        for row in rows:
            row.extend([0.0] * (wide - len(row)))
        rows.extend([0.0] * wide for _ in range(high - len(rows)))
    return np.array(found, np.float64)


def _cells(pairs: Compared, scorer: Scorer) -> list[list[list[float]]]:
    found = [[[OTHER] * len(b) for _ in a] for a, b in pairs]
    words: dict[tuple[str, str], int] = {}
    wanted: list[tuple[list[float], int, int, float]] = []
    for (a, b), rows in zip(pairs, found, strict=True):
        for one, cells in zip(a, rows, strict=True):
            for column, other in enumerate(b):
                bits = settled(one, other)
                if bits is not None:
                    cells[column] = bits
                    continue
                cells[column] = least(one, other)
                highest = most(one, other)
                wanted += [
                    (cells, column, words.setdefault((left, right), len(words)), highest)
                    for left in (one.text, *one.forms)
                    for right in (other.text, *other.forms)
                ]
    if words:
        bits_of = scorer.bits([left for left, _ in words], [right for _, right in words]).tolist()
        for cells, column, number, highest in wanted:
            cells[column] = max(cells[column], min(bits_of[number], highest))
    return found


@lru_cache(1 << 16)
def _groups_of(word: str) -> frozenset[int]:
    return _groups().get(next(iter(readings(word)), ""), _NONE)


@cache
def _groups() -> dict[str, frozenset[int]]:
    """For each name in plain letters the groups it is of; it is one name with those of the group's opposite sign.

    Full forms are positive and pet forms negative, for two pet forms are two names; spellings are both.
    """
    known = table("name_groups")
    groups = [*known["pet_names"], *((names, names) for names in known["spellings"])]
    found: dict[str, set[int]] = defaultdict(set)
    for number, (full, pet) in enumerate(groups, 1):
        for names, sign in ((full, 1), (pet, -1)):
            for name in names.split():
                found[fold(name)].add(sign * number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def _begin_alike(a: Atom, b: Atom) -> bool:
    starts = [{reading[:1] for reading in readings(atom.text)} for atom in (a, b)]
    return bool(starts[0] & starts[1])
