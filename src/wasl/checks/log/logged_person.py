"""Who was asked for in a logged check: what a clearance's form begins with."""

from datetime import datetime
from typing import Any

from wasl.acts.refusals import Refused
from wasl.checks.clearing import FULL_DATE
from wasl.checks.log import auditing, recalled
from wasl.checks.models import Check
from wasl.checks.understanding import understood
from wasl.screening import Query
from wasl.web.visitors import Visitor

AUDIT, LOG, MAKE = "checks.audit", "checks.log", "checks.make"


def line_shown(number: int, visitor: Visitor, now: datetime) -> Check | None:
    """The line of this number, if the visitor may read it: as auditor, in their bureau, or as who asked lately."""
    found = auditing.line(number)
    if found is None or visitor.may(AUDIT):
        return found
    if visitor.may(LOG) and found.party == visitor.party:
        return found
    return recalled.line_of(number, visitor, now) if visitor.may(MAKE) else None


def names(line: Check, subject: str) -> bool:
    """Whether a line tells of an entry: that a check found it, in whatever row of a file, or that it was read."""
    found = (match for row in line.rows for match in row["matches"])
    told = {match["subject"] for match in (*recalled.told(line), *found)}
    return subject in told or line.asked.get("entry") == subject


def of(line: Check, row: int | None = None) -> dict[str, Any]:
    """What a check says of one person, as the form's fields; of a file of many, what that row does."""
    said = next((each["asked"] for each in line.rows if each["row"] == row), "")
    if said:  # a name, or in a row without one the number of a document
        return {"number": said} if any(map(str.isdigit, said)) else {"names": said}
    question = recalled.question_of(line)
    try:
        queries = understood(question.text, question.facts, line.at.date(), question.reading).queries
    except Refused:
        return {}
    return _known(next((each for each in queries if each.names), queries[0])) if queries else {}


def _known(query: Query) -> dict[str, Any]:
    born = next((each for each in query.birth_dates if len(each) == FULL_DATE), "")
    paper = query.documents[0] if query.documents else None
    return {
        "names": "\n".join(query.names),
        "birth_date": born,
        "nationality": query.nationalities[0] if query.nationalities else "",
        "number": paper.number if paper else "",
        "issuer": paper.country if paper else "",
    }
