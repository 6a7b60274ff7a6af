"""The list of members: as a table, as tiles, as CSV; and two of them side by side."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wasl.acts import clock
from wasl.acts.wording import Text
from wasl.members import queries, states
from wasl.members.models import Member
from wasl.members.views import comparing
from wasl.members.views.listing import Filters, as_csv
from wasl.members.wording import REGIONS, SUSPENDABLE, first_day
from wasl.web import formats
from wasl.web.access import ANYBODY, opens
from wasl.web.language import short_language
from wasl.web.visitors import visitor_of

ORDERS = [sign + order for order in queries.ORDERS for sign in ("", "-")]
VIEWS = ("table", "tiles", "csv")


def standings() -> dict[str, Text]:
    """What members are told apart by, beside their region."""
    return {
        "": _("All members"),
        "bureau": _("With a bureau"),
        "no-bureau": _("Without a bureau"),
        "suspended": _("With suspended rights"),
    }


@dataclass(frozen=True, slots=True)
class Row:
    """One member as lists show it."""

    code: str
    name: str
    region: str
    region_name: Text
    joined: str
    joined_shown: str
    address: str
    sub_bureaus: int
    keys: int
    officers: int
    suspended: str
    """The rights that are suspended, in words; empty when none is."""


def rows(found: list[Member], language: str, standing: str = "") -> list[Row]:
    """Members as rows, in the order they come: all, or those of one standing."""
    counts, suspended = queries.counts(), queries.suspended_members(clock.now())
    territories = Counter(territory.of for territory in states.sub_bureaus())
    made = [
        Row(
            member.code,
            states.name(member.code, language),
            member.region,
            REGIONS[member.region],
            member.joined,
            formats.month(first_day(member.joined)),
            reverse("member", args=[member.code]),
            territories[member.code],
            *counts.get(member.code, (0, 0)),
            ", ".join(str(SUSPENDABLE.get(right, right)) for right in sorted(suspended.get(member.code, ()))),
        )
        for member in found
    ]
    kept = {"": made, "bureau": [row for row in made if row.keys], "no-bureau": [row for row in made if not row.keys]}
    return kept[standing] if standing in kept else [row for row in made if row.suspended]


@opens(get=ANYBODY)
@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """The members, by name, region, standing or search."""
    language = short_language()
    chosen = Filters(request, q=None, region=REGIONS, standing=standings(), order=ORDERS, view=VIEWS)
    listed = queries.members(language, words=chosen["q"], region=chosen["region"], order=chosen["order"] or "name")
    found = rows(listed, language, chosen["standing"])
    if chosen["view"] == "csv":
        headings = ("code", "name", "region", "joined", "sub_bureaus", "keys", "officers", "suspended")
        return as_csv("members", headings, map(_values, found))
    if chosen["view"] == "tiles":
        found.sort(key=lambda row: list(REGIONS).index(row.region))
    return render(request, "members/members.html", _context(request, chosen, found))


def _values(row: Row) -> tuple[Any, ...]:
    return row.code, row.name, row.region, row.joined, row.sub_bureaus, row.keys, row.officers, row.suspended


def _context(request: HttpRequest, chosen: Filters, found: list[Row]) -> dict[str, Any]:
    counted = Counter(Member.objects.values_list("region", flat=True))
    regions = [
        (title, counted[value] if value else counted.total(), chosen["region"] == value, chosen.address(region=value))
        for value, title in {"": _("All regions"), **REGIONS}.items()
    ]
    view = chosen["view"] or "table"
    views = [
        (value, title, chosen.address(view="" if value == "table" else value), view == value)
        for value, title in (("table", _("Table")), ("tiles", _("Tiles")))
    ]
    order = chosen["order"] or "name"
    sort = {column: chosen.address(order=f"-{column}" if order == column else column) for column in queries.ORDERS}
    same = chosen.said(view="", order=order)
    kept = {name: value for name, value in chosen.said().items() if name not in ("q", "standing")}
    return {
        "members": found,
        "regions": regions,
        "query": chosen["q"],
        "standings": chosen.choices("standing", standings()),
        "filtered": bool(chosen["q"] or chosen["standing"] or chosen["region"]),
        "kept": list(kept.items()),
        "order": order,
        "sort": sort,
        "total": len(found),
        "view": view,
        "views": views,
        "may_admit": visitor_of(request).may("members.manage"),
        "page": {"json": f"{reverse('api:members')}?{urlencode(same)}", "csv": chosen.address(view="csv")},
    }


@opens(get=ANYBODY)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two members side by side. Raises Http404 when one that is named is none."""
    codes = [request.GET.get(name, "").strip().upper()[:2] for name in ("a", "b")]
    named = [code for code in codes if code]
    found = {code: queries.member(code) for code in named}
    if None in found.values():
        raise Http404
    language = short_language()
    context: dict[str, Any] = {
        "choices": [(each.code, states.name(each.code, language)) for each in queries.members(language)],
        "a": codes[0],
        "b": codes[1],
        "same": len(named) == 2 and codes[0] == codes[1],
        "trail": [(_("Members"), reverse("members"))],
    }
    if len(set(named)) == 2:
        context |= comparing.context(*codes)
    return render(request, "members/compare.html", context)
