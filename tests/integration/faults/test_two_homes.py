"""Two homes on one PostgreSQL database: two servers of one installation, or somebody else's folder by mistake."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.integration.cli.conftest import ADDRESS, COMMAND, NAMES, Shell
from tests.server import Installation, postgres_database
from tests.world import NAME
from wasl.acts import home as homes

pytestmark = pytest.mark.postgres

_HOLD = """
import django, sys
django.setup()
from wasl.acts import turns
with turns.alone(sys.argv[1]) as alone:
    print(alone, flush=True)
    sys.stdin.read()
"""
_OPTIONS = """
import django
django.setup()
from django.db import connection
from wasl.acts import disk
with connection.cursor() as cursor:
    cursor.execute("SELECT current_setting('synchronous_commit'), current_setting('lock_timeout'), "
                   "current_setting('work_mem')")
    print(*cursor.fetchone(), disk.durable())
    cursor.execute("SET synchronous_commit = off")
    print(disk.durable())
"""


@pytest.fixture
def database() -> Iterator[str]:
    with postgres_database() as address:
        yield address


@pytest.fixture
def servers(database: str, tmp_path: Path) -> tuple[Installation, Installation]:
    """One installation's two machines: the second has a copy of settings and secrets."""
    first, second = Installation(tmp_path / "first", database), Installation(tmp_path / "second", database)
    first.create()
    shutil.copytree(first.path, second.path)
    return first, second


@contextmanager
def _holding(server: Installation, name: str) -> Iterator[tuple[bool, "subprocess.Popen[str]"]]:
    """A process of that machine that takes a turn, if it is free, and keeps it; whether it was."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, name],
        env=server.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip() == "True", process
        finally:
            process.kill()


def test_a_turn_is_one_machines(servers: tuple[Installation, Installation]) -> None:
    """Until the process that has it ends, however it ends; other turns are free meanwhile."""
    first, second = servers
    with _holding(first, "jobs") as (had, holder):
        assert had
        with _holding(second, "jobs") as (free, _):
            assert not free
        with _holding(second, "tick") as (free, _):
            assert free
        holder.kill()
        holder.wait()
        with _holding(second, "jobs") as (free, _):
            assert free


def test_machines_that_start_at_once_make_the_tables_in_turn(database: str, tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    for name in ("first", "second"):
        homes.create(homes.Home(tmp_path / name, name=NAME, origin="specimen/log", database=database))
    begun = [
        subprocess.Popen(
            [COMMAND, "serve", "--home", name],
            cwd=tmp_path,
            env=shell.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("first", "second")
    ]

    for process in begun:
        _, told = process.communicate(timeout=60)
        assert "[not-founded]" in told, told


@pytest.mark.parametrize("options", ["", "-c work_mem=5MB -c synchronous_commit=off -c lock_timeout=0"])
def test_whatever_the_address_says_what_is_committed_lasts(database: str, tmp_path: Path, options: str) -> None:
    installation = Installation(tmp_path / "home", f"{database}?options={quote(options)}" if options else database)
    installation.create()

    commit, wait, memory, durable, without = installation.python(_OPTIONS).split()

    assert (commit, wait, durable, without) == ("on", "10s", "True", "False")
    assert (memory == "5MB") == ("work_mem" in options)


@pytest.mark.parametrize("signed", [True, False])
def test_another_homes_record_is_neither_adopted_nor_signed(database: str, tmp_path: Path, signed: bool) -> None:
    shell, ours = Shell(tmp_path), Installation(tmp_path / "ours", database)
    shell("init", *NAMES, *ADDRESS, "--database", database, "--home", "ours")
    before = ours.rows("SELECT note FROM acts_signedcheckpoint")
    assert before
    if not signed:
        # As a record that an earlier version began, or that died before it was ever signed.
        shell("manage", "--home", "ours", "shell", "-c", _UNSIGN)

    taken = shell("init", *NAMES, *ADDRESS, "--database", database, "--home", "theirs", code=1).err

    assert "[foreign-record]" in taken
    if signed:
        for words in (("record", "export", "out"), ("status",), ("serve", "--port", "0"), ("tick",)):
            assert "[foreign-record]" in shell(*words, "--home", "theirs", code=1).err
        assert not (tmp_path / "out").exists()
        assert ours.rows("SELECT note FROM acts_signedcheckpoint") == before
    shell("record", "export", "out", "--home", "ours")
    assert "[already-founded]" in shell("init", "--home", "ours", code=1).err


_UNSIGN = "from wasl.acts.models import SignedCheckpoint; SignedCheckpoint.objects.all().delete()"


def test_a_home_of_another_name_signs_nothing(database: str, tmp_path: Path) -> None:
    """Not even with the right keys: the name is what members pinned."""
    shell = Shell(tmp_path)
    shell("init", *NAMES, *ADDRESS, "--database", database, "--home", "home")
    settings = tmp_path / "home" / "wasl.toml"
    settings.write_text(settings.read_text("utf-8").replace("wasl.example/log", "other.example/log"), "utf-8")

    assert "[foreign-record]" in shell("record", "export", "out", "--home", "home", code=1).err
