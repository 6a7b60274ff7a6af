"""Opening an installation: its folder, then Django, then its database. Imported by every command but `verify`."""

import os
from pathlib import Path

from wasl.acts import home as homes
from wasl.acts.home import Home
from wasl.cli import output
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
    """Set Django up for an installation that is ready for work.

    Raises HomeError, Failure, OperationalError, checkpoints.Foreign.
    """
    home = load(path)
    if _behind():
        text = f"The database is behind this version of Wasl: run `wasl manage --home {home.path} migrate`."
        raise Failure("not-migrated", text, Code.UNREACHABLE)
    from wasl.acts import checkpoints

    checkpoints.check_home()
    settle()
    return home


def _behind() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> None:
    """Bring the database up to this version; two processes that start at once take turns.

    Raises checkpoints.Foreign: somebody else's database is left as it is.
    """
    from django.core.management import call_command

    from wasl.acts import checkpoints, turns

    with turns.locked("migrate"):
        checkpoints.check_home()
        if _behind():
            call_command("migrate", verbosity=0, interactive=False)


def founded(home: Home) -> None:
    """Make an up-to-date installation ready for work. Raises Failure where no organisation is founded yet."""
    from wasl.members import queries

    if queries.organisation() is None:
        text = f"No organisation is founded in {home.path} yet: `wasl init --home {home.path}` founds it."
        raise Failure("not-founded", text, Code.UNREACHABLE)
    settle()


def settle() -> None:
    """Finish what an interrupted command left half done."""
    from wasl.acts import backup
    from wasl.members import hosting

    backup.in_place()
    hosting.settle_system_key()


def remind_of_mail() -> None:
    """Say that messages wait, where nothing can send them."""
    from wasl.acts import outbox

    if not outbox.can_send() and (waiting := outbox.waiting()):
        output.remark(f"Messages that wait: {waiting}. None is sent while wasl.toml names no mail server.")
