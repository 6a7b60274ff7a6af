"""The rooms in the side navigation: each room says which entries it has."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from wasl.acts.wording import Text


@dataclass(frozen=True, slots=True)
class Place:
    """One room's entry: `order` sorts it, `name` is the page's name in the address table."""

    order: int
    title: Text
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A place as this request shows it."""

    title: Text
    address: str
    current: bool


Shown = Callable[[HttpRequest], bool]

_places: list[tuple[Place, Shown]] = []


def offer(place: Place, shown: Shown = lambda _request: True) -> None:
    """Register a room's entry, and who sees it."""
    _places.append((place, shown))


def entries(request: HttpRequest) -> list[Entry]:
    """The entries this request shows, the present one marked."""
    found = []
    for place, shown in sorted(_places, key=lambda pair: pair[0].order):
        if shown(request):
            address = reverse(place.name)
            found.append(Entry(place.title, address, request.path.startswith(address)))
    return found
