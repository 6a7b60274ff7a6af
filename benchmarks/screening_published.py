"""Published lists as they are, with all their names: how fast the listed themselves are found, and whether they are.

The names go from the files to the index and to a file of queries that is gone afterwards; figures alone are kept.
"""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import screening_data as data
from benchmarks import screening_results as results
from benchmarks import watching
from benchmarks.measuring import Finding, at_most, finding
from benchmarks.peer import Peer
from benchmarks.screening_lists import write_names

if TYPE_CHECKING:
    from wasl.screening import Subject

PUBLISHED = {"un-sc": "un_sc_list/consolidated_2026-02-27.xml.gz", "ofac-sdn": "ofac_sdn"}
ASKED = 5_000
P50, P99 = 1.0, 5.0
"""Milliseconds, warm."""


def measure_published(peer: Peer | None) -> Iterator[Finding]:
    """Names drawn from the lists, each asked once cold and once more. Raises NoData."""
    del peer
    from wasl.screening import Index

    subjects = list(_subjects())
    names = sorted({name for subject in subjects for name in subject.names})
    with tempfile.TemporaryDirectory(prefix="wasl-bench-") as folder:
        index, asked = Path(folder, "index"), Path(folder, "queries.csv")
        Index.build(subjects).save(index)
        write_names(asked, random.Random("published").sample(names, min(ASKED, len(names))))
        said = watching.run("screening_process", "queries", index, asked).said
    kept = {"entries": len(subjects), "names": len(names), "asked": len(said["warm"]), "memory, MiB": said["memory"]}
    for state in ("cold", "warm"):
        for share, goal in ((50, P50), (99, P99)):
            took = 1000 * float(np.percentile(said[state], share))
            kept[f"{state} p{share}"] = took
            yield finding(
                f"a listed name among {len(subjects):,} entries as published, {state} token cache, p{share}",
                [(took, goal)], "ms", "the goal for made-up people",
                goal=at_most(goal, "ms") if state == "warm" else None,
            )  # fmt: skip
    results.keep("published", kept, {})


def _subjects() -> Iterator["Subject"]:
    from wasl.checks.reading import entries
    from wasl.checks.reading.files import opened

    for kind, name in PUBLISHED.items():
        with opened(kind, data.folder() / name) as files:
            for entry in entries(kind, files):
                yield entry.subject
