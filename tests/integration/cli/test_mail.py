"""Mail that is owed: kept and told of while nothing can send it, sent as soon as something can."""

import shutil
from pathlib import Path

import pytest

from tests.integration.acts.mail_server import MailServer, serving
from tests.integration.cli.conftest import Founded, Shell


@pytest.fixture
def owing(founded: Founded, shell: Shell) -> Shell:
    """An installation with an operator, who is owed word of a lost key."""
    home = shell.folder / "home"
    shutil.copytree(founded.home, home)
    _set(home / "wasl.toml", 'operator = ""', 'operator = "operator@specimen.example"')
    own = Shell(shell.folder, home)
    own("key", "register", "MA", "--reason", "additional")
    lost = own.json("key", "list", "MA")[-1]["keyid"]
    own("key", "revoke", lost, "--reason", "lost")
    return own


def _set(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")


def test_without_a_server_it_waits_and_that_is_said(founded: Founded, owing: Shell) -> None:
    owed = founded.shell.json("status")["mail_waiting"] + 1  # other tests owe some in the home that all share
    waits = f"Messages that wait: {owed}."
    for _ in range(2):
        ticked = owing("tick", "--json")
        assert (ticked.json, waits in ticked.err) == ([], True)

    told = owing.json("status")
    assert (told["mail_can_be_sent"], told["mail_waiting"]) == (False, owed)
    with owing.serving("serve") as running:
        running.process.terminate()
        assert running.process.stderr
        assert waits in running.process.stderr.read()


def test_with_a_server_it_goes_at_once(owing: Shell) -> None:
    assert owing.home
    owing("tick")
    with serving(MailServer()) as server:
        _set(owing.home / "wasl.toml", 'mail = ""', f'mail = "smtp://127.0.0.1:{server.port}"')
        ticked = owing("tick")

    assert ticked.err == ""
    assert any("To: operator@specimen.example" in taken for taken in server.taken)
    told = owing.json("status")
    assert (told["mail_can_be_sent"], told["mail_waiting"]) == (True, 0)
