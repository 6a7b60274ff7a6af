"""Every way to be refused, one function each; importing this gathers them."""

import pytest

from tests.integration.acts.refused import (
    accounts,
    authors,
    checks,
    envelopes,
    lists,
    programs,
    questions,
    relations,
    rules,
    tables,
    unseen,
)
from tests.integration.acts.refused.cases import CASES, Case, Source
from tests.world import World
from wasl.acts import clock
from wasl.acts.perform import perform
from wasl.acts.refusals import Refused

__all__ = [
    "CASES",
    "Case",
    "accounts",
    "at_the_door",
    "authors",
    "checks",
    "envelopes",
    "lists",
    "programs",
    "questions",
    "relations",
    "rules",
    "tables",
    "unseen",
]


def at_the_door(source: Source, world: World) -> Refused:
    """What the door says to what is handed in. Fails when it is accepted."""
    with clock.held_at(world.now), pytest.raises(Refused) as refused:
        perform(source)
    return refused.value
