"""`/api/v1/officers`: those of one's own party, all for the secretariat."""

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Schema

from wasl.acts import problems
from wasl.acts.act import SECRETARIAT
from wasl.acts.refusals import Refused
from wasl.members import queries, roster
from wasl.members.api.answers import MandateOut, mandate_out
from wasl.members.models import Mandate, Officer
from wasl.web import access
from wasl.web.visitors import visitor_of

access.declare("api:officers", "api:officer", get="officers.read")

router = Router(tags=["members"])

OFFICERS_MAX = 200

Index = Annotated[int, Path(ge=0, le=2**53 - 1)]


class OfficerOut(Schema):
    """An officer by entry, with the mandates that are not ended."""

    entry: int
    party: str
    name: str
    photograph: str | None
    mandates: list[MandateOut]


class OfficersOut(Schema):
    """Officers from the newest down; `next` is the `before` of the next page."""

    officers: list[OfficerOut]
    next: int | None


@router.get("/officers", response={200: OfficersOut, **problems.ERRORS}, url_name="officers")
def officers(  # noqa: PLR0913, PLR0917 (each is a parameter of the address)
    request: HttpRequest,
    response: HttpResponse,
    q: Annotated[str, Query(max_length=100)] = "",
    party: Annotated[str, Query(max_length=12, pattern="^([A-Z]{2}|secretariat|system)?$")] = "",
    role: Annotated[str, Query(max_length=40, pattern="^[a-z-]*$")] = "",
    state: Literal["", "in-office", "without"] = "",
    before: Annotated[int | None, Query(ge=0, le=2**53 - 1)] = None,
    limit: Annotated[int, Query(ge=1, le=OFFICERS_MAX)] = 50,
) -> OfficersOut:
    """Officers of the visitor's own party, of all for the secretariat, from the newest down."""
    response["Cache-Control"] = "private, no-store"
    reader = visitor_of(request).party
    whose = party if reader == SECRETARIAT else reader or ""
    asked = roster.Asked(whose, role, state, before, roster.named(q, whose) if q else None)
    page = roster.page(reader, asked, limit)
    shown = queries.photographs(page.officers)
    found = [_officer(each, page.mandates.get(each.entry, []), shown.get(each.entry)) for each in page.officers]
    return OfficersOut(officers=found, next=page.before)


def _officer(each: Officer, mandates: list[Mandate], photograph: str | None) -> OfficerOut:
    return OfficerOut(
        entry=each.entry,
        party=each.party,
        name=each.name,
        photograph=photograph,
        mandates=[mandate_out(held) for held in mandates],
    )


@router.get("/officers/{entry}", response={200: OfficerOut, **problems.ERRORS}, url_name="officer")
def officer(request: HttpRequest, response: HttpResponse, entry: Index) -> OfficerOut:
    """One officer with all mandates, ended ones too."""
    response["Cache-Control"] = "private, no-store"
    found = Officer.seen_by(visitor_of(request).party).filter(pk=entry).first()
    if found is None:
        raise Refused("not-there", _("There is no such officer."), status=404)
    mandates = list(Mandate.objects.filter(officer=entry).order_by("-entry"))
    return _officer(found, mandates, queries.photographs([found]).get(entry))
