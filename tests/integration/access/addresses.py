"""Every address of the product, found in the address table, with an example of each to ask for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

EXAMPLES = {
    "code": "MA",
    "digest": "0" * 64,
    "index": 0,
    "key": "0",
    "uidb36": "0",
    "place": "0/000",
}
"""Of arguments, by name; any other is a number where the address asks for one, else a word."""


@dataclass(frozen=True)
class Address:
    """One address: its name in the table, the view behind it, and arguments to try it with."""

    name: str
    view: Callable[..., Any]
    arguments: dict[str, Any]


def addresses() -> list[Address]:
    """All of them, in the order of the table."""
    return list(_below(get_resolver(), ""))


def _below(resolver: URLResolver, namespace: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _below(pattern, inner)
        else:
            yield Address(f"{namespace}{pattern.name}", pattern.callback, _arguments(pattern))


def _arguments(pattern: URLPattern) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, converter in pattern.pattern.converters.items():
        numeric = type(converter).__name__ == "IntConverter"
        found[name] = EXAMPLES.get(name, 0 if numeric else "example")
    for name in pattern.pattern.regex.groupindex:
        found.setdefault(name, EXAMPLES.get(name, "example"))
    return found
