"""Saying acts by page, as a person does: fill in, check, sign."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

from django.test import Client

from tests.people import person, signed_in
from tests.world import World
from wasl.acts import clock, keystore, queries
from wasl.members.acts import Role

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@contextmanager
def at_the_desk(world: World, party: str, role: Role = Role.HEAD, *, hosted: bool = True) -> Iterator[Client]:
    """A browser in which somebody of a party is signed in; the installation hosts the party's key."""
    if role != Role.HEAD and party not in world.heads:
        world.appoint_head(party)
    account = person(world, party, role)
    if hosted:
        keystore.keep(party, bytes(world.keys[party]))
    with clock.held_at(world.now):
        yield signed_in(account)


def hidden(text: str) -> dict[str, list[str]]:
    """What the answers page sends again when it is confirmed."""
    _before, _form, answers = text.partition('class="answers')
    found: dict[str, list[str]] = {}
    for name, value in _HIDDEN.findall(answers):
        found.setdefault(name, []).append(unescape(value))
    return found


def size() -> int:
    """How many entries the record has."""
    return queries.head().size


def say(client: Client, page: str, /, **answers: Any) -> int:
    """Fill in a page, check, sign; returns the entry."""
    checked = client.post(page, answers)
    assert checked.status_code == 200, checked.content.decode()
    before = size()
    done = client.post(page, hidden(checked.content.decode()))
    assert done.status_code == 302, done.content.decode()
    assert size() == before + 1
    return before
