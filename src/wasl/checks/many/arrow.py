"""The same check over Arrow record batches: what Spark's `mapInArrow` and the like call.

order = Order(placed(frame.columns))
checked = frame.mapInArrow(partial(over, index="/shared/sanctions.index", order=order), ddl())
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from wasl.checks.many.batch import Order, Result, check
from wasl.checks.many.results import record_batch
from wasl.checks.many.tables import Block, Row, written
from wasl.screening import Index

_TYPES = dict.fromkeys(("row", "line", "rank", "clearance"), "bigint") | {"score": "double"}


def over(batches: Iterable[Any], *, index: str, order: Order) -> Iterator[Any]:
    """Record batches in, record batches of results out; `row` counts from 1 in what this call was given.

    A column `id` is how results find their rows again. The index is opened once a process. Raises IndexDamaged,
    OSError.
    """
    opened, first = _opened(index), 1
    for number, batch in enumerate(batches):
        columns = [[written(value) for value in column.to_pylist()] for column in batch.columns]
        block = Block(number, first, tuple(Row(0, cells) for cells in zip(*columns, strict=True)))
        yield record_batch(check(block, [opened], order))
        first += batch.num_rows


def ddl() -> str:
    """The schema of results as Spark takes it."""
    return ", ".join(f"{name} {_TYPES.get(name, 'string')}" for name in Result._fields)


@cache
def _opened(index: str) -> Index:
    return Index.open(Path(index))
