"""Appending to the record: the head, the tree, the journal and the vault, inside one durable transaction."""

import errno
import fcntl
import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from wasl.acts.act import format_instant, parse_instant
from wasl.acts.refusals import Refused, busy
from wasl.acts.working_set import WorkingSet, insert, working_set
from wasl.record.entry import leaf_hash
from wasl.record.tiles import new_tile_nodes
from wasl.record.tree import CompactRange

log = logging.getLogger(__name__)

_thread_lock = threading.Lock()

BEGINNING = "0001-01-01T00:00:00.000000Z"


@dataclass(slots=True)
class NewEntry:
    """An accepted act on its way into the vault."""

    index: int
    identity: str
    kind: str
    party: str
    open: bool
    envelope: bytes
    decided: bytes
    salt: bytes


_VAULT_COLUMNS = ("index", "identity", "kind", "party", "open", "envelope", "decided", "salt")
_vault_row = attrgetter(*_VAULT_COLUMNS)


class Door:
    """The open transaction: the head it locked, and what it will append."""

    def __init__(self, tree: CompactRange, last_at: datetime, working: WorkingSet) -> None:
        self.before = tree.copy()
        self.tree = tree
        self.last_at = last_at
        self.working = working
        self.leaves: list[bytes] = []
        self._entries: list[tuple[NewEntry, bytes]] = []
        self._written = 0

    @property
    def next_index(self) -> int:
        """The index the next appended entry gets."""
        return self.before.size + len(self._entries)

    def append(self, entry: NewEntry, commitment: bytes, at: datetime) -> None:
        """Take the entry into the transaction; it reaches the tables at the end."""
        self._entries.append((entry, commitment))
        self.last_at = at

    def write(self) -> None:
        """Write journal, vault, tile roots and head, for what is not yet written. The caller commits."""
        entries, self._written = self._entries[self._written :], len(self._entries)
        if not entries:
            return
        nodes = []
        for _entry, commitment in entries:
            leaf = leaf_hash(commitment)
            self.leaves.append(leaf)
            nodes += new_tile_nodes(self.tree.append(leaf))
        cursor = self.working.cursor
        with self.working.bare():
            insert(
                cursor,
                "acts_journalentry",
                ("index", "commitment"),
                [(entry.index, commitment) for entry, commitment in entries],
            )
            insert(cursor, "acts_vaultentry", _VAULT_COLUMNS, [_vault_row(entry) for entry, _commitment in entries])
            if nodes:
                insert(cursor, "acts_treenode", ("level", "number", "hash"), nodes)
            cursor.execute(
                "UPDATE acts_head SET size = %s, range = %s, last_at = %s WHERE id = 1",
                [self.tree.size, self.tree.to_bytes(), format_instant(self.last_at)],
            )


@contextmanager
def door() -> Iterator[Door]:
    """Lock the head, give the caller the door, write what it appended and commit.

    After a crash at any point either all of it is there or nothing: one database transaction holds journal,
    vault, head and recorded tables. SQLite's busy timeout is unfair between processes, so there writers
    first queue for a file lock in the home.
    """
    with in_line(), transaction.atomic(durable=True), working_set() as working:
        cursor = working.cursor
        with working.bare():
            cursor.execute(_head_query())
            row = cursor.fetchone()
            if row is None:
                # Two processes may both find no head: the second waits here for the first, then reads its head.
                cursor.execute(_FIRST_HEAD, [0, b"", BEGINNING])
                cursor.execute(_head_query())
                row = cursor.fetchone()
        size, edge, last_at = row
        opened = Door(CompactRange.from_bytes(size, bytes(edge)), parse_instant(last_at), working)
        yield opened
        opened.write()


@contextmanager
def locked() -> Iterator[None]:
    """A durable transaction during which nothing is appended, for whoever must not meet a half-done act."""
    with in_line(), transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute(_head_query())
        yield


_FIRST_HEAD = "INSERT INTO acts_head (id, size, range, last_at) VALUES (1, %s, %s, %s) ON CONFLICT (id) DO NOTHING"

_FULL_SQLITE, _FULL_POSTGRES = sqlite3.SQLITE_FULL, "53100"
_FAILED_SQLITE, _FAILED_POSTGRES = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN), "58030"
_BUSY_SQLITE, _BUSY_POSTGRES = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED), ("40", "55")


def not_written(error: BaseException) -> Refused:
    """What a failing database, or file system, means for whoever sent something: it is safe to send it again.

    The transaction was rolled back; only when the connection broke during the commit does nobody here know. The
    same act sent again is then accepted, or its first receipt is given.
    """
    cause = error.__cause__ or error
    log.error("nothing could be written: %s: %s", type(cause).__name__, cause)
    sqlite, postgres = getattr(cause, "sqlite_errorcode", 0) & 0xFF, getattr(cause, "sqlstate", None) or ""
    if sqlite == _FULL_SQLITE or postgres == _FULL_POSTGRES or out_of_space(cause):
        return Refused("storage-full", _("The installation has no space left. Nothing was changed."), status=507)
    if sqlite in _FAILED_SQLITE or postgres == _FAILED_POSTGRES:
        return Refused(
            "storage-failed", _("The installation cannot write to its disk. Send the same again later."), status=503
        )
    if sqlite in _BUSY_SQLITE or postgres.startswith(_BUSY_POSTGRES):
        return busy()
    return Refused(
        "database-unreachable", _("The database of the record does not answer. Send the same again."), status=503
    )


def out_of_space(error: BaseException) -> bool:
    """Whether a file could not be written because the disk, or somebody's share of it, is full."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def _head_query() -> str:
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    return f"SELECT size, range, last_at FROM acts_head WHERE id = 1{lock}"  # noqa: S608


@contextmanager
def in_line() -> Iterator[None]:
    """Wait in line with this machine's other writers, where the database has no fair queue of its own (SQLite)."""
    if connection.vendor != "sqlite":
        yield
        return
    with _thread_lock:
        descriptor = _lock_descriptor(settings.WASL_HOME.path)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)


_descriptors: dict[tuple[int, Path], int] = {}


def _lock_descriptor(home: Path) -> int:
    """One open file a process: a descriptor inherited by a child would share the parent's lock."""
    place = (os.getpid(), home)
    if place not in _descriptors:
        _descriptors[place] = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    return _descriptors[place]


def forget_old_pages() -> None:
    """After an erasure on SQLite: bring the write-ahead log into the database and empty it.

    `secure_delete` overwrites pages of the database alone. A reader at work may delay it until the next time.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
