"""What one process at a time may do, of all that work on one database: each such thing has a name.

With SQLite they share the home, and lock `<name>.lock` in it. PostgreSQL may have processes on several machines, with
homes of their own; it holds the lock itself, for a session that does nothing else. Either lock goes with the process
that holds it; of a machine that vanished, PostgreSQL hears by keepalives, within two minutes.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from wasl.acts import home

_PATIENT = (
    "SET lock_timeout = 0; SET tcp_keepalives_idle = 60; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 5"
)


def locked(name: str) -> AbstractContextManager[None]:
    """Take one's turn within the block, waiting for it. Raises OperationalError: the database does not answer."""
    return _locked(name) if connection.vendor == "postgresql" else home.locked(_file(name))


def alone(name: str) -> AbstractContextManager[bool]:
    """Take one's turn within the block if it is nobody else's; yields whether it was. Raises OperationalError."""
    return _alone(name) if connection.vendor == "postgresql" else home.alone(_file(name))


def _file(name: str) -> Path:
    return Path(settings.WASL_HOME.path, f"{name}.lock")


@contextmanager
def _locked(name: str) -> Iterator[None]:
    with _session() as session:
        with connection.wrap_database_errors:
            session.execute("SELECT pg_advisory_lock(hashtext(%s))", [_key(name)])
        yield


@contextmanager
def _alone(name: str) -> Iterator[bool]:
    with _session() as session:
        with connection.wrap_database_errors:
            (free,) = session.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [_key(name)]).fetchone()
        yield bool(free)


def _key(name: str) -> str:
    return f"wasl turn {name}"


@contextmanager
def _session() -> Iterator[Any]:
    """A connection of its own: those that work in the block come and go, and what is locked must not go with them."""
    with connection.wrap_database_errors:
        session = connection.get_new_connection(connection.get_connection_params())
    with closing(session):
        with connection.wrap_database_errors:
            session.autocommit = True
            session.execute(_PATIENT)
        yield session
