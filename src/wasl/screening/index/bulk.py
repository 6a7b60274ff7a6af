"""Many queries at once: blocks of them, in several processes that share the index's file."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from wasl.screening.index.searching import Match
from wasl.screening.subject import Query

BLOCK: Final = 2_000
"""Queries that are searched for together."""

_AHEAD: Final = 2
"""Blocks that wait for each process: what bounds the memory."""

Search = Callable[[list[Query]], list[list[Match]]]

_search: Search | None = None


def in_blocks(queries: Iterable[Query], search: Search) -> Iterator[list[Match]]:
    """The matches of each query, in order, searched for in this process."""
    for block in _blocks(queries):
        yield from search(block)


def in_processes(
    queries: Iterable[Query], opened: Callable[[Path], Search], path: Path, workers: int
) -> Iterator[list[Match]]:
    """The same by so many processes, each of which opens the index at `path` for itself.

    They are started anew, so a program that calls this must be importable without running (`__name__`). Only a few
    blocks are read ahead.
    """
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, _begin, (opened, path)) as pool:
        waiting: deque[Future[list[list[Match]]]] = deque()
        blocks = _blocks(queries)
        for block in islice(blocks, _AHEAD * workers):
            waiting.append(pool.submit(_searched, block))
        while waiting:
            found = waiting.popleft().result()
            for block in islice(blocks, 1):
                waiting.append(pool.submit(_searched, block))
            yield from found


def _blocks(queries: Iterable[Query]) -> Iterator[list[Query]]:
    source = iter(queries)
    while block := list(islice(source, BLOCK)):
        yield block


def _begin(opened: Callable[[Path], Search], path: Path) -> None:
    global _search  # noqa: PLW0603 (one index a process)
    _search = opened(path)


def _searched(block: list[Query]) -> list[list[Match]]:
    assert _search is not None
    return _search(block)
