"""`wasl status` as a watchman: it ends with 0 while all is well, and says by stable codes what is not."""

import pytest

from tests.integration.cli.conftest import ADDRESS, NAMES, Founded, Shell

NEGLECTED = """
from datetime import timedelta
from wasl.acts import checking, clock, outbox
from wasl.acts.models import JobProgress, OutboxMessage
old = clock.now() - timedelta(days=3)
JobProgress.objects.all().delete()
JobProgress.objects.create(
    task="1", title=checking.TITLE, party="system", updated_at=old, ended_at=old, problem="tables-differ"
)
outbox.owe([outbox.email("operator@specimen.example", "en", "key-lost", "/record/1/")])
OutboxMessage.objects.update(created_at=old)
"""


@pytest.fixture
def own(founded: Founded, shell: Shell) -> Shell:
    return founded.copied(shell.folder)


def _codes(shell: Shell) -> list[str]:
    return [found["code"] for found in shell.json("status", code=1)["wrong"]]


def test_all_is_well(own: Shell) -> None:
    assert own.json("status")["wrong"] == []
    assert "Wrong" not in own("status").out


def test_a_neglected_installation_says_what_is_wrong(own: Shell) -> None:
    own("manage", "shell", "--command", NEGLECTED)
    assert own.home
    settings = own.home / "wasl.toml"
    settings.write_text(settings.read_text("utf-8").replace("disk_floor = 512", f"disk_floor = {2**40}"), "utf-8")

    assert _codes(own) == ["check-failed", "check-overdue", "mail-waiting", "disk-low"]
    told = own("status", code=1).out
    assert "tables-differ" in told
    assert "wasl.toml names no mail server" in told


def test_before_the_founding(shell: Shell) -> None:
    """Interrupted before entry 0: there is nothing else to look at yet."""
    home = shell.folder / "home"
    shell("init", *NAMES, *ADDRESS, "--home", home)
    own = Shell(shell.folder, home)
    own("manage", "shell", "--command", "from wasl.members.models import Organisation as O; O.objects.all().delete()")

    assert _codes(own) == ["not-founded"]
