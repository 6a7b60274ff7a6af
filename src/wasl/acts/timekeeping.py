"""Whether the machine's clock can be believed.

The record's time never goes back. One act accepted under a clock that is a year ahead would hold that time for good:
mandates would end, and nothing said afterwards could bear its true date. So the door refuses to write under a clock
that stands before the newest entry, or long after it, until the operator has looked and vouched for the clock. What
the operator vouched for lies in the home, because the clock is this machine's.
"""

import json
import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wasl.acts import clock, home
from wasl.acts.act import format_instant, parse_instant
from wasl.acts.refusals import Refused
from wasl.record.checkpoint import SKEW

log = logging.getLogger(__name__)

QUIET = timedelta(days=60)
"""How long an organisation at work is never silent; a demo may lie still for years."""

VOUCHED_FOR = timedelta(days=1)
"""How long after it was vouched for a clock ahead of the record may be used for the next entry."""

TOLD_EVERY = 60
"""Seconds between two lines of the log that say the same."""

_told: dict[str, float] = {}


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether the next entry may bear the machine's time, `moment`; the limits are None where there are none."""

    moment: datetime
    earliest: datetime | None
    latest: datetime | None
    vouched: bool
    """The operator said that this clock is right, at this point of the record."""
    doubted: bool
    """No act is accepted under it."""


def judge(newest: datetime | None) -> Judgement:
    """The machine's clock beside the record's newest entry, of `newest`; None when there is none yet."""
    moment = clock.now()
    if newest is None:
        return Judgement(moment, None, None, vouched=False, doubted=False)
    vouched = _vouched(newest, moment)
    latest = None if settings.WASL_HOME.demo else newest + QUIET
    return Judgement(moment, newest - SKEW, latest, vouched, doubted=not (vouched or _believed(newest, moment)))


def doubted(newest: datetime | None) -> bool:
    """Whether no act is accepted under the machine's clock, the record's newest entry being of `newest`."""
    return judge(newest).doubted


def next_time(newest: datetime) -> datetime:
    """The time of the next entry, the newest being of `newest`: the clock's, and never before.

    Raises Refused: clock-wrong, when the clock stands before the newest entry, or long after it.
    """
    moment = clock.now()
    if _believed(newest, moment) or _vouched(newest, moment):
        return max(moment, newest)
    _tell("the clock says %s, the record's newest entry %s: see `wasl clock`", moment, newest)
    raise Refused(
        "clock-wrong",
        _("The installation's clock may be wrong, and its operator must look. Nothing was changed."),
        status=503,
    )


def vouch(newest: datetime) -> datetime:
    """The operator says that the clock is right, the record's newest entry being of `newest`; returns its time."""
    moment = clock.now()
    home.write(_file(), json.dumps({"record": format_instant(newest), "clock": format_instant(moment)}))
    return moment


def _believed(newest: datetime, moment: datetime) -> bool:
    """Whether the clock needs nobody's word. Before the first entry any does."""
    quiet = timedelta.max if settings.WASL_HOME.demo else QUIET
    return clock.is_held() or newest.year == 1 or -SKEW <= moment - newest <= quiet


def _file() -> Path:
    return Path(settings.WASL_HOME.path, "clock.json")


def _vouched(newest: datetime, moment: datetime) -> bool:
    """Whether the operator vouched for this clock at this point of the record: the next entry makes it void.

    A file that cannot be read vouches for nothing.
    """
    try:
        said = json.loads(_file().read_bytes())
        record, since = parse_instant(said["record"]), moment - parse_instant(said["clock"])
    except FileNotFoundError:
        return False
    except (OSError, ValueError, LookupError, TypeError) as error:
        _tell("%s cannot be read and vouches for no clock: %s", _file(), error)
        return False
    return record == newest and since >= -SKEW and (moment < newest or since < VOUCHED_FOR)


def _tell(text: str, *values: Any) -> None:
    """Log it, but not for each act of many."""
    now = time.monotonic()
    if now - _told.get(text, -TOLD_EVERY) >= TOLD_EVERY:
        _told[text] = now
        log.error(text, *values)
