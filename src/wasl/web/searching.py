"""Searching: every room says what it finds; the page, the palette and the API show it in groups.

A room finds only what this visitor may see: it is handed the visitor, and asks as the reader it is.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import override

from wasl.acts.wording import Text
from wasl.web import folding
from wasl.web.language import LANGUAGES
from wasl.web.visitors import Visitor

LONGEST = 200
"""Characters of a query that count."""

_NUMBER = re.compile(r"#?([0-9]{1,15})")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is called, where it is, one line about it."""

    title: Text
    address: str
    remark: Text = ""
    number: str = ""
    """Of an entry, as pages write it: `#12`."""
    party: str = ""
    party_name: Text = ""
    at: datetime | None = None
    by_name: bool = False
    """Whether `title` is somebody's own words, and not a term of the interface."""


@dataclass(frozen=True)
class Query:
    """What was asked, as typed and folded."""

    text: str
    request: HttpRequest
    """Whose language and rooms the answer is for."""
    kept: dict[str, Any] = field(default_factory=dict)
    """What a finder found out once for this query."""

    @cached_property
    def words(self) -> list[str]:
        """The words that count."""
        return folding.asked(self.text)

    @cached_property
    def number(self) -> int | None:
        """The entry that is asked for, `#12` or `12`, in the digits of any script."""
        found = _NUMBER.fullmatch(folding.folded(self.text).replace(" ", ""))
        return int(found[1]) if found else None

    @property
    def is_number(self) -> bool:
        """Whether an entry is asked for and nothing else."""
        return self.text.lstrip().startswith("#") and self.number is not None


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one finder; `more` says that there are others, and `all` where they are listed."""

    name: str
    title: Text
    hits: list[Hit] = field(default_factory=list)
    more: bool = False
    all: str = ""


Finder = Callable[[Visitor, Query, int], Iterable[Hit]]
Everything = Callable[[Visitor, Query], str]
Straight = Callable[[Visitor, Query], str | None]


@dataclass(frozen=True, slots=True)
class _Offer:
    order: int
    name: str
    title: Text
    finder: Finder
    everything: Everything | None


_offers: list[_Offer] = []
_straight: list[Straight] = []


def offer(order: int, name: str, title: Text, finder: Finder, everything: Everything | None = None) -> None:
    """Register a finder, `(visitor, query, limit) -> hits`, best first; `everything` gives the address of its list."""
    _offers.append(_Offer(order, name, title, finder, everything))
    _offers.sort(key=lambda one: one.order)


def goes_straight(straight: Straight) -> None:
    """Register `(visitor, query) -> address`, for what names one thing exactly: an entry's number, a key."""
    _straight.append(straight)


def exactly(visitor: Visitor, query: Query) -> str | None:
    """The address of the one thing that the query names, if it does."""
    return next((address for straight in _straight if (address := straight(visitor, query))), None)


def found(visitor: Visitor, query: Query, limit: int) -> list[Group]:
    """What every room finds, in groups; groups without a hit are left out."""
    if not query.words and query.number is None:
        return []
    groups = []
    for one in _offers:
        hits = list(one.finder(visitor, query, limit + 1))
        if hits:
            more = len(hits) > limit
            everything = one.everything(visitor, query) if more and one.everything else ""
            groups.append(Group(one.name, one.title, hits[:limit], more, everything))
    return groups


def terms(*texts: Text) -> frozenset[str]:
    """By what translated texts are found: in each of the four languages, whatever the reader's own is."""
    known: set[str] = set()
    for language in LANGUAGES:
        with override(language):
            known |= folding.plain_terms(*map(str, texts))
    return frozenset(known)
