"""The words by which closed texts are found: written after commit, caught up by number, to be made again.

A room says what it has to offer with `indexes`. What is erased goes with the act that erases it (`Derived`), and
whoever shows a hit reads the text where it lies, as the reader may see it: a word left behind shows nobody anything.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from wasl.acts import queries, subscribers
from wasl.acts.deadlines import chore
from wasl.acts.models import JournalEntry
from wasl.web import folding
from wasl.web.models import CommitmentStart, SearchProgress, SearchTerm

STEP = 1000
"""Texts that are indexed in one transaction."""

COMMITMENTS = "commitment"
COMMITMENT_STEP = 20_000
"""Commitments that a tick takes into the index."""
COMMITMENT_BYTES = 8

FEW = 400
"""A word that finds no more than these is looked at in full; others only together with the rest of the query."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be found: the entry that brought it, whose it is, and what it says."""

    entry: int
    party: str
    said: str


Texts = Callable[[int, int], Sequence[Text]]
"""`(first, limit)`: texts still there from that entry on, by entry; inside a transaction, with their rows locked."""


@dataclass(frozen=True, slots=True)
class _Source:
    kinds: frozenset[str]
    texts: Texts


_sources: dict[str, _Source] = {}


def indexes(name: str, kinds: Iterable[str], texts: Texts) -> None:
    """Register a room's texts under a name; `kinds` are the acts that bring new ones."""
    _sources[name] = _Source(frozenset(kinds), texts)


@subscribers.subscribe
def hear(heard: Sequence[subscribers.Heard]) -> None:
    """Index what acts just brought, and whatever was missed before."""
    kinds = {act.kind for _entry, act, _decided in heard}
    for name, source in _sources.items():
        if kinds & source.kinds:
            catch_up(name)


@chore
def sweep(_now: datetime) -> None:
    """What no subscriber heard of: a process was killed in between, a backup restored, commitments."""
    for name in _sources:
        catch_up(name)
    catch_up_commitments()


def catch_up(name: str) -> int:
    """Index the texts from where the index has come; returns how many."""
    source, size, done = _sources[name], queries.head().size, 0
    if _next(name) >= size:
        return 0
    while True:
        with transaction.atomic():
            SearchProgress.objects.get_or_create(source=name)
            progress = SearchProgress.objects.select_for_update().get(source=name)
            texts = source.texts(progress.next, STEP)
            SearchTerm.objects.bulk_create(_terms(name, texts))
            progress.next = texts[-1].entry + 1 if len(texts) == STEP else max(progress.next, size, _after(texts))
            progress.save()
        done += len(texts)
        if len(texts) < STEP:
            return done


def _after(texts: Sequence[Text]) -> int:
    return texts[-1].entry + 1 if texts else 0


def _terms(name: str, texts: Iterable[Text]) -> list[SearchTerm]:
    return [
        SearchTerm(source=name, entry=text.entry, party=text.party, term=term.encode())
        for text in texts
        for term in sorted(folding.terms(text.said))
    ]


def _next(name: str) -> int:
    return SearchProgress.objects.filter(source=name).values_list("next", flat=True).first() or 0


def catch_up_commitments(limit: int = COMMITMENT_STEP) -> int:
    """Take at most so many commitments into their index; returns how many."""
    first = _next(COMMITMENTS)
    if first >= queries.head().size:
        return 0
    with transaction.atomic():
        SearchProgress.objects.get_or_create(source=COMMITMENTS)
        progress = SearchProgress.objects.select_for_update().get(source=COMMITMENTS)
        rows = list(_commitments(progress.next)[:limit])
        CommitmentStart.objects.bulk_create(
            [CommitmentStart(index=index, start=bytes(made)[:COMMITMENT_BYTES]) for index, made in rows],
            batch_size=STEP,
        )
        progress.next += len(rows)
        progress.save()
    return len(rows)


def _commitments(first: int) -> "QuerySet[Any, Any]":
    return JournalEntry.objects.filter(index__gte=first).order_by("index").values_list("index", "commitment")


def committed(digits: str, limit: int = 2) -> list[int]:
    """Entries whose commitment begins with these hexadecimal digits, at most `limit`.

    The newest entries, which the index does not hold yet, are looked at one by one.
    """
    start = bytes.fromhex(digits[: len(digits) // 2 * 2])[:COMMITMENT_BYTES]
    found = CommitmentStart.objects.filter(start__gte=start, **_below("start", start)).values_list("index", flat=True)
    rows = list(JournalEntry.objects.filter(index__in=list(found[:FEW])).values_list("index", "commitment"))
    rows += _commitments(_next(COMMITMENTS))[:COMMITMENT_STEP]
    return [index for index, made in sorted(rows) if bytes(made).hex().startswith(digits)][:limit]


def _below(column: str, start: bytes) -> dict[str, bytes]:
    """The end of the range of what begins so; none after the last byte there is."""
    trimmed = start.rstrip(b"\xff")
    return {f"{column}__lt": trimmed[:-1] + bytes([trimmed[-1] + 1])} if trimmed else {}


def rebuild() -> int:
    """Drop the indexes and make them again; returns how many texts and commitments they hold."""
    with transaction.atomic():
        SearchTerm.objects.all().delete()
        CommitmentStart.objects.all().delete()
        SearchProgress.objects.all().delete()
    done = sum(catch_up(name) for name in _sources)
    while taken := catch_up_commitments():
        done += taken
    return done


def entries(name: str, query: Sequence[str], limit: int, party: str | None = None) -> list[int]:
    """The entries whose texts have every word of a query, at most `limit`: of one party, or of all.

    The rarest word leads: where it finds few texts, the others are looked for among those. Where all words are
    frequent, the database joins them, and skeletons do not count.
    """
    rows = SearchTerm.objects.filter(source=name, **({"party": party} if party is not None else {}))
    if not query:
        return []
    held = [_first(rows, word) for word in query]
    fewest = min(range(len(query)), key=lambda place: len(held[place]))
    if len(held[fewest]) < FEW:
        return _among(rows, held[fewest], [word for place, word in enumerate(query) if place != fewest])[:limit]
    joined = _starting(rows, query[0])
    for word in query[1:]:
        joined = joined.filter(Exists(_starting(rows.filter(entry=OuterRef("entry")), word)))
    return list(dict.fromkeys(joined.order_by("term", "entry").values_list("entry", flat=True)[: 4 * limit]))[:limit]


def _starting(rows: "QuerySet[SearchTerm]", start: str) -> "QuerySet[SearchTerm]":
    return rows.filter(_range(start))


def _range(start: str) -> Q:
    """Terms that begin so; of short skeletons the whole term."""
    wanted = start.encode()
    if not folding.is_found(start + "x", start):
        return Q(term=wanted)
    return Q(term__gte=wanted, **_below("term", wanted))


def _first(rows: "QuerySet[SearchTerm]", word: str) -> list[int]:
    """The first entries that a word finds, by the word itself and then in another script."""
    found: dict[int, None] = {}
    for start in folding.starts(word):
        if len(found) < FEW:
            ordered = _starting(rows, start).order_by("term", "entry").values_list("entry", flat=True)
            found |= dict.fromkeys(ordered[:FEW])
    return list(found)


def _among(rows: "QuerySet[SearchTerm]", candidates: list[int], query: Sequence[str]) -> list[int]:
    """Those of a few entries that every word finds, too."""
    for word in query:
        found = rows.filter(reduce(or_, map(_range, folding.starts(word))), entry__in=candidates)
        having = set(found.values_list("entry", flat=True))
        candidates = [entry for entry in candidates if entry in having]
    return candidates
