"""The index takes no room that the record needs to grow: without room nothing is begun, and nothing is half done."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.test import override_settings

from tests.integration.checks.specimens import MARWAN, edition, found, ids, listed
from tests.world import World
from wasl.acts.refusals import Refused
from wasl.checks.index import indexing, prepared
from wasl.checks.index.held import held
from wasl.checks.index.listed import torn

MANY = tuple({"id": f"n{number}", "name": f"Specimen Numbered{number:04}"} for number in range(40))


@pytest.mark.parametrize("is_prepared", [True, False], ids=["changes written down", "read from its files"])
def test_an_edition_for_which_there_is_no_room_changes_nothing(world: World, is_prepared: bool) -> None:
    watch_list = listed(world)
    act = edition(watch_list, [MARWAN | {"name": "Marwan Specimenoff"}, *MANY])
    if not is_prepared:
        prepared.clear()
    home, held_before, ids_before = settings.WASL_HOME, held("secretariat").lists, ids()
    lies_there = sorted(home.path.rglob("*"))

    with override_settings(WASL_HOME=replace(home, disk_floor=2**40)):
        second = world.perform(act, by="secretariat").index
        with pytest.raises(Refused) as refused:
            indexing.catch_up()

    assert refused.value.code == "storage-full"
    assert (held("secretariat").lists, ids()) == (held_before, ids_before)
    assert torn() == frozenset(), "no list is half another one"
    assert sorted(home.path.rglob("*")) == lies_there
    assert found("Marwan Specimenov") == {"specimens:1"}

    indexing.catch_up()
    assert held("secretariat").lists == {"specimens": second}
    assert len(ids()) == 1 + len(MANY)
