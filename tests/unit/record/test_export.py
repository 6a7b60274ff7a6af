import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.judges.go_judge import judge
from tests.unit.record.record_builder import RecordBuilder, long, organisation
from wasl.record import export, tiles
from wasl.record.export import ExportError
from wasl.record.verification import Folder, verify

FULL = os.environ.get("WASL_FULL") == "1"
SMALL, LARGE = (0, 1, 2, 255, 256, 257), (65_536, 70_000)


def made(size: int) -> RecordBuilder:
    """Small records have real governance acts; of large ones few acts are open, all of them when FULL."""
    return organisation(size) if size in SMALL else long(size, every=1 if FULL else 5_000)


@pytest.mark.parametrize("size", SMALL + LARGE)
def test_somebody_elses_program_and_ours_accept_the_export(size: int, tmp_path: Path) -> None:
    record = made(size)
    folder = record.export(tmp_path / "export")

    report = verify(Folder(folder), keys=record.vkeys, against=record.checkpoint(size // 2))
    accepted, said = judge(folder, everything=size in SMALL)

    assert (report.problems, report.size, report.opened) == ([], size, len(record.opened))
    assert report.marked == report.opened
    assert (report.origin, report.pinned) == (record.origin, True)
    assert accepted, said
    assert said.split()[1] == str(size)


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 65_536])
def test_the_files_are_those_that_the_size_asks_for(size: int, tmp_path: Path) -> None:
    record = RecordBuilder()
    record.closed(size)
    folder = record.export(tmp_path / "export")

    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    assert found == {"checkpoint", "log.vkey"} | {tile.path for tile in tiles.of_size(size)}
    assert (folder / "log.vkey").read_text().split("\n") == [*record.vkeys, ""]
    if size == 65_536:
        assert {"tile/0/255", "tile/1/000", "tile/2/000.p/1", "tile/entries/255"} <= found


def test_the_size_is_returned_and_progress_told(tmp_path: Path) -> None:
    record, told = long(3000, every=100), list[int]()
    size = export.write(
        tmp_path / "export",
        checkpoint=record.checkpoint(),
        keys=record.vkeys,
        entries=iter(record.entries),
        opened=((index, opened.write()) for index, opened in record.opened.items()),
        progress=told.append,
    )

    assert size == 3000
    assert told == sorted(told)
    assert {1024, 2048} <= set(told)


def test_an_earlier_export_is_replaced_and_nothing_else_left(tmp_path: Path) -> None:
    folder = organisation(300).export(tmp_path / "export")
    organisation(10).export(folder)

    assert verify(Folder(folder)).size == 10
    assert verify(Folder(folder)).good
    assert [path.name for path in tmp_path.iterdir()] == ["export"]
    assert not (folder / "tile/1").exists()


def test_an_empty_folder_is_taken_and_missing_parents_are_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "a" / "b" / "c"):
        assert verify(Folder(organisation(5).export(folder))).good


def test_a_link_to_a_folder_is_followed(tmp_path: Path) -> None:
    organisation(5).export(tmp_path / "export")
    (tmp_path / "link").symlink_to(tmp_path / "export")
    organisation(6).export(tmp_path / "link")

    assert (tmp_path / "link").is_symlink()
    assert verify(Folder(tmp_path / "export")).size == 6
    assert {path.name for path in tmp_path.iterdir()} == {"export", "link"}


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("Dear all,")

    with pytest.raises(ExportError, match="something else"):
        organisation(5).export(tmp_path / "letters")
    assert (tmp_path / "letters" / "dear.txt").read_text() == "Dear all,"
    assert [path.name for path in tmp_path.iterdir()] == ["letters"]


def test_an_export_that_breaks_off_leaves_the_earlier_one(tmp_path: Path) -> None:
    folder, record = organisation(300).export(tmp_path / "export"), organisation(600)

    def breaking() -> Iterator[bytes]:
        yield from record.entries[:400]
        message = "the database went away"
        raise ConnectionError(message)

    with pytest.raises(ConnectionError):
        export.write(folder, checkpoint=record.checkpoint(), keys=record.vkeys, entries=breaking(), opened=[])

    assert verify(Folder(folder)).size == 300
    assert verify(Folder(folder)).good
    assert [path.name for path in tmp_path.iterdir()] == ["export"]


def test_the_writer_adds_nothing_when_the_record_is_empty(tmp_path: Path) -> None:
    folder = organisation(0).export(tmp_path / "export")

    assert sorted(path.name for path in folder.iterdir()) == ["checkpoint", "log.vkey", "open"]
    assert verify(Folder(folder)).good
