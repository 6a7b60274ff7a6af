"""Reading the log of checks: whose lines, and whether they are what the record says they were.

A day agrees when its lines come to what the record has for it. That it does shows that no line of it was changed,
added or taken away since the installation committed to it.
"""

import json
from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from time import monotonic
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from wasl.acts.act import format_instant
from wasl.checks import queries
from wasl.checks.log import lines
from wasl.checks.models import Check, LoggedDay

SUMMED_FOR = 60.0
"""Seconds for which what a day comes to is remembered: a line changed meanwhile is seen when they are over."""

SHOWN_MAX = 1_000
"""Characters of what was asked that a file of many lines has."""

AT_ONCE = 50
"""Lines of a day that are held at a time: one of a file of many may be megabytes."""


@dataclass(frozen=True, slots=True)
class LinesWanted:
    """Which lines: of a party, an account, whoever is called so, a purpose, a way, a day; later than `since`.

    Those of every party are wanted by None alone, which is for who audits them; no party at all has no lines.
    """

    party: str | None
    account: int | None = None
    asker: str = ""
    purpose: str = ""
    way: str = ""
    day: str = ""
    alerts: bool = False
    since: datetime | None = None
    before: int | None = None


def found(wanted: LinesWanted, limit: int) -> list[Check]:
    """The lines wanted, newest first; the rows of files of many are left where they lie."""
    return list(_wanted(wanted)[:limit])


def rows(wanted: LinesWanted, limit: int) -> list[tuple[Any, ...]]:
    """The same as CSV has them, by `COLUMNS`: never many whole lines at a time, of which each may be long."""
    return [row(each) for each in _wanted(wanted)[:limit].iterator(chunk_size=AT_ONCE)]


def _wanted(wanted: LinesWanted) -> QuerySet[Check]:
    if wanted.party == "":
        return Check.objects.none()
    same = {name: value for name in ("party", "account", "purpose", "way", "day") if (value := getattr(wanted, name))}
    rows = Check.objects.filter(**same).order_by("-pk").defer("rows")
    if wanted.day:
        rows = rows.filter(pk__range=_range_of(wanted.day))
    if wanted.asker:
        rows = rows.filter(asker__icontains=wanted.asker)
    if wanted.alerts:
        rows = rows.filter(matches__gt=0)
    if wanted.since is not None:
        rows = rows.filter(at__gt=wanted.since, pk__gte=_first_since(wanted.since))
    if wanted.before is not None:
        rows = rows.filter(pk__lt=wanted.before)
    return rows


def _range_of(day: str) -> tuple[int, int]:
    """The first and the last line of a day: a database that walks down from the newest need not look at the others."""
    ends = lines.lines_of(day).aggregate(first=Min("pk"), last=Max("pk"))
    return ends["first"] or 0, ends["last"] or 0


def _first_since(moment: datetime) -> int:
    """A line before which none is of later than `moment`: no line is of an earlier day than its own time."""
    later = Check.objects.filter(day__gte=moment.astimezone(UTC).date().isoformat()).order_by("day", "pk")
    return later.values_list("pk", flat=True).first() or 0


def line(number: int) -> Check | None:
    """The line of this number."""
    return Check.objects.filter(pk=number).first()


def values(each: Check) -> dict[str, Any]:
    """A line as JSON has it, but for the rows of a file of many."""
    return {
        "check": each.pk,
        **lines.told(each),
        "salt": bytes(each.salt).hex(),
        "digest": bytes(each.digest).hex(),
    }


def text_of(each: Check) -> str:
    """What was typed or sent, or read; of a file of many its digest, of facts alone the names."""
    asked: dict[str, Any] = each.asked
    names: list[str] = asked.get("facts", {}).get("names", [])
    chosen = (f"{name}={value}" for name, value in asked.get("filter", {}).items())
    known = asked.get("text") or asked.get("file") or asked.get("entry") or " · ".join(names)
    return known or " ".join(filter(None, (asked.get("list"), *chosen)))


def terms_of(each: Check) -> list[str]:
    """On which terms a question was asked, each as `name=value`: with them whoever reviews a check repeats it."""
    asked: dict[str, Any] = each.asked
    if "limit" not in asked:
        return []
    said = {"threshold": each.answered["threshold"], "limit": asked["limit"]}
    said |= {name: asked[name] for name in ("lists", "reading") if name in asked}
    said |= {**asked.get("among", {}), **asked.get("told", {})}
    return [f"{name}={_joined(value)}" for name, value in said.items()]


def _joined(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


COLUMNS = (
    *("check", "day", "at", "party", "asker", "way", "purpose", "reference", "text"),
    *("alerts", "unanswered", "took", "digest"),
)


def row(each: Check) -> tuple[Any, ...]:
    """A line as CSV has it, by `COLUMNS`. Of a long text it has the beginning."""
    text = text_of(each)
    shown = text if len(text) <= SHOWN_MAX else f"{text[:SHOWN_MAX]}…"
    said = (each.asker, each.way, each.purpose, each.reference, shown)
    outcome = (each.matches, each.answered.get("unanswered", ""), each.took, bytes(each.digest).hex())
    return each.pk, each.day, format_instant(each.at), each.party, *said, *outcome


class State(StrEnum):
    """What a day's lines are beside the record."""

    NOT_YET = "not-yet"
    """The record does not have the day yet."""
    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_RECORDED = "not-recorded"
    """There are lines, and the record has later days, but not this one."""
    FORGOTTEN = "forgotten"
    """Its lines were kept for as long as they are."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A day's lines beside the record: how many there are and there should be, and those that were changed."""

    day: str
    state: State
    checks: int
    recorded: LoggedDay | None
    changed: tuple[int, ...] = ()

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return self.state not in (State.DIFFERS, State.NOT_RECORDED)


def is_whole(each: Check) -> bool:
    """Whether a line still comes to its own digest."""
    return lines.digest_of(each) == bytes(each.digest)


def verdict(day: str, now: datetime) -> Verdict:
    """Hold a day against the record by its lines' digests, which are not computed again.

    What they come to is remembered for a moment: whoever reads one line of a day after the other has it summed once.
    A day that the record does not have is not summed.
    """
    recorded = queries.logged_day(day)
    ends = lines.lines_of(day).aggregate(number=Count("pk"), first=Min("pk"), last=Max("pk"))
    moment = int(monotonic() / SUMMED_FOR)
    digest = _summed(day, tuple(ends.values()), recorded.digest, moment) if recorded else ""
    return Verdict(day, _state(day, now, recorded, ends["number"], digest), ends["number"], recorded)


@lru_cache(maxsize=64)
def _summed(day: str, _ends: Hashable, _recorded: str, _moment: int) -> str:
    """What the digests of a day come to; summed again once it has other lines, or a moment later."""
    _checks, digest = lines.sum_of(day)
    return digest


def recomputed(day: str, now: datetime) -> Verdict:
    """Hold a day against the record by its lines, each digest computed again."""
    recorded, changed = queries.logged_day(day), []
    checks, total = 0, sha256()
    for each in lines.lines_of(day).iterator(chunk_size=AT_ONCE):
        digest = lines.digest_of(each)
        if digest != bytes(each.digest):
            changed.append(each.pk)
        total.update(digest)
        checks += 1
    state = _state(day, now, recorded, checks, total.hexdigest())
    if changed and state in (State.AGREES, State.NOT_YET):
        state = State.DIFFERS
    return Verdict(day, state, checks, recorded, tuple(changed))


def _state(day: str, now: datetime, recorded: LoggedDay | None, checks: int, digest: str) -> State:
    if recorded is None:
        return State.NOT_YET if day > queries.newest_logged_day() else State.NOT_RECORDED
    if lines.is_over(day, now):
        return State.FORGOTTEN
    return State.AGREES if (recorded.checks, recorded.digest) == (checks, digest) else State.DIFFERS


def days(now: datetime) -> list[str]:
    """The days to be held against the record: those it has whose lines are still kept, and those that have lines."""
    recorded = {day for day in LoggedDay.objects.values_list("day", flat=True) if not lines.is_over(day, now)}
    return sorted(recorded | set(Check.objects.order_by("day").values_list("day", flat=True).distinct()))


def exported(day: str, only: Collection[int] = ()) -> Iterator[str]:
    """A day as JSON lines, in its order: `said` is the text whose SHA-256, after the salt, is the digest.

    With `only`, the other lines are there by their digests alone: enough for the day's sum, and telling of nobody.
    """
    for each in lines.lines_of(day).iterator(chunk_size=AT_ONCE):
        found = {"check": each.pk, "digest": bytes(each.digest).hex()}
        if not only or each.pk in only:
            found |= {"salt": bytes(each.salt).hex(), "said": lines.said(each).decode()}
        yield json.dumps(found)
