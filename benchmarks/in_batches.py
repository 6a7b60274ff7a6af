"""`perform_many`: batches of 64 signed acts, one transaction each."""

from collections.abc import Iterator

from benchmarks import organisation
from benchmarks.measuring import Finding, finding, in_turns, rate, ratio_at_least
from benchmarks.raw_rows import NAMES, raw_rows

ROUNDS = 30
BATCH = 64
BATCHES = 6
"""Batches a round."""
ROWS = 200
"""Rows of the reference a round."""

GOALS = {"SQLite": 2.0, "PostgreSQL": 1.5}


def measure(database: str) -> Iterator[Finding]:
    """Appointments of distinct officers, each under the mandate of the head of bureau."""
    organisation.found()
    head = organisation.head_of("FR")
    waiting = organisation.appointments("FR", head, BATCH * BATCHES * (ROUNDS + 1))
    organisation.settle()
    receipts = organisation.accepted(organisation.appointments("FR", head, BATCH))
    rows = [(source, receipt.decided_bytes, receipt.salt) for source, receipt in zip(waiting, receipts, strict=False)]

    def perform_batches() -> None:
        for _ in range(BATCHES):
            organisation.accepted([waiting.pop() for _ in range(BATCH)])

    with raw_rows(database, rows) as reference:
        pairs = in_turns(ROUNDS, lambda: rate(BATCH * BATCHES, perform_batches), lambda: reference.rate(ROWS))
    yield finding(
        f"perform_many, batches of {BATCH}, {database}",
        pairs,
        "acts/s",
        NAMES[database],
        goal=ratio_at_least(GOALS[database]),
    )
