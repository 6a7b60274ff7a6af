"""`/api/v1/sign-ins`: the audit of sign-ins for whoever is signed in and may see it."""

from typing import Annotated, Any

from django.http import HttpRequest, JsonResponse
from ninja import Query, Router, Schema

from wasl.accounts import audit
from wasl.accounts.models import Account, Event, SignIn
from wasl.acts import problems
from wasl.web.visitors import visitor_of

router = Router(tags=["sign-ins"])

LIMIT = 500
Position = Annotated[int | None, Query(ge=0, le=2**53 - 1)]
Number = Annotated[int, Query(ge=1, le=LIMIT)]
Kind = Annotated[Event | None, Query()]


class SignInOut(Schema):
    """A line of the audit; `account` and `by` are numbers that this installation gave."""

    at: str
    event: str
    account: int | None
    party: str
    method: str
    network: str
    agent: str
    by: int | None
    tried: str


class SignInsOut(Schema):
    """Lines from the newest down; `next` is the `before` of the next page."""

    lines: list[SignInOut]
    next: int | None


@router.get("/sign-ins", response={200: SignInsOut, **problems.ERRORS}, url_name="sign-ins")
def own(request: HttpRequest, event: Kind = None, before: Position = None, limit: Number = 50) -> JsonResponse:
    """What happened to one's own account."""
    return _answer(audit.lines(account=_account(request), event=event or "", before=before, limit=limit + 1), limit)


@router.get("/sign-ins/bureau", response={200: SignInsOut, **problems.ERRORS}, url_name="sign-ins-bureau")
def bureau(request: HttpRequest, event: Kind = None, before: Position = None, limit: Number = 50) -> JsonResponse:
    """What happened to the accounts of one's bureau."""
    return _answer(
        audit.lines(party=visitor_of(request).party or "", event=event or "", before=before, limit=limit + 1), limit
    )


@router.get("/sign-ins/all", response={200: SignInsOut, **problems.ERRORS}, url_name="sign-ins-all")
def everything(request: HttpRequest, event: Kind = None, before: Position = None, limit: Number = 50) -> JsonResponse:
    """What happened anywhere."""
    return _answer(audit.lines(event=event or "", before=before, limit=limit + 1), limit)


def _account(request: HttpRequest) -> int:
    assert isinstance(request.user, Account)
    return request.user.pk


def _answer(found: Any, limit: int) -> JsonResponse:
    lines: list[SignIn] = list(found)
    onward = lines[limit - 1].pk if len(lines) > limit else None
    answer = JsonResponse({"lines": [audit.values(line) for line in lines[:limit]], "next": onward})
    answer["Cache-Control"] = "private, no-store"
    return answer
