"""The facts of a question, from the body of a request: what its shape cannot say of them is judged here."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from wasl.acts.refusals import Refused
from wasl.acts.wording import Text
from wasl.checks.api.shapes import FactsIn, IdentifierIn
from wasl.screening import Document, Identifier, Query, dates
from wasl.screening.identifiers import SLIPS, NotAnIdentifier, normal


def query_of(said: FactsIn | None) -> Query:
    """The query by facts. Raises Refused (`invalid-request`) for one that nobody can read: it is not left out."""
    if said is None:
        return Query(schema="Thing")
    if wrong := dict(_unreadable(said)):
        raise Refused("invalid-request", _("A part of the request is not as it must be."), fields=wrong)
    return Query(
        schema=said.schema_,
        names=said.names,
        weak_names=said.weak_names,
        birth_dates=said.birth_dates,
        nationalities=said.nationalities,
        countries=said.countries,
        places=said.places,
        sex=said.sex,
        documents=tuple(Document(each.number, each.kind, each.country) for each in said.documents),
        identifiers=tuple(Identifier(each.kind, each.value) for each in said.identifiers),
    )


def _unreadable(said: FactsIn) -> Iterator[tuple[str, Text]]:
    for place, written in enumerate(said.birth_dates):
        if not _is_a_date(written):
            yield f"body.said.facts.birth_dates.{place}", _("No calendar has such a date.")
    for place, identifier in enumerate(said.identifiers):
        if not _may_be(identifier):
            yield f"body.said.facts.identifiers.{place}.value", _("Nothing of this kind is written so.")


def _is_a_date(written: str) -> bool:
    """Whether there is such a day, in whatever calendar: of `1974-02-30` the day would be left out."""
    parts = written.count("-")
    return any(bool(each.month) + bool(each.day) == parts for each in dates.read(written))


def _may_be(identifier: IdentifierIn) -> bool:
    """Whether a value is of its kind, or is but for a slip, which the answer tells."""
    try:
        normal(identifier.kind, identifier.value)
    except NotAnIdentifier as fault:
        return fault.reason in SLIPS
    return True
