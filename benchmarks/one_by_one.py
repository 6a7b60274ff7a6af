"""`perform`: one signed act a transaction, with its real rules, tables and subscribers."""

from collections.abc import Iterator

from benchmarks import organisation
from benchmarks.measuring import Finding, finding, in_turns, rate, ratio_at_least
from benchmarks.raw_rows import NAMES, raw_rows
from wasl.acts.perform import perform

ROUNDS = 40
ACTS = 60
"""Acts, and rows of the reference, a round."""

GOALS = {"SQLite": 0.25, "PostgreSQL": 0.15}


def measure(database: str) -> Iterator[Finding]:
    """Appointments of distinct officers, each under the mandate of the head of bureau."""
    organisation.found()
    head = organisation.head_of("FR")
    waiting = organisation.appointments("FR", head, ACTS * (ROUNDS + 1))
    organisation.settle()
    receipts = organisation.accepted(organisation.appointments("FR", head, ACTS))
    rows = [(source, receipt.decided_bytes, receipt.salt) for source, receipt in zip(waiting, receipts, strict=False)]

    def perform_all() -> None:
        for source in batch:
            perform(source)

    with raw_rows(database, rows) as reference:

        def acts() -> float:
            nonlocal batch
            batch = [waiting.pop() for _ in range(ACTS)]
            return rate(ACTS, perform_all)

        batch: list[bytes] = []
        pairs = in_turns(ROUNDS, acts, lambda: reference.rate(ACTS))
    yield finding(
        f"perform, one act a transaction, {database}",
        pairs,
        "acts/s",
        NAMES[database],
        goal=ratio_at_least(GOALS[database]),
    )
