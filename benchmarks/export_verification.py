"""Verifying an exported record of 100,000 entries: how long it takes, and how much memory."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import sleep

from django.conf import settings

from benchmarks import exports
from benchmarks.measuring import Finding, at_most, finding, in_turns, ratio_at_most
from benchmarks.verifying import WORKERS

SIZE, SMALL = 100_000, 10_000
ROUNDS = 3
GOAL = 5
FLAT = 2
"""Ten times the entries may take so many times the memory: each open mandate has to be remembered."""
MIXES: dict[str, Callable[[int], bool]] = {
    "all of them open": lambda _index: True,
    "nine in ten closed": lambda index: index % 10 == 0,
}


def measure(_database: str) -> Iterator[Finding]:
    """Two mixes: every entry an open appointment, and nine in ten closed as in a working organisation."""
    for number, (mix, is_open) in enumerate(MIXES.items()):
        large, small = (settings.WASL_HOME.path / f"export-{number}-{size}" for size in (SIZE, SMALL))
        exports.write(large, SIZE, is_open)
        exports.write(small, SMALL, is_open)
        peaks: list[float] = []

        def whole(folder: Path = large, peaks: list[float] = peaks) -> float:
            took, peak = _watched("verify", folder)
            peaks.append(peak)
            return took

        pairs = in_turns(ROUNDS, whole, lambda folder=large: _watched("bare", folder)[0])
        yield finding(
            f"verify {SIZE:,} entries, {mix}, {WORKERS} workers",
            pairs,
            "s",
            f"libsodium alone on the same signatures, {WORKERS} processes, and a hash an entry",
            goal=at_most(GOAL, "s"),
        )
        yield finding(
            f"memory to verify {SIZE:,} entries, {mix}, {WORKERS} workers",
            [(peak, _watched("verify", small)[1]) for peak in peaks[1:]],
            "MiB",
            f"the same for {SMALL:,} entries",
            goal=ratio_at_most(FLAT),
            remark="resident memory of all processes together, at its highest",
        )


def _watched(work: str, folder: Path) -> tuple[float, float]:
    """The seconds a piece of work took by its own clock, and the most memory it and its workers held, in MiB."""
    command = [sys.executable, "-m", "benchmarks.verifying", work, str(folder)]
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        while running.poll() is None:
            peak = max(peak, _resident(running.pid))
            sleep(0.02)
        assert running.stdout is not None
        if running.returncode:
            raise subprocess.CalledProcessError(running.returncode, command)
        return float(running.stdout.read()), peak / 2**20


def _resident(process: int) -> int:
    """The bytes in memory of a process and all below it."""
    total = 0
    with suppress(OSError):
        pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
        total = pages * 4096
        for thread in Path(f"/proc/{process}/task").iterdir():
            total += sum(map(_resident, map(int, (thread / "children").read_text("ascii").split())))
    return total
