"""Running the server: one process or several, and the one clock that performs what is due."""

import fcntl
import logging
import os
import signal
import socket
import threading
from pathlib import Path
from typing import Any

from wasl.acts.home import Home
from wasl.cli import installation, output
from wasl.cli.failures import Code, Failure

log = logging.getLogger(__name__)

EVERY = 30.0
"""Seconds between two looks at what is due."""

GRACE = 4
"""Seconds that requests under way get at the end."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")

BACKLOG = 2048
"""Connections that wait while the application starts."""


def serve(home: Home, host: str, port: int, workers: int = 1) -> None:
    """Serve an installation until a signal ends it. Django is set up. Raises Failure when the address is taken."""
    if home.demo and host not in LOOPBACK:
        raise Failure("demo-is-local", "A demonstration listens on this machine alone.", Code.REFUSED)
    installation.migrate(home)
    _remind(home)
    with _listening(host, port) as listener:
        address = _address(host, listener.getsockname()[1])
        output.result({"address": address, "home": str(home.path)}, f"Wasl is at {address}")
        ticking = Ticking(home.path / "tick.lock")
        ticking.start()
        try:
            _run(listener, workers)
        finally:
            ticking.stop()


def _remind(home: Home) -> None:
    from wasl.members import queries

    if queries.organisation() is None:
        output.remark(f"No organisation is founded here yet: run `wasl init --home {home.path}` again.")


def _listening(host: str, port: int) -> socket.socket:
    # asyncio sends small answers at once only on sockets that say they are TCP; without, each waits 40 ms.
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        text = f"{_address(host, port)} cannot be used: {error.strerror or error}"
        raise Failure("address-in-use", text, Code.INPUT_OUTPUT) from error
    return listener


def _address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _run(listener: socket.socket, workers: int) -> None:
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    config = uvicorn.Config(
        "wasl.project.asgi:application",
        workers=workers,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    if workers > 1:
        Multiprocess(config, sockets=[listener]).run()
        return
    server = uvicorn.Server(config)
    for number in (signal.SIGTERM, signal.SIGINT):
        # uvicorn raises the signal again when it is done: a clean end is no death by signal.
        signal.signal(number, server.handle_exit)
    server.run(sockets=[listener])


class Ticking(threading.Thread):
    """Performs what is due every half minute. Of all processes on a home, the one that holds the lock does."""

    def __init__(self, lock: Path, every: float = EVERY) -> None:
        super().__init__(name="tick", daemon=True)
        self._lock, self._every = lock, every
        self._stopped = threading.Event()

    def run(self) -> None:
        """Tick until stopped; whatever goes wrong once is logged and tried again."""
        descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            first = True
            while not self._stopped.wait(self._every):
                if _taken(descriptor):
                    _tick(first=first)
                    first = False
        finally:
            os.close(descriptor)

    def stop(self) -> None:
        """End after the act under way; long jobs are left to the next start."""
        self._stopped.set()
        self.join(1)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _tick(*, first: bool) -> None:
    from django.db import close_old_connections

    from wasl.acts import deadlines, jobs

    close_old_connections()
    try:
        if first:
            jobs.resume()
        receipts: list[Any] = deadlines.tick()
    except Exception:
        log.exception("what is due could not be performed; it will be tried again")
    else:
        if receipts:
            log.info("performed what was due: entries %s to %s", receipts[0].index, receipts[-1].index)
    finally:
        close_old_connections()
