"""The first page: for whoever signed in a desk, for everybody else the public face. Rooms offer what stands on it.

A card is offered as a function of the visitor and stays away by answering None: nobody is shown what they may not
open.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse

from wasl.acts.wording import Text
from wasl.web import access
from wasl.web.entries import Line as EntryLine
from wasl.web.visitors import Visitor

MAIN, ASIDE = "main", "aside"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card. `tone` says how pressing it is: "warn", "stop", or nothing; a word always says it too."""

    title: Text
    address: str = ""
    remark: Text = ""
    at: datetime | None = None
    party: str = ""
    party_name: Text = ""
    tone: str = ""
    by_name: bool = False
    """Whether `title` is somebody's own words, and not a term of the interface."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts."""

    title: Text
    value: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a room puts on the desk: figures, lines, or a sentence where there is neither."""

    name: str
    title: Text
    lines: Sequence[Line] = ()
    figures: Sequence[Figure] = ()
    text: Text = ""
    all: tuple[Text, str] | None = None
    """What the whole list is called, and where it is."""
    place: str = MAIN


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What somebody with a right often does."""

    title: Text
    address: str
    icon: str


Offered = Callable[[Visitor], Card | None]
Waiting = Callable[[Visitor], Iterable[Line]]
Public = Callable[[HttpRequest], Card | None]

_cards: list[tuple[int, Offered]] = []
_waiting: list[tuple[int, Waiting]] = []
_public: list[tuple[int, Public]] = []
_shortcuts: list[tuple[int, str, Text, str, str]] = []
_purposes: list[Callable[[str, str], Text]] = []


def roles_are_for(purposes: Callable[[str, str], Text]) -> None:
    """Register the one function that says what a role is for, at a party."""
    _purposes[:] = [purposes]


def purpose(role: str, party: str) -> Text:
    """What a role is for, at a party."""
    return _purposes[0](role, party) if _purposes else ""


def offer(order: int, card: Offered) -> None:
    """Register a card of the desk."""
    _cards.append((order, card))


def waits(order: int, waiting: Waiting) -> None:
    """Register what may wait for a visitor: lines of the desk's first card."""
    _waiting.append((order, waiting))


def shows_everybody(order: int, card: Public) -> None:
    """Register a card of the public face."""
    _public.append((order, card))


def shortcut(order: int, need: str, title: Text, name: str, icon: str = "onward") -> None:
    """Register a way for those who have what the gate asks for, by the name of its address."""
    _shortcuts.append((order, need, title, name, icon))


def cards(visitor: Visitor) -> list[Card]:
    """The visitor's cards."""
    return _made(_cards, visitor)


def public_cards(request: HttpRequest) -> list[Card]:
    """What everybody sees."""
    return _made(_public, request)


def _made(offered: Iterable[tuple[int, Callable[..., Card | None]]], whom: object) -> list[Card]:
    made = (function(whom) for _order, function in sorted(offered, key=_order_of))
    return [card for card in made if card is not None]


def what_waits(visitor: Visitor) -> list[Line]:
    """What waits for the visitor, in the order of the rooms."""
    return [line for _order, waiting in sorted(_waiting, key=_order_of) for line in waiting(visitor)]


def shortcuts(visitor: Visitor) -> list[Shortcut]:
    """What the visitor's rights let them do at once; of two ways to one address the first."""
    ways: dict[str, Shortcut] = {}
    for _order, need, title, name, icon in sorted(_shortcuts, key=_order_of):
        if access.lets_in(visitor, need):
            ways.setdefault(reverse(name), Shortcut(title, reverse(name), icon))
    return list(ways.values())


def _order_of(offered: tuple[int, object] | tuple[int, str, Text, str, str]) -> int:
    return offered[0]


def act_lines(lines: Iterable[EntryLine], own: str = "") -> list[Line]:
    """Entries of the record as lines of a card; those that the reader may not see are left out.

    A card about one party, `own`, does not name it on every line.
    """
    return [
        Line(line.title, line.address, line.summary, line.decided_at, "" if own else line.party, line.party_name)
        for line in lines
        if line.title is not None
    ]
