"""One bit flipped anywhere in an export: our verification catches it everywhere, Go's library where it looks."""

import os
import random
from pathlib import Path

import pytest

from tests.judges.go_judge import judge
from tests.unit.record.record_builder import Files, flip, long, organisation
from wasl.record.verification import verify

FULL = os.environ.get("WASL_FULL") == "1"


def places(files: Files, count: int | None, chance: random.Random) -> list[tuple[str, int]]:
    """Every byte of every file, or `count` of them, half of those spread evenly over the files."""
    every = [(path, place) for path, data in files.content.items() for place in range(len(data))]
    if count is None or count >= len(every):
        return every
    paths = [path for path, data in files.content.items() if data]
    spread = [(path, chance.randrange(len(files.content[path]))) for path in chance.choices(paths, k=count // 2)]
    return spread + chance.sample(every, count - len(spread))


@pytest.mark.parametrize(
    ("size", "count"), [(0, None), (1, None), (7, None), (255, 200), (256, 200), (257, 200), (70_000, 8)]
)
def test_a_flipped_bit_anywhere_is_caught(size: int, count: int | None, tmp_path: Path) -> None:
    """The bit is drawn from a seed. FULL flips every byte of the middle sizes, and hundreds of the large one."""
    if FULL and count:
        count = 400 if size > 1000 else None
    record = organisation(size) if size < 1000 else long(size, every=5000)
    files, chance = record.files(tmp_path / "export"), random.Random(size)
    assert verify(files).good

    missed = [
        (path, place, bit)
        for path, place in places(files, count, chance)
        for bit in [chance.randrange(8)]
        if verify(files.flipped(path, place, bit)).good
    ]

    assert missed == []


def test_pinned_keys_catch_a_flipped_bit_in_the_keys_beside_the_record(tmp_path: Path) -> None:
    record = organisation(3)
    files = record.files(tmp_path / "export")
    for place in range(len(files.content["log.vkey"])):
        assert not verify(files.flipped("log.vkey", place, place % 8), keys=record.vkeys).good


@pytest.mark.parametrize(("size", "count"), [(1, 60), (257, 60), (70_000, 3)])
def test_somebody_elses_program_catches_a_flipped_bit_too(size: int, count: int, tmp_path: Path) -> None:
    """Where it looks: text and Ed25519 line of the checkpoint, tiles, entries."""
    record, chance = organisation(size), random.Random(size)
    folder = record.export(tmp_path / "export")
    signed = len((record.checkpoint().rsplit("\n— ", 1)[0] + "\n").encode())
    looked_at = {folder / "checkpoint": signed} | {
        path: path.stat().st_size for path in sorted((folder / "tile").rglob("*")) if path.is_file()
    }
    drawn = [(path, chance.randrange(looked_at[path])) for path in chance.choices(list(looked_at), k=count)]
    if size == 1:
        drawn = [(path, place) for path, length in looked_at.items() for place in range(length)]

    for path, place in drawn:
        bit = chance.randrange(8)
        flip(path, place, bit)
        accepted, said = judge(folder)
        assert not accepted, (path, place, said)
        flip(path, place, bit)
    assert judge(folder)[0]
