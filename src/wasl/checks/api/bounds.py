"""How much one request may ask for, and for how many checks it counts: one long question is as many short ones."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from wasl.acts.refusals import Refused
from wasl.screening import Query

NAMES_MAX, TEXT_MAX = 1_000, 100_000
"""Names, and characters of names, places and numbers, in all questions of a request together."""
A_CHECK = 1_000
"""Characters of a question for which it counts as one check."""


def checks_in(asked: Iterable[Query], text: str = "", terms: Iterable[str] = ()) -> int:
    """For how many checks the questions of a request count, each on these terms, which its line in the log repeats.

    Raises Refused: too-much-asked.
    """
    beside = sum(map(len, terms))
    names = checks = length = 0
    for query in asked:
        size = len(text) + sum(map(len, _texts(query)))
        names += len(query.names) + len(query.weak_names)
        length += size
        checks += 1 + (size + beside) // A_CHECK
    if names > NAMES_MAX or length > TEXT_MAX:
        message = _("A request asks for at most %(names)s names, of %(limit)s characters together. Send several.")
        raise Refused("too-much-asked", message, names=NAMES_MAX, limit=TEXT_MAX)
    return checks


def _texts(query: Query) -> Iterable[str]:
    yield from (*query.names, *query.weak_names, *query.places)
    yield from (each.number for each in query.documents)
    yield from (each.value for each in query.identifiers)
