"""Reading the record: entries, who may read them, and proofs made from the tables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models

from wasl.acts import registry
from wasl.acts.act import Act, Decided, parse_instant
from wasl.acts.audience import names_of
from wasl.acts.models import Audience, Head, JournalEntry, NamedBlob, TreeNode, VaultEntry
from wasl.acts.registry import Kind
from wasl.record import canonical, tiles, tree
from wasl.record.entry import entry_bytes
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


def last_at() -> datetime | None:
    """The newest decided time; None when nothing was said yet."""
    row = Head.objects.filter(pk=1, size__gt=0).first()
    return parse_instant(row.last_at) if row else None


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
        if reader is None or reader == self.row.party:
            return reader is not None
        return not self.act.audience(self.row.party, self.decided).isdisjoint(names_of(reader))


def kept(index: int) -> Kept | None:
    """The act behind an entry, or None when there is none or it was erased."""
    row = VaultEntry.objects.filter(pk=index, erased_by=None).first()
    return Kept(index, row) if row else None


def readable(index: int, reader: Reader) -> Kept | None:
    """The act behind an entry, if this reader may see it."""
    found = kept(index)
    return found if found and found.readable_by(reader) else None


def entry_named(identity: str) -> int | None:
    """The entry that the statement of that identity became, erased or not; None when it was not accepted."""
    return VaultEntry.objects.filter(identity=identity).values_list("pk", flat=True).first()


def entries(start: int, end: int) -> list[bytes]:
    """The bytes of entries start to end, as the record commits to them."""
    rows = JournalEntry.objects.filter(pk__gte=start, pk__lt=end).order_by("pk").values_list("commitment", "open")
    return [entry_bytes(bytes(commitment), is_open=is_open) for commitment, is_open in rows]


def all_entries(size: int) -> Iterator[bytes]:
    """The bytes of the first `size` entries, in order."""
    for start in range(0, size, STEP):
        yield from entries(start, min(start + STEP, size))


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
        return tiles.bundle(entries(first, last))
    return b"".join(_row(wanted.level, first, last))


def _row(level: int, first: int, last: int) -> list[bytes]:
    if level == 0:
        return tiles.leaf_hashes(entries(first, last))
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


def first_naming(party: str, digest: str, *, but: Iterable[int] = ()) -> int | None:
    """The first act of a party, among those still there, that names a blob; some may be left out."""
    rows = NamedBlob.objects.filter(party=party, digest=digest).exclude(entry__in=list(but)).order_by("entry")
    return rows.values_list("entry", flat=True).first()


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list of entries: the act, or the entry that erased it, when this reader may see that."""

    index: int
    commitment: bytes
    is_open: bool
    kept: Kept | None
    erased: bool = False
    erased_by: int | None = None


def newest(
    reader: Reader, *, before: int | None = None, limit: int = 50, kind: str = "", party: str = ""
) -> list[Listed]:
    """Entries from the newest down, from below `before`. A filter by kind or party finds readable acts only."""
    return _listed(reader, _Order(kind, party, newest_first=True), before, limit)


def oldest(reader: Reader, *, after: int = -1, limit: int = 50, kind: str = "", party: str = "") -> list[Listed]:
    """Entries above `after`, from the oldest up."""
    return _listed(reader, _Order(kind, party, newest_first=False), after, limit)


def newest_indexes(
    reader: Reader, *, before: int | None = None, limit: int = 50, kind: str = "", party: str = ""
) -> list[int]:
    """Which entries `newest` would list: for a list so long that it is read in parts, with `listed`."""
    return _Order(kind, party, newest_first=True).indexes(reader, before, limit)


def listed(reader: Reader, indexes: Sequence[int]) -> list[Listed]:
    """These entries, in this order."""
    rows = VaultEntry.objects.in_bulk(indexes)
    return _lines([rows[index] for index in indexes], reader)


@dataclass(frozen=True, slots=True)
class _Order:
    """What a list shows, and in which direction."""

    kind: str
    party: str
    newest_first: bool

    def indexes(self, reader: Reader, bound: int | None, limit: int) -> list[int]:
        """The first `limit` entries beyond `bound`: no more rows are read, however long the record is."""
        found: list[int] = []
        for column, rows in self._sources(reader):
            if bound is not None:
                rows = rows.filter(**{f"{column}__{'lt' if self.newest_first else 'gt'}": bound})  # noqa: PLW2901
            rows = rows.order_by(f"-{column}" if self.newest_first else column)  # noqa: PLW2901
            found += rows.values_list(column, flat=True)[:limit]
        return sorted(found, reverse=self.newest_first)[:limit]

    @property
    def filtered(self) -> bool:
        """Whether it shows acts of one kind or party, and not simply all entries."""
        return bool(self.kind or self.party)

    def _sources(self, reader: Reader) -> Iterator[tuple[str, models.QuerySet[Any]]]:
        """The tables that together hold the list, each read in the order of an index, and their column for it."""
        if not self.filtered:
            yield "index", VaultEntry.objects.all()
            return
        kind, known = {"kind": self.kind} if self.kind else {}, registry.find(self.kind)
        if known is None or known.act.open:
            by = {"party": self.party} if self.party else {}
            yield "index", VaultEntry.objects.filter(open=True, **kind, **by)
        if known is None or not known.act.open:
            by = {"author": self.party} if self.party else {}
            for name in names_of(reader):
                yield "entry", Audience.objects.filter(party=name, **kind, **by)


def _listed(reader: Reader, order: _Order, bound: int | None, limit: int) -> list[Listed]:
    if not order.filtered:
        return listed(reader, order.indexes(reader, bound, limit))
    lines: list[Listed] = []
    while len(lines) < limit and (indexes := order.indexes(reader, bound, limit - len(lines))):
        # The act has the last word: whatever the table says, or an erasure changed meanwhile, nothing else shows.
        lines += [line for line in listed(reader, indexes) if line.kept]
        bound = indexes[-1]
    return lines


def _lines(rows: Sequence[VaultEntry], reader: Reader) -> list[Listed]:
    journal = JournalEntry.objects.in_bulk([row.pk for row in rows])
    erasures = VaultEntry.objects.in_bulk({row.erased_by for row in rows} - {None})
    known = {index for index, row in erasures.items() if Kept(index, row).readable_by(reader)}
    return [_line(row, journal[row.pk], reader, known) for row in rows]


def _line(row: VaultEntry, entry: JournalEntry, reader: Reader, known: set[int]) -> Listed:
    commitment, is_open = bytes(entry.commitment), entry.open
    if row.erased_by is not None:
        # Which entry erased it is for those who may read that one: to others it would give away its author.
        by = row.erased_by if row.erased_by in known else None
        return Listed(row.pk, commitment, is_open, None, erased=True, erased_by=by)
    act = Kept(row.pk, row)
    return Listed(row.pk, commitment, is_open, act if act.readable_by(reader) else None)
