"""What happens next in the demo when time goes on: the days to which it is worth moving the clock."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.acts.wording import Text
from wasl.members import queries
from wasl.members.models import Agreement, Mandate, Suspension
from wasl.members.naming import party_title
from wasl.members.purposes import title_at
from wasl.web.language import short_language

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Due:
    """Something that happens by itself, unless somebody acts before."""

    at: datetime
    title: Text
    party: str
    party_name: Text
    summary: Text
    address: str


Source = Callable[[datetime, int], Iterable[Due]]


def _mandates(now: datetime, limit: int) -> Iterable[Due]:
    for held in Mandate.objects.filter(ended_at=None, ends__gt=now).order_by("ends", "entry")[:limit]:
        assert held.ends
        yield Due(
            held.ends,
            _("A mandate ends"),
            held.party,
            party_title(held.party),
            title_at(held.role, held.party),
            reverse("entry", args=[held.entry]),
        )


def _agreements(now: datetime, limit: int) -> Iterable[Due]:
    for held in Agreement.objects.filter(ended_at=None, ends__gt=now).order_by("ends", "entry")[:limit]:
        assert held.ends
        partner = queries.partner(held.partner) if held.partner else None
        with_whom = partner.name[short_language()] if partner else ""
        title = held.title[short_language()]
        yield Due(held.ends, _("An agreement ends"), "", with_whom, title, reverse("agreement", args=[held.entry]))


def _suspensions(now: datetime, limit: int) -> Iterable[Due]:
    for held in Suspension.objects.filter(ended_at=None, ends__gt=now).order_by("ends", "entry")[:limit]:
        assert held.ends
        yield Due(
            held.ends,
            _("Suspended rights are restored"),
            held.member,
            party_title(held.member),
            "",
            reverse("entry", args=[held.entry]),
        )


SOURCES: tuple[Source, ...] = (_mandates, _agreements, _suspensions)


def next_ones(now: datetime) -> list[Due]:
    """The first of all that is to come."""
    return sorted(chain.from_iterable(source(now, SHOWN) for source in SOURCES), key=lambda due: due.at)[:SHOWN]
