"""The record on the command line: exported, verified, rebuilt; whatever was changed is found."""

import shutil
import sqlite3
from pathlib import Path

from tests.integration.cli.conftest import Founded, Shell


def test_an_export_verifies_with_pinned_keys_and_an_old_checkpoint(export: Path, shell: Shell) -> None:
    told = shell.json("record", "verify", export, "--key", export / "log.vkey", "--against", export / "checkpoint")

    assert told["good"]
    assert told["pinned"]
    assert 0 < told["opened"] < told["size"]
    assert told["problems"] == []
    assert "Keys pinned by you                no" in shell("record", "verify", export).out


def test_a_changed_act_is_found(export: Path, shell: Shell) -> None:
    changed = shell.folder / "changed"
    shutil.copytree(export, changed)
    entry = changed / "open" / "1.json"
    entry.write_text(entry.read_text("ascii").replace('"salt":"', '"salt":"A'), "ascii")

    ran = shell("record", "verify", changed, "--json", code=1)
    assert [(problem["place"], problem["code"]) for problem in ran.json["problems"]] == [("open/1.json", "bad-opening")]
    assert "NOT verified." in shell("record", "verify", changed, code=1).out


def test_another_log_is_not_the_pinned_one(export: Path, shell: Shell) -> None:
    other = (export / "log.vkey").read_text("ascii").replace("wasl.example", "other.example")
    (shell.folder / "other.vkey").write_text(other, "ascii")

    ran = shell("record", "verify", export, "--key", "other.vkey", "--json", code=1)

    assert [problem["code"] for problem in ran.json["problems"]] == ["bad-key"]


def test_a_member_gets_what_it_may_read(founded: Founded, export: Path, shell: Shell) -> None:
    founded.shell("record", "export", shell.folder / "ma", "--as", "MA")

    name = f"open/{founded.officer}.json"
    assert not (export / name).exists()
    assert (shell.folder / "ma" / name).exists()
    assert shell.json("record", "verify", "ma")["good"]


def test_an_export_replaces_nothing_but_an_export(founded: Founded, shell: Shell) -> None:
    (shell.folder / "letters").mkdir()
    (shell.folder / "letters" / "to-rabat.txt").write_text("وصل", "utf-8")

    assert "[not-an-export]" in founded.shell("record", "export", shell.folder / "letters", code=4).err


def test_a_changed_table_is_found_and_made_again(founded: Founded, shell: Shell) -> None:
    home = shell.folder / "home"
    shutil.copytree(founded.home, home)
    with sqlite3.connect(home / "wasl.sqlite3") as database:
        database.execute("UPDATE members_member SET region = 'asia' WHERE code = 'MA'")
    database.close()

    compared = shell.json("record", "rebuild", "--compare", "--home", home, code=1)
    assert compared["differences"] == [{"table": "members.member", "key": "MA", "state": "differs in region"}]
    shell("record", "rebuild", "--home", home)
    shell("record", "rebuild", "--compare", "--as", "FR", "--home", home)


def test_an_entry_is_shown_with_its_proof(founded: Founded) -> None:
    shown = founded.shell.json("record", "show", founded.officer)

    assert shown["kind"] is None
    assert len(shown["path"]) >= 2
