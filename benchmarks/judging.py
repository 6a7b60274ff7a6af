"""What scores are worth: recall, precision, F1, alerts, calibration and ties, from scores and labels alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BINS = 15
"""Of equal width, over which the calibration error is taken."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How a matcher does at one threshold. `alerts` are those of a thousand pairs of two different persons."""

    threshold: float
    recall: float
    precision: float
    f1: float
    alerts: float


def judge(same: Sequence[float], others: Sequence[float], threshold: float) -> Judged:
    """At a threshold: a score at it or above says they are the same."""
    hits, wrong = (int(np.count_nonzero(np.asarray(scores) >= threshold)) for scores in (same, others))
    return Judged(
        threshold=threshold,
        recall=hits / len(same),
        precision=hits / (hits + wrong) if hits else 1.0,
        f1=2 * hits / (hits + wrong + len(same)),
        alerts=1000 * wrong / len(others) if others else 0.0,
    )


def best(same: Sequence[float], others: Sequence[float]) -> Judged:
    """At the threshold that makes F1 greatest, found in hindsight."""
    thresholds = sorted({*same}) or [1.0]
    thresholds = thresholds[:: max(1, len(thresholds) // 400)]
    return max((judge(same, others, threshold) for threshold in thresholds), key=lambda one: one.f1)


class Budget:
    """What a scorer may alert to: exactly so many of a thousand strangers, whose best scores `strangers` are.

    Where several strangers tie at the threshold, more than may be alerted to, only a share of them is, drawn by lot,
    and of everybody else who scores just that the same share: so scorers of few and of many distinct scores are
    compared at one number of alerts.
    """

    def __init__(self, strangers: Sequence[float], a_thousand: float) -> None:
        allowed = len(strangers) * a_thousand / 1000
        falling = sorted(strangers, reverse=True)
        self.threshold = falling[int(allowed)] if allowed < len(falling) else 0.0
        above = sum(score > self.threshold for score in falling)
        self._share = (allowed - above) / max(1, falling.count(self.threshold))

    def alerted(self, scores: Sequence[float]) -> float:
        """The share of the scores that is alerted to, on average over the lots."""
        above = sum(score > self.threshold for score in scores)
        ties = sum(score == self.threshold for score in scores)
        return (above + self._share * ties) / len(scores)


def calibration_error(same: Sequence[float], others: Sequence[float]) -> float:
    """The expected calibration error: how far scores lie from the share that is the same, weighted by bin."""
    scores: NDArray[np.float64] = np.concatenate([np.asarray(same, float), np.asarray(others, float)])
    labels = np.repeat([1.0, 0.0], [len(same), len(others)])
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, scores - labels, minlength=BINS)
    return float(np.abs(gaps).sum() / len(scores))


def tied_at_the_top(scores: Sequence[float]) -> float:
    """The share of pairs that have the greatest score of all, when it is more than one."""
    _, count = max(Counter(scores).items())
    return count / len(scores) if count > 1 else 0.0
