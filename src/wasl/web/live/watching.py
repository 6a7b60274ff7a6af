"""Hearing of events that other processes told: PostgreSQL says so; of SQLite's file one asks again and again."""

import asyncio
import logging
import random
import sqlite3
import threading
from collections.abc import Callable

import psycopg
from django.db import connection

from wasl.web.live.store import CHANNEL, SQLiteStore, store

log = logging.getLogger(__name__)

EVERY = 0.05
"""Seconds between two looks at SQLite's file."""

SILENCE = 20.0
"""Seconds without a notification after which PostgreSQL is asked whether it is there, and the events are read."""

PAUSE = 1.0
"""Seconds, or up to twice as many, before it is called again."""

Wake = Callable[[], None]


async def watch(wake: Wake) -> None:
    """Call `wake` in this event loop whenever there may be new events, for ever."""
    found = store()
    if isinstance(found, SQLiteStore):
        await _watch_file(found, wake)
    else:
        await _listen(wake)


async def _watch_file(found: SQLiteStore, wake: Wake) -> None:
    """A thread of its own looks, so that a slow disk holds up no stream."""
    loop, ended = asyncio.get_running_loop(), threading.Event()

    def look() -> None:
        seen = None
        while not ended.wait(EVERY):
            try:
                version = found.version()
            except sqlite3.Error as error:
                log.warning("the events cannot be looked at: %s", error)
                ended.wait(PAUSE)
                continue
            if version != seen:
                seen = version
                try:
                    loop.call_soon_threadsafe(wake)
                except RuntimeError:  # the loop is closed
                    return

    threading.Thread(target=look, name="live-watch", daemon=True).start()
    try:
        await asyncio.Event().wait()
    finally:
        ended.set()


async def _listen(wake: Wake) -> None:
    """A connection of its own, over which numbers alone come; what they are of is read from the tables."""
    while True:
        try:
            await _listen_once(wake)
        except psycopg.Error as error:
            log.warning("PostgreSQL does not tell of events; it will be called again: %s", error)
        wake()
        await asyncio.sleep(PAUSE * (1 + random.random()))  # noqa: S311 (spreads load)


async def _listen_once(wake: Wake) -> None:
    ours = ("cursor_factory", "context")
    parameters = {name: value for name, value in connection.get_connection_params().items() if name not in ours}
    async with await psycopg.AsyncConnection.connect(**parameters, autocommit=True) as session:
        await session.execute(f"LISTEN {CHANNEL}".encode())
        wake()
        while True:
            async for _notification in session.notifies(timeout=SILENCE):
                wake()
            wake()
            await session.execute("SELECT 1")
