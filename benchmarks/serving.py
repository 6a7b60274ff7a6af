"""The installation served as its operator would, for benchmarks that speak HTTP to it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.installation import free_port

STARTS_WITHIN = 90


@contextmanager
def serving(workers: int = 1) -> Iterator[tuple[int, list[int]]]:
    """Serve; yields the port, and the processes that serve. Raises TimeoutError when the server does not answer."""
    port = free_port()
    command = [sys.executable, "-m", "wasl.cli", "serve", "--port", str(port), "--workers", str(workers)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield port, [server.pid] if workers == 1 else _children(server.pid)
        finally:
            server.terminate()


def _children(pid: int) -> list[int]:
    """The worker processes of a server with several: all but the one that only tracks resources."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(each) for each in found if b"resource_tracker" not in Path(f"/proc/{each}/cmdline").read_bytes()]


def _wait_for(port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=STARTS_WITHIN)
            connection.request("GET", "/log/checkpoint")
            assert connection.getresponse().status == 200
        except OSError:
            time.sleep(0.1)
        else:
            return
    message = f"the server does not answer within {STARTS_WITHIN} s"
    raise TimeoutError(message)


def megabytes(pid: int) -> float:
    """Memory that a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
