"""Photographs for tests: made, stored, named by an act, and found on the disk."""

import secrets
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from tests.world import World
from wasl.acts import blobs
from wasl.acts.models import Blob
from wasl.members.acts import RegisterOfficer

JPEG = b"\xff\xd8\xff\xe0"


def photograph(size: int = 1000) -> bytes:
    """One that no other test has stored."""
    return JPEG + secrets.token_bytes(size - len(JPEG))


def parts(content: bytes, size: int = 7000) -> Iterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


def stored(party: str, content: bytes, kind: str = "photograph") -> Blob:
    return blobs.store(party, kind, parts(content))


def file_of(blob: Blob) -> Path:
    return settings.WASL_HOME.blobs / blobs.file_name(blob)


def content_of(blob: Blob) -> bytes:
    return b"".join(blobs.read(blob))


def register(world: World, party: str, blob: Blob) -> int:
    return world.perform(RegisterOfficer(name="SPECIMEN", photograph=blob.digest), by=party).index


def drafts() -> list[Path]:
    return list(settings.WASL_HOME.blobs.glob(".draft-*"))
