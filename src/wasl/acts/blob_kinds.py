"""What a blob may be: its kinds, and a stream held to the limits of its kind."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from wasl.acts.refusals import Refused


@dataclass(frozen=True, slots=True)
class Limits:
    """What a kind of blob may be: its media types by their first bytes, and its size."""

    size: int
    signatures: dict[str, re.Pattern[bytes]]


KINDS = {
    "photograph": Limits(
        8 * 2**20,
        {
            "image/jpeg": re.compile(rb"\xff\xd8\xff"),
            "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
            "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
        },
    ),
    "letter": Limits(16 * 2**20, {"application/pdf": re.compile(rb"%PDF-")}),
    "list": Limits(
        2**30,
        {
            "application/gzip": re.compile(rb"\x1f\x8b"),
            "application/xml": re.compile(rb"(\xef\xbb\xbf)?\s*<"),
            "application/json": re.compile(rb"(\xef\xbb\xbf)?\s*\{"),
            "text/csv": re.compile(rb"[^\x00-\x08\x0e-\x19\x1b-\x1f]{16}|[^\x00-\x08\x0e-\x19\x1b-\x1f]{1,15}\Z"),
        },
    ),
}


class Measured:
    """A stream held to the limits of its kind as it passes."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.size = 0
        self.media_type = ""

    def through(self, parts: Iterable[bytes], digest: Any) -> Iterator[bytes]:
        """The parts as they come, taken into the digest. Raises Refused: too-large, wrong-media-type."""
        first = b""
        for part in parts:
            self.size += len(part)
            if self.size > self._limits.size:
                raise Refused(
                    "too-large", _("The file may have at most %(limit)s bytes."), limit=self._limits.size, status=413
                )
            if not self.media_type:
                first += part
                if len(first) >= 16:
                    self.media_type = self._recognised(first)
            digest.update(part)
            yield part
        if not self.media_type:
            self.media_type = self._recognised(first)

    def _recognised(self, first: bytes) -> str:
        for media_type, signature in self._limits.signatures.items():
            if signature.match(first):
                return media_type
        raise Refused("wrong-media-type", _("The file is not of a type allowed here."), status=415)
