"""`/api/v1/notifications`: what the signed-in person was told."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from wasl.accounts.models import Account, Notification
from wasl.acts import problems
from wasl.web import notifications as told

router = Router(tags=["notifications"])

LIMIT = 100


class NotificationOut(Schema):
    """One notification: its kind, its sentence in the request's language, and the page it points to."""

    number: int
    kind: str
    title: str
    path: str
    told_at: str
    read_at: str | None


class NotificationsOut(Schema):
    """Notifications from the newest down; `next` is the `before` of the next page."""

    notifications: list[NotificationOut]
    next: int | None


@router.get("/notifications", response={200: NotificationsOut, **problems.ERRORS}, url_name="notifications")
def notifications(
    request: HttpRequest,
    response: HttpResponse,
    before: Annotated[int | None, Query(ge=0, le=2**53 - 1)] = None,
    unread: bool = False,  # noqa: FBT001, FBT002 (a parameter of the address)
    limit: Annotated[int, Query(ge=1, le=LIMIT)] = 30,
) -> NotificationsOut:
    """What the account was told, newest first; with `unread`, only what was not read."""
    response["Cache-Control"] = "private, no-store"
    assert isinstance(request.user, Account)
    rows = Notification.objects.filter(account=request.user.pk).order_by("-pk")
    if unread:
        rows = rows.filter(read_at=None)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: limit + 1])
    lines = [
        NotificationOut(
            number=one.pk,
            kind=one.kind,
            title=str(told.kind(one.kind).title),
            path=one.path,
            told_at=one.told_at.isoformat(),
            read_at=one.read_at.isoformat() if one.read_at else None,
        )
        for one in found[:limit]
    ]
    return NotificationsOut(notifications=lines, next=lines[-1].number if len(found) > limit else None)
