"""On which terms a search is made: who may be found, how many, how surely, and where its work is counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf, log2
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wasl.screening.index.lists import Numbers
from wasl.screening.index.segment import Segment
from wasl.screening.subject import Subject

SPARE: Final = 4
"""Subjects compared beyond the limit, for estimates rank a little otherwise than comparisons do."""

ROOM_MAX: Final = 128
"""Where so many are asked for that there is more room than usual, there is no more than this."""

ASKED_OF_MAX: Final = 1_000
"""Subjects of whom an asker's own condition is asked for one name or number, best first; those beyond are left out."""

Admits = Callable[[Subject], bool]
"""Says whether a subject may be among the matches."""


@dataclass(slots=True)
class Counters:
    """The work of a search: what grows with the input is capped, and this is how tests see it.

    `parts` of names that were looked up; `reached` names that share one, with repetition; `candidates` that were
    decided on; `compared` subjects that were compared in full; `left_out` names beyond the cap.
    """

    parts: int = 0
    reached: int = 0
    candidates: int = 0
    compared: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Among:
    """Among whom a search is made: subjects of these `lists`, or of any; of these whom `admits` admits, or all.

    Lists cost nothing; a condition is asked of each subject that would be found, at most `ASKED_OF_MAX` times.
    """

    lists: frozenset[str] | None = None
    admits: Admits | None = None


ANYBODY: Final = Among()


@dataclass(slots=True)
class Terms:
    """The terms on which a segment is searched; whoever may not be found takes nobody's place.

    There are at most `limit` matches, with a score of `threshold`, which is `least` bits; `there` says by number which
    subjects may be found, and is None where all may; of these `admits` is asked.
    """

    segment: Segment
    limit: int
    threshold: float
    there: NDArray[np.bool_] | None = None
    admits: Admits | None = None
    counters: Counters = field(default_factory=Counters)
    least: float = field(init=False)
    _admitted: dict[int, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        score = self.threshold
        self.least = log2(score / (1 - score)) if 0 < score < 1 else inf * (score - 0.5)

    def room(self, usual: int) -> int:
        """How many are looked at where `usual` many are, unless more are asked for; never more than `ROOM_MAX`."""
        return max(usual, min(self.limit + SPARE, ROOM_MAX))

    def first(self, numbers: Sequence[int] | Numbers, most: int) -> slice | list[int]:
        """The places of the first so many of these subjects that are admitted; `there` was asked before."""
        if self.admits is None:
            return slice(most)
        places: list[int] = []
        for place, number in enumerate(numbers[:ASKED_OF_MAX]):
            if len(places) == most:
                break
            if self._admits(int(number)):
                places.append(place)
        return places

    def _admits(self, number: int) -> bool:
        known = self._admitted.get(number)
        if known is None:
            assert self.admits is not None
            known = self._admitted[number] = self.admits(self.segment[number])
        return known
