"""What a stranger may make the server listen to: how much, for how long, and beside how many others."""

import asyncio
import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from tests.integration.acts.refused import texts
from tests.integration.api.conftest import Node
from tests.server import JSON
from wasl.api import limits
from wasl.api.limits import ACTS, BLOBS, SMALL, Limited, largest
from wasl.project.asgi import application

PAGE = "/language/"
QUESTIONS = ("/api/v1/check", "/api/yente/match/default")
PHOTOGRAPHS = ("/officers/register/", "/officers/7/photograph/change/")
SOON = 0.5


@pytest.mark.parametrize("path", [ACTS, BLOBS, *QUESTIONS, *PHOTOGRAPHS, PAGE, f"{ACTS}/0", "/nowhere"])
def test_no_address_takes_more_than_it_has_use_for(node: Node, path: str) -> None:
    """Refused when all of it was thrown away: a client that says all before it listens gets its answer."""
    large = dict.fromkeys(QUESTIONS, 2**20) | dict.fromkeys(PHOTOGRAPHS, 8 * 2**20 + 64 * 1024)
    most = {ACTS: 4 * 2**20, BLOBS: 64 * 2**20, **large}.get(path, 64 * 1024)
    assert largest(path) == most
    for language in texts.LANGUAGES:
        answer = node.server.ask("POST", path, b" " * (most + 1), JSON | {"Accept-Language": language})
        assert (answer.status, answer.code) == (413, "too-large")
        assert answer.json["detail"] == texts.expected("too-large", "a request of ten megabytes")[language].replace(
            str(4 * 2**20), str(most)
        )
        assert answer.headers["Content-Language"] == language
        assert answer.headers["Connection"] == "close"
    within = node.server.ask("POST", path, b" " * min(most, 2**20), JSON)
    assert within.status != 413


@pytest.mark.parametrize("path", [ACTS, BLOBS, PAGE])
@pytest.mark.parametrize("beyond", [-1, 0, 1, 2, SMALL])
def test_what_is_behind_the_limit_is_given_all_or_hears_that_nobody_is_there(path: str, beyond: int) -> None:
    size = largest(path) + beyond
    given, ended, status = asyncio.run(_given(path, size))

    assert given <= largest(path)
    assert (given, ended, status) == ((size, True, 200) if beyond <= 0 else (given, False, 413))


async def _given(path: str, size: int) -> tuple[int, bool, int]:
    """How many bytes an application is given, whether it saw their end, and the status that was answered."""
    piece, given, ended, sent = 2**16 - 7, 0, False, []
    sizes = [min(piece, size - start) for start in range(0, size, piece)] or [0]
    arriving = iter(
        [
            {"type": "http.request", "body": bytes(part), "more_body": number < len(sizes) - 1}
            for number, part in enumerate(sizes)
        ]
    )

    async def receive() -> dict[str, Any]:
        return next(arriving)

    async def behind(_scope: Any, heard_from: Any, say: Any) -> None:
        nonlocal given, ended
        while not ended:
            message = await heard_from()
            if message["type"] == "http.disconnect":
                return
            given += len(message["body"])
            ended = not message["more_body"]
        await say({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": path, "headers": [], "query_string": b""}
    await Limited(behind)(scope, receive, send)
    return given, ended, sent[0]["status"]


@contextmanager
def _served() -> Iterator[int]:
    """The whole application behind uvicorn, in this process; its port."""
    server = uvicorn.Server(uvicorn.Config(application, lifespan="off", log_config=None, port=0))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(10)


def _begun(port: int, path: str, length: int = 1000) -> socket.socket:
    """A request whose body does not come."""
    opened = socket.create_connection(("127.0.0.1", port), timeout=10)
    opened.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n".encode())
    return opened


def _heard(opened: socket.socket) -> tuple[int, str]:
    """The status and code that a connection is answered with before it is closed."""
    answer = http.client.HTTPResponse(opened)
    answer.begin()
    status, code = answer.status, json.loads(answer.read())["code"]
    assert opened.recv(1) == b""
    return status, code


@pytest.mark.parametrize("path", [ACTS, BLOBS, PAGE])
def test_who_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(limits, "SECONDS", SOON)
    with _served() as port, _begun(port, path) as silent:
        began = time.monotonic()
        assert _heard(silent) == (408, "too-slow")
        assert SOON - 0.1 < time.monotonic() - began < 5


def test_who_drips_is_not_waited_for_but_who_sends_steadily_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", SOON)
    monkeypatch.setattr(limits, "PACE", 10_000)
    with _served() as port, _begun(port, ACTS) as dripping, _begun(port, ACTS, 20_000) as steady:
        for _part in range(10):
            time.sleep(0.1)
            steady.sendall(b" " * 2_000)
            if _part < 4:
                dripping.sendall(b" ")
        assert _heard(dripping) == (408, "too-slow")
        answer = http.client.HTTPResponse(steady)
        answer.begin()
        assert answer.status == 415


def test_who_comes_beside_too_many_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "AT_ONCE", 3)
    monkeypatch.setattr(limits, "SECONDS", 2)
    with _served() as port, ExitStack() as opened:
        others = [opened.enter_context(_begun(port, ACTS)) for _ in range(3)]
        time.sleep(0.2)
        with _begun(port, ACTS) as fourth:
            assert _heard(fourth) == (503, "busy")
        assert {_heard(other) for other in others} == {(408, "too-slow")}
        with _begun(port, ACTS, 0) as later:
            assert _heard_status(later) == 415


def _heard_status(opened: socket.socket) -> int:
    answer = http.client.HTTPResponse(opened)
    answer.begin()
    return answer.status


def test_strangers_take_little_memory(node: Node) -> None:
    """150 bodies that lack their last byte: what they hold lies in files, not in memory."""
    before = _memory(node)
    with ExitStack() as opened:
        for _ in range(150):
            stranger = opened.enter_context(_begun(node.server.port, BLOBS, 2_500_001))
            stranger.sendall(b" " * 2_500_000)
        assert node.server.get("/log/checkpoint").status == 200
        assert _memory(node) - before < 150 * 2**20


def _memory(node: Node) -> int:
    assert node.server.process
    status = Path("/proc", str(node.server.process.pid), "status").read_text("ascii")
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) * 1024
