from django.apps import apps
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from tools import check_migrations


def test_the_migrations_make_the_tables_of_the_models() -> None:
    assert check_migrations.missing(ProjectState.from_apps(apps)) == []


def test_a_table_that_no_migration_makes_is_named() -> None:
    state = ProjectState.from_apps(apps)
    state.add_model(ModelState("members", "Rank", [("id", models.BigAutoField(primary_key=True))]))

    assert check_migrations.missing(state) == ["members: Create model Rank"]


def test_a_column_that_no_migration_adds_is_named() -> None:
    state = ProjectState.from_apps(apps)
    state.add_field("members", "officer", "rank", models.TextField(default=""), preserve_default=True)

    assert check_migrations.missing(state) == ["members: Add field rank to officer"]
