"""The index of a list: built, saved, opened by many processes at once, changed and searched.

It is made of segments. What is added goes into segments of its own: as with a counter's digits, a new segment is
merged with those before it that are no larger, so there are few and each subject is filed again only a few times.
What is removed is marked as gone in its segment. `save` files everything anew.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from threading import RLock
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from wasl.screening.comparing import VERSION
from wasl.screening.evidence import THRESHOLD
from wasl.screening.index.bulk import BLOCK, Search, in_blocks, in_processes
from wasl.screening.index.journal import Change, Journal, Mark
from wasl.screening.index.names import ROLES
from wasl.screening.index.searching import Match, Searcher, ranked
from wasl.screening.index.segment import Segment
from wasl.screening.index.storage import IndexDamaged, read, write
from wasl.screening.index.subjects import retold, told
from wasl.screening.index.terms import ANYBODY, Among, Counters, Terms
from wasl.screening.rarity import Rarity
from wasl.screening.subject import Query, Subject

FILING: Final = f"5, {VERSION}, {' '.join(ROLES)}"
"""How names are read and filed: an index filed otherwise has to be built anew. Raise the number when filing changes."""

SETS_MAX: Final = 16
"""Sets of lists of which each segment remembers who is on them."""

_Stamp = tuple[int, int, int]
_There = NDArray[np.bool_] | None


@dataclass(frozen=True, slots=True)
class _File:
    """The file of an index as it was last seen, its journal, and how far that was read."""

    path: Path
    journal: Journal
    stamp: _Stamp
    generation: str
    mark: Mark


class _Part:
    """A segment, its searcher, and which of its subjects are gone."""

    def __init__(self, segment: Segment, rarities: dict[str, Rarity], version: str) -> None:
        self.segment, self.searcher = segment, Searcher(segment, rarities, version)
        self.gone = np.zeros(len(segment), bool)
        self._there: dict[frozenset[str] | None, tuple[_There]] = {}

    def __len__(self) -> int:
        return len(self.gone) - int(self.gone.sum())

    def __iter__(self) -> Iterator[Subject]:
        return (self.segment[number] for number in np.flatnonzero(~self.gone).tolist())

    def there(self, lists: frozenset[str] | None) -> _There:
        """Which subjects of these lists are there, or of any; None where that is all of them."""
        known = self._there
        found = known.get(lists)
        if found is None:
            there = ~self.gone if lists is None else ~self.gone & self.segment.on(lists)
            if len(known) >= SETS_MAX:
                known.clear()
            found = known[lists] = (None if there.all() else there,)
        return found[0]

    def let_go(self, numbers: list[int]) -> None:
        """Mark subjects as gone."""
        if numbers:
            self.gone[numbers] = True
            self._there = {}  # a new one: who is at it meanwhile remembers what was in the old

    def number_of(self, subject_id: str) -> int | None:
        number = self.segment.number_of(subject_id)
        return None if number is None or self.gone[number] else number


class Index:
    """Subjects, found by name, number and identifier.

    `version` is what its maker called the list; every match bears it. Threads may search one index together and
    change it; processes share one through its file: `add` and `remove` on an index that was saved or opened are
    written beside the file, and what others wrote is seen at the next search.
    """

    def __init__(self, base: Segment, version: str = "", rarities: dict[str, Rarity] | None = None) -> None:
        self.version = version
        self._counted_elsewhere = rarities
        self._lock = RLock()
        self._file: _File | None = None
        self._parts = [_Part(base, base.rarities, self.version)]

    @classmethod
    def build(cls, subjects: Iterable[Subject], version: str = "", rarities: dict[str, Rarity] | None = None) -> Self:
        """File subjects; of several with one id the last counts.

        How rare names are is counted from them, unless the `rarities` of another index are handed in: then both
        weigh a name alike, and their matches may stand side by side.
        """
        seen: set[str] = set()
        again: list[Change] = []

        def first() -> Iterator[Subject]:
            for subject in subjects:
                if subject.id in seen:
                    again.append({"add": told(subject)})
                else:
                    seen.add(subject.id)
                    yield subject

        index = cls(Segment.of(first(), rarities), version, rarities)
        index._apply(again)
        return index

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Map a saved index, and take in what was changed since. Raises IndexDamaged, or OSError where there is none.

        Codes of IndexDamaged: those of `storage.read`, and other-filing for an index to be built anew.
        """
        path = Path(path)
        stamp = _stamp(path)
        stored = read(path)
        if stored.facts.get("filing") != FILING:
            raise IndexDamaged("other-filing", f"{path.name} was filed by another version: build it anew")
        index = cls(Segment(stored.arrays), stored.facts["version"])
        index._file = _File(path, Journal(path), stamp, stored.facts["generation"], Mark())
        index.refresh()
        return index

    def save(self, path: Path | str) -> None:
        """File everything anew, without what is gone, into one file; from then on changes are written beside it.

        The file is replaced in one step. Raises OSError where the disk refuses; the file is then the old one.
        """
        path = Path(path)
        journal = Journal(path)
        with self._lock, journal.locked():
            self.refresh()
            generation = token_hex(8)
            self._written(path, generation)
            self._file = _File(path, journal, _stamp(path), generation, journal.begin(generation))

    def add(self, *subjects: Subject) -> None:
        """Add subjects, or put them in place of those with their ids; searchable when this returns, by everybody."""
        self._change([{"add": told(subject)} for subject in subjects])

    def remove(self, *subject_ids: str) -> None:
        """Take subjects out; ids that are not there are passed over."""
        self._change([{"remove": subject_id} for subject_id in subject_ids])

    def refresh(self) -> None:
        """Take in what other processes changed; every search begins with it."""
        if _is_current(self._file):
            return
        with self._lock:
            file = self._file  # another thread may have taken it in meanwhile
            if file is None or _is_current(file):
                return
            if _stamp(file.path) != file.stamp:
                fresh = type(self).open(file.path)
                self.version, self._parts, self._file = fresh.version, fresh._parts, fresh._file  # noqa: SLF001
                return
            changes, mark = file.journal.read(file.generation, file.mark)
            self._apply(changes)
            self._file = replace(file, mark=mark)

    def search(
        self,
        query: Query,
        limit: int = 10,
        threshold: float | None = None,
        counters: Counters | None = None,
        among: Among = ANYBODY,
    ) -> list[Match]:
        """The subjects that are what was asked for with a probability of at least `threshold`, best first.

        `threshold` is `evidence.THRESHOLD` unless given; with 0 there are `limit` subjects that resemble the query
        most, as long as any share a part. `counters` adds up the work. Whoever is not `among` those asked for takes
        nobody's place. No more than about `ROOM_MAX` subjects are ever weighed, so where there are as many matches as
        the limit, or as that, there may be more.
        """
        self.refresh()
        return self._search([query], limit, threshold, among, counters)[0]

    def _search(
        self,
        queries: list[Query],
        limit: int,
        threshold: float | None,
        among: Among,
        counters: Counters | None = None,
    ) -> list[list[Match]]:
        least = THRESHOLD if threshold is None else threshold
        counters = Counters() if counters is None else counters
        found: list[list[Match]] = [[] for _ in queries]
        for part in self._parts:
            terms = Terms(part.segment, limit, least, part.there(among.lists), among.admits, counters)
            for at, matches in enumerate(part.searcher.search(queries, terms)):
                found[at] += matches
        return [ranked(matches, limit) for matches in found]

    def search_many(
        self,
        queries: Iterable[Query],
        limit: int = 10,
        threshold: float | None = None,
        workers: int = 2,
        among: Among = ANYBODY,
    ) -> Iterator[list[Match]]:
        """The matches of each query, in order, as `search` finds them, with the same scores, by so many processes.

        Changes made meanwhile may or may not be seen. Memory does not grow with the number of queries. With one
        worker, or but few queries, everything is done in this process; otherwise `among` travels to others, which not
        every condition can. Raises ChildProcessError when one of the processes was ended from outside.
        """
        self.refresh()
        source = iter(queries)
        first = list(islice(source, BLOCK))
        every = chain(first, source)
        if workers < 2 or len(first) < BLOCK:
            yield from in_blocks(every, lambda block: self._search(block, limit, threshold, among))
            return
        with TemporaryDirectory() as folder:
            path = self._file.path if self._file else self._written(Path(folder) / "index")
            shared = Path(folder) / "shared"
            opened = partial(_opened, path, shared, workers=workers, limit=limit, threshold=threshold, among=among)
            yield from in_processes(every, opened, workers)

    def _share(self, folder: Path, several: int) -> None:
        """Share what is found out about the saved file with other processes that opened the same."""
        assert self._file is not None
        generation = "-".join(map(str, self._file.stamp))
        self._parts[0].searcher.share(folder / generation, several)

    def get(self, subject_id: str) -> Subject | None:
        """The subject with this id."""
        self.refresh()
        for part in reversed(self._parts):
            number = part.number_of(subject_id)
            if number is not None:
                return part.segment[number]
        return None

    @property
    def rarities(self) -> dict[str, Rarity]:
        """How rare names are here, by kind, for another index to be built with."""
        return self._parts[0].segment.rarities

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __iter__(self) -> Iterator[Subject]:
        return (subject for part in list(self._parts) for subject in part)

    def _written(self, path: Path, generation: str = "") -> Path:
        if len(self._parts) > 1 or self._parts[0].gone.any():
            base = Segment.of(self, self._counted_elsewhere)
            self._parts = [_Part(base, base.rarities, self.version)]
        facts = {"filing": FILING, "version": self.version, "generation": generation}
        write(path, self._parts[0].segment.arrays, facts)
        return path

    def _change(self, changes: list[Change]) -> None:
        with self._lock:
            if self._file is None:
                self._apply(changes)
                return
            with self._file.journal.locked():
                self.refresh()
                file = self._file
                mark = file.journal.append(file.generation, changes, file.mark)
                self._apply(changes)
                self._file = replace(file, mark=mark)

    def _apply(self, changes: list[Change]) -> None:
        """Take changes in, in order."""
        added: dict[str, Subject | None] = {}
        for change in changes:
            subject = retold(change["add"]) if "add" in change else None
            added[subject.id if subject else change["remove"]] = subject
        fresh = [subject for subject in added.values() if subject]
        stale = [
            (part, [number for each in added if (number := part.number_of(each)) is not None]) for part in self._parts
        ]
        parts = self._parts.copy()
        while fresh and len(parts) > 1 and len(parts[-1].segment) <= len(fresh):
            fresh = [*(subject for subject in parts.pop() if subject.id not in added), *fresh]
        if fresh:
            rarities = parts[0].segment.rarities
            parts.append(_Part(Segment.of(fresh, rarities), rarities, self.version))
        self._parts = parts
        for part, numbers in stale:  # only now: who searches meanwhile finds the old or the new
            part.let_go(numbers)


def _opened(  # noqa: PLR0913, PLR0917 (the list, with whom, the terms)
    path: Path, shared: Path, workers: int, limit: int, threshold: float | None, among: Among
) -> Search:
    index = Index.open(path)
    index._share(shared, workers)  # noqa: SLF001
    return lambda block: index._search(block, limit, threshold, among)  # noqa: SLF001


def _is_current(file: _File | None) -> bool:
    """Whether nothing was changed since in the file, if there is one, or beside it."""
    return file is None or (_stamp(file.path) == file.stamp and file.journal.is_at(file.mark))


def _stamp(path: Path) -> _Stamp:
    state = os.stat(path)  # noqa: PTH116 (half the time, and every search asks)
    return state.st_ino, state.st_size, state.st_mtime_ns
