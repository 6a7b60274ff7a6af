"""Acts on the command line: written, signed, handed in, looked at; with hosted keys and with a bureau's own."""

import json
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Founded, Served, Shell
from wasl.acts.home import read

WRITTEN = '{"kind": "members.register-officer/1", "name": "SPECIMEN"}'


def test_the_kinds_are_listed(shell: Shell) -> None:
    kinds = {kind["kind"]: kind for kind in shell.json("act", "new")}

    assert kinds["members.admit-member/1"]["title"] == "Member admitted"


def test_an_act_is_checked_as_it_is_written(shell: Shell) -> None:
    written = shell("act", "new", "members.appoint-officer", "officer=5", "role=duty-officer").json
    wrong = shell("act", "new", "members.register-officer/1", "nom=Salma", "--json", code=1).json

    assert written["officer"] == 5
    assert set(wrong["fields"]) == {"name", "nom"}
    assert "FIELD=VALUE" in shell("act", "new", "members.register-officer", "name", code=2).err


def test_signed_with_a_hosted_key_and_handed_in(founded: Founded) -> None:
    shell = founded.shell
    good, bad = (
        shell("act", "sign", "-", "--party", "MA", *more, given=WRITTEN).json
        for more in (("--mandate", founded.mandate), ())
    )
    batch = json.dumps([bad, good])
    first = shell("act", "submit", "-", "--json", "--receipts", "receipts", code=1, given=batch).json
    again = shell("act", "submit", "-", "--json", given=json.dumps(good)).json

    assert first[0]["code"] == "no-mandate"
    index, salt = first[1]["index"], first[1]["salt"]
    assert [(receipt["index"], receipt["salt"]) for receipt in again] == [(index, salt)]
    assert json.loads((shell.folder / "receipts" / f"{index}.receipt.json").read_text("utf-8")) == first[1]
    assert shell("act", "show", index, "--as", "ma", "--envelope").json == good
    assert "[not-there]" in shell("act", "show", index, "--as", "FR", code=1).err


@pytest.fixture
def own_key(founded: Founded, tmp_path: Path) -> Path:
    """A key that MA keeps itself, registered by the secretariat with what `key draw` printed."""
    file = tmp_path / "bureau.key"
    drawn = founded.shell.json("key", "draw", file, "--party", "MA")
    proof = ("--key", drawn["key"], "--possession", drawn["possession"])
    founded.shell("key", "register", "MA", *proof, "--reason", "additional")
    return file


def test_a_bureau_signs_on_its_own_machine_and_sends(
    founded: Founded, served: Served, own_key: Path, shell: Shell
) -> None:
    origin = read(founded.home).origin
    key = ("--key-file", own_key, "--origin", origin)
    shell("act", "sign", "-", "--party", "MA", "--mandate", founded.mandate, *key, "--out", "act.json", given=WRITTEN)
    sent = shell("act", "submit", "act.json", "--to", served.address, "--json").json

    assert sent[0]["leaf"] == founded.shell.json("record", "show", sent[0]["index"])["leaf"]


def test_a_seed_is_never_overwritten_nor_guessed(shell: Shell) -> None:
    (shell.folder / "seed").write_text("short", "ascii")

    assert "File exists" in shell("key", "draw", "seed", "--party", "MA", "--origin", "x", code=4).err
    asked = ("act", "sign", "-", "--party", "MA", "--key-file", "seed", "--origin", "x")
    assert "32 bytes" in shell(*asked, given=WRITTEN, code=4).err
    assert "not hold JSON" in shell(*asked, given="{", code=4).err
