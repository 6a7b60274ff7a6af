"""What was erased is not left lying in the database's files."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.world import World
from wasl.acts import queries
from wasl.acts.models import Head

NAME = "SPECIMEN Unforgettable"


@pytest.mark.django_db(transaction=True)
def test_an_erased_name_and_salt_are_in_no_file() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps dead rows until it is vacuumed: the operator's guide says so")
    world = World(("MA",))
    officer = world.register_officer("MA", NAME)
    kept = queries.kept(officer)
    assert kept is not None
    salt = kept.opened.salt
    assert any(NAME.encode() in content for content in _contents())

    world.erase("MA", officer)

    assert Head.objects.get().size > officer
    assert not any(NAME.encode() in content or salt in content for content in _contents())


def _contents() -> list[bytes]:
    database = Path(str(settings.DATABASES["default"]["NAME"]))
    return [path.read_bytes() for path in database.parent.glob(f"{database.name}*")]
