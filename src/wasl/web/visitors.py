"""Who is looking, and what they may do: the room of accounts says, the gate and the pages ask.

The answer is asked for once a request and never kept longer, so a mandate that ends, ends in mid-session.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.http import HttpRequest

from wasl.acts.wording import Text

READ_CLOSED = "record.read"
"""The right to read the closed acts that are addressed to one's party."""


@dataclass(frozen=True, slots=True)
class Held:
    """A role that a visitor holds, and the entry of the mandate that gives it."""

    role: str
    title: Text
    mandate: int
    rights: frozenset[str]
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever makes a request: nobody in particular, a signed-in officer, or a party's own program.

    `rights` are what the roles held now give, and empty while a second factor is owed. `account` is the key of the
    account and None for nobody and for programs; `officer` the entry of the officer the account acts as. `purpose` is
    the one that a program's key may check for.
    """

    party: str | None = None
    account: int | None = None
    officer: int | None = None
    name: str = ""
    roles: tuple[Held, ...] = ()
    rights: frozenset[str] = frozenset()
    owes_second_factor: bool = False
    purpose: str = ""

    @property
    def signed_in(self) -> bool:
        """Whether a person is signed in."""
        return self.account is not None

    @property
    def reader(self) -> str | None:
        """The party as which closed acts are read, or None for open acts only."""
        return self.party if READ_CLOSED in self.rights else None

    def may(self, right: str) -> bool:
        """Whether the visitor has the right."""
        return right in self.rights

    def mandate_for(self, right: str) -> int | None:
        """The mandate under which an act that needs this right is signed; None when no role gives it."""
        return next((held.mandate for held in self.roles if right in held.rights), None)


NOBODY = Visitor()


class Answerer(Protocol):
    """What the room of accounts offers."""

    def visitor(self, request: HttpRequest) -> Visitor:
        """Who makes this request. Raises Refused when it carries wrong credentials."""
        ...

    def holders(self, right: str) -> Iterable[Text]:
        """What the roles are called that give a right."""
        ...

    def proved_recently(self, request: HttpRequest) -> bool:
        """Whether the person proved within the last minutes that it is they who sit there."""
        ...


_answerers: list[Answerer] = []


def answered_by(answerer: Answerer) -> None:
    """Register the one who knows."""
    _answerers[:] = [answerer]


def visitor_of(request: HttpRequest) -> Visitor:
    """Who makes this request, found out once. Raises Refused."""
    found: Visitor | None = getattr(request, "visitor", None)
    if found is None:
        found = _answerers[0].visitor(request) if _answerers else NOBODY
        request.visitor = found  # type: ignore[attr-defined]
    return found


def holders(right: str) -> list[Text]:
    """What the roles are called that give a right."""
    return [title for answerer in _answerers for title in answerer.holders(right)]


def proved_recently(request: HttpRequest) -> bool:
    """Whether the person proved within the last minutes that it is they who sit there: asked before an act is signed.

    Where not, send them to `account_reauthenticate` with `next`.
    """
    return any(answerer.proved_recently(request) for answerer in _answerers)
