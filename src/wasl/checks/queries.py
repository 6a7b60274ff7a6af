"""Reading lists, their editions, clearances and the log's days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q, Sum
from django.db.models.functions import Lower

from wasl.acts.act import SECRETARIAT
from wasl.acts.working_set import get
from wasl.checks.models import Clearance, Edition, ListedEntry, ListedPart, LoggedDay, WatchList
from wasl.checks.reading import Entry, from_json

IN_FORCE, OVER = "in-force", "over"
"""What clearances are told apart by."""

TRIED = 2
"""Editions of a list that may count before anything is known of them: where the newest cannot be used, the one before.
"""

ENTRY_REFERENCE_MAX = 60
"""Characters of an entry's reference that somebody may type."""


def full_name(party: str, word: str) -> str:
    """How a party's list is called: the secretariat's by its word, a bureau's with its code in front."""
    return word if party == SECRETARIAT else f"{party.lower()}.{word}"


def party_of(name: str) -> str:
    """Whose list is called so in full."""
    code, dot, _word = name.partition(".")
    return code.upper() if dot else SECRETARIAT


def watch_list(entry: int) -> WatchList | None:
    """The list that this entry opened."""
    return get(WatchList, entry)


def list_named(name: str) -> WatchList | None:
    """The list of that full name, open or else the last one closed."""
    found = WatchList.objects.filter(name=name)
    return found.filter(closed_at=None).first() or found.order_by("-entry").first()


def lists_open() -> list[WatchList]:
    """The lists that are asked, by name."""
    return list(WatchList.objects.filter(closed_at=None).order_by("name"))


def lists_open_of(party: str) -> int:
    """How many lists a party has open."""
    return WatchList.objects.filter(party=party, closed_at=None).count()


def entries_beside(name: str) -> int:
    """How many entries the other open lists of a list's party have: of each, the largest edition that may be used."""
    others = WatchList.objects.filter(party=party_of(name), closed_at=None).exclude(name=name)
    lists = list(others.values_list("entry", flat=True))
    held = dict(ListedPart.objects.filter(list__in=lists).values_list("list").annotate(Sum("rows")))
    largest = {each: max((found.entries for found in editions_to_try(each)), default=0) for each in lists}
    return sum(max(largest[each], held.get(each, 0)) for each in lists)


def lists_seen_by(party: str | None, *, closed: bool = False) -> list[WatchList]:
    """The lists whose entries a party is shown, by name."""
    found = WatchList.seen_by(party).order_by("name", "entry")
    return list(found if closed else found.filter(closed_at=None))


def list_shown(name: str, party: str | None) -> WatchList | None:
    """The open list of this name, if a party is shown it."""
    return next((each for each in lists_seen_by(party) if each.name == name), None)


def edition(entry: int) -> Edition | None:
    """The edition that this entry brought."""
    return get(Edition, entry)


def newest_edition(watch_list: int) -> Edition | None:
    """The edition of a list that counts."""
    return Edition.objects.filter(list=watch_list).order_by("-entry").first()


def newest_editions(lists: Iterable[int]) -> dict[int, Edition]:
    """By list, the edition that counts; a list without one is left out."""
    newest = Edition.objects.filter(list__in=list(lists)).values("list").annotate(newest=Max("entry"))
    return {each.list: each for each in Edition.objects.filter(entry__in=newest.values("newest"))}


def editions(watch_list: int) -> list[Edition]:
    """The editions of a list, newest first."""
    return list(Edition.objects.filter(list=watch_list).order_by("-entry"))


def editions_to_try(watch_list: int, known: Iterable[int] = ()) -> list[Edition]:
    """The editions of a list that may count, newest first: the newest ones, and of all others those `known` to be good.

    Whoever signs what cannot be read makes it no more than these that are read in vain.
    """
    newest = Edition.objects.filter(list=watch_list).order_by("-entry").values_list("entry", flat=True)
    tried = {*newest[:TRIED], *known}
    return list(Edition.objects.filter(list=watch_list, entry__in=tried).order_by("-entry"))


def editions_of_open_lists(entries: Iterable[int]) -> list[Edition]:
    """The editions that these entries brought, of lists that are open."""
    lists = WatchList.objects.filter(closed_at=None).values("entry")
    return list(Edition.objects.filter(entry__in=list(entries), list__in=lists))


def editions_alike(watch_list: int, digest: str) -> list[Edition]:
    """The editions of a list that say the same, newest first."""
    return list(Edition.objects.filter(list=watch_list, digest=digest).order_by("-entry"))


def listed(subjects: Iterable[str]) -> dict[str, Entry]:
    """By id, the entries of lists as their editions that count have them."""
    found = ListedEntry.objects.filter(subject__in=list(subjects)).values_list("subject", "text")
    return {subject: from_json(text) for subject, text in found}


def edition_that_says(subject: str) -> Edition | None:
    """The edition as which an entry stands in the table; while its list is being changed, the one that brought it."""
    held = ListedEntry.objects.filter(subject=subject).values_list("list", "entry").first()
    if held is None:
        return None
    part = ListedPart.objects.filter(list=held[0]).first()
    return edition(part.edition if part else held[1])


def may_be_reference(text: str) -> bool:
    """Whether a text has the looks of a reference on a list: short, in one piece, with a figure in it."""
    return len(text) <= ENTRY_REFERENCE_MAX and len(text.split()) == 1 and any(map(str.isdecimal, text))


def listed_as(reference: str, names: Iterable[str]) -> list[str]:
    """The ids of the entries that have this reference on the lists named, whatever its case."""
    wanted = [f"{name}:{reference}".lower() for name in names]
    found = ListedEntry.objects.annotate(folded=Lower("subject")).filter(folded__in=wanted)
    return list(found.order_by("subject").values_list("subject", flat=True))


def clearance(entry: int) -> Clearance | None:
    """The clearance that this entry gave."""
    return get(Clearance, entry)


def clearances_of(entries: Iterable[int]) -> list[Clearance]:
    """The clearances that these entries gave, as far as they are still there."""
    return list(Clearance.objects.filter(entry__in=list(entries)))


def clearances_in_force(party: str | None, subjects: Iterable[str], now: datetime) -> list[Clearance]:
    """Those a party is shown, for entries of lists, newest first."""
    held = Clearance.seen_by(party).filter(subject__in=list(subjects), ended_at=None, ends__gt=now)
    return list(held.order_by("-entry"))


def all_clearances_in_force(party: str | None, now: datetime) -> list[Clearance]:
    """Those a party is shown, for whatever entry, newest first."""
    return list(Clearance.seen_by(party).filter(ended_at=None, ends__gt=now).order_by("-entry"))


@dataclass(frozen=True, slots=True)
class WantedClearances:
    """Which clearances: given by one party, for one list, `in-force` or `over`; below `before`."""

    by: str = ""
    list_name: str = ""
    state: str = ""
    before: int | None = None


def clearances(party: str | None, wanted: WantedClearances, now: datetime, limit: int) -> list[Clearance]:
    """Those wanted that a party is shown, newest first."""
    found = Clearance.seen_by(party).order_by("-entry")
    if wanted.by:
        found = found.filter(party=wanted.by)
    if wanted.list_name:
        found = found.filter(subject__startswith=f"{wanted.list_name}:")
    if wanted.state:
        holds = Q(ended_at=None, ends__gt=now)
        found = found.filter(holds if wanted.state == IN_FORCE else ~holds)
    if wanted.before is not None:
        found = found.filter(entry__lt=wanted.before)
    return list(found[:limit])


def clearances_expired(now: datetime, limit: int) -> list[int]:
    """Clearances whose time is over and which were not ended, oldest first."""
    found = Clearance.objects.filter(ended_at=None, ends__lte=now).order_by("ends", "entry")
    return list(found.values_list("entry", flat=True)[:limit])


def entry_digests(subjects: Iterable[str]) -> dict[str, str]:
    """What entries of lists say, by their digests; those that no list has are left out."""
    found = ListedEntry.objects.filter(subject__in=list(subjects))
    return dict(found.values_list("subject", "digest"))


def logged_day(day: str) -> LoggedDay | None:
    """What the installation said of a day's checks."""
    return get(LoggedDay, day)


def newest_logged_day() -> str:
    """The newest day of whose checks the record knows; empty before the first."""
    return LoggedDay.objects.aggregate(newest=Max("day"))["newest"] or ""


def editions_of(entries: Iterable[int]) -> list[Edition]:
    """The editions that these entries brought."""
    return list(Edition.objects.filter(entry__in=list(entries)))
