"""The search index on the command line: made again without a loss, and empty where there is nothing."""

from tests.integration.cli.conftest import Founded


def test_the_index_is_made_again(founded: Founded) -> None:
    entries = founded.shell.json("status")["entries"]
    first, again = founded.shell.json("search", "rebuild"), founded.shell.json("search", "rebuild")

    assert first == again
    assert first["indexed"] > entries, "every commitment, and the names of officers"


def test_it_says_what_it_did(founded: Founded) -> None:
    assert "The search index was made again" in founded.shell("search", "rebuild").out
