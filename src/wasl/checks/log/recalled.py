"""An answer shown again as it was logged: to who asked, for a day.

What was asked, how it was read, what was found and how likely it was is what the log has. Where something was found,
its words and evidence are made anew from the lists; of an entry on which the lists say otherwise by now, the score of
then is shown without evidence.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from wasl.acts.refusals import Refused
from wasl.checks import queries
from wasl.checks.asking import LIMIT, Admitted, Answer, Bearers, Found, Question, answered
from wasl.checks.log.readings import ENTRY
from wasl.checks.models import Check, Edition, WatchList
from wasl.checks.reading import Entry
from wasl.checks.understanding import ZONE, understood
from wasl.screening import Document, Identifier, Match, Query, Subject
from wasl.screening.question import LeftOut
from wasl.screening.recognise import Reading
from wasl.web.visitors import Visitor

SHOWN_FOR = timedelta(hours=24)
_SAME = 5e-5
"""The log has scores to four places."""


def line_of(number: int, visitor: Visitor, now: datetime) -> Check | None:
    """The line of a check that this visitor made, in the seat held now, and not too long ago."""
    return _own(visitor, now).filter(pk=number).first()


def read_lately(subject: str, visitor: Visitor, now: datetime) -> bool:
    """Whether this visitor read an entry, or learnt that it is not there, in the seat held now and not too long ago."""
    return _own(visitor, now).filter(way=ENTRY, asked__entry=subject).exists()


def _own(visitor: Visitor, now: datetime) -> QuerySet[Check]:
    if visitor.account is None:
        return Check.objects.none()
    return Check.objects.filter(account=visitor.account, party=visitor.party or "", at__gt=now - SHOWN_FOR)


def question_of(line: Check) -> Question:
    """What was asked."""
    asked: dict[str, Any] = line.asked
    return Question(
        text=asked.get("text", ""),
        facts=facts_of(line),
        purpose=line.purpose,
        reference=line.reference,
        lists=tuple(asked.get("lists", ())),
        threshold=float(line.answered["threshold"]),
        limit=asked.get("limit", LIMIT),
        reading=asked.get("reading", ""),
        bearers=Bearers.TOO if line.answered.get("holding") else Bearers.NEVER,
        among=Admitted(**{name: frozenset(values) for name, values in asked.get("among", {}).items()}),
    )


def facts_of(line: Check) -> Query:
    """The facts that were given as such; none in a line that is no question."""
    said: Mapping[str, Any] = line.asked.get("facts", {})
    several = ("names", "weak_names", "birth_dates", "nationalities", "countries", "places")
    return Query(
        schema=said.get("schema", "Thing"),
        sex=said.get("sex", ""),
        documents=tuple(Document(*each) for each in said.get("documents", ())),
        identifiers=tuple(Identifier(*each) for each in said.get("identifiers", ())),
        **{name: tuple(said.get(name, ())) for name in several},
    )


def recalled(line: Check) -> Answer:
    """The answer that a line of the log has."""
    question, said = question_of(line), line.answered
    logged = Answer(question, took=line.took, at=line.at, check=line.pk, unanswered=said["unanswered"])
    if logged.unanswered:
        return logged
    seen = queries.lists_seen_by(line.party or None, closed=True)
    asked = _asked(line, seen)
    again = _found_again(line, question)
    return replace(
        logged,
        found=_found(said["matches"], line, asked, again),
        holding=_found(said.get("holding", ()), line, asked, again),
        readings=_readings(line, question),
        asked=tuple(asked.values()),
        subjects=sum(edition.entries for _list, edition in asked.values()),
        model=said["model"],
        behind=_named(said.get("behind", ()), asked, seen),
        stale=_named(said.get("stale", ()), asked, seen),
        left_out=left_out(line),
    )


def told(line: Check) -> list[Mapping[str, Any]]:
    """Whom an answer told of, as the log has them: the matches, and who bears the name."""
    return [*line.answered.get("matches", ()), *line.answered.get("holding", ())]


def left_out(line: Check) -> LeftOut:
    """What was not looked at. Lines of before words and facts were counted have the number of names alone."""
    said = line.answered.get("left_out", 0)
    return LeftOut(names=said) if isinstance(said, int) else LeftOut(**said)


def missed_lists(line: Check) -> bool:
    """Whether lists that were there were not asked."""
    said = line.answered
    return not set(said.get("behind", ())) <= set(said.get("lists", ()))


def _readings(line: Check, question: Question) -> tuple[Reading, ...]:
    """How the text was read; what a machine-readable zone says beside its number is read from it again."""
    logged: list[Any] = line.answered.get("readings", [])
    zones = {}
    if any(kind == ZONE for kind, *_rest in logged):
        with suppress(Refused):
            again = understood(question.text, question.facts, line.at.date(), question.reading)
            zones = {(each.kind, each.value): each.zone for each in again.readings}
    return tuple(
        Reading(kind, value, float(confidence), fault, zones.get((kind, value)))
        for kind, value, confidence, fault in logged
    )


def _named(
    names: Iterable[str], asked: Mapping[str, tuple[WatchList, Edition]], seen: Iterable[WatchList]
) -> tuple[WatchList, ...]:
    """The lists of these names: those that were asked, or the last of that name."""
    known = {each.name: each for each in seen} | {name: watch_list for name, (watch_list, _edition) in asked.items()}
    return tuple(known[name] for name in names if name in known)


def _asked(line: Check, lists: Iterable[WatchList]) -> dict[str, tuple[WatchList, Edition]]:
    """By name, the lists that were asked, and their editions of then."""
    logged: dict[str, int] = line.answered["lists"]
    seen = {each.entry: each for each in lists}
    editions = {each.entry: each for each in queries.editions_of(logged.values())}
    return {
        name: (seen[editions[entry].list], editions[entry])
        for name, entry in logged.items()
        if entry in editions and editions[entry].list in seen
    }


def _found(
    told: Iterable[Mapping[str, Any]],
    line: Check,
    asked: Mapping[str, tuple[WatchList, Edition]],
    again: Mapping[str, Match],
) -> tuple[Found, ...]:
    logged = [each for each in told if each["subject"].partition(":")[0] in asked]
    entries = queries.listed(each["subject"] for each in logged)
    return tuple(
        Found(
            _as_logged(each, again.get(each["subject"]), line.answered["model"]),
            entries.get(each["subject"]) or Entry(Subject(id=each["subject"])),
            *asked[each["subject"].partition(":")[0]],
            queries.clearance(each["cleared"]) if each["cleared"] is not None else None,
            line.party or None,
        )
        for each in logged
    )


def _found_again(line: Check, question: Question) -> dict[str, Match]:
    """What the lists say today to what was asked then, by id; nothing where nobody was told of, or they cannot say."""
    if not told(line):
        return {}
    try:
        today = answered(question, line.party or None, line.at)
    except Refused:
        return {}
    return {each.match.subject.id: each.match for each in (*today.found, *today.holding)}


def _as_logged(said: Mapping[str, Any], again: Match | None, model: str) -> Match:
    """The match as the lists give it today, where that is as it was; else its score alone."""
    score = float(said["score"])
    if again is not None and abs(again.score - score) <= _SAME:
        return again
    return Match(Subject(id=said["subject"]), score, 0.0, (), model)
