"""Figures, references and goals."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure beside its reference.

    `ratio` is figure / reference, the median over the rounds; `low` and `high` are the least and the greatest.
    `met` is None where there is no goal.
    """

    name: str
    figure: float
    unit: str
    reference: float
    reference_name: str
    ratio: float
    low: float
    high: float
    goal: str = ""
    met: bool | None = None
    remark: str = ""

    def as_json(self) -> dict[str, Any]:
        """The finding as `--json` writes it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should reach: `of` names the quantity, which is the ratio or the figure itself."""

    text: str
    of: str
    least: float | None = None
    most: float | None = None

    def met(self, value: float) -> bool:
        """Whether the value reaches it."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


def ratio_at_least(least: float) -> Goal:
    """A rate that keeps up with its reference."""
    return Goal(f"ratio ≥ {least:g}", "ratio", least=least)


def ratio_at_most(most: float) -> Goal:
    """A cost that stays near its reference."""
    return Goal(f"ratio ≤ {most:g}", "ratio", most=most)


def at_most(most: float, unit: str) -> Goal:
    """A time or size in its own unit."""
    return Goal(f"≤ {most:g} {unit}", "figure", most=most)


Pair = tuple[float, float]
"""One round: the figure and its reference."""


def finding(  # noqa: PLR0913 (what a line of the report says)
    name: str, pairs: Iterable[Pair], unit: str, reference_name: str, *, goal: Goal | None = None, remark: str = ""
) -> Finding:
    """The medians over the rounds, and whether they reach the goal."""
    rounds = list(pairs)
    ratios = sorted(figure / reference for figure, reference in rounds)
    figure, ratio = median(figure for figure, _ in rounds), median(ratios)
    met = None if goal is None else goal.met(ratio if goal.of == "ratio" else figure)
    return Finding(
        name=name,
        figure=figure,
        unit=unit,
        reference=median(reference for _, reference in rounds),
        reference_name=reference_name,
        ratio=ratio,
        low=ratios[0],
        high=ratios[-1],
        goal=goal.text if goal else "",
        met=met,
        remark=remark,
    )


def in_turns(rounds: int, figure: Callable[[], float], reference: Callable[[], float]) -> list[Pair]:
    """Measure both in turns; one round before that warms up and does not count."""
    figure()
    reference()
    return [(figure(), reference()) for _ in range(rounds)]


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def rate(count: int, work: Callable[[], object]) -> float:
    """How many of `count` things a second."""
    return count / seconds(work)
