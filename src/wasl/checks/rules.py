"""Who may say what about lists, clearances and the log of checks."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wasl.acts import blobs
from wasl.acts.act import SECRETARIAT, SYSTEM, Author, Decided
from wasl.acts.refusals import Refused
from wasl.acts.registry import decides, loads
from wasl.checks import queries, reading
from wasl.checks.acts import (
    ClearanceEnd,
    ClearanceEnded,
    Clearing,
    CloseList,
    CommitLog,
    EndClearance,
    GiveClearance,
    Imported,
    ImportList,
    OpenList,
    Source,
)
from wasl.checks.lists import bounds, returning
from wasl.checks.models import Clearance, WatchList
from wasl.members.rules.asked import Rows, of_role

LISTS, CLEARANCES = "lists.manage", "clearances.give"


@decides(OpenList)
def decide_open(act: OpenList, by: Author, at: datetime) -> Decided:
    """Under a right, one open list of a name, and not too many in all.

    Raises Refused: role-without-right, already-open, too-many-lists.
    """
    of_role(by, LISTS)
    known = queries.list_named(queries.full_name(by.party, act.list))
    if known and known.closed_at is None:
        raise Refused("already-open", _("There is an open list of this name already."), status=409)
    bounds.hold_lists(by.party, queries.lists_open_of(by.party) + 1)
    return Decided()


@decides(ImportList)
def decide_import(act: ImportList, by: Author, at: datetime) -> Imported:
    """Into an open list of one's own, within one's bounds, with the files and the column map that its source asks for.

    Raises Refused: role-without-right, unknown-list, too-many-entries, wrong-files, file-not-sent, files-too-large,
    wrong-columns.
    """
    of_role(by, LISTS)
    held = _open_list(act.list, by)
    bounds.hold_entries(by.party, act.entries, queries.entries_beside(held.name))
    _right_files(held.source, act, by)
    _right_columns(held.source, act.columns)
    before = queries.newest_edition(act.list)
    return Imported(previous=before.entry if before else None, renewed_at=returning.renewed_at(act, before))


def _right_files(source: str, act: ImportList, by: Author) -> None:
    if sorted(each.name for each in act.files) != sorted(reading.file_names(source)):
        names = ", ".join(reading.file_names(source))
        raise Refused("wrong-files", _("A list of this source has these files: %(names)s."), names=names)
    kept = [blobs.find(by.party, digest) for digest in sorted(act.blobs())]
    if None in kept:
        raise Refused("file-not-sent", _("A file of the list was not sent here, or is gone. Send it first."))
    bounds.hold_octets(by.party, sum(blob.size for blob in kept if blob))


def _right_columns(source: str, columns: str | None) -> None:
    if (source == Source.CSV) != (columns is not None):
        raise Refused("wrong-columns", _("A CSV file has a column map, and no other file has one."))
    if columns is not None:
        try:
            reading.parse(columns)
        except reading.MapFault as fault:
            text = _("The column map cannot be used, for its part %(part)s.")
            raise Refused("wrong-columns", text, part=fault.where) from fault


@decides(CloseList)
def decide_close(act: CloseList, by: Author, at: datetime) -> Decided:
    """An open list of one's own.

    Raises Refused: role-without-right, unknown-list.
    """
    of_role(by, LISTS)
    _open_list(act.list, by)
    return Decided()


def _open_list(entry: int, by: Author) -> WatchList:
    held = queries.watch_list(entry)
    if held is None or held.party != by.party or held.closed_at is not None:
        raise Refused("unknown-list", _("There is no such list of yours, or it is closed."), status=404)
    return held


@loads(ImportList)
def _rows_of_import(act: ImportList) -> Rows:
    return [(WatchList, act.list)]


@loads(CloseList)
def _rows_of_close(act: CloseList) -> Rows:
    return [(WatchList, act.list)]


@decides(GiveClearance)
def decide_clearance(act: GiveClearance, by: Author, at: datetime) -> Clearing:
    """For a list that one's party is shown, and for some time to come.

    What a bureau's own list says is shared with nobody, so neither is who is cleared of it. No refusal tells what a
    list says, for a refused act leaves no trace: one that clears nobody stands in the record, and clears nobody.
    Raises Refused: role-without-right, unknown-list, list-not-shared, already-over.
    """
    of_role(by, CLEARANCES)
    held = queries.list_shown(act.subject.partition(":")[0], by.party)
    if held is None:
        raise Refused("unknown-list", _("There is no such list, or it is not yours to see."), status=404)
    if act.shared and held.party != SECRETARIAT:
        raise Refused(
            "list-not-shared", _("The list is your own bureau's: nobody else is told of who is cleared of it.")
        )
    if act.ends <= at:
        raise Refused("already-over", _("The clearance would be over already."))
    entry = queries.listed([act.subject]).get(act.subject)
    return Clearing(digest=entry.digest() if entry else None)


@decides(EndClearance)
def decide_clearance_end(act: EndClearance, by: Author, at: datetime) -> ClearanceEnded:
    """By who gave it, once; or by the installation when its time is over.

    Raises Refused: role-without-right, unknown-clearance, already-ended, not-expired.
    """
    held = queries.clearance(act.clearance)
    if by.party != SYSTEM:
        of_role(by, CLEARANCES)
    if held is None or by.party not in (SYSTEM, held.party):
        raise Refused("unknown-clearance", _("There is no such clearance of yours."), status=404)
    if held.ended_at:
        raise Refused("already-ended", _("This clearance was ended before."), status=409)
    if (by.party == SYSTEM or act.reason == ClearanceEnd.EXPIRED) and held.ends > at:
        raise Refused("not-expired", _("The clearance's time is not over."))
    return ClearanceEnded(party=held.party, shared=held.shared)


@loads(EndClearance)
def _rows_of_clearance(act: EndClearance) -> Rows:
    return [(Clearance, act.clearance)]


@decides(CommitLog)
def decide_log(act: CommitLog, by: Author, at: datetime) -> Decided:
    """By the installation, once a day that is over, in the order of days.

    Raises Refused: not-system, already-logged, not-over.
    """
    if by.party != SYSTEM:
        raise Refused("not-system", _("Only the installation may say this."), status=403)
    if act.day <= queries.newest_logged_day():
        raise Refused("already-logged", _("The log of this day was committed to before."), status=409)
    if act.day >= at.date().isoformat():
        raise Refused("not-over", _("This day is not over."))
    return Decided()
