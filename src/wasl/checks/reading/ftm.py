"""FollowTheMoney entities, one JSON object a line, as OpenSanctions publishes them (`entities.ftm.json`).

An entry is an entity that may be screened for (`LISTED`). Documents, addresses, sanctions and links are entities of
their own that point to it, or it to them; so the file is read twice, first for those. It has no mark at its end:
whether it is whole is known by the checksum that the publisher states, which is for the importer to compare.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from wasl.checks.reading import wallets
from wasl.checks.reading.entry import Entry, ListRefused, refuse_empty
from wasl.checks.reading.gathering import Gathering
from wasl.checks.reading.rows import whole_lines
from wasl.screening.subject import Subject

LISTED = frozenset(
    {"Person", "Organization", "Company", "PublicBody", "LegalEntity", "Vessel", "Airplane", "Vehicle", "CryptoWallet"}
)

DOCUMENTS = {
    "passportNumber": "passport",
    "idNumber": "identity-card",
    "socialSecurityNumber": "social-security",
    "registrationNumber": "registration",
    "ogrnCode": "registration",
    "okpoCode": "registration",
    "uniqueEntityId": "registration",
    "dunsCode": "registration",
    "taxNumber": "tax-number",
    "innCode": "tax-number",
    "vatCode": "tax-number",
    "serialNumber": "serial-number",
}
IDENTIFIERS = {
    "email": "e-mail",
    "phone": "phone",
    "website": "url",
    "leiCode": "lei",
    "swiftBic": "bic",
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "callSign": "call-sign",
    "vin": "vin",
}
SHOWN = {
    "program": "programmes",
    "programId": "programmes",
    "title": "titles",
    "position": "positions",
    "address": "addresses",
    "notes": "remarks",
    "summary": "remarks",
    "sourceUrl": "links",
    "wikipediaUrl": "links",
    "type": "craft",
    "model": "craft",
    "flag": "craft",
    "owner": "linked",
    "topics": "other",
}
"""Property of the entity, and the heading people see it under."""

_BESIDE = {"Identification": "holder", "Passport": "holder", "Sanction": "entity", "CryptoWallet": "holder"}
"""Schemata of what is told about an entry, and the property that points to it."""

TOLD_MAX = 100
"""The most entries that one entity may tell about: what it says is read, and kept, with each of them."""


@dataclass(frozen=True, slots=True)
class _Entity:
    id: str
    schema: str
    properties: dict[str, list[str]]
    line: int

    def all(self, *names: str) -> list[str]:
        return [value for name in names for value in self.properties.get(name, ())]

    def first(self, *names: str) -> str:
        return next(iter(self.all(*names)), "")


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a file says about its entries in entities of other schemata."""

    about: defaultdict[str, list[_Entity]] = field(default_factory=lambda: defaultdict(list))
    addresses: dict[str, str] = field(default_factory=dict)


def read(source: BinaryIO, list_name: str = "ftm") -> Iterator[Entry]:
    """The entries of a file, by the ids of its publisher. `source` must be seekable.

    Raises ListRefused; nothing is to be taken from the file before the iterator has ended.
    """
    beside = _Beside()
    for entity in _entities(source, only=frozenset(_BESIDE) | {"Address"}):
        if entity.schema in _BESIDE:
            told = dict.fromkeys(entity.all(pointing := _BESIDE[entity.schema]))
            if len(told) > TOLD_MAX:
                text = f"more than {TOLD_MAX} entries in one property"
                raise ListRefused("too-large", text, line=entity.line, field=pointing)
            for about in told:
                beside.about[about].append(entity)
        elif entity.schema == "Address":
            beside.addresses[entity.id] = entity.first("full")
    source.seek(0)
    seen: set[str] = set()
    found = False
    for entity in _entities(source):
        if entity.id in seen:
            raise ListRefused("duplicate", f"{entity.id[:80]} stands twice", line=entity.line, field="id")
        seen.add(entity.id)
        if entity.schema in LISTED:
            found = True
            yield _entry(entity, beside, list_name)
    if not found:
        refuse_empty()


def _entities(source: BinaryIO, *, only: frozenset[str] = frozenset()) -> Iterator[_Entity]:
    """The entities, or those that may be of the schemata `only`: the others are not even parsed."""
    for line, text in whole_lines(source):
        if not text.strip() or (only and not any(f'"{schema}"' in text for schema in only)):
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            column = f"column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
            raise ListRefused("malformed", "the line is no JSON", line=line, field=column) from error
        yield _entity(value, line)


def _entity(value: Any, line: int) -> _Entity:
    if not isinstance(value, dict):
        raise ListRefused("malformed", "the line is no entity", line=line)
    for name in ("id", "schema"):
        if not isinstance(value.get(name), str) or not value[name]:
            raise ListRefused("missing", f"an entity without its {name}", line=line, field=name)
    properties = value.get("properties")
    if not isinstance(properties, dict):
        raise ListRefused("missing", "an entity without properties", line=line, field="properties")
    for name, values in properties.items():
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise ListRefused("malformed", "a property that is no list of texts", line=line, field=name[:80])
    return _Entity(value["id"], value["schema"], properties, line)


def _entry(entity: _Entity, beside: _Beside, list_name: str) -> Entry:
    entry = Gathering(f"{list_name}:{entity.id}", entity.schema, list_name, line=entity.line)
    _facts(entry, entity)
    _looked_up(entry, entity)
    for name, values in entity.properties.items():
        if heading := SHOWN.get(name):
            for text in values:
                entry.show(heading, text)
    for address in dict.fromkeys(entity.all("addressEntity")):
        entry.show("addresses", beside.addresses.get(address, ""))
    entry.show("reference", entity.id)
    for each in beside.about.get(entity.id, ()):
        _told(entry, each)
    return entry.entry()


def subject_of(schema: str, properties: Mapping[str, list[str]]) -> Subject:
    """What an entity says of itself, read as those of a file are: for whoever asks by example. Raises ListRefused."""
    entity, entry = _Entity("", schema, dict(properties), 0), Gathering("", schema, "")
    _facts(entry, entity)
    _looked_up(entry, entity)
    return entry.subject()


def _facts(entry: Gathering, entity: _Entity) -> None:
    takers: dict[Callable[[str], None], tuple[str, ...]] = {
        entry.name: ("name", "alias", "previousName", *(("publicKey",) * (entity.schema == "CryptoWallet"))),
        entry.birth: ("birthDate", "incorporationDate", "buildDate"),
        entry.place: ("birthPlace",),
        entry.sex: ("gender",),
    }
    for take, names in takers.items():
        for text in entity.all(*names):
            take(text)
    for name in entity.all("weakAlias"):
        entry.name(name, weak=True)
    for code in entity.all("nationality", "citizenship"):
        entry.code("nationalities", code)
    for code in entity.all("country", "jurisdiction", "mainCountry", "flag"):
        entry.code("countries", code)


def _looked_up(entry: Gathering, entity: _Entity) -> None:
    country = entity.first("country", "jurisdiction", "nationality")
    for name, values in entity.properties.items():
        for value in values if name in DOCUMENTS else ():
            entry.document(value, DOCUMENTS[name], country)
        for value in values if name in IDENTIFIERS else ():
            entry.identifier(IDENTIFIERS[name], value)
    for plate in entity.all("registrationNumber") if entity.schema == "Vehicle" else ():
        entry.identifier("plate", plate)
    if entity.schema == "CryptoWallet":
        _wallet(entry, entity)


def _told(entry: Gathering, told: _Entity) -> None:
    """What another entity tells about an entry."""
    if told.schema == "Sanction":
        for programme in told.all("program", "programId"):
            entry.show("programmes", programme)
        for date in told.all("listingDate", "startDate"):
            entry.show("listed", date)
        for reason in told.all("reason", "summary"):
            entry.show("remarks", reason)
        for link in told.all("sourceUrl"):
            entry.show("links", link)
    elif told.schema == "CryptoWallet":
        _wallet(entry, told)
    else:
        kind = "passport" if told.schema == "Passport" else _kind(told.first("type"))
        for number in told.all("number"):
            entry.document(number, kind, told.first("country"))
            entry.show("papers", " ".join(filter(None, (told.first("type"), number, told.first("country")))))


def _wallet(entry: Gathering, wallet: _Entity) -> None:
    currency = wallet.first("currency")
    for key in wallet.all("publicKey"):
        if kind := wallets.kind(currency, key):
            entry.identifier(kind, key)
        else:
            entry.unread("identifiers", f"{currency} {key}")


def _kind(text: str) -> str:
    text = text.casefold()
    return next((kind for word, kind in (("passport", "passport"), ("visa", "visa")) if word in text), "identity-card")
