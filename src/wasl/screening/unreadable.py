"""What nobody can read of a description: a comparison passes it over, so whoever asks should hear of it."""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from wasl.screening import dates, documents, places
from wasl.screening.atoms import evident, parse
from wasl.screening.subject import Query, Subject


class Unread(NamedTuple):
    """A fact of a description, such as `birth_dates`, and the text of it that no rule can read."""

    fact: str
    text: str


def unread(described: Query | Subject) -> tuple[Unread, ...]:
    """What is passed over, and would be as good as not said, in the order of the fields.

    Names without a word, no dates, days and months that there are not (the rest of such a date is read), countries,
    places and sexes that are none known, numbers without a sign, and the unknown states of documents. Identifiers are
    never passed over: one that is none of its kind is looked up as it is written.
    """
    return tuple(_unread(described))


def _unread(described: Query | Subject) -> Iterator[Unread]:
    is_read: dict[str, Callable[[str], object]] = {
        "names": lambda name: evident(parse(name, described.schema)),
        "weak_names": lambda name: evident(parse(name, described.schema)),
        "birth_dates": _is_date,
        "nationalities": places.country,
        "countries": places.country,
        "places": lambda place: places.compare_places(place, place),
    }
    for fact, reads in is_read.items():
        yield from (Unread(fact, text) for text in getattr(described, fact) if not reads(text))
    if described.sex and not places.weigh_sex(described.sex, described.sex):
        yield Unread("sex", described.sex)
    for document in described.documents:
        if not documents.normal(document.number, document.country):
            yield Unread("documents", document.number)
        if document.country and not places.country(document.country):
            yield Unread("documents", document.country)


_FIGURES: Final = re.compile(r"0*[1-9]\d*")


def _is_date(text: str) -> bool:
    """Whether a date can be read, and its day where one is written."""
    read = dates.read(text)
    says_day = len(_FIGURES.findall(text)) > 2
    return any(each.is_day or each.until or not says_day for each in read)
