"""The server as an operator starts and stops it, and as others read it."""

import signal
import socket
import time
from contextlib import ExitStack, suppress
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.integration.cli.conftest import NAMES, Founded, Served, Shell
from wasl.acts import home as homes
from wasl.cli.serving import CONNECTIONS


def fetch(address: str) -> bytes:
    with urlopen(address, timeout=60) as answer:
        content: bytes = answer.read()
    return content


def test_the_record_is_verified_over_the_network(founded: Founded, served: Served, shell: Shell) -> None:
    (shell.folder / "pinned").write_bytes(fetch(f"{served.address}log/log.vkey"))
    given_up = time.monotonic() + 20
    while int(fetch(f"{served.address}log/checkpoint").splitlines()[1]) <= founded.mandate:
        assert time.monotonic() < given_up, "a checkpoint is renewed after a few seconds"
        time.sleep(0.2)
    told = shell.json("record", "verify", f"{served.address}log", "--key", "pinned")

    assert told["good"]
    assert told["origin"] == "wasl.example/log"
    assert told["opened"] == told["marked"] > 3


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

    assert (proved["index"], proved["marked"]) == (1, True)
    assert other["problems"][0]["code"] == "bad-proof"


def test_an_address_that_is_no_log_is_said_to_be_none(served: Served, shell: Shell) -> None:
    assert "missing" in shell("record", "verify", f"{served.address}nowhere", code=1).out
    assert "[bad-address]" in shell("act", "submit", "-", "--to", "ftp://x", given="[]", code=4).err


def test_a_taken_port_is_said_to_be_taken(founded: Founded, served: Served) -> None:
    port = served.address.rstrip("/").rpartition(":")[2]

    assert "Address already in use" in founded.shell("serve", "--port", port, code=4).err


def test_what_nobody_founded_is_not_served(shell: Shell) -> None:
    names = dict(zip(("en", "ar", "fr", "es"), NAMES[1::2], strict=True))
    homes.create(homes.Home(shell.folder / "home", name=names, origin="specimen/log"))

    refused = shell("serve", "--home", "home", "--port", 0, code=3)
    assert f"`wasl init --home {shell.folder / 'home'}` founds it. [not-founded]" in refused.err
    assert refused.out == ""

    shell("init", "--home", "home")
    with shell.serving("serve", "--home", "home") as running:
        assert fetch(f"{running.address}log/checkpoint")


def test_connections_beyond_what_it_holds_are_sent_away(served: Served) -> None:
    """Those that ask for nothing count, too; when they are gone, it answers as before."""
    place = ("127.0.0.1", int(served.address.rstrip("/").rpartition(":")[2]))
    with ExitStack() as idle:
        for _ in range(CONNECTIONS):
            idle.enter_context(socket.create_connection(place, timeout=60))
        with pytest.raises(HTTPError) as refused:
            fetch(f"{served.address}log/checkpoint")
        assert refused.value.code == 503
        refused.value.close()

    for _ in range(50):
        with suppress(HTTPError):
            assert fetch(f"{served.address}log/checkpoint")
            return
        time.sleep(0.1)
    pytest.fail("it sends everybody away")


def _stop(served: Served, how: signal.Signals) -> tuple[int, float]:
    begun = time.monotonic()
    served.process.send_signal(how)
    return served.process.wait(20), time.monotonic() - begun


def test_sigterm_ends_it_cleanly(founded: Founded, shell: Shell) -> None:
    with founded.copied(shell.folder).serving("serve") as running:
        fetch(f"{running.address}log/checkpoint")
        code, seconds = _stop(running, signal.SIGTERM)
        assert running.process.stderr
        said = running.process.stderr.read()

    assert (code, said) == (0, "")
    assert seconds < 15


def test_several_processes_share_the_work_after_one_migrated(founded: Founded, shell: Shell) -> None:
    own = founded.copied(shell.folder)
    own("manage", "migrate", "django_tasks_database", "0018")
    assert "wasl manage --home" in shell("tick", "--home", "home", code=3).err

    with own.serving("serve", "--workers", 2) as running:
        assert b'"MA"' in fetch(f"{running.address}api/v1/members")
        code, seconds = _stop(running, signal.SIGINT)

    assert code == 0
    assert seconds < 15
