"""A new installation: told by options, asked at a terminal, interrupted, begun twice."""

import os
import pty
import sqlite3
import subprocess
from pathlib import Path

from tests.integration.cli.conftest import ADDRESS, COMMAND, NAMES, Founded, Shell
from wasl.acts import home as homes


def test_options_tell_everything(shell: Shell) -> None:
    told = shell.json("init", *NAMES, *ADDRESS, "--origin", "specimen/log", "--secrets", "apart", "--home", "home")

    assert told["receipt"]["index"] == 0
    assert [key.partition("+")[0] for key in told["keys"]] == ["specimen/log", "specimen/log/cosigner"]
    assert told["secrets"] == str(shell.folder / "apart")
    assert not (shell.folder / "home" / "secrets").exists()


def test_never_two_foundings(founded: Founded) -> None:
    assert "[already-founded]" in founded.shell("init", *NAMES, *ADDRESS, code=1).err


def test_an_interrupted_beginning_goes_on(shell: Shell) -> None:
    names = dict(zip(("en", "ar", "fr", "es"), NAMES[1::2], strict=True))
    homes.create(homes.Home(shell.folder / "home", name=names, origin="specimen/log"))

    assert "Founded: Specimen." in shell("init", "--home", "home").out


def test_foreign_folders_are_left_alone(shell: Shell) -> None:
    for folder in ("letters", "apart"):
        (shell.folder / folder).mkdir()
    (shell.folder / "apart" / "log.key").write_text("00" * 32, "ascii")
    (shell.folder / "letters" / "to-rabat.txt").write_text("وصل", "utf-8")

    assert "[not-empty]" in shell("init", *NAMES, *ADDRESS, "--home", "letters", code=1).err
    taken = shell("init", *NAMES, *ADDRESS, "--secrets", "apart", "--home", "second", code=1)
    assert f"{shell.folder / 'apart'} holds the secrets of another installation" in taken.err
    assert not (shell.folder / "second").exists()


def test_secrets_without_settings_are_adopted_by_nobody(shell: Shell) -> None:
    """They are what is left of somebody's installation: its members pinned what follows from them."""
    secrets = shell.folder / "home" / "secrets"
    secrets.mkdir(parents=True)
    (secrets / "log.key").write_text("00" * 32, "ascii")

    refused = shell("init", *NAMES, *ADDRESS, "--home", "home", code=1).err

    assert f"{secrets} holds the secrets of another installation" in refused
    assert [path.name for path in (shell.folder / "home").rglob("*")] == ["secrets", "log.key"]


def test_without_a_terminal_nothing_is_asked(shell: Shell) -> None:
    assert "--name-ar" in shell("init", "--name-en", "Specimen", code=2).err
    assert "address" in shell("init", *NAMES, "--address", "wasl.example", code=2).err
    assert "all of them can be seen" in shell("init", "--name-en", "a\tb", *NAMES[2:], *ADDRESS, code=2).err
    assert "no plus" in shell("init", *NAMES, *ADDRESS, "--origin", "a+b", code=2).err
    assert "100 characters" in shell("init", *NAMES, *ADDRESS, "--origin", "a" * 101, code=2).err
    assert "100 characters" in shell("init", *NAMES, "--address", f"https://{'a' * 97}.example", code=2).err
    assert not (shell.folder / "var").exists()


def test_a_terminal_is_asked_step_by_step(shell: Shell) -> None:
    answers = ["Specimen", "نموذج", "Spécimen", "Espécimen", "wasl.example", "https://wasl.example", "", "", ""]
    answers += ["SPECIMEN Administrator", "admin@specimen.example", "de", "ar", "y"]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [COMMAND, "init", "--home", "home"],
        cwd=shell.folder,
        env=shell.environment(),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
        out, err = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)

    assert process.returncode == 0, err
    assert "an address begins with https://" in err
    assert "always these four" in err
    assert "a language is one of" in err
    assert "The record is called wasl.example/log." in out
    assert "https://wasl.example/account/invitation/" in out
    assert homes.read(shell.folder / "home").name["ar"] == "نموذج"
    with sqlite3.connect(shell.folder / "home" / "wasl.sqlite3") as database:
        assert database.execute("SELECT language FROM accounts_invitation").fetchall() == [("ar",)]


def test_secrets_are_nobody_elses(founded: Founded) -> None:
    secrets = founded.home / "secrets"
    assert {path.name for path in secrets.iterdir()} == set(homes.SECRET_NAMES)
    assert all(_mode(path) == 0o600 for path in secrets.iterdir())
    assert _mode(secrets) == 0o700


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777
