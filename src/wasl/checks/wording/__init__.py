"""What lists, their faults, purposes and reasons are called, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, npgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wasl.acts.registry import fields_called, fields_shown
from wasl.acts.wording import Text
from wasl.checks.models import Edition
from wasl.checks.reading import ListRefused
from wasl.checks.wording import entry as entry_wording
from wasl.members.wording import CHECK_PURPOSES, check_purpose_title, entry_number, reasons_called, truth
from wasl.web import formats

fields_called(
    list=_("List"),
    source=_("Form of the list"),
    renewed_within=_("Days within which it is renewed"),
    files=_("Files"),
    columns=_("Column map"),
    published=_("Published"),
    digest=_("Digest"),
    entries=pgettext_lazy("of a list", "Entries"),
    added=pgettext_lazy("entries", "Added"),
    changed=pgettext_lazy("entries", "Changed"),
    delisted=_("Delisted"),
    previous=_("Edition before"),
    renewed_at=_("Files last new"),
    subject=_("Entry of the list"),
    person=_("Person"),
    shared=_("For every member"),
    clearance=_("Clearance"),
    day=_("Day"),
    checks=_("Checks"),
)

SOURCES: dict[str, Text] = {
    "un-sc": _("Security Council list, XML"),
    "ofac-sdn": _("OFAC list of specially designated nationals, CSV"),
    "ftm": _("FollowTheMoney, JSON lines"),
    "csv": _("CSV with a column map"),
}

FILES: dict[str, Text] = {
    "un-sc": _("The list, XML"),
    "sdn": "sdn.csv",
    "alt": "alt.csv",
    "add": "add.csv",
    "comments": "sdn_comments.csv",
    "ftm": _("The list, JSON lines"),
    "csv": _("The list, CSV"),
}
"""By the names that readers have for the files of a list, how they are asked for."""

LIST_STATES: dict[str, Text] = {
    "current": _("renewed in time"),
    "stale": _("not renewed in time"),
    "behind": _("being taken into the index"),
    "empty": _("nothing imported yet"),
    "closed": pgettext_lazy("list", "closed"),
}
"""By `standing.STATES`, how a list stands."""

CLOSE_REASONS: dict[str, Text] = {
    "discontinued": _("no longer published"),
    "replaced": _("replaced by another"),
    "mistaken": _("opened by mistake"),
}

CLEARANCE_ENDS: dict[str, Text] = {
    "expired": _("expired"),
    "withdrawn": _("withdrawn"),
    "mistaken": _("given by mistake"),
}

PURPOSES = CHECK_PURPOSES
purpose_title = check_purpose_title

FAULTS: dict[str, Text] = {
    "truncated": _("The file is cut short."),
    "malformed": _("The file is broken."),
    "encoding": _("The file is not in the encoding that it should have."),
    "duplicate": _("An entry stands in the file twice."),
    "empty": _("The file holds no entry."),
    "too-large": _("A value, or the file, is larger than a list's may be."),
    "missing": _("Something is missing that every entry, or the file, must have."),
    "unknown-value": _("A value stands here that is none of those known."),
    "other-file": _("This is a file of another kind."),
}


def fault(refusal: ListRefused) -> str:
    """Why a file is not taken, and where it is at fault, in the language active now."""
    text = str(FAULTS.get(refusal.code, refusal.text))
    where = gettext("line %(line)s") % {"line": refusal.line} if refusal.line else refusal.field
    if refusal.line and refusal.field:
        where = gettext("line %(line)s, %(field)s") % {"line": refusal.line, "field": refusal.field}
    return f"{text} ({where})" if where else text


def edition_in_short(edition: Edition) -> str:
    """What is to be known of an edition that was asked: how many entries, of which day."""
    count = {"number": formats.number(edition.entries)}
    said = {
        "entries": npgettext("of a list", "%(number)s entry", "%(number)s entries", edition.entries) % count,
        "published": entry_wording.day(edition.published),
        "day": formats.day(edition.imported_at),
    }
    if edition.published:
        return gettext("%(entries)s, published %(published)s, brought in %(day)s") % said
    return gettext("%(entries)s, brought in %(day)s") % said


MANY = "many"
"""How a table of many is called among the ways of asking."""

QUESTIONS = ("page", "phone", "api", "match")
"""How single questions are asked."""

WAYS: dict[str, Text] = {
    "page": _("Page"),
    "phone": _("Telephone page"),
    "api": _("API"),
    "match": _("Matching API"),
    MANY: _("File of many"),
    "entry": _("Entry of a list read"),
    "list": _("List read"),
    "log": _("Log read"),
}


def way_title(way: str) -> Text:
    """How a check was asked."""
    return WAYS.get(way, way)


def person_title(person: Mapping[str, Any]) -> Text:
    """Somebody who was cleared, in a line: names, birth, nationalities, documents."""
    said = [*person["names"]]
    if person["birth_date"]:
        said.append(gettext("born %(date)s") % {"date": entry_wording.day(person["birth_date"])})
    said += map(entry_wording.state, person["nationalities"])
    said += map(paper_title, person["documents"])
    return " · ".join(said)


def paper_title(paper: Mapping[str, Any]) -> str:
    """A document by its number and its state."""
    state = entry_wording.state(paper["country"]) if paper["country"] else ""
    return f"{paper['number']} ({state})" if state else str(paper["number"])


def _list_word(said: str | int) -> Text:
    """A list by its word where it is opened, by the entry that opened it elsewhere."""
    return entry_number(said) if isinstance(said, int) else said


reasons_called(CLOSE_REASONS | CLEARANCE_ENDS)
fields_shown(
    source=lambda word: SOURCES.get(word, word),
    purpose=purpose_title,
    person=person_title,
    files=lambda file: f"{file['name']} · {file['content']}",
    list=_list_word,
    previous=entry_number,
    clearance=entry_number,
    shared=truth,
)
