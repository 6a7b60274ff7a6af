"""What a reader gives: entries, each the facts that are compared and the words that people should see."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from hashlib import sha256
from types import MappingProxyType
from typing import Any, NoReturn

from wasl.screening.subject import Document, Identifier, Subject

TEXT_MAX = 65_536
"""The most characters one value of a list may have. A longer one is a fault of the file, not a fact."""

VALUES_MAX = 5_000
"""The most values of one kind that an entry may have."""

ENTRY_MAX = 262_144
"""The most characters that the values of one entry may have together."""

ID_MAX = 300
"""The most characters of an entry's id, its list's name in front: what the table of entries has room for."""

SHOWN = (
    *("programmes", "reference", "listed", "updated", "titles", "positions", "aliases", "births", "addresses"),
    *("papers", "linked", "links", "craft", "remarks", "other"),
)
"""The keys of `Entry.shown`: under which headings people see what is not compared, in this order."""


class ListRefused(ValueError):  # noqa: N818 (the verdict)
    """The file is not taken, nor any part of it.

    `code` is for programs (`truncated`, `malformed`, `encoding`, `duplicate`, `empty`, `too-large`, `missing`,
    `unknown-value`, `other-file`), `text` for people. `line` counts from 1; 0 where the file as a whole is at fault.
    `field` names the column or element, with the file in front where a list has several (`alt.csv/alt_name`).
    """

    def __init__(self, code: str, text: str, *, line: int = 0, field: str = "") -> None:
        where = ", ".join(filter(None, (f"line {line}" if line else "", field)))
        super().__init__(f"{text} ({where})" if where else text)
        self.code, self.text, self.line, self.field = code, text, line, field


@dataclass(frozen=True, slots=True)
class Unread:
    """Words of the list that could not be turned into the fact they stand for. They are still shown."""

    fact: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list as one edition has it.

    `shown` has the words for people under headings of `SHOWN`; `line` is where the file says it, `size` the characters
    of its values together (0 where it was read back with `from_json`); they are no part of what it says.
    """

    subject: Subject
    shown: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    unread: tuple[Unread, ...] = ()
    line: int = field(default=0, compare=False)
    size: int = field(default=0, compare=False)

    @property
    def id(self) -> str:
        """What the entry is known by across the editions of its list."""
        return self.subject.id

    def digest(self) -> str:
        """SHA-256 in hex of what the entry says, in canonical JSON.

        The order of several values counts for nothing, except that the first name is the one it goes by.
        """
        return sha256(_canonical(said(self)).encode()).hexdigest()


def said(entry: Entry) -> dict[str, Any]:
    """What an entry says, by field: what `differences` compares and `digest` covers.

    A field is one of a subject's, `name` for the first name, or `shown.` and a heading. Values are sorted and unique;
    empty fields are left out.
    """
    subject = entry.subject
    facts: dict[str, Any] = {
        "id": subject.id,
        "schema": subject.schema,
        "name": subject.names[0] if subject.names else "",
        "names": sorted(set(subject.names)),
        "weak_names": sorted(set(subject.weak_names)),
        "birth_dates": sorted(set(subject.birth_dates)),
        "nationalities": sorted(set(subject.nationalities)),
        "countries": sorted(set(subject.countries)),
        "places": sorted(set(subject.places)),
        "sex": subject.sex,
        "documents": sorted({(each.kind, each.country, each.number) for each in subject.documents}),
        "identifiers": sorted({(each.kind, each.value) for each in subject.identifiers}),
        "lists": sorted(set(subject.lists)),
    }
    facts |= {f"shown.{heading}": sorted(set(texts)) for heading, texts in entry.shown.items()}
    return {name: value for name, value in facts.items() if value}


def to_json(entry: Entry) -> str:
    """The entry as one line of JSON, to be kept and read back with `from_json`."""
    subject = {each.name: getattr(entry.subject, each.name) for each in fields(entry.subject)}
    subject["documents"] = [[each.number, each.kind, each.country] for each in entry.subject.documents]
    subject["identifiers"] = [[each.kind, each.value] for each in entry.subject.identifiers]
    unread = [[each.fact, each.text] for each in entry.unread]
    return _canonical({"subject": subject, "shown": dict(entry.shown), "unread": unread, "line": entry.line})


def from_json(text: str) -> Entry:
    """Read `to_json`'s line back."""
    kept = json.loads(text)
    subject = kept["subject"]
    subject["documents"] = [Document(*each) for each in subject["documents"]]
    subject["identifiers"] = [Identifier(*each) for each in subject["identifiers"]]
    return Entry(
        subject=Subject(**subject | {"lists": tuple(subject["lists"])}),
        shown=MappingProxyType(
            {heading: tuple(kept["shown"][heading]) for heading in SHOWN if heading in kept["shown"]}
        ),
        unread=tuple(Unread(*each) for each in kept["unread"]),
        line=kept["line"],
    )


def _canonical(value: Any) -> str:
    """RFC 8785 for what is here: texts, lists and small whole numbers under keys of ASCII."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def refuse_empty() -> NoReturn:
    """A list of nobody is no list: every entry would count as delisted. Raises ListRefused."""
    raise ListRefused("empty", "the file holds no entry")
