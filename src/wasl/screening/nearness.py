"""A second look at two words of one script that resemble each other: one name or two.

The token model says how much likelier two words are for one name than chance makes them; Castillo and Castro are
then near. Here words are told from their neighbours: what differs, in letters and in sounds, is weighed against what
differs between names that merely look alike. The weights are learned with those of the name decision.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler, Levenshtein

from wasl.screening.grammar import LATIN, fold
from wasl.screening.keys import skeletons
from wasl.screening.scripts import readings, script_of

FEATURES: Final = (
    *("bits", "bits-low", "edits", "edits-of-length", "edits-and-length", "one-edit", "two-edits"),
    *("sounds", "sounds-of-length", "sounds-and-length", "glides", "families", "start", "vowels"),
    *("apart", "length", "first", "last", "unheard"),
)
"""What two words are told by, in the order of the weights; the constant comes last."""

LOOKED_AT: Final = -1.0
"""Bits of the token model from which two words are looked at again."""
SHIFT: Final = 2.5
"""Bits that put words told from their neighbours on the scale of words told from chance."""
_MOST, _LEAST = 12.0, -8.0


def features(a: str, b: str, bits: float) -> list[float]:
    """The features of two cleaned words of one script, which the token model gave `bits`. Symmetric."""
    one, other = sorted((fold(a), fold(b)))
    ours, theirs = (skeletons(next(iter(readings(word)), "")) for word in (one, other))
    length = max(len(one), len(other))
    edits, sounds = OSA.distance(one, other), OSA.distance(ours.fine, theirs.fine)
    return [
        bits,
        min(bits, 5.0),
        edits,
        edits / length,
        min(edits, 3) * length / 10,
        edits == 1,
        edits == 2,
        sounds,
        sounds / max(len(ours.fine), len(theirs.fine), 1),
        sounds * length / 10,
        Levenshtein.distance(ours.medium, theirs.medium),
        Levenshtein.distance(ours.coarse, theirs.coarse),
        JaroWinkler.similarity(one, other),
        Levenshtein.normalized_similarity(ours.vowels, theirs.vowels),
        abs(len(one) - len(other)),
        length,
        one[:1] != other[:1],
        one[-1:] != other[-1:],
        edits - sounds,
    ]


def is_near(a: str, b: str, bits: float) -> bool:
    """Whether two words want a second look: of one script, alike, and not the same."""
    return bits >= LOOKED_AT and fold(a) != fold(b) and script_of(a) == script_of(b)


@dataclass(frozen=True, slots=True)
class Nearness:
    """Weights of the features and a constant, in bits; `latin` for Latin words, `other` for those of other scripts."""

    latin: NDArray[np.float64]
    other: NDArray[np.float64]

    @classmethod
    @cache
    def shipped(cls) -> "Nearness":
        """The weights of the library."""
        table = json.loads((files("wasl.screening") / "data" / "names.json").read_text("utf-8"))["nearness"]
        return cls(np.array(table["latin"]), np.array(table["other"]))

    def bits(self, a: str, b: str, bits: float) -> float:
        """The bits of two words: `bits` as the token model gave them, or what the second look says."""
        if not is_near(a, b, bits):
            return bits
        weights = self.latin if script_of(a) == LATIN else self.other
        seen = float(np.dot(weights[:-1], features(a, b, bits)) + weights[-1]) + SHIFT
        return min(max(seen, _LEAST), _MOST)
