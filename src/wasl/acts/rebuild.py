"""The recorded tables made again from the record, and compared with those in use.

Replaying runs `apply(entry, act, decided)` alone: no rule, no clock, no random number. Equal for a reader means:
rebuilding from what that reader may see gives the recorded tables projected through what the reader may see.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models, transaction

from wasl.acts import journal, queries, scratch
from wasl.acts.act import Entry
from wasl.acts.acts import Erase
from wasl.acts.models import JournalEntry, Recorded, TreeNode, VaultEntry, recorded_models
from wasl.acts.queries import Kept, Reader
from wasl.acts.working_set import working_set
from wasl.record.entry import commitment, leaf_hash
from wasl.record.tiles import new_tile_nodes
from wasl.record.tree import CompactRange, Node

DIFFERENCES_MAX = 100

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not what the record makes it: `live` in use, `replayed` by the record; None is no row."""

    table: str
    key: str
    live: dict[str, Any] | None
    replayed: dict[str, Any] | None


class Corrupted(Exception):  # noqa: N818 (says what was found)
    """The journal or the vault holds something else than the record committed to."""


def _silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def rebuild(progress: Progress = _silent) -> int:
    """Empty the recorded tables and fill them from the record, in one transaction; returns the entries replayed.

    The door is closed meanwhile. Raises Corrupted, queries.Unknown: then the tables are as they were.
    """
    with journal.locked():
        for model in recorded_models():
            model._default_manager.all().delete()
        return replay_all(progress)


def replay_all(progress: Progress = _silent) -> int:
    """Apply the whole record to empty recorded tables, inside the caller's transaction."""
    count = 0
    with working_set():
        for kept, act, decided in _entries(_head(), lambda _kept: True, progress):
            _apply(kept, act, decided)
            count += 1
    return count


def compare(reader: Reader = None, *, everything: bool = True, progress: Progress = _silent) -> list[Difference]:
    """Replay beside the tables in use and list what differs.

    With `everything` false, only what `reader` may see is replayed, and compared with what it sees of the tables.
    """

    def seen(kept: Kept) -> bool:
        return everything or kept.readable_by(reader)

    with scratch.snapshot() as live, scratch.scratch_tables() as alias:
        _replay_into(alias, seen, progress)
        found: list[Difference] = []
        for model in recorded_models():
            rows = model._default_manager.all() if everything else model.seen_by(reader)
            with scratch.using(alias):
                replayed = model._default_manager.all()
            found += _differences(model, rows.using(live), replayed.using(alias))
    return found[:DIFFERENCES_MAX]


def _replay_into(alias: str, seen: Callable[[Kept], bool], progress: Progress) -> None:
    """Read the record from the live tables, apply to the scratch ones."""
    source = _entries(_head(), seen, progress)
    with transaction.atomic(using=alias), working_set(alias):
        for kept, act, decided in source:
            with scratch.using(alias):
                _apply(kept, act, decided)


def _entries(head: CompactRange, seen: Callable[[Kept], bool], progress: Progress) -> Iterator[tuple[Kept, Any, Any]]:
    """What the reader sees, each checked against the record's commitment, and these against the head.

    What was erased must be named by an erasure in the record, and what an erasure names must be gone. The tree's
    kept nodes must follow from the entries. Raises Corrupted.
    """
    grown = CompactRange()
    gone: dict[int, int] = {}
    erasures: dict[int, int] = {}
    for start in range(0, head.size, queries.STEP):
        end = min(start + queries.STEP, head.size)
        committed = dict(JournalEntry.objects.filter(pk__gte=start, pk__lt=end).values_list("index", "commitment"))
        rows = {row.pk: row for row in VaultEntry.objects.filter(pk__gte=start, pk__lt=end)}
        for index in range(start, end):
            if index not in committed or index not in rows:
                message = f"entry {index}: the journal or the vault has lost it"
                raise Corrupted(message)
            _check_nodes(new_tile_nodes(grown.append(leaf_hash(bytes(committed[index])))))
            erased_by = rows[index].erased_by
            if erased_by is not None:
                gone[index] = erased_by
                continue
            kept = _believed(rows[index], bytes(committed[index]))
            if isinstance(kept.act, Erase):
                erasures[kept.act.entry] = index
            if seen(kept):
                yield kept, kept.act, kept.decided
        with scratch.using(DEFAULT_DB_ALIAS):
            progress(end, head.size)
    if grown.root() != head.root():
        message = "the journal's entries have another root than the head"
        raise Corrupted(message)
    for unexplained, _ in sorted(gone.items() ^ erasures.items()):
        message = f"entry {unexplained}: what is gone and what the record says was erased are not the same"
        raise Corrupted(message)
    if JournalEntry.objects.filter(pk__gte=head.size).exists() or VaultEntry.objects.filter(pk__gte=head.size).exists():
        message = f"the journal or the vault goes on after the record's {head.size} entries"
        raise Corrupted(message)


def _check_nodes(made: list[Node]) -> None:
    """The kept roots of full tiles are those that the entries make. Raises Corrupted."""
    for level, number, hashed in made:
        if not TreeNode.objects.filter(level=level, number=number, hash=hashed).exists():
            message = f"the tree's node {number} of level {level} does not follow from the entries"
            raise Corrupted(message)


def _head() -> CompactRange:
    """The record's size and edge. Raises Corrupted."""
    try:
        return queries.head()
    except ValueError as error:
        message = f"the head is damaged: {error}"
        raise Corrupted(message) from error


def _believed(row: VaultEntry, committed: bytes) -> Kept:
    """The entry, once the vault's row is known to be what the record committed to. Raises Corrupted."""
    kept = Kept(row.pk, row)
    envelope, decided, salt = (bytes(value or b"") for value in (row.envelope, row.decided, row.salt))
    if commitment(salt, envelope, decided) != committed:
        message = f"entry {row.pk}: the vault holds something else than the record committed to"
        raise Corrupted(message)
    said = kept.payload
    if (said["kind"], said["id"], said["by"]["party"]) != (row.kind, row.identity, row.party) or (
        kept.kind.act.open != row.open
    ):
        message = f"entry {row.pk}: the vault files it under another kind, author or name than the signed act's"
        raise Corrupted(message)
    return kept


def _apply(kept: Kept, act: Any, decided: Any) -> None:
    assert kept.kind.apply is not None
    by = kept.payload["by"]
    kept.kind.apply(Entry(kept.index, by["party"], by["mandate"], kept.envelope.keyid), act, decided)


def _differences(
    model: type[Recorded], live: models.QuerySet[Any], replayed: models.QuerySet[Any]
) -> Iterator[Difference]:
    names = [field.attname for field in model._meta.concrete_fields]
    key = model._meta.pk.attname
    left, right = (_rows(rows, names, key) for rows in (live, replayed))
    for pair in _paired(left, right, key):
        if pair[0] != pair[1]:
            row = pair[0] or pair[1] or {}
            yield Difference(model._meta.label_lower, str(row[key]), *pair)


def _rows(rows: models.QuerySet[Any], names: list[str], key: str) -> list[dict[str, Any]]:
    found = [dict(zip(names, map(_plain, values), strict=True)) for values in rows.values_list(*names)]
    return sorted(found, key=lambda row: row[key])


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _paired(
    left: list[dict[str, Any]], right: list[dict[str, Any]], key: str
) -> Iterator[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    others = {row[key]: row for row in right}
    for row in left:
        yield row, others.pop(row[key], None)
    for row in others.values():
        yield None, row
