"""How much a party may keep: what is too much is refused, and what reads as more than it should is not used."""

import gzip
import json
from io import BytesIO
from pathlib import Path

import pytest

from tests.integration.checks.specimens import MARWAN, PEOPLE, SALMA, edition, listed, opened, renewed, written
from tests.world import World
from wasl.acts import blobs, clock
from wasl.acts.refusals import Refused
from wasl.checks import queries, reading
from wasl.checks.acts import CloseList, CloseReason, ListFile
from wasl.checks.index import indexing
from wasl.checks.lists import bounds, importing
from wasl.checks.lists.bounds import Bounds
from wasl.checks.models import ListedEntry

YUSUF = {"id": "3", "name": "Yusuf Mithalzadeh", "birthDate": "1969-07-01"}


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bureaus keep little here."""
    monkeypatch.setattr(bounds, "OF_A_BUREAU", Bounds(entries=2, entries_together=3, octets=1000, lists=2))


def file_of(people: list[dict[str, str]], folder: Path) -> Path:
    path = folder / "specimens.json"
    path.write_bytes(written(people))
    return path


def test_a_bureau_has_few_lists_open(world: World) -> None:
    first = opened(world, "MA", "one")
    opened(world, "MA", "two")
    opened(world, "FR", "one")
    for word in ("one", "two", "three"):
        opened(world, "secretariat", word)
    with pytest.raises(Refused) as caught:
        opened(world, "MA", "three")
    assert (caught.value.code, caught.value.values["limit"]) == ("too-many-lists", 2)

    world.perform(CloseList(list=first.entry, reason=CloseReason.REPLACED), by="MA")
    opened(world, "MA", "three")


def test_an_edition_of_a_bureau_has_few_entries(world: World, tmp_path: Path) -> None:
    watch_list = opened(world, "MA")
    path = file_of([MARWAN, SALMA, YUSUF], tmp_path)
    with pytest.raises(Refused) as caught:
        importing.read(watch_list, path)
    assert (caught.value.code, caught.value.values["limit"]) == ("too-many-entries", 2)
    with pytest.raises(Refused) as caught:
        importing.read_first("ftm", "ma.others", path)
    assert caught.value.code == "too-many-entries"

    assert importing.read(opened(world), path).entries == 3
    assert importing.read(watch_list, file_of([MARWAN, SALMA], tmp_path)).entries == 2


def test_all_lists_of_a_bureau_have_few_entries_together(world: World, tmp_path: Path) -> None:
    first, second, others = opened(world, "MA", "one"), opened(world, "MA", "two"), opened(world, "FR", "one")
    path, act = file_of([MARWAN, SALMA], tmp_path), edition(second)
    renewed(world, first)
    world.perform(edition(first).model_copy(update={"digest": "0" * 64, "entries": 1}), by="MA")
    for doing in (lambda: importing.read(second, path), lambda: world.perform(act, by="MA")):
        with pytest.raises(Refused) as caught:
            doing()
        assert (caught.value.code, caught.value.values["limit"]) == ("too-many-entries", 1)

    renewed(world, second, [MARWAN])
    renewed(world, first)
    renewed(world, others)
    world.perform(CloseList(list=first.entry, reason=CloseReason.REPLACED), by="MA")
    renewed(world, second)


def test_a_file_of_a_bureau_is_small_once_it_is_unpacked(world: World, tmp_path: Path) -> None:
    path = file_of([MARWAN | {"alias": "Marwan " * 200}], tmp_path)
    path.write_bytes(gzip.compress(path.read_bytes()))
    assert path.stat().st_size < 1000
    with pytest.raises(Refused) as caught:
        importing.read(opened(world, "MA"), path)

    assert (caught.value.code, caught.value.values["reason"]) == ("list-refused", "too-large")
    assert importing.read(opened(world), path).entries == 1


def test_a_file_that_unpacks_to_more_is_not_used_though_it_was_signed_elsewhere(world: World) -> None:
    watch_list = listed(world, "MA")
    content = written([MARWAN | {"alias": "Marwan " * 200}])
    digest = reading.read_list("ftm", {"ftm": BytesIO(content)}, list_name="ma.specimens").digest()
    kept = blobs.store("MA", "list", [gzip.compress(content)]).digest
    file = ListFile(name="ftm", content=kept, packed=True)
    said = edition(watch_list).model_copy(update={"files": (file,), "entries": 1, "digest": digest})
    with clock.held_at(world.now):
        world.perform(said, by="MA")
        indexing.catch_up()

    assert ListedEntry.objects.count() == 2
    assert [each.name for each in indexing.behind()] == ["ma.specimens"]
    renewed(world, watch_list, PEOPLE)
    assert indexing.behind() == []


def test_a_short_file_that_says_much_is_not_used(world: World, tmp_path: Path) -> None:
    watch_list = listed(world, "MA")
    address = {"id": "a", "schema": "Address", "properties": {"full": ["Rue " * 130]}}
    people = [
        {"id": each, "schema": "Person", "properties": {"name": ["Marwan"], "addressEntity": ["a"]}} for each in "12"
    ]
    content = "".join(json.dumps(each) + "\n" for each in (address, *people)).encode()
    assert len(content) < 1000
    path = tmp_path / "specimens.json"
    path.write_bytes(content)
    with pytest.raises(Refused) as caught:
        importing.read(watch_list, path)
    assert (caught.value.code, caught.value.values["reason"], caught.value.values["line"]) == (
        "list-refused",
        "too-large",
        3,
    )

    digest = reading.read_list("ftm", {"ftm": BytesIO(content)}, list_name="ma.specimens").digest()
    file = ListFile(name="ftm", content=blobs.store("MA", "list", [content]).digest)
    with clock.held_at(world.now):
        world.perform(edition(watch_list).model_copy(update={"files": (file,), "digest": digest}), by="MA")
        indexing.catch_up()
    assert [each.name for each in indexing.behind()] == ["ma.specimens"]
    assert importing.read(opened(world), path).entries == 2


def test_files_of_a_bureau_are_small_together(world: World) -> None:
    watch_list = opened(world, "MA")
    content = blobs.store("MA", "list", [written([MARWAN | {"alias": "Marwan " * 200}])]).digest
    act = edition(watch_list).model_copy(update={"files": (ListFile(name="ftm", content=content),)})
    with pytest.raises(Refused) as caught:
        world.perform(act, by="MA")

    assert (caught.value.code, caught.value.values["limit"]) == ("files-too-large", 1000)
    assert queries.newest_edition(watch_list.entry) is None
