"""What the room of the record finds: entries, acts, and the pages of the product."""

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.acts import queries, registry
from wasl.acts.queries import Reader
from wasl.acts.wording import Text
from wasl.web import access, entries, folding, handbook, navigation, search_index, searching
from wasl.web.entries import Line
from wasl.web.parties import parties, party_name
from wasl.web.searching import Hit, Query
from wasl.web.visitors import Visitor

COMBINATIONS = 6
"""Lists by kind and party that one search reads."""
SCANNED = 100
"""The newest acts of a list whose texts are looked at for a word that names neither kind nor party."""

_DIGITS = re.compile(r"[0-9a-f]{8,64}")


def straight_to_entry(_visitor: Visitor, query: Query) -> str | None:
    """`#12` names an entry, and so does the beginning of its commitment, from eight digits on."""
    if query.is_number and query.number is not None and query.number < queries.head().size:
        return reverse("entry", args=[query.number])
    digits = query.text.strip().lower().removesuffix("…")
    if _DIGITS.fullmatch(digits):
        found = search_index.committed(digits)
        if len(found) == 1:
            return reverse("entry", args=[found[0]])
    return None


def acts(visitor: Visitor, query: Query, limit: int) -> list[Hit]:
    """Acts that the visitor may read and that hold every word, newest first: in their kind, author, or what they say.

    By kind and author the whole record is looked through; by what acts say, the newest of each list.
    """
    if query.number is not None:
        return [_hit(line) for line in _numbered(visitor.reader, query.number)]
    lines: dict[int, Line] = {}
    for kind, party, explained in _lists(query):
        enough = limit if explained >= set(query.words) else SCANNED
        for line in entries.entry_lines(visitor.reader, entries.Wanted(kind=kind, party=party, limit=enough))[0]:
            if line.title and folding.matches(query.words, _line_terms(line)):
                lines[line.index] = line
        if len(lines) >= limit and explained >= set(query.words):
            break
    return [_hit(lines[index]) for index in sorted(lines, reverse=True)[:limit]]


def _line_terms(line: Line) -> frozenset[str]:
    return _kind_terms(line.kind) | _party_terms(line.party) | folding.terms(str(line.summary))


def _numbered(reader: Reader, index: int) -> list[Line]:
    listed = queries.oldest(reader, after=index - 1, limit=1)
    return [entries.line(one) for one in listed if one.index == index]


def _hit(line: Line) -> Hit:
    number = f"#{line.index}"
    if line.title is None:
        return Hit(_("Erased entry") if line.erased else _("Closed entry"), line.address, number=number)
    return Hit(line.title, line.address, line.summary, number, line.party, line.party_name, line.decided_at)


def _named(words: Sequence[str], lexicon: folding.Lexicon) -> dict[str, set[str]]:
    """Those that a word of the query names, with the words; those that most words name come first."""
    named: dict[str, set[str]] = {}
    for word in words:
        for name in lexicon.named(word):
            named.setdefault(name, set()).add(word)
    return dict(sorted(named.items(), key=lambda one: -len(one[1])))


Lists = list[tuple[str, str, set[str]]]


def _lists(query: Query) -> Lists:
    """Lists of the record to look at, with the words that they explain: the best first, and at last the newest acts."""
    if "lists" not in query.kept:
        kinds = _named(query.words, _kind_lexicon(tuple(kind.name for kind in registry.kinds())))
        codes = _named(query.words, _party_lexicon(tuple(party for party, _name in parties())))
        query.kept["lists"] = _combined(kinds, codes)
    found: Lists = query.kept["lists"]
    return found


def _combined(kinds: dict[str, set[str]], codes: dict[str, set[str]]) -> Lists:
    none: dict[str, set[str]] = {"": set()}
    pairs = [
        (kind, party, by_kind | by_party)
        for kind, by_kind in (kinds | none).items()
        for party, by_party in (codes | none).items()
        if kind or party
    ]
    pairs.sort(key=lambda one: -len(one[2]))
    return [*pairs[:COMBINATIONS], ("", "", set())]


@lru_cache(maxsize=4)
def _kind_lexicon(kinds: tuple[str, ...]) -> folding.Lexicon:
    return folding.Lexicon({kind: _kind_terms(kind) for kind in kinds})


@lru_cache(maxsize=8)
def _party_lexicon(codes: tuple[str, ...]) -> folding.Lexicon:
    return folding.Lexicon({code: _party_terms(code) for code in codes})


@lru_cache(maxsize=512)
def _kind_terms(kind: str) -> frozenset[str]:
    return searching.terms(registry.title(kind))


@lru_cache(maxsize=512)
def _party_terms(party: str) -> frozenset[str]:
    """Names of parties do not change while a process lives."""
    return searching.terms(party, party_name(party))


def pages(visitor: Visitor, query: Query, limit: int) -> list[Hit]:
    """Rooms that this visitor may enter, and pages that rooms registered."""
    hits: dict[str, Hit] = {}
    for place in navigation.entries(query.request):
        if folding.matches(query.words, plain=True, known=_title_terms(place.title)):
            hits[place.address] = Hit(place.title, place.address)
    for title, name, need in _pages:
        if access.lets_in(visitor, need) and folding.matches(query.words, plain=True, known=_title_terms(title)):
            hits.setdefault(reverse(name), Hit(title, reverse(name)))
    for topic in handbook.TOPICS:
        if folding.matches(query.words, plain=True, known=_title_terms(topic.title)):
            hits.setdefault(topic.address, Hit(topic.title, topic.address, _("Help")))
    return list(hits.values())[:limit]


@lru_cache(maxsize=512)
def _title_terms(title: Text) -> frozenset[str]:
    return searching.terms(title)


_pages: list[tuple[Text, str, str]] = []


def page(title: Text, name: str, need: str = access.ANYBODY) -> None:
    """Register a page that is found by its title, by the name of its address, and what it asks for."""
    _pages.append((title, name, need))


def offered() -> None:
    """Register it all; called once, at start."""
    searching.goes_straight(straight_to_entry)
    searching.offer(80, "acts", _("Acts"), acts, _all_acts)
    searching.offer(90, "pages", _("Pages"), pages)
    page(_("Preferences"), "preferences")
    page(_("About"), "about")
    page(_("Licences"), "licences")


def _all_acts(_visitor: Visitor, query: Query) -> str:
    """The record, filtered, where one kind and one party explain every word."""
    kind, party, explained = _lists(query)[0]
    if not explained >= set(query.words):
        return ""
    return f"{reverse('record')}?{urlencode({'kind': kind, 'party': party})}"
