"""How lists stand: which edition counts, how long ago it came, whether it was renewed in time."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from wasl.acts import clock
from wasl.acts.act import format_instant
from wasl.checks import queries
from wasl.checks.index import indexing
from wasl.checks.lists.importing import called
from wasl.checks.models import Edition, WatchList
from wasl.checks.reading import Differences

STATES = ("current", "stale", "behind", "empty", "closed")


@dataclass(frozen=True, slots=True)
class Line:
    """A list as tables show it. `days` since it was renewed (`renewed`)."""

    name: str
    party: str
    source: str
    entry: int
    renewed_within: int
    state: str
    edition: int | None
    entries: int | None
    published: str
    imported_at: datetime | None
    renewed_at: datetime | None
    days: int | None
    digest: str

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        moments = {"imported_at": self.imported_at, "renewed_at": self.renewed_at}
        return {
            **asdict(self),
            **{name: format_instant(at) if at else None for name, at in moments.items()},
            "published": self.published or None,
            "digest": self.digest or None,
        }


def all_lists() -> list[WatchList]:
    """Every list, closed ones too, by name."""
    return list(WatchList.objects.order_by("name", "entry"))


def chosen(party: str | None, *, source: str = "", state: str = "") -> list[tuple[WatchList, Line]]:
    """The lists that a party is shown, by name, each with how it stands.

    `state` is one of `STATES`, `all`, or nothing for those that are open.
    """
    lists = queries.lists_seen_by(party, closed=True)
    found = zip(lists, lines(lists), strict=True)
    return [
        (each, line)
        for each, line in found
        if source in ("", line.source) and (state in ("all", line.state) or (not state and line.state != "closed"))
    ]


def lines(lists: Sequence[WatchList]) -> list[Line]:
    """The lists as tables show them."""
    now, newest = clock.now(), queries.newest_editions(each.entry for each in lists)
    behind = {each.entry for each in indexing.behind()}
    return [_line(each, newest.get(each.entry), now, is_behind=each.entry in behind) for each in lists]


def _line(watch_list: WatchList, edition: Edition | None, now: datetime, *, is_behind: bool) -> Line:
    since = renewed(watch_list, edition)
    if watch_list.closed_at is not None:
        state = "closed"
    elif is_stale(watch_list, edition, now):
        state = "stale"
    elif edition is None:
        state = "empty"
    else:
        state = "behind" if is_behind else "current"
    return Line(
        name=watch_list.name,
        party=watch_list.party,
        source=watch_list.source,
        entry=watch_list.entry,
        renewed_within=watch_list.renewed_within,
        state=state,
        edition=edition.entry if edition else None,
        entries=edition.entries if edition else None,
        published=edition.published if edition else "",
        imported_at=edition.imported_at if edition else None,
        renewed_at=edition.renewed_at if edition else None,
        days=max(0, (now - since).days),
        digest=edition.digest if edition else "",
    )


def is_stale(watch_list: WatchList, edition: Edition | None, now: datetime) -> bool:
    """Whether a list has not been renewed within the days that its keeper said."""
    return (now - renewed(watch_list, edition)).days >= watch_list.renewed_within


def renewed(watch_list: WatchList, edition: Edition | None) -> datetime:
    """When a list was last renewed, or opened where nothing came yet.

    What its files say counts, too: nothing is newer than the end of the day on which it was published.
    """
    if edition is None:
        return watch_list.opened_at
    if not edition.published:
        return edition.renewed_at
    after = datetime.combine(date.fromisoformat(edition.published), time(), UTC) + timedelta(days=1)
    return min(edition.renewed_at, after)


def stale(now: datetime) -> list[tuple[WatchList, Edition | None]]:
    """The open lists that were not renewed in time, each with the edition that counts."""
    lists = queries.lists_open()
    newest = queries.newest_editions(each.entry for each in lists)
    found = [(each, newest.get(each.entry)) for each in lists]
    return [(each, edition) for each, edition in found if is_stale(each, edition, now)]


def edition_as_json(edition: Edition) -> dict[str, Any]:
    """An edition for programs."""
    return {
        "edition": edition.entry,
        "imported_at": format_instant(edition.imported_at),
        "renewed_at": format_instant(edition.renewed_at),
        "published": edition.published or None,
        "entries": edition.entries,
        "added": edition.added,
        "changed": edition.changed,
        "delisted": edition.delisted,
        "digest": edition.digest,
        "files": edition.files,
        "previous": edition.previous,
    }


def differences_as_json(found: Differences) -> dict[str, Any]:
    """A difference for programs, entry by entry."""
    return {
        "added": [_named(each) for each in found.added],
        "changed": [
            _named(each.entry)
            | {"changes": [{"field": one.field, "gone": one.gone, "come": one.come} for one in each.changes]}
            for each in found.changed
        ],
        "delisted": [_named(each) for each in found.delisted],
        "unchanged": found.unchanged,
    }


def _named(entry: Any) -> dict[str, Any]:
    return {"id": entry.id, "name": called(entry), "schema": entry.subject.schema}
