"""An entry of a list, whole.

Whoever reads one learns who is listed. So it is read for a purpose, and leaves a line in the log: that of the check
which found it, or one that the reader gives before anything is shown. Keepers read their own lists as keepers.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from wasl.acts import clock
from wasl.acts.wording import Text
from wasl.checks import pace, queries
from wasl.checks.forms.checking import PurposeForm
from wasl.checks.log import logged_person, readings, recalled
from wasl.checks.models import Check, Edition, WatchList
from wasl.checks.reading import SHOWN, Entry
from wasl.checks.rights import LIST_READERS
from wasl.checks.wording.entry import (
    DOCUMENTS,
    HEADINGS,
    SEXES,
    day,
    kind_of_reading,
    name_of,
    reference_of,
    sort_of,
    state,
)
from wasl.members.views.listing import index, private
from wasl.screening import Subject
from wasl.web.access import opens
from wasl.web.language import short_language
from wasl.web.visitors import Visitor, visitor_of

KEEP = "lists.manage"
SUBJECT_MAX = 300
"""No entry's id is longer."""
PURPOSE = "check-purpose"
"""Where the session remembers what the last check was made for."""


class Listed(NamedTuple):
    """An entry, its list, the edition that first said what it says now, and the one that counts."""

    entry: Entry
    watch_list: WatchList
    since: Edition
    edition: Edition


@opens(get=LIST_READERS, post=LIST_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, subject: str) -> HttpResponse:
    """All that a list says of one entry, for whoever is shown the list and says what for."""
    visitor = visitor_of(request)
    watch_list = queries.list_shown(subject.partition(":")[0], visitor.party)
    if watch_list is None or len(subject) > SUBJECT_MAX or "\0" in subject:
        raise Http404
    if request.method == "POST":
        return _purpose_said(request, subject, watch_list)
    line = _line(request, visitor)
    if line is not None and line.asked.get("entry") == subject:
        return _shown(request, subject, _there(subject, watch_list), line)
    if line is not None and logged_person.names(line, subject):
        return _read(visitor, subject, watch_list, found_by=line)
    if visitor.may(KEEP) and watch_list.party == visitor.party:
        listed = _there(subject, watch_list)
        readings.read_list(visitor, watch_list, listed.edition, {"entry": subject}, 1)
        return _shown(request, subject, listed)
    return _purpose_asked(request, subject, watch_list)


def _line(request: HttpRequest, visitor: Visitor) -> Check | None:
    """The line that the address names, if the visitor wrote it lately."""
    number = index(request.GET.get("check", ""))
    return None if number is None else recalled.line_of(number, visitor, clock.now())


def _read(visitor: Visitor, subject: str, watch_list: WatchList, **why: Any) -> HttpResponse:
    """On to the entry, once the line of the reading is written, whether or not the list has the entry.

    Raises Refused: too-many-checks, and what keeps the log from being written.
    """
    pace.take(visitor, 1)
    listed = _found(subject, watch_list)
    line = readings.read_entry(visitor, subject, listed.edition if listed else None, **why)
    return HttpResponseRedirect(f"{reverse('list-entry', args=[subject])}?check={line.pk}")


def _purpose_said(request: HttpRequest, subject: str, watch_list: WatchList) -> HttpResponse:
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return _purpose_asked(request, subject, watch_list, form)
    purpose = request.session[PURPOSE] = form.cleaned_data["purpose"]
    return _read(visitor_of(request), subject, watch_list, purpose=purpose)


def _purpose_asked(
    request: HttpRequest, subject: str, watch_list: WatchList, form: PurposeForm | None = None
) -> HttpResponse:
    """Asked before the entry is looked for: that a list has it is what somebody reads, too."""
    context = {
        "form": form or PurposeForm(initial={"purpose": request.session.get(PURPOSE, "")}),
        "reference": reference_of(subject),
        "list_title": watch_list.title[short_language()],
    }
    return private(render(request, "checks/entry-purpose.html", context, status=422 if form else 200))


def _shown(request: HttpRequest, subject: str, listed: Listed, line: Check | None = None) -> HttpResponse:
    found, watch_list, since, edition = listed
    context = {
        "subject": subject,
        "name": name_of(found),
        "reference": reference_of(subject),
        "sort": sort_of(found.subject),
        "names": found.subject.names,
        "weak_names": found.subject.weak_names,
        "facts": _facts(found.subject),
        "numbers": list(_numbers(found.subject)),
        "words": words(found),
        "unread": found.unread,
        "list": watch_list,
        "list_title": watch_list.title[short_language()],
        "edition": edition,
        "since": since,
        "published": day(edition.published),
        "may_clear": visitor_of(request).may("clearances.give"),
        "line": line,
    }
    return private(render(request, "checks/entry.html", context))


def _there(subject: str, watch_list: WatchList) -> Listed:
    """The entry where its list says it. Raises Http404."""
    listed = _found(subject, watch_list)
    if listed is None:
        raise Http404
    return listed


def _found(subject: str, watch_list: WatchList) -> Listed | None:
    """The entry where its list says it; None where the list has no such entry."""
    found = queries.listed([subject]).get(subject)
    since = queries.edition_that_says(subject) if found else None
    if found is None or since is None:
        return None
    return Listed(found, watch_list, since, queries.newest_edition(watch_list.entry) or since)


def _facts(subject: Subject) -> list[tuple[Text, Any]]:
    """What is compared beside names, documents and identifiers."""
    said = [
        (_("Born") if subject.schema == "Person" else _("Since"), [day(each) for each in subject.birth_dates]),
        (_("Place of birth"), list(subject.places)),
        (_("Nationality"), [state(each) for each in subject.nationalities]),
        (_("Country"), [state(each) for each in subject.countries]),
        (_("Sex"), [str(SEXES.get(subject.sex, subject.sex))] if subject.sex else []),
    ]
    return [(title, values) for title, values in said if values]


def _numbers(subject: Subject) -> Iterator[tuple[str, Text, str]]:
    """Documents and identifiers: number, kind, who issued it."""
    for each in subject.documents:
        yield each.number, DOCUMENTS.get(each.kind, each.kind), state(each.country) if each.country else ""
    for one in subject.identifiers:
        yield one.value, kind_of_reading(one.kind), ""


def words(found: Entry) -> list[tuple[Text, tuple[str, ...]]]:
    """What people should see and nothing is compared with, under its headings."""
    return [(HEADINGS[heading], found.shown[heading]) for heading in SHOWN if heading in found.shown]
