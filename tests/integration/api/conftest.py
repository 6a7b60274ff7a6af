"""One organisation behind a real server, for all tests of the API: each adds its own acts, none needs to be alone."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pytest

from tests.conftest import ON_POSTGRES
from tests.server import Answer, Installation, Server, found, postgres_database, signed
from tests.world import key_of
from wasl.acts.readers import content_digest, signed_headers
from wasl.members.acts import RegisterOfficer

MEMBERS = ("MA", "FR", "BR", "JP", "SN")


@dataclass(frozen=True)
class Node:
    """The server, and requests to it as parties sign them."""

    server: Server

    def register_officer(self, party: str, name: str = "SPECIMEN Officer", photograph: str | None = None) -> int:
        """A closed act; its entry."""
        answer = self.server.submit(signed(RegisterOfficer(name=name, photograph=photograph), party))
        assert answer.status == 201, answer.body
        return int(answer.json["index"])

    def headers(
        self, party: str, path: str, *, method: str = "GET", content: bytes | None = None, generation: int = 0
    ) -> dict[str, str]:
        """The headers of a request that the party signs."""
        stated = {} if content is None else {"Content-Digest": content_digest(content)}
        seed = bytes(key_of(party, generation))
        return signed_headers(seed, method, self.server.address + path, stated)

    def get_as(self, party: str | None, path: str, **headers: str) -> Answer:
        """GET, signed by a party, or by nobody."""
        return self.server.get(path, headers | (self.headers(party, path) if party else {}))

    def upload(self, party: str, content: bytes, kind: str = "photograph") -> Answer:
        """Store a file for a party."""
        path = f"/api/v1/blobs?kind={kind}"
        headers = self.headers(party, path, method="POST", content=content)
        return self.server.ask("POST", path, content, headers | {"Content-Type": "image/png"})

    def stored(self, party: str, content: bytes) -> str:
        """Store a photograph; its digest."""
        answer = self.upload(party, content)
        assert answer.status == 201, answer.body
        assert answer.json["digest"] == sha256(content).hexdigest()
        return str(answer.json["digest"])


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """The founded organisation and its server, on the database the session runs on."""
    place: Any = postgres_database() if ON_POSTGRES else nullcontext("")
    with place as database:
        installation = Installation(tmp_path_factory.mktemp("api") / "home", database)
        installation.create()
        with installation.serve() as server:
            found(server, MEMBERS)
            yield Node(server)
        assert "Traceback" not in _unexpected(server.log_tail(10**9))


def _unexpected(log: str) -> str:
    """The log without what the tests provoke: Django shows the stack of what it finds suspicious."""
    lines, expected = [], False
    for line in log.splitlines():
        if line[:2] == "20":
            expected = " django.security." in line or " django.request: Bad Request" in line
        if not expected:
            lines.append(line)
    return "\n".join(lines)
