"""`/api/v1/members` and `/api/v1/roles`."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Schema

from wasl.acts import clock, problems, readers
from wasl.acts.act import SECRETARIAT
from wasl.acts.refusals import Refused
from wasl.members import queries, states
from wasl.members import roles as known_roles
from wasl.members.api.answers import MandateOut, mandate_out, stated
from wasl.members.duty import duty
from wasl.members.models import BureauDescription, BureauKey, Mandate, Member, Suspension
from wasl.members.states import Region
from wasl.web import access
from wasl.web.access import ANYBODY
from wasl.web.language import LANGUAGES, short_language

access.declare("api:members", "api:member", "api:compare", "api:secretariat", "api:roles", get=ANYBODY)

router = Router(tags=["members"])

Code = Annotated[str, Path(pattern="^[A-Z]{2}$")]

FEW = 10
"""Members whose numbers are counted by themselves."""

MANDATES_MAX = 100
"""Mandates of one party in an answer."""


class MemberOut(Schema):
    """A member state; `joined` is a year and month."""

    code: str
    code3: str
    name: dict[str, str]
    region: str
    joined: str
    entry: int


class MemberLineOut(MemberOut):
    """A member with the number of its keys in force, of its mandates, of its sub-bureaus, and what is suspended."""

    keys: int
    officers: int
    sub_bureaus: int
    suspended: list[str]


class KeyOut(Schema):
    """A public key and whether it may sign."""

    keyid: str
    state: str
    entry: int
    ended_by: int | None


class SubBureauOut(Schema):
    """A territory's own bureau."""

    code: str
    name: dict[str, str]


class HoursOut(Schema):
    """Hours of a weekday, 1 is Monday."""

    day: int
    opens: str
    closes: str


class BureauOut(Schema):
    """How a bureau is reached; `on_duty` is null where nothing is said of hours."""

    entry: int
    at: str
    address: list[str]
    city: str
    telephones: list[str]
    emails: list[str]
    channels: list[str]
    languages: list[str]
    time_zone: str
    always: bool
    hours: list[HoursOut]
    holidays: str
    on_duty: bool | None
    changes: str | None


class SuspensionOut(Schema):
    """Rights that a member may not exercise, for a time."""

    entry: int
    rights: list[str]
    reason: str
    article: str
    begins: str
    ends: str | None
    ended_at: str | None
    in_force: bool


class MemberDetailOut(MemberOut):
    """A member with its keys, the mandates not ended, newest first, and what it belongs to.

    `bureau` is null for whoever may not read how the bureau is reached.
    """

    keys: list[KeyOut]
    mandates: list[MandateOut]
    sub_bureaus: list[SubBureauOut]
    bureau: BureauOut | None
    partners: list[str]
    agreements: list[int]
    suspensions: list[SuspensionOut]


class SideOut(MemberLineOut):
    """One of two members that are compared; `agreements` are those in force that the other has no part in."""

    partners: list[str]
    open_acts: int
    agreements: list[int]


class ComparedOut(Schema):
    """Two members side by side, and the agreements not ended that they have in common."""

    members: list[SideOut]
    agreements: list[int]


class SecretariatOut(Schema):
    """The General Secretariat: its keys, the mandates not ended, newest first, and how it is reached.

    `bureau` is null for whoever may not read how it is reached.
    """

    party: str
    keys: list[KeyOut]
    mandates: list[MandateOut]
    bureau: BureauOut | None


class RoleOut(Schema):
    """A role: whose head gives it, what it opens, how many hold it now."""

    name: str
    given_by: str
    second_factor: bool
    rights: list[str]
    at_secretariat: list[str]
    held: int


def _member(found: Member) -> dict[str, Any]:
    state = states.state(found.code)
    return {
        "code": found.code,
        "code3": state.code3,
        "name": _names(state.name),
        "region": found.region,
        "joined": found.joined,
        "entry": found.entry,
    }


def _names(name: states.Name) -> dict[str, str]:
    return {language: name.in_language(language) for language in LANGUAGES}


@router.get("/members", response={200: list[MemberLineOut], **problems.ERRORS}, url_name="members")
def members(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=100)] = "",
    region: Region | Literal[""] = "",
    standing: Literal["", "bureau", "no-bureau", "suspended"] = "",
    order: Literal["code", "-code", "joined", "-joined", "name", "-name"] = "code",
) -> list[MemberLineOut]:
    """The members of a region, or of all, whose code or name holds the words of `q`.

    By name is the roll-call order of the request's language.
    """
    found = queries.members(short_language(), words=q, region=str(region), order=order)
    lines = [MemberLineOut(**line) for line in _lines(found)]
    kept = {"": lines, "bureau": [line for line in lines if line.keys], "suspended": [x for x in lines if x.suspended]}
    return kept[standing] if standing in kept else [line for line in lines if not line.keys]


def _lines(found: list[Member]) -> Iterator[dict[str, Any]]:
    codes = [each.code for each in found] if len(found) <= FEW else []
    counts, suspended = queries.counts(*codes), queries.suspended_members(clock.now())
    for each in found:
        keys, officers = counts.get(each.code, (0, 0))
        yield {
            **_member(each),
            "keys": keys,
            "officers": officers,
            "sub_bureaus": len(_territories(each.code)),
            "suspended": sorted(suspended.get(each.code, ())),
        }


def _territories(code: str) -> list[states.SubBureau]:
    return [each for each in states.sub_bureaus() if each.of == code]


@router.get("/compare", response={200: ComparedOut, **problems.ERRORS}, url_name="compare")
def compare(
    request: HttpRequest,
    a: Annotated[str, Query(pattern="^[A-Z]{2}$")],
    b: Annotated[str, Query(pattern="^[A-Z]{2}$")],
) -> ComparedOut:
    """Two different members side by side."""
    found = [queries.member(code) for code in (a, b)]
    if None in found:
        raise Refused("not-there", _("There is no such member."), status=404)
    acts = queries.open_acts(a, b)
    common, apart = queries.agreements_in_common(a, b)
    sides = [
        SideOut(
            **line,
            partners=[each.partner for each in queries.partners_of(code)],
            open_acts=acts.get(code, 0),
            agreements=[each.entry for each in apart[code]],
        )
        for code, line in zip((a, b), _lines([one for one in found if one]), strict=True)
    ]
    return ComparedOut(members=sides, agreements=[each.entry for each in common])


@router.get(
    "/secretariat",
    response={200: SecretariatOut, **problems.ERRORS},
    url_name="secretariat",
    openapi_extra=readers.described(),
)
def secretariat(request: HttpRequest, response: HttpResponse) -> SecretariatOut:
    """The General Secretariat; how it is reached, for every member that signs the request."""
    response["Cache-Control"] = "private, no-store"
    now, said = clock.now(), queries.description(SECRETARIAT, readers.reader_of(request))
    return SecretariatOut(
        party=SECRETARIAT,
        keys=_keys(SECRETARIAT),
        mandates=_mandates(SECRETARIAT),
        bureau=_bureau(said, now) if said else None,
    )


def _keys(party: str) -> list[KeyOut]:
    keys = BureauKey.objects.filter(party=party).order_by("-entry")
    return [KeyOut(keyid=key.keyid, state=key.state, entry=key.entry, ended_by=key.ended_by) for key in keys]


def _mandates(party: str) -> list[MandateOut]:
    held = Mandate.objects.filter(party=party, ended_at=None).order_by("-entry")[:MANDATES_MAX]
    return [mandate_out(each) for each in held]


@router.get(
    "/members/{code}",
    response={200: MemberDetailOut, **problems.ERRORS},
    url_name="member",
    openapi_extra=readers.described(),
)
def member(request: HttpRequest, response: HttpResponse, code: Code) -> MemberDetailOut:
    """One member; how its bureau is reached, for every member that signs the request."""
    found = queries.member(code)
    if found is None:
        raise Refused("not-there", _("There is no such member."), status=404)
    response["Cache-Control"] = "private, no-store"
    now, said = clock.now(), queries.description(code, readers.reader_of(request))
    return MemberDetailOut(
        **_member(found),
        keys=_keys(code),
        mandates=_mandates(code),
        sub_bureaus=[SubBureauOut(code=each.code, name=_names(each.name)) for each in _territories(code)],
        bureau=_bureau(said, now) if said else None,
        partners=[each.partner for each in queries.partners_of(code)],
        agreements=[each.entry for each in queries.agreements(member=code)],
        suspensions=[_suspension(each, now) for each in queries.suspensions(code)],
    )


def _bureau(said: BureauDescription, now: datetime) -> BureauOut:
    found = duty(said, now)
    return BureauOut(
        entry=said.entry,
        at=said.at.isoformat(),
        address=said.address,
        city=said.city,
        telephones=said.telephones,
        emails=said.emails,
        channels=said.channels,
        languages=said.languages,
        time_zone=said.time_zone,
        always=said.always,
        hours=[HoursOut(day=day, opens=opens, closes=closes) for day, opens, closes in said.hours],
        holidays=said.holidays,
        on_duty=found.on if found else None,
        changes=stated(found.changes) if found else None,
    )


def _suspension(each: Suspension, now: datetime) -> SuspensionOut:
    return SuspensionOut(
        entry=each.entry,
        rights=each.rights,
        reason=each.reason,
        article=each.article,
        begins=each.begins.isoformat(),
        ends=stated(each.ends),
        ended_at=stated(each.ended_at),
        in_force=queries.in_force(each, now),
    )


@router.get("/roles", response={200: list[RoleOut], **problems.ERRORS}, url_name="roles")
def roles(request: HttpRequest) -> list[RoleOut]:
    """Every role, as the gate knows it."""
    held = queries.holders(clock.now())
    return [
        RoleOut(
            name=role.name,
            given_by=role.given_by,
            second_factor=role.second_factor,
            rights=sorted(role.rights),
            at_secretariat=sorted(role.at_secretariat),
            held=held.get(role.name, 0),
        )
        for role in known_roles.roles().values()
    ]
