"""The only place where Wasl reads the time.

Tests and the demo's history move it; everything else is handed the time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_held: ContextVar[datetime | None] = ContextVar("wasl_clock_held", default=None)
_offset = timedelta(0)


def now() -> datetime:
    """The present instant, in UTC, with microseconds."""
    held = _held.get()
    return datetime.now(UTC) + _offset if held is None else held


def shift(offset: timedelta) -> None:
    """Let the whole process live `offset` away from the machine's clock (tests)."""
    global _offset  # noqa: PLW0603 (one clock a process is the point)
    _offset = offset


@contextmanager
def held_at(moment: datetime) -> Iterator[None]:
    """Within the block, time stands still at `moment`: for tests, and for building a history."""
    token = _held.set(moment)
    try:
        yield
    finally:
        _held.reset(token)
