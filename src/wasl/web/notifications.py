"""What people can be told of: every room says which kinds it has; the room of accounts keeps them and brings them.

A room owes one with `outbox.people(recipient, kind, path)`, in the transaction of what it tells of.
"""

from collections.abc import Callable
from dataclasses import dataclass

from wasl.acts.wording import Text
from wasl.web.visitors import Visitor


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notification: its name, the sentence people read, and whether it goes by e-mail unless they choose.

    The sentence carries no content: that is behind the address, for whoever may read it.
    """

    name: str
    title: Text
    by_mail: bool = True


_kinds: dict[str, Kind] = {}
_counters: list[Callable[[Visitor], int]] = []


def tells(name: str, title: Text, *, by_mail: bool = True) -> None:
    """Register a kind."""
    _kinds[name] = Kind(name, title, by_mail)


def kinds() -> list[Kind]:
    """Every kind, in the order in which rooms registered them."""
    return list(_kinds.values())


def kind(name: str) -> Kind:
    """The kind of that name; one that nobody registered is told by a sentence for all."""
    return _kinds.get(name) or Kind(name, name)


def counted_by(counter: Callable[[Visitor], int]) -> None:
    """Register the one who counts what a visitor has not read."""
    _counters[:] = [counter]


def unread(visitor: Visitor) -> int:
    """How many notifications the visitor has not read."""
    return _counters[0](visitor) if _counters and visitor.signed_in else 0
