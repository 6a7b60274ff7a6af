"""Eight bureaus submitting at once, in a process apart from the server and from the benchmark.

Standard input: how many batches each bureau shall submit now, one number a line. Standard output: the seconds that
took, from the first byte sent to the last receipt read; receipts are looked at afterwards.
"""

import json
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier, Thread
from time import perf_counter


class Bureau:
    """One bureau's signed batches, and its connection."""

    def __init__(self, port: int, bodies: Iterator[bytes]) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self._bodies = bodies
        self.answers: list[bytes] = []

    def submit(self, batches: int) -> None:
        """Send batches one after the other, as a bureau does that waits for its receipts."""
        for _ in range(batches):
            headers = {"Content-Type": "application/json"}
            self._connection.request("POST", "/api/v1/acts", next(self._bodies).rstrip(b"\n"), headers)
            answer = self._connection.getresponse()
            self.answers.append(answer.read())

    def check(self) -> None:
        """Every act has a receipt with its proof. Raises KeyError or AssertionError."""
        for answer in self.answers:
            for receipt in json.loads(answer)["outcomes"]:
                assert receipt["proof"], receipt
                assert receipt["checkpoint"], receipt
        self.answers.clear()


def main() -> None:
    """Submit as told, until standard input ends."""
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    bureaus = [Bureau(port, path.open("rb")) for path in sorted(folder.glob("*.jsonl"))]
    for line in sys.stdin:
        took = _together(bureaus, int(line))
        for bureau in bureaus:
            bureau.check()
        print(took, flush=True)


def _together(bureaus: list[Bureau], batches: int) -> float:
    ready = Barrier(len(bureaus) + 1)

    def submit(bureau: Bureau) -> None:
        ready.wait()
        bureau.submit(batches)

    threads = [Thread(target=submit, args=[bureau]) for bureau in bureaus]
    for thread in threads:
        thread.start()
    ready.wait()
    began = perf_counter()
    for thread in threads:
        thread.join()
    return perf_counter() - began


if __name__ == "__main__":
    main()
