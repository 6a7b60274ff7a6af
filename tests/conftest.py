"""What every test stands on: a home of its own, one database of each kind, and a world.

The suite runs on SQLite; tests that touch the database run on PostgreSQL too when a server answers at
`WASL_TEST_POSTGRES` (default: 127.0.0.1:5432, user postgres). A missing judge is one printed line and a skip,
unless `WASL_REQUIRE_JUDGES=1`.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from wasl.acts import home as homes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.world import World

FULL = os.environ.get("WASL_FULL") == "1"
POSTGRES = os.environ.get("WASL_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
ON_POSTGRES = os.environ.get("WASL_TEST_DATABASE") == "postgresql"

hypothesis_settings.register_profile(
    "suite",
    deadline=None,
    max_examples=200 if FULL else 25,
    derandomize=not FULL,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
hypothesis_settings.load_profile("suite")
FEWER = hypothesis_settings(max_examples=200 if FULL else 10)
"""For tests whose examples cost much, or that are asked of a hundred things each."""


def _make_home() -> Path:
    """The session's home, made before Django reads its settings."""
    path = Path(tempfile.mkdtemp(prefix="wasl-test-home-"))
    homes.create(
        homes.Home(
            path=path,
            name={
                "ar": "منظمة نموذجية",
                "en": "Specimen Organisation",
                "es": "Organización de muestra",
                "fr": "Organisation spécimen",
            },
            origin="record.specimen.example",
            address="http://testserver",
            database=POSTGRES if ON_POSTGRES else "",
            operator="operator@specimen.example",
        )
    )
    return path


HOME = _make_home()
os.environ["WASL_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "wasl.project.settings"
os.environ.pop("WASL_SECRETS", None)
django.setup()
if not HOME.samefile(settings.WASL_HOME.path):
    message = "settings were read before the tests had a home of their own; unset DJANGO_SETTINGS_MODULE and WASL_HOME"
    raise pytest.UsageError(message)


def pytest_runtest_setup() -> None:
    """A request that an earlier test made leaves its language behind."""
    translation.deactivate()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let each process beside this one make a home of its own.

    With the name of the settings in its environment, pytest-django would read them before this file is, and every
    process would use the home of this one.
    """
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_unconfigure() -> None:
    """Remove the session's home, once everything that pages are told was written into it."""
    from wasl.web import live

    live.flush()
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture
def world(db: Any, tmp_path: Path) -> "Iterator[World]":
    """A founded organisation with five members; when the test ends, the record must account for every table."""
    from tests.world import World
    from wasl.checks import pace

    made = World()
    yield made
    (HOME / "clock.json").unlink(missing_ok=True)  # what was vouched for here holds for no other test
    pace._left.clear()  # nobody waits for what another test asked
    made.check(tmp_path)
