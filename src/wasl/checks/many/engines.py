"""What checks blocks: this process, several of them, or a Ray cluster. All call `batch.check` and nothing else."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wasl.checks.many.batch import Order, Result, check
from wasl.checks.many.refusing import TableRefused
from wasl.checks.many.running import Engine
from wasl.checks.many.tables import Block

if TYPE_CHECKING:
    from wasl.screening import Index

ENGINES = ("local", "ray")
AHEAD = 2
"""Blocks that wait for each process: what bounds the memory."""

Done = Iterator[tuple[Block, tuple[Result, ...]]]


def here(*indexes: Path) -> Engine:
    """This process alone, against these indexes. Raises IndexDamaged, OSError, when it begins."""

    def engine(blocks: Iterable[Block], order: Order) -> Done:
        opened = _opened(indexes)
        for block in blocks:
            yield block, check(block, opened, order)

    return engine


def local(*indexes: Path, workers: int) -> Engine:
    """So many processes of this machine, each of which maps the indexes for itself.

    They are started anew, so a program that calls this must be importable without running (`__name__`). Raises
    IndexDamaged, OSError, when it begins; TableRefused (`died`) where a process ended without a word, as for want of
    memory.
    """

    def engine(blocks: Iterable[Block], order: Order) -> Done:
        _opened(indexes)
        with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (indexes, order)) as pool:
            try:
                yield from in_order(blocks, AHEAD * workers, lambda block: pool.submit(_check, block), Future.result)
            except BrokenProcessPool as error:
                raise TableRefused("died", "a process ended without a word, as for want of memory") from error
            finally:
                pool.shutdown(cancel_futures=True)

    return engine


def ray(*indexes: Path, workers: int, address: str = "") -> Engine:
    """So many actors of a Ray cluster, or of one that is started here where there is no address.

    Each opens the indexes at their paths, which have to lead to them on every machine. Raises TableRefused: no-ray.
    """

    def engine(blocks: Iterable[Block], order: Order) -> Done:
        library = _ray_library()
        library.init(address=address or None, num_cpus=None if address else workers, log_to_driver=False)
        try:
            actors = [library.remote(_Actor).remote(indexes, order) for _ in range(workers)]
            yield from in_order(
                blocks,
                AHEAD * workers,
                lambda block: actors[block.number % workers].check.remote(block),
                library.get,
            )
        finally:
            library.shutdown()

    return engine


def in_order(
    blocks: Iterable[Block], ahead: int, submit: Callable[[Block], Any], result: Callable[[Any], tuple[Result, ...]]
) -> Done:
    """Each block with its results, in order, while so many others are being checked."""
    waiting: deque[tuple[Block, Any]] = deque()
    for block in blocks:
        waiting.append((block, submit(block)))
        if len(waiting) >= ahead:
            first, promised = waiting.popleft()
            yield first, result(promised)
    for first, promised in waiting:
        yield first, result(promised)


class _Actor:
    """A process of a Ray cluster."""

    def __init__(self, indexes: Sequence[Path], order: Order) -> None:
        self._indexes, self._order = _opened(indexes), order

    def check(self, block: Block) -> tuple[Result, ...]:
        return check(block, self._indexes, self._order)


def _opened(paths: Sequence[Path]) -> "list[Index]":
    from wasl.screening import Index

    return [Index.open(path) for path in paths]


_worker: _Actor | None = None


def _begin(indexes: Sequence[Path], order: Order) -> None:
    global _worker  # noqa: PLW0603 (the same indexes all along)
    _worker = _Actor(indexes, order)


def _check(block: Block) -> tuple[Result, ...]:
    assert _worker is not None
    return _worker.check(block)


def _ray_library() -> Any:
    try:
        import ray
    except ImportError as error:
        raise TableRefused("no-ray", "Ray needs the extra: pip install 'wasl[ray]'") from error
    return ray
