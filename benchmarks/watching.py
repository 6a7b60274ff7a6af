"""A piece of work in a process of its own, watched from outside: how long it took, and how much memory it held."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from time import perf_counter
from typing import Any

EVERY = 0.1
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What a process printed, as JSON; the seconds until it did, from its start; the MiB it and its workers held.

    Memory that several of them share counts once.
    """

    said: dict[str, Any]
    seconds: float
    memory: float


def run(module: str, *arguments: str) -> Watched:
    """Run a module of this folder that prints one line of JSON. Raises CalledProcessError."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    done = Event()
    peaks = [0.0]
    began = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:

        def look() -> None:
            while not done.wait(EVERY):
                peaks[0] = max(peaks[0], sum(map(_memory, _family(running.pid))))

        looking = Thread(target=look)
        looking.start()
        try:
            assert running.stdout is not None
            line = running.stdout.readline()
            seconds = perf_counter() - began
            status = running.wait()
        finally:
            done.set()
            looking.join()
    if status or not line:
        raise subprocess.CalledProcessError(status, command)
    return Watched(json.loads(line), seconds, peaks[0])


def _family(process: int) -> Iterator[int]:
    """A process and all below it."""
    yield process
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in map(int, (thread / "children").read_text("ascii").split()):
                yield from _family(child)


def _memory(process: int) -> float:
    """The MiB of a process, its part of what it shares."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
