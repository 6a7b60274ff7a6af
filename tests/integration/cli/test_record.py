"""The record on the command line: exported, verified, rebuilt; whatever was changed is found."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Founded, Shell
from tests.unit.record.record_builder import organisation
from wasl.record.proof import TlogProof
from wasl.record.tree import CompactRange, batch_proofs, leaf


def test_an_export_verifies_with_pinned_keys_and_an_old_checkpoint(export: Path, shell: Shell) -> None:
    told = shell.json("record", "verify", export, "--key", export / "log.vkey", "--against", export / "checkpoint")

    assert told["good"]
    assert told["pinned"]
    assert 0 < told["opened"] < told["size"]
    assert told["problems"] == []
    assert "Keys pinned by you                  no" in shell("record", "verify", export).out


def test_a_changed_act_is_found(export: Path, shell: Shell) -> None:
    changed = shell.folder / "changed"
    shutil.copytree(export, changed)
    entry = changed / "open" / "1.json"
    entry.write_text(entry.read_text("ascii").replace('"salt":"', '"salt":"A'), "ascii")

    ran = shell("record", "verify", changed, "--json", code=1)
    assert [(problem["place"], problem["code"]) for problem in ran.json["problems"]] == [("open/1.json", "bad-opening")]
    assert "NOT verified." in shell("record", "verify", changed, code=1).out


def test_an_open_act_that_is_held_back_is_found(export: Path, shell: Shell) -> None:
    withheld = shell.folder / "withheld"
    shutil.copytree(export, withheld)
    (withheld / "open" / "3.json").unlink()

    ran = shell("record", "verify", withheld, "--json", code=1)

    assert [(problem["place"], problem["code"]) for problem in ran.json["problems"]] == [("open/3.json", "withheld")]
    assert ran.json["marked"] == ran.json["opened"] + 1


@pytest.mark.parametrize("is_open", [True, False])
def test_a_proof_says_how_its_entry_is_marked(is_open: bool, shell: Shell) -> None:
    """A revocation in an entry marked closed: what its author's receipt proves, and nobody else would ever see."""
    record = organisation(14)
    record.put(12, record.opened[12], is_open=is_open)
    path = batch_proofs(CompactRange(), list(map(leaf, record.entries)))[12]
    (shell.folder / "12.tlog-proof").write_text(TlogProof(12, tuple(path), record.checkpoint()).write(), "utf-8")
    (shell.folder / "12.json").write_bytes(record.opened[12].write())
    (shell.folder / "pinned").write_text("\n".join(record.vkeys), "utf-8")

    told = shell.json(
        "record", "verify", "12.tlog-proof", "--entry", "12.json", "--key", "pinned", code=0 if is_open else 1
    )

    assert told["marked"] is is_open
    assert [problem["code"] for problem in told["problems"]] == ([] if is_open else ["marked-closed"])


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
    own = founded.copied(shell.folder)
    with sqlite3.connect(shell.folder / "home" / "wasl.sqlite3") as database:
        database.execute("UPDATE members_member SET region = 'asia' WHERE code = 'MA'")
    database.close()

    compared = own.json("record", "rebuild", "--compare", code=1)
    assert compared["differences"] == [{"table": "members.member", "key": "MA", "state": "differs in region"}]
    own("record", "rebuild")
    own("record", "rebuild", "--compare", "--as", "FR")


def test_an_entry_is_shown_with_its_proof(founded: Founded) -> None:
    shown = founded.shell.json("record", "show", founded.officer)

    assert shown["kind"] is None
    assert len(shown["path"]) >= 2
