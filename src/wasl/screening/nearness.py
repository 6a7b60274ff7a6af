"""A second look at two words of one script that resemble each other: one name or two.

The token model says how much likelier two words are for one name than chance makes them; Castillo and Castro are
then near. Here words are told from their neighbours: what differs, in letters and in sounds, is weighed against what
differs between names that merely look alike. The weights are learned with those of the name decision.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, JaroWinkler, Levenshtein
from rapidfuzz.process import cpdist

from wasl.screening.align import Places
from wasl.screening.lexicon import LATIN, SCRIPTS, Column, Columns

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

Floats = NDArray[np.float64]


def features(columns: Columns, a: Places, b: Places, bits: Floats) -> Floats:
    """The features of pairs of words, (pairs, `FEATURES`), by their numbers in a lexicon and the token model's bits.

    Each is the same whichever word comes first.
    """
    one, other = columns.start[a], columns.start[b]
    length = np.maximum(columns.folded.lengths[a], columns.folded.lengths[b])
    edits, sounds = _apart(columns.folded, a, b), _apart(columns.fine, one, other)
    longest = np.maximum(np.maximum(columns.fine.lengths[one], columns.fine.lengths[other]), 1)
    edges = columns.edges[a] != columns.edges[b]
    by_name = {
        "bits": bits,
        "bits-low": np.minimum(bits, 5.0),
        "edits": edits,
        "edits-of-length": edits / length,
        "edits-and-length": np.minimum(edits, 3) * length / 10,
        "one-edit": edits == 1,
        "two-edits": edits == 2,
        "sounds": sounds,
        "sounds-of-length": sounds / longest,
        "sounds-and-length": sounds * length / 10,
        "glides": _compared(columns.medium, one, other, Levenshtein.distance),
        "families": _compared(columns.coarse, one, other, Levenshtein.distance),
        "start": _compared(columns.folded, a, b, JaroWinkler.similarity),
        "vowels": _compared(columns.vowels, one, other, Levenshtein.normalized_similarity),
        "apart": np.abs(columns.folded.lengths[a] - columns.folded.lengths[b]),
        "length": length,
        "first": edges[:, 0],
        "last": edges[:, 1],
        "unheard": edits - sounds,
    }
    return np.stack([by_name[name] for name in FEATURES], axis=1, dtype=np.float64)


def is_near(columns: Columns, a: Places, b: Places, bits: Floats) -> NDArray[np.bool_]:
    """Which pairs of words want a second look: those of one script, alike, and not the same."""
    near: NDArray[np.bool_] = (bits >= LOOKED_AT) & (columns.writing[a] == columns.writing[b])
    near[near] = columns.folded.strings[a[near]] != columns.folded.strings[b[near]]
    return near


@dataclass(frozen=True, slots=True)
class Nearness:
    """Weights of the features and a constant, in bits; `latin` for Latin words, `other` for those of other scripts."""

    latin: Floats
    other: Floats

    @classmethod
    @cache
    def shipped(cls) -> "Nearness":
        """The weights of the library."""
        table = json.loads((files("wasl.screening") / "data" / "names.json").read_text("utf-8"))["nearness"]
        return cls(np.array(table["latin"]), np.array(table["other"]))

    def bits(self, columns: Columns, a: Places, b: Places, bits: Floats) -> Floats:
        """The bits of pairs of words: `bits` as the token model gave them, or what the second look says."""
        found, near = bits.copy(), np.flatnonzero(is_near(columns, a, b, bits))
        if len(near):
            seen = features(columns, a[near], b[near], bits[near])
            latin = (columns.script[a[near]] == SCRIPTS.index(LATIN))[:, None]
            weights = np.where(latin, self.latin, self.other)
            told = (seen * weights[:, :-1]).sum(axis=1) + weights[:, -1] + SHIFT
            found[near] = np.clip(told, _LEAST, _MOST)
        return found


def _apart(column: Column, one: Places, other: Places) -> Floats:
    return _compared(column, one, other, OSA.distance)


def _compared(column: Column, one: Places, other: Places, scorer: Callable[..., float]) -> Floats:
    strings = column.strings
    return cpdist(strings[one], strings[other], scorer=scorer, dtype=np.float64)
