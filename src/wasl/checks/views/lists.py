"""The lists: all of them, one with its editions, and what an edition said otherwise than the one before."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from wasl.acts.refusals import Refused
from wasl.acts.wording import Text
from wasl.checks import pace, queries
from wasl.checks.acts import Source
from wasl.checks.lists import differing, editions, returning, standing
from wasl.checks.lists.standing import Line
from wasl.checks.log import readings
from wasl.checks.models import Edition, WatchList
from wasl.checks.reading import ChangedEntry, Differences, Entry
from wasl.checks.rights import LIST_READERS
from wasl.checks.wording import CLOSE_REASONS, LIST_STATES, SOURCES
from wasl.checks.wording.entry import HEADINGS, name_of, reference_of, sort_of
from wasl.members.naming import party_title
from wasl.members.views.listing import Filters, as_csv, private
from wasl.web.access import opens
from wasl.web.language import LANGUAGES, short_language
from wasl.web.visitors import visitor_of

PAGE = 50
"""Entries of a difference on one page."""

COLUMNS = (
    "name",
    "party",
    "source",
    "state",
    "entries",
    "published",
    "imported_at",
    "renewed_at",
    "days",
    "renewed_within",
    "digest",
)
EDITION_COLUMNS = (
    "edition",
    "imported_at",
    "renewed_at",
    "published",
    "entries",
    "added",
    "changed",
    "delisted",
    "digest",
)

FIELDS: dict[str, Text] = {
    "schema": gettext_lazy("Sort"),
    "name": gettext_lazy("Name"),
    "names": gettext_lazy("Names"),
    "weak_names": gettext_lazy("Weak aliases"),
    "birth_dates": gettext_lazy("Dates of birth"),
    "nationalities": gettext_lazy("Nationalities"),
    "countries": gettext_lazy("Countries"),
    "places": gettext_lazy("Places"),
    "sex": gettext_lazy("Sex"),
    "documents": gettext_lazy("Documents"),
    "identifiers": gettext_lazy("Numbers and addresses"),
    **{f"shown.{heading}": title for heading, title in HEADINGS.items()},
}
"""What the fields of an entry are called, as `reading.said` names them."""


def list_states() -> dict[str, Text]:
    """What lists are told apart by; the first is those that are asked."""
    return {"": _("Open"), **LIST_STATES, "all": _("All")}


def list_line(each: WatchList, line: Line) -> dict[str, Any]:
    """A list as tables show it."""
    return {
        "line": line,
        "title": each.title[short_language()],
        "party_title": party_title(each.party),
        "source": SOURCES.get(each.source, each.source),
        "state_title": LIST_STATES[line.state],
        "published": date.fromisoformat(line.published) if line.published else None,
        "address": reverse("list", args=[each.name]),
    }


@opens(get=LIST_READERS)
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """The lists that the visitor's party is shown, by form and state."""
    visitor = visitor_of(request)
    chosen = Filters(request, source=[each.value for each in Source], state=list_states(), view=("csv",))
    found = standing.chosen(visitor.party, source=chosen["source"], state=chosen["state"])
    if chosen["view"] == "csv":
        rows = [[line.as_json()[column] for column in COLUMNS] for _each, line in found]
        return private(as_csv("lists", COLUMNS, rows))
    context = {
        "lists": [list_line(each, line) for each, line in found],
        "source_choices": chosen.choices("source", {"": _("All forms"), **SOURCES}),
        "state_choices": chosen.choices("state", list_states()),
        "filtered": bool(chosen),
        "may_manage": visitor.may("lists.manage"),
        "page": {"json": reverse("api:lists") + chosen.address(), "csv": chosen.address(view="csv")},
    }
    return private(render(request, "checks/lists.html", context))


def shown_list(party: str | None, name: str) -> WatchList:
    """The list of that name, open or else the last one closed, if the party is shown it. Raises Http404."""
    found = queries.list_named(name)
    if found is None or not WatchList.seen_by(party).filter(pk=found.pk).exists():
        raise Http404
    return found


@opens(get=LIST_READERS)
@require_safe
def one_list(request: HttpRequest, name: str) -> HttpResponse:
    """One list: what counts now, and every edition."""
    visitor = visitor_of(request)
    watch_list = shown_list(visitor.party, name)
    found = queries.editions(watch_list.entry)
    chosen = Filters(request, view=("csv",))
    if chosen["view"] == "csv":
        rows = [[standing.edition_as_json(each)[column] for column in EDITION_COLUMNS] for each in found]
        return private(as_csv(f"list-{name}", EDITION_COLUMNS, rows))
    (line,) = standing.lines([watch_list])
    keeps = visitor.may("lists.manage") and watch_list.party == visitor.party
    may_manage = keeps and not watch_list.closed_at
    context = {
        **list_line(watch_list, line),
        "list": watch_list,
        "titles": [(language, watch_list.title[language]) for language in LANGUAGES],
        "editions": [
            {
                **edition_line(each),
                "files": _files(watch_list, each) if keeps else [],
                "may_return": may_manage and not returning.counts(each, found[0]),
            }
            for each in found
        ],
        "close_reason": CLOSE_REASONS.get(watch_list.close_reason, ""),
        "reads_differences": visitor.may("lists.manage"),
        "may_manage": may_manage,
        "page": {"json": reverse("api:list", args=[name]), "csv": "?view=csv"},
        "trail": [(_("Lists"), reverse("lists"))],
    }
    return private(render(request, "checks/list.html", context))


def edition_line(each: Edition) -> dict[str, Any]:
    """An edition as tables show it."""
    return {"edition": each, "published": date.fromisoformat(each.published) if each.published else None}


def _files(watch_list: WatchList, each: Edition) -> list[dict[str, str]]:
    """The files of an edition, to be fetched and held against those of its authority."""
    return [
        {
            "name": editions.published_as(watch_list, file),
            "digest": file.content,
            "address": reverse("api:blob", args=[each.entry, file.content]),
        }
        for file in editions.files_of(each)
    ]


def difference_kinds() -> dict[str, Text]:
    """What the lines of a difference are told apart by; the first is all of them."""
    return {
        "": pgettext("entries", "All"),
        "added": pgettext("entries", "Added"),
        "changed": pgettext("entries", "Changed"),
        "delisted": _("Delisted"),
    }


@opens(get="lists.manage")
@require_safe
def differences(request: HttpRequest, name: str) -> HttpResponse:
    """What an edition says otherwise than the one before it: by kind, and page by page.

    It shows people by name, so it is for keepers of lists, and the log says that they read it.
    """
    visitor = visitor_of(request)
    watch_list = shown_list(visitor.party, name)
    edition = the_edition(watch_list, request.GET.get("edition", ""))
    chosen = Filters(request, edition=[str(edition.entry)], kind=difference_kinds(), q=None, view=("csv",))
    with pace.working(visitor):
        found, obstacle = _compared(watch_list, edition)
    lines = [each for each in difference_lines(found) if _is_wanted(each, chosen)] if found else []
    first = _number(request.GET.get("from", "")) or 0
    shown = lines if chosen["view"] == "csv" else lines[first : first + PAGE]
    readings.read_list(visitor, watch_list, edition, chosen.said(**{"from": first or ""}), len(shown))
    if chosen["view"] == "csv":
        return private(as_csv(f"differences-{name}-{edition.entry}", _HEADINGS, _rows(shown)))
    context = {
        "list": watch_list,
        "title": watch_list.title[short_language()],
        **edition_line(edition),
        "lines": shown,
        "found": found,
        "obstacle": obstacle,
        "query": chosen["q"],
        "kind_choices": chosen.choices("kind", difference_kinds()),
        "filtered": bool(chosen["kind"] or chosen["q"]),
        "page": {
            "newer": chosen.address(**({"from": max(0, first - PAGE) or ""})) if first else None,
            "older": chosen.address(**{"from": first + PAGE}) if len(lines) > first + PAGE else None,
            "json": reverse("api:list-differences", args=[name]) + f"?edition={edition.entry}" if found else None,
            "csv": chosen.address(view="csv") if found else None,
        },
        "trail": [(_("Lists"), reverse("lists")), (watch_list.title[short_language()], reverse("list", args=[name]))],
    }
    return private(render(request, "checks/differences.html", context))


def the_edition(watch_list: WatchList, number: str) -> Edition:
    """The edition of that entry, or the newest. Raises Http404."""
    wanted = _number(number) if number else None
    found = queries.newest_edition(watch_list.entry) if not number else wanted and queries.edition(wanted)
    if not found or found.list != watch_list.entry:
        raise Http404
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _compared(watch_list: WatchList, edition: Edition) -> tuple[Differences | None, Text]:
    """The difference, or why there is none to be shown."""
    if edition.previous is None:
        return None, _("This is the first edition: everything in it came with it.")
    if not differing.is_small(edition):
        command = f"wasl list differences {watch_list.name} --edition {edition.entry}"
        return None, _("These editions are too large to be compared on a page. Use: %(command)s") % {"command": command}
    try:
        return differing.soon(watch_list, edition), ""
    except Refused as refusal:
        return None, refusal.text


def difference_lines(found: Differences) -> Iterator[dict[str, Any]]:
    """A difference as tables show it: who came, what changed, who left."""
    for entry in found.added:
        yield _line("added", entry)
    for changed in found.changed:
        yield _line("changed", changed.entry) | {"changes": _changes(changed)}
    for entry in found.delisted:
        yield _line("delisted", entry)


def _line(kind: str, entry: Entry) -> dict[str, Any]:
    name, reference = name_of(entry), reference_of(entry.id)
    return {
        "kind": kind,
        "id": entry.id,
        "name": name,
        "reference": reference if reference != name else "",
        "sort": sort_of(entry.subject),
        "address": "" if kind == "delisted" else reverse("list-entry", args=[entry.id]),
    }


def _changes(changed: ChangedEntry) -> list[tuple[Text, tuple[str, ...], tuple[str, ...]]]:
    """What a changed entry says otherwise: the field, what left it, what came."""
    return [(FIELDS.get(each.field, each.field), each.gone, each.come) for each in changed.changes]


def _is_wanted(line: dict[str, Any], chosen: Filters) -> bool:
    said = chosen["q"].casefold()
    return chosen["kind"] in ("", line["kind"]) and (said in line["name"].casefold() or said in line["id"].casefold())


_HEADINGS = ("kind", "entry", "name", "field", "gone", "come")


def _rows(lines: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """For a file: a line for each field that changed."""
    for each in lines:
        begins = each["kind"], each["id"], each["name"]
        if not each.get("changes"):
            yield *begins, "", "", ""
        for title, gone, come in each.get("changes", ()):
            yield *begins, title, " | ".join(gone), " | ".join(come)
