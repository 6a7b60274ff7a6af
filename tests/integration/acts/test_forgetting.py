"""What was erased is not left lying in the database's files."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from tests.world import World
from wasl.acts import clock, deadlines, queries
from wasl.acts.models import Audience, Head, VaultEntry

NAME = "SPECIMEN Unforgettable"


@pytest.mark.django_db(transaction=True)
def test_an_erased_name_and_salt_are_in_no_file() -> None:
    _only_on_sqlite()
    world = World(("MA",))
    officer = world.register_officer("MA", NAME)
    kept = queries.kept(officer)
    assert kept is not None
    salt = kept.opened.salt
    assert _is_somewhere()

    world.erase("MA", officer)

    assert Head.objects.get().size > officer
    assert not any(NAME.encode() in content or salt in content for content in _contents())


@pytest.mark.django_db(transaction=True)
def test_beside_a_reader_nobody_waits_and_a_tick_does_it_later() -> None:
    """The reader is the daily check, or a backup: it may be at work for minutes."""
    _only_on_sqlite()
    world = World(("MA",))
    officer = world.register_officer("MA", NAME)
    with _snapshot():
        began = time.monotonic()
        world.erase("MA", officer)
        world.register_officer("MA", "SPECIMEN Other")
        assert time.monotonic() - began < 10
        _tick(world.now)
        assert time.monotonic() - began < 20
        assert _is_somewhere()

    _tick(world.now)

    assert not _is_somewhere()
    assert not _mark().exists()


@pytest.mark.django_db(transaction=True)
def test_an_erasure_that_the_process_did_not_outlive_is_finished_by_a_tick() -> None:
    """It ended right after the commit: the mark was there before."""
    _only_on_sqlite()
    world = World(("MA",))
    officer = world.register_officer("MA", NAME)

    with connection.execute_wrapper(_raising(SystemExit)), pytest.raises(SystemExit):
        world.erase("MA", officer)

    assert _is_somewhere()

    _tick(world.now)

    assert not _is_somewhere()


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_forgotten_yet_is_erased_all_the_same(caplog: pytest.LogCaptureFixture) -> None:
    """The erasure is in the record: whoever asked for it hears so, whatever happens to the write-ahead log."""
    _only_on_sqlite()
    world = World(("MA",))
    officer = world.register_officer("MA", NAME)

    with connection.execute_wrapper(_raising(OperationalError)):
        receipt = world.erase("MA", officer)

    assert receipt.index == Head.objects.get().size - 1
    assert _mark().exists()
    assert "write-ahead log" in caplog.text
    _tick(world.now)
    assert not _is_somewhere()


def test_neither_its_kind_nor_its_author_nor_its_readers_stay(world: World) -> None:
    """What there is to know of it is known to those who may read the erasure."""
    officer = world.register_officer("MA", NAME)
    erasure = world.erase("MA", officer).index

    row = VaultEntry.objects.get(pk=officer)
    assert (row.kind, row.party, row.erased_by) == ("", "", erasure)
    assert not Audience.objects.filter(entry=officer).exists()
    assert queries.readable(erasure, "secretariat") is not None


def _only_on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps dead rows until it is vacuumed: the operator's guide says so")


def _tick(now: datetime) -> None:
    with clock.held_at(now):
        deadlines.tick()


def _raising(error: type[BaseException]) -> Any:
    """The write-ahead log cannot be emptied."""

    def execute(run: Any, sql: str, *rest: Any) -> Any:
        if "wal_checkpoint" in sql:
            raise error
        return run(sql, *rest)

    return execute


@contextmanager
def _snapshot() -> Iterator[None]:
    """Somebody reads the database as it is now."""
    with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT size FROM acts_head").fetchone()
        yield


def _mark() -> Path:
    return Path(settings.WASL_HOME.path, "forget")


def _is_somewhere() -> bool:
    return any(NAME.encode() in content for content in _contents())


def _contents() -> list[bytes]:
    database = Path(str(settings.DATABASES["default"]["NAME"]))
    return [path.read_bytes() for path in database.parent.glob(f"{database.name}*")]
