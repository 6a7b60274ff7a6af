"""Answers sent in parts: each is made when the client has taken the one before, and none when it has gone."""

from collections.abc import AsyncIterator, Iterator
from typing import TypeVar

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest

Part = TypeVar("Part", str, bytes)


def one_by_one(request: HttpRequest, parts: Iterator[Part]) -> Iterator[Part] | AsyncIterator[Part]:
    """The parts as the server that asks can send them; none but the last may be empty."""
    return _awaited(parts) if isinstance(request, ASGIRequest) else parts


async def _awaited(parts: Iterator[Part]) -> AsyncIterator[Part]:
    while part := await sync_to_async(lambda: next(parts, None))():
        yield part
