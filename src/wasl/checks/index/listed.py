"""The table of entries: each open list as its edition that counts has it.

An entry stays the row of the edition that brought it until another says otherwise of it: a small change to a large
list writes few rows. `ListedPart` tells whether the rows of a list make up a whole edition; while they are changed,
and after a crash, they do not, and whoever comes next begins anew.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from wasl.acts import disk, journal
from wasl.acts.refusals import Refused
from wasl.checks import reading
from wasl.checks.index import prepared
from wasl.checks.lists import editions
from wasl.checks.models import Edition, ListedEntry, ListedPart, WatchList
from wasl.checks.reading import Entry

ROWS = 500
"""Rows written in one transaction: others write in between."""

TEXT = 4 * 2**20
"""Characters of them, from which on no further row is written with them."""

SPOOLED = 8 * 2**20
"""Bytes for which room is looked for at a time, before they are spooled."""

READ = 100
"""Rows read at a time: each may be long."""

Row = tuple[str, str, str]
"""Of an entry: its id, its digest, its text."""


@dataclass(slots=True)
class Changes:
    """What bringing a list to an edition changed in the table: the ids of entries that came or say otherwise, and left.

    `before` is the edition that the table had, whole.
    """

    before: int | None
    put: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.put) + len(self.gone)


def rows_held() -> dict[tuple[int, int], int]:
    """By list, and by the edition that they are to make up, how many rows the table has."""
    found = ListedPart.objects.values_list("list", "edition").annotate(Sum("rows"))
    return {(watch_list, edition): rows for watch_list, edition, rows in found}


def whole_editions() -> dict[int, int]:
    """By list, the edition that the table has, whole; a list of which it has none, or parts of several, is left out."""
    held = rows_held()
    known = dict(Edition.objects.filter(entry__in=[edition for _list, edition in held]).values_list("entry", "entries"))
    return {watch_list: edition for (watch_list, edition), rows in held.items() if known.get(edition) == rows}


def torn() -> frozenset[int]:
    """Lists whose rows are fewer than their edition has: one that brought some of them was erased."""
    whole = whole_editions()
    return frozenset(watch_list for watch_list, _edition in rows_held() if watch_list not in whole)


def edition_of(watch_list: WatchList) -> int | None:
    """Which edition of a list the table has, whole; None where it has none, or parts of several."""
    return whole_editions().get(watch_list.entry)


def digests(watch_list: WatchList) -> dict[str, str]:
    """By id, the digests of what the table has of a list."""
    rows = ListedEntry.objects.filter(list=watch_list.entry).values_list("subject", "digest")
    return dict(rows.iterator(chunk_size=5000))


def bring(watch_list: WatchList, edition: Edition) -> Changes:
    """Bring the table to an edition. Whoever is interrupted begins anew; nothing is written of one that reads wrongly.

    Raises ListRefused; Refused: file-missing, reads-otherwise, and what keeps the table from being written.
    """
    before = edition_of(watch_list)
    if before == edition.entry:
        prepared.forget(edition.digest)
        return Changes(before)
    changes = _prepared(watch_list, edition, before)
    if changes is None:
        changes = _from_files(watch_list, edition, before)
    for start in range(0, len(changes.gone), ROWS):
        _delete(changes.gone[start : start + ROWS])
    _mark(watch_list, edition)
    prepared.forget(edition.digest)
    return changes


def _prepared(watch_list: WatchList, edition: Edition, before: int | None) -> Changes | None:
    """Write what was written down when the edition was read here, if it goes on from where the table stands."""
    stands = Edition.objects.filter(entry=before).first() if before is not None else None
    found = prepared.changes(stands.digest, edition.digest) if stands else None
    if found is None:
        return None
    disk.leave_room(settings.WASL_HOME.path, sum(len(text.encode()) for _subject, _digest, text in found.put))
    _unmark(watch_list)
    for some in _parts(found.put):
        _put(watch_list, edition, some)
    return Changes(before, [subject for subject, _digest, _text in found.put], found.gone)


def _from_files(watch_list: WatchList, edition: Edition, before: int | None) -> Changes:
    """Read the edition whole, and write what came or says otherwise, once there is room for all of it."""
    there, changes = digests(watch_list), Changes(before)
    with _Spool() as spool:
        _read(watch_list, edition, there, spool, changes)
        changes.gone = list(there)
        disk.leave_room(settings.WASL_HOME.path, spool.size)
        _unmark(watch_list)
        for some in _parts(spool.rows()):
            _put(watch_list, edition, some)
    return changes


class _Spool:
    """Rows on their way into the table, in a file without a name on the disk of the record, which keeps its room."""

    def __init__(self) -> None:
        self.size = self._room = 0
        """Bytes written, and bytes for which there was room."""

    def __enter__(self) -> Self:
        self._file = tempfile.TemporaryFile(dir=settings.WASL_HOME.path)
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def put(self, row: Row) -> None:
        """A row. Raises Refused: storage-full; OSError."""
        line = (json.dumps(row, ensure_ascii=False) + "\n").encode()
        self.size += len(line)
        if self.size > self._room:
            self._room = self.size + SPOOLED
            disk.leave_room(settings.WASL_HOME.path, len(line) + SPOOLED)
        self._file.write(line)

    def rows(self) -> Iterator[Row]:
        """All of them. Raises OSError."""
        self._file.seek(0)
        yield from map(json.loads, self._file)


def _read(watch_list: WatchList, edition: Edition, there: dict[str, str], spool: _Spool, changes: Changes) -> None:
    """Spool what is new or says something else; what is left `there` afterwards is gone."""
    total = reading.Sum()
    with editions.entries(watch_list, edition) as entries:
        for entry, digest, before in compared(entries, there, total):
            if total.entries > edition.entries:
                break  # whatever follows, it is not what was said
            if before != digest:
                changes.put.append(entry.id)
                spool.put((entry.id, digest, reading.to_json(entry)))
    if total.digest() != edition.digest:
        raise Refused("reads-otherwise", _("The edition does not read here as its author said. It is not used."))


def compared(
    entries: Iterable[Entry], before: dict[str, str], total: reading.Sum
) -> Iterator[tuple[Entry, str, str | None]]:
    """Each entry with its digest, and the one that it had before, None for one that was not there.

    `before` are the digests by id; those that are left in it at the end are gone. `total` takes every digest.
    """
    for entry in entries:
        digest = entry.digest()
        total.add(digest)
        yield entry, digest, before.pop(entry.id, None)


def _parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows, as many at a time as are written together."""
    held: list[Row] = []
    size = 0
    for row in rows:
        held.append(row)
        size += len(row[2])
        if len(held) == ROWS or size >= TEXT:
            yield held
            held, size = [], 0
    if held:
        yield held


def _unmark(watch_list: WatchList) -> None:
    with journal.in_line(), transaction.atomic():
        ListedPart.objects.filter(list=watch_list.entry).delete()


def _mark(watch_list: WatchList, edition: Edition) -> None:
    """Say that the rows make up the edition: how many of them each edition brought."""
    with journal.in_line(), transaction.atomic():
        counted = ListedEntry.objects.filter(list=watch_list.entry).values_list("entry").annotate(Count("pk"))
        ListedPart.objects.bulk_create(
            ListedPart(entry=entry, list=watch_list.entry, rows=rows, edition=edition.entry) for entry, rows in counted
        )


def _put(watch_list: WatchList, edition: Edition, rows: list[Row]) -> None:
    made = [
        ListedEntry(entry=edition.entry, list=watch_list.entry, subject=subject, digest=digest, text=text)
        for subject, digest, text in rows
    ]
    with journal.in_line(), transaction.atomic():
        ListedEntry.objects.bulk_create(
            made,
            update_conflicts=True,
            unique_fields=["subject"],
            update_fields=["entry", "list", "digest", "text"],
        )


def _delete(subjects: list[str]) -> None:
    with journal.in_line(), transaction.atomic():
        ListedEntry.objects.filter(subject__in=subjects).delete()


def drop_closed() -> None:
    """Remove what the table has of lists that are not asked any more."""
    found = set(ListedEntry.objects.values_list("list", flat=True).distinct())
    kept = set(WatchList.objects.filter(closed_at=None).values_list("entry", flat=True))  # afterwards: some may open
    for watch_list in found - kept:
        with journal.in_line(), transaction.atomic():
            ListedPart.objects.filter(list=watch_list).delete()
        while subjects := list(ListedEntry.objects.filter(list=watch_list).values_list("subject", flat=True)[:ROWS]):
            _delete(subjects)


def texts(lists: Iterable[int]) -> Iterator[str]:
    """The entries of lists, as `reading.to_json` writes them."""
    rows = ListedEntry.objects.filter(list__in=list(lists)).order_by("list", "pk")
    return rows.values_list("text", flat=True).iterator(chunk_size=READ)
