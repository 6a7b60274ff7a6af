"""A table checked block by block, by an engine, so that whoever is interrupted goes on where they stopped.

Each block's results are kept as a part before the next report of progress; when all are there, they are joined into
one file. What the parts belong to, an order beside them says: those of another table, index or order are thrown away.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from wasl.acts.progress import Progress, silent
from wasl.checks.many.batch import Order, Result, Tally
from wasl.checks.many.refusing import TableRefused
from wasl.checks.many.results import Format
from wasl.checks.many.tables import BLOCK, Block, Table

ORDER = "order"
"""The part that says what the others belong to."""

Engine = Callable[[Iterable[Block], Order], Iterator[tuple[Block, tuple[Result, ...]]]]
"""Gives each block with its results, in order. It reads only a few blocks ahead."""

Settle = Callable[[Block, Sequence[Result]], Sequence[Result]]
"""What an installation says of the results of a block beyond what was found: which matches are cleared."""


class Parts(Protocol):
    """Where parts are kept, by name. What was put outlives the process, whole."""

    def names(self) -> set[str]:
        """Those that are there."""
        ...

    def put(self, name: str, content: bytes) -> None:
        """Keep a part. Raises OSError."""
        ...

    def get(self, name: str) -> bytes:
        """A part. Raises OSError."""
        ...

    def clear(self) -> None:
        """Throw all away."""
        ...

    def remove(self) -> None:
        """Throw all away, and what held them."""
        ...


def stamp_of(index: Path) -> list[int]:
    """What tells one state of a saved index from the next: it is replaced or its journal grows. Raises OSError."""
    found = []
    for path in (index, index.with_name(f"{index.name}.changes")):
        if path.exists():
            state = path.stat()
            found += [state.st_ino, state.st_size, state.st_mtime_ns]
    return found


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done, and where it is kept.

    `stamp` is whatever else the results depend on: the state of the index, as `stamp_of` tells it.
    """

    table: Table
    order: Order
    parts: Parts
    form: Format
    stamp: Any = None
    block: int = BLOCK

    def facts(self) -> bytes:
        """What the results depend on."""
        said = {"order": self.order.told(), "table": self.table.digest, "block": self.block, "stamp": self.stamp}
        return json.dumps(said, sort_keys=True).encode()


def run(work: Work, engine: Engine, *, settle: Settle | None = None, progress: Progress = silent) -> Tally:
    """Check what is not checked yet; afterwards the parts hold everything, for `joined`.

    Raises TableRefused (`empty`, and what reading the table raises), OSError, and what the engine raises; the parts
    that are whole stay.
    """
    parts, tally, total = work.parts, Tally(), work.table.total()
    _begin(parts, work.facts())
    there = parts.names()

    def waiting() -> Iterator[Block]:
        nonlocal tally
        for each in work.table.blocks(work.block):
            if _name(each.number) in there:
                tally += _read(parts, each.number)[0]
            else:
                yield each

    for each, found in engine(waiting(), work.order):
        results = settle(each, found) if settle else found
        counted = Tally.of(len(each.rows), results)
        head = json.dumps(asdict(counted)).encode()
        parts.put(_name(each.number), head + b"\n" + work.form.part(results))
        tally += counted
        progress(tally.rows, max(total, tally.rows))
    if not tally.rows:
        raise TableRefused("empty", "the table has no rows")
    return tally


def joined(parts: Parts) -> Iterator[bytes]:
    """What the parts hold, in their order."""
    for number in range(len(parts.names()) - 1):
        yield _read(parts, number)[1]


def _begin(parts: Parts, facts: bytes) -> None:
    if ORDER not in parts.names() or parts.get(ORDER) != facts:
        parts.clear()
        parts.put(ORDER, facts)


def _name(number: int) -> str:
    return f"{number:08}"


def _read(parts: Parts, number: int) -> tuple[Tally, bytes]:
    head, _end, content = parts.get(_name(number)).partition(b"\n")
    return Tally(**json.loads(head)), content
