"""Acts on the command line: written, signed, handed in, looked at; with hosted keys and with a bureau's own."""

import json
import os
from hashlib import sha256
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


def test_a_bureau_reads_its_closed_acts_with_its_own_key(
    founded: Founded, served: Served, own_key: Path, shell: Shell
) -> None:
    asked = ("act", "show", founded.officer, "--from", served.address)
    founded.shell("record", "export", shell.folder / "record")
    pinned = shell.folder / "record" / "log.vkey"

    told = shell.json(*asked, "--key-file", own_key, "--key", pinned)

    assert told["act"]["name"] == "سلمى نموذج"
    assert (told["by"]["party"], told["pinned"], told["origin"]) == ("MA", True, "wasl.example/log")
    assert told["size"] > founded.officer
    assert "with the keys that the node shows" in shell(*asked, "--key-file", own_key).out
    assert "[not-there]" in shell(*asked, code=1).err

    pinned.write_text(pinned.read_text("utf-8").replace("wasl.example", "other.example"), "utf-8")
    assert "[not-verified]" in shell(*asked, "--key-file", own_key, "--key", pinned, code=1).err


def test_an_open_act_needs_no_key(founded: Founded, served: Served, shell: Shell) -> None:
    shown = shell("act", "show", founded.mandate, "--from", served.address).out

    assert "members.appoint-officer/1" in shown
    assert (
        shell("act", "show", 0, "--envelope", "--from", served.address).json
        == founded.shell("act", "show", 0, "--envelope").json
    )
    assert "not as a node does" in shell("act", "show", 0, "--from", f"{served.address}log", code=3).err


def test_a_file_goes_to_the_node_before_the_act_that_names_it(
    founded: Founded, served: Served, own_key: Path, shell: Shell
) -> None:
    content = b"\xff\xd8\xff\xe0" + os.urandom(200_000)
    (shell.folder / "officer.jpeg").write_bytes(content)
    attach = ("act", "attach", "officer.jpeg", "--to", served.address, "--key-file", own_key)

    stored = shell.json(*attach)

    assert stored == {
        "digest": sha256(content).hexdigest(),
        "kind": "photograph",
        "media_type": "image/jpeg",
        "size": len(content),
    }
    assert "[unknown-blob-kind]" in shell(*attach, "--kind", "song?", code=1).err
    act = json.dumps({"kind": "members.register-officer/1", "name": "SPECIMEN", "photograph": stored["digest"]})
    key = ("--key-file", own_key, "--origin", read(founded.home).origin, "--mandate", founded.mandate)
    shell("act", "sign", "-", "--party", "MA", *key, "--out", "act.json", given=act)
    (sent,) = shell("act", "submit", "act.json", "--to", served.address, "--json").json
    assert sent["index"]


def test_a_seed_is_never_overwritten_nor_guessed(shell: Shell) -> None:
    (shell.folder / "seed").write_text("short", "ascii")

    assert "File exists" in shell("key", "draw", "seed", "--party", "MA", "--origin", "x", code=4).err
    asked = ("act", "sign", "-", "--party", "MA", "--key-file", "seed", "--origin", "x")
    assert "32 bytes" in shell(*asked, given=WRITTEN, code=4).err
    assert "not hold JSON" in shell(*asked, given="{", code=4).err
