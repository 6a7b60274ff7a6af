"""Pages of the members."""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date
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
from wasl.members.models import BureauKey, Mandate, Member
from wasl.members.wording import KEY_STATES, REGIONS, first_day, role_title
from wasl.web.entries import Wanted, entry_lines
from wasl.web.language import LANGUAGES, short_language

LATEST = 10
"""Acts shown on a member's page."""

MANDATES_SHOWN = 50

DEFAULTS = {"q": "", "region": "", "order": "name", "view": "table"}


@dataclass(frozen=True, slots=True)
class Row:
    """One member as lists show it."""

    code: str
    name: str
    region: str
    region_name: Text
    joined: date
    address: str
    keys: int
    officers: int


def rows(found: list[Member], language: str) -> list[Row]:
    """Members as rows, in the order they come."""
    counts = queries.counts()
    return [
        Row(
            member.code,
            states.name(member.code, language),
            member.region,
            REGIONS[member.region],
            first_day(member.joined),
            reverse("member", args=[member.code]),
            *counts.get(member.code, (0, 0)),
        )
        for member in found
    ]


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """The members, by name, region or search; as a table, as tiles, as CSV."""
    language = short_language()
    chosen = {
        "q": request.GET.get("q", "").strip()[:100],
        "region": request.GET.get("region", ""),
        "order": request.GET.get("order", "name"),
        "view": request.GET.get("view", "table"),
    }
    if chosen["region"] not in REGIONS:
        chosen["region"] = ""
    if chosen["order"].removeprefix("-") not in queries.ORDERS:
        chosen["order"] = "name"
    if chosen["view"] not in ("table", "tiles", "csv"):
        chosen["view"] = "table"
    listed = queries.members(language, words=chosen["q"], region=chosen["region"], order=chosen["order"])
    found = rows(listed, language)
    if chosen["view"] == "csv":
        return _as_csv(found)
    if chosen["view"] == "tiles":
        found.sort(key=lambda row: list(REGIONS).index(row.region))
    return render(request, "members/members.html", _context(chosen, found))


def _address(chosen: dict[str, str], **changed: str) -> str:
    kept = {name: value for name, value in (chosen | changed).items() if value != DEFAULTS[name]}
    return "?" + urlencode(kept)


def _context(chosen: dict[str, str], found: list[Row]) -> dict[str, Any]:
    counted = Counter(Member.objects.values_list("region", flat=True))
    regions = [
        (title, counted[value] if value else counted.total(), chosen["region"] == value, _address(chosen, region=value))
        for value, title in {"": _("All regions"), **REGIONS}.items()
    ]
    views = [
        (value, title, _address(chosen, view=value), chosen["view"] == value)
        for value, title in (("table", _("Table")), ("tiles", _("Tiles")))
    ]
    sort = {
        column: _address(chosen, order=f"-{column}" if chosen["order"] == column else column)
        for column in queries.ORDERS
    }
    same = {name: chosen[name] for name in ("q", "region", "order") if chosen[name]}
    return {
        "members": found,
        "regions": regions,
        "query": chosen["q"],
        "kept": [(name, chosen[name]) for name in ("region", "order", "view") if chosen[name] != DEFAULTS[name]],
        "order": chosen["order"],
        "sort": sort,
        "total": len(found),
        "view": chosen["view"],
        "views": views,
        "page": {"json": f"{reverse('api:members')}?{urlencode(same)}", "csv": _address(chosen, view="csv")},
    }


def _as_csv(found: list[Row]) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="members.csv"'
    writer = csv.writer(answer)
    writer.writerow(["code", "name", "region", "joined", "keys", "officers"])
    for row in found:
        writer.writerow([row.code, row.name, row.region, f"{row.joined:%Y-%m}", row.keys, row.officers])
    return answer


@require_safe
def member(request: HttpRequest, code: str) -> HttpResponse:
    """One member: its names, its keys, its mandates, its latest open acts."""
    found = queries.member(code)
    if found is None:
        raise Http404
    state = states.state(code)
    language = short_language()
    context = {
        "member": {
            "code": code,
            "code3": state.code3,
            "name": state.name.in_language(language),
            "names": [(each, state.name.in_language(each)) for each in LANGUAGES],
            "region_name": REGIONS[found.region],
            "joined": first_day(found.joined),
            "admitted_entry": reverse("entry", args=[found.entry]),
        },
        "keys": [_key_line(key) for key in BureauKey.objects.filter(party=code).order_by("-entry")],
        "mandates": _mandate_lines(code),
        "entries": entry_lines(None, Wanted(party=code, limit=LATEST))[0],
        "all_entries": f"{reverse('record')}?{urlencode({'party': code})}",
    }
    return render(request, "members/member.html", context)


def _key_line(key: BureauKey) -> dict[str, Any]:
    return {
        "keyid": key.keyid,
        "state": key.state,
        "state_title": KEY_STATES[key.state],
        "registered_at": key.registered_at,
        "entry": reverse("entry", args=[key.entry]),
        "ended_at": key.ended_at,
        "ended_entry": reverse("entry", args=[key.ended_by]) if key.ended_by is not None else "",
    }


def _mandate_lines(code: str) -> list[dict[str, Any]]:
    """The newest mandates; officers' names are closed, and nobody is signed in on these pages yet."""
    now = clock.now()
    held = Mandate.objects.filter(party=code).order_by("-entry")[:MANDATES_SHOWN]
    return [
        {
            "officer_name": "",
            "role_title": role_title(mandate.role),
            "begins": mandate.begins,
            "ends": mandate.ends,
            "ended_at": mandate.ended_at,
            "entry": reverse("entry", args=[mandate.entry]),
            "state_title": _mandate_state(mandate, now),
        }
        for mandate in held
    ]


def _mandate_state(mandate: Mandate, now: Any) -> str:
    if mandate.ended_at:
        return _("ended")
    if queries.in_force(mandate, now):
        return _("in force")
    return _("not yet begun") if mandate.begins > now else _("expired")
