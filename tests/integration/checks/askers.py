"""Whoever checks in a world: officers by page, programs with a key."""

from typing import Any

from django.test import Client

from tests.people import person, signed_in
from tests.world import World
from wasl.accounts import programs
from wasl.members.acts import Role

ENTRY = "/lists/entry/specimens:1/"
DIFFERENCES = "/lists/specimens/differences/"


def client_of(world: World, party: str = "MA", role: Role = Role.BORDER) -> Client:
    """An officer of a party, signed in."""
    if role != Role.HEAD and party not in world.heads:
        world.appoint_head(party)
    return signed_in(person(world, party, role))


def program(purpose: str = "visa", *may: str) -> Client:
    """A program of Morocco's, with its key."""
    key = programs.add("MA", "SPECIMEN", "SPECIMEN", [programs.CHECKS, *may], 30, by=1, check_purpose=purpose)[1]
    return Client(headers={"Authorization": f"Bearer {key}"})


def asked(client: Client, text: str) -> Any:
    """A question by page, and on to its answer."""
    said = {"text": text, "purpose": "visa", "reference": "SPECIMEN 9"}
    return client.post("/check/", said, follow=True)
