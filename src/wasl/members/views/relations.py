"""Partners and agreements: both lists, and one of each."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wasl.acts import clock
from wasl.acts.wording import Text
from wasl.members import lists, queries
from wasl.members.models import Agreement, Partner
from wasl.members.naming import party_title
from wasl.members.views.listing import Filters, as_csv
from wasl.members.wording import AREAS, PARTNER_SORTS, REGIONS, SHAREABLE, reason_title
from wasl.web.access import ANYBODY, opens
from wasl.web.language import LANGUAGES, short_language
from wasl.web.visitors import visitor_of

AGREEMENTS_SHOWN = 50
"""Agreements on one page."""


def agreement_states() -> dict[str, Text]:
    """What agreements are told apart by; the first is all of them."""
    return {
        "": _("All"),
        "in-force": _("In force"),
        "ending": _("Ends within 90 days"),
        "to-begin": _("Not yet begun"),
        "ended": pgettext("agreements", "Ended"),
    }


def partner_line(each: Partner) -> dict[str, Any]:
    """A partner as lists show it."""
    return {
        "partner": each.partner,
        "name": each.name[short_language()],
        "sort": PARTNER_SORTS.get(each.sort, each.sort),
        "regions": [REGIONS.get(region, region) for region in each.regions],
        "members": len(each.members),
        "ended_at": each.ended_at,
        "address": reverse("partner", args=[each.partner]),
    }


def agreement_lines(found: list[Agreement], now: datetime) -> list[dict[str, Any]]:
    """Agreements as lists show them; their partners are read together."""
    known = queries.partners_named({each.partner for each in found})
    return [agreement_line(each, now, known.get(each.partner)) for each in found]


def agreement_line(each: Agreement, now: datetime, partner: Partner | None) -> dict[str, Any]:
    """One agreement, with its partner where it has one."""
    state = queries.agreement_state(each, now)
    return {
        "entry": each.entry,
        "title": each.title[short_language()],
        "partner": partner_line(partner) if partner else None,
        "members": [(code, party_title(code), _member_address(code)) for code in each.members],
        "areas": [AREAS.get(area, area) for area in each.areas],
        "shares": [SHAREABLE.get(word, word) for word in each.shares],
        "begins": each.begins,
        "ends": each.ends,
        "ended_at": each.ended_at,
        "state": state,
        "state_title": _state_title(state),
        "address": reverse("agreement", args=[each.entry]),
    }


def _state_title(state: str) -> Text:
    """What one agreement is, where `agreement_states` speaks of many."""
    one = {"to-begin": pgettext("agreement", "Not yet begun"), "ended": pgettext("agreement", "Ended")}
    return one.get(state) or agreement_states()[state]


@lru_cache(maxsize=512)
def _member_address(code: str) -> str:
    """The page of a member: a list names the same few many times."""
    return reverse("member", args=[code])


@opens(get=ANYBODY)
@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """The partners, by sort and region."""
    chosen = Filters(request, sort=lists.partner_sorts(), region=REGIONS, view=("csv",))
    found = [
        each
        for each in queries.partners()
        if chosen["sort"] in ("", each.sort) and (not chosen["region"] or chosen["region"] in each.regions)
    ]
    if chosen["view"] == "csv":
        headings = ("partner", *(f"name_{language}" for language in LANGUAGES), "sort", "regions", "members", "ended")
        return as_csv("partners", headings, map(_partner_values, found))
    context = {
        "partners": [partner_line(each) for each in found],
        "sorts": chosen.choices("sort", {"": _("All kinds"), **PARTNER_SORTS}),
        "regions": chosen.choices("region", {"": _("All regions"), **REGIONS}),
        "filtered": bool(chosen),
        "may_manage": visitor_of(request).may("partners.manage"),
        "page": {"json": reverse("api:partners") + chosen.address(), "csv": chosen.address(view="csv")},
    }
    return render(request, "members/partners.html", context)


def _partner_values(each: Partner) -> tuple[Any, ...]:
    names = [each.name[language] for language in LANGUAGES]
    ended = each.ended_at.isoformat() if each.ended_at else ""
    return each.partner, *names, each.sort, " ".join(each.regions), " ".join(each.members), ended


@opens(get=ANYBODY)
@require_safe
def partner(request: HttpRequest, word: str) -> HttpResponse:
    """One partner: what it is, who belongs to it, what was agreed with it."""
    found = queries.partner(word)
    if found is None:
        raise Http404
    now = clock.now()
    context = {
        "partner": partner_line(found),
        "names": [(language, found.name[language]) for language in LANGUAGES],
        "members": [(code, party_title(code), _member_address(code)) for code in found.members],
        "agreements": agreement_lines(queries.agreements(partner=word), now),
        "entry": reverse("entry", args=[found.entry]),
        "changed_entry": reverse("entry", args=[found.changed_by]) if found.changed_by is not None else "",
        "ended_entry": reverse("entry", args=[found.ended_by]) if found.ended_by is not None else "",
        "end_reason": reason_title(found.end_reason),
        "may_manage": visitor_of(request).may("partners.manage"),
        "page": {"json": reverse("api:partner", args=[word])},
        "trail": [(_("Partners"), reverse("partners"))],
    }
    return render(request, "members/partner.html", context)


@opens(get=ANYBODY)
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """The agreements, by partner, member, crime area and state."""
    known_partners = {each.partner: each.name[short_language()] for each in queries.partners()}
    codes = [each.code for each in queries.members(short_language())]
    chosen = Filters(
        request, partner=known_partners, member=codes, area=lists.crime_areas(), state=agreement_states(), view=("csv",)
    )
    now = clock.now()
    found = queries.agreements(partner=chosen["partner"], member=chosen["member"], area=chosen["area"])
    if chosen["state"]:
        found = [each for each in found if queries.agreement_state(each, now) == chosen["state"]]
    if chosen["view"] == "csv":
        headings = ("entry", "title", "partner", "members", "areas", "shares", "begins", "ends", "ended", "reference")
        return as_csv("agreements", headings, map(_agreement_values, found))
    before = request.GET.get("before", "")
    below = int(before) if before.isascii() and before.isdecimal() and len(before) < 16 else None
    rest = [each for each in found if below is None or each.entry < below]
    shown = rest[:AGREEMENTS_SHOWN]
    context = {
        "agreements": agreement_lines(shown, now),
        "partner_choices": chosen.choices("partner", {"": _("All partners"), **known_partners}),
        "member_choices": chosen.choices(
            "member", {"": _("All members"), **{code: party_title(code) for code in codes}}
        ),
        "area_choices": chosen.choices("area", {"": _("All crime areas"), **AREAS}),
        "state_choices": chosen.choices("state", agreement_states()),
        "filtered": bool(chosen),
        "may_manage": visitor_of(request).may("partners.manage"),
        "page": {
            "newer": chosen.address() if below is not None else None,
            "older": chosen.address(before=shown[-1].entry) if len(rest) > len(shown) else None,
            "json": reverse("api:agreements") + chosen.address(),
            "csv": chosen.address(view="csv"),
        },
    }
    return render(request, "members/agreements.html", context)


def _agreement_values(each: Agreement) -> tuple[Any, ...]:
    moments = [moment.isoformat() if moment else "" for moment in (each.begins, each.ends, each.ended_at)]
    parties = (each.partner, " ".join(each.members), " ".join(each.areas), " ".join(each.shares))
    return each.entry, each.title[short_language()], *parties, *moments, each.reference


@opens(get=ANYBODY)
@require_safe
def agreement(request: HttpRequest, entry: int) -> HttpResponse:
    """One agreement: between whom, about what, what may be shared, until when."""
    found = queries.agreement(entry)
    if found is None:
        raise Http404
    context = {
        "agreement": agreement_lines([found], clock.now())[0],
        "titles": [(language, found.title[language]) for language in LANGUAGES],
        "reference": found.reference,
        "recorded": reverse("entry", args=[found.entry]),
        "ended_entry": reverse("entry", args=[found.ended_by]) if found.ended_by is not None else "",
        "end_reason": reason_title(found.end_reason),
        "may_manage": visitor_of(request).may("partners.manage"),
        "page": {"json": reverse("api:agreement", args=[entry])},
        "trail": [(_("Agreements"), reverse("agreements"))],
    }
    return render(request, "members/agreement.html", context)
