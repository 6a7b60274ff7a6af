"""The server as an operator starts and stops it, and as others read it."""

import shutil
import signal
import time
from urllib.request import urlopen

from tests.integration.cli.conftest import Founded, Served, Shell


def fetch(address: str) -> bytes:
    with urlopen(address, timeout=20) as answer:
        content: bytes = answer.read()
    return content


def test_the_record_is_verified_over_the_network(founded: Founded, served: Served, shell: Shell) -> None:
    (shell.folder / "pinned").write_bytes(fetch(f"{served.address}log/log.vkey"))
    told = shell.json("record", "verify", f"{served.address}log", "--key", "pinned")

    assert told["good"]
    assert told["origin"] == "wasl.example/log"
    assert told["opened"] > 3


def test_one_entry_is_proved_with_two_files(founded: Founded, served: Served, shell: Shell) -> None:
    for name, address in {
        "1.tlog-proof": "record/1.tlog-proof",
        "1.json": "log/open/1.json",
        "2.json": "log/open/2.json",
        "pinned": "log/log.vkey",
    }.items():
        (shell.folder / name).write_bytes(fetch(served.address + address))

    proved = shell.json("record", "verify", "1.tlog-proof", "--entry", "1.json", "--key", "pinned")
    other = shell.json("record", "verify", "1.tlog-proof", "--entry", "2.json", "--key", "pinned", code=1)

    assert proved["index"] == 1
    assert other["problems"][0]["code"] == "bad-proof"


def test_an_address_that_is_no_log_is_said_to_be_none(served: Served, shell: Shell) -> None:
    assert "missing" in shell("record", "verify", f"{served.address}nowhere", code=1).out
    assert "[bad-address]" in shell("act", "submit", "-", "--to", "ftp://x", given="[]", code=4).err


def test_a_taken_port_is_said_to_be_taken(founded: Founded, served: Served) -> None:
    port = served.address.rstrip("/").rpartition(":")[2]

    assert "Address already in use" in founded.shell("serve", "--port", port, code=4).err


def _stop(served: Served, how: signal.Signals) -> tuple[int, float]:
    begun = time.monotonic()
    served.process.send_signal(how)
    return served.process.wait(20), time.monotonic() - begun


def test_sigterm_ends_it_cleanly(founded: Founded, shell: Shell) -> None:
    home = shell.folder / "home"
    shutil.copytree(founded.home, home)
    with shell.serving("serve", "--home", home) as running:
        fetch(f"{running.address}log/checkpoint")
        code, seconds = _stop(running, signal.SIGTERM)
        assert running.process.stderr
        said = running.process.stderr.read()

    assert (code, said) == (0, "")
    assert seconds < 5


def test_several_processes_share_the_work_after_one_migrated(founded: Founded, shell: Shell) -> None:
    home = shell.folder / "home"
    shutil.copytree(founded.home, home, ignore=shutil.ignore_patterns("wasl.sqlite3*"))
    assert "wasl manage --home" in shell("tick", "--home", home, code=3).err

    with shell.serving("serve", "--home", home, "--workers", 2) as running:
        assert fetch(f"{running.address}api/v1/members") == b"[]"
        code, seconds = _stop(running, signal.SIGINT)

    assert code == 0
    assert seconds < 5
