"""All of a record checked: hashes, tiles, checkpoint, signatures, and who was entitled to sign.

Reads a folder or anything else that gives the bytes at a path, some bundles of 256 entries at a time, on several
processes where that pays. Memory grows with the keys, the mandates and the number of open entries (a hundred
bytes each), not with what the entries hold.
"""

import os
import re
from array import array
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

from wasl.record import checkpoint, export, note, tiles
from wasl.record.authority import Authority, NotEntitled
from wasl.record.bundles import Bundle, Problem, Stretch, Told, claim
from wasl.record.export import OPEN
from wasl.record.source import Folder, Listed, Source
from wasl.record.tree import CompactRange

__all__ = ["Folder", "Listed", "Problem", "Report", "Source", "verify"]

PROBLEMS_MAX = 100
NOT_YET = "the checkpoint was cosigned at a time that has not come yet"
TOO_LATE = "the entry bears a time after that at which the checkpoint over it was signed"
STRETCH = 4
"""Bundles a process checks at a time."""
PARALLEL_FROM = 4 * tiles.WIDTH
WORKERS = min(4, os.cpu_count() or 1)
"""Processes for whoever verifies a large record on this machine: more of them would wait for the one that judges."""

_OPEN_NAME = re.compile(r"(0|[1-9][0-9]{0,15})\.json")


@dataclass(slots=True)
class Report:
    """What was found. The record verifies when there is no problem."""

    origin: str = ""
    size: int = 0
    root: str = ""
    marked: int = 0
    """How many entries are marked open."""
    opened: int = 0
    """How many entries were opened and are what they say: those marked open, and closed ones shown to this reader."""
    unknown: Counter[str] = field(default_factory=Counter)
    """How many entries marked open are of each kind that this verifier does not know: judged by who signed alone."""
    pinned: bool = False
    """Whether the keys were the reader's own, rather than those found beside the record."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    @property
    def full(self) -> bool:
        """Whether there are so many problems that looking for more helps nobody."""
        return len(self.problems) >= PROBLEMS_MAX

    def add(self, place: str, code: str, text: str) -> None:
        """Note a problem; after a hundred, more are not kept."""
        if not self.full:
            self.problems.append(Problem(place, code, text))


def verify(  # noqa: PLR0913 (what can be asked of a verification)
    source: Source,
    *,
    keys: Sequence[str] = (),
    against: str | None = None,
    workers: int = 1,
    progress: Callable[[int, int], None] = lambda _done, _size: None,
    now: datetime | None = None,
) -> Report:
    """Check a record. `keys` are the verifier keys the reader pinned; `against` is a checkpoint kept from earlier.

    `now` is the reader's own time: that of this machine when it is left out, and read nowhere else.

    Raises OSError when the source cannot be read; whatever is wrong with the record itself is in the report.
    """
    report = Report(pinned=bool(keys))
    found = _checkpoint(source, keys, report)
    if found is None:
        return report
    head, verifiers = found
    report.origin, report.size, report.root = head.origin, head.size, head.root.hex()
    kept = _kept(against, verifiers, head, report) if against is not None else None
    now = now or datetime.now(UTC)
    if head.is_ahead(now):
        report.add(export.CHECKPOINT, "checkpoint-ahead", NOT_YET)
    walk = _Walk(source, head, kept, head.latest(now), report)
    for done, bundle in enumerate(_bundles(_stretches(source, head, report), head.size, workers), start=1):
        walk.take(bundle)
        progress(min(done * tiles.WIDTH, head.size), head.size)
        if report.full:
            return report
    walk.finish()
    return report


Verifiers = list[note.Ed25519Verifier | note.MLDSA44Verifier]


def _checkpoint(
    source: Source, pinned: Sequence[str], report: Report
) -> tuple[checkpoint.Checkpoint, Verifiers] | None:
    """The checkpoint, signed by every key that must have."""
    beside, signed = source.read(export.KEYS), source.read(export.CHECKPOINT)
    if beside is None or signed is None:
        report.add(export.KEYS if beside is None else export.CHECKPOINT, "missing", "the file is missing")
        return None
    place = export.KEYS
    try:
        listed = _lines(beside)
        verifiers = [note.read_vkey(key) for key in listed]
        place = "pinned keys"
        wanted = [note.read_vkey(key) for key in pinned]
    except (note.NoteError, UnicodeDecodeError) as error:
        report.add(place, "bad-key", str(error))
        return None
    if pinned and set(listed) != set(pinned):
        report.add(export.KEYS, "other-keys", "the keys beside the record are not the ones pinned")
    verifiers = wanted or verifiers
    try:
        return checkpoint.opened(signed.decode("utf-8"), verifiers), verifiers
    except (note.NoteError, UnicodeDecodeError) as error:
        report.add(export.CHECKPOINT, "bad-checkpoint", str(error))
        return None


def _lines(data: bytes) -> list[str]:
    *lines, rest = data.decode("ascii").split("\n")
    if rest or not lines:
        message = "the file of verifier keys is malformed"
        raise note.NoteError(message)
    return lines


def _kept(
    against: str, verifiers: Verifiers, head: checkpoint.Checkpoint, report: Report
) -> checkpoint.Checkpoint | None:
    """The reader's own checkpoint: signed by the same log, and not larger than the record."""
    try:
        kept = checkpoint.opened(against, [key for key in verifiers if key.speaks_for(head.origin)])
    except note.NoteError as error:
        report.add("kept checkpoint", "bad-kept-checkpoint", str(error))
        return None
    if kept.size > head.size:
        text = f"the record has {head.size} entries; {kept.size} were signed before"
        report.add("kept checkpoint", "shrank", text)
        return None
    return kept


def _stretches(source: Source, head: checkpoint.Checkpoint, report: Report) -> Iterator[Stretch]:
    """The work in pieces that can be done apart."""
    indexes = _open_entries(source, head.size, report) if isinstance(source, Listed) else array("Q")
    count = -(-head.size // tiles.WIDTH)
    for first in range(0, count, STRETCH):
        last = min(first + STRETCH, count)
        start, end = first * tiles.WIDTH, last * tiles.WIDTH
        here = list(indexes[bisect_left(indexes, start) : bisect_left(indexes, end)])
        yield Stretch(source, head.origin, head.size, first, last, here)


def _open_entries(source: Listed, size: int, report: Report) -> "array[int]":
    """Which entries are opened, in order: eight bytes each."""
    indexes = array("Q")
    for name in source.open_names():
        found = _OPEN_NAME.fullmatch(name)
        if found and int(found[1]) < size:
            indexes.append(int(found[1]))
        elif name.endswith(".json"):
            report.add(f"{OPEN}/{name}", "not-in-record", "the record has no entry of this number")
    return array("Q", sorted(indexes))


def _bundles(stretches: Iterator[Stretch], size: int, workers: int) -> Iterator[Bundle]:
    """Every bundle in order, some of them being checked ahead."""
    if workers < 2 or size < PARALLEL_FROM:
        for stretch in stretches:
            yield from stretch.check()
        return
    pool = ProcessPoolExecutor(workers)
    try:
        ahead: deque[Future[list[Bundle]]] = deque()
        for stretch in stretches:
            ahead.append(pool.submit(stretch.check))
            if len(ahead) > 3 * workers:
                yield from ahead.popleft().result()
        while ahead:
            yield from ahead.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


class _Walk:
    """The part that must see the entries in order: the tree's upper levels, and who was entitled."""

    def __init__(
        self,
        source: Source,
        head: checkpoint.Checkpoint,
        kept: checkpoint.Checkpoint | None,
        latest: datetime,
        report: Report,
    ) -> None:
        self._source, self._head, self._kept, self._latest, self._report = source, head, kept, latest, report
        self._authority: Authority | None = Authority(head.origin)
        self._whole = CompactRange()
        self._rest = CompactRange()
        self._upper = tiles.Rows(self._compare_tile, lowest=1)
        self._broken = False

    def take(self, bundle: Bundle) -> None:
        """Take the next bundle."""
        for problem in bundle.problems:
            self._report.add(problem.place, problem.code, problem.text)
        self._report.marked += bundle.marked
        self._report.unknown += bundle.unknown
        self._broken = self._broken or not bundle.leaves
        if self._broken:
            return
        leaves = tiles.hashes(bundle.leaves)
        self._compare_kept(leaves)
        if len(leaves) == tiles.WIDTH:
            root = tiles.tile_root(leaves)
            self._whole.append(root)
            self._upper.add(root)
        else:
            for hashed in leaves:
                self._rest.append(hashed)
        for told in bundle.told:
            self._judge(told)

    def _judge(self, told: Told | None) -> None:
        """The first entry that was not entitled, or cannot be believed, ends the judging: later ones build on it."""
        self._report.opened += told is not None
        if told is None or self._authority is None:
            self._authority = None
            return
        said, wrong = claim(told), ("time-ahead", TOO_LATE)
        if said.at <= self._latest:
            try:
                self._authority.take(said)
            except NotEntitled as error:
                wrong = error.code, str(error)
            else:
                return
        self._report.add(f"{OPEN}/{said.index}.json", *wrong)
        self._authority = None

    def _compare_kept(self, leaves: list[bytes]) -> None:
        """Compare with the kept checkpoint when it ends in this bundle."""
        kept, start = self._kept, self._whole.size * tiles.WIDTH
        if kept is None or kept.size > start + len(leaves):
            return
        whole, part = self._whole.copy(), CompactRange()
        if kept.size == start + tiles.WIDTH:
            whole.append(tiles.tile_root(leaves))
        else:
            for hashed in leaves[: kept.size - start]:
                part.append(hashed)
        if _joined(whole, part).root() != kept.root:
            text = f"the first {kept.size} entries are not those that were signed before"
            self._report.add("kept checkpoint", "rewritten", text)
        self._kept = None

    def _compare_tile(self, tile: tiles.Tile, row: list[bytes]) -> None:
        if self._source.read(tile.path) != b"".join(row):
            self._report.add(tile.path, "bad-tile", "the tile does not follow from the level below")

    def finish(self) -> None:
        """Compare the unfinished upper tiles and the root."""
        if self._broken:
            return
        self._compare_kept([])
        self._upper.close()
        if _joined(self._whole, self._rest).root() != self._head.root:
            text = "the entries have another root than the checkpoint states"
            self._report.add(export.CHECKPOINT, "other-root", text)
        if self._head.size and self._authority and self._authority.last_at is None:
            self._report.add(f"{OPEN}/0.json", "not-founded", "the founding of the record is not open")


def _joined(whole: CompactRange, rest: CompactRange) -> CompactRange:
    """The range of full tiles and the leaves after them, as one."""
    size = whole.size * tiles.WIDTH + rest.size
    return CompactRange.from_bytes(size, whole.to_bytes() + rest.to_bytes())
