"""Where events lie: for an hour, or the last ten thousand, so that whoever was cut off misses nothing.

They are derived: nothing is lost with them but that pages reload their parts once. So they are in no backup and no
migration, and the door never waits for them. SQLite keeps them in `live.sqlite3` in the home, away from the lock of
the record's database; PostgreSQL in two unlogged tables, in a schema of their own.

The sequence begins at the machine's time. One that is begun anew, after a crash of PostgreSQL or a restoration, is
therefore beyond every number that was ever given.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, transaction

from wasl.web.live.events import Draft, Event

HOUR, MOST = 3600.0, 10_000
"""Seconds, and how many: events beyond either go."""

CONTROLS = 20 * 60.0
"""Seconds that nothing makes a control go: longer than any token lives."""

PRUNED_EVERY = 64
"""Events are pruned when one has a number that this divides."""

CHANNEL = "wasl_live"


@dataclass(frozen=True, slots=True)
class State:
    """The sequence: where it began, what was given last, and after which number everything is still there."""

    beginning: int
    newest: int
    pruned: int


class Store(Protocol):
    """The events of an installation, shared by its processes. Every method raises the database's errors."""

    def append(self, drafts: Sequence[Draft]) -> int:
        """Number the events, in the order of the list and of all processes' transactions; the newest number."""
        ...

    def read(self, after: int, limit: int) -> list[Event]:
        """The events above a number, from the oldest up."""
        ...

    def controls(self) -> list[Event]:
        """The controls that may still matter to a token."""
        ...

    def state(self) -> State:
        """The sequence as it is now."""
        ...


def _beginning() -> int:
    """Thousandths of a second: nobody gives more numbers than that for long."""
    return int(time.time() * 1000)


class SQLiteStore:
    """A file of its own. Each thread has a connection."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    @property
    def _connection(self) -> sqlite3.Connection:
        kept: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if kept is None or not self._path.exists():
            kept = self._local.connection = self._opened()
        return kept

    def _opened(self) -> sqlite3.Connection:
        opened = sqlite3.connect(self._path, timeout=5, isolation_level=None)
        opened.executescript(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            PRAGMA secure_delete = ON;
            CREATE TABLE IF NOT EXISTS sequence
              (id INTEGER PRIMARY KEY CHECK (id = 1), beginning INTEGER NOT NULL, newest INTEGER NOT NULL,
               pruned INTEGER NOT NULL);
            CREATE TABLE IF NOT EXISTS event
              (number INTEGER PRIMARY KEY, at REAL NOT NULL, control INTEGER NOT NULL, content TEXT NOT NULL);
            """
        )
        beginning = _beginning()
        opened.execute("INSERT OR IGNORE INTO sequence VALUES (1, ?1, ?1, ?1)", (beginning,))
        return opened

    def append(self, drafts: Sequence[Draft]) -> int:
        """Number and keep them."""
        store = self._connection
        store.execute("BEGIN IMMEDIATE")
        try:
            given = "UPDATE sequence SET newest = newest + ? RETURNING newest"
            (newest,) = store.execute(given, (len(drafts),)).fetchall()[0]
            store.executemany("INSERT INTO event VALUES (?, ?, ?, ?)", _rows(drafts, newest))
            if _prunes(drafts, newest):
                for statement, values in _pruning("", newest, drafts[-1].at):
                    store.execute(statement.replace("%s", "?"), values)
            store.execute("COMMIT")
        except BaseException:
            store.execute("ROLLBACK")
            raise
        return int(newest)

    def read(self, after: int, limit: int) -> list[Event]:
        """Those above a number."""
        query = "SELECT number, at, content FROM event WHERE number > ? ORDER BY number LIMIT ?"
        return [Event.read(*row) for row in self._connection.execute(query, (after, limit))]

    def controls(self) -> list[Event]:
        """The recent ones."""
        query = "SELECT number, at, content FROM event WHERE control AND at > ? ORDER BY number"
        return [Event.read(*row) for row in self._connection.execute(query, (time.time() - CONTROLS,))]

    def state(self) -> State:
        """The sequence."""
        return State(*self._connection.execute("SELECT beginning, newest, pruned FROM sequence").fetchone())

    def version(self) -> int:
        """Changes whenever another connection wrote."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])


class PostgreSQLStore:
    """Two unlogged tables, made when they are needed."""

    def __init__(self) -> None:
        self._there = False

    @contextmanager
    def _tables(self) -> Iterator[Any]:
        with transaction.atomic(), connection.cursor() as cursor:
            if not self._there:
                self._make(cursor)
            yield cursor
        self._there = True

    def _make(self, cursor: Any) -> None:
        cursor.execute("SELECT to_regclass('wasl_live.event')")
        if cursor.fetchone()[0] is None:
            cursor.execute(
                """
                SELECT pg_advisory_xact_lock(hashtext('wasl_live'));
                CREATE SCHEMA IF NOT EXISTS wasl_live;
                CREATE UNLOGGED TABLE IF NOT EXISTS wasl_live.sequence
                  (id smallint PRIMARY KEY CHECK (id = 1), beginning bigint NOT NULL, newest bigint NOT NULL,
                   pruned bigint NOT NULL);
                CREATE UNLOGGED TABLE IF NOT EXISTS wasl_live.event
                  (number bigint PRIMARY KEY, at double precision NOT NULL, control boolean NOT NULL,
                   content text NOT NULL);
                """
            )
        self._begin(cursor)

    def _begin(self, cursor: Any) -> None:
        beginning = _beginning()
        cursor.execute("INSERT INTO wasl_live.sequence VALUES (1, %s, %s, %s) ON CONFLICT DO NOTHING", [beginning] * 3)

    def append(self, drafts: Sequence[Draft]) -> int:
        """Number and keep them, and tell the other processes: the row's lock is held until all of it is there."""
        with self._tables() as cursor:
            given = "UPDATE wasl_live.sequence SET newest = newest + %s RETURNING newest"
            cursor.execute(given, [len(drafts)])
            if (row := cursor.fetchone()) is None:  # PostgreSQL crashed, and emptied what is not logged
                self._begin(cursor)
                cursor.execute(given, [len(drafts)])
                row = cursor.fetchone()
            newest = int(row[0])
            cursor.executemany("INSERT INTO wasl_live.event VALUES (%s, %s, %s, %s)", _rows(drafts, newest))
            if _prunes(drafts, newest):
                for statement, values in _pruning("wasl_live.", newest, drafts[-1].at):
                    cursor.execute(statement, values)
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(newest)])
        return newest

    def read(self, after: int, limit: int) -> list[Event]:
        """Those above a number."""
        query = "SELECT number, at, content FROM wasl_live.event WHERE number > %s ORDER BY number LIMIT %s"
        return self._events(query, [after, limit])

    def controls(self) -> list[Event]:
        """The recent ones."""
        query = "SELECT number, at, content FROM wasl_live.event WHERE control AND at > %s ORDER BY number"
        return self._events(query, [time.time() - CONTROLS])

    def _events(self, query: str, values: list[Any]) -> list[Event]:
        with self._tables() as cursor:
            cursor.execute(query, values)
            return [Event.read(*row) for row in cursor.fetchall()]

    def state(self) -> State:
        """The sequence."""
        with self._tables() as cursor:
            query = "SELECT beginning, newest, pruned FROM wasl_live.sequence"
            cursor.execute(query)
            if (row := cursor.fetchone()) is None:
                self._begin(cursor)
                cursor.execute(query)
                row = cursor.fetchone()
            return State(*row)


def _rows(drafts: Sequence[Draft], newest: int) -> list[tuple[int, float, bool, str]]:
    first = newest - len(drafts) + 1
    return [(number, each.at, each.control, each.as_text()) for number, each in enumerate(drafts, first)]


def _prunes(drafts: Sequence[Draft], newest: int) -> bool:
    return newest % PRUNED_EVERY < len(drafts)


def _pruning(schema: str, newest: int, now: float) -> list[tuple[str, list[Any]]]:
    """Statements with %s for each value: what is too old, or too far back, goes; controls while they matter stay."""
    older = f"SELECT max(number) FROM {schema}event WHERE at < %s"  # noqa: S608 (the schema is ours)
    bound = f"UPDATE {schema}sequence SET pruned = %s WHERE pruned < %s"  # noqa: S608
    aged = f"UPDATE {schema}sequence SET pruned = ({older}) WHERE pruned < ({older})"  # noqa: S608
    gone = (
        f"DELETE FROM {schema}event WHERE number <= (SELECT pruned FROM {schema}sequence)"  # noqa: S608
        " AND (NOT control OR at < %s)"
    )
    hour = now - HOUR
    return [(bound, [newest - MOST] * 2), (aged, [hour, hour]), (gone, [now - CONTROLS])]


@cache
def store() -> Store:
    """The store of this installation."""
    if connection.vendor == "postgresql":
        return PostgreSQLStore()
    return SQLiteStore(settings.WASL_HOME.path / "live.sqlite3")
