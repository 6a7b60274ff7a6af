"""One-time links in mails: `<row>-<code>`, the code drawn from the row and a key outside the database.

Nothing that opens anything lies in a table or in a mail that waits there: the link is made when the mail is sent.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from hashlib import sha256

from wasl.acts import sealing

_PURPOSE = "wasl one-time link"
_LINK = re.compile(r"([0-9]{1,18})-([A-Za-z0-9_-]{43})")


def link(kind: str, row: int, *state: object) -> str:
    """The link of a row in its present state: when the state changes, it opens nothing any more."""
    return f"{row}-{_code(kind, row, state)}"


def row_of(text: str) -> int | None:
    """Which row a link claims to be of; None when it is none."""
    found = _LINK.fullmatch(text)
    return int(found[1]) if found else None


def opens(text: str, kind: str, row: int, *state: object) -> bool:
    """Whether it is the row's own link."""
    return hmac.compare_digest(text.encode(), link(kind, row, *state).encode())


def _code(kind: str, row: int, state: tuple[object, ...]) -> str:
    said = "\n".join([kind, str(row), *map(str, state)])
    return urlsafe_b64encode(hmac.new(sealing.derived(_PURPOSE), said.encode(), sha256).digest()).decode().rstrip("=")
