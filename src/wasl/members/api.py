"""`/api/v1/members`."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Schema

from wasl.acts import problems
from wasl.acts.refusals import Refused
from wasl.members import queries, states
from wasl.members.models import BureauKey, Mandate, Member
from wasl.members.states import Region
from wasl.web.language import LANGUAGES, short_language

router = Router(tags=["members"])

Code = Annotated[str, Path(pattern="^[A-Z]{2}$")]


class MemberOut(Schema):
    """A member state; `joined` is a year and month."""

    code: str
    code3: str
    name: dict[str, str]
    region: str
    joined: str
    entry: int


class MemberLineOut(MemberOut):
    """A member with the number of its keys in force and of its mandates."""

    keys: int
    officers: int


class KeyOut(Schema):
    """A public key and whether it may sign."""

    keyid: str
    state: str
    entry: int
    ended_by: int | None


class MandateOut(Schema):
    """A mandate by entry; the officer is named by entry, too, since names are closed."""

    entry: int
    officer: int
    role: str
    begins: str
    ends: str | None
    ended_by: int | None


class MemberDetailOut(MemberOut):
    """A member with its keys and the mandates in force, newest first."""

    keys: list[KeyOut]
    mandates: list[MandateOut]


def _member(found: Member) -> MemberOut:
    state = states.state(found.code)
    name = {language: state.name.in_language(language) for language in LANGUAGES}
    return MemberOut(
        code=found.code, code3=state.code3, name=name, region=found.region, joined=found.joined, entry=found.entry
    )


@router.get("/members", response={200: list[MemberLineOut], **problems.ERRORS}, url_name="members")
def members(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=100)] = "",
    region: Region | Literal[""] = "",
    order: Literal["code", "-code", "joined", "-joined", "name", "-name"] = "code",
) -> list[MemberLineOut]:
    """The members of a region, or of all, whose code or name holds the words of `q`.

    By name is the roll-call order of the request's language.
    """
    counts = queries.counts()
    found = queries.members(short_language(), words=q, region=str(region), order=order)
    return [
        MemberLineOut(**_member(each).dict(), keys=keys, officers=officers)
        for each in found
        for keys, officers in [counts.get(each.code, (0, 0))]
    ]


@router.get("/members/{code}", response={200: MemberDetailOut, **problems.ERRORS}, url_name="member")
def member(request: HttpRequest, code: Code) -> MemberDetailOut:
    """One member."""
    found = queries.member(code)
    if found is None:
        raise Refused("not-there", _("There is no such member."), status=404)
    keys = BureauKey.objects.filter(party=code).order_by("-entry")
    mandates = Mandate.objects.filter(party=code, ended_at=None).order_by("-entry")[:100]
    return MemberDetailOut(
        **_member(found).dict(),
        keys=[KeyOut(keyid=key.keyid, state=key.state, entry=key.entry, ended_by=key.ended_by) for key in keys],
        mandates=[
            MandateOut(
                entry=held.entry,
                officer=held.officer,
                role=held.role,
                begins=held.begins.isoformat(),
                ends=held.ends.isoformat() if held.ends else None,
                ended_by=held.ended_by,
            )
            for held in mandates
        ],
    )
