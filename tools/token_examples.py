"""Pairs of words to learn the token model from: forms of one name, and names of others. A part of `train_tokens.py`."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations
from random import Random
from string import ascii_lowercase
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from wasl.screening.keys import skeletons
from wasl.screening.scripts import readings

LOOK_ALIKE: Final = (
    ("rn", "m"),
    ("m", "rn"),
    ("cl", "d"),
    ("d", "cl"),
    ("vv", "w"),
    ("w", "vv"),
    ("i", "l"),
    ("l", "i"),
)
"""What eyes and scanners take one for the other."""

FAITHFUL: Final = {"ar": 1.0, "ru": 1.0, "he": 0.7, "ja": 0.2, "zh": 0.1, "ko": 0.2}
"""How far two spellings of one form may be taken for one name: Kana, Han and Hangul write l and r alike."""

WEIGHT_MIN: Final = 0.15


class Split(NamedTuple):
    """Pairs of every language, and the spellings that one native form has; to train on or held out."""

    pairs: Mapping[str, list[tuple[str, str]]]
    spellings: Mapping[str, set[str]]
    natives: Mapping[str, set[str]]

    @classmethod
    def of(cls, pairs: Mapping[str, list[tuple[str, str]]]) -> "Split":
        """The pairs by language, and both ways by word."""
        spellings, natives = defaultdict(set), defaultdict(set)
        for native, latin in chain.from_iterable(pairs.values()):
            spellings[native].add(latin)
            natives[latin].add(native)
        return cls(pairs, spellings, natives)


class Examples(NamedTuple):
    """Pairs of words.

    `stratum` is 0 for forms of one name; 1 for a name and any other; 2 for one with the same beginning of the coarse
    skeleton, more than an edit apart; 3 for one an edit apart.
    """

    a: list[str]
    b: list[str]
    stratum: NDArray[np.intp]


class Others:
    """Latin spellings to draw other names from, and how often a random one is hard to tell from a given one."""

    def __init__(self, latins: Iterable[str], rng: Random) -> None:
        self._all = sorted(set(latins))
        self._rng = rng
        self._alike: dict[str, list[str]] = defaultdict(list)
        self._twins: dict[str, list[str]] = defaultdict(list)
        self._close: dict[str, list[str]] = defaultdict(list)
        for latin in self._all:
            self._alike[self._beginning(latin)].append(latin)
            self._twins[self._skeleton(latin)].append(latin)
            for key in self._less_one(latin):
                self._close[key].append(latin)
        count = len(self._all)
        hard = sum(len(alike) ** 2 for alike in self._alike.values()) / count**2
        sample = rng.sample(self._all, min(2000, count))
        near = sum(len(self._an_edit_apart(latin)) for latin in sample) / len(sample) / count
        self.rates = np.array([1, 1 - hard - near, hard, near])
        """Of random other names, the share in each stratum."""

    def draw(self, latin: str, same: set[str], hards: int) -> Iterator[tuple[int, str]]:
        """Other names than `latin` and than those in `same`, with their stratum; a hard one has the whole skeleton."""
        near = [other for other in self._an_edit_apart(latin) if other not in same]
        if near:
            yield 3, self._rng.choice(near)
        alike = self._alike[self._beginning(latin)]
        twins = self._twins[self._skeleton(latin)]
        for stratum, choices in ((1, self._all), (2, twins), *[(2, alike)] * hards):
            other = self._rng.choice(choices)
            if other not in same and OSA.distance(latin, other, score_cutoff=1) > 1:
                yield (2 if self._beginning(other) == self._beginning(latin) else stratum), other

    def _an_edit_apart(self, latin: str) -> list[str]:
        close = {other for key in self._less_one(latin) for other in self._close[key]}
        return sorted(other for other in close if OSA.distance(latin, other, score_cutoff=1) == 1)

    @classmethod
    def _beginning(cls, latin: str) -> str:
        return cls._skeleton(latin)[:2]

    @staticmethod
    def _skeleton(latin: str) -> str:
        return skeletons(readings(latin)[0]).coarse

    @staticmethod
    def _less_one(word: str) -> set[str]:
        return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def misspell(word: str, rng: Random, letters: str) -> str:
    """The word with one slip: two letters exchanged, one left out, doubled, added or mistaken, as eyes may."""
    for seen, read in rng.sample(LOOK_ALIKE, len(LOOK_ALIKE)):
        if seen in word and rng.random() < 0.15:
            return word.replace(seen, read, 1)
    place = rng.randrange(len(word))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    other = rng.choice(letters)
    slips = (after[:1] + letter + after[1:], after, letter * 2 + after, letter + other + after, other + after)
    return before + rng.choices(slips, (3, 3, 1, 1, 2))[0]


def of_native(split: Split, language: str, rng: Random, others: Others, most: int) -> Examples:
    """A native script with Latin: the pairs as they are, one in eight misspelled."""
    pairs = rng.sample(split.pairs[language], min(most, len(split.pairs[language])))
    positives = [(n, misspell(b, rng, ascii_lowercase) if rng.random() < 1 / 8 else b) for n, b in pairs]
    negatives = [(n, x, s) for n, b in pairs for s, x in others.draw(b, split.spellings[n], 2)]
    return _examples(positives, negatives)


def of_latin(split: Split, rng: Random, others: Others, most: int) -> Examples:
    """Latin with Latin: spellings that share a native form, by the share of their forms; and misspellings."""
    weights = latin_variants(split)
    chosen = rng.choices([*weights], [*weights.values()], k=most)
    slips = rng.sample(sorted(split.natives), min(most // 3, len(split.natives)))
    positives = chosen + [(b, misspell(b, rng, ascii_lowercase)) for b in slips if len(b) > 2]
    return _examples([x for x in positives if x[0] != x[1]], _negatives_in_latin(split, positives, others))


def latin_variants(split: Split) -> dict[tuple[str, str], float]:
    """Pairs of spellings of one native form, as `variants` has them, by how well each script keeps spellings apart."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for language, pairs in split.pairs.items():
        for pair, weight in variants(_turned(pairs), split.natives).items():
            found[pair] += FAITHFUL[language] * weight
    return {pair: weight for pair, weight in found.items() if weight > WEIGHT_MIN}


def _negatives_in_latin(
    split: Split, positives: Iterable[tuple[str, str]], others: Others
) -> list[tuple[str, str, int]]:
    found = []
    for a, *_ in positives:
        same = set[str]().union(*(split.spellings[native] for native in split.natives[a]))
        found += [(a, x, stratum) for stratum, x in others.draw(a, same, 2)]
    return found


def of_same(split: Split, rng: Random, others: Others, most: int) -> Examples:
    """A script with itself: native forms that share a spelling, and misspellings. Others by their spelling."""
    positives, negatives = [], []
    for pairs in split.pairs.values():
        forms = defaultdict(set)
        for native, latin in pairs:
            forms[latin].add(native)
        weights = variants(forms, _turned(pairs))
        letters = "".join(sorted({sign for native, _ in pairs[:3000] for sign in native}))
        many = most // len(split.pairs)
        chosen = rng.choices([*weights], [*weights.values()], k=many) if weights else []
        positives += chosen
        slips = [(n, misspell(n, rng, letters)) for n, _ in rng.sample(pairs, min(many // 2, len(pairs))) if len(n) > 2]
        positives += [slip for slip in slips if slip[0] != slip[1]]
        for native, latin in rng.sample(pairs, min(many, len(pairs))):
            for stratum, other in others.draw(latin, split.spellings[native], 2):
                theirs = sorted(forms.get(other, ()))
                if theirs:
                    negatives.append((native, rng.choice(theirs), stratum))
    return _examples(positives, [negative for negative in negatives if negative[0] != negative[1]])


def of_cross(split: Split, rng: Random, others: Others, most: int) -> Examples:
    """Two scripts of their own: native forms of one spelling. Others by their spelling."""
    script = {native: language for language, pairs in split.pairs.items() for native, _ in pairs}
    positives, negatives = [], []
    for latin in rng.sample(sorted(split.natives), len(split.natives)):
        forms = sorted(split.natives[latin])
        native = rng.choice(forms)
        elsewhere = [form for form in forms if script[form] != script[native]]
        if elsewhere:
            positives.append((native, rng.choice(elsewhere)))
            for stratum, other in others.draw(latin, split.spellings[native], 2):
                theirs = sorted(form for form in split.natives[other] if script[form] != script[native])
                if theirs:
                    negatives.append((native, rng.choice(theirs), stratum))
        if len(positives) >= most:
            break
    return _examples(positives, negatives)


def variants(
    by_pivot: Mapping[str, set[str]], pivots: Mapping[str, set[str]], most: int = 12
) -> dict[tuple[str, str], float]:
    """Pairs of forms that share a pivot, each weighted by the share of their pivots that they have in common."""
    shared: Counter[tuple[str, str]] = Counter()
    for pivot, forms in by_pivot.items():
        if len(forms) <= most and len(pivot) > 2:
            shared.update(combinations(sorted(forms), 2))
    return {(a, b): count / (len(pivots[a]) * len(pivots[b])) ** 0.5 for (a, b), count in shared.items()}


def _turned(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found = defaultdict(set)
    for native, latin in pairs:
        found[native].add(latin)
    return found


def _examples(positives: list[tuple[str, str]], negatives: list[tuple[str, str, int]]) -> Examples:
    a = [a for a, _ in positives] + [a for a, _, _ in negatives]
    b = [b for _, b in positives] + [b for _, b, _ in negatives]
    return Examples(a, b, np.array([0] * len(positives) + [stratum for *_, stratum in negatives], np.intp))
