"""The officers of one's own bureau; of all of them, for the secretariat."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wasl.acts import blobs, clock
from wasl.acts.act import SECRETARIAT
from wasl.acts.wording import Text
from wasl.members import lookalikes, queries, roles, roster
from wasl.members.models import Mandate, Officer
from wasl.members.naming import party_title
from wasl.members.purposes import title_at
from wasl.members.views.listing import Filters, as_csv, private
from wasl.members.views.member import mandate_lines, mandate_state, mandate_state_title
from wasl.members.wording import role_title
from wasl.web.access import opens
from wasl.web.entries import line
from wasl.web.visitors import Visitor, visitor_of

PAGE = 50
CSV_MAX = 200
ENTRIES_SHOWN = 20


def officer_states() -> dict[str, Text]:
    """What officers are told apart by; the first is all of them."""
    return {"": _("All"), roster.WITH: _("With a role"), roster.WITHOUT: _("Without a role")}


def asked(request: HttpRequest, visitor: Visitor) -> tuple[Filters, roster.Asked]:
    """What the address asks for, held to what this visitor may see."""
    sees_all = visitor.party == SECRETARIAT
    codes = queries.parties() if sees_all else ()
    chosen = Filters(request, q=None, party=codes, role=roles.roles(), state=officer_states(), view=("csv",))
    whose = chosen["party"] if sees_all else visitor.party or ""
    return chosen, roster.Asked(
        party=whose,
        role=chosen["role"],
        state=chosen["state"],
        before=_index(request.GET.get("before", "")),
        found=roster.named(chosen["q"], whose) if chosen["q"] else None,
    )


@opens(get="officers.read")
@require_safe
def officers(request: HttpRequest) -> HttpResponse:
    """The officers, the newest first, by name, role, party and state."""
    visitor = visitor_of(request)
    chosen, wanted = asked(request, visitor)
    page = roster.page(visitor.party, wanted, CSV_MAX if chosen["view"] == "csv" else PAGE)
    lines = [_line(each, page.mandates.get(each.entry, [])) for each in page.officers]
    if chosen["view"] == "csv":
        headings = ("officer", "party", "name", "roles")
        rows = [(each["entry"], each["party"], each["name"], " ".join(each["role_names"])) for each in lines]
        return private(as_csv("officers", headings, rows))
    sees_all = visitor.party == SECRETARIAT
    before = {"before": wanted.before} if wanted.before is not None else {}
    context = {
        "officers": lines,
        "query": chosen["q"],
        "sees_all": sees_all,
        "parties": chosen.choices(
            "party", {"": _("All parties"), **{each: party_title(each) for each in queries.parties()}}
        )
        if sees_all
        else [],
        "roles": chosen.choices("role", {"": _("All roles"), **{name: role_title(name) for name in roles.roles()}}),
        "states": chosen.choices("state", officer_states()),
        "filtered": bool(chosen),
        "cut": wanted.found is not None and len(wanted.found) == roster.FOUND_MAX,
        "may_manage": visitor.may("officers.manage"),
        "page": {
            "newer": chosen.address() if before else None,
            "older": chosen.address(before=page.before) if page.before is not None else None,
            "json": reverse("api:officers") + chosen.address(**before),
            "csv": chosen.address(view="csv", **before),
        },
    }
    return private(render(request, "members/officers.html", context))


def _line(officer: Officer, mandates: list[Mandate]) -> dict[str, Any]:
    now = clock.now()
    return {
        "entry": officer.entry,
        "party": officer.party,
        "party_title": party_title(officer.party),
        "name": officer.name,
        "mixed": lookalikes.mixed_words(officer.name),
        "address": reverse("officer", args=[officer.entry]),
        "role_names": [mandate.role for mandate in mandates],
        "roles": [
            (
                title_at(mandate.role, mandate.party),
                mandate_state(mandate, now),
                mandate_state_title(mandate, now),
                mandate.ends,
            )
            for mandate in mandates
        ],
    }


@opens(get="officers.read")
@require_safe
def officer(request: HttpRequest, entry: int) -> HttpResponse:
    """One officer: mandates, photograph, the acts about them and those decided under their mandates."""
    visitor = visitor_of(request)
    seen = _seen(visitor, entry)
    held = list(Mandate.objects.filter(officer=entry).order_by("-entry"))
    manages = visitor.may("officers.manage") and seen.party == visitor.party
    context = {
        "officer": seen,
        "party_title": party_title(seen.party),
        "mixed": lookalikes.mixed_words(seen.name),
        "photograph": reverse("officer-photograph", args=[entry]) if queries.photographs([seen]) else "",
        "mandates": mandate_lines(held, visitor, clock.now()),
        "registered": reverse("entry", args=[entry]),
        "entries": _entries(entry, held, visitor),
        "manages": manages,
        "page": {"json": reverse("api:officer", args=[entry])},
        "trail": [(_("Officers"), reverse("officers"))],
    }
    return private(render(request, "members/officer.html", context))


def _seen(visitor: Visitor, entry: int) -> Officer:
    """The officer, if the visitor may know. Raises Http404."""
    found: Officer | None = Officer.seen_by(visitor.party).filter(pk=entry).first()
    if found is None:
        raise Http404
    return found


def _entries(entry: int, held: list[Mandate], visitor: Visitor) -> list[Any]:
    """The acts about an officer, newest first: registration, photographs, mandates, their ends."""
    ends = [mandate.ended_by for mandate in held if mandate.ended_by is not None]
    mandates = (mandate.entry for mandate in held)
    about = sorted({entry, *queries.photograph_entries(entry), *mandates, *ends}, reverse=True)[:ENTRIES_SHOWN]
    return [line(listed) for listed in queries.listed(visitor.reader, about)]


@opens(get="officers.read")
@require_safe
def photograph(request: HttpRequest, entry: int) -> StreamingHttpResponse:
    """The officer's photograph. Raises Http404 when there is none, or it was erased."""
    seen = _seen(visitor_of(request), entry)
    digest = queries.photographs([seen]).get(entry)
    blob = blobs.find(seen.party, digest) if digest else None
    if blob is None:
        raise Http404
    answer = StreamingHttpResponse(blobs.read(blob), content_type=blob.media_type)
    answer["Content-Length"] = str(blob.size)
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = "inline"
    return answer


def _index(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None
