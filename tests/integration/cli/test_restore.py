"""Back from a backup: into a folder of its own, and never without a word about what others may hold."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Founded, Shell
from tests.integration.cli.test_system_key import CRASHING
from tests.server import postgres_database


@pytest.fixture
def backup(founded: Founded, shell: Shell) -> Path:
    """Of the installation as it is now, with a checkpoint beside it."""
    written = founded.shell.json("backup", shell.folder / "wasl.backup")
    founded.shell("record", "export", shell.folder / "record")
    shutil.copy(shell.folder / "record" / "checkpoint", shell.folder / "checkpoint")
    assert f"\n{written['entries']}\n" in (shell.folder / "checkpoint").read_text("utf-8")
    return shell.folder / "wasl.backup"


def test_what_a_checkpoint_contains_is_restored(founded: Founded, backup: Path, shell: Shell) -> None:
    secrets = founded.home / "secrets"
    told = shell.json("restore", backup, "--home", "new", "--secrets", secrets, "--against", "checkpoint")

    assert told["compared"]
    assert told["entries"] == shell.json("status", "--home", "new")["entries"]
    shell("record", "rebuild", "--compare", "--home", "new")


def test_without_a_checkpoint_it_is_said_what_that_means(founded: Founded, backup: Path, shell: Shell) -> None:
    asked = ("restore", backup, "--home", "new", "--secrets", founded.home / "secrets")
    assert "--without-checkpoint" in shell(*asked, code=2).err
    assert not (shell.folder / "new").exists()

    told = shell(*asked, "--without-checkpoint").out

    entries = shell.json("status", "--home", "new")["entries"]
    assert f"The record stands at {entries} entries. Whoever holds a checkpoint of more" in told


def test_a_backup_older_than_what_others_hold_is_refused(founded: Founded, backup: Path, shell: Shell) -> None:
    founded.shell("officer", "register", "FR", "--name", "SPECIMEN")
    founded.shell("record", "export", shell.folder / "later")

    asked = ("restore", backup, "--home", "new", "--secrets", founded.home / "secrets")
    assert "[backup]" in shell(*asked, "--against", "later/checkpoint", code=1).err
    assert not (shell.folder / "new").exists()


def test_a_place_that_cannot_be_taken_is_refused_before_anything_is_done(
    founded: Founded, backup: Path, shell: Shell
) -> None:
    """A link stands for a mount point here: neither can be replaced by a folder."""
    (shell.folder / "elsewhere").mkdir()
    (shell.folder / "new").symlink_to("elsewhere")
    asked = ("restore", backup, "--home", "new", "--secrets", founded.home / "secrets", "--without-checkpoint")

    assert "[no-place]" in shell(*asked, code=3).err
    assert sorted(path.name for path in shell.folder.glob("*new*")) == ["new"]
    assert sorted(path.name for path in shell.folder.glob(".*")) == []

    (shell.folder / "new").unlink()
    (shell.folder / "new").mkdir()
    shell(*asked)


KILLED_AT = {
    "the last step": ("os.rename", "/.new.restoring", "3"),
    "the database is told": ("open", "/new/wasl.toml", "1"),
}


@pytest.mark.parametrize("killed_at", KILLED_AT)
def test_killed_when_the_database_is_full_it_goes_on_and_no_second_home_takes_it(
    founded: Founded, backup: Path, shell: Shell, killed_at: str
) -> None:
    secrets = ("--secrets", founded.home / "secrets")
    with postgres_database() as address:
        asked = ("restore", backup, "--home", "new", *secrets, "--database", address, "--without-checkpoint")
        command = [sys.executable, "-c", CRASHING, *KILLED_AT[killed_at], *map(str, asked)]
        died = subprocess.run(command, cwd=shell.folder, env=shell.environment(), capture_output=True, check=False)
        assert died.returncode == 9, died.stderr
        left = shell.folder / ".new.restoring"
        if killed_at == "the last step":
            assert (left / "secrets" / "system.key").exists()
            (left / "half").write_text("of something", "utf-8")

            told = shell.json(*asked)

            assert told["entries"] == shell.json("status", "--home", "new")["entries"]
        assert not left.exists()
        shell("record", "rebuild", "--compare", "--home", "new")
        again = ("restore", backup, "--home", "other", *secrets, "--database", address, "--without-checkpoint")
        assert "not empty" in shell(*again, code=1).err
        assert not (shell.folder / "other").exists()
