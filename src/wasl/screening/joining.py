"""Words that one name writes apart and another as one: `Geun-hye` and `Geunhye`, `Bin Laden` and `Binladen`."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from wasl.screening.cells import Scorer
from wasl.screening.grammar import SILENT, Atom, Role, evident
from wasl.screening.keys import skeletons
from wasl.screening.scripts import readings

_RUN_MAX: Final = 4
_JOINS_MAX: Final = 3
_ALIKE: Final = 0.7
"""How alike two coarse skeletons must be before their words are compared."""
_LONGER_MAX: Final = 2
"""Letters by which the skeletons of words that are joined may differ in length."""
_CUT_LEAST: Final = 4
"""Letters of a word that may be a whole name."""
_LEAST, _CUT_LEAST_BITS = 8.0, 4.0
"""The least bits for which words are joined, and of each of the two that a word is cut into."""
_GAIN: Final = 1.5
"""The bits by which the joined words must be better than the best of them alone."""
_NOT_JOINED = (Role.NUMBER, Role.TITLE)


class _Run(NamedTuple):
    start: int
    stop: int
    other: int
    text: str


def join(a: tuple[Atom, ...], b: tuple[Atom, ...], scorer: Scorer) -> tuple[tuple[Atom, ...], tuple[Atom, ...]]:
    """Both names with the words joined that the other has as one.

    A whole name that is written as one word is cut instead, so that it stays a name of two parts.
    """
    if len(a) == len(b) == 1:
        return a, b
    ours, theirs = evident(a), evident(b)
    if len(ours) == 1 and len(theirs) == 2:
        return _cut(a, theirs, scorer), b
    if len(ours) == 2 and len(theirs) == 1:
        return a, _cut(b, ours, scorer)
    return _joined(a, b, scorer), _joined(b, a, scorer)


def _cut(name: tuple[Atom, ...], pieces: tuple[Atom, ...], scorer: Scorer) -> tuple[Atom, ...]:
    """A name of one word with that word cut in two, as suits the two pieces; as it is where nothing suits."""
    at = next(number for number, atom in enumerate(name) if atom.role not in SILENT)
    text = name[at].text
    if len(text) < _CUT_LEAST or any(piece.role is not Role.PART for piece in pieces):
        return name
    cuts = range(1, len(text))
    pairs = [(text[:cut], pieces[0].text) for cut in cuts] + [(text[cut:], pieces[1].text) for cut in cuts]
    bits = scorer.bits([one for one, _ in pairs], [other for _, other in pairs]).tolist()
    worst = [min(bits[number], bits[len(cuts) + number]) for number in range(len(cuts))]
    best = max(range(len(cuts)), key=worst.__getitem__)
    if worst[best] < _CUT_LEAST_BITS:
        return name
    parts = (text[: best + 1], text[best + 1 :])
    return (*name[:at], *(Atom(part, Role.PART, (part,)) for part in parts), *name[at + 1 :])


def _joined(name: tuple[Atom, ...], beside: tuple[Atom, ...], scorer: Scorer) -> tuple[Atom, ...]:
    for _ in range(_JOINS_MAX):
        runs = list(_runs(name, beside))
        if not runs:
            return name
        alone = [
            (form, beside[run.other].text, number)
            for number, run in enumerate(runs)
            for at in range(run.start, run.stop)
            for form in (name[at].text, *name[at].forms)
        ]
        bits = scorer.bits(
            [run.text for run in runs] + [form for form, _, _ in alone],
            [beside[run.other].text for run in runs] + [other for _, other, _ in alone],
        ).tolist()
        best = [-np.inf] * len(runs)
        for (_, _, number), each in zip(alone, bits[len(runs) :], strict=True):
            best[number] = max(best[number], each)
        gains = [bits[number] - best[number] if bits[number] >= _LEAST else 0.0 for number in range(len(runs))]
        number = max(range(len(runs)), key=gains.__getitem__)
        if gains[number] < _GAIN:
            return name
        run = runs[number]
        whole = name[run.start : run.stop]
        role = next((atom.role for atom in whole if atom.role not in (*SILENT, Role.INITIAL)), Role.PART)
        atom = Atom(run.text, role, tuple(word for each in whole for word in each.words))
        name = (*name[: run.start], atom, *name[run.stop :])
    return name


def _runs(name: Sequence[Atom], beside: Sequence[Atom]) -> Iterator[_Run]:
    """Neighbouring words that together may be one word of the other name."""
    spelt = [_skeleton("".join(atom.words) if atom.role in SILENT else atom.text) for atom in name]
    written = {atom.text for atom in name}
    for other, atom in enumerate(beside):
        if (
            atom.role in SILENT
            or atom.role in (Role.NUMBER, Role.INITIAL)
            or len(atom.text) < 2
            or atom.text in written
        ):
            continue
        target = _skeleton(atom.text)
        longest = len(target) + _LONGER_MAX
        for start in range(len(name) - 1):
            together, stop = spelt[start], start + 1
            while stop < len(name) and stop - start < _RUN_MAX and len(together) < longest:
                together += spelt[stop]
                stop += 1
                if _alike(together, target) and _may_join(name[start:stop]):
                    yield _Run(start, stop, other, "".join(word for piece in name[start:stop] for word in piece.words))


def _alike(together: str, target: str) -> bool:
    if abs(len(together) - len(target)) > _LONGER_MAX:
        return False
    return Levenshtein.normalized_similarity(together, target) >= _ALIKE


def _may_join(run: Sequence[Atom]) -> bool:
    """Whether words may be one: some name among them, and a father's name only with its particles."""
    said = [atom.role for atom in run if atom.role not in SILENT]
    fathers_apart = Role.PATRONYM not in said or len(said) == 1
    return bool(said) and fathers_apart and all(atom.role not in _NOT_JOINED for atom in run)


@lru_cache(1 << 16)
def _skeleton(word: str) -> str:
    read = readings(word)
    return skeletons(read[0]).coarse if read else ""
