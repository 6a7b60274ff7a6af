"""Who the parties are and what they are called: the room of members says, pages ask."""

from collections.abc import Callable, Iterable

from wasl.acts.wording import Text

Namer = Callable[[str], Text]
Everyone = Callable[[], Iterable[str]]

_named: list[tuple[Namer, Everyone]] = []


def named_by(namer: Namer, everyone: Everyone) -> None:
    """Register the one function that names a party in the language active now, and the one that lists them."""
    _named[:] = [(namer, everyone)]


def party_name(party: str) -> Text:
    """The party's name."""
    return _named[0][0](party) if _named else party


def parties() -> list[tuple[str, Text]]:
    """Every party with its name, in roll-call order of the language active now."""
    return [(party, party_name(party)) for _namer, everyone in _named for party in everyone()]
