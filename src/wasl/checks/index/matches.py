"""The matches of several indexes as those of one. Needs no Django."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wasl.screening import Among, Index, Match, Query

WORTH_SHOWING = 0.4
"""Matches below the alert threshold that are shown as weak, down to this score."""


def best(
    indexes: Sequence["Index"], queries: Sequence["Query"], limit: int, threshold: float, among: "Among"
) -> "Iterator[list[Match]]":
    """For each query the best matches on all indexes, best first: at least these, where there are as many as the limit.

    Raises OSError, IndexDamaged.
    """
    from wasl.screening.index.searching import ranked

    each = [index.search_many(queries, limit, threshold, workers=1, among=among) for index in indexes]
    return (ranked(chain(*found), limit) for found in zip(*each, strict=True))
