"""A column map: what stands in which column of a CSV file, declared in TOML by who brings the list.

encoding = "utf-8"            # one of rows.ENCODINGS
delimiters = [",", ";"]       # the heading shows which of these the file uses
separator = ";"               # between several values in one cell; empty where cells hold one
dates = "dmy"                 # how dates in figures are written: dmy, mdy or ymd
last_line_ends = true         # false for files that are published without the last line end

[id]
column = "reference"          # an id that stays the same from edition to edition, or else
drawn_from = ["name", "born"] # the columns that together tell an entry from another

[schema]
column = "type"               # may be left out: then `default` is the schema of all
default = "LegalEntity"
values = { individual = "Person" }

[facts]                       # several columns of one fact; a list in the list is joined: given and family name
names = [["given", "family"], "alias"]
birth_dates = ["born"]

[documents]                   # column, and the kind of document or of identifier
passport_no = "passport"
[issuers]                     # column of a document, and that of the country that issued it
passport_no = "passport_country"
[identifiers]
imo = "imo"

[shown]                       # heading of `entry.SHOWN`, and columns
remarks = ["reason"]
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wasl.checks.reading.entry import SHOWN
from wasl.checks.reading.rows import ENCODINGS
from wasl.screening.subject import SCHEMATA

FACTS = ("names", "weak_names", "birth_dates", "nationalities", "countries", "places", "sex")
NAMED_MAX = 10
"""How often a map names one column: what stands in it is read as often."""

_ORDERS = ("dmy", "mdy", "ymd")
_SECTIONS = ("id", "schema", "facts", "documents", "issuers", "identifiers", "shown")
_SETTINGS = ("encoding", "delimiters", "separator", "dates", "last_line_ends")


class MapFault(ValueError):  # noqa: N818 (the verdict)
    """The column map cannot be used; `where` names the setting."""

    def __init__(self, where: str, text: str) -> None:
        super().__init__(f"{where}: {text}")
        self.where, self.text = where, text


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """A map that was found to be sound. Columns of a fact are groups: the cells of a group make one value."""

    names: tuple[tuple[str, ...], ...]
    encoding: str = "utf-8"
    delimiters: tuple[str, ...] = (",",)
    separator: str = ""
    dates: str = "dmy"
    last_line_ends: bool = True
    id: str = ""
    drawn_from: tuple[str, ...] = ()
    schema: str = ""
    schema_default: str = "Thing"
    schema_values: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """Those but the names."""
    documents: Mapping[str, str] = field(default_factory=dict)
    issuers: Mapping[str, str] = field(default_factory=dict)
    identifiers: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)

    def columns(self) -> Iterator[str]:
        """Every column the map names, which a file must have."""
        for groups in (self.names, *self.facts.values(), *self.shown.values()):
            for group in groups:
                yield from group
        yield from (*self.documents, *self.issuers.values(), *self.identifiers, *self.drawn_from)
        yield from filter(None, (self.id, self.schema))


def parse(text: str) -> ColumnMap:
    """Read a map in TOML. Raises MapFault."""
    try:
        return from_mapping(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise MapFault("map", str(error)) from error


def from_mapping(given: Mapping[str, Any]) -> ColumnMap:
    """Read a map in the shape of its TOML. Raises MapFault for what is unknown, missing or of the wrong type."""
    _known(given, (*_SECTIONS, *_SETTINGS), "map")
    sections = {name: given.get(name, {}) for name in _SECTIONS}
    for name, section in sections.items():
        if not isinstance(section, Mapping):
            raise MapFault(name, "must be a table")
    _known(sections["id"], ("column", "drawn_from"), "id")
    _known(sections["schema"], ("column", "default", "values"), "schema")
    _known(sections["facts"], FACTS, "facts")
    _known(sections["shown"], SHOWN, "shown")
    facts = {name: _groups(groups, f"facts.{name}") for name, groups in sections["facts"].items()}
    if not facts.get("names"):
        raise MapFault("facts.names", "is needed")
    found = ColumnMap(
        names=facts.pop("names"),
        **_settings(given),
        id=_text(sections["id"].get("column", ""), "id.column"),
        drawn_from=_texts(sections["id"].get("drawn_from", []), "id.drawn_from"),
        **_schema(sections["schema"]),
        facts=facts,
        documents=_table(sections["documents"], "documents"),
        issuers=_table(sections["issuers"], "issuers"),
        identifiers=_table(sections["identifiers"], "identifiers"),
        shown={name: _groups(groups, f"shown.{name}") for name, groups in sections["shown"].items()},
    )
    for column, times in Counter(found.columns()).items():
        if times > NAMED_MAX:
            raise MapFault("facts", f"the column {column[:60]} is named more than {NAMED_MAX} times")
    return found


def _settings(given: Mapping[str, Any]) -> dict[str, Any]:
    settings: dict[str, Any] = {name: given[name] for name in _SETTINGS if name in given}
    if "delimiters" in settings:
        settings["delimiters"] = _texts(settings["delimiters"], "delimiters")
        if not settings["delimiters"] or any(len(each) != 1 or each in '"\r\n' for each in settings["delimiters"]):
            raise MapFault("delimiters", "must be single characters")
    for name in ("encoding", "separator", "dates"):
        _text(settings.get(name, ""), name)
    if settings.get("encoding", ENCODINGS[0]) not in ENCODINGS:
        raise MapFault("encoding", f"must be one of {', '.join(ENCODINGS)}")
    if settings.get("dates", _ORDERS[0]) not in _ORDERS:
        raise MapFault("dates", f"must be one of {', '.join(_ORDERS)}")
    if not isinstance(settings.get("last_line_ends", True), bool):
        raise MapFault("last_line_ends", "must be true or false")
    return settings


def _schema(given: Mapping[str, Any]) -> dict[str, Any]:
    values = _table(given.get("values", {}), "schema.values")
    default = _text(given.get("default", "Thing"), "schema.default")
    for schema in (default, *values.values()):
        if schema not in SCHEMATA:
            raise MapFault("schema", f"{schema} is none of {', '.join(sorted(SCHEMATA))}")
    return {
        "schema": _text(given.get("column", ""), "schema.column"),
        "schema_default": default,
        "schema_values": values,
    }


def _known(given: Mapping[str, Any], names: tuple[str, ...], where: str) -> None:
    for name in given:
        if name not in names:
            raise MapFault(where, f"{name} is none of {', '.join(names)}")


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise MapFault(where, "must be a text")
    return value


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise MapFault(where, "must be a list of texts")
    return tuple(_text(each, where) for each in value)


def _groups(value: Any, where: str) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list | tuple):
        raise MapFault(where, "must be a list of columns")
    return tuple((each,) if isinstance(each, str) else _texts(each, where) for each in value)


def _table(value: Any, where: str) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise MapFault(where, "must be a table")
    return {name: _text(each, where) for name, each in value.items()}
