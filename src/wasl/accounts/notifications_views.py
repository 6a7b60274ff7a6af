"""The list of notifications: what somebody was told, newest first."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wasl.accounts import notifications
from wasl.accounts.models import Account, Notification
from wasl.acts import clock
from wasl.members.views.listing import as_csv, private
from wasl.web import notifications as told
from wasl.web.access import SIGNED_IN, opens

PAGE = 30
CSV_MAX = 1000


@opens(get=SIGNED_IN)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What the account was told, newest first; `show=unread` leaves out what was read, `view=csv` makes it a file."""
    unread_only = request.GET.get("show") == "unread"
    rows = Notification.objects.filter(account=_account(request)).order_by("-pk")
    if unread_only:
        rows = rows.filter(read_at=None)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 18:
        rows = rows.filter(pk__lt=int(before))
    kept = {"show": "unread"} if unread_only else {}
    if request.GET.get("view") == "csv":
        return private(as_csv("notifications", COLUMNS, map(_values, rows[:CSV_MAX])))
    found = list(rows[: PAGE + 1])
    lines = [_line(one) for one in found[:PAGE]]
    same = kept | ({"before": before} if before else {})
    older = "?" + urlencode(kept | {"before": found[PAGE - 1].pk}) if len(found) > PAGE else None
    context: dict[str, Any] = {
        "notifications": lines,
        "unread_only": unread_only,
        "kept_days": Notification.KEPT.days,
        "page": {
            "newer": "?" + urlencode(kept) if before else None,
            "older": older,
            "json": reverse("api:notifications") + ("?unread=true" if unread_only else ""),
            "csv": "?" + urlencode(same | {"view": "csv"}),
        },
    }
    return render(request, "accounts/notifications.html", context)


def _line(one: Notification) -> dict[str, Any]:
    return {
        "title": told.kind(one.kind).title,
        "address": reverse("notification", args=[one.pk]),
        "mark": reverse("notification-mark", args=[one.pk]),
        "told_at": one.told_at,
        "unread": one.read_at is None,
    }


COLUMNS = ("number", "kind", "title", "path", "told_at", "read_at")


def _values(one: Notification) -> tuple[Any, ...]:
    title = str(told.kind(one.kind).title)
    return one.pk, one.kind, title, one.path, one.told_at.isoformat(), one.read_at.isoformat() if one.read_at else ""


@opens(get=SIGNED_IN)
@require_safe
def follow(request: HttpRequest, number: int) -> HttpResponse:
    """Go where a notification points, and know it as read."""
    found = Notification.objects.filter(account=_account(request), pk=number).first()
    if found is None:
        raise Http404
    if found.read_at is None:
        Notification.objects.filter(pk=number, read_at=None).update(read_at=clock.now())
        notifications.publish_count(found.account_id)
    return HttpResponseRedirect(found.path)


@opens(post=SIGNED_IN)
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything is read."""
    account = _account(request)
    if Notification.objects.filter(account=account, read_at=None).update(read_at=clock.now()):
        notifications.publish_count(account)
        messages.success(request, _("All notifications are marked as read."))
    return HttpResponseRedirect(reverse("notifications"))


@opens(post=SIGNED_IN)
@require_http_methods(["POST"])
def mark(request: HttpRequest, number: int) -> HttpResponse:
    """One is read, or unread again, as `read` says."""
    read_at = clock.now() if request.POST.get("read") == "yes" else None
    account = _account(request)
    if not Notification.objects.filter(account=account, pk=number).update(read_at=read_at):
        raise Http404
    notifications.publish_count(account)
    return HttpResponseRedirect(reverse("notifications"))


def _account(request: HttpRequest) -> int:
    assert isinstance(request.user, Account)
    return request.user.pk
