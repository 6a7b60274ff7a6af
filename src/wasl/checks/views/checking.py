"""The page of checks: a question is sent, logged, and its answer shown at an address that says nothing of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from wasl.acts import clock
from wasl.acts.refusals import Refused
from wasl.acts.wording import Text
from wasl.checks import asking, pace
from wasl.checks.asking import Answer, Found, Question
from wasl.checks.forms.checking import BoxForm, CheckForm, chips_beside, initial_of
from wasl.checks.log import recalled
from wasl.checks.models import Check
from wasl.checks.views.bearers import Bearer, held, parts
from wasl.checks.views.entry import PURPOSE
from wasl.checks.wording import QUESTIONS, edition_in_short, left_out, purpose_title
from wasl.checks.wording.entry import day, in_short, kind_of_reading, name_of, reference_of, sort_of
from wasl.checks.wording.evidence import Why, as_written, check_digits, why
from wasl.members.naming import party_title
from wasl.members.views.listing import private
from wasl.screening import THRESHOLD
from wasl.screening import Row as Evidence
from wasl.screening.apart import DATE, DOCUMENT, NAME
from wasl.screening.recognise import Reading
from wasl.web.access import opens
from wasl.web.language import short_language
from wasl.web.visitors import Visitor, visitor_of

WITHOUT = "without"
"""Names the fact that a chip takes away."""
OTHER_NAMES = 6
"""Names of an entry that are shown beside the first."""
EXAMPLES = {
    "names": ("محمد نموذج الحداد", "Mohamed SPECIMEN EL HADDAD", "Иван ОБРАЗЦОВ"),
    "described": "Mohamed SPECIMEN 1974-03-12 AB1234567",
    "zone": "P<UTOERIKSSON<<ANNA<MARIA<<<…",
    "reference": "QDi.001",
}
"""What the page before the first question shows that can be typed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One match as the pages show it."""

    found: Found
    why: Why

    @property
    def subject(self) -> str:
        """The id of the entry."""
        return self.found.match.subject.id

    @property
    def reference(self) -> str:
        """How the list calls it."""
        return reference_of(self.subject)

    @property
    def name(self) -> str:
        """What it goes by."""
        return name_of(self.found.entry)

    @property
    def other_names(self) -> tuple[str, ...]:
        """Some of its other names, in whatever script."""
        return self._others[:OTHER_NAMES]

    @property
    def more_names(self) -> int:
        """How many names are not shown."""
        return max(0, len(self._others) - OTHER_NAMES)

    @property
    def _others(self) -> tuple[str, ...]:
        subject = self.found.entry.subject
        return (*subject.names, *subject.weak_names)[1:]

    @property
    def facts(self) -> list[str]:
        """When born, which nationality."""
        return in_short(self.found.entry.subject)

    @property
    def sort(self) -> Text:
        """What it is."""
        return sort_of(self.found.entry.subject)

    @property
    def remark(self) -> str:
        """The first of the list's remarks: often what is to be done."""
        return next(iter(self.found.entry.shown.get("remarks", ())), "")

    @property
    def list_title(self) -> str:
        """What the list is called, in the reader's language."""
        return str(self.found.watch_list.title[short_language()])

    @property
    def names_alone(self) -> Why:
        """Why it matched, as far as names go."""
        return replace(self.why, facts=())

    @property
    def tone(self) -> str:
        """`alert`, `weak` or `cleared`."""
        if self.found.cleared:
            return "cleared"
        return "alert" if self.found.alert else "weak"

    @property
    def moved(self) -> bool:
        """Whether the list says otherwise by now than when it was asked."""
        return not self.found.match.evidence

    @property
    def cleared_by(self) -> Text:
        """Who said that it is somebody else."""
        return party_title(self.found.clearance.party) if self.found.clearance else ""


def names_asked(answer: Answer) -> list[str]:
    """The names that were asked for, as they were typed or stand in the zone."""
    return [*_names_read(answer), answer.question.text]


def _names_read(answer: Answer) -> list[str]:
    facts, readings = answer.question.facts, answer.readings
    read = [each.value for each in readings if each.kind == NAME] + [each.zone.name for each in readings if each.zone]
    return [*facts.names, *facts.weak_names, *filter(None, read)]


def row_of(found: Found, evidence: Sequence[Evidence]) -> Row:
    """A match with its evidence, as it is to be told."""
    return Row(found, why(evidence, found.entry.subject.schema))


def rows(answer: Answer) -> list[Row]:
    """The matches, the likeliest first, and those of people who were cleared behind the others."""
    names = names_asked(answer)
    made = [row_of(each, as_written(each.match.evidence, names, each.entry.subject)) for each in answer.found]
    return sorted(made, key=lambda row: row.tone == "cleared")


def bearers(answer: Answer) -> list[Bearer]:
    """Those who bear a name that says too little to mean anybody, each with the name that holds it."""
    asked = parts(_names_read(answer), answer.question.facts.schema) if answer.holding else ()
    return [Bearer(row_of(each, each.match.evidence), held(each, asked)) for each in answer.holding]


def outcome(answer: Answer) -> str:
    """Which of those that must not be taken for one another.

    `stop`, `closer`, `cleared`, `nobody`, `holding` where others bear the name, `partly` where nobody was found and not
    all that was asked for was looked at, or not on all lists, `unanswered`.
    """
    if answer.unanswered:
        return "unanswered"
    if answer.alerts:
        return "stop"
    if not answer.found:
        return "holding" if answer.holding else "nobody" if answer.is_whole else "partly"
    return "closer" if not all(each.cleared for each in answer.found) else "cleared"


def read_as(readings: tuple[Reading, ...]) -> list[dict[str, Any]]:
    """What the text was read as, in words."""
    return [
        {
            "kind": kind_of_reading(each.kind),
            "name": each.kind,
            "value": each.value,
            "zone": each.zone,
            "digits": check_digits(each.zone.failures, each.zone.repaired) if each.zone else "",
            "fits": not each.fault,
            "day": day(each.value) if each.kind == DATE else "",
        }
        for each in readings
    ]


@dataclass(frozen=True, slots=True)
class Asking:
    """One of the pages on which people ask: its form, its templates, what the log calls it."""

    form: type[BoxForm]
    template: str
    way: str
    onward: str
    """The name of the address at which the answer is shown."""

    FAILED: ClassVar = 503
    WRONG: ClassVar = 422
    WAIT: ClassVar = 429

    def blank(self, request: HttpRequest) -> HttpResponse:
        """The page before anything was asked."""
        visitor = visitor_of(request)
        initial = {"purpose": request.session.get(PURPOSE, "")}
        return self.show(request, self.form(initial=initial, visitor=visitor))

    def asked(self, request: HttpRequest) -> HttpResponse:
        """Put the question that was sent; on to its answer, or the form again with what is wrong."""
        visitor = visitor_of(request)
        form = self.form(without(request.POST), visitor=visitor)
        if not form.is_valid():
            return self.show(request, form, status=self.WRONG)
        question = form.question()
        _remember(request, question)
        try:
            pace.take(visitor, 1)
            answer = asking.ask(question, visitor, way=self.way)
        except Refused as refusal:
            if refusal.status >= 500:
                failed = Answer(question, unanswered=refusal.code)
                return self.show(request, form, failed, status=self.FAILED)
            form.show(refusal)
            return self.show(request, form, status=refusal.status if refusal.status == self.WAIT else self.WRONG)
        return HttpResponseRedirect(reverse(self.onward, args=[answer.check]))

    def again(self, request: HttpRequest, number: int) -> HttpResponse:
        """The answer to a question that was asked a while ago."""
        visitor = visitor_of(request)
        answer = shown_again(own_line(number, visitor), visitor)
        form = self.form(initial=initial_of(answer.question), visitor=visitor)
        return self.show(request, form, answer)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """What the page shows besides."""
        return {"may_clear": visitor_of(request).may("clearances.give")}

    def show(
        self, request: HttpRequest, form: BoxForm, answer: Answer | None = None, status: int = 200
    ) -> HttpResponse:
        """The page, with the answer where there is one."""
        context: dict[str, Any] = {"form": form, "threshold": THRESHOLD, "examples": EXAMPLES, **self.context(request)}
        if answer is not None:
            context |= shown(answer)
        return private(render(request, self.template, context, status=status))


def shown(answer: Answer) -> dict[str, Any]:
    """What the pages show of an answer."""
    made, kinds, others = rows(answer), {each.kind for each in answer.readings}, bearers(answer)
    zone = next((each for each in answer.readings if each.zone), None)
    titles = {each.name: each.title[short_language()] for each, _edition in answer.asked}
    return {
        "zone": zone,
        "digits": check_digits(zone.zone.failures, zone.zone.repaired) if zone and zone.zone else "",
        "read_as_name": NAME in kinds,
        "read_as_document": DOCUMENT in kinds,
        "may_be_number": any(map(str.isdecimal, answer.question.text)),
        "answer": answer,
        "outcome": outcome(answer),
        "rows": made,
        "alerts": len(answer.alerts),
        "bearers": others,
        "born": answer.question.facts.birth_dates or DATE in kinds or zone,
        "moved": any(row.moved for row in (*made, *(each.row for each in others))),
        "readings": read_as(answer.readings),
        "chips": chips_beside(answer.question, titles),
        "purpose_title": purpose_title(answer.question.purpose),
        "left_out": left_out.told(answer.left_out),
        "milliseconds": answer.took / 1000,
        "asked": [(each.title[short_language()], edition_in_short(edition)) for each, edition in answer.asked],
        "outdated": [each.title[short_language()] for each in answer.outdated],
        "not_asked": [each.title[short_language()] for each in answer.not_asked],
        "stale": [each.title[short_language()] for each in answer.stale],
    }


def own_line(number: int, visitor: Visitor) -> Check:
    """The line of a question that the visitor asked lately. Raises Http404."""
    line = recalled.line_of(number, visitor, clock.now())
    if line is None or line.way not in QUESTIONS:
        raise Http404
    return line


def shown_again(line: Check, visitor: Visitor) -> Answer:
    """The answer that a line has. Where somebody was found, the lists are searched for it again: that counts, too.

    Raises Refused: too-many-checks.
    """
    if recalled.told(line):
        pace.take(visitor, 1)
    return recalled.recalled(line)


def without(data: QueryDict) -> QueryDict:
    """What was sent, less the fact whose chip was taken away."""
    kept = data.copy()
    for name in CheckForm.TAKEN_AWAY.get(data.get(WITHOUT, ""), ()):
        kept.pop(name, None)
    return kept


def _remember(request: HttpRequest, question: Question) -> None:
    if request.session.get(PURPOSE) != question.purpose:
        request.session[PURPOSE] = question.purpose


CHECK = Asking(CheckForm, "checks/check.html", "page", "check-answer")


@opens(get="checks.make", post="checks.make")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The one box: asks, or is asked."""
    return CHECK.asked(request) if request.method == "POST" else CHECK.blank(request)


@opens(get="checks.make")
@require_safe
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """What was answered, for who asked."""
    return CHECK.again(request, number)
