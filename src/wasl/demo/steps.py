"""A step of the demo's history."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens, so many days before the present."""

    days: float
    happen: Callable[[], object]
