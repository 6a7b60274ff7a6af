"""What a table of many is called in parts: its faults, its columns, what became of its rows."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wasl.acts.wording import Text
from wasl.checks.many.refusing import TableRefused

FAULTS: dict[str, Text] = {
    "empty": _("The file holds no rows."),
    "encoding": _("The file is not in the encoding that it should have: choose the one in which it was saved."),
    "malformed": _("The rows of the file cannot be told apart."),
    "truncated": _("The file ends inside quotes: it is cut short, or a quotation mark is missing."),
    "too-large": _("A line of the file, or the file, is larger than a table's may be."),
    "not-a-table": _("This is no table with a heading in its first line."),
    "no-columns": _("No column holds names or document numbers: say which one does."),
    "wrong-map": _("A column is not in the heading, or stands there twice."),
    "other-format": _("Send a table as CSV."),
    "died": _("There was not enough memory. Try again, or send fewer rows at once."),
}

OBSTACLES: dict[str, Text] = {
    "no-index": _("The lists cannot be asked now: the index is being made. Ask again in a moment."),
    "no-lists": _("No list is there to be asked."),
    "unknown-list": _("There is no such list, or it is not yours to see."),
    "lists-changed": _("The lists change too often just now. Ask again in a moment."),
    "storage-full": _("The installation has no space left. Nothing was changed."),
}
"""Why a check could not be made that was no fault of the file."""

COLUMNS: dict[str, Text] = {
    "id": _("Your own number"),
    "name": _("Name"),
    "given": _("Given names"),
    "family": _("Family name"),
    "weak_name": _("Other name"),
    "birth_date": _("Date of birth"),
    "nationality": _("Nationality"),
    "country": _("Country"),
    "place": _("Place of birth"),
    "sex": _("Sex"),
    "document_number": _("Document number"),
    "document_country": _("Issued by"),
    "schema": _("Who or what"),
}

REASONS: dict[str, Text] = {
    "cells": _("The row has more or fewer cells than the heading: %(about)s."),
    "not-text": _("The row is no text in the encoding of the file."),
    "too-long": _("A cell is too long: %(about)s characters."),
    "nothing-asked": _("The row has neither a name nor a document number."),
    "left-out": _("These are more names than are looked for at once. Not looked for: %(about)s."),
    "words-left-out": _("Not all of it was looked at: the name is too long. Words left out: %(about)s."),
    "facts-left-out": _("Not all of it was looked at: these are too many facts. Left out: %(about)s."),
    "unread": _("This could not be read, and the row was checked without it: %(about)s."),
}


def fault(refusal: TableRefused) -> str:
    """Why a table is not taken, in the language active now."""
    text = str(FAULTS.get(refusal.code, refusal.text))
    if not refusal.line:
        return text
    place = gettext("See line %(line)s.") % {"line": refusal.line}
    return f"{text} {place}"


def reasons(said: str) -> list[str]:
    """What could not be read of a row, or why it was not checked, in the language active now."""
    return [_reason(each) for each in said.split("; ") if each]


def _reason(said: str) -> str:
    code, _colon, about = said.partition(": ")
    if code == "unread":
        fact, _space, text = about.partition(" ")
        about = f"{COLUMNS.get(fact, fact)}: {text}"
    return str(REASONS[code]) % {"about": about} if code in REASONS else said
