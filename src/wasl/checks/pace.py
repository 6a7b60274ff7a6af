"""How many checks somebody may make in a minute, so that who runs wild leaves room for the others.

A program may make as many as the setting `checks_rate` says, an account `BY_HAND`: more than anybody types, and fewer
than a script needs that copies a list by asking. What is left is counted in each process that serves: a limit of
fairness, not of law. Programs of one bureau that bear one name share what there is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from threading import Lock
from time import monotonic

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wasl.acts.refusals import Refused
from wasl.web.visitors import Visitor

MINUTE = 60.0
BY_HAND = 120
"""Checks of one account in a minute, on whatever page; an answer shown again counts like the question."""

A_SECOND = 4
"""Checks for which a second of work counts that is no check: somebody gets half of every minute at most."""


@dataclass(slots=True)
class _Left:
    """How many checks somebody has left, fewer than none where work is waited for, and when that was so."""

    checks: float
    at: float


_left: dict[tuple[str | None, str | int], _Left] = {}
_lock = Lock()


def take(visitor: Visitor, checks: int) -> None:
    """Take so many checks from what a program or an account has left; the whole comes back in a minute.

    None at all are taken from a program where the setting `checks_rate` is 0. Raises Refused: too-many-checks.
    """
    most = _most(visitor)
    if not most:
        return
    with _lock:
        left = _now_left(visitor, most)
        if left.checks < min(checks, most):
            seconds = ceil((min(checks, most) - left.checks) * MINUTE / most)
            raise too_many_by_hand(seconds) if visitor.account is not None else too_many(seconds)
        left.checks -= checks


@contextmanager
def working(visitor: Visitor) -> Iterator[None]:
    """Work that may take long, such as reading a file: it counts as one check, and by how long it took besides.

    How long that is, nobody knows before; so it may be more than what is left, and is then waited for afterwards.
    Raises Refused: too-many-checks.
    """
    take(visitor, 1)
    begun = monotonic()
    try:
        yield
    finally:
        _owe(visitor, (monotonic() - begun) * A_SECOND)


def _owe(visitor: Visitor, checks: float) -> None:
    most = _most(visitor)
    if most:
        with _lock:
            _now_left(visitor, most).checks -= checks


def _most(visitor: Visitor) -> int:
    return BY_HAND if visitor.account is not None else settings.WASL_HOME.checks_rate


def _now_left(visitor: Visitor, most: int) -> _Left:
    """What is left now; called with the lock held."""
    now = monotonic()
    left = _left.setdefault(
        (visitor.party, visitor.account if visitor.account is not None else visitor.name), _Left(most, now)
    )
    left.checks, left.at = min(most, left.checks + (now - left.at) * most / MINUTE), now
    return left


def too_many(seconds: int) -> Refused:
    """The program has none left for so many seconds."""
    text = _("This program checks more than it may in a minute. Ask again in %(seconds)s s.")
    return Refused("too-many-checks", text, status=429, seconds=seconds)


def too_many_by_hand(seconds: int) -> Refused:
    """The account has none left for so many seconds."""
    text = _("You check more than %(limit)s times in a minute. Ask again in %(seconds)s s.")
    return Refused("too-many-checks", text, status=429, limit=BY_HAND, seconds=seconds)
