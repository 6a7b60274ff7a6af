"""`/api/v1/clearances`: who is not the one listed, as far as one's party is shown."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Schema

from wasl.acts import clock, problems
from wasl.acts.refusals import Refused
from wasl.checks import queries
from wasl.checks.log import readings
from wasl.checks.models import Clearance
from wasl.web import access
from wasl.web.visitors import visitor_of

access.declare("api:clearances", "api:clearance", get="checks.make")

router = Router(tags=["checks"], by_alias=True)

CLEARANCES_MAX = 200


class ClearanceOut(Schema):
    """A clearance; `listed` is whether the entry still says what it said when the clearance was given."""

    entry: int
    party: str
    subject: str
    person: dict[str, Any]
    reason: str
    shared: bool
    given_at: str
    ends: str
    ended_at: str | None
    ended_by: int | None
    end_reason: str
    listed: Literal["as-then", "changed", "delisted"]


class ClearancesOut(Schema):
    """Clearances from the newest down; `next` is the `before` of the next page."""

    clearances: list[ClearanceOut]
    next: int | None


@router.get("/clearances", response={200: ClearancesOut, **problems.ERRORS}, url_name="clearances")
def clearances(  # noqa: PLR0913, PLR0917 (each is a parameter of the address)
    request: HttpRequest,
    response: HttpResponse,
    list: Annotated[str, Query(max_length=60)] = "",  # noqa: A002 (as the page's address says it)
    by: Annotated[str, Query(max_length=12, pattern="^([A-Z]{2}|secretariat)?$")] = "",
    state: Literal["", "in-force", "over"] = "",
    before: Annotated[int | None, Query(ge=0, le=2**53 - 1)] = None,
    limit: Annotated[int, Query(ge=1, le=CLEARANCES_MAX)] = 50,
) -> ClearancesOut:
    """Clearances that every member sees and those of the visitor's own party, from the newest down.

    The reading is logged.
    """
    response["Cache-Control"] = "private, no-store"
    wanted = queries.WantedClearances(by, list, state, before)
    visitor = visitor_of(request)
    found = queries.clearances(visitor.party, wanted, clock.now(), limit + 1)
    shown = found[:limit]
    digests = queries.entry_digests(each.subject for each in shown)
    chosen = {"list": list, "by": by, "state": state, "before": before}
    readings.read_clearances(visitor, chosen, len(shown))
    following = shown[-1].entry if len(found) > limit else None
    return ClearancesOut(clearances=[_out(each, digests.get(each.subject)) for each in shown], next=following)


@router.get("/clearances/{entry}", response={200: ClearanceOut, **problems.ERRORS}, url_name="clearance")
def clearance(
    request: HttpRequest, response: HttpResponse, entry: Annotated[int, Path(ge=0, le=2**53 - 1)]
) -> ClearanceOut:
    """One clearance. The reading is logged."""
    response["Cache-Control"] = "private, no-store"
    visitor = visitor_of(request)
    found = Clearance.seen_by(visitor.party).filter(pk=entry).first()
    if found is None:
        raise Refused("not-there", _("There is no such clearance."), status=404)
    readings.read_clearances(visitor, {"clearance": entry}, 1)
    return _out(found, queries.entry_digests([found.subject]).get(found.subject))


def _out(each: Clearance, digest: str | None) -> ClearanceOut:
    return ClearanceOut(
        entry=each.entry,
        party=each.party,
        subject=each.subject,
        person=each.person,
        reason=each.reason,
        shared=each.shared,
        given_at=each.given_at.isoformat(),
        ends=each.ends.isoformat(),
        ended_at=_stated(each.ended_at),
        ended_by=each.ended_by,
        end_reason=each.end_reason,
        listed="delisted" if digest is None else "as-then" if digest == each.digest else "changed",
    )


def _stated(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
