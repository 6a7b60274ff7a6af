"""One open stream: what waits to go over it, and the bounds on that."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from wasl.web.live.events import heartbeat
from wasl.web.live.peer import Peer
from wasl.web.live.tokens import Pass

WAITING_MAX, BYTES_MAX = 256, 512 * 1024
"""Messages and bytes that wait for a client; one that is slower is let go, and comes back to where it was."""

HEARTBEAT = 15.0
"""Seconds after which the stream says that it lives."""


class Stream:
    """What goes to one client. Lives in the event loop alone."""

    __slots__ = ("_bytes", "_flows", "_messages", "_peer", "_task", "_woken", "ended", "granted", "lagged", "sent")

    def __init__(self, granted: Pass, sent: int, peer: Peer) -> None:
        self.granted = granted
        self.sent = sent
        """Nothing up to this number goes over it any more."""
        self.ended = False
        self.lagged: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done when the client is too slow."""
        self._peer = peer
        self._flows = False
        self._messages: deque[bytes] = deque()
        self._bytes = 0
        self._woken = asyncio.Event()
        self._task = asyncio.current_task()  # nobody else holds it: the event loop does not

    def put(self, number: int, said: bytes) -> None:
        """Give it the message of an event; an empty one says that there is nothing to show."""
        if number <= self.sent or self.ended:
            return
        self.sent = number
        if not said:
            return
        if self._flows:
            if self._peer.write(said) > BYTES_MAX:
                self._lag()
            return
        self._messages.append(said)
        self._bytes += len(said)
        if len(self._messages) > WAITING_MAX or self._bytes > BYTES_MAX:
            self._lag()
        self._woken.set()

    def _lag(self) -> None:
        self.ended = True
        self._messages.clear()
        if not self.lagged.done():
            self.lagged.set_result(None)

    def end(self, said: bytes = b"") -> None:
        """Say a last word, and no more."""
        if said and not self.ended:
            self._messages.append(said)
        self.ended = True
        self._woken.set()

    async def pump(self, send: Callable[[bytes], Awaitable[None]], newest: Callable[[], int]) -> None:
        """Send what comes, until the stream is ended; `newest` is the last event that went out to anybody."""
        while True:
            while self._messages:
                said, self._bytes = b"".join(self._messages), 0
                self._messages.clear()
                await send(said)
            if self.ended:
                return
            self._flows = self._peer.direct
            self._woken.clear()
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await self._woken.wait()
            except TimeoutError:
                self._messages.append(heartbeat(max(self.sent, newest())))
            self._flows = False
