"""What ASGI does not say of a connection, and uvicorn knows: it is one stream, it can be written to, it can be cut.

uvicorn counts connections and tasks against `limit_concurrency`, which is for requests; streams have their own
limit. A client that does not read keeps what was written to it in memory until its connection is cut. And an event
for two thousand streams is written in a tenth of the time when no task has to wake up for each of them: once the
response has begun, what follows is a chunk (RFC 9112, section 7.1) and goes straight to the socket.

Under another server nothing of this is there, and streams go through ASGI alone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

TURNS = 3
"""Turns of the event loop after which a cut connection is known to be gone."""


class Peer:
    """The connection of one request."""

    def __init__(self, scope: Mapping[str, Any], send: Callable[[Mapping[str, Any]], Awaitable[None]]) -> None:
        transport = getattr(getattr(send, "__self__", None), "transport", None)
        self._transport: Any = transport if isinstance(transport, asyncio.Transport) else None
        self.direct = self._transport is not None and scope["http_version"] == "1.1"
        """Whether it can be written to beside ASGI."""

    def apart(self) -> None:
        """Count it no longer among the requests."""
        protocol: Any = self._transport.get_protocol() if self._transport is not None else None
        connections, tasks = getattr(protocol, "connections", None), getattr(protocol, "tasks", None)
        if isinstance(connections, set) and isinstance(tasks, set):
            connections.discard(protocol)
            tasks.discard(asyncio.current_task())

    def write(self, said: bytes) -> int:
        """Write a chunk; how many bytes wait for the client to read."""
        if self._transport.is_closing():
            return 0
        self._transport.write(b"%x\r\n%b\r\n" % (len(said), said))
        return int(self._transport.get_write_buffer_size())

    async def abort(self) -> None:
        """Cut it: nothing that waits is sent any more."""
        if self._transport is not None:
            self._transport.abort()
            for _ in range(TURNS):
                await asyncio.sleep(0)
