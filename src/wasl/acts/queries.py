"""Reading the record: entries, who may read them, and proofs made from the tables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

from wasl.acts import registry
from wasl.acts.act import Act, Decided
from wasl.acts.models import Head, JournalEntry, TreeNode, VaultEntry
from wasl.acts.registry import Kind
from wasl.acts.working_set import WorkingSet, select
from wasl.record import canonical, tiles, tree
from wasl.record.entry import entry_bytes, leaf_hash
from wasl.record.envelope import Envelope, parse
from wasl.record.opened import Opened
from wasl.record.tree import CompactRange

Reader = str | None
"""A party by its code, or None for somebody who reads open acts only."""

STEP = 1024
"""Rows read at a time when the whole record passes by."""


def head() -> CompactRange:
    """The size and right edge of the tree as it is committed now."""
    row = Head.objects.filter(pk=1).first()
    return CompactRange.from_bytes(row.size, bytes(row.range)) if row else CompactRange()


class Unknown(LookupError):  # noqa: N818 (says what it is)
    """The entry's kind is not known to this version of Wasl."""


@dataclass(frozen=True)
class Kept:
    """An entry's act as the vault keeps it, taken apart when asked."""

    index: int
    row: VaultEntry

    @cached_property
    def kind(self) -> Kind:
        """Its kind. Raises Unknown."""
        found = registry.find(self.row.kind)
        if found is None:
            raise Unknown(self.row.kind)
        return found

    @cached_property
    def envelope(self) -> Envelope:
        """The signed act."""
        return parse(bytes(self.row.envelope or b""))

    @cached_property
    def payload(self) -> dict[str, Any]:
        """The signed text, parsed."""
        return canonical.loads(self.envelope.payload)  # type: ignore[no-any-return]

    @cached_property
    def decided_fields(self) -> dict[str, Any]:
        """What was decided, parsed."""
        return canonical.loads(bytes(self.row.decided or b""))  # type: ignore[no-any-return]

    @cached_property
    def act(self) -> Act:
        """The act."""
        return self.kind.act.model_validate(self.payload["act"])

    @cached_property
    def decided(self) -> Decided:
        """What was decided."""
        return self.kind.act.decided_type.model_validate(self.decided_fields)

    @property
    def opened(self) -> Opened:
        """Everything that proves the entry's content."""
        return Opened(self.envelope, bytes(self.row.decided or b""), bytes(self.row.salt or b""))

    def readable_by(self, reader: Reader) -> bool:
        """Whether the reader may see the act: it is open, the reader's own, or addressed to the reader."""
        if self.row.open:
            return True
        return reader is not None and (
            reader == self.row.party or reader in self.act.audience(self.row.party, self.decided)
        )


def kept(index: int) -> Kept | None:
    """The act behind an entry, or None when there is none or it was erased."""
    row = VaultEntry.objects.filter(pk=index, erased_by=None).first()
    return Kept(index, row) if row else None


def readable(index: int, reader: Reader) -> Kept | None:
    """The act behind an entry, if this reader may see it."""
    found = kept(index)
    return found if found and found.readable_by(reader) else None


def commitments(start: int, end: int) -> list[bytes]:
    """The commitments of entries start to end."""
    rows = JournalEntry.objects.filter(pk__gte=start, pk__lt=end).order_by("pk").values_list("commitment", flat=True)
    return [bytes(commitment) for commitment in rows]


def all_commitments(size: int) -> Iterator[bytes]:
    """Every commitment of the first `size` entries, in order."""
    for start in range(0, size, STEP):
        yield from commitments(start, min(start + STEP, size))


def kept_between(start: int, end: int) -> Iterator[Kept]:
    """The acts of entries start to end that are still there, in order."""
    rows = VaultEntry.objects.filter(pk__gte=start, pk__lt=end, erased_by=None).order_by("pk")
    yield from (Kept(row.pk, row) for row in rows)


def all_kept(size: int) -> Iterator[Kept]:
    """Every act of the first `size` entries that is still there, in order."""
    for start in range(0, size, STEP):
        yield from kept_between(start, min(start + STEP, size))


def tile(wanted: tiles.Tile, size: int) -> bytes | None:
    """A tile's bytes, or None when a record of this size has none such."""
    first = wanted.number * tiles.WIDTH
    if first + wanted.width > tiles.level_size(size, wanted.level or 0):
        return None
    last = first + wanted.width
    if wanted.level is None:
        return tiles.bundle([entry_bytes(commitment) for commitment in commitments(first, last)])
    return b"".join(_row(wanted.level, first, last))


def _row(level: int, first: int, last: int) -> list[bytes]:
    if level == 0:
        return [leaf_hash(commitment) for commitment in commitments(first, last)]
    nodes = TreeNode.objects.filter(level=level, number__gte=first, number__lt=last).order_by("number")
    return [bytes(hashed) for hashed in nodes.values_list("hash", flat=True)]


class TreeReader:
    """Looks up nodes of the tree in the tables, a tile at a time: a proof reads one tile a level."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def __call__(self, height: int, number: int) -> bytes:
        """The hash of node (height, number)."""
        level, above = divmod(height, tiles.HEIGHT)
        first, count = number << above, 1 << above
        row = self._tile(level, first // tiles.WIDTH)
        start = first % tiles.WIDTH
        nodes = row[start : start + count]
        while len(nodes) > 1:
            nodes = [tree.parent(nodes[place], nodes[place + 1]) for place in range(0, len(nodes), 2)]
        return nodes[0]

    def _tile(self, level: int, number: int) -> list[bytes]:
        place = (level, number)
        if place not in self._tiles:
            first = number * tiles.WIDTH
            last = min(first + tiles.WIDTH, tiles.level_size(self._size, level))
            self._tiles[place] = _row(level, first, last)
        return self._tiles[place]


def inclusion_path(index: int, size: int) -> list[bytes]:
    """The path from an entry to the root of the first `size` entries."""
    return tree.inclusion_path(index, size, TreeReader(size))


def consistency_path(old: int, size: int) -> list[bytes]:
    """The hashes that show how the record grew from `old` to `size` entries."""
    return tree.consistency_path(old, size, TreeReader(size))


def first_naming(party: str, digest: str) -> int | None:
    """The first act of a party, among those still there, that names a blob."""
    kinds = [kind.name for kind in registry.kinds() if kind.act.blobs is not Act.blobs]
    rows = VaultEntry.objects.filter(party=party, kind__in=kinds, erased_by=None).order_by("pk")
    return next((row.pk for row in rows.iterator() if digest in Kept(row.pk, row).act.blobs()), None)


def identities(wanted: Iterable[str], working: WorkingSet) -> dict[str, VaultEntry]:
    """The entries that already bear one of these identities."""
    return {row.identity: row for row in select(working, VaultEntry, list(wanted), by="identity")}


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list of entries: the act, or the entry that erased it, when this reader may see that."""

    index: int
    commitment: bytes
    kept: Kept | None
    erased: bool = False
    erased_by: int | None = None


def newest(
    reader: Reader, *, before: int | None = None, limit: int = 50, kind: str = "", party: str = ""
) -> list[Listed]:
    """Entries from the newest down, from below `before`. A filter by kind or party finds readable acts only."""
    return _listed(reader, before, limit, kind, party, newest_first=True)


def oldest(reader: Reader, *, after: int = -1, limit: int = 50, kind: str = "", party: str = "") -> list[Listed]:
    """Entries above `after`, from the oldest up."""
    return _listed(reader, after, limit, kind, party, newest_first=False)


def newest_indexes(
    reader: Reader, *, before: int | None = None, limit: int = 50, kind: str = "", party: str = ""
) -> list[int]:
    """Which entries `newest` would list: for a list so long that it is read in parts, with `listed`."""
    rows = _chosen(reader, kind, party).order_by("-pk")
    rows = rows if before is None else rows.filter(pk__lt=before)
    if reader is None or not (kind or party):
        return list(rows.values_list("pk", flat=True)[:limit])
    return [row.pk for row in _take(rows, limit, reader)]


def listed(reader: Reader, indexes: Sequence[int]) -> list[Listed]:
    """These entries, in this order."""
    rows = VaultEntry.objects.in_bulk(indexes)
    return _lines([rows[index] for index in indexes], reader)


def _listed(  # noqa: PLR0913
    reader: Reader, bound: int | None, limit: int, kind: str, party: str, *, newest_first: bool
) -> list[Listed]:
    rows = _chosen(reader, kind, party).order_by("-pk" if newest_first else "pk")
    if bound is not None:
        rows = rows.filter(pk__lt=bound) if newest_first else rows.filter(pk__gt=bound)
    if reader is None or not (kind or party):
        return _lines(rows[:limit], reader)
    return _lines(_take(rows, limit, reader), reader)


def _chosen(reader: Reader, kind: str, party: str) -> models.QuerySet[VaultEntry]:
    """All entries; or, of one kind or party, those that the reader might see. Indexes hold the open ones apart."""
    rows = VaultEntry.objects.all()
    if kind or party:
        rows = rows.filter(erased_by=None)
        rows = rows.filter(kind=kind) if kind else rows
        rows = rows.filter(party=party) if party else rows
        rows = rows.filter(open=True) if reader is None else rows
    return rows


def _take(rows: models.QuerySet[VaultEntry], limit: int, reader: Reader) -> list[VaultEntry]:
    found: list[VaultEntry] = []
    for row in rows.iterator(chunk_size=STEP):
        if Kept(row.pk, row).readable_by(reader):
            found.append(row)
            if len(found) == limit:
                break
    return found


def _lines(found: Iterable[VaultEntry], reader: Reader) -> list[Listed]:
    rows = list(found)
    journal = JournalEntry.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "commitment")
    committed = dict(journal)
    return [_line(row, bytes(committed[row.pk]), reader) for row in rows]


def _line(row: VaultEntry, commitment: bytes, reader: Reader) -> Listed:
    if row.erased_by is not None:
        # Which entry erased it is for those who may read that one: to others it would give away its author.
        known = readable(row.erased_by, reader) is not None
        return Listed(row.pk, commitment, None, erased=True, erased_by=row.erased_by if known else None)
    act = Kept(row.pk, row)
    return Listed(row.pk, commitment, act if act.readable_by(reader) else None)
