"""A table checked for a party: against the lists that it is shown, with its clearances.

Where a list changes meanwhile the check begins anew: all rows meet the same editions. What comes of it goes into the
log (`logged_tables`) before anybody gets it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from django.utils.translation import gettext_lazy as _

from wasl.acts import clock
from wasl.acts.progress import Progress, silent
from wasl.acts.refusals import Refused
from wasl.checks import asking, clearing, queries
from wasl.checks.index import shelves
from wasl.checks.index.held import edition_held
from wasl.checks.many.batch import CLEARED, Order, Result, Tally
from wasl.checks.many.refusing import TableRefused
from wasl.checks.many.rows import asked
from wasl.checks.many.running import Engine, Settle, Work, run, stamp_of
from wasl.checks.many.tables import Block
from wasl.checks.models import Edition, WatchList
from wasl.checks.wording import tables as table_wording
from wasl.members import lists
from wasl.web.visitors import Visitor

BEGUN_MAX = 3
"""How often a check begins, when lists change under it each time."""


@dataclass(frozen=True, slots=True)
class TableRequest:
    """Who has a table checked, what for, and against which lists: without names, all that the party is shown."""

    visitor: Visitor
    purpose: str
    reference: str = ""
    lists: tuple[str, ...] = ()

    def counted(self) -> list[tuple[WatchList, Edition]]:
        """The lists that are asked: all that are wanted.

        Raises Refused: unknown-purpose, unknown-list, no-lists, no-index.
        """
        if self.purpose not in lists.check_purposes():
            raise Refused("unknown-purpose", _("Say what the check is made for."))
        question = asking.Question(purpose=self.purpose, lists=self.lists)
        found, behind = asking.lists_asked(question, self.visitor.party)
        names = {each.name for each, _edition in found}
        if not set(self.lists) <= names or any(each.name not in names for each in behind):
            # Who stands on a list that is not asked would look like nobody.
            raise asking.not_ready()
        if not found:
            raise asking.no_lists()
        return list(found)


@dataclass(frozen=True, slots=True)
class Checked:
    """A table that was checked: its results lie in the parts of `work`. `took` is in microseconds."""

    work: Work
    counted: tuple[tuple[WatchList, Edition], ...]
    tally: Tally
    took: int


def check(wanted: TableRequest, work: Work, engine: Callable[..., Engine], progress: Progress = silent) -> Checked:
    """Check a table. Nobody may get the results before they are logged. Lists and stamp of `work` are set here.

    Raises Refused: those of `TableRequest.counted`, no-index, lists-changed; TableRefused, OSError.
    """
    party = wanted.visitor.party
    for _time in range(BEGUN_MAX):
        counted, now, begun = wanted.counted(), clock.now(), perf_counter()
        indexes, state = _indexes(counted), _state(counted)
        order = replace(work.order, lists=tuple(watch_list.name for watch_list, _edition in counted))
        stamped = replace(work, order=order, stamp=[state, _cleared(party, now)])
        settle = _settling(party, order, now)
        tally = run(stamped, engine(*indexes), settle=settle, progress=progress)
        if _state(counted) == state:
            took = round((perf_counter() - begun) * 1e6)
            return Checked(stamped, tuple(counted), tally, took)
    raise Refused("lists-changed", _("The lists change too often just now. Ask again in a moment."), status=503)


def _indexes(counted: Sequence[tuple[WatchList, Edition]]) -> list[Path]:
    """The indexes in which lists are. Raises Refused: no-index."""
    lists = [watch_list for watch_list, _edition in counted]
    shelves.opened_of(lists)
    return [shelves.index_file(party) for party in shelves.in_order(each.party for each in lists)]


def _state(counted: Sequence[tuple[WatchList, Edition]]) -> list[Any]:
    """What the results depend on: the indexes and which editions they hold. Raises OSError."""
    held = [[watch_list.name, edition_held(watch_list)] for watch_list, _edition in counted]
    return [[stamp_of(path) for path in _indexes(counted)], held]


def _cleared(party: str | None, now: datetime) -> list[int]:
    return [each.entry for each in queries.all_clearances_in_force(party, now)]


def _settling(party: str | None, order: Order, now: datetime) -> Settle:
    """Says of matches which are cleared, as `asking` does for one question; what that takes is read once a block."""
    subjects = {each.subject for each in queries.all_clearances_in_force(party, now)}

    def settle(block: Block, results: Sequence[Result]) -> Sequence[Result]:
        entries = queries.listed(subjects.intersection(each.subject for each in results))
        cleared = clearing.Clearances(party, entries, now)
        return [_settled(each, block, cleared) if each.subject in entries else each for each in results]

    def _settled(result: Result, block: Block, cleared: clearing.Clearances) -> Result:
        row = block.rows[result.row - block.first]
        query = asked(row, order.columns, schema=order.schema, order=order.dates).query
        assert query is not None, "a row with a match was asked for"
        found = cleared.of(result.subject, query)
        if found is None:
            return result
        status = CLEARED if clearing.counts_for(found, party) else result.status
        return result._replace(status=status, clearance=found.entry)

    return settle


def refused(refusal: TableRefused) -> Refused:
    """A table's refusal as pages tell it: the fault and its line, and `reason`, its code."""
    text = _("The file cannot be checked. %(fault)s")
    return Refused("table-refused", text, fault=table_wording.fault(refusal), reason=refusal.code, line=refusal.line)
