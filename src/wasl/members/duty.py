"""When somebody is on duty at a bureau, and when next, as its description says."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale

from wasl.members.models import BureauDescription
from wasl.web.language import LANGUAGES, short_language


@dataclass(frozen=True, slots=True)
class Duty:
    """Whether somebody is on duty at a moment; when that changes, and None where it never does or nobody said."""

    on: bool
    changes: datetime | None


def is_language(code: str) -> bool:
    """Whether there is a language of that code."""
    return code in Locale("en").languages


def duty(said: BureauDescription, at: datetime) -> Duty | None:
    """Whether somebody is on duty at `at`; None where the description says nothing of hours, or its zone is gone."""
    if said.always:
        return Duty(on=True, changes=None)
    zone = _zone(said.time_zone)
    if zone is None or not said.hours:
        return None
    today = at.astimezone(zone).date()
    spans = _joined(_spans(said.hours, zone, today))
    current = next((closes for opens, closes in spans if opens <= at < closes), None)
    if current is not None:
        return Duty(on=True, changes=current)
    return Duty(on=False, changes=next(opens for opens, _closes in spans if opens > at))


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _spans(hours: list[list[int | str]], zone: ZoneInfo, today: date) -> list[tuple[datetime, datetime]]:
    """Every time of duty from yesterday until a week after today, in order."""
    days = [today + timedelta(days=offset) for offset in range(-1, 9)]
    spans = [
        (_moment(day, str(opens), zone), _moment(day, str(closes), zone))
        for day in days
        for weekday, opens, closes in hours
        if weekday == day.isoweekday()
    ]
    return sorted(span for span in spans if span[0] < span[1])


def _joined(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Hours that end as others begin, such as at midnight, as one."""
    found: list[tuple[datetime, datetime]] = []
    for opens, closes in spans:
        if found and found[-1][1] >= opens:
            found[-1] = (found[-1][0], max(found[-1][1], closes))
        else:
            found.append((opens, closes))
    return found


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """A time of day where the clocks of that zone show it; 24:00 is the next day's beginning."""
    hour, minute = (int(part) for part in clock.split(":"))
    if hour == 24:
        day, hour = day + timedelta(days=1), 0
    return datetime.combine(day, time(hour, minute), zone).astimezone(UTC)


SPOKEN = """
am az be bg bn bs cs da de dv dz el et fa fi fil he hi hr hu hy id is it ja ka kk km ko ky lo lt lv mg mk mn ms mt my
ne nl no pl ps pt ro ru rw si sk sl so sq sr sv sw ta tg th ti tk tr uk ur uz vi zh
""".split()  # noqa: SIM905 (a list of strings would take a line for each)
"""Official languages of members, offered on the page; a program may name others."""


def languages() -> list[tuple[str, str]]:
    """The languages a bureau can choose from: the four that the organisation works in, then by name."""
    named = Locale(short_language()).languages
    others = sorted(SPOKEN, key=lambda code: str(named.get(code, code)))
    return [(code, str(named.get(code, code))) for code in (*LANGUAGES, *others)]
