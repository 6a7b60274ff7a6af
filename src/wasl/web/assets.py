"""Static files, served before Django, from memory, under one digest of them all (decision 0005).

`/static/<digest>/wasl/wasl.css` never changes, so browsers keep it for ever; a new release has a new digest.
"""

import gzip
import mimetypes
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

PREFIX = "/static/"
FOR_EVER = b"public, max-age=31536000, immutable"
FIXED_TYPES = {".woff2": "font/woff2", ".js": "text/javascript", ".svg": "image/svg+xml"}

Scope = dict[str, Any]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Any, Send], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, as it is sent."""

    media_type: str
    content: bytes
    compressed: bytes | None


@cache
def assets() -> dict[str, Asset]:
    """Every static file of the installed rooms, by its path below the digest."""
    found: dict[str, Asset] = {}
    for finder in finders.get_finders():
        for path, storage in finder.list(ignore_patterns=["*.map"]):
            if path not in found:
                with storage.open(path) as file:
                    found[path] = _asset(path, file.read())
    return found


def _asset(path: str, content: bytes) -> Asset:
    ending = path[path.rfind(".") :]
    content = _lean(content) if ending == ".css" else content
    media_type = FIXED_TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    text = media_type.startswith("text/") or ending == ".svg"
    if text:
        media_type += "; charset=utf-8"
    return Asset(media_type, content, gzip.compress(content, 9, mtime=0) if text else None)


_REMARK = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|/\*!.*?\*/)|/\*.*?\*/""", re.DOTALL)


def _lean(sheet: bytes) -> bytes:
    """A style sheet without remarks and indentation; what stands in quotes, and licences (`/*!`), stay."""
    told = _REMARK.sub(lambda found: found[1] or "", sheet.decode("utf-8"))
    return "\n".join(line for each in told.splitlines() if (line := each.strip())).encode()


@cache
def digest() -> str:
    """Changes whenever any static file does."""
    summed = sha256()
    for path, asset in sorted(assets().items()):
        summed.update(sha256(path.encode()).digest() + sha256(asset.content).digest())
    return summed.hexdigest()[:16]


class DigestStorage(StaticFilesStorage):
    """Gives templates the addresses."""

    def url(self, name: str | None) -> str:
        """The address of a static file. Raises ValueError when there is none of that name."""
        if name not in assets():
            message = f"there is no static file {name}"
            raise ValueError(message)
        return f"{PREFIX}{digest()}/{quote(name)}"


_GZIP = re.compile(rb"(?:^|[,\s])gzip\s*(?:;\s*q=(?P<weight>[0-9.]+))?\s*(?:,|$)")


def _takes_gzip(scope: Scope) -> bool:
    """Whether the client asked for gzip, and not with a weight of nought (RFC 9110, section 12.5.3)."""
    stated = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding").lower()
    found = _GZIP.search(stated)
    return found is not None and (found["weight"] or b"1").strip(b"0.") != b""


class StaticFiles:
    """ASGI: answers for static files, and passes everything else on."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Any, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._application(scope, receive, send)
            return
        stated, _, path = scope["path"].removeprefix(PREFIX).partition("/")
        asset = assets().get(path) if stated == digest() else None
        if asset is None:
            await self._refuse(send, 404, (b"cache-control", b"no-store"))
            return
        if scope["method"] not in ("GET", "HEAD"):
            await self._refuse(send, 405, (b"allow", b"GET, HEAD"))
            return
        headers = [
            (b"content-type", asset.media_type.encode()),
            (b"cache-control", FOR_EVER),
            (b"x-content-type-options", b"nosniff"),
        ]
        content = asset.content
        if asset.compressed is not None:
            headers.append((b"vary", b"accept-encoding"))
            if _takes_gzip(scope):
                content = asset.compressed
                headers.append((b"content-encoding", b"gzip"))
        headers.append((b"content-length", str(len(content)).encode()))
        await self._answer(send, 200, headers, b"" if scope["method"] == "HEAD" else content)

    async def _refuse(self, send: Send, status: int, header: tuple[bytes, bytes]) -> None:
        headers = [(b"content-type", b"text/plain"), (b"content-length", b"0"), (b"x-content-type-options", b"nosniff")]
        await self._answer(send, status, [*headers, header], b"")

    async def _answer(self, send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
