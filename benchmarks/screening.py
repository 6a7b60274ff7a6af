"""Screening beside the best open matcher: accuracy, who is found, speed, files of many, footprint.

    python -m benchmarks screening                  all parts
    python -m benchmarks screening accuracy speed   some of them

WASL_FULL=1 asks for the full sizes. The pairs and lists come from the public data beside the repository, without
which nothing is measured; what is found is written to `benchmarks/results/`.
"""

import sys
from collections.abc import Callable, Iterator

from benchmarks import (
    screening_accuracy,
    screening_ends,
    screening_exact,
    screening_hostile,
    screening_published,
    screening_speed,
)
from benchmarks import screening_results as results
from benchmarks.measuring import Finding
from benchmarks.peer import Peer, running_if_it_can
from benchmarks.screening_data import NoData

PARTS: dict[str, Callable[[Peer | None], Iterator[Finding]]] = {
    "accuracy": screening_accuracy.measure,
    "swaps": screening_ends.measure_swaps,
    "ends": screening_ends.measure_ends,
    "speed": screening_speed.measure_speed,
    "published": screening_published.measure_published,
    "exact": screening_exact.measure_exact,
    "bulk": screening_speed.measure_bulk,
    "footprint": screening_speed.measure_footprint,
    "hostile": screening_hostile.measure_hostile,
}


def measure(_database: str, *parts: str) -> Iterator[Finding]:
    """The parts asked for, or all; the peer is one process for all of them."""
    with running_if_it_can() as peer:
        for part in parts or PARTS:
            try:
                found = []
                for each in PARTS[part](peer):
                    found.append(each)
                    yield each
                results.judge(part, found)
            except NoData as error:
                print(f"screening {part}: skipped, the public data is not at {error}", file=sys.stderr)
