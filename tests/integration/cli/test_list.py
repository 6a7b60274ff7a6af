"""Lists on the command line: imported from files and addresses, compared, refused, closed, and killed half-way."""

import gzip
import json
import random
import signal
import subprocess
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from getpass import getuser
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests import public_data
from tests.integration.checks.editions_of import MAP, PEOPLE, THIRD, published
from tests.integration.cli.conftest import COMMAND, Founded, Shell
from wasl.checks.acts import Source

TITLES = ("--title-en", "Specimens", "--title-ar", "عينات", "--title-fr", "Spécimens", "--title-es", "Muestras")
SOURCES = tuple(each.value for each in Source)


def state(shell: Shell, name: str) -> dict[str, object]:
    """How a list stands."""
    found = {each["name"]: each for each in shell.json("list", "list")}
    line: dict[str, object] = found[name]
    return line


@pytest.mark.parametrize("source", SOURCES)
def test_every_form_is_opened_renewed_and_closed(founded: Founded, tmp_path: Path, source: str) -> None:
    shell, name = founded.shell, source if source in {"un-sc", "ofac-sdn"} else f"own-{source}"
    (tmp_path / "map.toml").write_text(MAP)
    columns = ("--map", tmp_path / "map.toml") if source == Source.CSV else ()
    titled = () if name == source else ("--name", name, *TITLES)
    first, second = published(source, tmp_path / "one"), published(source, tmp_path / "two", (*PEOPLE, THIRD))

    checked = shell.json("list", "check", source, first, *columns)
    opened = shell.json("list", "import", source, first, *columns, *titled)
    renewed = shell.json("list", "import", name, second, *columns)
    again = shell("list", "import", name, second, *columns)
    differences = shell.json("list", "differences", name, "--edition", renewed["entry"])
    shown = shell.json("list", "show", name)

    assert (checked["entries"], checked["added"]) == (opened["entries"], opened["added"]) == (2, 2)
    assert (renewed["entries"], renewed["added"], renewed["unchanged"]) == (3, 1, 2)
    assert "It says nothing new." in again.out
    assert [len(differences[kind]) for kind in ("added", "changed", "delisted")] == [1, 0, 0]
    assert [each["added"] for each in shown["editions"]] == [0, 1, 2]
    says_when = source == Source.UN_SC  # on a day that is long gone
    assert (state(shell, name)["state"], state(shell, name)["entries"]) == ("stale" if says_when else "current", 3)

    shell("list", "close", name, "--reason", "discontinued")
    assert state(shell, name)["state"] == "closed"


def test_a_bureaus_own_list(founded: Founded, tmp_path: Path) -> None:
    shell, file = founded.shell, published("ftm", tmp_path / "one")
    given = ("--party", "MA", "--mandate", founded.mandate)
    shell("list", "import", "ftm", file, "--name", "own", *TITLES, *given)

    assert state(shell, "ma.own")["party"] == "MA"
    assert "nothing new" in shell("list", "import", "own", file, *given).out


def test_whose_list_it_is_stands_in_its_name(founded: Founded, tmp_path: Path) -> None:
    shell, file = founded.shell, published("ftm", tmp_path / "one")
    mandate = ("--mandate", founded.mandate)
    before = shell.json("status")["entries"]
    for contradiction in (
        ("import", "ftm", file, "--name", "ma.named", *TITLES),
        ("open", "ma.named", "--source", "ftm", *TITLES),
        ("check", "ma.named", file),
        ("close", "ma.named", "--reason", "mistaken", *mandate),
        ("return", "ma.named", 1, *mandate),
    ):
        assert "[other-party]" in shell("list", *contradiction, "--party", "secretariat", code=1).err, contradiction
    assert "There is no open list ma.named" in shell("list", "import", "ma.named", file, *mandate, code=1).err
    assert shell.json("status")["entries"] == before

    shell("list", "open", "ma.named", "--source", "ftm", *TITLES, *mandate)
    shell("list", "import", "ma.named", file, *mandate)
    assert (state(shell, "ma.named")["party"], state(shell, "ma.named")["entries"]) == ("MA", 2)
    assert "nothing new" in shell("list", "import", "named", file, "--party", "MA", *mandate).out
    shell("list", "close", "named", "--party", "ma", "--reason", "mistaken", *mandate)
    assert state(shell, "ma.named")["state"] == "closed"


def test_one_goes_back_from_a_wrong_file(founded: Founded, tmp_path: Path) -> None:
    shell = founded.shell
    first = shell.json("list", "import", "ftm", published("ftm", tmp_path / "one"), "--name", "back", *TITLES)
    wrong = shell.json("list", "import", "back", published("ftm", tmp_path / "two", (*PEOPLE, THIRD)))
    back = ("list", "return", "back", first["entry"])

    checked = shell(*back, "--check")
    assert "Nothing was recorded." in checked.out
    assert state(shell, "back")["edition"] == wrong["entry"]
    assert "--accept-losses" in shell(*back, code=1).err
    done = shell.json(*back, "--accept-losses")
    assert (done["edition"], done["entries"], done["delisted"]) == (first["entry"], 2, 1)

    newest, _wrong, oldest = shell.json("list", "show", "back")["editions"]
    assert newest["edition"] == done["entry"]
    assert newest["files"] == oldest["files"]
    assert newest["renewed_at"] == oldest["imported_at"] == state(shell, "back")["renewed_at"]
    assert "[counts-already]" in shell(*back, code=1).err
    assert "[not-there]" in shell("list", "return", "back", 0, code=1).err


def test_the_files_of_an_edition_are_written_out(founded: Founded, tmp_path: Path) -> None:
    shell, folder, out = founded.shell, published("ofac-sdn", tmp_path / "one"), tmp_path / "out"
    number = shell.json("list", "import", "ofac-sdn", folder, "--name", "files", *TITLES)["entry"]
    given = shell.json("list", "file", "files", number, "--out", out)["files"]

    for each in given:
        content = Path(each["file"]).read_bytes()
        assert sha256(content).hexdigest() == each["sha256"]
        unpacked = gzip.decompress(content) if each["file"].endswith(".gz") else content
        published_as = Path(each["file"]).name.removesuffix(".gz")
        assert unpacked == (folder / published_as).read_bytes()
        assert sha256(unpacked).hexdigest() == each["sha256_unpacked"]
    assert len(given) == 4
    assert shell("list", "file", "files", number, "--out", out, code=4).err, "nothing is written over"
    assert shell.json("list", "check", "files", out)["nothing_new"] is True


def test_what_is_read_of_a_list_stands_in_the_log(founded: Founded, tmp_path: Path) -> None:
    """As over the API and on the pages: what an edition changed, and its files, name whoever stands on the list."""
    shell, day = founded.shell, datetime.now(UTC).date().isoformat()
    first, second = published("ftm", tmp_path / "one"), published("ftm", tmp_path / "two", (*PEOPLE, THIRD))
    given = ("--party", "MA", "--mandate", founded.mandate)
    shell("list", "import", "ftm", first, "--name", "read", *TITLES, *given)
    number = shell.json("list", "import", "ma.read", second, *given)["entry"]

    assert shell("list", "differences", "ma.read", "--edition", 0, code=1).err
    assert shell("list", "differences", "ma.read", "--asker", "SPECIMEN operator").out
    assert shell("list", "file", "ma.read", number, "--out", tmp_path / "out", SUDO_USER="specimen").out

    shell("check", "log", "export", "--day", day, tmp_path / "log")
    lines = [json.loads(json.loads(line)["said"]) for line in (tmp_path / "log").read_text().splitlines()]
    read = [each for each in lines if each["way"] == "list" and each["asked"]["list"] == "ma.read"]
    assert [(each["party"], each["answered"]["lists"], each["answered"]["read"]) for each in read] == [
        ("MA", {"ma.read": number}, 1),
        ("MA", {"ma.read": number}, 3),
    ]
    user = getuser()
    assert [each["asker"] for each in read] == [
        f"SPECIMEN operator · wasl list differences · {user}",
        f"wasl list file · specimen ({user})",
    ]


def test_what_is_refused_names_the_line_and_changes_nothing(founded: Founded, tmp_path: Path) -> None:
    shell, file = founded.shell, published("ftm", tmp_path / "one")
    shell("list", "import", "ftm", file, "--name", "lines", *TITLES)
    before = shell.json("status")["entries"]
    (tmp_path / "broken.json").write_text(file.read_text() + "{ no JSON\n")
    refused = shell("list", "import", "lines", tmp_path / "broken.json", "--json", code=1)

    assert refused.json["code"] == "list-refused"
    assert "line 3" in refused.err
    assert shell("list", "check", "lines", tmp_path / "broken.json", code=1).err.count("line 3")
    assert shell("list", "import", "lines", tmp_path / "nowhere.json", code=4).err
    assert shell("list", "import", "nothing", file, code=1).err.count("no open list")
    assert shell.json("status")["entries"] == before


def test_a_list_is_not_opened_by_a_file_that_is_refused(founded: Founded, tmp_path: Path) -> None:
    (tmp_path / "empty.json").write_text("")
    before = founded.shell.json("status")["entries"]
    founded.shell("list", "import", "ftm", tmp_path / "empty.json", "--name", "never", *TITLES, code=1)

    assert founded.shell.json("status")["entries"] == before


def test_many_losses_are_to_be_accepted(founded: Founded, tmp_path: Path) -> None:
    shell = founded.shell
    shell("list", "import", "ftm", published("ftm", tmp_path / "one"), "--name", "losses", *TITLES)
    fewer = published("ftm", tmp_path / "two", PEOPLE[:1])

    for command in ("check", "import"):
        assert "--accept-losses" in shell("list", command, "losses", fewer, code=1).err
    assert shell.json("list", "check", "losses", fewer, "--accept-losses")["delisted"] == 1
    assert shell.json("list", "import", "losses", fewer, "--accept-losses")["delisted"] == 1


def test_an_older_edition_is_imported_only_when_that_is_meant(founded: Founded, tmp_path: Path) -> None:
    shell, file = founded.copied(tmp_path), published("un-sc", tmp_path / "one")  # its keeper is sent mail
    first = shell.json("list", "import", "un-sc", file, "--name", "aged", *TITLES)
    file.write_text(file.read_text().replace("2026-01-01", "2018-10-29"))
    for command in ("check", "import"):
        refused = shell("list", command, "aged", file, code=1).err
        assert all(said in refused for said in ("[older-edition]", "2018-10-29", "2026-01-01", "--older"))

    assert shell.json("list", "check", "aged", file, "--older")["published"] == "2018-10-29"
    assert state(shell, "aged")["edition"] == first["entry"]
    older = shell.json("list", "import", "aged", file, "--older")
    assert (state(shell, "aged")["edition"], state(shell, "aged")["published"]) == (older["entry"], "2018-10-29")
    assert state(shell, "aged")["state"] == "stale", "it is as old as it says"


def test_archives(founded: Founded, tmp_path: Path) -> None:
    shell, folder = founded.shell, published("ofac-sdn", tmp_path / "one")
    with zipfile.ZipFile(tmp_path / "sdn.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"inside/{path.name.upper()}")
    file = published("ftm", tmp_path / "two")
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.write(file, file.name)
        archive.write(file, "another.json")

    assert shell.json("list", "check", "ofac-sdn", tmp_path / "sdn.zip")["entries"] == 2
    assert shell("list", "check", "ftm", tmp_path / "two.zip", code=1).err.count("bad-archive")
    broken = (tmp_path / "sdn.zip").read_bytes().replace(b"Samir", b"Samur")
    (tmp_path / "sdn.zip").write_bytes(broken)
    assert shell("list", "check", "ofac-sdn", tmp_path / "sdn.zip", code=1).err.count("[bad-archive]")


class _Authority(BaseHTTPRequestHandler):
    """Publishes files; some of its addresses lead elsewhere, or promise more than comes."""

    folder: Path

    def do_GET(self) -> None:
        if self.path.startswith("/elsewhere"):
            self.send_response(302)
            self.send_header(
                "Location", {"/elsewhere-http": self.headers["Host"]}.get(self.path, "https://127.0.0.1:9/")
            )
            self.end_headers()
            return
        file = self.folder / self.path.rpartition("/")[2]
        if not file.is_file():
            self.send_error(404)
            return
        content = file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content) + (100 if self.path.startswith("/short") else 0)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words: object) -> None:
        pass


@contextmanager
def authority(folder: Path) -> Iterator[str]:
    """An address under which files are published, on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Authority", (_Authority,), {"folder": folder}))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_addresses(founded: Founded, tmp_path: Path) -> None:
    shell, folder = founded.shell, published("ofac-sdn", tmp_path / "sdn")
    published("un-sc", folder)
    with authority(folder) as address:
        assert shell.json("list", "check", "ofac-sdn", f"{address}/downloads/")["entries"] == 2
        assert shell.json("list", "check", "un-sc", f"{address}/list.xml")["entries"] == 2
        for path, why in {
            "/nowhere.xml": "HTTP 404",
            "/short/list.xml": "came",
            "/elsewhere": "private network",
            "/elsewhere-http": "begin with https",
        }.items():
            assert why in shell("list", "check", "un-sc", address + path, code=1).err, path
        port = address.rpartition(":")[2]
        assert "begin with https" in shell("list", "check", "un-sc", f"http://127.0.0.2:{port}/list.xml", code=1).err
    assert "private network" in shell("list", "check", "un-sc", "https://localhost:9/list.xml", code=1).err
    assert "begin with https" in shell("list", "check", "un-sc", "http://un.example/list.xml", code=1).err


OLD = """
from datetime import timedelta
from wasl.acts import clock
from wasl.checks.models import Edition
Edition.objects.update(renewed_at=clock.now() - timedelta(days=8))
"""


def test_status_says_that_a_list_was_not_renewed(founded: Founded, tmp_path: Path) -> None:
    own = founded.copied(tmp_path)
    own("list", "import", "ftm", published("ftm", tmp_path / "one"), "--name", "weekly", *TITLES)
    assert own.json("status")["wrong"] == []
    own("manage", "shell", "--command", OLD)

    assert {each["code"] for each in own.json("status", code=1)["wrong"]} == {"list-stale"}
    assert state(own, "weekly")["state"] == "stale"
    assert "NOT RENEWED" in own("list", "list").out


def test_a_running_server_follows_what_the_command_line_brought(founded: Founded, tmp_path: Path) -> None:
    shell, file = founded.shell, published("ftm", tmp_path / "one")
    shell("list", "import", "ftm", file, "--name", "served", *TITLES)
    with shell.serving("serve"):
        for path in (founded.home / "screening" / "secretariat").iterdir():
            if path.is_file():
                path.unlink()
        ends = time.monotonic() + 30
        while state(shell, "served")["state"] != "current":
            assert time.monotonic() < ends, "the server makes the index again by itself"
            time.sleep(0.2)


def test_an_import_that_is_killed_is_finished_later(founded: Founded, tmp_path: Path) -> None:
    shell, chance = founded.shell, random.Random(20261128)
    people = tuple((f"{number:04}", f"Given{number}", f"Family{number}", "1990-01-02") for number in range(3000))
    shell("list", "import", "ftm", published("ftm", tmp_path / "one"), "--name", "killed", *TITLES)
    file, took = published("ftm", tmp_path / "two", people), 0.0
    for kill in range(4):
        begun = time.monotonic()
        command = [COMMAND, "list", "import", "killed", str(file), "--accept-losses"]
        process = subprocess.Popen(
            command, env=shell.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(chance.uniform(0.5, took or 6.0))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        took = max(took, time.monotonic() - begun)
        if kill % 2:
            shell("tick")
            assert state(shell, "killed")["state"] == "current"
    shell("list", "import", "killed", file, "--accept-losses")

    assert (state(shell, "killed")["state"], state(shell, "killed")["entries"]) == ("current", 3000)
    held = json.loads((founded.home / "screening" / "secretariat" / "lists.json").read_text())["lists"]
    assert held["killed"] == state(shell, "killed")["edition"]
    assert list((founded.home / "screening" / "prepared").glob("[!.]*")) == []


def test_the_real_list_of_the_security_council(tmp_path: Path) -> None:
    edition = public_data.path("un_sc_list/consolidated_2018-10-29.xml.gz")
    shell = Shell(tmp_path, tmp_path / "home")
    shell(
        "init", "--name-en", "S", "--name-ar", "س", "--name-fr", "S", "--name-es", "S", "--address", "https://w.example"
    )
    found = shell.json("list", "import", "un-sc", edition)

    assert (found["published"], found["entries"]) == ("2018-10-29", 1093)
    assert state(shell, "un-sc")["entries"] == 1093
