"""What was read without a question being asked: an entry of a list, what an edition says, the log itself.

Whoever reads an entry learns who is listed, and whoever reads the log whom others asked for: both leave a line, as a
check does. It is written before anything is shown; what cannot be logged is not shown. A page leaves one line, and so
does a file, however much is in it.
"""

from collections.abc import Iterable, Mapping, Sized
from typing import Any

from wasl.acts import clock
from wasl.checks.log import lines
from wasl.checks.models import Check, Edition, WatchList
from wasl.web.visitors import Visitor

ENTRY, LIST, LOG = "entry", "list", "log"
"""How they are called among the ways of asking."""
READINGS = (ENTRY, LIST, LOG)
CLEARANCES = "clearances"
"""What is read where it is no list."""


def read_entry(
    visitor: Visitor, subject: str, edition: Edition | None, purpose: str = "", found_by: Check | None = None
) -> Check:
    """An entry is read as an edition has it: for a purpose, or for that of the check that found it.

    Without an edition it was looked for and is not there: that tells something, too.
    Raises Refused: what keeps the log from being written.
    """
    asked: dict[str, Any] = {"entry": subject}
    said = {"purpose": purpose}
    if found_by is not None:
        asked["check"] = found_by.pk
        said = {"purpose": found_by.purpose, "reference": found_by.reference}
    answered = {"lists": {subject.partition(":")[0]: edition.entry}} if edition else {"read": 0}
    return _write(visitor, ENTRY, asked, answered, **said)


def read_list(
    visitor: Visitor, watch_list: WatchList, edition: Edition, chosen: Mapping[str, str], entries: int
) -> Check:
    """So many entries of an edition are read, of those chosen by filters. Raises Refused, as `read_entry` does."""
    asked = {"list": watch_list.name, "filter": _said(chosen)}
    answered = {"lists": {watch_list.name: edition.entry}, "read": entries}
    return _write(visitor, LIST, asked, answered, purpose=visitor.purpose)


def read_clearances(visitor: Visitor, chosen: Mapping[str, Any], cleared: int) -> None:
    """So many clearances, of those chosen by filters, are taken away. Raises Refused, as `read_entry` does."""
    asked = {"name": CLEARANCES, "filter": _said(chosen)}
    _write(visitor, LIST, asked, {"read": cleared}, purpose=visitor.purpose)


def read_log(visitor: Visitor, chosen: Mapping[str, Any], read: Sized) -> None:
    """Lines of the log are read, of those chosen by filters. Raises Refused, as `read_entry` does."""
    _write(visitor, LOG, {"filter": _said(chosen)}, {"read": len(read)}, purpose=visitor.purpose)


def read_day(visitor: Visitor, day: str, only: Iterable[int]) -> None:
    """A day's lines are exported, or only some of them. Raises Refused, as `read_entry` does."""
    numbers = sorted(only)
    count = len(numbers) or lines.lines_of(day).count()
    _write(visitor, LOG, {"filter": _said({"day": day, "only": " ".join(map(str, numbers))})}, {"read": count})


def _said(chosen: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in chosen.items() if value not in ("", None, False)}


def _write(visitor: Visitor, way: str, asked: Mapping[str, Any], answered: Mapping[str, Any], **said: str) -> Check:
    blank = {"unanswered": "", "lists": {}, "model": "", "threshold": lines.number(0), "matches": []}
    return lines.add(
        visitor,
        way,
        at=clock.now(),
        asked={"text": "", "facts": {}, **asked},
        answered={**blank, **answered},
        matches=0,
        took=0,
        **{"purpose": "", "reference": ""} | said,
    )
