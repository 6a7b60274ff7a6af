"""Reading the record: page by page, by kind, by party; and never more than the reader may see."""

from importlib import import_module
from itertools import product

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import FEWER
from tests.integration.acts.histories import STEPS, Player, Step
from tests.integration.acts.said import PARTIES
from tests.world import World, forgotten
from wasl.acts import blobs, queries, rebuild
from wasl.acts.models import Audience, NamedBlob, VaultEntry
from wasl.acts.queries import Listed
from wasl.members.acts import RegisterOfficer
from wasl.record import tiles
from wasl.record.tiles import Tile

OFFICER = "members.register-officer/1"


@pytest.fixture
def busy(db: None) -> World:
    """Officers of three parties, in turn, one of them erased."""
    world = World(members=("MA", "FR", "BR"))
    for party in ("MA", "FR", "secretariat") * 3:
        world.register_officer(party)
    world.erase("MA", world.register_officer("MA"))
    return world


def _indexes(listed: list[Listed]) -> list[int]:
    return [line.index for line in listed]


def _shown(listed: list[Listed]) -> set[int]:
    return {line.index for line in listed if line.kept}


def test_page_by_page_both_ways(busy: World) -> None:
    size = queries.head().size
    down, up = [], []
    before: int | None = None
    while page := queries.newest(None, before=before, limit=4):
        down += _indexes(page)
        before = page[-1].index
    after = -1
    while page := queries.oldest(None, after=after, limit=4):
        up += _indexes(page)
        after = page[-1].index

    assert down == list(reversed(range(size)))
    assert up == list(range(size))


@pytest.mark.parametrize("reader", [None, "BR", "MA", "FR", "secretariat"])
def test_each_line_shows_what_its_reader_may_see(busy: World, reader: str | None) -> None:
    """The index and the commitment are everybody's; the act is not."""
    listed = queries.newest(reader, limit=100)
    closed = VaultEntry.objects.filter(open=False, erased_by=None, kind=OFFICER)
    own = closed if reader == "secretariat" else closed.filter(party=reader)

    assert len(listed) == queries.head().size
    assert {len(line.commitment) for line in listed} == {32}
    shown = _shown(listed) & set(closed.values_list("index", flat=True))
    assert shown == set(own.values_list("index", flat=True))


@pytest.mark.parametrize("reader", [None, "BR", "MA"])
def test_asking_by_kind_or_party_reveals_nothing(busy: World, reader: str | None) -> None:
    """Not even that a bureau registered somebody, or how often."""
    by_kind = queries.newest(reader, kind=OFFICER)
    by_party = queries.newest(reader, party="FR", limit=100)

    assert {line.kept.row.party for line in by_kind if line.kept} <= {reader}
    assert all(line.kept for line in [*by_kind, *by_party])
    assert not [line for line in by_party if line.kept and not line.kept.row.open]


def test_by_kind_and_party_for_whoever_may(busy: World) -> None:
    found = queries.oldest("secretariat", kind=OFFICER, party="FR", limit=2)

    assert len(found) == 2
    assert {(line.kept.row.kind, line.kept.row.party) for line in found if line.kept} == {(OFFICER, "FR")}
    assert _indexes(found) == sorted(_indexes(found))


def test_an_erased_entry_says_by_what(busy: World) -> None:
    erasure, erased = queries.newest("MA", limit=2)

    assert erasure.kept is not None
    assert (erased.kept, erased.erased_by) == (None, erasure.index)
    assert queries.kept(erased.index) is None


@FEWER
@given(steps=st.lists(STEPS, min_size=8, max_size=25), limit=st.integers(1, 7))
def test_a_list_shows_exactly_what_its_reader_may_read(db: None, steps: list[Step], limit: int) -> None:
    """Whatever happened: every list by kind and author, page by page, is what asking each act would give."""
    with forgotten():
        player = Player.begin()
        for step in steps:
            player.play(step)
        everything = list(queries.all_kept(queries.head().size))
        said = {(kept.row.kind, kept.row.party) for kept in everything}
        asked = {*said, *((kind, "") for kind, _ in said), *(("", party) for party in PARTIES), ("acts.unsaid/1", "MA")}
        for reader, (kind, party) in product((None, *PARTIES), sorted(asked)):
            right = [
                kept.index
                for kept in everything
                if kept.readable_by(reader) and kind in ("", kept.row.kind) and party in ("", kept.row.party)
            ]
            assert _paged(reader, kind, party, limit) == list(reversed(right))
            assert _indexes(queries.oldest(reader, kind=kind, party=party, limit=len(everything))) == right


def _paged(reader: str | None, kind: str, party: str, limit: int) -> list[int]:
    found: list[int] = []
    before: int | None = None
    while page := queries.newest(reader, before=before, limit=limit, kind=kind, party=party):
        assert queries.newest_indexes(reader, before=before, limit=limit, kind=kind, party=party) == _indexes(page)
        found += _indexes(page)
        before = found[-1]
    return found


def test_a_page_reads_no_more_than_a_page(busy: World) -> None:
    """Each statement follows an index to where the page begins; none looks through a table or sorts one."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by the size of tables; the benchmark of pages reads from large ones")
    for reader, kind, party in product([None, "MA"], ["", OFFICER], ["", "FR"]):
        with CaptureQueriesContext(connection) as asked:
            queries.newest(reader, before=20, limit=2, kind=kind, party=party)
        assert len(asked) < 10
        for query in asked.captured_queries:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                plan = [row[3] for row in cursor.fetchall()]
            assert all("SEARCH" in step and ("INDEX" in step or "PRIMARY KEY" in step) for step in plan), plan


def test_the_act_has_the_last_word(db: None) -> None:
    """A reader written in by hand is shown nothing, and the pages go on behind it."""
    world = World(members=("MA", "FR"))
    hers = world.register_officer("FR")
    for officer in (world.register_officer("MA"), world.register_officer("MA")):
        Audience(entry=officer, party="FR", author="MA", kind=OFFICER).save(force_insert=True)

    assert _indexes(queries.newest("FR", kind=OFFICER, limit=2)) == [hers]
    assert queries.newest("FR", kind=OFFICER, party="MA") == []


def test_many_erased_entries_are_asked_about_together(busy: World) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.newest("MA", limit=100)
        return len(captured)

    before = asked()
    for _ in range(5):
        busy.erase("MA", busy.register_officer("MA"))
    assert asked() == before


def test_the_tables_of_an_older_installation_are_filled(world: World) -> None:
    """The migration finds what the door would have written."""
    photograph = blobs.store("MA", "photograph", [b"\xff\xd8\xff\xe0 of an earlier time"]).digest
    world.perform(RegisterOfficer(name="SPECIMEN", photograph=photograph), by="MA")
    world.erase("FR", world.register_officer("FR"))
    Audience.objects.all().delete()
    NamedBlob.objects.all().delete()
    assert rebuild.compare()

    import_module("wasl.acts.migrations.0003_readers_and_named_blobs").fill(apps, None)

    assert rebuild.compare() == []


def test_what_does_not_exist(busy: World) -> None:
    size = queries.head().size

    assert queries.kept(size) is None
    assert queries.readable(size, "secretariat") is None
    assert queries.newest(None, before=0) == []
    assert queries.oldest(None, after=size) == []
    assert queries.newest(None, kind="members.nothing/1") == []


def test_tiles_from_the_tables_are_those_of_the_record(busy: World) -> None:
    busy.perform_many([RegisterOfficer(name="SPECIMEN")] * 600, by="MA")
    size = queries.head().size
    wanted = list(tiles.of_size(size))
    found = {tile: queries.tile(tile, size) for tile in wanted}

    assert {tile.level for tile in wanted} == {None, 0, 1}
    for tile, data in found.items():
        assert data is not None
        if tile.level is None:
            leaves = tiles.leaf_hashes(tiles.unbundle(data))
            assert b"".join(leaves) == found[Tile(0, tile.number, tile.width)]
    full = [tiles.tile_root(tiles.hashes(found[Tile(0, number, 256)] or b"")) for number in (0, 1)]
    assert found[Tile(1, 0, 2)] == b"".join(full)


def test_no_tile_of_a_larger_record_is_given(busy: World) -> None:
    size = queries.head().size

    assert queries.tile(Tile(0, 0, size), size) is not None
    for tile in (Tile(0, 0, size + 1), Tile(0, 1, 1), Tile(1, 0, 1), Tile(None, 0, size + 1), Tile(63, 0, 256)):
        assert queries.tile(tile, size) is None
