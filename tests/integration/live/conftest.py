"""One founded installation on each database, served, and a process beside the server."""

from collections.abc import Iterator

import pytest

from tests.integration.live.listening import Teller
from tests.server import Installation, Server, found, postgres_database

MEMBERS = ("MA", "FR")


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def installation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation of two members, whose bureaus have keys; nothing serves it."""
    home = tmp_path_factory.mktemp("live") / "home"
    if request.param == "sqlite":
        yield _founded(Installation(home))
        return
    with postgres_database() as address:
        yield _founded(Installation(home, address))


def _founded(made: Installation) -> Installation:
    made.create()
    with made.serve() as server:
        found(server, MEMBERS)
    return made


@pytest.fixture(scope="session")
def server(installation: Installation) -> Iterator[Server]:
    """It, served by one process."""
    with installation.serve() as running:
        yield running


@pytest.fixture(scope="session")
def teller(installation: Installation) -> Iterator[Teller]:
    """Another process of it."""
    running = Teller(installation)
    yield running
    running.close()
