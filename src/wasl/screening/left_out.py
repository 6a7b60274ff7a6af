"""What of a query is not looked at: whatever it holds beyond the bounds of a search. Nobody is cleared by silence."""

from collections.abc import Iterator

from wasl.screening import dates, documents, identifiers, places
from wasl.screening.atoms import NAME_MAX, evident, parse
from wasl.screening.grammar import WORDS_MAX
from wasl.screening.index.names import ATOMS_MAX, kinds_of
from wasl.screening.index.searching import NAMES_MAX, names_left_out
from wasl.screening.question import LeftOut
from wasl.screening.subject import Query
from wasl.screening.text import words

_SURELY_WHOLE = 2 * ATOMS_MAX - 1
"""ASCII characters of a name that cannot be too many words."""


def left_out(query: Query) -> LeftOut:
    """What a search for the query does not look at."""
    names = (*query.names, *query.weak_names)
    beyond = names_left_out(query) if len(names) > 1 else 0
    looked_for = names[: min(NAMES_MAX, len(names) - beyond)]
    return LeftOut(beyond, sum(words_left_out(name, query.schema) for name in looked_for), sum(_facts(query)))


def words_left_out(name: str, schema: str) -> int:
    """How many words of a name are not looked at; one that is cut counts."""
    if name.isascii() and len(name) <= _SURELY_WHOLE:
        return 0
    known, said = words(name[:NAME_MAX])[:WORDS_MAX], every_word(name)
    beyond = len(said) - len(known) + (bool(known) and said[len(known) - 1] != known[-1])
    if len(known) <= ATOMS_MAX:
        return beyond
    return beyond + max(
        sum(len(atom.words) for atom in evident(parse(name, kind))[ATOMS_MAX:]) for kind in kinds_of(schema)
    )


def every_word(text: str) -> list[str]:
    """The cleaned words of a text, however long it is."""
    return words(text, _LONGEST_LIGATURE * len(text))


_LONGEST_LIGATURE = 18
"""Characters that one becomes at most when a text is cleaned."""


def _facts(query: Query) -> Iterator[int]:
    for most, values in (
        (documents.SEVERAL_MAX, query.documents),
        (identifiers.SEVERAL_MAX, query.identifiers),
        (dates.SEVERAL_MAX, query.birth_dates),
        *((places.SEVERAL_MAX, each) for each in (query.nationalities, query.countries, query.places)),
    ):
        yield max(0, len(values) - most)
    yield sum(len(each.number) > documents.LENGTH_MAX for each in query.documents[: documents.SEVERAL_MAX])
