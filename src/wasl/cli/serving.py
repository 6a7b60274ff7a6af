"""Running the server: one process or several, and the threads beside them: what is due, and long jobs."""

import logging
import resource
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from time import monotonic
from typing import Any

from wasl.acts.home import Home
from wasl.cli import installation, output
from wasl.cli.failures import Code, Failure

log = logging.getLogger(__name__)

EVERY = 30.0
"""Seconds between two looks at what is due; and before what went wrong is tried again."""

MOMENT = 1.0
"""Seconds between two looks whether a job waits, or a list is to be followed: a cheap question each time."""

GRACE = 4
"""Seconds that requests under way get at the end."""

PATIENCE = 2
"""Seconds that a thread beside the server gets to finish its step."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")

CONNECTIONS = 512
"""Connections that one process holds open, idle ones included; whoever makes another is told to come again (503).
Of the requests over them, fewer are under way at once (`wasl.api.limits`); live streams have a limit of their own."""

OTHER_FILES = 512
"""Files that a process has open beside its connections and streams, at most."""

BACKLOG = 2048
"""Connections that wait while the application starts."""


def serve(home: Home, host: str, port: int, workers: int = 1) -> None:
    """Serve an installation until a signal ends it. Django is set up.

    Raises Failure: not-founded, address-in-use, demo-is-local.
    """
    if home.demo and host not in LOOPBACK:
        raise Failure("demo-is-local", "A demonstration listens on this machine alone.", Code.REFUSED)
    installation.migrate()
    installation.founded(home)
    if home.demo:
        _catch_up()
    installation.remind_of_mail()
    with _listening(host, port) as listener:
        address = _address(host, listener.getsockname()[1])
        welcome = [f"Choose whom to be at {address}welcome/"] if home.demo else []
        run = _server(listener, workers)
        output.result({"address": address, "home": str(home.path)}, f"Wasl is at {address}", *welcome)
        with repeated():
            run()


def _catch_up() -> None:
    """A demo whose clock was moved goes on where its record is."""
    from wasl.demo import moving

    moving.catch_up()


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


def _server(listener: socket.socket, workers: int) -> Callable[[], None]:
    """What serves until a signal comes, be it before it began: from here on that is a clean end."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    _open_files()
    config = uvicorn.Config(
        "wasl.project.asgi:application",
        workers=workers,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        limit_concurrency=CONNECTIONS,
    )
    if workers > 1:
        return Multiprocess(config, sockets=[listener]).run
    server = uvicorn.Server(config)
    for number in (signal.SIGTERM, signal.SIGINT):
        # uvicorn raises the signal again when it is done: a clean end is no death by signal.
        signal.signal(number, server.handle_exit)
    return partial(server.run, sockets=[listener])


def _open_files() -> None:
    """Allow as many open files as connections and live streams may need; worker processes inherit it."""
    from wasl.web.live.hub import STREAMS

    needed = CONNECTIONS + STREAMS + OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    if most < needed:
        log.warning("this machine allows %s open files; all live streams together may need %s", hard, needed)


class Repeating(threading.Thread):
    """Does one thing again and again, and ends when asked to."""

    def __init__(self, name: str, work: Callable[[Callable[[], bool]], None], every: float) -> None:
        super().__init__(name=name, daemon=True)
        self._work, self._every = work, every
        self._stopped = threading.Event()

    def run(self) -> None:
        """Work until stopped; whatever goes wrong once is logged and tried again."""
        from django.db import close_old_connections

        pause = self._every
        while not self._stopped.wait(pause):
            close_old_connections()
            pause = self._every
            try:
                self._work(self._stopped.is_set)
            except Exception:
                log.exception("%s: this went wrong; it will be tried again", self.name)
                pause = EVERY
            finally:
                close_old_connections()

    def stop(self) -> None:
        """Ask it to end: after the act under way, or the step of a job, which the next start begins anew."""
        self._stopped.set()


@contextmanager
def repeated() -> Iterator[None]:
    """See to what is due, to long jobs and to the indexes of lists, each in a thread: none holds up another."""
    from wasl.checks.index import indexing
    from wasl.checks.index.following import Follower

    threads = [
        Repeating("tick", _tick, EVERY),
        Repeating("jobs", _Jobs().work_off, MOMENT),
        Repeating("lists", Follower(indexing.of_secretariat).keep_up, MOMENT),
        Repeating("lists of bureaus", Follower(indexing.of_bureaus).keep_up, MOMENT),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.stop()
        for thread in threads:
            thread.join(PATIENCE)


def _tick(_stopping: Callable[[], bool]) -> None:
    """Of all processes on a database, one at a time performs what is due."""
    from wasl.acts import deadlines, turns

    with turns.alone("tick") as alone:
        receipts: list[Any] = deadlines.tick() if alone else []
    if receipts:
        log.info("performed what was due: entries %s to %s", receipts[0].index, receipts[-1].index)


class _Jobs:
    """Works the queue off as soon as something waits, and from time to time for what a process left that died."""

    def __init__(self) -> None:
        self._looked = 0.0

    def work_off(self, stopping: Callable[[], bool]) -> None:
        from wasl.acts import jobs

        if jobs.wait() or monotonic() - self._looked >= EVERY:
            jobs.work_off(stopping)
            self._looked = monotonic()
