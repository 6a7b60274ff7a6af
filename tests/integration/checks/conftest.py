"""What several tests of the room stand on."""

from collections.abc import Iterator

import pytest

from tests.world import World
from wasl.acts import clock


@pytest.fixture
def held_clock(world: World) -> Iterator[None]:
    """Everything happens when the world says it does."""
    with clock.held_at(world.now):
        yield
