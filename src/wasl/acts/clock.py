"""The only place where Wasl reads the time.

Tests and the demo's history hold it, and a demo can move it; everything else is handed the time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_held: ContextVar[datetime | None] = ContextVar("wasl_clock_held", default=None)

_offset: Callable[[], timedelta] | None = None
"""How far the clock of a demo is ahead of the machine's; None in every real installation."""


def now() -> datetime:
    """The present instant, in UTC, with microseconds."""
    held = _held.get()
    if held is not None:
        return held
    return datetime.now(UTC) if _offset is None else datetime.now(UTC) + _offset()


def is_held() -> bool:
    """Whether somebody holds the clock, or moved a demo's: then it need not agree with the machine's."""
    return _held.get() is not None or (_offset is not None and bool(_offset()))


def moved_by(offset: Callable[[], timedelta] | None) -> None:
    """Say how far the clock is ahead. Called at start, by the demo alone; None gives the machine's own clock back."""
    global _offset  # noqa: PLW0603 (there is one clock)
    _offset = offset


@contextmanager
def held_at(moment: datetime) -> Iterator[None]:
    """Within the block, time stands still at `moment`: for tests, and for building a history."""
    token = _held.set(moment)
    try:
        yield
    finally:
        _held.reset(token)
