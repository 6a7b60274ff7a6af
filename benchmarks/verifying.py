"""Verifies an export, or does as a reference what no verifier can leave out; prints the seconds it took.

A process of its own, so that its memory and that of its workers can be watched from outside.
"""

import multiprocessing
import sys
from pathlib import Path
from time import perf_counter

from nacl.bindings import crypto_sign_open

from wasl.record import opened, verification
from wasl.record.encoding import named_key
from wasl.record.entry import leaf_hash
from wasl.record.envelope import signed_bytes
from wasl.record.export import CHECKPOINT, OPEN
from wasl.record.verification import WORKERS


def verify(folder: Path) -> float:
    """The whole verification. Raises ValueError when it finds anything wrong."""
    began = perf_counter()
    report = verification.verify(verification.Folder(folder), workers=WORKERS)
    took = perf_counter() - began
    if not report.good:
        raise ValueError(report.problems[:3])
    return took


def bare(folder: Path) -> float:
    """Libsodium alone on the same signatures in as many processes, and one leaf hash an entry."""
    size = int((folder / CHECKPOINT).read_text("utf-8").split("\n")[1])
    signed = [_signed(path.read_bytes()) for path in (folder / OPEN).iterdir()]
    processes = multiprocessing.get_context("fork")
    ready = processes.Barrier(WORKERS + 1)

    def share(first: int) -> None:
        ready.wait()
        for message, key in signed[first::WORKERS]:
            crypto_sign_open(message, key)
        for number in range(first, size, WORKERS):
            leaf_hash(number.to_bytes(32), is_open=False)

    started = [processes.Process(target=share, args=[first]) for first in range(WORKERS)]
    for process in started:
        process.start()
    ready.wait()
    began = perf_counter()
    for process in started:
        process.join()
    return perf_counter() - began


def _signed(data: bytes) -> tuple[bytes, bytes]:
    """A signature with what it covers, and the key."""
    found = opened.read(data).envelope
    return found.signature + signed_bytes(found.payload), named_key(found.keyid)


if __name__ == "__main__":
    print({"verify": verify, "bare": bare}[sys.argv[1]](Path(sys.argv[2])))
