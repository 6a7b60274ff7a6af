"""A second place for the recorded tables, for the time of a rebuild or a reading under one snapshot.

Code that reads and writes tables does not know where it works: the router sends it to the database in force.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.utils import load_backend

from wasl.acts import disk
from wasl.acts.models import Blob, TreeNode, VaultEntry, recorded_models

_in_force: ContextVar[str | None] = ContextVar("wasl_database", default=None)


class Router:
    """Django's database router: everything goes to the database in force."""

    def db_for_read(self, model: type[models.Model], **_hints: Any) -> str | None:
        """The alias to read from."""
        del model
        return _in_force.get()

    def db_for_write(self, model: type[models.Model], **_hints: Any) -> str | None:
        """The alias to write to."""
        del model
        return _in_force.get()


@contextmanager
def using(alias: str) -> Iterator[None]:
    """Within the block, tables are those of the database `alias`."""
    token = _in_force.set(alias)
    try:
        yield
    finally:
        _in_force.reset(token)


@contextmanager
def database(alias: str, described: dict[str, Any]) -> Iterator[str]:
    """One more database for this thread, for the time of the block."""
    backend = load_backend(described["ENGINE"])
    connections[alias] = backend.DatabaseWrapper(described, alias)
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]


@contextmanager
def snapshot() -> Iterator[str]:
    """Within the block, tables are read in one state, whatever others append; holds up nobody. Yields the alias.

    Where a transaction is open already, the state is that transaction's.
    """
    if connection.in_atomic_block:
        with using(DEFAULT_DB_ALIAS):
            yield DEFAULT_DB_ALIAS
        return
    options = dict(connection.settings_dict["OPTIONS"])
    if connection.vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"
    else:
        from psycopg import IsolationLevel

        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    described = connection.settings_dict | {"OPTIONS": options}
    with database("snapshot", described) as alias, transaction.atomic(using=alias), using(alias):
        yield alias


@contextmanager
def scratch_tables(alias: str = "scratch") -> Iterator[str]:
    """The tables a replay writes, empty, in a temporary SQLite database; yields its alias.

    Its file has no name once it is open, so that nothing is left of it, however the process ends.
    """
    descriptor, name = tempfile.mkstemp(prefix="rebuild-", dir=settings.WASL_HOME.path)
    os.close(descriptor)
    described = connections["default"].settings_dict | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {"init_command": "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF"},
    }
    with database(alias, described):
        try:
            connections[alias].ensure_connection()
        finally:
            Path(name).unlink()
        with connections[alias].schema_editor() as editor:
            for model in _tables():
                editor.create_model(model)
        yield alias


def _tables() -> list[type[models.Model]]:
    return [*recorded_models(), TreeNode, VaultEntry, Blob]


def leave_room() -> None:
    """See that the scratch tables, once filled, leave the record the room it needs to grow.

    Raises Refused: storage-full.
    """
    disk.leave_room(settings.WASL_HOME.path, _size())


def _size() -> int:
    """Bytes that a copy of the tables takes at most: on SQLite, which does not count by table, those of all."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        else:
            summed = "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) AS name"
            names = [connection.ops.quote_name(model._meta.db_table) for model in _tables()]
            cursor.execute(summed, [names])
        return int(cursor.fetchone()[0])
