"""What holds for every command: a light start, exit codes, one line on what went wrong."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from tests.integration.cli.conftest import COMMAND, Founded, Shell
from wasl.cli import app
from wasl.cli.failures import Code


def test_help_comes_at_once(shell: Shell) -> None:
    """What takes long to import is imported by the commands that need it."""
    said = shell("--help", PYTHONPROFILEIMPORTTIME="1").err
    imported = {line.rpartition("|")[2].strip() for line in said.splitlines() if line.startswith("import time:")}

    assert "typer" in imported
    assert not imported & {"django", "numpy", "wasl.screening.index", "asyncio.base_events"}


def _commands(command: Any, *words: str) -> Iterator[tuple[str, Any]]:
    if hasattr(command, "commands"):
        for name, below in command.commands.items():
            yield from _commands(below, *words, name)
    else:
        yield " ".join(words), command


COMMANDS = dict(_commands(get_command(app)))


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_explains_itself(words: str) -> None:
    command = COMMANDS[words]
    told = command.get_help(typer.Context(command, info_name=f"wasl {words}"))

    assert told.startswith(f"Usage: wasl {words} [OPTIONS]")
    assert command.help
    assert {"--home", "--json"} <= {name for parameter in command.params for name in parameter.opts}
    for code in (0, *Code):
        assert f" {int(code)} " in told.partition("Exit codes:")[2], code


def test_every_group_explains_itself(shell: Shell) -> None:
    for words in ([], ["record"], ["act"]):
        told = shell(*words, "--help").out
        assert f"Usage: {' '.join(['wasl', *words])} [OPTIONS]" in told
        assert "Exit codes" in told
    assert "Usage: wasl act sign [OPTIONS]" in shell("act", "sign", "--help").out


def test_verifying_needs_no_django(export: Path) -> None:
    program = """
import sys
from wasl.cli import app
app(["record", "verify", sys.argv[1]], standalone_mode=False)
print(sorted({name.partition(".")[0] for name in sys.modules} & {"django", "ninja", "psycopg", "sqlite3"}))
"""
    done = subprocess.run([sys.executable, "-c", program, export], capture_output=True, text=True, check=True)

    assert "Verified." in done.stdout
    assert done.stdout.endswith("[]\n")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["nonsense"], 2, "No such command"),
        (["record", "show"], 2, "Missing argument"),
        (["member", "admit"], 2, "name the members"),
        (["record", "rebuild", "--as", "MA"], 2, "add --compare"),
        (["serve"], 3, "run `wasl init"),
        (["record", "verify", "nowhere"], 4, "neither a folder"),
        (["record", "verify", "nowhere", "--home", "nowhere"], 4, "neither a folder"),
        (["restore", "file", "--home", "new"], 2, "--without-checkpoint"),
        (["restore", "file", "--home", "new", "--against", "x", "--without-checkpoint"], 2, "either --against FILE"),
        (["act", "show", "1", "--from", "http://127.0.0.1:1", "--as", "MA"], 2, "--key-file"),
        (["record", "verify", "http://127.0.0.1:1/log"], 3, "cannot be reached"),
        (["record", "verify", "a.tlog-proof"], 2, "--entry FILE"),
        (["act", "submit", "missing.json", "--to", "http://127.0.0.1:1"], 4, "No such file"),
        (["key", "draw", "seed", "--party", "MA"], 3, "holds no installation"),
    ],
)
def test_exit_codes(shell: Shell, words: list[str], code: int, says: str) -> None:
    ran = shell(*words, code=code)

    assert says in ran.err
    assert not ran.out


def test_a_problem_is_one_line_and_json_on_request(founded: Founded) -> None:
    refused = founded.shell("member", "admit", "MA", "--json", code=1)

    assert refused.json == {"code": "already-member", "detail": "MA is a member already."}
    assert refused.err == "wasl: MA is a member already. [already-member]\n"


def test_a_damaged_installation_is_told_apart(founded: Founded, shell: Shell) -> None:
    home = shell.folder / "home"
    home.mkdir()
    settings = (founded.home / "wasl.toml").read_text("utf-8")

    (home / "wasl.toml").write_text("origin = ", "utf-8")
    assert "cannot be read" in shell("tick", "--home", home, code=3).err
    (home / "wasl.toml").write_text(settings.replace('database = ""', 'database = "mysql://x"'), "utf-8")
    assert "postgresql://" in shell("tick", "--home", home, code=3).err
    (home / "wasl.toml").write_text(settings, "utf-8")
    (home / "wasl.sqlite3").write_bytes(b"not a database" * 100)
    assert "database" in shell("tick", "--home", home, code=3).err


def test_manage_passes_through(founded: Founded, shell: Shell) -> None:
    ran = shell("manage", "--home", founded.home, "dance", "--home", code=1)

    assert "Unknown command: 'dance'" in ran.err


def test_output_that_nobody_reads_is_no_fault(export: Path) -> None:
    command = f"{COMMAND} record verify {export} | true"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)

    assert "Traceback" not in done.stderr
