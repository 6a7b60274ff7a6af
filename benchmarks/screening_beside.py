"""Findings that stand beside the peer, which may not be here."""

from math import nan

from benchmarks import peer
from benchmarks.measuring import Finding, Goal

PEER = f"nomenklatura {peer.VERSION}, LogicV2 with its blocker where there is a list"


def at_least(least: float) -> Goal:
    """A figure that should be so high."""
    return Goal(f"≥ {least:g}", "figure", least=least)


def at_most(most: float) -> Goal:
    """A figure that should be so low."""
    return Goal(f"≤ {most:g}", "figure", most=most)


def beside(  # noqa: PLR0913 (what a line of the report says)
    name: str, ours: float, theirs: float | None, unit: str, goal: Goal | None = None, *,
    reference: str = PEER, remark: str = "",
) -> Finding:  # fmt: skip
    """Ours and the peer's in one run; without the peer nothing is shown, so the goal is missed."""
    if theirs is None:
        said = "; ".join(filter(None, (remark, "not shown: the peer is not here")))
        return Finding(
            name, ours, unit, nan, reference, nan, nan, nan, goal.text if goal else "", False if goal else None, said
        )
    ratio = ours / theirs if theirs else nan
    met = None if goal is None else goal.met(ratio if goal.of == "ratio" else ours)
    return Finding(name, ours, unit, theirs, reference, ratio, ratio, ratio, goal.text if goal else "", met, remark)
