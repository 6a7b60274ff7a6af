"""`wasl clock`: an installation whose clock cannot be right, and the operator who looks."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.integration.cli.conftest import Founded, Shell


@pytest.fixture
def silent(founded: Founded, shell: Shell) -> Shell:
    """An installation that said nothing for two hundred days."""
    own = founded.copied(shell.folder)
    before = f"{datetime.now(UTC) - timedelta(days=200):%Y-%m-%dT%H:%M:%S.%fZ}"
    own("manage", "shell", "--command", f"from wasl.acts.models import Head; Head.objects.update(last_at='{before}')")
    return own


def test_after_a_long_silence_the_operator_vouches_once(silent: Shell) -> None:
    head = silent.json("officer", "list", "MA")[-1]["mandate"]
    said = ("officer", "register", "MA", "--name", "SPECIMEN Officer", "--mandate", head)
    refused = silent(*said, code=3)
    assert "clock-wrong" in refused.err
    told = silent.json("clock", "show", code=1)
    assert told["seconds_apart"] > 199 * 86400
    assert (told["accepted"], told["vouched"]) == (False, False)
    assert told["latest"] < told["clock"]
    assert "Acts are refused (clock-wrong)." in silent("clock", "show", code=1).out
    assert "clock-wrong" in {found["code"] for found in silent.json("status", code=1)["wrong"]}

    silent("clock", "vouch")

    told = silent.json("clock", "show")
    assert (told["accepted"], told["vouched"]) == (True, True)
    silent(*said)
    told = silent.json("clock", "show")
    assert abs(told["seconds_apart"]) < 60
    assert (told["accepted"], told["vouched"]) == (True, False)
    assert "Acts are accepted under this clock." in silent("clock", "show").out
