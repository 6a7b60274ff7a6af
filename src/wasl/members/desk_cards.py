"""What this room puts on the desk and on the public face."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.acts import clock
from wasl.acts.act import SECRETARIAT
from wasl.members import queries
from wasl.members.duty import duty
from wasl.members.models import Agreement, BureauDescription, BureauKey, KeyState, Mandate, Member, Officer
from wasl.members.naming import party_title
from wasl.members.purposes import purpose, title_at
from wasl.members.wording import REGIONS
from wasl.web import desk, formats
from wasl.web.desk import Card, Figure, Line
from wasl.web.language import short_language
from wasl.web.visitors import Visitor

SOON = timedelta(days=60)
"""How long before its end a mandate or an agreement waits for somebody."""
OLD_KEY = timedelta(days=730)
"""After what time a key should be replaced."""
MOST = 5
"""Lines of one kind."""


def ending_mandates(visitor: Visitor) -> Iterator[Line]:
    """The visitor's own mandates that end soon, and for whoever appoints, those of the bureau."""
    now = clock.now()
    own = [held for held in visitor.roles if held.ends and held.ends <= now + SOON]
    for held in own:
        yield Line(_("Your mandate ends"), reverse("entry", args=[held.mandate]), held.title, held.ends, tone="warn")
    if not visitor.may("officers.manage") or visitor.party is None:
        return
    ending = Mandate.objects.filter(party=visitor.party, ended_at=None, ends__gt=now, ends__lte=now + SOON)
    others = ending.exclude(entry__in=[held.mandate for held in own]).order_by("ends")[:MOST]
    names = queries.names_of([one.officer for one in others], visitor.party)
    for one in others:
        title = names.get(one.officer) or f"#{one.officer}"
        yield Line(
            _("A mandate ends: %(role)s") % {"role": title_at(one.role, one.party)},
            reverse("entry", args=[one.entry]),
            title,
            one.ends,
            tone="warn",
        )


def old_keys(visitor: Visitor) -> Iterator[Line]:
    """Keys of the visitor's bureau that have been in use for long; and that it has none."""
    if not visitor.may("keys.manage") or visitor.party is None:
        return
    keys = list(BureauKey.objects.filter(party=visitor.party, state=KeyState.IN_FORCE).order_by("registered_at")[:MOST])
    if not keys:
        yield Line(_("Your bureau has no key in force"), party_address(visitor.party), tone="stop")
    for key in keys:
        if key.registered_at <= clock.now() - OLD_KEY:
            address = reverse("entry", args=[key.entry])
            yield Line(_("A key should be replaced"), address, _("in use since"), key.registered_at, tone="warn")


def ending_agreements(visitor: Visitor) -> Iterator[Line]:
    """Agreements that end soon: of the visitor's member, and for those who look after them, of all."""
    now = clock.now()
    ending = Agreement.objects.filter(ended_at=None, ends__gt=now, ends__lte=now + SOON).order_by("ends")
    shown = 0
    for one in ending:
        concerned = visitor.may("partners.manage") or (visitor.may("officers.manage") and visitor.party in one.members)
        if concerned and shown < MOST:
            shown += 1
            title = one.title.get(short_language(), "")
            address = reverse("agreement", args=[one.entry])
            yield Line(_("An agreement ends"), address, title, one.ends, tone="warn")


def bureau(visitor: Visitor) -> Card | None:
    """The visitor's own bureau: how many officers, mandates and keys, and whether somebody is on duty."""
    party = visitor.party
    if party is None or not visitor.may("officers.read"):
        return None
    officers = reverse("officers")
    figures = [
        Figure(_("Officers"), Officer.objects.filter(party=party).count(), officers),
        Figure(_("Mandates in force"), Mandate.objects.filter(party=party, ended_at=None).count(), officers),
        Figure(_("Keys in force"), BureauKey.objects.filter(party=party, state=KeyState.IN_FORCE).count()),
    ]
    title = party_title(party) if party == SECRETARIAT else _("My bureau")
    return Card("bureau", title, _on_duty(party), figures, all=(party_title(party), party_address(party)))


def _on_duty(party: str) -> list[Line]:
    said = BureauDescription.objects.filter(party=party).order_by("-entry").first()
    if said is None:
        return []
    found = duty(said, clock.now())
    if found is None:
        return []
    if found.on:
        until = _("until %(moment)s") % {"moment": _shown(found.changes)} if found.changes else _("round the clock")
        return [Line(_("On duty now"), remark=until)]
    again = _("next from %(moment)s") % {"moment": _shown(found.changes)} if found.changes else ""
    return [Line(_("Nobody is on duty now"), remark=again)]


def _shown(at: datetime) -> str:
    """A moment of somebody else's day, in the reader's time zone, which is said."""
    return formats.moment(at, zone=True)


def party_address(party: str) -> str:
    """Where a party is shown."""
    return reverse("secretariat") if party == SECRETARIAT else reverse("member", args=[party])


def regions(request: HttpRequest) -> Card:
    """How many members each region has, for everybody."""
    del request
    counted = dict(Member.objects.values_list("region").annotate(Count("pk")))
    address = reverse("members")
    figures = [
        Figure(title, counted.get(name, 0), f"{address}?{urlencode({'region': name, 'view': 'tiles'})}")
        for name, title in REGIONS.items()
    ]
    total = Figure(_("Together"), sum(counted.values()), address)
    return Card("regions", _("Members"), figures=[*figures, total])


def waiting(visitor: Visitor) -> Iterable[Line]:
    """What waits, the most pressing first: by when it ends."""
    yield from old_keys(visitor)
    lines = [*ending_mandates(visitor), *ending_agreements(visitor)]
    yield from sorted(lines, key=_at)


def _at(line: Line) -> datetime:
    assert line.at is not None
    return line.at


def offered() -> None:
    """Register it all; called once, at start."""
    desk.roles_are_for(purpose)
    desk.waits(20, waiting)
    desk.offer(20, bureau)
    desk.shows_everybody(10, regions)
    desk.shortcut(10, "officers.manage", _("Register an officer"), "officer-register", "person")
    desk.shortcut(10, "officers.manage", _("Appoint an officer, or end a mandate"), "officers", "sign")
    desk.shortcut(11, "officers.read", _("Officers and their mandates"), "officers", "people")
    desk.shortcut(12, "bureau.describe", _("Describe the bureau"), "bureau-describe", "phone")
    desk.shortcut(13, "keys.manage", _("Replace the bureau's key"), "key-rotate", "key")
    desk.shortcut(14, "members.manage", _("Admit a member"), "member-admit", "globe")
    desk.shortcut(15, "partners.manage", _("Admit a partner"), "partner-admit", "plus")
    desk.shortcut(16, "partners.manage", _("Conclude an agreement"), "agreement-conclude", "sign")
