"""The installation's own key: replaced while it serves, and whatever dies on the way, the record's key is there."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import sleep

import pytest

from tests.integration.cli.conftest import Founded, Shell
from wasl.acts.home import NEXT_SYSTEM_KEY, SECRET_NAMES

ROTATE = ("key", "rotate", "system")
CRASHING = """
import os, sys
event, name, left = sys.argv[1], sys.argv[2], int(sys.argv[3])
def die(what, arguments):
    global left
    if what == event and any(str(argument).endswith(name) for argument in arguments):
        left -= 1
        if left == 0:
            os._exit(9)
sys.addaudithook(die)
from wasl.cli import app
app(sys.argv[4:])
"""
"""The command, killed at the n-th time that it touches a name."""

POINTS = {
    "before the next key is there": ("os.rename", NEXT_SYSTEM_KEY, 1, False),
    "before the act": ("open", "/secrets", 1, False),
    "after the act": ("os.rename", NEXT_SYSTEM_KEY, 2, True),
    "when all is done": ("open", "/secrets", 2, True),
}


@pytest.fixture
def own(founded: Founded, shell: Shell) -> Shell:
    """A copy of the installation, since its key is replaced."""
    return founded.copied(shell.folder)


def _secrets(shell: Shell) -> set[str]:
    assert shell.home
    return {path.name for path in (shell.home / "secrets").iterdir()}


def _assert_whole(shell: Shell, rotations: int) -> None:
    """The key in the secrets is the one that the record has in force, and whoever verifies agrees."""
    told = shell.json("status")
    assert told["system_key_in_force"]
    states = [(key["state"], key["hosted"]) for key in shell.json("key", "list", "system")]
    assert states == [("rotated", False)] * rotations + [("in-force", True)]
    shell("record", "export", "record")
    assert shell.json("record", "verify", "record")["problems"] == []
    shell("record", "rebuild", "--compare")


def test_it_is_replaced_and_what_is_due_is_signed_with_the_new_one(own: Shell, founded: Founded) -> None:
    before = own.json("status")["system_key"]
    ends = datetime.now(UTC) + timedelta(seconds=8)  # longer than the commands before it take on a busy machine
    given = ("--ends", ends.isoformat(), "--mandate", founded.mandate)
    own("officer", "appoint", "MA", founded.officer, "border-officer", *given)

    rotated = own(*ROTATE, "--json")

    assert "system.key is new: copy it" in rotated.err
    after = own.json("status")["system_key"]
    assert after == own.json("act", "show", rotated.json["index"])["act"]["new_key"] != before
    sleep(max(0.0, (ends - datetime.now(UTC)).total_seconds()))
    (receipt,) = own.json("tick")
    assert own.json("act", "show", receipt["index"])["keyid"] == after
    assert _secrets(own) == set(SECRET_NAMES)
    _assert_whole(own, rotations=1)


@pytest.mark.parametrize("point", POINTS)
def test_whenever_it_dies_the_next_start_has_the_key_in_force(own: Shell, point: str) -> None:
    event, name, times, recorded = POINTS[point]
    command = [sys.executable, "-c", CRASHING, event, name, str(times), *ROTATE]
    died = subprocess.run(command, cwd=own.folder, env=own.environment(), capture_output=True, check=False)
    assert died.returncode == 9, died.stderr

    assert own.json("status")["system_key_in_force"]
    assert (NEXT_SYSTEM_KEY in _secrets(own)) == (not recorded and point != "before the next key is there")
    own(*ROTATE)
    _assert_whole(own, rotations=int(recorded) + 1)
    assert _secrets(own) == set(SECRET_NAMES)


def test_a_refused_rotation_leaves_no_key_behind_and_the_secretariat_helps(own: Shell) -> None:
    """A key that got into wrong hands: revoked, and the one in its place registered by the secretariat."""
    assert own.home
    own("key", "revoke", own.json("status")["system_key"], "--reason", "compromised")

    assert "[key-ended]" in own(*ROTATE, code=1).err
    assert _secrets(own) == set(SECRET_NAMES)
    told = own.json("status", code=1)
    assert not told["system_key_in_force"]
    assert [found["code"] for found in told["wrong"]] == ["system-key"]

    assert "lies in its secrets" in own("key", "register", "system", "--reason", "lost", code=2).err
    drawn = own.json("key", "draw", "new.key", "--party", "system")
    proof = ("--key", drawn["key"], "--possession", drawn["possession"])
    own("key", "register", "system", *proof, "--reason", "compromised")
    shutil.move(Path(own.folder / "new.key"), own.home / "secrets" / "system.key")

    assert own.json("status")["system_key_in_force"]
    own(*ROTATE)
