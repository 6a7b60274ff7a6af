"""What pages can be told of: topics, and who may follow them.

What is said on a topic has an audience of its own; a topic is refused where even its silence would say something.
"""

import re
from collections.abc import Callable, Iterable

from wasl.acts.audience import names_of
from wasl.web.live.events import PUBLIC
from wasl.web.visitors import Visitor

Follows = Callable[[Visitor, str], bool]
"""Whether a visitor may follow a topic, by what stands after the colon in its name."""

MOST = 16
"""Topics of one page."""

_NAME = re.compile(r"[a-z][a-z-]*(:[A-Za-z0-9_.-]{1,64})?")

_offered: dict[str, Follows] = {}


class NoTopic(ValueError):  # noqa: N818 (says what it is)
    """Nobody offers a topic of that name."""


def offer_topic(name: str, follows: Follows = lambda _visitor, _which: True) -> None:
    """Register topics: `record`, or with a name such as `account` all of `account:<id>`."""
    _offered[name] = follows


def offered(topic: str) -> bool:
    """Whether somebody offers a topic."""
    return topic.partition(":")[0] in _offered and _NAME.fullmatch(topic) is not None


def may_follow(visitor: Visitor, topic: str) -> bool:
    """Whether a visitor may follow a topic. Raises NoTopic."""
    if not offered(topic):
        raise NoTopic(topic)
    name, _, which = topic.partition(":")
    return _offered[name](visitor, which)


def audiences(visitor: Visitor) -> Iterable[str]:
    """To whom a visitor belongs: everybody, the account, the rights held now, and the party whose acts they read."""
    yield PUBLIC
    if visitor.account is not None:
        yield f"account:{visitor.account}"
    for name in names_of(visitor.reader):
        yield f"party:{name}"
    for right in sorted(visitor.rights):
        yield f"right:{right}"


offer_topic("account", lambda visitor, which: visitor.account is not None and which == str(visitor.account))
