"""Say which tables of the models no migration makes: `manage makemigrations --check`, but without a database.

Nothing is written, and no installation is looked at. Exits with 1 when a migration is missing.
"""

import os
import sys

import django
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

NOBODYS = "/nonexistent"
"""A home that is not there, so that the settings read nobody's."""


def missing(models: ProjectState) -> list[str]:
    """What the migrations of our own rooms lack to make these models, one line each."""
    loader = MigrationLoader(None)
    with translation.override(None):  # migrations hold the texts of the models as the sources have them
        found = MigrationAutodetector(loader.project_state(), models).changes(graph=loader.graph)
    return [
        f"{room}: {operation.describe()}"
        for room, migrations in sorted(found.items())
        for migration in migrations
        for operation in migration.operations
    ]


def main() -> None:
    """The command."""
    from django.apps import apps

    lines = missing(ProjectState.from_apps(apps))
    if lines:
        sys.exit("\n".join([*lines, "No migration does this: .venv/bin/wasl manage makemigrations"]))


if __name__ == "__main__":
    os.environ |= {"DJANGO_SETTINGS_MODULE": "wasl.project.settings", "WASL_HOME": NOBODYS}
    django.setup()
    main()
