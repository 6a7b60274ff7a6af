"""Clearances applied: whether somebody who is asked for is the person that was cleared.

A name is never enough. The query must bring a document of the cleared person, or their name together with a full date
of birth that is not also the listed one's; then the match is shown as cleared, with who said so and until when, and
is no alert. An entry that has changed since clears nobody: somebody has to look again.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wasl.acts.act import SECRETARIAT
from wasl.acts.refusals import Refused
from wasl.checks import queries
from wasl.checks.acts import GiveClearance
from wasl.checks.models import Clearance
from wasl.checks.reading import Entry
from wasl.screening import Document, Query, Subject, dates
from wasl.screening.documents import normal
from wasl.screening.places import country

if TYPE_CHECKING:
    from wasl.screening.evidence import Row

SAME_NAME = 0.85
"""The score from which names alone are those of the cleared person: their own, written another way."""

FULL_DATE = len("1974-03-12")
"""The characters of a date of which year, month and day are known."""

Paper = tuple[str, str]
"""A document's number in its normal form, and its state or nothing."""


class Clearances:
    """The clearances that a party is shown for some entries of lists, of which the lists say still what they said."""

    def __init__(self, party: str | None, entries: Mapping[str, Entry], now: datetime) -> None:
        self._entries = entries
        self._held: dict[str, list[Clearance]] = defaultdict(list)
        held = queries.clearances_in_force(party, entries, now)
        for each in sorted(held, key=lambda each: not counts_for(each, party)):
            if each.digest == entries[each.subject].digest():
                self._held[each.subject].append(each)

    def of(self, subject: str, query: Query) -> Clearance | None:
        """The newest that holds for the entry and what it was found by, and first of all one that counts.

        Another query of the same question clears nobody.
        """
        held = self._held.get(subject, ())
        return next((each for each in held if covers(each.person, query, self._entries[subject].subject)), None)


def counts_for(clearance: Clearance, party: str | None) -> bool:
    """Whether a clearance ends an alert for a party: its own does, and that of the secretariat, whose lists all see.

    What a third party said is shown and silences nothing: no bureau decides for another whom it lets pass.
    """
    return clearance.party in (party, SECRETARIAT)


def covers(person: Mapping[str, object], query: Query, listed: Subject) -> bool:
    """Whether a query asks for the person cleared, `person` as the act has it, and not for the one listed.

    A query that brings a document or a full date of birth of the one listed, too, asks for nobody in particular.
    """
    cleared = _person(json.dumps(person, sort_keys=True))
    if _brings_listed(cleared, query, listed):
        return False
    return _by_document(cleared, query, listed) or _by_birth(cleared, query, listed)


def _brings_listed(cleared: Subject, query: Query, listed: Subject) -> bool:
    numbers = {number for number, _state in _papers(listed.documents)}
    days = {day for day in query.birth_dates if len(day) == FULL_DATE} - set(cleared.birth_dates)
    return any(number in numbers for number, _state in _papers(query.documents)) or not days.isdisjoint(
        listed.birth_dates
    )


def look_at(clearance: GiveClearance, entry: Entry | None) -> None:
    """Whether a clearance clears anybody of an entry, None where the list has none, for who reads the entry by that.

    The act's rule does not ask: its refusal would tell what stands in a list, and leave no line in the log.
    Raises Refused: unknown-entry, tells-nobody-apart.
    """
    if entry is None:
        raise Refused("unknown-entry", _("The list has no such entry."), status=404)
    if not tells_apart(clearance.person.model_dump(mode="json"), entry.subject):
        raise Refused(
            "tells-nobody-apart",
            _("What is known of the person may be said of the one listed as well."),
            fields={"person.documents": _("Give a document of the person.")},
        )


def tells_apart(person: Mapping[str, object], listed: Subject) -> bool:
    """Whether something known of the person cleared is not, or not likely, the listed one's: else nobody is covered."""
    cleared = _person(json.dumps(person, sort_keys=True))
    return bool(_own_papers(cleared, listed)) or _is_not_born(cleared.birth_dates, listed)


def _by_document(cleared: Subject, query: Query, listed: Subject) -> bool:
    """By a number and its state; by the number alone, where one side names no state, together with the name."""
    states = [
        (one, other)
        for number, one in _own_papers(cleared, listed)
        for asked_number, other in _papers(query.documents)
        if number == asked_number
    ]
    if any(one and one == other for one, other in states):
        return True
    return any(not one or not other for one, other in states) and _same_name(cleared, query)


def _by_birth(cleared: Subject, query: Query, listed: Subject) -> bool:
    """By the full date of birth and the name, where the date tells the cleared person from the one listed."""
    known = set(query.birth_dates) & set(cleared.birth_dates)
    return _is_not_born(tuple(known), listed) and _same_name(cleared, query)


def _is_not_born(days: tuple[str, ...], listed: Subject) -> bool:
    """Whether there is a day, and it speaks against being the one listed."""
    said = dates.weigh(days, listed.birth_dates)
    return bool(days) and (said is None or said.bits < 0)


def _own_papers(cleared: Subject, listed: Subject) -> list[Paper]:
    listed_numbers = {number for number, _state in _papers(listed.documents)}
    return [paper for paper in _papers(cleared.documents) if paper[0] not in listed_numbers]


def _papers(documents: Sequence[Document]) -> Iterator[Paper]:
    for each in documents:
        number = normal(each.number, each.country)
        if number:
            yield number, country(each.country)


def _same_name(cleared: Subject, query: Query) -> bool:
    """Whether the names asked for are those of the cleared person, none left out, whatever else is known of them."""
    from wasl.screening import compare_subject

    if not query.names:
        return False
    found = compare_subject(Query(names=query.names), cleared)
    return found.score >= SAME_NAME and all(map(_says_whole, found.evidence))


def _says_whole(row: "Row") -> bool:
    """Whether a row of evidence leaves out no part of the cleared person's name, and takes no initial for it."""
    return row.rule != "initial" and not (row.rule == "left-out" and not row.query)


@lru_cache(maxsize=4096)
def _person(text: str) -> Subject:
    person = json.loads(text)
    return Subject(
        id="cleared:",
        names=tuple(person["names"]),
        birth_dates=tuple(filter(None, [person["birth_date"]])),
        nationalities=tuple(person["nationalities"]),
        documents=tuple(Document(each["number"], country=each["country"] or "") for each in person["documents"]),
    )
