"""How much of a request is listened to, for how long, and how many at once.

Django keeps the whole body of a request before any view sees who sent it. What is too much is therefore refused here,
in the words of the API, before Django hears of it.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from wasl.acts import blob_kinds, problems
from wasl.acts.refusals import Refused

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

ACTS, BLOBS = "/api/v1/acts", "/api/v1/blobs"
LISTS, IMPORT = "/lists/", "/import/"
CHECKS = ("/api/v1/check", "/api/yente/match/")

TABLES = "/check/many/"
PHOTOGRAPHS = re.compile(r"/officers/(register|[0-9]+/photograph/change)/")

SMALL = 64 * 1024
"""Bytes of a body at any address that takes no acts, files or questions: forms."""

FILES_MAX = 64 * 2**20
"""Bytes of a file that is sent; what is larger, a long list for one, comes by the command line."""

TABLE = 32 * 2**20 + SMALL
"""Bytes of a table of many, and of what is said beside it; what is larger is checked by the command line."""

QUESTIONS = 2**20
"""Bytes of what is asked of the lists at once: a hundred descriptions of people, or one long text."""

AT_ONCE = 256
"""Requests under way in one process. Each may hold a body, most of it in a temporary file."""

SECONDS, PACE = 30, 16 * 1024
"""Seconds until a body must be there, and how many bytes of it buy one second more."""


def largest(path: str) -> int:
    """Bytes of the largest body that the address takes."""
    if path == BLOBS:
        return min(FILES_MAX, max(limits.size for limits in blob_kinds.KINDS.values()))
    if path.startswith(LISTS) and path.endswith(IMPORT):
        return FILES_MAX
    if PHOTOGRAPHS.fullmatch(path):
        return blob_kinds.KINDS["photograph"].size + SMALL
    if path == TABLES:
        return TABLE
    if path.startswith(CHECKS):
        return QUESTIONS
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE) if path == ACTS else SMALL


def too_slow() -> Refused:
    """The body did not come in time."""
    return Refused("too-slow", _("The request took too long to arrive. Send it again."), status=408)


def too_many() -> Refused:
    """Too many others are being served."""
    return Refused("busy", _("The installation is busy. Send the same again."), status=503)


class Limited:
    """ASGI: refuses a body that is too large (`too-large`) or too slow (`too-slow`), and one request too many (`busy`).

    What is behind it hears that the client of a refused request is gone.
    """

    def __init__(self, application: Application) -> None:
        self._application = application
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        if self._under_way >= AT_ONCE:
            await _answer(too_many(), scope, send)
            return
        self._under_way += 1
        body = _Body(receive, largest(scope["path"]))
        try:
            await self._application(scope, body.next_message, send)
            if body.refusal:
                await _answer(body.refusal, scope, send)
        finally:
            self._under_way -= 1


class _Body:
    """A body on its way in. What is too large is thrown away to its end: many clients say all before they listen."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = most
        self._size = 0
        self._end = asyncio.get_running_loop().time() + SECONDS
        self._is_there = False
        self.refusal: Refused | None = None

    async def next_message(self) -> Message:
        """What the application hears."""
        while not self._is_there:
            try:
                async with asyncio.timeout_at(self._end + min(self._size, self._most) / PACE):
                    message = await self._receive()
            except TimeoutError:
                return self._refused(too_slow() if self._size <= self._most else _too_large(self._most))
            self._size += len(message.get("body", b""))
            self._is_there = not message.get("more_body", False)
            if self._size <= self._most:
                return message
        return self._refused(_too_large(self._most)) if self._size > self._most else await self._receive()

    def _refused(self, refusal: Refused) -> Message:
        self.refusal, self._is_there = refusal, True
        return {"type": "http.disconnect"}


def _too_large(most: int) -> Refused:
    return Refused("too-large", _("The request may have at most %(limit)s bytes."), limit=most, status=413)


async def _answer(refusal: Refused, scope: Scope, send: Send) -> None:
    """Answer in the reader's language, and close the connection: what may still come over it is of no use."""
    request = ASGIRequest(scope, BytesIO())
    language = translation.get_language_from_request(request)
    with translation.override(language):
        answer = problems.response(request, refusal)
    answer["Content-Language"], answer["X-Content-Type-Options"] = language, "nosniff"
    answer["Content-Length"], answer["Connection"] = str(len(answer.content)), "close"
    patch_vary_headers(answer, ("Accept-Language", "Cookie"))
    headers = [(name.lower().encode(), value.encode()) for name, value in answer.items()]
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": answer.content})
