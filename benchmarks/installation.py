"""A fresh installation for one benchmark: a home and a database of its own, gone afterwards."""

import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from wasl.acts import home as homes

SERVER = os.environ.get("WASL_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
"""The PostgreSQL server, by the address of a database on it that is there already."""

DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
NAME = {
    "ar": "منظمة نموذجية",
    "en": "Specimen Organisation",
    "es": "Organización de muestra",
    "fr": "Organisation spécimen",
}


class NoServer(Exception):  # noqa: N818 (says what is missing)
    """No PostgreSQL server answers."""


@contextmanager
def fresh(database: str) -> Iterator[Path]:
    """An empty home whose database is there and has no tables yet. Raises NoServer."""
    folder = Path(tempfile.mkdtemp(prefix="wasl-bench-"))
    try:
        with _database(database) as address:
            homes.create(
                homes.Home(
                    path=folder / "home",
                    name=NAME,
                    origin="record.specimen.example",
                    address="http://127.0.0.1",
                    database=address,
                    checks_rate=0,
                )
            )
            yield folder / "home"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _database(database: str) -> Iterator[str]:
    """The address of an empty database, as `wasl.toml` states it."""
    if database != "postgresql":
        yield ""
        return
    name = f"wasl_bench_{os.getpid()}_{secrets.token_hex(4)}"
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        raise NoServer from error
    with server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield SERVER.rpartition("/")[0] + f"/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def free_port() -> int:
    """A port on this machine that nothing listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def set_up() -> None:
    """Start Django in this process, on the home in `WASL_HOME`, and make the tables."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "wasl.project.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
