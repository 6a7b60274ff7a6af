"""Many queries at once: blocks of them, in several processes that share the index's file."""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from itertools import islice
from queue import SimpleQueue
from types import TracebackType
from typing import Final, Self

from wasl.screening.index.searching import Match
from wasl.screening.subject import Query

BLOCK: Final = 2_000
"""Queries that are searched for together."""

_AHEAD: Final = 2
"""Blocks that wait for each process: what bounds the memory."""

_ENDED: Final = "a process that searched has ended without an answer"

Search = Callable[[list[Query]], list[list[Match]]]


def in_blocks(queries: Iterable[Query], search: Search) -> Iterator[list[Match]]:
    """The matches of each query, in order, searched for in this process."""
    for block in _blocks(queries):
        yield from search(block)


def in_processes(queries: Iterable[Query], opened: Callable[[], Search], workers: int) -> Iterator[list[Match]]:
    """The same by so many processes, in each of which `opened`, which must be importable there, says what searches.

    Only a few blocks are read ahead. Raises what a search raised, and ChildProcessError when a process ended early.
    """
    with ExitStack() as ending:
        pool = ending.enter_context(ThreadPoolExecutor(workers))
        idle: SimpleQueue[_Process] = SimpleQueue()
        for _worker in range(workers):  # ended before the pool, whose threads wait for them
            idle.put(ending.enter_context(_Process(opened)))
        waiting: deque[Future[list[list[Match]]]] = deque()
        blocks = _blocks(queries)
        for block in islice(blocks, _AHEAD * workers):
            waiting.append(pool.submit(_searched, idle, block))
        try:
            while waiting:
                found = waiting.popleft().result()
                for block in islice(blocks, 1):
                    waiting.append(pool.submit(_searched, idle, block))
                yield from found
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _blocks(queries: Iterable[Query]) -> Iterator[list[Query]]:
    source = iter(queries)
    while block := list(islice(source, BLOCK)):
        yield block


def _searched(idle: "SimpleQueue[_Process]", block: list[Query]) -> list[list[Match]]:
    process = idle.get()
    try:
        return process.search(block)
    finally:
        idle.put(process)


class _Process:
    """One process that searches, until the context ends: one block at a time."""

    def __init__(self, opened: Callable[[], Search]) -> None:
        told = pickle.dumps(opened, pickle.HIGHEST_PROTOCOL)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "wasl.screening.index.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self._tell(told)

    def search(self, block: list[Query]) -> list[list[Match]]:
        """The matches of each query. Raises what the search raised, and ChildProcessError when there is no answer."""
        self._tell(pickle.dumps(block, pickle.HIGHEST_PROTOCOL))
        assert self._process.stdout
        try:
            well, said = pickle.load(self._process.stdout)  # noqa: S301 (a process of our own)
        except EOFError:
            raise ChildProcessError(_ENDED) from None
        if not well:
            raise said
        return said  # type: ignore[no-any-return]

    def _tell(self, told: bytes) -> None:
        assert self._process.stdin
        try:
            self._process.stdin.write(told)
            self._process.stdin.flush()
        except BrokenPipeError:
            raise ChildProcessError(_ENDED) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()
