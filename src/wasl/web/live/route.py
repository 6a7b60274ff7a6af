"""`/live/`: streams of server-sent events, beside Django and before its middleware.

A request brings its token in the header `Wasl-Live`, and in `Last-Event-ID` the last number it heard; without that
the number in the token counts, which the page knew of when it was made. Only pages of this installation can send the
header: another site's script would have to ask first, and is not answered.
"""

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.core.handlers.asgi import ASGIRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from wasl.acts import problems
from wasl.acts.refusals import Refused
from wasl.web.live.events import message
from wasl.web.live.hub import Full, Hub
from wasl.web.live.peer import Peer
from wasl.web.live.stream import Stream
from wasl.web.live.tokens import Invalid, Pass, read

log = logging.getLogger(__name__)

ADDRESS = "/live/"
NEWEST = "wasl.live"
"""Where a request's scope says up to which event its page is certain to be."""

RETRY_MS = 2000
"""How long a client waits before it comes back, apart from what it adds by chance."""

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"connection", b"close"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


class Live:
    """ASGI: answers for streams, and passes everything else on, with the newest event's number."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._hub: Hub | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        hub = self._hub or self._begin()
        if hub.number is None:
            await hub.ready()
        if scope["path"] == ADDRESS:
            await _Request(hub, scope, receive, send).answer()
            return
        scope[NEWEST] = hub.number
        await self._application(scope, receive, send)

    def _begin(self) -> Hub:
        hub = self._hub = Hub()
        hub.start()
        _close_on_signals(hub)
        return hub


def _close_on_signals(hub: Hub) -> None:
    """Streams would hold up the end of the server: they end when it is asked to."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)
        if not callable(before):
            continue

        def handle(number: int, frame: Any, before: Callable[[int, Any], Any] = before) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(hub.close)
            before(number, frame)

        signal.signal(number, handle)


def _unauthorised() -> Refused:
    return Refused("not-open-to-you", _("You may not see or do this."), status=401)


def _crowded() -> Refused:
    return Refused("busy", _("The installation is busy. Send the same again."), status=503)


class _Request:
    """One request for a stream."""

    def __init__(self, hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
        self._hub, self._scope, self._receive, self._send = hub, scope, receive, send
        self._peer = Peer(scope, send)
        self._headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}

    async def answer(self) -> None:
        """Stream, or say why not."""
        if self._scope["method"] != "GET":
            await self._say(405, [(b"allow", b"GET")], b"")
            return
        try:
            granted = self._granted()
            after = self._after(granted)
            stream = self._hub.join(granted, after, self._peer)
        except Invalid:
            await self._refuse(_unauthorised())
        except Full:
            await self._refuse(_crowded())
        else:
            try:
                await self._run(stream, after)
            finally:
                self._hub.leave(stream)

    def _granted(self) -> Pass:
        """What the token says. Raises Invalid, for a page of somebody else's too."""
        origin = self._headers.get("origin")
        if self._headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise Invalid
        if origin is not None and urlsplit(origin).netloc != self._headers.get("host"):
            raise Invalid
        granted = read(self._headers.get("wasl-live", ""))
        if not self._hub.still_good(granted):
            raise Invalid
        return granted

    def _after(self, granted: Pass) -> int:
        """The last event that the client heard; one from the future counts as that of the token."""
        stated = self._headers.get("last-event-id", "")
        number = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 19 else granted.number
        newest = max(self._hub.number or 0, granted.number)
        return number if number <= newest + 1_000_000 else granted.number

    async def _run(self, stream: Stream, after: int) -> None:
        upto = self._hub.number or 0
        self._peer.apart()
        loop = asyncio.get_running_loop()
        over = loop.call_later(max(0.0, stream.granted.ends - time.time()), self._expire, stream)
        pump = loop.create_task(self._pump(stream, after, upto))
        gone = loop.create_task(self._gone())
        try:
            await asyncio.wait({pump, gone, stream.lagged}, return_when=asyncio.FIRST_COMPLETED)
            if stream.lagged.done():
                log.info("a client that reads too slowly was let go")
                await self._peer.abort()
        finally:
            over.cancel()
            for each in (pump, gone, stream.lagged):
                each.cancel()
            await asyncio.gather(pump, gone, return_exceptions=True)

    def _expire(self, stream: Stream) -> None:
        stream.end(message(stream.sent, "renew", event="renew"))

    async def _pump(self, stream: Stream, after: int, upto: int) -> None:
        await self._send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await self._more(f"retry: {RETRY_MS}\n\n".encode())
        if missed := await self._hub.missed(stream.granted, after, upto):
            await self._more(missed)
        await stream.pump(self._more, lambda: self._hub.number or 0)
        if not stream.lagged.done():
            await self._send({"type": "http.response.body", "body": b""})

    async def _more(self, said: bytes) -> None:
        await self._send({"type": "http.response.body", "body": said, "more_body": True})

    async def _gone(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def _refuse(self, refusal: Refused) -> None:
        request = ASGIRequest(self._scope, BytesIO())
        language = translation.get_language_from_request(request)
        with translation.override(language):
            answer = problems.response(request, refusal)
        headers = [(name.lower().encode(), value.encode()) for name, value in answer.items()]
        await self._say(answer.status_code, [*headers, (b"content-language", language.encode())], answer.content)

    async def _say(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        headers = [*headers, (b"content-length", str(len(body)).encode()), (b"x-content-type-options", b"nosniff")]
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})
