"""Whoever waits for the door gives up in bounded time, and may send the same again."""

import fcntl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from tests.world import World, checksums
from wasl.acts import journal
from wasl.acts.models import Head
from wasl.acts.refusals import Refused
from wasl.members.acts import RegisterOfficer

SOON = 0.3

GREEDY = """
import sys, time
from pathlib import Path
import django
django.setup()
from wasl.acts import journal
with Path(sys.argv[1]).open("ab", 0) as entered:
    while True:
        with journal.in_line():
            entered.write(b".")
            time.sleep(0.02)
"""
"""A process that is at the door again as soon as it left it."""


@contextmanager
def _held_by_a_thread() -> Iterator[None]:
    """Another thread is inside the door."""
    inside, leave = Event(), Event()

    def hold() -> None:
        try:
            with journal.in_line(), transaction.atomic():
                Head.objects.select_for_update().get()
                inside.set()
                leave.wait(30)
        finally:
            connections.close_all()

    thread = Thread(target=hold)
    thread.start()
    assert inside.wait(10)
    try:
        yield
    finally:
        leave.set()
        thread.join()


@contextmanager
def _held_by_a_process() -> Iterator[None]:
    """Another process on this machine holds the file that writers queue for."""
    with (settings.WASL_HOME.path / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("held", [_held_by_a_thread, _held_by_a_process])
def test_who_waits_too_long_is_told_that_the_record_is_busy(
    monkeypatch: pytest.MonkeyPatch, held: Callable[[], AbstractContextManager[None]]
) -> None:
    if connection.vendor != "sqlite" and held is _held_by_a_process:
        pytest.skip("PostgreSQL has its own queue")
    world = World()
    source, before = world.signed(RegisterOfficer(name="SPECIMEN Officer"), "MA"), checksums()
    _wait_for_seconds(SOON, monkeypatch)

    with held(), pytest.raises(Refused) as refusal:
        world.hand_in(source)

    assert (refusal.value.code, refusal.value.status) == ("busy", 503)
    assert checksums() == before
    assert world.hand_in(source).index == Head.objects.get().size - 1


def _wait_for_seconds(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "WAIT_MAX", seconds)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("10s",)
            cursor.execute(f"SET lock_timeout = '{int(seconds * 1000)}ms'")


def test_who_just_left_overtakes_nobody_who_waits(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has its own queue")
    entered = tmp_path / "entered"
    entered.touch()
    with subprocess.Popen([sys.executable, "-c", GREEDY, entered]) as greedy:
        try:
            while not entered.stat().st_size:
                assert greedy.poll() is None
            for _turn in range(20):
                before = entered.stat().st_size
                with journal.in_line():
                    assert entered.stat().st_size - before <= 1
        finally:
            greedy.kill()
