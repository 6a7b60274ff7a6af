"""`wasl check log`: days held against the record, and exported so that anybody's tools verify them."""

import json
import os
import pwd
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Founded

WRITE = """
import sys
from datetime import datetime
import django
django.setup()
from wasl.acts import clock
from wasl.checks.log import lines
from wasl.web.visitors import Visitor
answered = {"unanswered": "", "lists": {}, "model": "", "threshold": "0.7000", "matches": []}
with clock.held_at(datetime.fromisoformat(sys.argv[1])):
    for text in sys.argv[2:]:
        lines.add(
            Visitor(party="MA", name="SPECIMEN program"), "api", at=clock.now(), purpose="training", reference="",
            asked={"text": text, "facts": {}}, answered=answered, matches=0, took=900,
        )
"""


def _asked(founded: Founded, at: datetime, *texts: str) -> None:
    """Checks as they were logged at another time."""
    environment = founded.shell.environment(DJANGO_SETTINGS_MODULE="wasl.project.settings")
    subprocess.run([sys.executable, "-c", WRITE, at.isoformat(), *texts], env=environment, check=True, timeout=60)


@pytest.fixture(scope="module")
def yesterday(founded: Founded) -> str:
    """A day of three checks that the record has; today has one."""
    now = datetime.now(UTC)
    at = now - timedelta(days=1)
    _asked(founded, at, "Marwan Specimenov", "مروان", 'a "quoted" \\ text\u2028')
    founded.shell("tick")
    _asked(founded, now, "Salma Namouzaj")
    return at.date().isoformat()


def _state(founded: Founded, day: str, code: int = 0) -> dict[str, object]:
    (found,) = founded.shell.json("check", "log", "verify", "--day", day, code=code)["days"]
    return dict(found)


def test_a_day_is_what_the_record_says_once_it_is_over(founded: Founded, yesterday: str) -> None:
    found = _state(founded, yesterday)

    assert (found["state"], found["checks"], found["recorded_checks"], found["changed"]) == ("agrees", 3, 3, [])
    every = founded.shell("check", "log", "verify").out
    assert "as the record has it" in every
    assert "not in the record yet" in every


def test_an_exported_day_is_verified_with_a_hash_function_alone(founded: Founded, yesterday: str) -> None:
    file = founded.shell.folder / "day.jsonl"
    founded.shell("check", "log", "export", "--day", yesterday, file)
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]

    for line in lines:
        assert sha256(bytes.fromhex(line["salt"]) + line["said"].encode()).hexdigest() == line["digest"]
    total = sha256(b"".join(bytes.fromhex(line["digest"]) for line in lines)).hexdigest()
    assert total == _state(founded, yesterday)["recorded_digest"]
    assert [json.loads(line["said"])["asked"]["text"] for line in lines][:2] == ["Marwan Specimenov", "مروان"]


def test_an_export_is_for_its_owner_alone(founded: Founded, yesterday: str) -> None:
    file = founded.shell.folder / "own.jsonl"
    founded.shell("check", "log", "export", "--day", yesterday, file)

    assert file.stat().st_mode & 0o777 == 0o600


def test_an_export_that_fails_leaves_no_file_and_can_be_tried_again(founded: Founded, yesterday: str) -> None:
    file, database = founded.shell.folder / "retried.jsonl", Path(founded.home, "wasl.sqlite3")
    with sqlite3.connect(database) as connection:
        last, at = connection.execute("SELECT max(id), at FROM checks_check WHERE day = ?", [yesterday]).fetchone()
        connection.execute("UPDATE checks_check SET at = 'no time' WHERE id = ?", [last])
    try:
        founded.shell("check", "log", "export", "--day", yesterday, file, code=70)
        assert not file.exists()
    finally:
        with sqlite3.connect(database) as connection:
            connection.execute("UPDATE checks_check SET at = ? WHERE id = ?", [at, last])

    founded.shell("check", "log", "export", "--day", yesterday, file)
    assert file.read_text("utf-8").count("\n") == 3


def test_one_check_is_told_of_and_the_others_are_not(founded: Founded, yesterday: str) -> None:
    whole, one = founded.shell.folder / "whole.jsonl", founded.shell.folder / "one.jsonl"
    founded.shell("check", "log", "export", "--day", yesterday, whole)
    number = json.loads(whole.read_text("utf-8").splitlines()[1])["check"]
    founded.shell("check", "log", "export", "--day", yesterday, one, "--only", number)
    lines = [json.loads(line) for line in one.read_text("utf-8").splitlines()]

    assert [set(line) for line in lines] == [
        {"check", "digest"},
        {"check", "digest", "salt", "said"},
        {"check", "digest"},
    ]
    assert "Marwan" not in one.read_text("utf-8")
    total = sha256(b"".join(bytes.fromhex(line["digest"]) for line in lines)).hexdigest()
    assert total == _state(founded, yesterday)["recorded_digest"]


def test_an_export_leaves_a_line_that_names_the_user(founded: Founded, yesterday: str) -> None:
    file = founded.shell.folder / "traced.jsonl"
    founded.shell("check", "log", "export", "--day", yesterday, file)
    today, kept = datetime.now(UTC).date().isoformat(), founded.shell.folder / "today.jsonl"
    founded.shell("check", "log", "export", "--day", today, kept)

    said = [json.loads(json.loads(line)["said"]) for line in kept.read_text("utf-8").splitlines()]
    read = [(each["asked"]["filter"], each["answered"]["read"]) for each in said if each["way"] == "log"]
    assert ({"day": yesterday}, 3) in read
    assert read[-1][0] == {"day": today}, "what is exported last tells of itself"
    user = pwd.getpwuid(os.getuid()).pw_name
    assert {each["asker"] for each in said if each["way"] == "log"} == {f"wasl check log · {user}"}


def test_a_file_that_is_there_is_left_alone(founded: Founded, yesterday: str) -> None:
    file = founded.shell.folder / "mine.txt"
    file.write_text("mine")

    assert str(file) in founded.shell("check", "log", "export", "--day", yesterday, file, code=4).err
    assert file.read_text() == "mine"


def test_a_day_that_is_none_is_said_to_be(founded: Founded) -> None:
    assert "wrong-day" in founded.shell("check", "log", "verify", "--day", "yesterday", code=1).err


TAMPERED = {
    "a line changed": "UPDATE checks_check SET purpose = 'visa' WHERE id = (SELECT max(id) FROM checks_check WHERE {})",
    "a line deleted": "DELETE FROM checks_check WHERE id = (SELECT max(id) FROM checks_check WHERE {})",
    "a line moved to the day": "UPDATE checks_check SET day = '{day}' WHERE id = (SELECT max(id) FROM checks_check)",
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_day_that_was_tampered_with_is_named(founded: Founded, yesterday: str, how: str) -> None:
    statement = TAMPERED[how].format(f"day = '{yesterday}'", day=yesterday)
    database = Path(founded.home, "wasl.sqlite3")
    with sqlite3.connect(database) as connection:
        kept = connection.execute("SELECT * FROM checks_check").fetchall()
        connection.execute(statement)
    try:
        found = _state(founded, yesterday, code=1)
        assert found["state"] == "differs"
        assert len(found["changed"]) == (0 if how == "a line deleted" else 1)  # type: ignore[arg-type]
    finally:
        with sqlite3.connect(database) as connection:
            connection.execute("DELETE FROM checks_check")
            marks = ", ".join("?" * len(kept[0]))
            connection.executemany(f"INSERT INTO checks_check VALUES ({marks})", kept)
    assert _state(founded, yesterday)["state"] == "agrees"
