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
    """Ours and the peer's in one run; without the peer there is no ratio, so a goal for that is missed."""
    if theirs is None:
        theirs, remark = nan, "; ".join(filter(None, (remark, "the peer is not here")))
    ratio = ours / theirs if theirs else nan
    met = None if goal is None else goal.met(ratio if goal.of == "ratio" else ours)
    return Finding(name, ours, unit, theirs, reference, ratio, ratio, ratio, goal.text if goal else "", met, remark)
