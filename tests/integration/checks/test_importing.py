"""A new edition of a list: read whole or refused whole, compared with the one before, and shown."""

from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import public_data
from tests.integration.checks.editions_of import MAP, PEOPLE, THIRD, columns, published
from tests.integration.checks.specimens import opened
from tests.unit.checks import lists
from tests.world import World
from wasl.acts import clock
from wasl.acts.refusals import Refused
from wasl.checks import queries, reading
from wasl.checks.acts import Source
from wasl.checks.index import indexing, listed, prepared, shelves
from wasl.checks.lists import differing, editions, importing
from wasl.checks.models import Edition, ListedEntry, ListedPart, WatchList
from wasl.checks.reading.entry import ID_MAX

SOURCES = tuple(each.value for each in Source)


def brought(world: World, watch_list: WatchList, path: Path) -> int:
    """Read, keep, say; the index follows."""
    text = columns(watch_list.source)
    with clock.held_at(world.now):
        found = importing.read(watch_list, path, columns=text)
        files = editions.keep(watch_list.party, watch_list.source, path)
        act = importing.act(watch_list, files, found, text)
        entry = world.perform(act, by=watch_list.party).index
        indexing.catch_up()
    return entry


def refusal(watch_list: WatchList, path: Path) -> Refused:
    with pytest.raises(Refused) as caught:
        importing.read(watch_list, path, columns=columns(watch_list.source))
    return caught.value


@pytest.fixture(params=SOURCES)
def renewed(world: World, request: pytest.FixtureRequest, tmp_path: Path) -> tuple[World, WatchList, Path]:
    """A list of each form with two people on it, and the folder in which it was published."""
    watch_list = opened(world, source=request.param)
    path = published(request.param, tmp_path / "first")
    brought(world, watch_list, path)
    return world, watch_list, tmp_path / "first"


def test_every_form_is_imported(renewed: tuple[World, WatchList, Path]) -> None:
    _world, watch_list, _folder = renewed
    names = {text for entry in listed_entries() for text in entry.subject.names}

    assert queries.editions(watch_list.entry)[0].entries == 2
    assert {name.casefold() for name in names} == {"samir namudhaji", "layla mithalova"}
    assert len(shelves.opened("secretariat")) == 2


def listed_entries() -> list[reading.Entry]:
    return [reading.from_json(text) for text in ListedEntry.objects.values_list("text", flat=True)]


def test_the_difference_is_said_and_the_edition_before_stays_readable(
    renewed: tuple[World, WatchList, Path], tmp_path: Path
) -> None:
    world, watch_list, _folder = renewed
    first = queries.editions(watch_list.entry)[0]
    changed = (("001", "Samir", "Namudhaji", "1959-12-10"), THIRD)
    if watch_list.source == Source.OFAC_SDN:
        changed = (("001", "Samir", "Namudhaji", "1961-12-10"), THIRD)
    found = importing.read(
        watch_list, published(watch_list.source, tmp_path / "second", changed), columns=columns(watch_list.source)
    )
    entry = brought(world, watch_list, published(watch_list.source, tmp_path / "second", changed))
    second = Edition.objects.get(entry=entry)

    assert (len(found.ids.added), len(found.ids.changed), len(found.ids.delisted)) == (1, 1, 1)
    assert (second.added, second.changed, second.delisted, second.previous) == (1, 1, 1, first.entry)
    assert {name.casefold() for name in found.ids.names.values()} == {
        "samir namudhaji",
        "layla mithalova",
        "yusuf exemplaire",
    }
    with editions.entries(watch_list, first) as before:
        assert len(list(before)) == 2
    assert differing.differences(watch_list, second) == both(watch_list, first, second)


def both(watch_list: WatchList, first: Edition, second: Edition) -> reading.Differences:
    """What `reading` itself says of two editions."""
    with editions.entries(watch_list, first) as before, editions.entries(watch_list, second) as after:
        return reading.differences(before, after)


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_cut_anywhere_is_refused_and_the_list_stays(
    renewed: tuple[World, WatchList, Path], tmp_path: Path, packed: bool
) -> None:
    _world, watch_list, _folder = renewed
    people = tuple((f"{number:03}", *THIRD[1:]) for number in range(1, 60))
    path = published(watch_list.source, tmp_path / "cut", people, packed=packed)
    file = path if path.is_file() else next(each for each in path.iterdir() if each.name.startswith("sdn.csv"))
    whole, rows = file.read_bytes(), ListedEntry.objects.count()
    for tenth in range(10):
        file.write_bytes(whole[: tenth * len(whole) // 10])
        assert refusal(watch_list, path).code == "list-refused", tenth

    assert ListedEntry.objects.count() == rows
    assert len(queries.editions(watch_list.entry)) == 1


def test_a_packed_file_with_one_byte_broken_is_refused(world: World, tmp_path: Path) -> None:
    watch_list = opened(world, source="un-sc")
    people = tuple((f"{number:03}", *THIRD[1:]) for number in range(1, 60))
    path = published("un-sc", tmp_path / "list", people, packed=True)
    whole = path.read_bytes()
    for place in range(10, len(whole), len(whole) // 20):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        assert refusal(watch_list, path).code == "list-refused", place


@pytest.mark.parametrize("source", SOURCES)
def test_a_file_of_another_form_is_refused(world: World, tmp_path: Path, source: str) -> None:
    watch_list = opened(world, source=source)
    for other in set(SOURCES) - {source}:
        path = published(other, tmp_path / other)
        if path.is_dir():
            path /= "sdn.csv"
        elif source == Source.OFAC_SDN:
            path.rename(path.with_name("sdn.csv"))
            for name in ("alt.csv", "add.csv", "sdn_comments.csv"):
                path.with_name(name).write_bytes(b"")
            path = path.parent
        assert refusal(watch_list, path).code == "list-refused", other


def test_the_line_at_fault_is_named(world: World, tmp_path: Path) -> None:
    watch_list = opened(world, source="ftm")
    path = published("ftm", tmp_path / "list")
    path.write_text(path.read_text() + "{ this is no JSON\n")
    refused = refusal(watch_list, path)

    assert "line 3" in refused.text
    assert refused.values["line"] == 3
    assert list(refused.fields) == ["files"]


def test_the_file_at_fault_is_named_where_there_are_several(world: World, tmp_path: Path) -> None:
    watch_list = opened(world, source="ofac-sdn")
    path = published("ofac-sdn", tmp_path / "list")
    (path / "alt.csv").write_text("this is no row of it\n\x1a")
    assert list(refusal(watch_list, path).fields) == ["files.alt"]

    (path / "alt.csv").unlink()
    assert refusal(watch_list, path).values["reason"] == "missing"


@pytest.mark.parametrize("source", SOURCES)
def test_an_id_is_as_long_as_the_table_has_room_for(world: World, tmp_path: Path, source: str) -> None:
    watch_list = opened(world, source=source)
    room = ListedEntry._meta.get_field("subject").max_length
    assert room == ID_MAX
    key = "1" * (room - len(f"{watch_list.name}:{'XXi.' * (source == Source.UN_SC)}"))
    refused = refusal(watch_list, published(source, tmp_path / "longer", ((key + "1", *PEOPLE[0][1:]),)))
    assert (refused.code, refused.values["reason"]) == ("list-refused", "too-large")
    assert refused.values["line"] > 0

    brought(world, watch_list, published(source, tmp_path / "long", ((key, *PEOPLE[0][1:]),)))
    assert {len(each.subject) for each in ListedEntry.objects.all()} == {room}


def test_long_entries_are_written_few_at_a_time(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch_list = opened(world)
    monkeypatch.setattr(listed, "TEXT", 1)
    renamed = tuple((key, "Amina", family, born) for key, _given, family, born in PEOPLE)
    for folder, people in (("first", PEOPLE), ("second", renamed)):
        with CaptureQueriesContext(connection) as caught:
            brought(world, watch_list, published("ftm", tmp_path / folder, people))
        written = [each for each in caught if each["sql"].startswith('INSERT INTO "checks_listedentry"')]
        assert len(written) == 2


def test_changes_of_much_text_are_read_again_and_take_no_room(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch_list = opened(world)
    brought(world, watch_list, published("ftm", tmp_path / "first"))
    path = published("ftm", tmp_path / "second", (*PEOPLE, THIRD))
    assert prepared.number(importing.read(watch_list, path).digest) == 1
    prepared.clear()
    monkeypatch.setattr(prepared, "SIZE_MAX", 100)
    assert prepared.number(importing.read(watch_list, path).digest) is None
    brought(world, watch_list, path)
    assert ListedEntry.objects.count() == 3

    monkeypatch.setattr(prepared, "SIZE_MAX", 2**60)
    assert refusal(watch_list, path).code == "storage-full"


def test_a_csv_file_needs_a_map_that_can_be_used(world: World, tmp_path: Path) -> None:
    watch_list = opened(world, source="csv")
    path = published("csv", tmp_path / "list")
    for text in (None, "", "facts = 1", MAP.replace("names", "nmaes")):
        with pytest.raises(Refused) as caught:
            importing.read(watch_list, path, columns=text)
        assert caught.value.code == "wrong-columns"


def test_many_gone_at_once_are_not_taken_without_a_word(world: World, tmp_path: Path) -> None:
    watch_list = opened(world, source="un-sc")
    brought(world, watch_list, published("un-sc", tmp_path / "first"))
    found = importing.read(watch_list, published("un-sc", tmp_path / "second", PEOPLE[:1]))

    with pytest.raises(Refused) as caught:
        importing.check_losses(found.ids)
    assert (caught.value.code, list(caught.value.fields)) == ("many-delisted", ["accept_losses"])
    assert any("50" in str(doubt) for doubt in importing.doubts(watch_list, found))


def test_an_older_edition_raises_a_doubt(world: World, tmp_path: Path) -> None:
    watch_list = opened(world, source="un-sc")
    path = published("un-sc", tmp_path / "list")
    brought(world, watch_list, path)
    assert list(importing.doubts(watch_list, importing.read(watch_list, path))) == ["It says nothing new."]

    path.write_text(path.read_text().replace("2026-01-01", "2026-01-02"))
    assert list(importing.doubts(watch_list, importing.read(watch_list, path))) == [
        "It says nothing new. Imported all the same, it shows that the list was renewed."
    ]

    path.write_text(path.read_text().replace("2026-01-02", "2025-12-31"))
    assert any(
        "before the edition" in str(doubt) for doubt in importing.doubts(watch_list, importing.read(watch_list, path))
    )


def test_a_list_behind_is_compared_by_its_files(world: World, tmp_path: Path) -> None:
    watch_list = opened(world, source="un-sc")
    brought(world, watch_list, published("un-sc", tmp_path / "first"))
    ListedEntry.objects.all().delete()
    ListedPart.objects.all().delete()

    found = importing.read(watch_list, published("un-sc", tmp_path / "second", (*PEOPLE, THIRD)))
    assert (found.ids.added, found.ids.delisted) == (["specimens:XXi.003"], [])


def test_a_long_file_is_kept_packed(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editions, "PACKED_FROM", 100)
    watch_list = opened(world, source="un-sc")
    entry = brought(world, watch_list, published("un-sc", tmp_path / "first"))

    assert Edition.objects.get(entry=entry).files[0]["packed"] is True
    with editions.entries(watch_list, Edition.objects.get(entry=entry)) as entries:
        assert len(list(entries)) == 2


def test_the_public_editions_of_the_security_council(world: World) -> None:
    watch_list = opened(world, word="un-sc", source="un-sc")
    entries = [brought(world, watch_list, lists.un_file(edition)) for edition in lists.UN_EDITIONS]
    found = Edition.objects.in_bulk(entries)

    assert [found[entry].published for entry in entries] == list(lists.UN_EDITIONS)
    for before, after in pairwise(entries):
        expected = reading.differences(
            lists.un_list(found[before].published).entries, lists.un_list(found[after].published).entries
        )
        counted = len(expected.added), len(expected.changed), len(expected.delisted)
        assert (found[after].added, found[after].changed, found[after].delisted) == counted
        assert differing.differences(watch_list, found[after]) == expected
    assert len(shelves.opened("secretariat")) == found[entries[-1]].entries == ListedEntry.objects.count()


def test_the_public_list_of_ofac(world: World) -> None:
    folder = public_data.path("ofac_sdn")
    watch_list = opened(world, word="ofac-sdn", source="ofac-sdn")
    entry = brought(world, watch_list, folder)

    assert Edition.objects.get(entry=entry).entries == len(lists.ofac_list(lists.ofac_files()).entries)
    assert len(shelves.opened("secretariat")) == ListedEntry.objects.count() == Edition.objects.get(entry=entry).entries
