"""`/api/v1/checks/log`: who asked what; `/api/v1/checks/mine`: what oneself asked within a day."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Schema

from wasl.acts import clock, problems
from wasl.acts.refusals import Refused
from wasl.checks.log import auditing, logged_person, readings, recalled
from wasl.checks.log.auditing import LinesWanted, State
from wasl.checks.models import Check
from wasl.checks.rights import LOG_READERS
from wasl.web import access
from wasl.web.access import any_of
from wasl.web.visitors import visitor_of

access.declare("api:check-log", get=LOG_READERS)
access.declare("api:check-line", get=any_of(LOG_READERS, "checks.make"))
access.declare("api:checks-mine", get="checks.make")

router = Router(tags=["checks"], by_alias=True)

LINES_MAX = 500

Number = Annotated[int, Path(ge=0, le=2**53 - 1)]
Before = Annotated[int | None, Query(ge=0, le=2**53 - 1)]
Limit = Annotated[int, Query(ge=1, le=LINES_MAX)]
Word = Annotated[str, Query(max_length=40, pattern="^[a-z-]*$")]


class LineOut(Schema):
    """A check as it was logged. `digest` is SHA-256 over the salt and the canonical JSON of the fields from `day` on.

    Of a file of many, its `rows` come with them, which only the line itself has.
    """

    check: int
    day: str
    at: str
    party: str
    account: int | None
    asker: str
    way: str
    purpose: str
    reference: str
    asked: dict[str, Any]
    answered: dict[str, Any]
    matches: int
    took: int
    salt: str
    digest: str


class LinesOut(Schema):
    """Checks from the newest down; `next` is the `before` of the next page."""

    checks: list[LineOut]
    next: int | None


class LineWithDayOut(LineOut):
    """A check, whether it still comes to its digest, and whether its day is what the record says it was.

    `rows` are those of a file of many that had a match: who was asked for, and who was found.
    """

    rows: list[dict[str, Any]]
    whole: bool
    state: State
    recorded: int | None


@router.get("/checks/log", response={200: LinesOut, **problems.ERRORS}, url_name="check-log")
def check_log(  # noqa: PLR0913, PLR0917 (each is a parameter of the address)
    request: HttpRequest,
    response: HttpResponse,
    party: Annotated[str, Query(max_length=12, pattern="^([A-Z]{2}|secretariat|system)?$")] = "",
    asker: Annotated[str, Query(max_length=100)] = "",
    purpose: Word = "",
    way: Word = "",
    alerts: Literal["", "yes"] = "",
    day: Annotated[str, Query(max_length=10, pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")] = "",
    before: Before = None,
    limit: Limit = 50,
) -> LinesOut:
    """Checks of the visitor's own party, of all for who audits them, from the newest down. The reading is logged."""
    visitor = visitor_of(request)
    whose = (party or None) if visitor.may("checks.audit") else visitor.party or ""
    wanted = LinesWanted(whose, None, asker.strip(), purpose, way, day, bool(alerts), None, before)
    found = auditing.found(wanted, limit + 1)
    chosen = {"party": whose, "asker": wanted.asker, "purpose": purpose, "way": way, "alerts": alerts, "day": day}
    readings.read_log(visitor, chosen | {"before": before}, found[:limit])
    return _answer(response, found, limit)


@router.get("/checks/mine", response={200: LinesOut, **problems.ERRORS}, url_name="checks-mine")
def checks_mine(request: HttpRequest, response: HttpResponse, before: Before = None, limit: Limit = 50) -> LinesOut:
    """What the person who asks checked within the last day."""
    visitor = visitor_of(request)
    if visitor.account is None:
        raise Refused("not-there", _("Only people have checks of their own; a program's are in the log."), status=404)
    since = clock.now() - recalled.SHOWN_FOR
    wanted = LinesWanted(party=visitor.party or "", account=visitor.account, since=since, before=before)
    return _answer(response, auditing.found(wanted, limit + 1), limit)


def _answer(response: HttpResponse, found: list[Check], limit: int) -> LinesOut:
    response["Cache-Control"] = "private, no-store"
    following = found[limit - 1].pk if len(found) > limit else None
    return LinesOut(checks=[LineOut(**auditing.values(each)) for each in found[:limit]], next=following)


@router.get("/checks/log/{number}", response={200: LineWithDayOut, **problems.ERRORS}, url_name="check-line")
def check_line(request: HttpRequest, response: HttpResponse, number: Number) -> LineWithDayOut:
    """One check, held against the record. That somebody else's was read is logged."""
    response["Cache-Control"] = "private, no-store"
    visitor, now = visitor_of(request), clock.now()
    found = logged_person.line_shown(number, visitor, now)
    if found is None:
        raise Refused("not-there", _("There is no such check."), status=404)
    if recalled.line_of(number, visitor, now) is None:
        readings.read_log(visitor, {"check": number}, [found])
    return _with_day(found, auditing.verdict(found.day, now))


def _with_day(found: Check, day: auditing.Verdict) -> LineWithDayOut:
    return LineWithDayOut(
        **auditing.values(found),
        rows=found.rows,
        whole=auditing.is_whole(found),
        state=day.state,
        recorded=day.recorded.entry if day.recorded else None,
    )
