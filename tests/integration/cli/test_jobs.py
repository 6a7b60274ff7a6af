"""Long jobs beside a server that runs, is ended and starts again; and with `wasl tick`, where none does."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.integration.cli.conftest import Founded, Shell

HERE = {"PYTHONPATH": str(Path(__file__).parents[3])}
"""Lets the command find jobs that exist for tests."""

QUEUE = """
from wasl.cli import installation
installation.opened(None)
from tests.integration.acts import long_jobs
from wasl.acts import jobs
jobs.start(getattr(long_jobs, {name!r}), "A long job", "MA", *{arguments!r})
"""
SERVE = """
from wasl.cli import serving
from wasl.cli.commands import app
serving.EVERY = 0.1
app(["serve", "--port", "0"])
"""


@pytest.fixture
def own(founded: Founded, shell: Shell) -> Shell:
    """An installation that no other test shares; it checked its tables already."""
    mine = founded.copied(shell.folder)
    mine("tick")
    return mine


def _queue(shell: Shell, name: str, *arguments: Any) -> None:
    command = [sys.executable, "-c", QUEUE.format(name=name, arguments=arguments)]
    subprocess.run(command, cwd=shell.folder, env=shell.environment(**HERE), check=True)


@contextmanager
def _server(shell: Shell) -> Iterator["subprocess.Popen[str]"]:
    command, environment = [sys.executable, "-c", SERVE], shell.environment(**HERE)
    with subprocess.Popen(
        command, cwd=shell.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            assert "http://" in process.stdout.readline(), "from then on it ends by itself when it is told to"
            yield process
        finally:
            process.kill()


def _jobs(shell: Shell) -> list[tuple[str, int]]:
    """How each stands, and how often it was begun, the oldest first."""
    assert shell.home
    asked = "SELECT status, json_array_length(worker_ids) FROM django_tasks_database_dbtaskresult ORDER BY enqueued_at"
    with closing(sqlite3.connect(shell.home / "wasl.sqlite3")) as connection:
        return connection.execute(asked).fetchall()


def _until(true: Callable[[], bool], seconds: float = 30) -> None:
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def test_the_end_of_the_server_interrupts_a_job_and_the_next_start_begins_it_anew(own: Shell) -> None:
    _queue(own, "wait")
    for _ in range(2):
        with _server(own) as process:
            _until(lambda: _jobs(own)[-1] == ("RUNNING", 1))
            begun = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
            assert time.monotonic() - begun < 15
            assert process.stderr
            assert not process.stderr.read()
        assert _jobs(own)[-1] == ("READY", 0)


def test_a_job_whose_server_was_killed_begins_anew(own: Shell) -> None:
    _queue(own, "wait")
    with _server(own) as process:
        _until(lambda: _jobs(own)[-1] == ("RUNNING", 1))
        process.kill()
        process.wait()
    with _server(own):
        _until(lambda: _jobs(own)[-1] == ("RUNNING", 2))


def test_without_a_server_a_tick_does_them(own: Shell) -> None:
    _queue(own, "count", 3)
    _queue(own, "fail", "fault")

    assert "ZeroDivisionError" in own("tick", **HERE).err

    assert _jobs(own) == [("SUCCESSFUL", 1), ("SUCCESSFUL", 1), ("FAILED", 1)]
    told = own.json("status", code=1)
    assert [found["code"] for found in told["wrong"]] == ["jobs-failed"]
    assert (told["jobs_failed"], told["last_check_problem"]) == (1, "")
    assert told["last_check"].endswith("Z")


def test_a_tick_beside_a_server_leaves_its_job_alone(own: Shell) -> None:
    _queue(own, "wait")
    with _server(own):
        _until(lambda: _jobs(own)[-1] == ("RUNNING", 1))
        own("tick", **HERE)
        assert _jobs(own)[-1] == ("RUNNING", 1)
