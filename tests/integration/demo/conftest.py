"""A world in a demo's home: its addresses answer, and its clock is the one that can be moved."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as configured

from tests.world import World
from wasl.acts import clock
from wasl.demo import moving


@pytest.fixture
def in_demo(settings: Any) -> Iterator[Path]:
    """The home is a demo's within the test; afterwards it is a real one again, with a clock of its own."""
    settings.WASL_HOME = replace(configured.WASL_HOME, demo=True)
    apps.get_app_config("demo").ready()
    file = Path(configured.WASL_HOME.path, moving.FILE)
    yield file
    clock.moved_by(None)
    file.unlink(missing_ok=True)


@pytest.fixture
def demo(in_demo: Path, world: World) -> World:
    """The world of the tests, in a demo."""
    return world
