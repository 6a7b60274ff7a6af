"""Appending to the record: the head, the tree, the journal and the vault, inside one durable transaction."""

import errno
import fcntl
import logging
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from time import monotonic, sleep

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext_lazy as _

from wasl.acts import audience, home
from wasl.acts.act import format_instant, parse_instant
from wasl.acts.driver import Insertion
from wasl.acts.models import VaultEntry
from wasl.acts.refusals import Refused, busy, storage_full
from wasl.acts.working_set import Row, WorkingSet, rows_of, selection, working_set
from wasl.record.entry import leaf_hash
from wasl.record.tiles import new_tile_nodes
from wasl.record.tree import CompactRange, Node

log = logging.getLogger(__name__)

_thread_lock = threading.Lock()

WAIT_MAX = 10
"""Seconds a writer waits for its turn. Whatever holds the door longer, a rebuild for one, is better waited out by
sending the act again."""

READERS_MS = 250
"""Milliseconds that a tick waits for readers, and writers with it, when it empties the write-ahead log."""

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
        self.known: dict[str, VaultEntry] = {}
        """Earlier entries, by identity."""
        self.leaves: list[bytes] = []
        self.erased: set[int] = set()
        """Entries of which nothing may stay in the database's files."""
        self._entries: list[tuple[NewEntry, bytes]] = []
        self._audience: list[audience.Row] = []
        self._written = 0

    @property
    def next_index(self) -> int:
        """The index the next appended entry gets."""
        return self.before.size + len(self._entries)

    def append(self, entry: NewEntry, commitment: bytes, readers: list[audience.Row], at: datetime) -> None:
        """Take the entry into the transaction; it reaches the tables at the end."""
        self._entries.append((entry, commitment))
        self._audience += readers
        self.last_at = at

    def write(self) -> None:
        """Write journal, vault, tile roots, head and pending rows, as far as not yet written. The caller commits."""
        entries, self._written = self._entries[self._written :], len(self._entries)
        if not entries:
            return
        nodes = []
        for entry, commitment in entries:
            leaf = leaf_hash(commitment, is_open=entry.open)
            self.leaves.append(leaf)
            nodes += new_tile_nodes(self.tree.append(leaf))
        head = [self.tree.size, self.tree.to_bytes(), format_instant(self.last_at)]
        self.working.flush(self._insertions(entries, nodes), [(_NEW_HEAD, head)])

    def _insertions(self, entries: Sequence[tuple[NewEntry, bytes]], nodes: Sequence[Node]) -> list[Insertion]:
        journal = [(entry.index, commitment, entry.open) for entry, commitment in entries]
        vault = [_vault_row(entry) for entry, _commitment in entries]
        readers, self._audience = self._audience, []
        insertions: list[Insertion] = [
            ("acts_journalentry", ("index", "commitment", "open"), journal),
            ("acts_vaultentry", _VAULT_COLUMNS, vault),
            ("acts_audience", audience.COLUMNS, readers),
            ("acts_treenode", ("level", "number", "hash"), nodes),
        ]
        return [insertion for insertion in insertions if insertion[2]]


@contextmanager
def door(wanted: Sequence[Row] = (), identities: Sequence[str] = ()) -> Iterator[Door]:
    """Lock the head, give the caller the door, write what it appended and commit. Raises Refused: busy.

    The recorded rows `wanted`, and the entries that bear one of the `identities`, are read together with the head.
    After a crash at any point either all of it is there or nothing: one database transaction holds journal,
    vault, head and recorded tables. SQLite's busy timeout is unfair between processes, so there writers
    first queue for a file lock in the home.
    """
    with in_line():
        with transaction.atomic(durable=True), working_set() as working:
            questions = [(_head_query(), ()), selection(connection, VaultEntry, identities, by="identity")]
            head, known = working.load(wanted, questions)
            if not head:
                # Two processes may both find no head: the second waits here for the first, then reads its head.
                working.driver.write([], [(_FIRST_HEAD, [0, b"", BEGINNING])])
                working.held.clear()
                head, known = working.load(wanted, questions)
            ((size, edge, last_at),) = head
            opened = Door(CompactRange.from_bytes(size, bytes(edge)), parse_instant(last_at), working)
            opened.known = {row.identity: row for row in rows_of(connection, VaultEntry, known)}
            yield opened
            opened.write()
            if opened.erased:
                _owe_forgetting()
        if opened.erased:
            _forget()


@contextmanager
def locked() -> Iterator[None]:
    """A durable transaction during which nothing is appended, for whoever must not meet a half-done act."""
    with in_line(), transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute(_head_query())
        yield


_NEW_HEAD = "UPDATE acts_head SET size = %s, range = %s, last_at = %s WHERE id = 1"
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
        return storage_full()
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
    """Wait in line with this machine's other writers, where the database has no fair queue of its own (SQLite).

    One of the processes that wait is the next, and nobody overtakes it, not even whoever just left; which one becomes
    the next is chance. Raises Refused: busy, when the turn does not come within `WAIT_MAX`. PostgreSQL has the same
    limit, set for each connection.
    """
    if connection.vendor != "sqlite":
        yield
        return
    give_up = monotonic() + WAIT_MAX
    if not _thread_lock.acquire(timeout=WAIT_MAX):
        raise busy()
    try:
        following, inside = (_lock_descriptor(settings.WASL_HOME.path / name) for name in ("lock.next", "lock"))
        _lock_file(following, give_up, every=0.001)
        try:
            _lock_file(inside, give_up, every=0.0002)
        finally:
            fcntl.flock(following, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(inside, fcntl.LOCK_UN)
    finally:
        _thread_lock.release()


def _lock_file(descriptor: int, give_up: float, every: float) -> None:
    """Ask again after `every` so many seconds: a wait in the kernel could not be given up. Raises Refused: busy."""
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if monotonic() > give_up:
                raise busy() from error
            sleep(every)
        else:
            return


_descriptors: dict[tuple[int, Path], int] = {}


def _lock_descriptor(path: Path) -> int:
    """One open file a process: a descriptor inherited by a child would share the parent's lock."""
    place = (os.getpid(), path)
    if place not in _descriptors:
        _descriptors[place] = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    return _descriptors[place]


def _mark() -> Path:
    """Lies in the home while something erased may still be in SQLite's write-ahead log."""
    return Path(settings.WASL_HOME.path, "forget")


def _owe_forgetting() -> None:
    """Leave the mark before the erasure is committed: a crash right after that must not forget it.

    Raises Refused: storage-full and the like, when it cannot be left.
    """
    if connection.vendor == "sqlite":
        try:
            _mark().touch(0o600)
            home.sync_folder(_mark().parent)
        except OSError as error:
            raise not_written(error) from error


def forget_old_pages() -> None:
    """Empty the write-ahead log after an erasure, where a reader delayed it: called at every tick.

    Raises Refused: busy.
    """
    if connection.vendor == "sqlite" and _mark().exists():
        with in_line():
            _forget(READERS_MS)


def _forget(patience: int = 0) -> None:
    """Bring the write-ahead log into the database and empty it: `secure_delete` overwrites pages of that alone.

    SQLite keeps every writer out while it waits for readers, so it waits `patience` milliseconds and no more. Called
    in line, where nobody else leaves a mark. Raises nothing, because the erasure is committed: the mark stays, and
    the next tick tries again.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    try:
        with connection.cursor() as cursor:
            (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
            try:
                is_busy, *_pages = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {usual}")
        if not is_busy:
            _mark().unlink(missing_ok=True)
    except (OperationalError, OSError) as error:
        log.warning("what was erased may still lie in the write-ahead log; the next tick tries again: %s", error)
