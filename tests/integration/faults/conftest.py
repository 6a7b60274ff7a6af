"""One founded installation a test on each database, its servers yet to be started."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.faults.bureaus import MEMBERS
from tests.server import Installation, found, postgres_database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database; empty for SQLite in the home."""
    if request.param == "sqlite":
        yield ""
        return
    with postgres_database() as address:
        yield address


@pytest.fixture
def installation(database: str, tmp_path: Path) -> Installation:
    """An installation with tables and nothing in them."""
    made = Installation(tmp_path / "home", database)
    made.create()
    return made


@pytest.fixture
def founded(installation: Installation) -> Installation:
    """An organisation of six members, whose bureaus have keys."""
    with installation.serve() as server:
        found(server, MEMBERS)
    return installation
