"""Who may enter what: every address by method, held against the matrix in `tests/vectors/access.toml`.

The matrix is written by hand, from what each role is for; the product decides from `roles.toml` and `@opens`. An
address without a line fails here, and so does a line without an address.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.integration.access.addresses import Address, addresses
from tests.people import person, signed_in
from tests.world import World
from wasl.members import roles
from wasl.members.acts import Role
from wasl.web import access
from wasl.web.access import ANYBODY, SIGNED_IN

_TABLE: dict[str, Any] = tomllib.loads(Path(__file__).parents[2].joinpath("vectors/access.toml").read_text("utf-8"))
GROUPS: dict[str, list[str]] = _TABLE["groups"]
MATRIX: dict[str, dict[str, list[str]]] = {
    name: {method: GROUPS.get(who, [who]) for method, who in methods.items()}
    for name, methods in _TABLE["addresses"].items()
}
"""By address and method: `anybody`, `signed-in`, or the kinds of visitors that may enter."""

VISITORS = [
    *(role.name for role in roles.roles().values() if role.given_to(secretariat=False)),
    *(f"secretariat/{role.name}" for role in roles.roles().values() if role.given_to(secretariat=True)),
]
"""Every role at a bureau, and at the secretariat, that can be given there."""


def _lines() -> set[tuple[str, str]]:
    return {(name, method.upper()) for name, methods in MATRIX.items() for method in methods}


def _declared() -> set[tuple[str, str]]:
    return {
        (address.name, method)
        for address in addresses()
        for method in access.needs_of(address.view, address.name) or ()
    }


def test_every_address_says_what_it_asks_for() -> None:
    silent = [address.name for address in addresses() if access.needs_of(address.view, address.name) is None]
    assert silent == []


def test_every_address_has_its_line_and_every_line_its_address() -> None:
    assert _declared() - _lines() == set(), "add these to tests/vectors/access.toml, after thinking who may enter"
    assert _lines() - _declared() == set(), "these lines have no address any more"


def test_every_right_that_is_asked_for_has_a_title_and_a_holder() -> None:
    asked = {
        right
        for address in addresses()
        for need in (access.needs_of(address.view, address.name) or {}).values()
        for right in access.rights_in(need)
    }
    given = {right for role in roles.roles().values() for right in role.rights | role.at_secretariat}
    assert asked - set(access.rights()) == set()
    assert asked - given == set()
    assert given - set(access.rights()) == set()


def test_the_matrix_names_visitors_that_exist() -> None:
    named = {who for methods in MATRIX.values() for allowed in methods.values() for who in allowed}
    assert named - {ANYBODY, SIGNED_IN, *VISITORS} == set()


def _answer(client: Client, address: Address, method: str) -> Any:
    return getattr(client, method.lower())(reverse(address.name, kwargs=address.arguments))


def _enter(client: Client, visitor: str, *, is_signed_in: bool) -> list[str]:
    """Where what happened is not what the matrix says, or a page failed.

    What is open to anybody is tried as nobody alone. What a view does with an empty form is its own tests' matter.
    """
    wrong = []
    cookies = client.cookies.copy()
    for address in addresses():
        for method in access.needs_of(address.view, address.name) or ():
            allowed = MATRIX[address.name][method.lower()]
            expected = ANYBODY in allowed or (is_signed_in and SIGNED_IN in allowed) or visitor in allowed
            if expected and (method != "GET" or (is_signed_in and ANYBODY in allowed)):
                continue
            client.cookies = cookies.copy()
            answer = _answer(client, address, method)
            if bool(getattr(answer, "refused_by_gate", False)) == expected:
                wrong.append(f"{method} {address.name}: {'kept out' if expected else 'let in'}")
            if answer.status_code >= 500:
                wrong.append(f"{method} {address.name}: {answer.status_code}")
    return wrong


@pytest.mark.parametrize("visitor", VISITORS)
def test_the_gate_holds_for_every_role(world: World, visitor: str) -> None:
    party, _, role = visitor.rpartition("/")
    client = signed_in(person(world, party or "MA", Role(role)))
    assert _enter(client, visitor, is_signed_in=True) == []


def test_the_gate_holds_for_nobody(world: World) -> None:
    assert _enter(Client(), "nobody", is_signed_in=False) == []


def test_the_gate_holds_for_an_officer_without_a_mandate(world: World) -> None:
    assert _enter(signed_in(person(world, "MA", None)), "no mandate", is_signed_in=True) == []


def test_the_gate_holds_while_a_second_factor_is_owed(world: World) -> None:
    client = signed_in(person(world, "MA", Role.HEAD), second_factor=False)
    assert _enter(client, "owes a second factor", is_signed_in=True) == []
