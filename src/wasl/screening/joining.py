"""Words that one name writes apart and another as one: `Geun-hye` and `Geunhye`, `Bin Laden` and `Binladen`."""

from collections.abc import Generator, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from wasl.screening.cells import Scorer
from wasl.screening.grammar import HAN, HANGUL, SILENT, Atom, Role, evident
from wasl.screening.keys import skeletons
from wasl.screening.scripts import readings, script_of

_RUN_MAX: Final = 4
_JOINS_MAX: Final = 3
_ALIKE: Final = 0.7
"""How alike two coarse skeletons must be before their words are compared."""
_LONGER_MAX: Final = 2
"""Letters by which the skeletons of words that are joined may differ in length."""
_CUT_LEAST, _CUT_LEAST_SIGNS = 4, 2
"""Letters of a word that may be a whole name, and signs of scripts of which one may be a syllable."""
_LEAST, _CUT_LEAST_BITS = 6.0, 4.0
"""The least bits for which words are joined, and of each of the two that a word is cut into."""
_GAIN: Final = 1.5
"""The bits by which the joined words must be better than the best of them alone."""
_NOT_JOINED = (Role.NUMBER, Role.TITLE)


class _Run(NamedTuple):
    start: int
    stop: int
    other: int
    text: str


Words = list[tuple[str, str]]
Atoms = tuple[Atom, ...]
Asking = Generator[Words, list[float], tuple[Atoms, Atoms]]
"""Asks for the bits of pairs of words, is told them, and in the end has both names."""


def join(a: Atoms, b: Atoms, scorer: Scorer) -> tuple[Atoms, Atoms]:
    """Both names with the words joined that the other has as one.

    A whole name that is written as one word is cut instead, so that it stays a name of two parts.
    """
    return join_all([(a, b)], scorer)[0]


def join_all(pairs: Sequence[tuple[Atoms, Atoms]], scorer: Scorer) -> list[tuple[Atoms, Atoms]]:
    """The same for several pairs of names; what all of them ask the scorer at a time is one question."""
    found = list(pairs)
    waiting = {number: _join(*pair) for number, pair in enumerate(pairs)}
    answers: dict[int, list[float]] = {}
    while waiting:
        asked: dict[int, Words] = {}
        for number, asking in list(waiting.items()):
            try:
                asked[number] = asking.send(answers[number]) if number in answers else next(asking)
            except StopIteration as done:
                found[number] = done.value
                del waiting[number]
        words = [each for several in asked.values() for each in several]
        bits = iter(scorer.bits([one for one, _ in words], [other for _, other in words]).tolist() if words else ())
        answers = {number: list(islice(bits, len(several))) for number, several in asked.items()}
    return found


def _join(a: Atoms, b: Atoms) -> Asking:
    if len(a) == len(b) == 1:
        return a, b
    ours, theirs = evident(a), evident(b)
    if len(ours) == 1 and len(theirs) == 2:
        return (yield from _cut(a, theirs)), b
    if len(ours) == 2 and len(theirs) == 1:
        return a, (yield from _cut(b, ours))
    return (yield from _joined(a, b)), (yield from _joined(b, a))


def _cut(name: Atoms, pieces: Atoms) -> Generator[Words, list[float], Atoms]:
    """A name of one word with that word cut in two, as suits the two pieces in either order, else as it is."""
    at = next(number for number, atom in enumerate(name) if atom.role not in SILENT)
    text = name[at].text
    least = _CUT_LEAST_SIGNS if script_of(text) in (HAN, HANGUL) else _CUT_LEAST
    if len(text) < least or any(piece.role is not Role.PART for piece in pieces):
        return name
    cuts = [(cut, first, 1 - first) for first in (0, 1) for cut in range(1, len(text))]
    words = [text[:cut] for cut, _, _ in cuts] + [text[cut:] for cut, _, _ in cuts]
    others = [pieces[first].text for _, first, _ in cuts] + [pieces[last].text for _, _, last in cuts]
    bits = yield list(zip(words, others, strict=True))
    worst, cut = max((min(pair), cuts[at][0]) for at, pair in enumerate(zip(bits, bits[len(cuts) :], strict=False)))
    if worst < _CUT_LEAST_BITS:
        return name
    parts = (text[:cut], text[cut:])
    return (*name[:at], *(Atom(part, Role.PART, (part,)) for part in parts), *name[at + 1 :])


def _joined(name: Atoms, beside: Atoms) -> Generator[Words, list[float], Atoms]:
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
        together = [(run.text, beside[run.other].text) for run in runs]
        bits = yield together + [(form, other) for form, other, _ in alone]
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
    spelt = [_skeletons("".join(atom.words) if atom.role in SILENT else atom.text)[0] for atom in name]
    written = {atom.text for atom in name}
    for other, atom in enumerate(beside):
        if (
            atom.role in SILENT
            or atom.role in (Role.NUMBER, Role.INITIAL)
            or len(atom.text) < 2
            or atom.text in written
        ):
            continue
        targets = _skeletons(atom.text)
        longest = max(map(len, targets)) + _LONGER_MAX
        for start in range(len(name) - 1):
            together, stop = spelt[start], start + 1
            while stop < len(name) and stop - start < _RUN_MAX and len(together) < longest:
                together += spelt[stop].removeprefix(together[-1:])
                stop += 1
                if _alike(together, targets) and _may_join(name[start:stop]):
                    yield _Run(start, stop, other, "".join(word for piece in name[start:stop] for word in piece.words))


def _alike(together: str, targets: Sequence[str]) -> bool:
    return any(
        abs(len(together) - len(target)) <= _LONGER_MAX
        and Levenshtein.normalized_similarity(together, target) >= _ALIKE
        for target in targets
    )


def _may_join(run: Sequence[Atom]) -> bool:
    """Whether words may be one: some name among them, and a father's name only with its particles."""
    said = [atom.role for atom in run if atom.role not in SILENT]
    fathers_apart = Role.PATRONYM not in said or len(said) == 1
    return bool(said) and fathers_apart and all(atom.role not in _NOT_JOINED for atom in run)


@lru_cache(1 << 16)
def _skeletons(word: str) -> tuple[str, ...]:
    """The coarse skeletons of a word's readings, the likeliest first; of a word without letters an empty one."""
    return tuple(dict.fromkeys(skeletons(reading).coarse for reading in readings(word))) or ("",)
