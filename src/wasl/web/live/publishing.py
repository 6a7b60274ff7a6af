"""Telling pages that something happened. Whoever tells waits for nothing, and nothing it did is undone by it.

What is told goes out once it is durable: at once, or when the transaction that is open now is committed. A thread
of its own numbers and keeps the events, some at a time; it wakes the streams of this process, and the database
those of the others. Where it fails, that is logged, and pages hear of it when they are opened anew.
"""

import atexit
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import NamedTuple

from django.db import connection, transaction

from wasl.web.live.events import BYE, FORGET, Draft, Fragment, Shown
from wasl.web.live.store import store
from wasl.web.live.tokens import session_owner

log = logging.getLogger(__name__)

PACE = 0.02
"""Seconds between two transactions of the thread, so that in a rush they hold many events each."""

LINGER = 0.3
"""Seconds without an event after which its connection to the database is closed."""

TOGETHER = 500
"""Events of one transaction."""

LAST_WORDS = 2.0
"""Seconds that a process which ends waits for what it told."""


def publish(topic: str, audience: str, fragment: Fragment, *, settle: float = 0.0) -> None:
    """Tell the pages that follow a topic, as far as they are open to readers in the audience.

    Audiences are `public`, `party:MA`, `right:officers.manage`, `account:7`. With `settle`, the fragment goes out so
    many seconds later, and of several for the same topic and template in the meantime the last one alone.
    """
    publish_each(topic, [(audience, fragment)], settle=settle)


def publish_each(topic: str, shown: Sequence[Shown], *, settle: float = 0.0) -> None:
    """One event that readers see differently: each gets the first fragment whose audience they belong to."""
    if topic and shown:
        _tell(Draft(time.time(), topic, tuple(shown)), settle)


def hang_up(*, account: int | None = None, session: str | None = None, party: str | None = None) -> None:
    """End the open streams of an account, of a session (by its key), of a party, and their tokens with them.

    Call it when a session ends, an account is closed, or a mandate ends: whoever may still listen comes back with a
    new token, for which the visitor's rights are asked for anew.
    """
    owners = [f"account:{account}"] if account is not None else []
    owners += [session_owner(session)] if session else []
    owners += [f"party:{party}"] if party else []
    if owners:
        _tell(Draft(time.time(), "", tuple((owner, Fragment(BYE)) for owner in owners)))


def forget() -> None:
    """Drop whatever is rendered and kept in memory: something of it was erased."""
    _tell(Draft(time.time(), "", (("", Fragment(FORGET)),)))


def _tell(draft: Draft, settle: float = 0.0) -> None:
    try:
        draft.as_text()
    except (TypeError, ValueError):
        log.exception("an event on %s cannot be kept", draft.topic or "no topic")
        return
    transaction.on_commit(lambda: publisher.put(draft, settle), robust=True)


class _Waiting(NamedTuple):
    draft: Draft
    settle: float


class Publisher:
    """The thread that writes events down; it starts with the first of them."""

    def __init__(self) -> None:
        self.heard: list[Callable[[], None]] = []
        """Called after each transaction: whoever follows the events in this process."""
        self._queue: SimpleQueue[_Waiting | threading.Event] = SimpleQueue()
        self._later: dict[tuple[str, str], tuple[float, Draft]] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def put(self, draft: Draft, settle: float = 0.0) -> None:
        """Take an event over."""
        self._queue.put(_Waiting(draft, settle))
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="live-publisher", daemon=True)
                    self._thread.start()
                    atexit.register(self.flush)

    def flush(self, seconds: float = LAST_WORDS) -> bool:
        """Write down now what was told until now, settled or not; whether that was done in time."""
        if self._thread is None:
            return True
        done = threading.Event()
        self._queue.put(done)
        return done.wait(seconds)

    def _run(self) -> None:
        while True:
            drafts, asked = self._gathered()
            if drafts:
                self._write(drafts)
            for done in asked:
                done.set()
            time.sleep(PACE)

    def _gathered(self) -> tuple[list[Draft], list[threading.Event]]:
        """Wait for something to do, and take all there is of it."""
        drafts: list[Draft] = []
        asked: list[threading.Event] = []
        found = self._next()
        while found is not None:
            if isinstance(found, threading.Event):
                asked.append(found)
            elif found.settle:
                key = (found.draft.topic, found.draft.shown[0][1].template)
                due = self._later[key][0] if key in self._later else time.monotonic() + found.settle
                self._later[key] = (due, found.draft)
            else:
                drafts.append(found.draft)
            found = None if len(drafts) >= TOGETHER or self._queue.empty() else self._queue.get()
        now = time.monotonic()
        for key, (due, draft) in list(self._later.items()):
            if asked or due <= now:
                drafts.append(replace(draft, at=time.time()))
                del self._later[key]
        return drafts, asked

    def _next(self) -> _Waiting | threading.Event | None:
        """The next of the queue; None when something settled."""
        due = min((due for due, _draft in self._later.values()), default=None)
        wait = None if due is None else max(0.0, due - time.monotonic())
        try:
            return self._queue.get(timeout=LINGER if wait is None else min(wait, LINGER))
        except Empty:
            connection.close()
        if wait is not None and wait <= LINGER:
            return None
        try:
            return self._queue.get(timeout=None if wait is None else wait - LINGER)
        except Empty:
            return None

    def _write(self, drafts: list[Draft]) -> None:
        try:
            store().append(drafts)
        except Exception as error:  # noqa: BLE001 (whatever it is, what was told of stays done)
            log.warning("pages were not told of %s events: %s: %s", len(drafts), type(error).__name__, error)
            connection.close()
            return
        for each in self.heard:
            each()


publisher = Publisher()
"""This process's."""

flush = publisher.flush
