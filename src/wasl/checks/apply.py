"""What acts of this room change: the only writer of this room's recorded tables."""

from wasl.acts.act import Decided, Entry
from wasl.acts.registry import applies
from wasl.acts.working_set import change, put
from wasl.checks import queries
from wasl.checks.acts import (
    Clearing,
    CloseList,
    CommitLog,
    EndClearance,
    GiveClearance,
    Imported,
    ImportList,
    OpenList,
)
from wasl.checks.models import Clearance, Edition, LoggedDay, WatchList


@applies(OpenList)
def open_list(entry: Entry, act: OpenList, decided: Decided) -> None:
    """Write the list."""
    put(
        WatchList(
            entry=entry.index,
            party=entry.party,
            name=queries.full_name(entry.party, act.list),
            source=act.source.value,
            title=dict(act.title),
            renewed_within=act.renewed_within,
            opened_at=decided.at,
            close_reason="",
        )
    )


@applies(ImportList)
def import_list(entry: Entry, act: ImportList, decided: Imported) -> None:
    """Write the edition beside those before it."""
    put(
        Edition(
            entry=entry.index,
            party=entry.party,
            list=act.list,
            files=[each.model_dump(mode="json") for each in act.files],
            columns=act.columns or "",
            published=act.published or "",
            digest=act.digest,
            entries=act.entries,
            added=act.added,
            changed=act.changed,
            delisted=act.delisted,
            previous=decided.previous,
            imported_at=decided.at,
            renewed_at=decided.renewed_at or decided.at,
        )
    )


@applies(CloseList)
def close_list(entry: Entry, act: CloseList, decided: Decided) -> None:
    """Close the list."""
    change(WatchList, act.list, closed_at=decided.at, closed_by=entry.index, close_reason=act.reason.value)


@applies(GiveClearance)
def give_clearance(entry: Entry, act: GiveClearance, decided: Clearing) -> None:
    """Write the clearance."""
    put(
        Clearance(
            entry=entry.index,
            party=entry.party,
            subject=act.subject,
            person=act.person.model_dump(mode="json"),
            reason=act.reason,
            shared=act.shared,
            digest=decided.digest or "",
            given_at=decided.at,
            ends=act.ends,
            end_reason="",
        )
    )


@applies(EndClearance)
def end_clearance(entry: Entry, act: EndClearance, decided: Decided) -> None:
    """End the clearance."""
    change(Clearance, act.clearance, ended_at=decided.at, ended_by=entry.index, end_reason=act.reason.value)


@applies(CommitLog)
def commit_log(entry: Entry, act: CommitLog, decided: Decided) -> None:
    """Write what the day came to."""
    put(LoggedDay(day=act.day, entry=entry.index, checks=act.checks, digest=act.digest))
