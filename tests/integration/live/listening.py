"""Clients of live streams, as a browser is one; and tokens, as the installation itself would sign them."""

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from django.core import signing

from tests.server import Installation, Server
from wasl.web.live import tokens

_TELL = """
import json, sys
import django
django.setup()
from wasl.web import live
for line in sys.stdin:
    said = json.loads(line)
    for topic, audience, text in said["told"]:
        live.publish(topic, audience, live.Fragment("web/parts/note.html", {"note": text}))
    if said["whose"]:
        live.hang_up(**said["whose"])
    print(live.flush(20), flush=True)
"""


class Teller:
    """A process beside the server that tells of things, as a command or another server does."""

    def __init__(self, installation: Installation) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _TELL],
            env=installation.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def publish(self, *told: tuple[str, str, str]) -> None:
        """Tell of things, durably: topic, audience and text of each."""
        self._do(told=told, whose={})

    def hang_up(self, **whose: Any) -> None:
        """Hang up."""
        self._do(told=[], whose=whose)

    def _do(self, **said: Any) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(said) + "\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "True\n"

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=60)


@dataclass(frozen=True)
class Message:
    """One message of a stream that says something."""

    number: int
    event: str
    text: str


def granted(server: Server, *topics: str, language: str = "en", cookies: str = "") -> str:
    """The token that the server gives to whoever asks."""
    query = urlencode([("topic", topic) for topic in topics] + [("language", language)])
    answer = server.get(f"/live/token/?{query}", {"Cookie": cookies} if cookies else None)
    assert answer.status == 200, answer.body
    return str(answer.json["token"])


def minted(server: Server, topics: Sequence[str], audiences: Iterable[str] = (), **said: Any) -> str:
    """A token with the installation's own signature, for somebody whom no test has to sign in."""
    known = said.pop("number", None)
    if known is None:
        known = tokens.read(granted(server), key=_key(server)).number
    content = {
        "t": list(topics),
        "a": ["public", *audiences],
        "l": said.get("language", "en"),
        "v": "",
        "o": list(said.get("owners", ())),
        "n": known,
        "e": said.get("ends", time.time() + 600),
    }
    return signing.dumps(content, key=_key(server), salt=tokens.SALT, compress=True)


def _key(server: Server) -> str:
    return server.installation.secret("django.key").hex()


class Listener:
    """One stream, read as it comes."""

    def __init__(self, server: Server, token: str, after: int | None = None, **headers: str) -> None:
        sent = {"Host": f"127.0.0.1:{server.port}", "Wasl-Live": token} | headers
        if after is not None:
            sent["Last-Event-ID"] = str(after)
        lines = ["GET /live/ HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items()), "", ""]
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        self.socket.sendall("\r\n".join(lines).encode())
        self.answer = http.client.HTTPResponse(self.socket, method="GET")
        self.answer.begin()
        self.status = self.answer.status
        self.checkpoints = False
        """Whether messages about the checkpoint count, which follow some time after what was before."""
        self.last = after
        """The number that a client would come back with."""
        if self.status == 200:
            assert self._block() == ["retry: 2000"]

    def _block(self) -> list[str]:
        """The lines of the next message; none at the end of the stream."""
        lines: list[str] = []
        while line := self.answer.readline():
            if line == b"\n":
                return lines
            lines.append(line.decode().rstrip("\n"))
        return []

    def next(self) -> Message | None:
        """The next message that says something; None at the end."""
        while lines := self._block():
            fields = [line.partition(": ")[::2] for line in lines]
            data = [value for name, value in fields if name == "data"]
            named = dict(fields)
            self.last = int(named["id"])
            if data and (self.checkpoints or 'inside="checkpoint"' not in data[0]):
                return Message(self.last, named.get("event", ""), "\n".join(data))
        return None

    def take(self, count: int) -> list[Message]:
        """So many messages; fails when the stream ends before."""
        found = [self.next() for _ in range(count)]
        assert None not in found, found
        return [each for each in found if each is not None]

    def hears_nothing(self, seconds: float = 0.6) -> bool:
        """Whether nothing comes for a while."""
        self.socket.settimeout(seconds)
        try:
            self.next()
        except TimeoutError:
            return True
        return False

    def close(self) -> None:
        """Go away."""
        self.answer.close()
        self.socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()
