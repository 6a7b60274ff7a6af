"""Sixteen programs that ask at once over connections that stay open, in a process apart from server and benchmark.

Arguments: the port, a program's key, a file of names. A line of standard input says what to do: `check N` or `bare N`,
N requests in all; names are taken in turn. A line of standard output: the seconds from the first byte sent to the last
read, and what each request took, in milliseconds, as a list that is sorted.
"""

import json
import sys
from collections.abc import Callable, Sequence
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier, Thread
from time import perf_counter

CLIENTS = 16


class Asker:
    """One program: its connection, and what its requests took."""

    def __init__(self, port: int, key: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self.took: list[float] = []

    def connect_anew(self) -> None:
        """A server closes what is silent for some seconds."""
        self._connection.close()
        self._connection.connect()

    def check(self, name: str) -> None:
        """Ask whether somebody is listed."""
        body = json.dumps({"facts": {"schema": "Person", "names": [name]}, "threshold": 0.7}).encode()
        answer = self._timed("POST", "/api/v1/check", body)
        assert answer["status"] == "answered", answer

    def bare(self, _name: str) -> None:
        """A request with the same key that asks nothing and writes nothing."""
        assert self._timed("GET", "/api/yente/healthz", None) == {"status": "ok"}

    def _timed(self, method: str, path: str, body: bytes | None) -> dict[str, object]:
        began = perf_counter()
        self._connection.request(method, path, body, self._headers)
        content = self._connection.getresponse().read()
        self.took.append(1000 * (perf_counter() - began))
        said: dict[str, object] = json.loads(content)
        return said


def main() -> None:
    """Ask as told, until standard input ends."""
    port, key, path = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    askers = [Asker(port, key) for _ in range(CLIENTS)]
    names = json.loads(path.read_text("utf-8"))
    done = 0
    for line in sys.stdin:
        what, count = line.split()
        part = [names[(done + place) % len(names)] for place in range(int(count))]
        done += len(part) if what == "check" else 0
        seconds = _together(askers, what, part)
        took = sorted(each for asker in askers for each in asker.took)
        for asker in askers:
            asker.took.clear()
        print(json.dumps({"seconds": seconds, "took": took}), flush=True)


def _together(askers: Sequence[Asker], what: str, names: Sequence[str]) -> float:
    ready = Barrier(len(askers) + 1)
    failed: list[BaseException] = []

    for asker in askers:
        asker.connect_anew()

    def ask(work: Callable[[str], None], mine: Sequence[str]) -> None:
        ready.wait()
        try:
            for name in mine:
                work(name)
        except BaseException as error:  # noqa: BLE001 (said below, in the thread that is waited for)
            failed.append(error)

    threads = [
        Thread(target=ask, args=[getattr(asker, what), names[place :: len(askers)]])
        for place, asker in enumerate(askers)
    ]
    for thread in threads:
        thread.start()
    ready.wait()
    began = perf_counter()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return perf_counter() - began


if __name__ == "__main__":
    main()
