"""The question put to the lists, and what they answer.

    answer = ask(Question("…", purpose="border-control"), visitor)

Every question has a purpose and leaves a line in the log before its answer is shown; one that cannot be logged is not
answered. "Could not be answered" is an answer of its own (`Answer.unanswered`) and never looks like "nobody".
"""

import logging
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from functools import lru_cache
from time import perf_counter
from typing import TYPE_CHECKING, Any

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

from wasl.acts import clock, journal
from wasl.acts import queries as record
from wasl.acts.act import SECRETARIAT
from wasl.acts.refusals import Refused
from wasl.checks import clearing, queries
from wasl.checks.index import held, indexing, listed, matches, shelves
from wasl.checks.lists.standing import is_stale
from wasl.checks.log import lines
from wasl.checks.models import Clearance, Edition, WatchList
from wasl.checks.reading import Entry
from wasl.members import lists
from wasl.screening import THRESHOLD, Query
from wasl.screening.characters import is_said
from wasl.screening.question import LeftOut, says_anything
from wasl.web.visitors import Visitor

if TYPE_CHECKING:
    from wasl.checks.understanding import Understood
    from wasl.screening import Index, Match, Subject
    from wasl.screening.recognise import Reading

log = logging.getLogger(__name__)

TEXT_MAX = 10_000
"""Characters of a question."""
REFERENCE_MAX = 120
LIMIT = 10
LIMIT_MAX = 100
WORTH_SHOWING = matches.WORTH_SHOWING
REFERRED = 24.0
"""Bits of an entry that is asked for by its reference: nobody types one by chance."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """Which subjects may be among the matches: without any of these, all. Those left out take nobody's place.

    None of the schemata in `without_schemata`, nor whose id, with or without the list's name, is in `without_entries`;
    where `countries` are named, none that has nothing to do with any of them.
    """

    without_schemata: frozenset[str] = frozenset()
    without_entries: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anybody is left out."""
        return bool(self.without_schemata or self.without_entries or self.countries)

    def __call__(self, subject: "Subject") -> bool:
        """Whether a subject may be among the matches."""
        return (
            subject.schema not in self.without_schemata
            and self.without_entries.isdisjoint({subject.id, subject.id.partition(":")[2]})
            and (not self.countries or not self.countries.isdisjoint((*subject.nationalities, *subject.countries)))
        )


class Bearers(Enum):
    """When an answer has those who bear a name of one part: where nothing else is found, beside what is, or never."""

    ELSE, TOO, NEVER = range(3)

    def beside(self, found: Collection[str]) -> bool:
        """Whether they are wanted where these were found."""
        return self is Bearers.TOO or (self is Bearers.ELSE and not found)


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks: a text that can be anything, or facts, or both, and for which purpose.

    `facts` hold names, dates and documents given as such; the readings of `text` come on top. `reading` is what the
    asker says that the text is, one of `understanding.ASKED_FOR`, or empty. `lists` are names of lists, or empty for
    all that the asker is shown. `among` says which subjects may be among the matches. `bearers` is when those are
    wanted, too, who bear a name of one part that was asked for. `told` is what else a program said of the answer that
    it wants, for the log: nothing here depends on it.
    """

    text: str = ""
    facts: Query = field(default_factory=lambda: Query(schema="Thing"))
    purpose: str = ""
    reference: str = ""
    lists: tuple[str, ...] = ()
    threshold: float = WORTH_SHOWING
    limit: int = LIMIT
    reading: str = ""
    among: Admitted = field(default_factory=Admitted)
    bearers: Bearers = field(default=Bearers.ELSE, compare=False)
    told: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Found:
    """A subject that may be what was asked for: the match, the entry as its list has it, who cleared somebody.

    `asker` is the party that asked.
    """

    match: "Match"
    entry: Entry
    watch_list: WatchList
    edition: Edition
    clearance: Clearance | None = None
    asker: str | None = None

    @property
    def cleared(self) -> bool:
        """Whether somebody whose word counts for the asker said that it is somebody else."""
        return self.clearance is not None and clearing.counts_for(self.clearance, self.asker)

    @property
    def alert(self) -> bool:
        """Whether somebody has to look: at or above the threshold, and not cleared."""
        return self.match.score >= THRESHOLD and not self.cleared


@dataclass(frozen=True, slots=True)
class Answer:
    """What the lists say. `unanswered` is the code of what stood in the way; empty when the lists were asked.

    `found` are the best: where there are as many as the question's limit, there may be more. `holding` are others who
    bear the name asked for, of one part that says too little to mean anybody: no match, and never an alert.

    `readings` are what the text was looked up as; `subjects` how many entries the lists asked hold; `behind` the lists
    of which a newer edition is there but not in the index yet; `stale` those not renewed in time. `left_out` is how
    much of what was asked for was not looked at, for it was too much. `took` is in microseconds.
    """

    question: Question
    found: tuple[Found, ...] = ()
    holding: tuple[Found, ...] = ()
    readings: tuple["Reading", ...] = ()
    asked: tuple[tuple[WatchList, Edition], ...] = ()
    subjects: int = 0
    model: str = ""
    took: int = 0
    behind: tuple[WatchList, ...] = ()
    stale: tuple[WatchList, ...] = ()
    left_out: LeftOut = field(default_factory=LeftOut)
    unanswered: str = ""
    at: datetime | None = None
    check: int | None = None

    @property
    def alerts(self) -> tuple[Found, ...]:
        """What somebody has to look at."""
        return tuple(each for each in self.found if each.alert)

    @property
    def outdated(self) -> tuple[WatchList, ...]:
        """The lists of which an older edition was asked than the one that counts."""
        asked = {each.entry for each, _edition in self.asked}
        return tuple(each for each in self.behind if each.entry in asked)

    @property
    def not_asked(self) -> tuple[WatchList, ...]:
        """The lists that were not asked at all: they are there, and not in the index yet."""
        asked = {each.entry for each, _edition in self.asked}
        return tuple(each for each in self.behind if each.entry not in asked)

    @property
    def is_whole(self) -> bool:
        """Whether all that was asked for was looked for on all lists: else "nobody" would be said too soon."""
        return not self.left_out and not self.not_asked


def ask(question: Question, visitor: Visitor, *, way: str = "page") -> Answer:
    """Put a question to the lists that the visitor's party is shown, and log it.

    `way` says how it was asked: `page`, `phone`, `api`, `match`. Raises Refused: unknown-purpose, nothing-asked,
    too-long, unknown-list, those of `understanding.understood`, nothing-understood; and what keeps the log from being
    written (busy, storage-full).
    """
    return ask_all([question], visitor, way=way)[0]


def ask_all(questions: Sequence[Question], visitor: Visitor, *, way: str) -> list[Answer]:
    """The same for several questions, whose lines are written at once. Raises what `ask` does, for all of them."""
    for question in questions:
        _check(question)
    answers = [_put(question, visitor.party) for question in questions]
    written = lines.write_all(answers, visitor, way)
    return [replace(answer, check=line.pk) for answer, line in zip(answers, written, strict=True)]


def _put(question: Question, party: str | None) -> Answer:
    begun, now = perf_counter(), clock.now()
    try:
        answer = answered(question, party, now)
    except Refused as refusal:
        if refusal.status < 500:
            raise
        answer = Answer(question, unanswered=refusal.code)
    return replace(answer, took=round((perf_counter() - begun) * 1e6), at=now)


def _check(question: Question) -> None:
    if question.purpose not in lists.check_purposes():
        raise Refused(
            "unknown-purpose",
            _("Say what the check is made for."),
            fields={"purpose": _("Choose one of the purposes.")},
        )
    if len(question.text) > TEXT_MAX:
        raise Refused("too-long", _("The text may have at most %(limit)s characters."), limit=TEXT_MAX)
    if not is_said(question.text) and not says_anything(question.facts):
        raise Refused("nothing-asked", _("Type a name, a number, or anything else that is to be checked."))


def answered(question: Question, party: str | None, now: datetime) -> Answer:
    """What the lists say to a question, not logged: `ask` logs it.

    Raises Refused: those of `ask`; with a status of 500 or more (no-lists, no-index, busy) where nobody could be asked.
    """
    from wasl.screening import IndexDamaged

    try:
        return _answered(question, party, now)
    except (OperationalError, InterfaceError) as error:
        raise journal.not_written(error) from error
    except (OSError, IndexDamaged) as error:
        log.warning("the screening index cannot be read: %s", error)
        raise not_ready() from error


def not_ready() -> Refused:
    """That lists are there, and not all that are wanted can be asked."""
    return Refused("no-index", _("The lists are being made ready. Ask again in a moment."), status=503)


def no_lists() -> Refused:
    """That no list is there."""
    return Refused("no-lists", _("No list is there to be asked."), status=503)


def _answered(question: Question, party: str | None, now: datetime) -> Answer:
    asked, behind = lists_asked(question, party)
    names = {each.name for each, _edition in asked}
    if not set(question.lists) <= names or (not asked and behind):
        # A list that was named and is not asked: whoever is on it would look like nobody.
        raise not_ready()
    if not asked:
        raise no_lists()
    indexes = shelves.opened_of(each for each, _edition in asked)
    referred = _referred(indexes, question, names)
    understood = _understood(question, now, referred)
    wanted = understood.queries
    found = searched(indexes, wanted, question, names, referred)
    left_out = _left_out(understood)
    holding = [] if left_out else _bearing(indexes, wanted, question, names, found)
    return Answer(
        question=question,
        found=tuple(_shown(found, asked, party, now)),
        holding=tuple(each for each in _shown(holding, asked, party, now) if not each.cleared),
        readings=understood.readings,
        asked=asked,
        subjects=sum(edition.entries for _list, edition in asked),
        model=_model(),
        behind=behind,
        stale=tuple(each for each, edition in asked if is_stale(each, edition, now)),
        left_out=left_out,
    )


def _model() -> str:
    from wasl.screening.comparing import VERSION

    return VERSION


Lists = tuple[tuple[tuple[WatchList, Edition], ...], tuple[WatchList, ...]]


def lists_asked(question: Question, party: str | None) -> Lists:
    """The lists that are asked, each with the edition that is in its shelf; and those whose newest is not in it."""
    seen = [held.held(each) for each in shelves.in_order(filter(None, (SECRETARIAT, party)))]
    as_of = [frozenset(each.items()) for one in seen for each in (one.lists, one.digests)]
    whole = frozenset(listed.whole_editions().items())
    return _lists_asked(question.lists, party, (record.head().to_bytes(), whole, *as_of))


@lru_cache(maxsize=256)
def _lists_asked(names: tuple[str, ...], party: str | None, _as_of: Hashable) -> Lists:
    """The same, kept for as long as the record, the shelves and the table of entries are as of then."""
    seen = queries.lists_seen_by(party)
    unknown = set(names) - {each.name for each in seen}
    if unknown:
        raise Refused("unknown-list", _("There is no such list, or it is not yours to see."), status=404)
    wanted = {each.entry: each for each in seen if not names or each.name in names}
    there = {each.entry: held.edition_held(each) for each in wanted.values()}
    torn, behind = listed.torn(), {each.entry for each in indexing.behind(list(wanted.values()))}
    editions = {each.entry: each for each in queries.editions_of(filter(None, there.values()))}
    found = ((each, editions.get(there[entry] or 0)) for entry, each in wanted.items() if entry not in torn)
    asked = tuple((each, edition) for each, edition in found if edition and held.held(each.party).has(each, edition))
    return asked, tuple(each for entry, each in wanted.items() if entry in behind)


def _understood(question: Question, now: datetime, referred: Sequence["Match"]) -> "Understood":
    from wasl.checks.understanding import slips, understood

    found = understood(question.text, question.facts, now.date(), question.reading)
    if not found.queries and not referred:
        raise Refused("nothing-understood", _("This is no name, number or address that could be looked up."))
    return replace(found, readings=(*found.readings, *slips(question.facts)))


def _left_out(understood: "Understood") -> LeftOut:
    """What of all queries is not looked at; each has the facts given, and may have the same name as another."""
    from wasl.screening.left_out import left_out

    several = [left_out(query) for query in understood.queries] or [LeftOut()]
    names, words, facts = (max(getattr(each, name) for each in several) for name in ("names", "words", "facts"))
    return LeftOut(names, words + understood.left_out, facts)


def _referred(indexes: "Sequence[Index]", question: Question, names: Iterable[str]) -> list["Match"]:
    """The entries that a text names by their reference on a list."""
    from wasl.screening import Match
    from wasl.screening.evidence import Row, probability

    reference = question.text.strip()
    if question.reading or not queries.may_be_reference(reference):
        return []
    found = []
    for subject_id in queries.listed_as(reference, names):
        subject = next(filter(None, (index.get(subject_id) for index in indexes)), None)
        if subject is not None and question.among(subject):
            row = Row(reference, subject_id.partition(":")[2], "reference", REFERRED)
            found.append(Match(subject, probability(REFERRED), REFERRED, (row,), _model()))
    return found


def searched(
    indexes: "Sequence[Index]",
    wanted: Sequence[Query],
    question: Question,
    names: Iterable[str],
    referred: Iterable["Match"] = (),
) -> list[tuple["Match", Query]]:
    """The best matches on the lists named, over all readings, each subject once, and the query that found it.

    An entry named by its reference was found by no query: nobody is asked for. Raises OSError, IndexDamaged.
    """
    from wasl.screening import Among

    best = {match.subject.id: (match, Query()) for match in referred}
    limit, among = min(question.limit, LIMIT_MAX), Among(frozenset(names), question.among or None)
    for query, found in zip(wanted, matches.best(indexes, wanted, limit, question.threshold, among), strict=True):
        for match in found:
            known = best.get(match.subject.id)
            if known is None or match.bits > known[0].bits:
                best[match.subject.id] = match, query
    return sorted(best.values(), key=lambda found: (-found[0].bits, found[0].subject.id))[:limit]


def _bearing(
    indexes: "Sequence[Index]",
    wanted: Sequence[Query],
    question: Question,
    names: Iterable[str],
    found: Iterable[tuple["Match", Query]],
) -> list[tuple["Match", Query]]:
    """Those not found who bear the name asked for, where it is of one part: the likest spelling first."""
    from wasl.screening.bearing import borne, may_be, parts_alone

    known = {match.subject.id for match, _query in found}
    parts = parts_alone(wanted) if question.bearers.beside(known) else ()
    if not parts:
        return []
    others = searched(indexes, wanted, replace(question, threshold=0.0, limit=LIMIT_MAX), names)
    likely = [each for each in others if each[0].subject.id not in known and may_be(each[1], each[0].subject)]
    held = [(name.bits, each) for each in likely if (name := borne(parts, each[0].subject))]
    return [each for _bits, each in sorted(held, key=lambda one: -one[0])[: question.limit]]


def _shown(
    found: Sequence[tuple["Match", Query]],
    asked: Sequence[tuple[WatchList, Edition]],
    party: str | None,
    now: datetime,
) -> Iterator[Found]:
    """The matches with their lists' words. What left the table since the index was written is not shown."""
    if not found:
        return
    entries = queries.listed(match.subject.id for match, _query in found)
    known = {watch_list.name: (watch_list, edition) for watch_list, edition in asked}
    cleared = clearing.Clearances(party, entries, now)
    for match, query in found:
        entry, name = entries.get(match.subject.id), match.subject.id.partition(":")[0]
        if entry is not None and name in known:
            yield Found(match, entry, *known[name], cleared.of(match.subject.id, query), party)
