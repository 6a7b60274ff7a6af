"""The only place where Wasl reads the time.

Tests and the demo's history move it; everything else is handed the time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_held: ContextVar[datetime | None] = ContextVar("wasl_clock_held", default=None)


def now() -> datetime:
    """The present instant, in UTC, with microseconds."""
    held = _held.get()
    return datetime.now(UTC) if held is None else held


def is_held() -> bool:
    """Whether somebody holds the clock: then it need not agree with the machine's."""
    return _held.get() is not None


@contextmanager
def held_at(moment: datetime) -> Iterator[None]:
    """Within the block, time stands still at `moment`: for tests, and for building a history."""
    token = _held.set(moment)
    try:
        yield
    finally:
        _held.reset(token)
