"""Mail that is owed: kept and told of while nothing can send it, sent as soon as something can."""

from pathlib import Path

import pytest

from tests.integration.acts.mail_server import MailServer, serving
from tests.integration.cli.conftest import Founded, Shell


@pytest.fixture
def owing(founded: Founded, shell: Shell) -> Shell:
    """An installation with an operator, who is owed word of a lost key."""
    own = founded.copied(shell.folder)
    assert own.home
    _set(own.home / "wasl.toml", 'operator = ""', 'operator = "operator@specimen.example"')
    own("key", "register", "MA", "--reason", "additional")
    lost = own.json("key", "list", "MA")[-1]["keyid"]
    own("key", "revoke", lost, "--reason", "lost")
    return own


def _set(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")


def test_without_a_server_it_waits_and_that_is_said(owing: Shell) -> None:
    waits = "Messages that wait: 1."
    for _ in range(2):
        ticked = owing("tick", "--json")
        assert (ticked.json, waits in ticked.err) == ([], True)

    told = owing.json("status")
    assert (told["mail_can_be_sent"], told["mail_waiting"]) == (False, 1)
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
