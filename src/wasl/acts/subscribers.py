"""Who hears of an act once it is durable: live pages, followers, indexes.

A subscriber runs after commit and can undo nothing; if it fails, that is logged and the others still run.
Whatever must not be lost belongs in `apply` or the outbox, which share the act's transaction.
"""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from wasl.acts.act import Act, Decided, Entry

log = logging.getLogger(__name__)

Heard = tuple[Entry, Act, Decided]
Subscriber = Callable[[Sequence[Heard]], None]
S = TypeVar("S", bound=Subscriber)

_subscribers: list[Subscriber] = []


def subscribe(subscriber: S) -> S:
    """Call `subscriber` with the acts of each transaction, in order, after it was committed."""
    _subscribers.append(subscriber)
    return subscriber


def unsubscribe(subscriber: Subscriber) -> None:
    """Stop calling it."""
    _subscribers.remove(subscriber)


def tell(heard: Sequence[Heard]) -> None:
    """Tell every subscriber; used by the door alone."""
    for subscriber in _subscribers:
        try:
            subscriber(heard)
        except Exception:
            log.exception("a subscriber failed on entries %s to %s", heard[0][0].index, heard[-1][0].index)
