"""`/api/v1/partners` and `/api/v1/agreements`."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Schema

from wasl.acts import clock, problems
from wasl.acts.refusals import Refused
from wasl.members import queries
from wasl.members.api.answers import stated
from wasl.members.models import Agreement, Partner
from wasl.members.states import Region
from wasl.web import access
from wasl.web.access import ANYBODY

access.declare("api:partners", "api:partner", "api:agreements", "api:agreement", get=ANYBODY)

router = Router(tags=["members"])

Index = Annotated[int, Path(ge=0, le=2**53 - 1)]
Word = Annotated[str, Path(max_length=40, pattern="^[a-z0-9-]+$")]


class PartnerOut(Schema):
    """A partner; `members` are those of our members that belong to it."""

    partner: str
    name: dict[str, str]
    sort: str
    regions: list[str]
    members: list[str]
    entry: int
    changed_by: int | None
    ended_at: str | None
    ended_by: int | None


class AgreementOut(Schema):
    """An agreement with a partner, or among members; `state` is in-force, ending, to-begin or ended."""

    entry: int
    partner: str | None
    members: list[str]
    title: dict[str, str]
    areas: list[str]
    shares: list[str]
    begins: str
    ends: str | None
    reference: str
    ended_at: str | None
    ended_by: int | None
    state: str


@router.get("/partners", response={200: list[PartnerOut], **problems.ERRORS}, url_name="partners")
def partners(
    request: HttpRequest, sort: Annotated[str, Query(max_length=40)] = "", region: Region | Literal[""] = ""
) -> list[PartnerOut]:
    """The partners there are and were, of a sort and region or of all."""
    return [
        _partner(each)
        for each in queries.partners()
        if sort in ("", each.sort) and (not region or str(region) in each.regions)
    ]


def _partner(each: Partner) -> PartnerOut:
    return PartnerOut(
        partner=each.partner,
        name=each.name,
        sort=each.sort,
        regions=each.regions,
        members=each.members,
        entry=each.entry,
        changed_by=each.changed_by,
        ended_at=stated(each.ended_at),
        ended_by=each.ended_by,
    )


@router.get("/partners/{word}", response={200: PartnerOut, **problems.ERRORS}, url_name="partner")
def partner(request: HttpRequest, word: Word) -> PartnerOut:
    """One partner."""
    found = queries.partner(word)
    if found is None:
        raise Refused("not-there", _("There is no such partner."), status=404)
    return _partner(found)


@router.get("/agreements", response={200: list[AgreementOut], **problems.ERRORS}, url_name="agreements")
def agreements(
    request: HttpRequest,
    partner: Annotated[str, Query(max_length=40)] = "",
    member: Annotated[str, Query(max_length=2)] = "",
    area: Annotated[str, Query(max_length=40)] = "",
    state: Literal["", "in-force", "ending", "to-begin", "ended"] = "",
) -> list[AgreementOut]:
    """Agreements, the newest first: of a partner, of a member by itself or through its partners, of a crime area.

    One that is `ending` is in force, and for less than 90 days.
    """
    now = clock.now()
    told = [_agreement(each, now) for each in queries.agreements(partner=partner, member=member, area=area)]
    return [each for each in told if state in ("", each.state)]


def _agreement(each: Agreement, now: datetime) -> AgreementOut:
    return AgreementOut(
        entry=each.entry,
        partner=each.partner or None,
        members=each.members,
        title=each.title,
        areas=each.areas,
        shares=each.shares,
        begins=each.begins.isoformat(),
        ends=stated(each.ends),
        reference=each.reference,
        ended_at=stated(each.ended_at),
        ended_by=each.ended_by,
        state=queries.agreement_state(each, now),
    )


@router.get("/agreements/{entry}", response={200: AgreementOut, **problems.ERRORS}, url_name="agreement")
def agreement(request: HttpRequest, entry: Index) -> AgreementOut:
    """One agreement, by the entry that recorded it."""
    found = queries.agreement(entry)
    if found is None:
        raise Refused("not-there", _("There is no such agreement."), status=404)
    return _agreement(found, clock.now())
