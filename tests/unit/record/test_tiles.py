from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wasl.record import tiles, tree
from wasl.record.tiles import WIDTH, Tile

SIZES = (0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000, 256**3, 256**3 + 256 + 1)


@settings(deadline=None, max_examples=400)
@given(st.none() | st.integers(0, 63), st.integers(0, 2**53), st.integers(1, WIDTH))
def test_a_path_names_its_tile(level: int | None, number: int, width: int) -> None:
    tile = Tile(level, number, width)

    assert tiles.parse_path(tile.path.removeprefix("tile/")) == tile


def test_the_specifications_examples() -> None:
    assert Tile(0, 1234067).path == "tile/0/x001/x234/067"
    assert Tile(None, 1234067, 5).path == "tile/entries/x001/x234/067.p/5"
    assert Tile(3, 0).path == "tile/3/000"
    assert Tile(0, 1000, 1).path == "tile/0/x001/000.p/1"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "0",
        "0/",
        "0/0",
        "0/00",
        "0/0000",
        "0/x000",
        "0/x000/000",
        "0/x000/001",
        "0/001/000",
        "0/x01/000",
        "0/X001/000",
        "0/000.p",
        "0/000.p/",
        "0/000.p/0",
        "0/000.p/01",
        "0/000.p/256",
        "0/000.p/999",
        "0/000.p/1000",
        "0/000.p/+1",
        "0/000/",
        "/0/000",
        "0/000\n",
        "0/٠٠٠",
        "00/000",
        "64/000",
        "-1/000",
        "data/000",
        "Entries/000",
        "8/0/000",
        "0/../000",
        "0/" + "x001/" * 5000 + "000",
    ],
)
def test_any_other_path_names_nothing(path: str) -> None:
    assert tiles.parse_path(path) is None


@settings(deadline=None, max_examples=300)
@given(st.text("0123456789x./pentris-", max_size=30))
def test_no_path_breaks_the_parser(path: str) -> None:
    tile = tiles.parse_path(path)

    assert tile is None or tile.path == f"tile/{path}"


@pytest.mark.parametrize("size", SIZES)
def test_the_tiles_of_a_size(size: int) -> None:
    """Widths are those of the specification: floor(size / 256^level) mod 256 at the right edge, none of width 0."""
    found = list(tiles.of_size(size)) if size <= 70_000 else [tile for tile in tiles.of_size(size) if tile.level]

    assert len(set(found)) == len(found)
    for level in (None, *range(tiles.levels(size))):
        row = [tile for tile in found if tile.level == level]
        if row:
            assert sum(tile.width for tile in row) == size // 256 ** (level or 0)
            assert [tile.number for tile in row] == list(range(len(row)))
            assert {tile.width for tile in row[:-1]} <= {WIDTH}
    assert (size // 256 ** tiles.levels(size)) == 0


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 1500))
def test_rows_hand_out_exactly_the_tiles_of_a_size(size: int) -> None:
    leaves = [tree.leaf(str(number).encode()) for number in range(size)]
    handed: dict[Tile, bytes] = {}
    rows = tiles.Rows(lambda tile, row: handed.update({tile: b"".join(row)}))
    for hashed in leaves:
        rows.add(hashed)
    rows.close()

    assert set(handed) == {tile for tile in tiles.of_size(size) if tile.level is not None}
    level0 = b"".join(handed[tile] for tile in tiles.of_size(size) if tile.level == 0)
    assert level0 == b"".join(leaves)
    roots = [tiles.tile_root(leaves[start : start + WIDTH]) for start in range(0, size // WIDTH * WIDTH, WIDTH)]
    assert b"".join(handed[tile] for tile in tiles.of_size(size) if tile.level == 1) == b"".join(roots)


@settings(deadline=None)
@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_round_trip(entries: list[bytes]) -> None:
    assert tiles.unbundle(tiles.bundle(entries)) == entries


@settings(deadline=None)
@given(st.lists(st.binary(max_size=20), min_size=1, max_size=5), st.data())
def test_a_bundle_cut_short_is_refused_or_shorter(entries: list[bytes], data: st.DataObject) -> None:
    whole = tiles.bundle(entries)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with suppress(ValueError):
        assert tiles.unbundle(cut) == entries[: len(tiles.unbundle(cut))] != entries


def test_hashes_cut_short_are_refused() -> None:
    assert tiles.hashes(bytes(64)) == [bytes(32), bytes(32)]
    with pytest.raises(ValueError):
        tiles.hashes(bytes(33))


def test_the_nodes_over_whole_tiles_are_kept() -> None:
    grown, known = tree.CompactRange(), {}
    leaves = [tree.leaf(str(number).encode()) for number in range(600)]
    for hashed in leaves:
        known |= {(height, number): node for height, number, node in grown.append(hashed)}
    full: dict[tuple[int | None, int], bytes] = {}
    writer = tiles.Rows(lambda tile, row: full.update({(tile.level, tile.number): tiles.tile_root(row)}))
    for hashed in leaves:
        writer.add(hashed)

    assert full == {(0, 0): known[8, 0], (0, 1): known[8, 1]}
    made = [(height, number, node) for (height, number), node in known.items()]
    assert sorted(tiles.new_tile_nodes(made)) == [(1, 0, known[8, 0]), (1, 1, known[8, 1])]
