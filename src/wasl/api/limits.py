"""How much of a request is listened to. Django keeps a body in a temporary file before any view sees who sent it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.conf import settings

from wasl.acts import blobs

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def largest() -> int:
    """Bytes of the largest body that anything here takes."""
    return max(settings.DATA_UPLOAD_MAX_MEMORY_SIZE, *(limits.size for limits in blobs.KINDS.values()))


class Limited:
    """ASGI: hands on no more of a body than anything takes, and one byte, so that whoever reads it refuses it.

    The rest is read and thrown away, as the server would do with a body that nobody asks for.
    """

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        await self._application(scope, _cut(receive, largest() + 1) if scope["type"] == "http" else receive, send)


def _cut(receive: Receive, most: int) -> Receive:
    left, is_over = most, False

    async def next_part() -> dict[str, Any]:
        nonlocal left, is_over
        while (message := await receive())["type"] == "http.request":
            if is_over:
                continue
            body = message.get("body", b"")[:left]
            left -= len(body)
            is_over = not left
            return {"type": "http.request", "body": body, "more_body": message.get("more_body", False) and not is_over}
        return message

    return next_part
