"""Subjects as JSON, without what is empty: how they lie in an index and in its journal."""

import json
from dataclasses import fields
from typing import Any

from wasl.screening.subject import Document, Identifier, Subject

_NAMES = tuple(field.name for field in fields(Subject))
_OF_PARTS = {"documents": Document, "identifiers": Identifier}


def told(subject: Subject) -> dict[str, Any]:
    """The subject as plain values: documents and identifiers as lists of their fields."""
    facts: dict[str, Any] = {name: value for name in _NAMES if (value := getattr(subject, name))}
    for name in _OF_PARTS.keys() & facts.keys():
        facts[name] = [[getattr(each, part) for part in each.__slots__] for each in facts[name]]
    return facts


def retold(facts: dict[str, Any]) -> Subject:
    """The subject again. Raises TypeError where the facts are not a subject's."""
    for name in _OF_PARTS.keys() & facts.keys():
        facts[name] = [_OF_PARTS[name](*parts) for parts in facts[name]]
    return Subject(**facts)


def encode(subject: Subject) -> bytes:
    """The subject as JSON in UTF-8; lone surrogates, which UTF-8 has not, become question marks."""
    return json.dumps(told(subject), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def decode(text: str) -> Subject:
    """The subject again."""
    return retold(json.loads(text))
