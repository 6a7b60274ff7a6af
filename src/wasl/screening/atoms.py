"""From a name to its atoms, by what bears it."""

from wasl.screening.grammar import SILENT, Atom, Role, evident
from wasl.screening.objects import parse_object
from wasl.screening.organisations import is_organisation, parse_organisation
from wasl.screening.persons import parse_person
from wasl.screening.subject import OBJECTS, ORGANISATIONS, PERSON

__all__ = ["NAME_MAX", "SILENT", "Atom", "Role", "evident", "kind_of", "parse"]

NAME_MAX = 512
"""Characters of a name that are looked at."""


def kind_of(name: str, schema: str) -> str:
    """By which grammar a name is read: `Person`, `Organization` or `Vessel`.

    `LegalEntity` and `Thing` may be a person or an organisation: the name's own words decide.
    """
    if schema == PERSON:
        return PERSON
    if schema in OBJECTS:
        return "Vessel"
    if schema in ORGANISATIONS and schema != "LegalEntity":
        return "Organization"
    return "Organization" if is_organisation(name[:NAME_MAX]) else PERSON


def parse(name: str, schema: str) -> tuple[Atom, ...]:
    """The atoms of a name, in order, silent ones included (see `evident`); empty for a name without a word.

    `schema` is one of `subject.SCHEMATA`.
    """
    name = name[:NAME_MAX]
    kind = kind_of(name, schema)
    if kind == PERSON:
        return parse_person(name)
    return parse_object(name) if kind == "Vessel" else parse_organisation(name)
