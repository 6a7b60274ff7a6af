"""The demo: built once, whole or not at all, and never in somebody's installation."""

from urllib.request import urlopen

import pytest

from tests.integration.cli.conftest import Founded, Shell
from wasl.acts import home as homes


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Built by somebody who runs an installation on the same machine."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "apart").mkdir()
    (folder / "apart" / "log.key").write_text("00" * 32, "ascii")
    Shell(folder)("demo", "--no-serve", WASL_SECRETS=str(folder / "apart"))
    return Shell(folder, folder / "demo-home")


def test_it_is_a_whole_installation_with_nothing_beside_it(demo: Shell) -> None:
    assert demo.home
    assert homes.read(demo.home).demo
    assert {path.name for path in demo.folder.iterdir()} == {"apart", "demo-home"}
    assert demo.json("record", "rebuild", "--compare") == {"differences": []}


def test_it_never_touches_the_secrets_of_an_installation(demo: Shell) -> None:
    assert demo.home
    assert [path.name for path in (demo.folder / "apart").iterdir()] == ["log.key"]
    assert (demo.home / "secrets" / "log.key").read_text("ascii").strip() != "00" * 32


def test_its_record_verifies(demo: Shell) -> None:
    demo("record", "export", "record")
    told = demo.json("record", "verify", "record", "--workers", 2)

    assert told["good"]
    assert told["size"] > 600
    assert told["size"] - told["opened"] > 50


def test_everybody_in_it_is_a_specimen(demo: Shell) -> None:
    members = demo.json("member", "list", "--language", "fr")
    officers = demo.json("officer", "list", "SN")

    assert len(members) == 196
    assert members[0]["name"] == "Afghanistan"
    assert [member["name"] for member in members if member["code"] == "DE"] == ["Allemagne"]
    assert all(member["keys"] == 1 for member in members)
    assert sum(member["mandates"] > 0 for member in members) == 12
    names = {officer["name"] for officer in officers if officer["name"]}
    assert len(names) == 6
    assert all("SPECIMEN" in name or "نموذج" in name for name in names)
    assert any(officer["name"] is None for officer in officers), "one officer was erased"
    assert {"rotated", "revoked"} == {demo.json("key", "list", code)[0]["state"] for code in ("FR", "BR")}


def test_its_mail_lies_in_a_folder(demo: Shell) -> None:
    """Nobody gets any; whoever looks around can read what the operator would have been told."""
    assert demo.home
    assert demo("tick").err == ""

    mails = [file.read_text("utf-8") for file in (demo.home / "mail").iterdir()]
    assert any("To: operator@demo.wasl.example" in mail and "a key was reported lost" in mail for mail in mails)
    assert demo.json("status")["mail_waiting"] == 0


def test_the_second_start_builds_nothing(demo: Shell) -> None:
    assert demo.home
    built = demo.home.stat().st_ino
    with demo.serving("demo") as running, urlopen(running.address, timeout=60) as answer:
        assert answer.status == 200
        assert running.address.startswith("http://127.0.0.1:")

    assert demo.home.stat().st_ino == built


def test_every_process_has_the_clock_that_was_moved(demo: Shell) -> None:
    assert demo.home
    moved = demo.home / "clock-offset.json"
    moved.write_text('{"seconds": 864000}', "utf-8")
    try:
        told = demo.json("clock", "show")
    finally:
        moved.unlink()

    assert told["accepted"]
    assert 863_000 < told["seconds_apart"] < 864_000 + 86_400
    assert demo.json("clock", "show")["seconds_apart"] < 86_400


def test_its_start_says_where_to_choose_whom_to_be(demo: Shell) -> None:
    with demo.serving("demo") as running:
        assert running.process.stdout
        line = running.process.stdout.readline()
        assert line.split()[-1] == f"{running.address}welcome/"
        with urlopen(f"{running.address}welcome/", timeout=60) as answer:
            assert answer.status == 200


def test_beginning_anew_asks_first(demo: Shell) -> None:
    assert demo.home
    before = (demo.home / "secrets" / "log.key").read_text("ascii")

    assert "say --yes" in demo("demo", "--fresh", "--no-serve", code=2).err

    assert (demo.home / "secrets" / "log.key").read_text("ascii") == before


def test_a_demo_that_is_served_is_not_removed(demo: Shell) -> None:
    assert demo.home
    before = (demo.home / "secrets" / "log.key").read_text("ascii")

    with demo.serving("demo") as running:
        assert "[demo-in-use]" in demo("demo", "--fresh", "--yes", "--no-serve", code=1).err
        with urlopen(running.address, timeout=60) as answer:
            assert answer.status == 200

    assert (demo.home / "secrets" / "log.key").read_text("ascii") == before


def test_a_fresh_demo_is_another_record_with_the_same_history(demo: Shell) -> None:
    """Last of all here: it takes the demo of the other tests away."""
    assert demo.home
    before = (demo.home / "secrets" / "log.key").read_text("ascii")
    size = demo.json("status")["entries"]
    (demo.home / "clock-offset.json").write_text('{"seconds": 86400}', "utf-8")

    demo("demo", "--fresh", "--yes", "--no-serve")

    assert (demo.home / "secrets" / "log.key").read_text("ascii") != before
    assert demo.json("status")["entries"] == size
    assert not (demo.home / "clock-offset.json").exists()
    assert [path.name for path in demo.folder.iterdir() if path.name.startswith(".")] == []


def test_a_foreign_home_is_refused(founded: Founded, shell: Shell) -> None:
    assert "[not-a-demo]" in shell("demo", "--home", founded.home, code=1).err
    (shell.folder / "demo-home").mkdir()
    (shell.folder / "demo-home" / "letter.txt").write_text("وصل", "utf-8")
    assert "[not-a-demo]" in shell("demo", WASL_HOME=str(founded.home), code=1).err
    assert "[not-a-demo]" in shell("demo", "--fresh", "--yes", "--home", founded.home, code=1).err
    assert (founded.home / "wasl.toml").is_file()
