"""The log of checks: one's own bureau's, everybody's for auditors, and what oneself asked within a day."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from wasl.acts import clock
from wasl.acts.wording import Text
from wasl.checks import queries
from wasl.checks.clearing import counts_for
from wasl.checks.log import auditing, lines, logged_person, readings, recalled
from wasl.checks.log.auditing import LinesWanted, State
from wasl.checks.models import Check
from wasl.checks.rights import LOG_READERS
from wasl.checks.tables import sent_tables
from wasl.checks.wording import MANY, WAYS, purpose_title, way_title
from wasl.checks.wording.entry import document, in_short, name_of, reference_of
from wasl.members import lists
from wasl.members.naming import party_title
from wasl.members.queries import parties
from wasl.members.views.listing import Filters, as_csv, below, index, private
from wasl.screening import THRESHOLD, Query, Subject
from wasl.web import formats
from wasl.web.access import any_of, opens
from wasl.web.visitors import Visitor, visitor_of

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE, CSV_MAX = 50, 10_000


def states() -> dict[str, Text]:
    """What a day is beside the record."""
    return {
        State.NOT_YET: _("The record does not have this day yet: it will when the day is over."),
        State.AGREES: _("The day's lines are what the record says they were."),
        State.DIFFERS: _("The day's lines are not what the record says they were. Tell an auditor."),
        State.NOT_RECORDED: _("The record has later days, but not this one. Tell an auditor."),
        State.FORGOTTEN: _("The day's time is over: its lines are being deleted."),
    }


def asked(request: HttpRequest, visitor: Visitor) -> tuple[Filters, LinesWanted]:
    """What the address asks for, held to what this visitor may read."""
    sees_all = visitor.may("checks.audit")
    chosen = Filters(
        request,
        party=parties() if sees_all else (),
        asker=None,
        purpose=lists.check_purposes(),
        way=WAYS,
        alerts=("yes",),
        day=None,
        view=("csv",),
    )
    return chosen, LinesWanted(
        party=(chosen["party"] or None) if sees_all else visitor.party or "",
        asker=chosen["asker"],
        purpose=chosen["purpose"],
        way=chosen["way"],
        day=_day(chosen["day"]),
        alerts=bool(chosen["alerts"]),
        before=below(request),
    )


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        return ""


@opens(get=LOG_READERS)
@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """The log, newest first: by party, officer, purpose, way, day, and those with alerts."""
    visitor = visitor_of(request)
    chosen, wanted = asked(request, visitor)
    if chosen["view"] == "csv":
        rows = auditing.rows(wanted, CSV_MAX)
        readings.read_log(visitor, chosen.said(party=wanted.party, before=wanted.before), rows)
        return private(as_csv("checks", auditing.COLUMNS, rows))
    found = auditing.found(wanted, PAGE + 1)
    readings.read_log(visitor, chosen.said(party=wanted.party, before=wanted.before), found[:PAGE])
    sees_all = visitor.may("checks.audit")
    context = {
        "own": False,
        "sees_all": sees_all,
        "parties": chosen.choices("party", {"": _("All parties"), **{each: party_title(each) for each in parties()}}),
        "asker": chosen["asker"],
        "day": wanted.day,
        "purposes": chosen.choices(
            "purpose", {"": _("All purposes"), **{word: purpose_title(word) for word in lists.check_purposes()}}
        ),
        "ways": chosen.choices("way", {"": _("All ways"), **WAYS}),
        "alerts": chosen.choices("alerts", {"": _("All"), "yes": _("With alerts")}),
        "filtered": bool(chosen),
        "kept": lines.kept_for().days,
        **_page(chosen, wanted, found, "api:check-log"),
    }
    return private(render(request, "checks/log.html", context))


@opens(get="checks.make")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the visitor asked within the last day, in the seat held now."""
    visitor = visitor_of(request)
    if visitor.account is None:
        raise Http404
    chosen = Filters(request)
    wanted = LinesWanted(
        party=visitor.party or "",
        account=visitor.account,
        since=clock.now() - recalled.SHOWN_FOR,
        before=below(request),
    )
    found = auditing.found(wanted, PAGE + 1)
    context = {"own": True, "sees_all": False, **_page(chosen, wanted, found, "api:checks-mine", csv=False)}
    return private(render(request, "checks/log.html", context))


def _page(chosen: Filters, wanted: LinesWanted, found: list[Check], json: str, *, csv: bool = True) -> dict[str, Any]:
    before = {"before": wanted.before} if wanted.before is not None else {}
    return {
        "lines": [_line(each) for each in found[:PAGE]],
        "page": {
            "newer": chosen.address() if before else None,
            "older": chosen.address(before=found[PAGE - 1].pk) if len(found) > PAGE else None,
            "json": reverse(json) + chosen.address(**before),
            "csv": chosen.address(view="csv", **before) if csv else None,
        },
    }


def facts_in_words(asked: Query) -> list[str]:
    """What was asked beside the text: when born, which nationality, which documents."""
    person = Subject(
        id="asked:",
        schema="Person" if asked.schema == "Thing" else asked.schema,
        birth_dates=asked.birth_dates,
        nationalities=asked.nationalities,
        countries=asked.countries,
        sex=asked.sex,
    )
    papers = [f"{each.number} ({document(each)})" for each in asked.documents]
    return [*in_short(person), *asked.places, *papers, *(each.value for each in asked.identifiers)]


def _line(each: Check) -> dict[str, Any]:
    matches = each.answered.get("matches", ())
    return {
        "check": each,
        "address": reverse("check-line", args=[each.pk]),
        "text": _text(each),
        "facts": facts_in_words(recalled.facts_of(each)),
        "read": _read(each),
        "party_title": party_title(each.party) if each.party else "",
        "purpose": purpose_title(each.purpose),
        "way": way_title(each.way),
        "found": len(matches) or each.answered.get("weak", 0),
        "holding": len(each.answered.get("holding", ())),
        "cleared": any(match["cleared"] is not None for match in matches) or bool(each.answered.get("cleared")),
        "left_out": bool(each.answered.get("not_checked")),
        "partly": bool(recalled.left_out(each)) or recalled.missed_lists(each),
        "unanswered": each.answered.get("unanswered", ""),
    }


def _text(each: Check) -> str:
    """What was typed, sent or read; of a file how many rows it had, once that is known."""
    rows = each.asked.get("rows")
    if rows is not None:
        return ngettext("File of %(number)s row", "File of %(number)s rows", rows) % {"number": formats.number(rows)}
    if each.way == readings.LOG:
        chosen = _chosen(each)
        return _("The log: %(filters)s") % {"filters": chosen} if chosen else _("The log")
    if each.way == readings.LIST and each.asked.get("name") == readings.CLEARANCES:
        return _("Clearances")
    return each.asked.get("name") or auditing.text_of(each)


def _chosen(each: Check) -> str:
    """Which lines of the log were read, in words; that of one's own party goes without saying."""
    titles: dict[str, Callable[[str], Text]] = {
        "party": party_title,
        "asker": str,
        "purpose": purpose_title,
        "way": way_title,
        "alerts": lambda _yes: _("With alerts"),
        "day": str,
        "check": lambda number: f"#{number}",
        "only": str,
        "before": lambda number: f"< #{number}",
    }
    said: dict[str, str] = dict.fromkeys(titles, "") | each.asked.get("filter", {})
    if said["party"] == each.party:
        said["party"] = ""
    return " · ".join(str(title(said[name])) for name, title in titles.items() if said[name])


def _read(each: Check) -> str:
    """What became of a line that is no question: so many lines were read, an entry was, a check of a file began."""
    if each.answered.get("begun"):
        return _("begun")
    count = each.answered.get("read")
    if count is not None:
        return ngettext("%(number)s line read", "%(number)s lines read", count) % {"number": formats.number(count)}
    return _("read") if each.way == readings.ENTRY else ""


@opens(get=any_of(LOG_READERS, "checks.make"))
@require_safe
def line(request: HttpRequest, number: int) -> HttpResponse:
    """One line: what was asked and answered, of which editions, and whether its day is what the record says."""
    visitor, now = visitor_of(request), clock.now()
    found = logged_person.line_shown(number, visitor, now)
    if found is None:
        raise Http404
    own = recalled.line_of(number, visitor, now) is not None
    if not own:
        readings.read_log(visitor, {"check": number}, [found])
    reads_log = visitor.may("checks.log") or visitor.may("checks.audit")
    day = auditing.verdict(found.day, now)
    context = {
        "shown": _line(found),
        "check": found,
        "matches": _matches(found.answered.get("matches", []), found.party, visitor),
        "holding": _matches(found.answered.get("holding", []), found.party, visitor),
        **_rows(request, found, visitor),
        "editions": [(name, entry, reverse("entry", args=[entry])) for name, entry in _editions(found)],
        "terms": auditing.terms_of(found),
        "milliseconds": found.took / 1000,
        "found_by": _found_by(found),
        "whole": auditing.is_whole(found),
        "verdict": day,
        "verdict_title": states()[day.state],
        "recorded": reverse("entry", args=[day.recorded.entry]) if day.recorded else "",
        "salt": bytes(found.salt).hex(),
        "digest": bytes(found.digest).hex(),
        "answer": _answer_address(found) if own else "",
        "may_clear": visitor.may("clearances.give"),
        "page": {**_pages(request, found), "json": reverse("api:check-line", args=[number])},
        "trail": [_log_trail() if reads_log else (_("My checks"), reverse("checks-mine"))],
    }
    return private(render(request, "checks/line.html", context))


def _answer_address(found: Check) -> str:
    """Where what was answered is shown to who asked; empty for what has no page."""
    if found.way == MANY:
        return sent_tables.address_of(found)
    if found.way == readings.ENTRY and found.answered["lists"]:
        return reverse("list-entry", args=[found.asked["entry"]]) + f"?check={found.pk}"
    return "" if found.way in readings.READINGS else reverse("check-answer", args=[found.pk])


def _found_by(found: Check) -> tuple[Text, int, str] | None:
    """The line that this one follows from: the check that found the entry, the beginning of the check of a file."""
    for name, title in (("check", _("Found by check")), ("begun", _("Begun in line"))):
        if number := found.asked.get(name):
            return title, number, reverse("check-line", args=[number])
    return None


def _log_trail() -> tuple[Text, str]:
    return _("Log of checks"), reverse("check-log")


def _editions(each: Check) -> list[tuple[str, int]]:
    said: dict[str, int] = each.answered.get("lists", {})
    return sorted(said.items())


def _rows(request: HttpRequest, found: Check, visitor: Visitor) -> dict[str, Any]:
    """A page of the rows of a file of many that had a match."""
    first = _first(request)
    shown = found.rows[first : first + PAGE]
    return {
        "rows": [each | {"matches": _matches(each["matches"], found.party, visitor)} for each in shown],
        "rows_logged": len(found.rows),
        "rows_left_out": found.answered.get("matched", 0) > len(found.rows),
    }


def _pages(request: HttpRequest, found: Check) -> dict[str, str | None]:
    first = _first(request)
    return {
        "newer": f"?from={max(0, first - PAGE)}" if first else None,
        "older": f"?from={first + PAGE}" if len(found.rows) > first + PAGE else None,
    }


def _first(request: HttpRequest) -> int:
    return index(request.GET.get("from", "")) or 0


def _matches(said: list[dict[str, Any]], party: str, visitor: Visitor) -> list[dict[str, Any]]:
    """Matches as the log has them, of a check of `party`; by name where the visitor is shown the list."""
    seen = {held.name for held in queries.lists_seen_by(visitor.party)}
    entries = queries.listed(match["subject"] for match in said if match["subject"].partition(":")[0] in seen)
    cleared = [match["cleared"] for match in said if match["cleared"] is not None]
    given = {held.entry: held for held in queries.clearances_of(cleared)}
    shown_only = {entry for entry, held in given.items() if not counts_for(held, party)}
    return [
        {
            "subject": match["subject"],
            "reference": reference_of(match["subject"]),
            "list": match["subject"].partition(":")[0],
            "name": name_of(entries[match["subject"]]) if match["subject"] in entries else "",
            "score": float(match["score"]),
            "alert": float(match["score"]) >= THRESHOLD
            and (match["cleared"] is None or match["cleared"] in shown_only),
            "cleared": match["cleared"],
        }
        for match in said
    ]
