"""The log of checks: a line for each, kept a set time, and a day's digest that the record keeps for ever.

A line's digest is SHA-256 over its salt and the line in canonical JSON (RFC 8785); a day's is SHA-256 over the digests
of its lines in their order. Days are those of UTC. Whoever is shown one line, its salt and the digests of the others
can hold it against the record, and learns nothing of the others.

Every day is committed to since the first that had a line, so that one without any is told from one that lost them.
No line is ever added to a day that the record has: not by whoever was slow, and not by a clock that was set back.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.models import Min, QuerySet

from wasl.acts import clock, journal
from wasl.acts.act import format_instant
from wasl.checks import queries
from wasl.checks.models import Check
from wasl.record import canonical
from wasl.web.visitors import Visitor

if TYPE_CHECKING:
    from wasl.checks.asking import Answer, Found, Question
    from wasl.screening import Query

SALT_SIZE = 16

SETTLED = timedelta(minutes=10)
"""How long after its end a day is committed to: by then every line that was on its way is written."""

FORGOTTEN_AT_ONCE, SLICE = 20_000, 2_000
"""Lines that a tick deletes at most, and in one transaction: others write in between."""


def write_all(answers: Iterable["Answer"], visitor: Visitor, way: str) -> list[Check]:
    """Write the lines of answers. Raises Refused: busy, storage-full and what else keeps them from being written."""
    written = [_of(answer, visitor, way) for answer in answers]
    keep(written)
    return written


def _of(answer: "Answer", visitor: Visitor, way: str) -> Check:
    question = answer.question
    asked: dict[str, Any] = {"text": question.text, "facts": _facts(question.facts), "limit": question.limit}
    asked |= {name: value for name, value in _terms(question).items() if value}
    answered: dict[str, Any] = {
        "unanswered": answer.unanswered,
        "lists": {each.name: edition.entry for each, edition in answer.asked},
        "behind": [each.name for each in answer.behind],
        "stale": [each.name for each in answer.stale],
        "readings": [[each.kind, each.value, number(each.confidence), each.fault] for each in answer.readings],
        "left_out": asdict(answer.left_out),
        "model": answer.model,
        "threshold": number(question.threshold),
        "matches": list(map(_match, answer.found)),
    }
    if answer.holding:
        answered["holding"] = list(map(_match, answer.holding))
    assert answer.at is not None
    return _line(
        visitor,
        way,
        at=answer.at,
        purpose=question.purpose,
        reference=question.reference,
        asked=asked,
        answered=answered,
        matches=len(answer.alerts),
        took=answer.took,
    )


def _match(found: "Found") -> dict[str, Any]:
    return {
        "subject": found.match.subject.id,
        "score": number(found.match.score),
        "cleared": found.clearance.entry if found.clearance else None,
    }


def _terms(question: "Question") -> dict[str, Any]:
    """On which terms it is asked: with them, and with the threshold and the editions of the answer, it is asked again.

    `among` says who could be among the matches; `told`, as a program said it, how it wanted the answer told.
    """
    among = {each.name: sorted(getattr(question.among, each.name)) for each in fields(question.among)}
    return {
        "lists": list(question.lists),
        "reading": question.reading,
        "among": {name: values for name, values in among.items() if values},
        "told": dict(question.told),
    }


def add(visitor: Visitor, way: str, **said: Any) -> Check:
    """Write a line. Raises Refused: what keeps it from being written."""
    line = _line(visitor, way, **said)
    keep([line])
    return line


def _line(visitor: Visitor, way: str, **said: Any) -> Check:
    return Check(
        party=visitor.party or "",
        account=visitor.account,
        asker=visitor.name,
        way=way,
        salt=secrets.token_bytes(SALT_SIZE),
        **said,
    )


def keep(lines: Sequence[Check]) -> None:
    """Write lines in their order; each is on disk when this returns. Raises Refused: what keeps them from it."""
    try:
        with journal.in_line():
            day = _day_to_write(clock.now())
            for line in lines:
                line.day = day
                line.digest = digest_of(line)
            Check.objects.bulk_create(lines)
    except (OperationalError, InterfaceError) as error:
        raise journal.not_written(error) from error


def _day_to_write(now: datetime) -> str:
    """Today, or the first day that the record does not have yet."""
    today, newest = _day(now), queries.newest_logged_day()
    return today if today > newest else _after(newest)


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()


def _facts(facts: "Query") -> dict[str, Any]:
    """The facts given, without what is empty."""
    said: dict[str, Any] = {
        name: list(getattr(facts, name))
        for name in ("names", "weak_names", "birth_dates", "nationalities", "countries", "places")
    }
    said |= {"sex": facts.sex, "schema": "" if facts.schema == "Thing" else facts.schema}
    said["documents"] = [[each.number, each.kind, each.country] for each in facts.documents]
    said["identifiers"] = [[each.kind, each.value] for each in facts.identifiers]
    return {name: value for name, value in said.items() if value}


def number(value: float) -> str:
    """A score as the log has it: text, to four places, for canonical JSON has no numbers with fractions here."""
    return f"{value:.4f}"


def said(line: Check) -> bytes:
    """The line in canonical JSON: what its digest is over, after the salt."""
    return canonical.dumps(told(line) | ({"rows": line.rows} if line.rows else {}))


def told(line: Check) -> dict[str, Any]:
    """What the line says, but for the rows of a file of many."""
    return {
        "day": line.day,
        "at": format_instant(line.at),
        "party": line.party,
        "account": line.account,
        "asker": line.asker,
        "way": line.way,
        "purpose": line.purpose,
        "reference": line.reference,
        "asked": line.asked,
        "answered": line.answered,
        "matches": line.matches,
        "took": line.took,
    }


def digest_of(line: Check) -> bytes:
    """What the salt and the line come to."""
    return sha256(bytes(line.salt) + said(line)).digest()


def lines_of(day: str) -> QuerySet[Check]:
    """The lines of a day, in their order."""
    return Check.objects.filter(day=day).order_by("pk")


def sum_of(day: str) -> tuple[int, str]:
    """How many lines a day has, and what their digests come to in hex."""
    count, total = 0, sha256()
    for digest in lines_of(day).values_list("digest", flat=True).iterator():
        total.update(bytes(digest))
        count += 1
    return count, total.hexdigest()


def days_to_commit(now: datetime, limit: int) -> Iterator[str]:
    """The days that are over and not in the record, oldest first: each since the first that had a line.

    A day on which nobody asked is among them: that it had no lines is told from lines that were lost.
    """
    newest = queries.newest_logged_day()
    first = _after(newest) if newest else Check.objects.aggregate(oldest=Min("day"))["oldest"]
    today, day = _day(now - SETTLED), first
    for _each in range(limit):
        if day is None or day >= today:
            return
        yield day
        day = _after(day)


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def kept_for() -> timedelta:
    """How long lines are kept."""
    return timedelta(days=settings.WASL_HOME.checks_kept)


def is_over(day: str, now: datetime) -> bool:
    """Whether a day's lines have been kept for as long as they are."""
    return day < _day(now - kept_for())


def forget(now: datetime) -> int:
    """Delete lines whose time is over, the oldest first; those of a day that the record does not have yet stay.

    Returns how many. There may be more: the next tick goes on.
    """
    over = Check.objects.filter(day__lt=_day(now - kept_for()), day__lte=queries.newest_logged_day())
    gone = 0
    while gone < FORGOTTEN_AT_ONCE:
        some = list(over.order_by("day", "pk").values_list("pk", flat=True)[:SLICE])
        if not some:
            break
        with journal.in_line():
            gone += Check.objects.filter(pk__in=some).delete()[0]
    return gone
