"""A clock that can be moved: how far the demo's time stands before the machine's, kept in the home.

Every process of the demo reads the same file, at each look at the clock, so all of them move together. A real
installation never asks this module.
"""

import calendar
import json
import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from wasl.acts import clock, deadlines, home, queries, turns
from wasl.acts.act import format_instant
from wasl.acts.receipts import Receipt

log = logging.getLogger(__name__)

FILE = "clock-offset.json"

FURTHEST = timedelta(days=3653)
"""How far ahead of the machine's clock a demo may be: ten years."""

PATIENCE = 10.0
"""Seconds that a move waits for another process that performs what is due."""


def _a_month_after(now: datetime) -> datetime:
    """The same day of the next month, or its last one."""
    year, month = now.year + now.month // 12, now.month % 12 + 1
    return now.replace(year=year, month=month, day=min(now.day, calendar.monthrange(year, month)[1]))


STEPS: dict[str, Callable[[datetime], datetime]] = {
    "day": lambda now: now + timedelta(days=1),
    "week": lambda now: now + timedelta(days=7),
    "month": _a_month_after,
}
"""The moves that have a button."""


class TooFarError(ValueError):
    """The clock cannot be moved there; `earliest` and `latest` are where it can."""

    def __init__(self, earliest: datetime, latest: datetime) -> None:
        super().__init__(f"the clock moves between {format_instant(earliest)} and {format_instant(latest)}")
        self.earliest, self.latest = earliest, latest


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where the clock may be moved: never before the newest entry, nor before the machine's own time."""

    earliest: datetime
    latest: datetime


_read: tuple[tuple[int, int, int], timedelta] | None = None


def offset() -> timedelta:
    """How far the demo's clock is ahead; nothing without a file, or with one that cannot be read."""
    global _read  # noqa: PLW0603 (one small cell for each process)
    try:
        found = os.stat(_file())  # noqa: PTH116 (at each look at the clock: nothing quicker)
    except OSError:
        return timedelta(0)
    mark = (found.st_mtime_ns, found.st_ino, found.st_size)
    if _read is None or _read[0] != mark:
        _read = (mark, _parsed())
    return _read[1]


def _parsed() -> timedelta:
    try:
        seconds = json.loads(Path(_file()).read_bytes())["seconds"]
        found = timedelta(seconds=float(seconds))
    except (OSError, ValueError, LookupError, TypeError, OverflowError) as error:
        log.warning("%s cannot be read and moves no clock: %s", _file(), error)
        return timedelta(0)
    return min(max(found, timedelta(0)), FURTHEST)


def _file() -> str:
    return f"{settings.WASL_HOME.path}/{FILE}"


def machine_time() -> datetime:
    """The time of the machine, whatever the demo's clock says."""
    return datetime.now(UTC)


def bounds() -> Bounds:
    """Where the clock can be moved at this moment."""
    machine, newest = machine_time(), queries.last_at()
    return Bounds(max(machine, newest) if newest else machine, machine + FURTHEST)


def move(to: datetime) -> list[Receipt]:
    """Move the clock and perform at once what falls due; returns the receipts. Raises TooFarError.

    A moment before the earliest possible is that moment where it is less than a second away: a newest entry is always
    a little older than the page on which somebody asked.
    """
    with home.locked(settings.WASL_HOME.path / "clock.lock"):
        allowed = bounds()
        if not allowed.earliest - timedelta(seconds=1) <= to <= allowed.latest:
            raise TooFarError(allowed.earliest, allowed.latest)
        _keep(max(to, allowed.earliest) - machine_time())
    return _perform_due()


def back() -> list[Receipt]:
    """Move the clock back as far as the record allows: to the machine's time, or to the newest entry."""
    with home.locked(settings.WASL_HOME.path / "clock.lock"):
        _keep(bounds().earliest - machine_time())
    return _perform_due()


def catch_up() -> None:
    """At a start: a clock whose file was lost stands before the newest entry, and is moved there."""
    newest = queries.last_at()
    if newest and newest > clock.now():
        back()


def _keep(ahead: timedelta) -> None:
    """A move of less than a second is none."""
    if ahead < timedelta(seconds=1):
        Path(_file()).unlink(missing_ok=True)
    else:
        home.write(Path(_file()), json.dumps({"seconds": ahead.total_seconds()}) + "\n")


def _perform_due() -> list[Receipt]:
    """A tick now. Where another process holds the turn, it is waited for: it began with the time before."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with turns.alone("tick") as alone:
            if alone:
                return deadlines.tick()
        time.sleep(0.05)
    return []
