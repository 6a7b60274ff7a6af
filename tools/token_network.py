"""Fits the token model's networks to the features of examples. A part of `train_tokens.py`."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wasl.screening.align import Floats
from wasl.screening.features import RISING, Pairs
from wasl.screening.tokens import UNLIKELY, Network

UNITS: Final = 16
ROUNDS: Final = 12
BATCH: Final = 512
RATE: Final = 0.01
DECAY: Final = 1e-4
CORNERS: Final = 16
SLOPE_MIN: Final = 0.4
"""Bits that a point of score is worth at least, so that no two scores tie."""

CLEAR: Final = 3.0
PASSED: Final = 0.996
"""The share of forms of one name, of at least so many bits, that the first look lets through."""

EMPHASIS: Final = np.array([1.0, 0.35, 0.5, 0.15])
"""What a stratum weighs while the network learns to tell; the curve to bits then has the strata as they are."""

Doubles = NDArray[np.float64]
Strata = NDArray[np.intp]


def fit(pairs: Pairs, found: Floats, stratum: Strata, rates: Doubles, seed: int) -> Network:
    """A network from examples' pairs and features (`found`).

    `rates` are the shares of the strata among random other names; the first, of forms of one name, is 1.
    """
    rng = np.random.default_rng(seed)
    natural = _masses(stratum, rates)
    hidden, out = _learn(found.astype(np.float64), stratum == 0, _masses(stratum, EMPHASIS), rng)
    curve = np.zeros(1, np.float32)
    plain = Network(hidden, out, curve, curve, curve)
    score, bits = _curve(plain.scores(found), stratum == 0, natural)
    network = replace(plain, score=score, bits=bits, look=_first_look(pairs, stratum == 0, _masses(stratum, EMPHASIS)))
    clear = (stratum == 0) & (network.calibrated(network.scores(found)) > CLEAR)
    network.look[-1] += UNLIKELY - np.quantile(network.first_look(pairs)[clear], 1 - PASSED)
    return network


def _masses(stratum: Strata, shares: Doubles) -> Doubles:
    """What each example counts for, so that each stratum's sum is its share."""
    return (shares / np.maximum(np.bincount(stratum, minlength=4), 1))[stratum]


def _learn(x: Doubles, is_one: NDArray[np.bool_], mass: Doubles, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Logistic loss by Adam. Rising features and units weigh 0 at least: the softplus of what is learned."""
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    x = np.column_stack([(x - mean) / spread, np.ones(len(x))])
    rising = np.zeros((x.shape[1], 1), bool)
    rising[: len(RISING)] = True
    weights = [rng.normal(-2, 0.7, (x.shape[1], UNITS)), rng.normal(0, 0.5, UNITS + 1)]
    weights[0] = np.where(rising, weights[0], rng.normal(0, 0.3, weights[0].shape))
    moments = [[np.zeros_like(w), np.zeros_like(w)] for w in weights]
    mass = mass / mass.mean()
    steps = 0
    total = ROUNDS * -(-len(x) // BATCH)
    for _ in range(ROUNDS):
        order = rng.permutation(len(x))
        for start in range(0, len(x), BATCH):
            chosen = order[start : start + BATCH]
            gradients = _gradients(x[chosen], is_one[chosen], mass[chosen], weights, rising)
            steps += 1
            rate = RATE * (1 - steps / (total + 1))
            for place, gradient in enumerate(gradients):
                mean_of, square_of = moments[place]
                mean_of += 0.1 * (gradient - mean_of)
                square_of += 0.001 * (gradient**2 - square_of)
                step = mean_of / (1 - 0.9**steps) / (np.sqrt(square_of / (1 - 0.999**steps)) + 1e-8)
                weights[place] -= rate * step
    hidden, out = _positive(weights, rising)
    hidden[:-1] /= spread[:, None]
    hidden[-1] -= mean @ hidden[:-1]
    return hidden.astype(np.float32), out.astype(np.float32)


def _positive(weights: list[Doubles], rising: NDArray[np.bool_]) -> tuple[Doubles, Doubles]:
    hidden, out = weights
    return np.where(rising, np.logaddexp(0, hidden), hidden), np.append(np.logaddexp(0, out[:-1]), out[-1])


def _gradients(
    x: Doubles, is_one: NDArray[np.bool_], mass: Doubles, weights: list[Doubles], rising: NDArray[np.bool_]
) -> tuple[Doubles, Doubles]:
    hidden, out = _positive(weights, rising)
    inputs = x @ hidden
    units = inputs / (1 + np.abs(inputs))
    scores = units @ out[:-1] + out[-1]
    off = (1 / (1 + np.exp(-scores)) - is_one) * mass / len(x)
    to_units = np.outer(off, out[:-1]) * (1 - np.abs(units)) ** 2
    of_hidden = x.T @ to_units + DECAY * hidden
    of_out = np.append(units.T @ off, off.sum())
    slope_hidden = np.where(rising, 1 / (1 + np.exp(-weights[0])), 1)
    slope_out = np.append(1 / (1 + np.exp(-weights[1][:-1])), 1)
    return of_hidden * slope_hidden, of_out * slope_out


def _curve(scores: Doubles, is_one: NDArray[np.bool_], natural: Doubles) -> tuple[Floats, Floats]:
    """Corners of a rising curve from scores to log2 of how much likelier they are for one name than for two."""
    order = np.argsort(scores)
    weight = np.where(is_one, natural, natural / natural[~is_one].sum())[order]
    edges = np.searchsorted(np.cumsum(weight), np.linspace(0, weight.sum(), CORNERS // 2 + 1)[1:-1])
    ones = np.flatnonzero(is_one[order])
    edges = np.unique(np.concatenate((edges, ones[np.linspace(0, len(ones) - 1, CORNERS // 2 + 1)[1:-1].astype(int)])))
    parts = np.split(order, edges)
    of_one = np.array([natural[part][is_one[part]].sum() for part in parts])
    of_two = np.array([natural[part][~is_one[part]].sum() for part in parts])
    least = natural[is_one].min(), natural[~is_one].min()
    bits = np.log2((of_one + least[0]) / (of_two + least[1]))
    size = np.array([len(part) for part in parts], np.float64)
    middle = np.array([np.median(scores[part]) for part in parts])
    bits = SLOPE_MIN * middle + _rising(bits - SLOPE_MIN * middle, size)
    return middle.astype(np.float32), bits.astype(np.float32)


def _rising(values: Doubles, weight: Doubles) -> Doubles:
    """The nearest sequence that never falls (pool adjacent violators)."""
    pools: list[list[float]] = []
    for value, mass in zip(values, weight, strict=True):
        pools.append([value, mass, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            value_after, mass_after, count_after = pools.pop()
            value_before, mass_before, count_before = pools.pop()
            both = mass_before + mass_after
            mean = (value_before * mass_before + value_after * mass_after) / both
            pools.append([mean, both, count_before + count_after])
    return np.concatenate([np.full(int(count), value) for value, _, count in pools])


def _first_look(pairs: Pairs, is_one: NDArray[np.bool_], mass: Doubles) -> Floats:
    """Logistic regression, in bits, on the features that cost least, by Newton's method."""
    x = np.column_stack([pairs.look, np.ones(len(is_one))]).astype(np.float64)
    weights = np.zeros(x.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-(x @ weights)))
        slope = x.T @ (mass * (chance - is_one)) + 1e-4 * weights
        bend = (x * (mass * chance * (1 - chance))[:, None]).T @ x + 1e-4 * np.eye(x.shape[1])
        weights -= np.linalg.solve(bend, slope)
    return np.asarray(weights / np.log(2), np.float32)
