"""How a refusal is written down: what is handed in, and the code the door answers with.

    @refused("key-ended", authority="key-ended")
    def a_key_that_was_rotated(world: World) -> Source: ...

The function's name is the sentence; it returns what is handed in, and may first make in the world what it needs.
`authority` is the code with which `wasl.record.authority` refuses the same claim, where it can know.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.world import World
from wasl.acts import statement
from wasl.acts.act import Act, By
from wasl.record import canonical, envelope

Source = bytes | dict[str, Any]
Make = Callable[[World], Any]

ORIGIN = "record.specimen.example"
IDENTITY = "0f9a2c4e-7b1d-4c3a-9e5f-6a7b8c9d0e1f"


@dataclass(frozen=True)
class Case:
    """One way to be refused."""

    name: str
    code: str
    authority: str
    make: Make


CASES: list[Case] = []


def refused(code: str, *, authority: str = "") -> Callable[[Make], Make]:
    """Add a case."""

    def add(make: Make) -> Make:
        CASES.append(Case(make.__name__.replace("_", " "), code, authority, make))
        return make

    return add


def payload(act: Act, by: str, mandate: int | None = None) -> dict[str, Any]:
    """What a party signs, before it is made bytes: for what no program of ours would write."""
    written = statement.write(act, By(party=by, mandate=mandate), ORIGIN, IDENTITY)
    value: dict[str, Any] = json.loads(written)
    return value


def signed(world: World, said: Any, by: str) -> bytes:
    """Anything, signed with the party's key."""
    data = said if isinstance(said, bytes) else canonical.dumps(said)
    return envelope.sign(data, world.keys[by]).normal


def changed(world: World, act: Act, by: str, **fields: Any) -> bytes:
    """An act with some of its fields said otherwise, rightly signed."""
    said = payload(act, by)
    said["act"] |= fields
    return signed(world, said, by)
