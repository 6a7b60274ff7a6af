"""`/`: the desk of whoever signed in, and the public face for everybody else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from wasl.acts import checkpoints, queries
from wasl.web import desk, entries, visitors
from wasl.web.access import ANYBODY, SIGNED_IN, opens
from wasl.web.desk import ASIDE, MAIN, Card
from wasl.web.entries import Wanted
from wasl.web.parties import party_name
from wasl.web.views import checkpoint_facts
from wasl.web.visitors import Visitor

LATEST = 6
"""Acts on a card."""
LOOKED_THROUGH = 60
"""The newest acts of a party among which one's own are looked for."""


@opens(get=ANYBODY)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page."""
    visitor = visitors.visitor_of(request)
    answer = _desk(request, visitor) if visitor.signed_in else _public_face(request)
    answer["Cache-Control"] = "private, no-store" if visitor.signed_in else "private, no-cache"
    return answer


def _desk(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    cards = desk.cards(visitor)
    context: dict[str, Any] = {
        "roles": [(held, desk.purpose(held.role, visitor.party or "")) for held in visitor.roles],
        "waits": desk.what_waits(visitor),
        "shortcuts": desk.shortcuts(visitor),
        "cards": [card for card in cards if card.place == MAIN],
        "cards_aside": [card for card in cards if card.place == ASIDE],
        "party_name": party_name(visitor.party) if visitor.party else "",
    }
    return render(request, "web/desk.html", context)


def _public_face(request: HttpRequest) -> HttpResponse:
    cards = desk.public_cards(request)
    context: dict[str, Any] = {
        "cards": [card for card in cards if card.place == MAIN],
        "cards_aside": [card for card in cards if card.place == ASIDE],
        "checkpoint": checkpoint_facts(checkpoints.published()),
    }
    return render(request, "web/public.html", context)


def latest_of_all(request: HttpRequest) -> Card:
    """The newest open acts, for everybody."""
    del request
    lines, _more = entries.entry_lines(None, Wanted(limit=5 * LATEST))
    acts = desk.act_lines(lines)[:LATEST]
    return Card("latest", _("Latest acts open to all"), acts, all=(_("The record"), reverse("record")))


def latest(visitor: Visitor) -> Card | None:
    """The newest acts of the organisation that the visitor may read."""
    lines, _more = entries.entry_lines(visitor.reader, Wanted(limit=5 * LATEST))
    acts = desk.act_lines(lines)[:LATEST]
    everything = (_("The record"), reverse("record"))
    return Card("latest", _("Latest in the organisation"), acts, text=_("Nothing was said yet."), all=everything)


def latest_of_own(visitor: Visitor) -> Card | None:
    """The newest acts of the visitor's party."""
    if visitor.party is None:
        return None
    lines, _more = entries.entry_lines(visitor.reader, Wanted(party=visitor.party, limit=LATEST))
    everything = (_("All of them"), f"{reverse('record')}?party={visitor.party}")
    title = _("Latest acts: %(party)s") % {"party": party_name(visitor.party)}
    return Card("own", title, desk.act_lines(lines, visitor.party), text=_("Nothing was said yet."), all=everything)


def what_i_did(visitor: Visitor) -> Card | None:
    """The newest acts that were signed under the visitor's own mandates."""
    mandates = {held.mandate for held in visitor.roles}
    if not mandates or visitor.party is None:
        return None
    listed = queries.newest(visitor.reader, party=visitor.party, limit=LOOKED_THROUGH)
    mine = [one for one in listed if one.kept and one.kept.payload["by"]["mandate"] in mandates][:LATEST]
    lines = desk.act_lines(map(entries.line, mine), visitor.party)
    return Card("mine", _("What you did last"), lines, place=ASIDE) if lines else None


def offered() -> None:
    """Register it all; called once, at start."""
    desk.offer(60, latest_of_own)
    desk.offer(70, latest)
    desk.offer(80, what_i_did)
    desk.shows_everybody(50, latest_of_all)
    desk.shortcut(55, "audit.read", _("Verify the record"), "record", "check")
    desk.shortcut(80, SIGNED_IN, _("Read the record"), "record", "record")
    desk.shortcut(90, SIGNED_IN, _("Read how things are done"), "help", "help")
