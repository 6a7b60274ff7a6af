"""One party: a member with its names, partners and agreements, or the secretariat.

Of both, the bureau, who acts for it, its keys, and everything it did.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wasl.acts import clock, keystore
from wasl.acts.act import SECRETARIAT
from wasl.members import queries, states
from wasl.members.duty import duty
from wasl.members.models import BureauDescription, BureauKey, Mandate, Member, Suspension
from wasl.members.naming import party_title
from wasl.members.purposes import title_at
from wasl.members.views.listing import private
from wasl.members.views.relations import agreement_lines, partner_line
from wasl.members.wording import (
    KEY_STATES,
    REGIONS,
    SUSPENDABLE,
    first_day,
    hours_title,
    language_title,
    reason_title,
)
from wasl.web.access import ANYBODY, opens
from wasl.web.entries import Wanted, entry_lines
from wasl.web.language import LANGUAGES, short_language
from wasl.web.visitors import Visitor, visitor_of

ACTS = 20
"""Acts on one page of what a member did."""

MANDATES_SHOWN = 20


@opens(get=ANYBODY)
@require_safe
def member(request: HttpRequest, code: str) -> HttpResponse:
    """One member, as the visitor may see it."""
    found = queries.member(code)
    if found is None:
        raise Http404
    visitor, now = visitor_of(request), clock.now()
    suspensions = [_suspension_line(each, now) for each in queries.suspensions(code)]
    context = {
        "member": _facts(found),
        **_standing(code, visitor, now),
        "partners": [partner_line(each) for each in queries.partners_of(code)],
        "agreements": agreement_lines(queries.agreements(member=code), now),
        "suspensions": suspensions,
        "suspended": any(each["in_force"] for each in suspensions),
        "page": {"json": reverse("api:member", args=[code])},
        "trail": [(_("Members"), reverse("members"))],
        **_acts(request, code, visitor),
    }
    return private(render(request, "members/member.html", context))


@opens(get=ANYBODY)
@require_safe
def secretariat(request: HttpRequest) -> HttpResponse:
    """The General Secretariat, as the visitor may see it."""
    visitor, now, organisation = visitor_of(request), clock.now(), queries.organisation()
    context = {
        "name": party_title(SECRETARIAT),
        **_standing(SECRETARIAT, visitor, now),
        "keys_in_force": len(queries.keys_in_force(SECRETARIAT)),
        "mandates_in_force": Mandate.objects.filter(queries.of_now(now), party=SECRETARIAT).count(),
        "founded": reverse("entry", args=[organisation.entry]) if organisation else "",
        "page": {"json": reverse("api:secretariat")},
        "trail": [(_("Members"), reverse("members"))],
        **_acts(request, SECRETARIAT, visitor),
    }
    return private(render(request, "members/secretariat.html", context))


def _standing(party: str, visitor: Visitor, now: datetime) -> dict[str, Any]:
    """How a party is reached, its keys and mandates, and what the visitor may do."""
    held = Mandate.objects.filter(party=party).order_by("-entry")[:MANDATES_SHOWN]
    return {
        "bureau": _bureau(queries.description(party, visitor.reader), now),
        "told_of_bureau": visitor.reader is not None,
        "keys": [_key_line(key) for key in BureauKey.objects.filter(party=party).order_by("-entry")],
        "mandates": mandate_lines(held, visitor, now),
        "actions": _actions(party, visitor),
        "all_entries": f"{reverse('record')}?{urlencode({'party': party})}",
    }


def _facts(found: Member) -> dict[str, Any]:
    state, language = states.state(found.code), short_language()
    return {
        "code": found.code,
        "code3": state.code3,
        "name": state.name.in_language(language),
        "names": [(each, state.name.in_language(each)) for each in LANGUAGES],
        "region_name": REGIONS[found.region],
        "joined": first_day(found.joined),
        "admitted_entry": reverse("entry", args=[found.entry]),
        "sub_bureaus": [
            (territory.code, territory.name.in_language(language))
            for territory in states.sub_bureaus()
            if territory.of == found.code
        ],
    }


def _bureau(said: BureauDescription | None, now: datetime) -> dict[str, Any] | None:
    """How the bureau is reached, and whether somebody is on duty now."""
    if said is None:
        return None
    return {
        "address": [*said.address, *([said.city] if said.city else [])],
        "telephones": [(each, _dialled(each)) for each in said.telephones],
        "emails": said.emails,
        "channels": said.channels,
        "languages": [language_title(code) for code in said.languages],
        "time_zone": said.time_zone,
        "always": said.always,
        "hours": [hours_title(each) for each in said.hours],
        "holidays": said.holidays,
        "duty": duty(said, now),
        "at": said.at,
        "entry": reverse("entry", args=[said.entry]),
    }


def _dialled(telephone: str) -> str:
    return "+" + "".join(digit for digit in telephone if digit.isdigit())


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


def mandate_lines(held: Any, visitor: Visitor, now: datetime) -> list[dict[str, Any]]:
    """Mandates, with the names of officers that the visitor may know."""
    listed: list[Mandate] = list(held)
    reader = visitor.party if visitor.may("officers.read") else None
    names = queries.names_of({mandate.officer for mandate in listed}, reader)
    manages = visitor.may("officers.manage")
    return [
        {
            "officer_name": names.get(mandate.officer, ""),
            "officer": reverse("officer", args=[mandate.officer]) if mandate.officer in names else "",
            "role_title": title_at(mandate.role, mandate.party),
            "begins": mandate.begins,
            "ends": mandate.ends,
            "ended_at": mandate.ended_at,
            "reason": reason_title(mandate.end_reason) if mandate.end_reason else "",
            "entry": reverse("entry", args=[mandate.entry]),
            "state": mandate_state(mandate, now),
            "state_title": mandate_state_title(mandate, now),
            "end": reverse("mandate-end", args=[mandate.entry])
            if manages and mandate.party == visitor.party and not mandate.ended_at
            else "",
        }
        for mandate in listed
    ]


def mandate_state(mandate: Mandate, now: datetime) -> str:
    """`ended`, `in-force`, `to-begin` or `over`: its time is over, and nobody ended it yet."""
    if mandate.ended_at:
        return "ended"
    if queries.in_force(mandate, now):
        return "in-force"
    return "to-begin" if mandate.begins > now else "over"


def mandate_state_title(mandate: Mandate, now: datetime) -> str:
    """What that is called."""
    titles = {
        "ended": _("ended"),
        "in-force": _("in force"),
        "to-begin": _("not yet begun"),
        "over": _("expired"),
    }
    return titles[mandate_state(mandate, now)]


def _suspension_line(each: Suspension, now: datetime) -> dict[str, Any]:
    return {
        "rights": [SUSPENDABLE.get(right, right) for right in each.rights],
        "reason": each.reason,
        "article": each.article,
        "begins": each.begins,
        "ends": each.ends,
        "ended_at": each.ended_at,
        "in_force": queries.in_force(each, now),
        "to_begin": each.ended_at is None and each.begins > now,
        "entry": reverse("entry", args=[each.entry]),
        "restore": "" if each.ended_at else reverse("rights-restore", args=[each.entry]),
    }


def _actions(code: str, visitor: Visitor) -> list[tuple[str, str, str]]:
    """What the visitor may do here: icon, title, address."""
    own, is_member = visitor.party == code, code != SECRETARIAT
    offered = [
        (own and visitor.may("bureau.describe"), "phone", _("Describe the bureau"), reverse("bureau-describe")),
        (own and visitor.may("officers.manage"), "person", _("Register an officer"), reverse("officer-register")),
        (own and visitor.may("keys.manage"), "key", _("Rotate the key"), reverse("key-rotate")),
        (
            is_member and visitor.may("members.manage") and not keystore.hosted(code),
            "key",
            _("Host the bureau"),
            reverse("bureau-host", args=[code]),
        ),
        (
            is_member and visitor.may("rights.suspend"),
            "pause",
            _("Suspend rights"),
            reverse("rights-suspend", args=[code]),
        ),
    ]
    return [(icon, title, address) for may, icon, title, address in offered if may]


def _acts(request: HttpRequest, code: str, visitor: Visitor) -> dict[str, Any]:
    """A page of everything the member did, the newest first."""
    before, after = (_index(request.GET.get(name, "")) for name in ("before", "after"))
    lines, more = entry_lines(visitor.reader, Wanted(before=before, after=after, party=code, limit=ACTS))
    newer = older = ""
    if lines:
        if (after is not None and more) or before is not None:
            newer = f"?after={lines[0].index}#acts-title"
        if (after is None and more) or after is not None:
            older = f"?before={lines[-1].index}#acts-title"
    return {"entries": lines, "acts_page": {"newer": newer, "older": older}, "live": before is None and after is None}


def _index(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None
