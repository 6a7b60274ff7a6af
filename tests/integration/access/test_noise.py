"""Every address with what nobody means: numbers too large, text that turns round, nothing at all. None of it fails."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, resolve, reverse

from tests.integration.access.addresses import Address, addresses
from tests.people import person, signed_in
from tests.world import World
from wasl.members.acts import Role
from wasl.web import access
from wasl.web.access import ANYBODY, Gate, opens

NUMBERS = (2**63, 10**30)
TEXTS = ("\u202eAM\u2066", "a" * 3000)
NAMES = (
    "q", "before", "after", "party", "role", "state", "event", "kind", "next", "show", "part", "partial", "topic",
    "language", "limit", "view", "number", "old", "order", "region", "first", "second", "area", "partner", "member",
    "seat", "as", "by", "day", "account", "end", "email", "login", "password", "password1", "password2", "code", "name",
    "scopes", "days", "confirmed", "zone", "read", "by_mail", "officer", "begins", "reason", "way", "hours_1",
)  # fmt: skip
VALUES = ("\0", "9" * 5000, "-1", "\u202e\u0660", "\ud800", "=1+1", "//evil.example", "x" * 5000, "1e9", "2026-13-45")


def _spoilt(address: Address, turn: int) -> str:
    """Its path with arguments that nobody means, as far as that is a path of it."""
    number, text = NUMBERS[turn], TEXTS[turn]
    arguments = {name: number if isinstance(value, int) else text for name, value in address.arguments.items()}
    try:
        return reverse(address.name, kwargs=arguments)
    except NoReverseMatch:
        return reverse(address.name, kwargs=address.arguments)


def _ask(client: Client, method: str, path: str, value: str) -> Any:
    content = value.encode("utf-8", "surrogatepass")
    said = {name: [content] for name in NAMES}  # in a list: the client would send bytes as a field for each of them
    return client.get(path, said) if method == "GET" else client.post(path, said)


@pytest.mark.parametrize("turn", [0, 1])
def test_no_address_fails(world: World, turn: int) -> None:
    client = signed_in(person(world, "secretariat", Role.HEAD)) if turn else Client()
    cookies, wrong = client.cookies.copy(), []
    for place, address in enumerate(addresses()):
        path, value = _spoilt(address, turn), VALUES[place % len(VALUES)]
        for method in access.needs_of(address.view, address.name) or ():
            client.cookies = cookies.copy()
            answer = _ask(client, method, path, value)
            wrong += [f"{method} {path[:80]} {value[:9]!r}"] if answer.status_code >= 500 else []
            onward = answer.headers.get("Location", "")
            wrong += [f"{method} {path[:80]} sends people to {onward}"] if "evil" in onward.partition("?")[0] else []
    assert wrong == []


@opens(get=ANYBODY)
def _view(_request: Any) -> None:
    """A view that would do anything with any method."""


@pytest.mark.parametrize(("path", "allowed"), [("/api/v1/members", "GET"), ("/members/", "GET, HEAD")])
def test_what_nobody_declared_is_open_to_nobody(path: str, allowed: str) -> None:
    """A program's address too: what its router would do with the method is never asked."""
    for method in ("POST", "DELETE", "OPTIONS", "BREW"):
        request = RequestFactory().generic(method, path)
        request.resolver_match = resolve(path)
        answer = Gate(lambda _request: None).process_view(request, _view, (), {})  # type: ignore[arg-type,return-value]
        assert answer is not None
        assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)
