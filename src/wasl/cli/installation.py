"""Opening an installation: its folder, then Django, then its database. Imported by every command but `verify`."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wasl.acts import home as homes
from wasl.acts.home import Home
from wasl.cli.failures import Code, Failure

SETTINGS = "wasl.project.settings"


def django() -> None:
    """Set Django up for the folder in $WASL_HOME, or for none: acts can be written and signed without one."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()


def load(path: Path | None) -> Home:
    """Set Django up for an installation whose database may be behind. Raises HomeError."""
    home = homes.read(path)
    os.environ["WASL_HOME"] = str(home.path)
    django()
    return home


def opened(path: Path | None) -> Home:
    """Set Django up for an installation that is ready for work. Raises HomeError, Failure, OperationalError."""
    home = load(path)
    if _behind():
        text = f"The database is behind this version of Wasl: run `wasl manage --home {home.path} migrate`."
        raise Failure("not-migrated", text, Code.UNREACHABLE)
    return home


def _behind() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate(home: Home) -> None:
    """Bring the database up to this version; two processes that start at once take turns."""
    from django.core.management import call_command

    with locked(home.path / "migrate.lock"):
        if _behind():
            call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file's lock, waiting for it; the lock goes with the process."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
