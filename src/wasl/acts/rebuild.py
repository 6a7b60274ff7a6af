"""The recorded tables made again from the record, and compared with those in use.

Replaying runs `apply(entry, act, decided)` alone: no rule, no clock, no random number. Equal for a reader means:
rebuilding from what that reader may see gives the recorded tables projected through what the reader may see.

The kept nodes of the tree and the head's time follow from the entries too, so a rebuild makes them again. What does
not follow from them is never made up: where head, journal, vault and the last signed checkpoint disagree, that is
Corrupted, and the way out is a backup.

Memory holds `queries.STEP` entries at a time, and of the whole record only which entries were erased.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models.functions import Collate

from wasl.acts import audience, blobs, checkpoints, journal, queries, scratch
from wasl.acts.act import Entry
from wasl.acts.acts import Erase
from wasl.acts.models import (
    Audience,
    Head,
    JournalEntry,
    Recorded,
    SignedCheckpoint,
    TreeNode,
    VaultEntry,
    recorded_models,
)
from wasl.acts.progress import Progress, silent
from wasl.acts.queries import Kept, Reader
from wasl.acts.working_set import put, working_set
from wasl.record import checkpoint
from wasl.record.checkpoint import Checkpoint
from wasl.record.entry import commitment, leaf_hash
from wasl.record.note import NoteError
from wasl.record.tiles import new_tile_nodes
from wasl.record.tree import CompactRange, Node

DIFFERENCES_MAX = 100

Values = tuple[Any, ...]
Pair = tuple[Values | None, Values | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not what the record makes it: `live` in use, `replayed` by the record; None is no row."""

    table: str
    key: str
    live: dict[str, Any] | None
    replayed: dict[str, Any] | None


class Corrupted(Exception):  # noqa: N818 (says what was found)
    """The journal or the vault holds something else than the record committed to."""


def rebuild(progress: Progress = silent) -> int:
    """Empty the recorded tables and fill them from the record, in one transaction; returns the entries replayed.

    The door is closed meanwhile. Raises Corrupted, queries.Unknown: then the tables are as they were.
    """
    with journal.locked():
        for model in recorded_models():
            model._default_manager.all().delete()
        return replay_all(progress)


def replay_all(progress: Progress = silent) -> int:
    """Apply the whole record to empty recorded tables, inside the caller's transaction.

    The tree's nodes and the head's time are made again with them. Raises Corrupted, queries.Unknown.
    """
    TreeNode.objects.all().delete()
    reading = _Reading(lambda _kept: True, progress)
    count = _replay(reading.stretches(), DEFAULT_DB_ALIAS)
    Head.objects.filter(pk=1).update(last_at=reading.last_at)
    return count


def compare(reader: Reader = None, *, everything: bool = True, progress: Progress = silent) -> list[Difference]:
    """Replay beside the tables in use and list what differs, the first `DIFFERENCES_MAX` rows of it.

    With `everything` false, only what `reader` may see is replayed, and compared with what it sees of the tables.
    The tree's nodes are compared in either case. Raises Corrupted, queries.Unknown.
    """
    with scratch.snapshot() as live, scratch.scratch_tables() as alias:
        reading = _Reading(lambda kept: everything or kept.readable_by(reader), progress)
        with transaction.atomic(using=alias):
            _replay(reading.stretches(), alias)
        reading.check_time()
        still = partial(reading.tell, reading.size)
        # Closed here, for rows still to come hold on to the databases.
        with closing(_all_differences(live, alias, reader, still, everything=everything)) as found:
            return list(islice(found, DIFFERENCES_MAX))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Entries that follow each other: those of their acts that the reader sees, and the tree's nodes they complete."""

    acts: list[Kept]
    nodes: list[Node]


def _replay(stretches: Iterator[_Stretch], alias: str) -> int:
    """Apply what was read to the tables of the database `alias`; the record is read from those in force."""
    count = 0
    with working_set(alias) as working:
        for stretch in stretches:
            with scratch.using(alias):
                for kept in stretch.acts:
                    _apply(kept, kept.act, kept.decided)
            working.flush([("acts_treenode", ("level", "number", "hash"), stretch.nodes)] if stretch.nodes else [])
            working.held.clear()
            count += len(stretch.acts)
    return count


def _apply(kept: Kept, act: Any, decided: Any) -> None:
    assert kept.kind.apply is not None
    by = kept.payload["by"]
    kept.kind.apply(Entry(kept.index, by["party"], by["mandate"], kept.envelope.keyid), act, decided)
    for row in audience.rows(kept.index, act, by["party"], decided):
        put(Audience(**dict(zip(audience.COLUMNS, row, strict=True))))
    blobs.name(by["party"], act.blobs(), kept.index)


class _Reading:
    """The record read once from its beginning, and believed only where everything about it agrees.

    Each entry is checked against its commitment, and all of them against the head and the last signed checkpoint.
    What was erased must be named by a later erasure in the record, and what an erasure names must be gone. So the
    last entry is always there, and the head's time is the one that was decided for it.
    """

    def __init__(self, seen: Callable[[Kept], bool], progress: Progress) -> None:
        self.last_at = journal.BEGINNING
        """The decided time of the last entry read, as the record writes it."""
        self._seen = seen
        self._progress = progress
        self._head = _head()
        self.size = self._head.size
        self._signed = _signed()
        self._tree = CompactRange()
        self._gone: dict[int, int] = {}
        self._erasures: dict[int, int] = {}

    def stretches(self) -> Iterator[_Stretch]:
        """The entries in order. Raises Corrupted, queries.Unknown: at the end what only the whole of them shows."""
        self._meet_signed()
        for start in range(0, self.size, queries.STEP):
            end = min(start + queries.STEP, self.size)
            yield self._stretch(start, end)
            self.tell(end)
        self._check_whole()

    def tell(self, done: int) -> None:
        """Say how far the work is."""
        with scratch.using(DEFAULT_DB_ALIAS):
            self._progress(done, self.size)

    def check_time(self) -> None:
        """The head's time is that of the last entry, once all were read. Raises Corrupted."""
        kept = Head.objects.filter(pk=1).values_list("last_at", flat=True).first() or journal.BEGINNING
        if kept != self.last_at:
            message = (
                f"the head says that the last entry is of {kept}, and it is of {self.last_at}: "
                "`wasl record rebuild` puts it right"
            )
            raise Corrupted(message)

    def _stretch(self, start: int, end: int) -> _Stretch:
        committed = {row.pk: row for row in JournalEntry.objects.filter(pk__gte=start, pk__lt=end)}
        rows = {row.pk: row for row in VaultEntry.objects.filter(pk__gte=start, pk__lt=end)}
        stretch = _Stretch([], [])
        for index in range(start, end):
            if index not in committed or index not in rows:
                message = f"entry {index}: the journal or the vault has lost it"
                raise Corrupted(message)
            entry = committed[index]
            leaf = leaf_hash(bytes(entry.commitment), is_open=entry.open)
            stretch.nodes.extend(new_tile_nodes(self._tree.append(leaf)))
            self._meet_signed()
            kept = self._kept(rows[index], entry)
            if kept and self._seen(kept):
                stretch.acts.append(kept)
        return stretch

    def _kept(self, row: VaultEntry, entry: JournalEntry) -> Kept | None:
        """The entry's act, or None when it was erased."""
        if row.erased_by is not None:
            self._gone[row.pk] = row.erased_by
            return None
        kept = _believed(row, entry)
        if isinstance(kept.act, Erase) and kept.act.entry < row.pk:
            self._erasures[kept.act.entry] = row.pk
        self.last_at = kept.decided_fields["at"]
        return kept

    def _meet_signed(self) -> None:
        """At the size that was signed last, the entries have the root that was signed."""
        if self._signed and self._signed.size == self._tree.size and self._signed.root != self._tree.root():
            message = f"the first {self._tree.size} entries have another root than the checkpoint signed over them"
            raise Corrupted(message)

    def _check_whole(self) -> None:
        size = self.size
        if self._tree.root() != self._head.root():
            message = "the journal's entries have another root than the head"
            raise Corrupted(message)
        if self._signed and self._signed.size > size:
            message = f"a checkpoint over {self._signed.size} entries was signed, and {size} are there"
            raise Corrupted(message)
        for unexplained, _ in sorted(self._gone.items() ^ self._erasures.items()):
            message = f"entry {unexplained}: what is gone and what the record says was erased are not the same"
            raise Corrupted(message)
        if any(rows.objects.filter(pk__gte=size).exists() for rows in (JournalEntry, VaultEntry)):
            message = f"the journal or the vault goes on after the record's {size} entries"
            raise Corrupted(message)


def _head() -> CompactRange:
    """The record's size and edge. Raises Corrupted."""
    try:
        return queries.head()
    except ValueError as error:
        message = f"the head is damaged: {error}"
        raise Corrupted(message) from error


def _signed() -> Checkpoint | None:
    """The last checkpoint that was signed here. Raises Corrupted."""
    kept = SignedCheckpoint.objects.filter(pk=1).first()
    if kept is None:
        return None
    try:
        signed = checkpoint.opened(kept.note, [checkpoints.log_signer().verifier()])
    except NoteError as error:
        message = f"the last signed checkpoint is damaged: {error}"
        raise Corrupted(message) from error
    if (signed.size, signed.root) != (kept.size, bytes(kept.root)):
        message = "the last signed checkpoint is kept with another size or root than was signed"
        raise Corrupted(message)
    return signed


def _believed(row: VaultEntry, entry: JournalEntry) -> Kept:
    """The entry, once the vault's row is known to be what the record committed to. Raises Corrupted."""
    kept = Kept(row.pk, row)
    envelope, decided, salt = (bytes(value or b"") for value in (row.envelope, row.decided, row.salt))
    if commitment(salt, envelope, decided) != bytes(entry.commitment):
        message = f"entry {row.pk}: the vault holds something else than the record committed to"
        raise Corrupted(message)
    said = kept.payload
    if (said["kind"], said["id"], said["by"]["party"]) != (row.kind, row.identity, row.party) or (
        kept.kind.act.open != row.open
    ):
        message = f"entry {row.pk}: the vault files it under another kind, author or name than the signed act's"
        raise Corrupted(message)
    if kept.kind.act.open != entry.open:
        message = f"entry {row.pk}: the journal says otherwise than its kind of act whether it is open"
        raise Corrupted(message)
    return kept


def _all_differences(
    live: str, alias: str, reader: Reader, still: Callable[[], None], *, everything: bool
) -> Generator[Difference, None, None]:
    tables: list[type[models.Model]] = [*recorded_models(), TreeNode]
    for model in tables:
        projected = not everything and issubclass(model, Recorded)
        rows = model.seen_by(reader) if projected else model._default_manager.all()  # type: ignore[attr-defined]
        yield from _differences(model, rows.using(live), model._default_manager.using(alias).all(), still)


def _differences(
    model: type[models.Model], live: models.QuerySet[Any], replayed: models.QuerySet[Any], still: Callable[[], None]
) -> Iterator[Difference]:
    names = [column.attname for column in model._meta.concrete_fields]
    key = itemgetter(*[names.index(column.attname) for column in model._meta.pk_fields])
    pairs = _paired(_in_order(live, names), _in_order(replayed, names), key)
    for row, other in _watched(pairs, still):
        if row != other:
            sides = [dict(zip(names, values, strict=True)) if values else None for values in (row, other)]
            yield Difference(model._meta.label_lower, str(key(row or other or ())), *sides)


COLLATIONS = {"postgresql": "C", "sqlite": "BINARY"}
"""The order of a text's bytes in UTF-8, by the database: that is Python's order, too."""


def _in_order(rows: models.QuerySet[Any], names: list[str]) -> Iterator[Values]:
    """The rows as they pass by, in an order of their keys that is the same in every database."""
    collation = COLLATIONS[connections[rows.db].vendor]
    keys = [
        Collate(column.attname, collation) if isinstance(column, models.CharField) else column.attname
        for column in rows.model._meta.pk_fields
    ]
    for values in rows.order_by(*keys).values_list(*names).iterator(chunk_size=queries.STEP):
        yield tuple(bytes(value) if isinstance(value, memoryview) else value for value in values)


def _paired(left: Iterator[Values], right: Iterator[Values], key: Callable[[Values], Any]) -> Iterator[Pair]:
    """The rows of both sides by their keys, both sides being in order; None where one has no such row."""
    row, other = next(left, None), next(right, None)
    while row or other:
        if other is None or (row and key(row) < key(other)):
            yield row, None
            row = next(left, None)
        elif row is None or key(other) < key(row):
            yield None, other
            other = next(right, None)
        else:
            yield row, other
            row, other = next(left, None), next(right, None)


def _watched(pairs: Iterator[Pair], still: Callable[[], None]) -> Iterator[Pair]:
    """The pairs as they are; `still` is called now and then while they pass by."""
    for count, pair in enumerate(pairs, 1):
        yield pair
        if count % queries.STEP == 0:
            still()
