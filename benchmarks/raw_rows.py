"""The reference for acts: the bare driver inserting the same bytes, one row a commit, as durable as the door."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

import psycopg
from django.conf import settings

from benchmarks.measuring import rate

NAMES = {
    "SQLite": "sqlite3, one row of the same bytes a commit, WAL, synchronous FULL",
    "PostgreSQL": "psycopg, one row of the same bytes a commit",
}

Row = tuple[bytes, bytes, bytes]
"""Envelope, what was decided, salt."""


class RawRows:
    """A table of three columns and a key, on the disk or server where the installation's own tables are."""

    def __init__(self, connection: Any, statement: str, rows: Sequence[Row]) -> None:
        self._connection, self._statement, self._rows = connection, statement, rows
        self._keys = count()

    def rate(self, inserts: int) -> float:
        """Rows a second."""

        def insert_all() -> None:
            for number in range(inserts):
                row = self._rows[number % len(self._rows)]
                self._connection.execute(self._statement, (next(self._keys), *row))

        return rate(inserts, insert_all)


@contextmanager
def raw_rows(database: str, rows: Sequence[Row]) -> Iterator[RawRows]:
    """Open the reference on `SQLite` or `PostgreSQL`."""
    if database == "SQLite":
        connection: Any = sqlite3.connect(settings.WASL_HOME.path / "raw.sqlite3", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        kind, place = "BLOB", "?"
    else:
        connection = psycopg.connect(settings.WASL_HOME.database, autocommit=True)
        kind, place = "BYTEA", "%s"
    connection.execute(f"CREATE TABLE raw (number BIGINT PRIMARY KEY, envelope {kind}, decided {kind}, salt {kind})")
    try:
        yield RawRows(connection, f"INSERT INTO raw VALUES ({place}, {place}, {place}, {place})", rows)
    finally:
        connection.close()
