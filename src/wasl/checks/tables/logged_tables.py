"""What the log says of a table of many: that its check began, and what it found, row by row.

The line of what was found is written before anybody gets the results. It names the file and its results by their
digests, and the rows that had a match: who was asked for, and who was found.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from wasl.acts import clock
from wasl.checks.log import lines
from wasl.checks.many.batch import WEAK, Order, Result
from wasl.checks.models import Check, Edition, WatchList
from wasl.checks.tables.batches import Checked, TableRequest
from wasl.checks.wording import MANY

ROWS_MAX, MATCHES_MAX = 10_000, 5
"""Rows of one file that the log has, those with a match first, and matches of one row, the likeliest.

Of all, it says how many there are.
"""


def write_begun(wanted: TableRequest, digest: str, order: Order, name: str) -> Check:
    """Say that the check of a file begins whose results may be seen before it ends, as files of whoever interrupts it.

    Raises Refused: those of `TableRequest.counted`, and what keeps the log from being written.
    """
    asked = _asked(wanted, digest) | {"name": name}
    answered = _answered(wanted.counted(), order) | {"begun": True}
    return _write(wanted, asked, answered)


def write_found(
    wanted: TableRequest, checked: Checked, results: Iterable[Result], digest: str, begun: int = 0
) -> Check:
    """Say what a check found, whose results have that SHA-256; `begun` is the number of the line of its beginning.

    Raises Refused: what keeps the log from being written.
    """
    tally, order = checked.tally, checked.work.order
    asked = _asked(wanted, checked.work.table.digest) | {"rows": tally.rows} | ({"begun": begun} if begun else {})
    answered = _answered(checked.counted, order) | {
        "matched": tally.matched,
        "cleared": tally.cleared,
        "weak": tally.weak,
        "not_checked": tally.not_checked,
        "results": digest,
    }
    return _write(wanted, asked, answered, rows=_rows(results), matches=tally.matched, took=checked.took)


def _asked(wanted: TableRequest, digest: str) -> dict[str, Any]:
    lists = {"lists": list(wanted.lists)} if wanted.lists else {}
    return {"text": "", "facts": {}, "file": digest} | lists


def _answered(counted: Iterable[tuple[WatchList, Edition]], order: Order) -> dict[str, Any]:
    from wasl.screening.comparing import VERSION

    return {
        "unanswered": "",
        "lists": {each.name: edition.entry for each, edition in counted},
        "model": VERSION,
        "threshold": lines.number(order.threshold),
        "matches": [],
    }


def _rows(results: Iterable[Result]) -> list[dict[str, Any]]:
    """The rows with a match, cleared or not, and as many of those with a weak one as there is room for."""
    matched: list[dict[str, Any]] = []
    weak: list[dict[str, Any]] = []
    for number, several in groupby((each for each in results if each.subject), attrgetter("row")):
        found = list(several)
        kept = weak if found[0].status == WEAK else matched
        if len(kept) < ROWS_MAX:
            kept.append(_row(number, found))
    return sorted(matched + weak[: ROWS_MAX - len(matched)], key=itemgetter("row"))


def _row(number: int, found: Sequence[Result]) -> dict[str, Any]:
    """A row with its likeliest matches."""
    row = {"row": number, "asked": found[0].asked, "matches": list(map(_match, found[:MATCHES_MAX]))}
    return row | ({"more": len(found) - MATCHES_MAX} if len(found) > MATCHES_MAX else {})


def _match(result: Result) -> dict[str, Any]:
    return {"subject": result.subject, "score": lines.number(result.score or 0), "cleared": result.clearance}


def _write(wanted: TableRequest, asked: Any, answered: Any, **said: Any) -> Check:
    return lines.add(
        wanted.visitor,
        MANY,
        at=clock.now(),
        purpose=wanted.purpose,
        reference=wanted.reference,
        asked=asked,
        answered=answered,
        **{"matches": 0, "took": 0} | said,
    )
