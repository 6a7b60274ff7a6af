"""The pages of a table of many: sending it, saying what stands in its columns, how far its check is, what it found."""

import heapq
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wasl.acts.models import JobProgress
from wasl.acts.refusals import Refused
from wasl.acts.streaming import one_by_one
from wasl.checks import pace, queries
from wasl.checks.forms.tables import ColumnsForm, TableForm
from wasl.checks.many.batch import CLEARED, MATCH, WEAK, Result
from wasl.checks.models import Batch
from wasl.checks.tables import sent_tables
from wasl.checks.views.checking import Asking
from wasl.checks.views.entry import PURPOSE
from wasl.checks.wording import purpose_title
from wasl.checks.wording import tables as table_wording
from wasl.checks.wording.entry import list_of, reference_of
from wasl.checks.wording.evidence import Why, as_written, why
from wasl.members.views.listing import private
from wasl.screening import THRESHOLD, Subject
from wasl.screening import Row as Evidence
from wasl.web.access import opens
from wasl.web.language import short_language
from wasl.web.visitors import Visitor, visitor_of

PREVIEW = 5
"""Rows from which a column's values are shown."""
SHOWN = 100
"""Lines of each kind that the page shows; the file of results has all."""
TONES = {MATCH: "alert", WEAK: "weak", CLEARED: "cleared"}
"""By the status of a match how it looks, in the order in which they are shown."""


class State(StrEnum):
    """What a table waits for."""

    DRAFT = "draft"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Sent:
    """A table as the pages show it."""

    batch: Batch
    state: State
    progress: JobProgress | None
    problem: str

    @classmethod
    def of(cls, batch: Batch) -> "Sent":
        """How it stands with a table now."""
        progress = sent_tables.progress_of(batch)
        if batch.tally is not None:
            return cls(batch, State.DONE, None, "")
        if progress is not None:
            return cls(batch, State.RUNNING, progress, "")
        ended = JobProgress.objects.filter(pk=batch.task).first() if batch.task else None
        problem = batch.problem or (ended.problem if ended else "")
        return cls(batch, State.FAILED if problem else State.DRAFT, None, problem)

    @property
    def address(self) -> str:
        """Its page."""
        return reverse("screen-table", args=[self.batch.pk])

    @property
    def purpose(self) -> str:
        """What it is checked for."""
        return str(purpose_title(self.batch.purpose))

    @property
    def problem_text(self) -> str:
        """Why its check failed, in words where there are some."""
        return str((table_wording.FAULTS | table_wording.OBSTACLES).get(self.problem, ""))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the results as the page shows it."""

    said: Result
    list_title: str
    tone: str
    subject: Subject

    @property
    def why(self) -> Why:
        """Why it matched."""
        evidence = [Evidence(*row) for row in json.loads(self.said.evidence)]
        return why(as_written(evidence, [self.said.asked], self.subject), self.subject.schema)

    @property
    def reasons(self) -> list[str]:
        """What could not be read."""
        return table_wording.reasons(self.said.reason)

    @property
    def reference(self) -> str:
        """How the list calls the subject."""
        return reference_of(self.said.subject)


@opens(get="checks.make", post="checks.make")
@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest) -> HttpResponse:
    """Send a table; and those that were sent."""
    visitor = _person(request)
    if request.method == "POST":
        form, status = TableForm(request.POST, request.FILES, visitor=visitor), Asking.WRONG
        if form.is_valid():
            try:
                with pace.working(visitor):
                    batch = sent_tables.receive(form.wanted(), form.upload())
            except Refused as refusal:
                form.show(refusal)
                status = refusal.status if refusal.status == Asking.WAIT else Asking.WRONG
            else:
                request.session[PURPOSE] = batch.purpose
                return HttpResponseRedirect(reverse("screen-table", args=[batch.pk]))
        return _screen(request, visitor, form, status)
    return _screen(request, visitor, TableForm(initial={"purpose": request.session.get(PURPOSE, "")}, visitor=visitor))


def _screen(request: HttpRequest, visitor: Visitor, form: TableForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "tables": [Sent.of(each) for each in sent_tables.tables_of(visitor) if sent_tables.is_here(each)],
        "rows_max": sent_tables.ROWS_MAX,
        "size_max": sent_tables.SIZE_MAX // 2**20,
        "days": sent_tables.KEPT_FOR.days,
    }
    return private(render(request, "checks/many.html", context, status=status))


@opens(get="checks.make", post="checks.make")
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, number: int) -> HttpResponse:
    """One table: its columns before it is checked, how far the check is, then what it found."""
    sent = Sent.of(_own(request, number))
    if sent.state is State.RUNNING:
        return _shown(request, sent)
    with pace.working(visitor_of(request)):
        return _read(request, sent)


def _read(request: HttpRequest, sent: Sent) -> HttpResponse:
    """A table's page for which its file is read, or that of its results."""
    if sent.state is State.DONE:
        return _shown(request, sent, **_found(sent.batch))
    found = sent_tables.table_of(sent.batch)
    rows = next(found.blocks(PREVIEW)).rows
    form = ColumnsForm(found.heading, rows, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            sent_tables.begin(sent.batch, form.said(), form.cleaned_data["dates"], form.cleaned_data["schema"])
        except Refused as refusal:
            form.show(refusal)
        else:
            return HttpResponseRedirect(sent.address)
    return _shown(request, sent, 422 if form.errors else 200, form=form)


def _shown(request: HttpRequest, sent: Sent, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "sent": sent,
        "state": sent.state.value,
        "threshold": THRESHOLD,
        "ends": sent_tables.ends_at(sent.batch),
        "crumbs": [(_("A file of many"), reverse("screen"))],
        "page": _downloads(sent.batch) if sent.state is State.DONE else {},
        **more,
    }
    return private(render(request, "checks/many-table.html", context, status=status))


def _downloads(batch: Batch) -> dict[str, str]:
    return {kind: reverse(f"screen-{kind}", args=[batch.pk]) for kind in ("json", "csv")}


def _found(batch: Batch) -> dict[str, Any]:
    """The likeliest matches, then weak ones, then cleared ones; and the rows not checked, or not as a whole."""
    likeliest: dict[str, list[tuple[float, int, Result]]] = {status: [] for status in TONES}
    wrong: list[Result] = []
    for number, said in enumerate(sent_tables.lines(batch)):
        if said.status in TONES:
            best = likeliest[said.status]
            heapq.heappush(best, (said.score or 0.0, -number, said))
            if len(best) > SHOWN:
                heapq.heappop(best)
        if said.reason and said.rank in (None, 1) and len(wrong) < SHOWN:
            wrong.append(said)
    found = [said for best in likeliest.values() for _score, _number, said in sorted(best, reverse=True)]
    return {
        "matches": _lines(found, batch.party),
        "wrong": _lines(wrong, batch.party),
        "cut": any(len(best) >= SHOWN for best in likeliest.values()),
        "shown_max": SHOWN,
    }


def _lines(found: Sequence[Result], party: str) -> list[Line]:
    titles = {each.name: each.title[short_language()] for each in queries.lists_seen_by(party, closed=True)}
    entries = queries.listed({said.subject for said in found if said.subject})
    return [
        Line(
            said,
            titles.get(list_of(said.subject), list_of(said.subject)),
            TONES.get(said.status, ""),
            entries[said.subject].subject if said.subject in entries else Subject(id=said.subject, names=(said.name,)),
        )
        for said in found
    ]


@opens(get="checks.make")
@require_safe
def results_csv(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """The results as a file of lines; nothing in it is taken for a formula."""
    batch = _done(request, number)
    answer = StreamingHttpResponse(
        one_by_one(request, sent_tables.results(batch)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{_file_name(batch)}.csv"'
    return private(answer)  # type: ignore[return-value,arg-type]


@opens(get="checks.make")
@require_safe
def results_json(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """The results as JSON, evidence and all."""
    batch = _done(request, number)
    answer = StreamingHttpResponse(one_by_one(request, _json(batch)), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{_file_name(batch)}.json"'
    return private(answer)  # type: ignore[return-value,arg-type]


def _json(batch: Batch) -> Iterator[bytes]:
    yield b"["
    for number, said in enumerate(sent_tables.lines(batch)):
        told: dict[str, Any] = {name: value for name, value in said._asdict().items() if value not in ("", None)}
        told |= {"evidence": json.loads(said.evidence)} if said.evidence else {}
        yield (b",\n" if number else b"\n") + json.dumps(told, ensure_ascii=False).encode()
    yield b"\n]\n"


def _file_name(batch: Batch) -> str:
    return f"{slugify(batch.name.rpartition('.')[0]) or 'table'}-results"


@opens(post="checks.make")
@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a table and its results, unless it is being checked."""
    batch = _own(request, number)
    if Sent.of(batch).state is State.RUNNING:
        messages.error(request, _("The file is being checked. Delete it when that is over."))
        return HttpResponseRedirect(reverse("screen-table", args=[number]))
    sent_tables.delete(batch)
    messages.success(request, _("The file and its results are deleted."))
    return HttpResponseRedirect(reverse("screen"))


def _person(request: HttpRequest) -> Visitor:
    """Whoever is signed in; programs have no files here. Raises Http404."""
    visitor = visitor_of(request)
    if visitor.account is None:
        raise Http404
    return visitor


def _own(request: HttpRequest, number: int) -> Batch:
    """A table that the visitor sent in the seat held now. Raises Http404."""
    batch = sent_tables.tables_of(_person(request)).filter(pk=number).first()
    if batch is None or not sent_tables.is_here(batch):
        raise Http404
    return batch


def _done(request: HttpRequest, number: int) -> Batch:
    """A table whose results are there, to be read as a whole. Raises Http404; Refused: too-many-checks."""
    batch = _own(request, number)
    if batch.tally is None:
        raise Http404
    pace.take(visitor_of(request), 1)
    return batch
