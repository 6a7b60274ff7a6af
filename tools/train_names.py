"""Makes the weights of the name decision from names composed of licensed parts, from a seed.

    python tools/train_names.py --data FOLDER

FOLDER has the public name pairs: of `names_<language>_latn_token.csv.gz` the rows of Wikidata in Arabic, Russian,
Hebrew, Chinese, Japanese and Korean, and the Latin full names of `names_he_latn_full` and `names_ko_latn_full` (all
Merhav and Ash, COLING 2018, CC0). Native forms that `train_tokens.held_out` keeps for measuring are left out here too.

A person is a handful of name parts. Two writings of one person (other script, other spelling, slips, parts left out,
another order, initials) are to match; two persons are not, nor those that share all parts but one, or whose names
have father and son exchanged. Organisations are composed likewise, of rare parts and of words that many share.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from name_examples import Composer, Names, Pair
from numpy.typing import NDArray

from wasl.screening.atoms import parse
from wasl.screening.cells import Remembered, Scorer, matrices
from wasl.screening.columns import COLUMNS, KNOTS
from wasl.screening.explaining import Name
from wasl.screening.grammar import LATIN
from wasl.screening.lexicon import Lexicon
from wasl.screening.names import GROUPS, Side, pair_up
from wasl.screening.nearness import FEATURES, Nearness, features, is_near
from wasl.screening.rarity import Rarity
from wasl.screening.subject import PERSON
from wasl.screening.tokens import TokenModel

SEED: Final = 20261127
OUT: Final = Path(__file__).parents[1] / "src/wasl/screening/data/names.json"
PERSONS, ORGANISATIONS, WORDS = 40_000, 16_000, 25_000
"""Pairs of names, and of words of one script, to learn from."""
RIDGE: Final = 1e-5
STEPS, NEWTON_STEPS = 4_000, 40
BLOCK: Final = 4_000
NEVER_UP: Final = (
    "omitted",
    "inverted",
    "rotated",
    "disordered",
    "patronym-swap",
    "contradictions",
    "initial-contra",
    "initials-only",
    "common",
    "namesakes",
)
FREE: Final = ("base", "initial")
LEAST: Final = 0.05
"""The least that a step of a pair's bits weighs, so that of two names the one that agrees better is above the other."""

NAMESAKES: Final = -2.25
"""What a person's name counts less where many bear it all: with nothing beside, the same common name is no alert.

Not learned: pairs composed from a seed, as many of one person as of two, cannot say how many innocent people are
asked about.
"""


def columns(
    pairs: Sequence[Pair], kind: str, rarity: Rarity, scorer: Scorer
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """The columns and the group of each pair of names."""
    one = [Name.of(parse(name, kind), kind, rarity) for name, _, _ in pairs]
    other = [Name.of(parse(name, kind), kind, rarity) for _, name, _ in pairs]
    widths = np.array([max(len(ours.said), len(theirs.said)) for ours, theirs in zip(one, other, strict=True)])
    found, groups = np.zeros((len(pairs), len(COLUMNS))), np.zeros(len(pairs), np.intp)
    for wide in np.unique(widths):
        alike = np.flatnonzero(widths == wide)
        for chosen in np.split(alike, range(BLOCK, len(alike), BLOCK)):
            several = [(one[at].said, other[at].said) for at in chosen]
            bits = np.zeros((len(chosen), wide, wide))
            for row, each in enumerate(matrices(several, scorer)):
                bits[row, : each.shape[0], : each.shape[1]] = each
            sides = [Side.of([(names[at].roles, names[at].rarity) for at in chosen]) for names in (one, other)]
            pairing = pair_up(bits, *sides)
            found[chosen], groups[chosen] = pairing.said.columns, pairing.group
    return found, groups


def fit(x: NDArray[np.float64], y: NDArray[np.bool_], namesakes: float) -> NDArray[np.float64]:
    """Logistic weights in bits, each of the sign it can only have, by accelerated projected gradient.

    That of `namesakes` is given.
    """
    given = np.array(COLUMNS) == "namesakes"
    low = np.array(
        [
            -np.inf if name.startswith((*NEVER_UP, *FREE)) else LEAST if name.startswith("pair-") else 0.0
            for name in COLUMNS
        ]
    )
    high = np.array([0.0 if name.startswith(NEVER_UP) else np.inf for name in COLUMNS])
    scale = np.maximum(np.abs(x).max(0), 1e-6)
    scaled = np.where(given, 0, x / scale)
    step = 1 / (0.25 * np.linalg.eigvalsh(scaled.T @ scaled / len(x))[-1] + RIDGE)
    weights = ahead = np.zeros(x.shape[1])
    momentum = 1.0
    for _ in range(STEPS):
        probability = 1 / (1 + np.exp(-(scaled @ ahead)))
        gradient = scaled.T @ (probability - y) / len(x) + RIDGE * ahead
        following = np.clip(ahead - step * gradient, low * scale * np.log(2), high)
        faster = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = following + (momentum - 1) / faster * (following - weights)
        weights, momentum = following, faster
    fitted: NDArray[np.float64] = np.where(given, namesakes, weights / scale / np.log(2))
    return fitted


def report(name: str, bits: NDArray[np.float64], y: NDArray[np.bool_]) -> None:
    """How well bits tell the pairs apart at the alert threshold, and whether they are probabilities."""
    score = 1 / (1 + 2.0**-bits)
    alert = score >= 0.7
    precision, recall = (alert & y).sum() / max(alert.sum(), 1), (alert & y).sum() / y.sum()
    bins = np.minimum((score * 10).astype(int), 9)
    error = sum(abs(score[bins == each].mean() - y[bins == each].mean()) * (bins == each).mean() for each in set(bins))
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"{name}: n {len(y)} precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} calibration error {error:.3f}")


def learn_nearness(names: Names, script: str, count: int) -> list[float]:
    """The weights of the second look at words of Latin or of other scripts, and figures on words drawn anew."""
    found = []
    for seed, many in ((SEED, count), (SEED + 1, count // 5)):
        pairs = list(Composer(names, Rarity.shipped(), seed).near(script, many))
        a, b, same = zip(*pairs, strict=True)
        bits = TokenModel.shipped().bits(a, b).astype(np.float64)
        lexicon = Lexicon()
        one, other = lexicon.numbers(a), lexicon.numbers(b)
        near = np.flatnonzero(is_near(lexicon.columns, one, other, bits))
        x = features(lexicon.columns, one[near], other[near], bits[near])
        found.append((np.column_stack((x, np.ones(len(x)))), np.array(same)[near]))
    (x, y), (fresh, truth) = found
    weights = newton(x, y)
    report(f"words of {script or 'other scripts'}", fresh @ weights, truth)
    return [round(float(weight), 4) for weight in weights]


def newton(x: NDArray[np.float64], y: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Logistic weights in bits without constraints; the last column of `x` is the constant."""
    scale = np.maximum(np.abs(x).max(0), 1e-6)
    scaled, weights = x / scale, np.zeros(x.shape[1])
    for _ in range(NEWTON_STEPS):
        probability = 1 / (1 + np.exp(-(scaled @ weights)))
        curve = (scaled * (probability * (1 - probability))[:, None]).T @ scaled / len(y) + RIDGE * np.eye(x.shape[1])
        weights -= np.linalg.solve(curve, scaled.T @ (probability - y) / len(y) + RIDGE * weights)
    fitted: NDArray[np.float64] = weights / scale / np.log(2)
    return fitted


def learn(
    kind: str, compose: Callable[[Composer, int], Iterator[Pair]], count: int, names: Names, scorer: Scorer
) -> list[list[float]]:
    """The weights of a kind, and figures on pairs composed anew."""
    rarity = Rarity.shipped()
    pairs = list(compose(Composer(names, rarity, SEED), count))
    x, group = columns(pairs, kind, rarity, scorer)
    y = np.array([same for _, _, same in pairs])
    namesakes = NAMESAKES if kind == PERSON else 0.0
    weights = np.stack([fit(x[group == each], y[group == each], namesakes) for each in range(GROUPS)])
    fresh = list(compose(Composer(names, rarity, SEED + 1), count // 5))
    x, group = columns(fresh, kind, rarity, scorer)
    y = np.array([same for _, _, same in fresh])
    bits = (x * weights[group]).sum(1)
    report(kind, bits, y)
    for each in range(GROUPS):
        report(f"  {each + 1} pairs", bits[group == each], y[group == each])
    return [[round(float(weight), 3) for weight in row] for row in weights]


def main() -> None:
    """Learn, print the figures, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--share", type=float, default=1.0, help="of the pairs, for a quick look")
    asked = parser.parse_args()
    names = Names.read(asked.data)
    words_of_one_script = int(WORDS * asked.share)
    nearness = {
        "latin": learn_nearness(names, LATIN, words_of_one_script),
        "other": learn_nearness(names, "", words_of_one_script),
    }
    scorer = Remembered(TokenModel.shipped(), Nearness(np.array(nearness["latin"]), np.array(nearness["other"])))
    weights: Mapping[str, list[list[float]]] = {
        PERSON: learn(PERSON, Composer.persons, int(PERSONS * asked.share), names, scorer),
        "Organization": learn("Organization", Composer.organisations, int(ORGANISATIONS * asked.share), names, scorer),
    }
    about = {
        "source": "tools/train_names.py from Wikidata names (Merhav and Ash, COLING 2018, CC0 1.0)",
        "columns": list(COLUMNS),
        "knots": KNOTS.tolist(),
        "nearness": list(FEATURES),
    }
    OUT.write_text(
        json.dumps({"about": about, "nearness": nearness, "weights": weights}).replace("]], ", "]],\n"), "utf-8"
    )


if __name__ == "__main__":
    main()
