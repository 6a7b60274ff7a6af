"""What this room finds: members, officers as far as the visitor may see them, and keys."""

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.acts.act import SECRETARIAT
from wasl.members import queries, states
from wasl.members.models import Agreement, BureauKey, Mandate, Officer, Partner
from wasl.members.naming import party_title
from wasl.members.purposes import title_at
from wasl.members.wording import REGIONS
from wasl.web import finding, folding, search_index, searching
from wasl.web.language import LANGUAGES, short_language
from wasl.web.searching import Hit, Query
from wasl.web.visitors import Visitor

OFFICERS = "officer"
AGREEMENTS = "agreement"
OFFICERS_READ = "officers.read"

_KEY = re.compile(r"[A-Za-z0-9_-]{12,43}")


@lru_cache(maxsize=1)
def _lexicon() -> folding.Lexicon:
    """By what each state is found: its codes and its names in four languages.

    Skeletons are for words in other scripts than Latin: names of people would find states by them.
    """
    return folding.Lexicon(
        {
            state.code: folding.terms(state.code, state.code3, *map(state.name.in_language, LANGUAGES))
            for state in states.states()
        }
    )


def members(_visitor: Visitor, query: Query, limit: int) -> list[Hit]:
    """Members by code or name; one whose name begins so comes before one that holds it."""
    lexicon, language = _lexicon(), short_language()
    named = [lexicon.named(word, plain=folding.is_latin(word)) for word in query.words]
    codes = set.intersection(*named) if named else set()
    found = [one for one in queries.members(language) if one.code in codes] if codes else []
    first = query.words[0] if query.words else ""
    found.sort(key=lambda one: not folding.folded(states.name(one.code, language)).startswith(first))
    return [
        Hit(states.name(one.code, language), reverse("member", args=[one.code]), REGIONS[one.region], party=one.code)
        for one in found[:limit]
    ]


def texts(first: int, limit: int) -> Sequence[search_index.Text]:
    """Officers' names for the index, from an entry on. Their rows are locked: an erasure waits, or went before."""
    rows = Officer.objects.select_for_update().filter(entry__gte=first).order_by("entry")[:limit]
    return [search_index.Text(row.entry, row.party, row.name) for row in rows]


def officers(visitor: Visitor, query: Query, limit: int) -> list[Hit]:
    """Officers of the visitor's own party, or all for the secretariat, with the roles they hold."""
    if not visitor.may(OFFICERS_READ) or visitor.party is None:
        return []
    whose = None if visitor.party == SECRETARIAT else visitor.party
    named = [query.number] if query.number is not None else None
    entries = named or search_index.entries(OFFICERS, query.words, limit, whose)
    rows = Officer.seen_by(visitor.party).in_bulk(entries)
    roles: dict[int, list[str]] = {}
    for held in Mandate.objects.filter(officer__in=rows, ended_at=None):
        roles.setdefault(held.officer, []).append(str(title_at(held.role, held.party)))
    return [
        Hit(
            rows[entry].name,
            officer_address(entry),
            ", ".join(roles.get(entry, ())),
            party=rows[entry].party,
            party_name=party_title(rows[entry].party),
            by_name=True,
        )
        for entry in entries
        if entry in rows
    ]


def officer_address(entry: int) -> str:
    """The page of an officer."""
    return reverse("officer", args=[entry])


def _all_officers(_visitor: Visitor, query: Query) -> str:
    return f"{reverse('officers')}?{urlencode({'q': query.text})}"


def straight_to_key(_visitor: Visitor, query: Query) -> str | None:
    """The entry that registered a key, by the key's name or so much of its beginning that only one is meant."""
    text = query.text.strip()
    if not _KEY.fullmatch(text):
        return None
    keys = BureauKey.objects.filter(Q(keyid=text) | Q(keyid__startswith=text)).values_list("entry", flat=True)[:2]
    return reverse("entry", args=[keys[0]]) if len(keys) == 1 else None


def partners(_visitor: Visitor, query: Query, limit: int) -> list[Hit]:
    """Partners by word or name, those of today first."""
    found = [one for one in Partner.objects.order_by("partner") if _is_called(query, one.name, one.partner)]
    found.sort(key=lambda one: one.ended_at is not None)
    return [
        Hit(_named(one.name), reverse("partner", args=[one.partner]), _("ended") if one.ended_at else "", by_name=True)
        for one in found[:limit]
    ]


def agreement_texts(first: int, limit: int) -> Sequence[search_index.Text]:
    """Agreements' titles in four languages, and what they refer to, for the index."""
    rows = Agreement.objects.filter(entry__gte=first).order_by("entry")[:limit]
    return [search_index.Text(row.entry, "", " ".join([*row.title.values(), row.reference])) for row in rows]


def agreements(_visitor: Visitor, query: Query, limit: int) -> list[Hit]:
    """Agreements by title or reference, those in force first."""
    rows = Agreement.objects.in_bulk(search_index.entries(AGREEMENTS, query.words, 2 * limit))
    found = sorted(rows.values(), key=lambda one: (one.ended_at is not None, -one.entry))
    return [
        Hit(_named(one.title), reverse("agreement", args=[one.entry]), one.reference, at=one.begins, by_name=True)
        for one in found[:limit]
    ]


def _is_called(query: Query, names: dict[str, str], also: str) -> bool:
    return folding.matches(query.words, _terms_of(*names.values(), also))


@lru_cache(maxsize=4096)
def _terms_of(*texts: str) -> frozenset[str]:
    return folding.terms(*texts)


def _named(names: dict[str, str]) -> str:
    return names.get(short_language(), "")


def offered() -> None:
    """Register it all; called once, at start."""
    searching.offer(30, "partners", _("Partners"), partners)
    searching.offer(40, "agreements", _("Agreements"), agreements)
    finding.page(_("Roles"), "roles")
    finding.page(_("Compare two members"), "member-compare")
    finding.page(_("General Secretariat"), "secretariat")
    search_index.indexes(OFFICERS, ["members.register-officer/1"], texts)
    search_index.indexes(AGREEMENTS, ["members.conclude-agreement/1"], agreement_texts)
    searching.goes_straight(straight_to_key)
    searching.offer(10, "members", _("Members"), members)
    searching.offer(20, "officers", _("Officers"), officers, _all_officers)
