"""Entities of FollowTheMoney as queries by example, and entries of lists as entities: one table, read both ways.

The way in is the way of lists in that form (`reading.ftm`): what it makes of a file's entity is made of an example. The
way out turns its tables round, as far as the entity's schema has the property.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace

from wasl.acts import clock
from wasl.checks.api.answers import Json
from wasl.checks.models import Edition
from wasl.checks.reading import Entry, ftm
from wasl.screening import Identifier, Query, Subject
from wasl.screening.identifiers import WALLETS
from wasl.screening.recognise import recognise
from wasl.screening.subject import OBJECTS, ORGANISATIONS, PERSON, SCHEMATA

Properties = Mapping[str, Iterable[str]]

WALLET = "CryptoWallet"
OWNED = "#"
"""Between the id of an owner and the address of a wallet of theirs."""

ANY, LEGAL = "Thing", "LegalEntity"
KINDS_OF: Mapping[str, frozenset[str]] = {
    ANY: SCHEMATA,
    LEGAL: ORGANISATIONS | {PERSON},
    "Organization": ORGANISATIONS - {LEGAL},
    **{schema: frozenset({schema}) for schema in ("Company", "PublicBody", PERSON, WALLET, *sorted(OBJECTS))},
}
"""Schemata that may be asked for, and those whose entities each stands for."""

_WHOLE_NAME = ("firstName", "secondName", "middleName", "fatherName", "lastName")
"""The parts of a person's name, in the order in which they make a whole one."""

_PEOPLE, _BODIES = frozenset({PERSON}), ORGANISATIONS | {PERSON}
_BORN = {
    PERSON: "birthDate",
    **dict.fromkeys(ORGANISATIONS, "incorporationDate"),
    **dict.fromkeys(OBJECTS, "buildDate"),
}
_NOT_OF_ALL = {
    **dict.fromkeys(("passportNumber", "socialSecurityNumber", "position", "title"), _PEOPLE),
    **dict.fromkeys(("nationality", "birthPlace", "gender"), _PEOPLE),
    **dict.fromkeys(("idNumber", "taxNumber", "leiCode", "swiftBic", "email", "phone", "website"), _BODIES),
    **dict.fromkeys(("mmsi", "callSign"), frozenset({"Vessel"})),
    "imoNumber": frozenset({"Vessel", "Organization", "Company", "PublicBody"}),
    "vin": frozenset(),  # a reader takes it, and the published schemata have no such property
    "serialNumber": frozenset({"Airplane"}),
    "registrationNumber": _BODIES | OBJECTS,
    "publicKey": frozenset({WALLET}),
}
"""Properties that not every schema has, and the schemata that have them."""


def _turned_round(table: Mapping[str, str]) -> dict[str, str]:
    """By value, the first key that has it."""
    return {value: key for key, value in reversed(list(table.items()))}


_FACTS = tuple(each.name for each in fields(Query) if each.name != "schema")
_DOCUMENTS = _turned_round(ftm.DOCUMENTS)
_IDENTIFIERS = _turned_round(ftm.IDENTIFIERS) | {"domain": "website", "plate": "registrationNumber"}
_SHOWN = {
    "programmes": "program",
    "titles": "title",
    "positions": "position",
    "addresses": "address",
    "remarks": "notes",
    "links": "sourceUrl",
}


def query_of(schema: str, properties: Properties) -> Query:
    """What an example asks for. Raises ListRefused: a value is longer than any fact is, or there are too many."""
    said = {name: list(values) for name, values in properties.items()}
    if schema == PERSON and (name := _whole_name(said)):
        said["name"] = [*said.get("name", ()), name]
    facts = ftm.subject_of(schema, said)
    query = Query(schema=schema, **{each: getattr(facts, each) for each in _FACTS})
    if schema == WALLET and not query.identifiers:
        return replace(query, identifiers=tuple(_recognised(said.get("publicKey", ()))))
    return query


def _recognised(addresses: Iterable[str]) -> Iterator[Identifier]:
    """Wallets whose currency nobody named, each by the kinds that its address can be of."""
    for address in addresses:
        found = recognise(address, clock.now().date())
        yield from (Identifier(each.kind, each.value) for each in found if each.kind in WALLETS)


def _whole_name(said: Mapping[str, list[str]]) -> str:
    """The name that its parts make; empty for one part alone."""
    parts = [said[name][0] for name in _WHOLE_NAME if said.get(name)]
    return " ".join(parts) if len(parts) > 1 else ""


def properties_of(entry: Entry) -> dict[str, list[str]]:
    """What an entry of a list says, as properties of an entity. What the schema has no property for is left out."""
    found: dict[str, dict[str, None]] = {}
    for name, value in (*_facts(entry.subject), *_shown(entry)):
        if value and entry.subject.schema in _NOT_OF_ALL.get(name, KINDS_OF[ANY]):
            found.setdefault(name, {})[value] = None
    return {name: list(values) for name, values in found.items()}


def _facts(subject: Subject) -> Iterator[tuple[str, str]]:
    """A subject's facts by property, each with the one that it is in the subject's schema."""
    yield from (("name" if place == 0 else "alias", name) for place, name in enumerate(subject.names))
    yield from (("weakAlias", name) for name in subject.weak_names)
    if born := _BORN.get(subject.schema):
        yield from ((born, date) for date in subject.birth_dates)
    yield from (("nationality", code) for code in subject.nationalities)
    yield from (("country", code) for code in subject.countries)
    yield from (("birthPlace", place) for place in subject.places)
    yield "gender", subject.sex
    yield from ((_DOCUMENTS.get(each.kind, "idNumber"), each.number) for each in subject.documents)
    for each in subject.identifiers:
        yield "publicKey" if each.kind in WALLETS else _IDENTIFIERS.get(each.kind, ""), each.value


def _shown(entry: Entry) -> Iterator[tuple[str, str]]:
    for heading, name in _SHOWN.items():
        yield from ((name, text) for text in entry.shown.get(heading, ()))


def echo(query: Query, name: str | None) -> Json:
    """What was made of an example, so that its sender sees what was left out."""
    subject = Subject(id="", schema=query.schema, **{each: getattr(query, each) for each in _FACTS})
    said = properties_of(Entry(subject))
    return {"id": name, "schema": query.schema, "properties": said}


def entity(entry: Entry, edition: Edition) -> Json:
    """An entry of a list, as an edition has it."""
    return {
        "id": entry.id,
        "caption": caption(entry.subject),
        "schema": entry.subject.schema if entry.subject.schema in ftm.LISTED else ANY,
        "properties": properties_of(entry),
        "datasets": list(entry.subject.lists),
        "referents": [],
        "target": True,
        "first_seen": None,
        "last_seen": edition.imported_at.isoformat(),
        "last_change": None,
    }


def caption(subject: Subject) -> str:
    """What an entry is called in one line."""
    return next(iter((*subject.names, *subject.weak_names)), subject.id)


def wallets_of(subject: Subject) -> list[Json]:
    """The wallets of somebody who is not one, as entities; each is known by its owner's id, `OWNED` and its address."""
    if subject.schema == WALLET:
        return []
    return [
        {
            "id": f"{subject.id}{OWNED}{each.value}",
            "caption": each.value,
            "schema": WALLET,
            "properties": {"publicKey": [each.value], "currency": [each.kind], "holder": [subject.id]},
            "datasets": list(subject.lists),
            "referents": [],
            "target": False,
        }
        for each in subject.identifiers
        if each.kind in WALLETS
    ]
