"""What streams cost, and what becomes of clients that do not read."""

import http.client
import socket
import time
from contextlib import ExitStack
from pathlib import Path

import psycopg

from tests.integration.live.listening import Listener, Teller, granted, minted
from tests.server import Server, signed
from wasl.members.acts import RegisterOfficer

STREAMS = 200


def _threads(server: Server) -> int:
    assert server.process is not None
    return len(list(Path(f"/proc/{server.process.pid}/task").iterdir()))


def _files(server: Server) -> list[str]:
    assert server.process is not None
    folder = Path(f"/proc/{server.process.pid}/fd")
    return [str(each.readlink()) for each in folder.iterdir() if each.is_symlink()]


def _database_connections(server: Server) -> int:
    address = server.installation.database
    if not address:
        return len([name for name in _files(server) if name.endswith("wasl.sqlite3")])
    with psycopg.connect(address, autocommit=True) as session:
        row = session.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()
    assert row
    return int(row[0])


def test_streams_hold_no_thread_and_no_connection(server: Server) -> None:
    token = granted(server, "record")
    with ExitStack() as open_streams:
        few = [open_streams.enter_context(Listener(server, token)) for _ in range(5)]
        assert server.submit(signed(RegisterOfficer(name="SPECIMEN"), "MA")).status == 201
        for listener in few:
            listener.take(1)
        before = (_threads(server), _database_connections(server))
        many = [open_streams.enter_context(Listener(server, token)) for _ in range(STREAMS)]
        assert server.submit(signed(RegisterOfficer(name="SPECIMEN"), "MA")).status == 201
        for listener in many:
            listener.take(1)
        assert server.get("/record/").status == 200
        time.sleep(0.5)  # a thread that served a page closes its connection
        after = (_threads(server), _database_connections(server))
    assert after[0] - before[0] < 10
    assert after[1] - before[1] < 3
    assert before[1] < 10


def test_whoever_does_not_read_is_let_go_and_comes_back(server: Server, teller: Teller) -> None:
    token = minted(server, ["account:70"])
    slow = socket.socket()
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    slow.connect(("127.0.0.1", server.port))
    slow.sendall(f"GET /live/ HTTP/1.1\r\nHost: localhost\r\nWasl-Live: {token}\r\n\r\n".encode())
    with Listener(server, token) as quick:
        text = "x" * 60_000
        for _ in range(4):
            teller.publish(*(("account:70", "public", text) for _ in range(25)))
            for message in quick.take(25):
                assert text in message.text
        began = time.monotonic()
        assert server.get("/log/checkpoint").status == 200
        assert time.monotonic() - began < 20
    taken = _all_of(slow)
    assert len(taken) < 5_000_000, "not all of it waited for whoever reads nothing"
    numbers = [int(line.removeprefix("id: ")) for line in taken.decode().split("\n") if line.startswith("id: ")]
    with Listener(server, token, numbers[-2]) as again:
        assert again.take(1)[0].number == numbers[-2] + 1
    assert "ERROR" not in server.log_tail()
    assert "Traceback" not in server.log_tail()


def _all_of(slow: socket.socket) -> bytes:
    """What was sent to it before its connection was cut."""
    slow.settimeout(20)
    taken = b""
    try:
        while part := slow.recv(1 << 20):
            taken += part
    except ConnectionResetError:
        pass
    slow.close()
    return taken


def test_pages_are_served_whatever_the_streams(server: Server) -> None:
    """They are not counted among the requests and connections that a process holds."""
    token = granted(server, "record")
    with ExitStack() as open_streams:
        for _ in range(300):
            open_streams.enter_context(Listener(server, token))
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        for _ in range(5):
            connection.request("GET", "/log/checkpoint")
            answer = connection.getresponse()
            assert answer.status == 200
            answer.read()
        connection.close()
