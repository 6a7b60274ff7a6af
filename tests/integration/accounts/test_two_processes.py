"""Attempts are counted for all processes of an installation together, on either database."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.server import Installation, Server, postgres_database

LOGIN = "/account/login/"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """One that nobody founded: signing in asks for no more."""
    if request.param == "sqlite":
        yield _made(Installation(tmp_path / "home"))
        return
    with postgres_database() as address:
        yield _made(Installation(tmp_path / "home", address))


def _made(installation: Installation) -> Installation:
    installation.create()
    return installation


def _attempt(server: Server) -> int:
    """One wrong password, as a browser sends it."""
    page = server.get(LOGIN)
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page.body)
    cookie = re.search(r"csrftoken=([^;]+)", page.headers["Set-Cookie"])
    assert token
    assert cookie
    said = {"login": "head@specimen.example", "password": "a wrong phrase", "csrfmiddlewaretoken": token[1].decode()}
    headers = FORM | {"Cookie": f"csrftoken={cookie[1]}"}
    return server.ask("POST", LOGIN, urlencode(said).encode(), headers).status


def test_whoever_is_stopped_at_one_is_stopped_at_the_other(installation: Installation) -> None:
    with installation.serve() as first, installation.serve() as second:
        codes = [_attempt((first, second)[number % 2]) for number in range(8)]

    assert codes == [200] * 6 + [429] * 2
