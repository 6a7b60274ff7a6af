"""Entries of the record as pages and lists show them."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from wasl.acts import queries, registry
from wasl.acts.act import parse_instant
from wasl.acts.queries import Kept, Listed, Reader
from wasl.acts.wording import Text
from wasl.web.parties import party_name

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}(Z|[+-][0-9:]{5})")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: what this reader may know of it."""

    index: int
    address: str
    commitment: str
    title: Text | None = None
    summary: Text = ""
    kind: str = ""
    party: str = ""
    party_name: Text = ""
    decided_at: datetime | None = None
    erased: bool = False
    erased_by: int | None = None
    json: str = ""

    @property
    def erased_by_address(self) -> str:
        """The entry that erased it, if this reader may know."""
        return "" if self.erased_by is None else reverse("entry", args=[self.erased_by])


def line(listed: Listed) -> Line:
    """One entry as a line of a list."""
    kept, address = listed.kept, reverse("entry", args=[listed.index])
    if kept is None:
        return Line(listed.index, address, listed.commitment.hex(), erased=listed.erased, erased_by=listed.erased_by)
    return Line(
        index=listed.index,
        address=address,
        commitment=listed.commitment.hex(),
        title=registry.title(kept.row.kind),
        summary=registry.summary(kept.row.kind, kept.payload["act"], kept.decided_fields),
        kind=kept.row.kind,
        party=kept.row.party,
        party_name=party_name(kept.row.party),
        decided_at=parse_instant(kept.decided_fields["at"]),
        json=reverse("api:act", args=[listed.index]),
    )


def values(listed: Listed) -> tuple[int, str, str, str, str, str]:
    """One entry as a line of CSV: index, commitment, kind, party, when it was decided, `erased` if it was."""
    kept, erased = listed.kept, "erased" if listed.erased else ""
    if kept is None:
        return listed.index, listed.commitment.hex(), "", "", "", erased
    at = parse_instant(kept.decided_fields["at"]).isoformat()
    return listed.index, listed.commitment.hex(), kept.row.kind, kept.row.party, at, erased


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries a list shows: below `before` or just above `after`, of one kind, of one party."""

    before: int | None = None
    after: int | None = None
    kind: str = ""
    party: str = ""
    limit: int = 50


def entry_lines(reader: Reader, wanted: Wanted) -> tuple[list[Line], bool]:
    """Entries newest first; and whether there are more in the direction asked for."""
    limit, kind, party = wanted.limit, wanted.kind, wanted.party
    if wanted.after is not None:
        found = queries.oldest(reader, after=wanted.after, limit=limit + 1, kind=kind, party=party)
        return [line(listed) for listed in reversed(found[:limit])], len(found) > limit
    found = queries.newest(reader, before=wanted.before, limit=limit + 1, kind=kind, party=party)
    return [line(listed) for listed in found[:limit]], len(found) > limit


@dataclass(frozen=True, slots=True)
class Value:
    """A value as pages show it: its text, the language it is in, the address of the entry it names."""

    text: Text
    language: str = ""
    address: str = ""

    @property
    def code(self) -> bool:
        """Whether it is a key, a digest or a signature: long, without a space."""
        return len(str(self.text)) > 40 and " " not in str(self.text)


def labelled(fields: dict[str, Any]) -> list[tuple[Text, list[Value]]]:
    """The fields of an act or of what was decided, as label and readable values; empty ones are left out."""
    found = [(registry.label(name), _values(name, value)) for name, value in fields.items() if value is not None]
    return [(label, values) for label, values in found if values]


def _values(name: str, value: Any) -> list[Value]:
    if isinstance(value, dict) and not registry.is_shown(name):
        return [Value(part, language=language) for language, part in value.items()]
    return [_value(name, part) for part in (value if isinstance(value, list) else [value])]


def _value(name: str, value: Any) -> Value:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return Value(date_format(localtime(parse_instant(value)), "j N Y H:i:s T"))
    text = registry.shown(name, value)
    names_entry = isinstance(value, int) and text == f"#{value}"
    return Value(text, address=reverse("entry", args=[value]) if names_entry else "")


def envelope_text(kept: Kept) -> str:
    """The signed envelope, indented for reading."""
    return json.dumps(json.loads(kept.envelope.normal), indent=2, ensure_ascii=False)
