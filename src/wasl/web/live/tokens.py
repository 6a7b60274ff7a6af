"""The short signed token with which a page opens its stream: what may be heard over it, and until when.

A stream believes its token and asks nobody else. So a token says everything: the topics and audiences, the language
and the reader's choices, and whose session it hangs on, so that the stream can be ended with it.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from wasl.acts import clock
from wasl.web.live import topics
from wasl.web.visitors import Visitor

SALT = "wasl.web.live"
LIFETIME = 15 * 60
"""Seconds after which a visitor's rights are asked for again, at the latest."""

SIZE_MAX = 8192


class Invalid(Exception):  # noqa: N818 (says what the token is)
    """The token is forged, damaged or too old."""


@dataclass(frozen=True, slots=True)
class Pass:
    """What a token says. `number` is the newest event that the page or the request knew of."""

    topics: tuple[str, ...]
    audiences: frozenset[str]
    language: str
    view: str
    owners: frozenset[str]
    """Whose it is, as `hang_up` names them: `account:7`, `session:…`, `party:MA`."""
    number: int
    ends: float

    @property
    def account(self) -> str:
        """The account it belongs to, as an audience; empty for nobody."""
        return next((owner for owner in self.owners if owner.startswith("account:")), "")


def session_owner(session_key: str) -> str:
    """A session as tokens and `hang_up` name it: whoever reads a token learns nothing of the session's key."""
    return "session:" + salted_hmac(SALT, session_key, algorithm="sha256").hexdigest()[:24]


def owners(visitor: Visitor, session_key: str | None) -> list[str]:
    """On whom a visitor's streams depend."""
    found = []
    if visitor.account is not None:
        found.append(f"account:{visitor.account}")
        if session_key:
            found.append(session_owner(session_key))
    if visitor.party:
        found.append(f"party:{visitor.party}")
    return found


def issue(  # noqa: PLR0913 (what a token says)
    visitor: Visitor, wanted: Iterable[str], *, language: str, view: str, session_key: str | None, number: int
) -> str:
    """A token for a visitor, for as many of the topics as they may follow. Raises NoTopic.

    It ends with the first of the mandates held, and not later than `LIFETIME`.
    """
    now, lifetime = clock.now(), float(LIFETIME)
    for held in visitor.roles:
        if held.ends is not None:
            lifetime = min(lifetime, max(0.0, (held.ends - now).total_seconds()))
    said = {
        "t": [topic for topic in wanted if topics.may_follow(visitor, topic)],
        "a": list(topics.audiences(visitor)),
        "l": language,
        "v": view,
        "o": owners(visitor, session_key),
        "n": number,
        "e": round(time.time() + lifetime, 3),
    }
    return signing.dumps(said, salt=SALT, compress=True)


def read(token: str, *, key: str | None = None) -> Pass:
    """What a token says. Raises Invalid."""
    if len(token) > SIZE_MAX:
        raise Invalid
    try:
        said: dict[str, Any] = signing.loads(token, key=key or settings.SECRET_KEY, salt=SALT, max_age=LIFETIME)
        found = Pass(
            topics=tuple(said["t"]),
            audiences=frozenset(said["a"]),
            language=str(said["l"]),
            view=str(said["v"]),
            owners=frozenset(said["o"]),
            number=int(said["n"]),
            ends=float(said["e"]),
        )
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise Invalid from error
    if found.ends <= time.time():
        raise Invalid
    return found
