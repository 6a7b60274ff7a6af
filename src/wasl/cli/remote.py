"""Talking to a node over HTTP: one kept connection, a limit on time and size, and no redirects.

The record's library imports no HTTP client; its verification reads a remote log through `RemoteLog`.
"""

import http.client
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from wasl.cli.failures import Code, Failure
from wasl.record.source import READ_MAX

TIMEOUT = 20.0
"""Seconds without a byte after which the other side counts as gone."""

ANSWER_MAX = 64 * 2**20
"""Bytes of an answer to a batch of acts."""

WAITS = (0.25, 0.5, 1, 2)
"""Seconds before asking a busy node again."""

BUSY = frozenset({429, 503})
USUAL = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a body, cut at the limit that was asked for."""

    status: int
    body: bytes


def unreachable(address: str, why: object) -> Failure:
    """The node does not answer, or not with what it must."""
    return Failure("unreachable", f"{address} cannot be reached: {why}", Code.UNREACHABLE)


@dataclass
class Node:
    """Where a node answers, such as `https://wasl.example` or `https://wasl.example/log`.

    Can be handed to another process; each opens a connection of its own.
    """

    address: str
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username:
            message = f"{self.address} is not the address of a node"
            raise Failure("bad-address", message, Code.INPUT_OUTPUT)
        self._parts, self._prefix = parts, parts.path.rstrip("/")

    def url(self, path: str) -> str:
        """The whole address of a path, as the node will see it: what a signed request covers."""
        host, port = self._parts.hostname or "", self._parts.port
        host = f"[{host}]" if ":" in host else host
        unusual = "" if port in (None, USUAL[self._parts.scheme]) else f":{port}"
        return f"{self._parts.scheme}://{host}{unusual}{self._target(path)}"

    def _target(self, path: str) -> str:
        return f"{self._prefix}/{quote(path, safe='/?=')}"

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_connection": None}

    def ask(
        self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None, limit: int = READ_MAX
    ) -> Answer:
        """GET, or POST a body; waits and asks again while the node is busy. Raises Failure: unreachable.

        Everything asked for here is safe to ask for twice: an act sent again gives the same receipt.
        """
        answer = self._once(path, body, headers or {}, limit)
        for wait in WAITS:
            if answer.status not in BUSY:
                break
            time.sleep(wait)
            answer = self._once(path, body, headers or {}, limit)
        return answer

    def _once(self, path: str, body: bytes | None, headers: dict[str, str], limit: int) -> Answer:
        """One exchange; a kept connection that the node closed meanwhile is opened anew once."""
        kept = self._connection is not None
        try:
            return self._exchange(path, body, headers, limit)
        except (OSError, http.client.HTTPException) as error:
            self._close()
            if kept and isinstance(error, (ConnectionError, http.client.RemoteDisconnected)):
                return self._once(path, body, headers, limit)
            raise unreachable(self.address, str(error) or type(error).__name__) from error

    def _exchange(self, path: str, body: bytes | None, headers: dict[str, str], limit: int) -> Answer:
        connection = self._connection = self._connection or self._connect()
        method = "GET" if body is None else "POST"
        connection.request(method, self._target(path), body, {"User-Agent": "wasl", **headers})
        answer = connection.getresponse()
        content = answer.read(limit + 1)
        if len(content) > limit:
            self._close()
        return Answer(answer.status, content[:limit])

    def _connect(self) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self._parts.scheme == "https" else http.client.HTTPConnection
        return kind(self._parts.hostname or "", self._parts.port, timeout=TIMEOUT)

    def _close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None


@dataclass
class RemoteLog(Node):
    """A record served as tiles: a source for verification."""

    def read(self, path: str) -> bytes | None:
        """The bytes at a path such as `tile/0/000`, or None when the log has nothing there. Raises Failure."""
        answer = self.ask(path)
        if answer.status == 404:
            return None
        if answer.status != 200:
            raise unreachable(self.address, f"it answered {answer.status} for {path}")
        return answer.body


def submit(node: Node, envelopes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Hand signed acts to a node; a receipt or a problem for each, in order. Raises Failure."""
    body = json.dumps(envelopes).encode()
    answer = node.ask("api/v1/acts", body, {"Content-Type": "application/json"}, ANSWER_MAX)
    try:
        return list(told(node, answer)["outcomes"])
    except (KeyError, TypeError) as error:
        raise unreachable(node.address, f"it answered {answer.status}, and not as a node does") from error


def told(node: Node, answer: Answer) -> Any:
    """The JSON of an answer. Raises Failure: what the node refused, or unreachable where it is no node's answer."""
    try:
        value = json.loads(answer.body)
        if answer.status in (200, 201):
            return value
        code, detail = str(value["code"]), str(value["detail"])
    except (ValueError, KeyError, TypeError) as error:
        raise unreachable(node.address, f"it answered {answer.status}, and not as a node does") from error
    raise Failure(code, detail, Code.UNREACHABLE if answer.status in BUSY else Code.REFUSED)
