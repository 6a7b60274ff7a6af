"""Who may sign: `acts` asks, the room of members answers.

The answer is registered at start, because `acts` stands below `members` and may not import it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from wasl.acts.act import Author
from wasl.acts.models import Recorded
from wasl.acts.statement import Statement


class Judge(Protocol):
    """What the room of members offers."""

    def author(self, statement: Statement, index: int, at: datetime) -> Author:
        """Whether this key and mandate may sign, now. Raises Refused."""
        ...

    def rows(self, statement: Statement) -> Iterable[tuple[type[Recorded], Any]]:
        """The recorded rows that judging this statement will ask for."""
        ...

    def party_of(self, keyid: str) -> str:
        """The party a key speaks for, now. Raises Refused."""
        ...

    def parties(self) -> Iterable[str]:
        """Every party there is now."""
        ...


_judges: list[Judge] = []


def answered_by(judge: Judge) -> None:
    """Register the one judge."""
    _judges[:] = [judge]


def author(statement: Statement, index: int, at: datetime) -> Author:
    """The entitled author of a statement that would become entry `index` at `at`. Raises Refused."""
    return _judges[0].author(statement, index, at)


def rows(statement: Statement) -> Iterable[tuple[type[Recorded], Any]]:
    """The recorded rows that judging the statement will ask for."""
    return _judges[0].rows(statement)


def party_of(keyid: str) -> str:
    """The party a key speaks for, now. Raises Refused: unknown-key, key-ended."""
    return _judges[0].party_of(keyid)


def parties() -> Iterable[str]:
    """Every party there is now."""
    return _judges[0].parties()
