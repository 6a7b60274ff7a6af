"""Reading the record: page by page, by kind, by party; and never more than the reader may see."""

import pytest

from tests.world import World
from wasl.acts import queries
from wasl.acts.models import VaultEntry
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
