"""Whether a query asks for anything, and how much of it a search does not look at; without the tables of a search."""

from dataclasses import dataclass

from wasl.screening.characters import is_said
from wasl.screening.subject import Query


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many names, words of the other names, and facts were not looked at. False where all was.

    Facts are documents and identifiers, dates, countries and places.
    """

    names: int = 0
    words: int = 0
    facts: int = 0

    def __bool__(self) -> bool:
        """Whether anything was left out."""
        return bool(self.names or self.words or self.facts)


def says_anything(query: Query) -> bool:
    """Whether there is a name or a number to look for, and more of it than signs and marks that nobody sees."""
    numbers = (each.number for each in query.documents)
    return any(map(is_said, (*query.names, *query.weak_names, *numbers, *(each.value for each in query.identifiers))))
