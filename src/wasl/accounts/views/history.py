"""The audit of sign-ins: one's own, the bureau's, everybody's; as pages and as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wasl.accounts import audit
from wasl.accounts.models import Event, Seat, SignIn
from wasl.accounts.views.entrance import account_of, browser_of
from wasl.accounts.wording import ALARMING, EVENTS, event_title, method_title
from wasl.members import queries
from wasl.web.access import SIGNED_IN, opens
from wasl.web.parties import party_name
from wasl.web.visitors import visitor_of

PAGE = 50
CSV_LIMIT = 10_000


@opens(get=SIGNED_IN)
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What happened to one's own account."""
    return _page(request, "account-history", {"account": account_of(request).pk})


@opens(get="audit.own")
@require_safe
def bureau(request: HttpRequest) -> HttpResponse:
    """What happened to the accounts of one's bureau."""
    return _page(request, "audit-bureau", {"party": visitor_of(request).party})


@opens(get="audit.read")
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """What happened anywhere."""
    return _page(request, "audit", {})


@opens(get=SIGNED_IN)
@require_safe
def own_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    return _csv(request, {"account": account_of(request).pk})


@opens(get="audit.own")
@require_safe
def bureau_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    return _csv(request, {"party": visitor_of(request).party})


@opens(get="audit.read")
@require_safe
def everything_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    return _csv(request, {})


API = {"account-history": "api:sign-ins", "audit-bureau": "api:sign-ins-bureau", "audit": "api:sign-ins-all"}


def _page(request: HttpRequest, name: str, whose: dict[str, Any]) -> HttpResponse:
    visitor, (event, before) = visitor_of(request), chosen(request)
    found = audit.lines(**whose, event=event, before=before, limit=PAGE + 1)
    kept: dict[str, Any] = {"event": event} if event else {}
    same = kept | ({"before": before} if before else {})
    older = "?" + urlencode(kept | {"before": found[PAGE - 1].pk}) if len(found) > PAGE else None
    context = {
        "which": name,
        "lines": shown(found[:PAGE], visitor.party if visitor.may("officers.read") else None),
        "event": event,
        "events": list(EVENTS.items()),
        "page": {
            "older": older,
            "newer": "?" + urlencode(kept) if before else None,
            "csv": f"{reverse(f'{name}-csv')}?{urlencode(same)}",
            "json": f"{reverse(API[name])}?{urlencode(same)}",
        },
    }
    return render(request, "accounts/history.html", context)


def chosen(request: HttpRequest) -> tuple[str, int | None]:
    """The filter and the place in the list that the address names."""
    event, before = request.GET.get("event", ""), request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    return (event if event in Event.values else ""), number


def shown(lines: Sequence[SignIn], reader: str | None) -> list[dict[str, Any]]:
    """The lines with the names of those whom they are about."""
    names = names_of({number for line in lines for number in (line.account, line.by) if number is not None}, reader)
    return [
        {
            "at": line.at,
            "event": line.event,
            "title": event_title(line.event),
            "alarming": line.event in ALARMING,
            "method": method_title(line.method) if line.method else "",
            "network": line.network,
            "agent": browser_of(line.agent),
            "who": names.get(line.account, "") if line.account else "",
            "by": names.get(line.by, "") if line.by else "",
            "tried": line.tried,
            "party": line.party,
            "party_name": party_name(line.party) if line.party else "",
        }
        for line in lines
    ]


def names_of(accounts: Iterable[int], reader: str | None) -> dict[int, str]:
    """What people are called, by account: by the officer's name where this reader may know it, else by their party."""
    seats = list(Seat.objects.filter(account__in=set(accounts)).order_by("-pk"))
    names = queries.names_of({seat.officer for seat in seats}, reader)
    places = {seat.account_id: str(party_name(seat.party)) for seat in seats}
    return places | {seat.account_id: names[seat.officer] for seat in seats if names.get(seat.officer)}


def _harmless(line: dict[str, Any]) -> dict[str, Any]:
    """What a browser calls itself comes from strangers: no table program shall take it for a formula."""
    return line | {"agent": f"'{line['agent']}" if line["agent"][:1] in ("=", "+", "-", "@") else line["agent"]}


def _csv(request: HttpRequest, whose: dict[str, Any]) -> HttpResponse:
    event, before = chosen(request)
    text = io.StringIO()
    writer = csv.DictWriter(text, audit.COLUMNS)
    writer.writeheader()
    found = audit.lines(**whose, event=event, before=before, limit=CSV_LIMIT + 1)
    writer.writerows(_harmless(audit.values(line)) for line in found[:CSV_LIMIT])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="sign-ins.csv"'
    answer["Cache-Control"] = "private, no-store"
    if len(found) > CSV_LIMIT:
        kept = {"event": event} if event else {}
        answer["Link"] = f'<?{urlencode(kept | {"before": found[CSV_LIMIT - 1].pk})}>; rel="next"'
    return answer
