"""Accounts on the command line, and the first administrator."""

import re

from tests.integration.cli.conftest import ADDRESS, NAMES, Founded, Shell

ADMIN = ("--admin-name", "SPECIMEN Administrator", "--admin-mail", "admin@specimen.example")
LINK = re.compile(r"https://wasl\.example/account/invitation/\d+-[\w-]{43}/")


def test_an_installation_begins_with_its_administrator(shell: Shell) -> None:
    told = shell("init", *NAMES, *ADDRESS, *ADMIN, "--home", "home").out
    assert LINK.search(told)
    mandate = re.search(r"wasl member admit --all --mandate (\d+)", told)
    assert mandate

    shell("member", "admit", "MA", "--mandate", mandate[1], "--home", "home")
    roles = {held["role"] for held in shell.json("officer", "list", "secretariat", "--home", "home")}
    assert roles == {"head-of-bureau", "administrator"}
    assert "already-founded" in shell("init", *ADMIN, "--home", "home", code=1).err


def test_an_administrator_can_follow_later(shell: Shell) -> None:
    shell("init", *NAMES, *ADDRESS, "--home", "home")

    assert "needs both" in shell("init", "--admin-name", "SPECIMEN", "--home", "home", code=2).err
    assert LINK.fullmatch(shell.json("init", *ADMIN, "--home", "home")["administrator"]["link"])


def test_an_officer_is_invited_and_the_account_closed(founded: Founded) -> None:
    shell, mail = founded.shell, "Head.MA@specimen.example"
    told = shell.json("account", "invite", founded.officer, mail, "--language", "ar")
    assert LINK.fullmatch(told["link"])
    assert told["email"] == mail.casefold()

    assert "[already-invited]" in shell("account", "invite", founded.officer, mail, code=1).err
    assert "[unknown-officer]" in shell("account", "invite", 0, mail, code=1).err
    assert "MAIL" in shell("account", "invite", founded.officer, "nonsense", code=2).err
    assert shell.json("account", "list", "MA") == []
    for command in ("close", "recover"):
        assert "[unknown-account]" in shell("account", command, mail, code=1).err
