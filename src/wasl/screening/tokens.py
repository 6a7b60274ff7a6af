"""How much two words speak for being one name part: a small learned model over their features.

The answer is in bits: log2 of how much likelier such a pair is for two forms of one name part (other spellings, other
scripts, slips of the pen) than for two name parts taken at random. How common the name itself is does not enter; see
`rarity`. The tables are made by `tools/train_tokens.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from wasl.screening.align import Aligner, Bytes, Floats, Places
from wasl.screening.features import KINDS, Pairs, features, pair_of
from wasl.screening.lexicon import SCRIPTS, Columns, Lexicon

Doubles = NDArray[np.float64]

MODEL_VERSION: Final = "tokens/2"

BITS_MAX: Final = 24.0
"""What a word has in common with itself, and no other pair reaches."""

UNLIKELY: Final = -6.0
"""What the first look finds, in bits, in all but a few forms of one name."""

_GRACE: Final = 0.5
"""How far below that a pair may be and still be looked at again."""

_STEPS: Final = 128
"""Steps in a bit, to which answers are rounded."""

_BELOW_SAME: Final = BITS_MAX - 0.5
_BLOCK: Final = 1 << 13
_STORED: Final = ("hidden", "out", "score", "bits", "look")


@dataclass(frozen=True)
class Network:
    """A kind's model: one hidden layer that rises with every rising feature, then a curve from its score to bits.

    `hidden` (features + 1, units) and `out` (units + 1,) have the constant last; `score` and `bits` are the corners
    of the curve. `look` are the weights of a first look (the constant last), in bits: pairs far below
    `UNLIKELY` are not looked at again.
    """

    hidden: Floats
    out: Floats
    score: Floats
    bits: Floats
    look: Floats

    def first_look(self, pairs: Pairs) -> Doubles:
        """Bits by the cheapest features alone."""
        return _weighed(pairs.look, self.look)

    def scores(self, found: Floats) -> Doubles:
        """The score of each row of features, not yet in bits."""
        units = _weighed(found, self.hidden)
        return _weighed(units / (1 + np.abs(units)), self.out)

    def calibrated(self, scores: Doubles) -> Doubles:
        """Bits of scores; beyond the curve's ends they go on rising, ever less."""
        beyond = np.tanh((scores - np.clip(scores, self.score[0], self.score[-1])) / 8) / 2
        return np.interp(scores, self.score, self.bits) + beyond


def _weighed(values: Floats | Doubles, weights: Floats) -> Doubles:
    """The values by their weights, and the last weight. In doubles, so that rounded bits are the same in any batch."""
    doubled = weights.astype(np.float64)
    return np.asarray(values.astype(np.float64) @ doubled[:-1] + doubled[-1])


@dataclass(frozen=True)
class TokenModel:
    """The token scorer: aligners by script, the price of letters at large, a network for each kind of pair."""

    aligners: Mapping[str, Aligner]
    letters: Bytes
    networks: Mapping[str, Network]

    @classmethod
    def shipped(cls) -> "TokenModel":
        """The model that ships with the library, read once."""
        return _shipped()

    @classmethod
    def read(cls, path: Traversable) -> "TokenModel":
        """The model in a file that `write` wrote."""
        with path.open("rb") as file, np.load(file) as stored:
            tables = dict(stored)
        aligners = {
            script: Aligner(
                bytes(tables[f"{script}.signs"]).decode(), tables[f"{script}.chunks"], tables[f"{script}.prices"]
            )
            for script in (*SCRIPTS[:-2], SCRIPTS[-1])
        }
        networks = {kind: Network(*(tables[f"{kind}.{name}"] for name in _STORED)) for kind in KINDS}
        return cls(aligners, tables["letters"], networks)

    def write(self, path: Path) -> None:
        """Store the model; the same model gives the same bytes."""
        tables: dict[str, NDArray[Any]] = {"letters": self.letters}
        for script, aligner in self.aligners.items():
            tables[f"{script}.signs"] = np.frombuffer(aligner.signs.encode(), np.uint8)
            tables[f"{script}.chunks"] = aligner.chunks
            tables[f"{script}.prices"] = aligner.prices
        for kind, network in self.networks.items():
            tables.update({f"{kind}.{name}": getattr(network, name) for name in _STORED})
        np.savez_compressed(path, allow_pickle=False, **tables)

    def bits(self, a: Sequence[str], b: Sequence[str]) -> Floats:
        """Log2 likelihood ratios of the pairs of two aligned lists of cleaned words.

        Each is the same whichever word comes first, and `BITS_MAX` for a word and itself, below that for any
        other pair. Raises ValueError for lists of different lengths.
        """
        if len(a) != len(b):
            raise ValueError("lengths-differ")
        lexicon = Lexicon.shared()
        numbers = lexicon.numbers(a), lexicon.numbers(b)
        return self.bits_of(lexicon.columns, *numbers)

    def bits_of(self, columns: Columns, a: Places, b: Places, least: float = UNLIKELY - _GRACE) -> Floats:
        """The same of words given by their numbers in a lexicon; pairs that a first look finds below `least` get that.

        It costs least where words are few on the first side and many on the other.
        """
        blocks = [slice(start, start + _BLOCK) for start in range(0, len(a), _BLOCK)]
        found = [self._bits(columns, a[block], b[block], least) for block in blocks]
        return np.concatenate([np.empty(0, np.float32), *found])

    def _bits(self, columns: Columns, a: Places, b: Places, least: float) -> Floats:
        pairs = pair_of(columns, a, b)
        found = np.empty(len(a))
        for kind in np.flatnonzero(np.bincount(pairs.kind)):
            network = self.networks[KINDS[kind]]
            places = np.flatnonzero(pairs.kind == kind)
            part = pairs.part(places)
            look = network.first_look(part)
            found[places] = look
            passed = look >= least
            if passed.any():
                part = part.part(passed)
                scores = network.scores(features(part, self.aligners, self.letters))
                found[places[passed]] = network.calibrated(scores)
        found = np.rint(np.clip(found, -BITS_MAX, _BELOW_SAME) * _STEPS) / _STEPS
        found[pairs.first == pairs.second] = BITS_MAX
        return found.astype(np.float32)


@cache
def _shipped() -> TokenModel:
    return TokenModel.read(files("wasl.screening") / "data" / "tokens.npz")
