"""Batches of 64 over HTTP, from eight bureaus at once to a real server: full receipts, with their proofs."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from benchmarks import organisation
from benchmarks.measuring import Finding, finding, in_turns, rate, ratio_at_least
from benchmarks.serving import serving

BUREAUS = ("BR", "EG", "FR", "JP", "KE", "MA", "MX", "SN")
ROUNDS = 9
BATCH = 64
BATCHES = 2
"""Batches of each bureau a round."""
GOAL = 0.5


def measure(database: str) -> Iterator[Finding]:
    """Each bureau under its own key and the mandate of its own head; the reference is `perform_many` beside it."""
    organisation.found()
    waiting = _write_batches(settings.WASL_HOME.path / "batches")
    organisation.settle()
    acts = len(BUREAUS) * BATCHES * BATCH
    with serving() as (port, _processes), _clients(port, settings.WASL_HOME.path / "batches") as clients:

        def over_http() -> float:
            assert clients.stdin is not None
            assert clients.stdout is not None
            clients.stdin.write(f"{BATCHES}\n")
            clients.stdin.flush()
            return acts / float(clients.stdout.readline())

        def in_process() -> float:
            return rate(acts, lambda: [organisation.accepted(waiting.pop()) for _ in range(acts // BATCH)])

        pairs = in_turns(ROUNDS, over_http, in_process)
    yield finding(
        f"batches of {BATCH} over HTTP from {len(BUREAUS)} bureaus, {database}",
        pairs,
        "acts/s",
        f"perform_many, batches of {BATCH}, on the same database",
        goal=ratio_at_least(GOAL),
    )


def _write_batches(folder: Path) -> list[list[bytes]]:
    """Sign all that will be submitted: half of it into one file a bureau, half of it returned as batches."""
    folder.mkdir()
    here: list[list[bytes]] = []
    each = BATCHES * (ROUNDS + 1)
    for party in BUREAUS:
        signed = organisation.appointments(party, organisation.head_of(party), 2 * each * BATCH)
        batches = [signed[start : start + BATCH] for start in range(0, len(signed), BATCH)]
        here += batches[each:]
        lines = [json.dumps([json.loads(act) for act in batch], separators=(",", ":")) for batch in batches[:each]]
        (folder / f"{party}.jsonl").write_text("\n".join(lines) + "\n", "ascii")
    return here


@contextmanager
def _clients(port: int, folder: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "benchmarks.clients", str(port), str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as clients:
        yield clients
        assert clients.stdin is not None
        clients.stdin.close()
