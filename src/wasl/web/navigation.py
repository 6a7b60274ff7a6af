"""The rooms in the side navigation: each room says which entries it has, and who may enter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.acts.act import SECRETARIAT
from wasl.acts.refusals import Refused
from wasl.acts.wording import Text
from wasl.web import access, visitors
from wasl.web.access import ANYBODY
from wasl.web.parties import party_name
from wasl.web.visitors import Visitor

FIRST, ORGANISATION, BUREAU, OVERSIGHT = "first", "organisation", "bureau", "oversight"

GROUPS: dict[str, Text] = {
    FIRST: "",
    ORGANISATION: _("Organisation"),
    BUREAU: _("My bureau"),
    OVERSIGHT: _("Oversight"),
}
"""The groups in the order in which they stand, and what is written above each."""


@dataclass(frozen=True, slots=True)
class Place:
    """One room's entry: `order` sorts it within its group, `name` is the page's name in the address table.

    `needs` is what the gate asks for: ANYBODY, SIGNED_IN or a right. `icon` names a symbol of `icons.svg`.
    """

    order: int
    title: Text
    name: str
    needs: str = ANYBODY
    group: str = ORGANISATION
    icon: str = "dash"


@dataclass(frozen=True, slots=True)
class Entry:
    """A place as this request shows it."""

    title: Text
    address: str
    icon: str = "dash"
    group: str = ORGANISATION
    current: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What stands together in the navigation."""

    name: str
    title: Text
    entries: Sequence[Entry]


Shown = Callable[[HttpRequest], bool]

_places: list[tuple[Place, Shown]] = []


def offer(place: Place, shown: Shown = lambda _request: True) -> None:
    """Register a room's entry, and who sees it besides those who have what it needs."""
    _places.append((place, shown))


def visitor_of(request: HttpRequest) -> Visitor:
    """Who looks at a page; whoever brings wrong credentials is nobody here, since the gate already answered."""
    try:
        return visitors.visitor_of(request)
    except Refused:
        return visitors.NOBODY


def entries(request: HttpRequest) -> list[Entry]:
    """The entries this request shows in order; the one whose address is nearest the present page is marked."""
    visitor, found = visitor_of(request), []
    for place, shown in sorted(_places, key=_order):
        if access.lets_in(visitor, place.needs) and shown(request):
            found.append(Entry(place.title, reverse(place.name), place.icon, place.group))
    nearest = max((entry.address for entry in found if _within(request.path, entry.address)), key=len, default=None)
    return [replace(entry, current=entry.address == nearest) for entry in found]


def groups(request: HttpRequest) -> list[Group]:
    """The same by group; a group without an entry for this visitor is not shown."""
    found = entries(request)
    titles = GROUPS | ({BUREAU: party_name(SECRETARIAT)} if visitor_of(request).party == SECRETARIAT else {})
    ordered = [Group(name, title, [entry for entry in found if entry.group == name]) for name, title in titles.items()]
    return [group for group in ordered if group.entries]


def above(request: HttpRequest, found: Sequence[Group]) -> list[tuple[Text, str]]:
    """The room a page lies in, when the page is deeper than the room's own: the beginning of the breadcrumbs."""
    current = next((entry for group in found for entry in group.entries if entry.current), None)
    return [] if current is None or current.address in ("/", request.path) else [(current.title, current.address)]


def _order(offered: tuple[Place, Shown]) -> tuple[int, int]:
    place = offered[0]
    return list(GROUPS).index(place.group), place.order


def _within(path: str, address: str) -> bool:
    return path == address if address == "/" else path.startswith(address)
