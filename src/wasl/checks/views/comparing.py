"""What was asked beside what a list says: fact by fact, then the evidence that makes the score."""

from collections.abc import Callable, Iterable, Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from wasl.acts import clock
from wasl.acts.refusals import Refused
from wasl.acts.wording import Text
from wasl.checks.asking import Found, Question
from wasl.checks.understanding import understood
from wasl.checks.views.checking import own_line, row_of, shown_again
from wasl.checks.views.entry import words
from wasl.checks.wording.entry import SEXES, day, document, kind_of_reading, state
from wasl.checks.wording.evidence import as_written, bars, rule_in_words
from wasl.members.views.listing import private
from wasl.screening import THRESHOLD, Query, Subject
from wasl.web.access import opens
from wasl.web.visitors import visitor_of

Side = Query | Subject
Sides = tuple[list[str], list[str]]

FACTS: tuple[tuple[Text, tuple[str, ...], Callable[[Side], Iterable[str]]], ...] = (
    (_("Born"), ("date",), lambda side: map(day, side.birth_dates)),
    (_("Nationality"), ("nationality",), lambda side: map(state, side.nationalities)),
    (_("Country"), ("country",), lambda side: map(state, side.countries)),
    (_("Place of birth"), ("place",), lambda side: side.places),
    (_("Sex"), ("sex",), lambda side: [str(SEXES.get(side.sex, side.sex))] if side.sex else []),
    (
        _("Documents"),
        ("document",),
        lambda side: [f"\u2068{each.number}\u2069 · {document(each)}" for each in side.documents],
    ),
    (
        _("Identifiers"),
        ("identifier",),
        lambda side: [f"\u2068{each.value}\u2069 · {kind_of_reading(each.kind)}" for each in side.identifiers],
    ),
)
"""What is compared beside names: its title, how its rules begin, and what either side says of it.

Numbers are kept apart: the words behind them say in which direction both are read.
"""


@opens(get="checks.make")
@require_safe
def compare(request: HttpRequest, number: int, subject: str) -> HttpResponse:
    """One match of a check, side by side."""
    visitor = visitor_of(request)
    answer = shown_again(own_line(number, visitor), visitor)
    found = next((each for each in (*answer.found, *answer.holding) if each.match.subject.id == subject), None)
    if found is None:
        raise Http404
    names, schema = _names(answer.question, found), found.entry.subject.schema
    evidence = as_written(found.match.evidence, names[0], found.entry.subject)
    context = {
        "answer": answer,
        "row": row_of(found, evidence),
        "match": found.match,
        "names": names,
        "facts": list(_facts(answer.question, found)),
        "bars": bars(evidence, schema),
        "weight": abs(found.match.bits),
        "may_clear": visitor.may("clearances.give"),
        "words": words(found.entry),
        "edition": found.edition,
        "threshold": THRESHOLD,
    }
    return private(render(request, "checks/compare.html", context))


def _queries(question: Question) -> tuple[Query, ...]:
    try:
        return understood(question.text, question.facts, clock.now().date(), question.reading).queries
    except Refused:
        return (question.facts,)


def _names(question: Question, found: Found) -> Sides:
    """What was asked by name or as it was typed, and every name of the entry."""
    asked = [name for query in _queries(question) for name in (*query.names, *query.weak_names)]
    subject = found.entry.subject
    return list(dict.fromkeys(asked)), [*subject.names, *subject.weak_names]


def _facts(question: Question, found: Found) -> Iterator[tuple[Text, list[str], list[str], list[tuple[Text, bool]]]]:
    """Facts that either side has: title, what was asked, what is listed, what the rules say of it."""
    queries, subject = _queries(question), found.entry.subject
    for title, begins, of in FACTS:
        asked = list(dict.fromkeys(each for query in queries for each in of(query)))
        listed = list(of(subject))
        said = [(rule_in_words(row.rule), row.bits > 0) for row in found.match.evidence if row.rule.startswith(begins)]
        if asked or listed:
            yield title, asked, listed, said
