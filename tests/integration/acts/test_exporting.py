"""The record written to a folder, as each reader may see it: all of it proves itself, none shows too much."""

from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection

from tests.world import World
from wasl.acts import checkpoints, clock, exporting, queries
from wasl.acts.models import VaultEntry
from wasl.members.acts import RegisterOfficer
from wasl.record import verification
from wasl.record.export import ExportError


@pytest.fixture
def busy(db: None) -> World:
    """Bureaus with officers that only they and the secretariat know, one of them erased."""
    world = World(members=("MA", "FR", "BR"))
    for party in ("MA", "FR", "secretariat"):
        world.appoint_head(party)
    world.erase("MA", world.register_officer("MA", "SPECIMEN Erased"))
    return world


def _opened(folder: Path) -> set[int]:
    return {int(file.stem) for file in (folder / "open").iterdir()}


def _closed_of(party: str) -> set[int]:
    """The entries of a party that are not open to all, and still there."""
    rows = VaultEntry.objects.filter(party=party, open=False, erased_by=None)
    return set(rows.values_list("index", flat=True))


def _open() -> set[int]:
    return set(VaultEntry.objects.filter(open=True).values_list("index", flat=True))


def test_the_public_sees_who_may_sign_and_nothing_else(busy: World, tmp_path: Path) -> None:
    size = exporting.export(tmp_path / "record")

    assert size == queries.head().size
    assert _opened(tmp_path / "record") == _open()
    for file in (tmp_path / "record" / "open").iterdir():
        assert b"SPECIMEN" not in file.read_bytes()


@pytest.mark.parametrize("party", ["MA", "FR", "BR"])
def test_a_bureau_sees_its_own_officers_too(busy: World, tmp_path: Path, party: str) -> None:
    exporting.export(tmp_path / "record", party)

    assert _opened(tmp_path / "record") == _open() | _closed_of(party)


def test_the_secretariat_sees_the_officers_of_all(busy: World, tmp_path: Path) -> None:
    exporting.export(tmp_path / "record", "secretariat")

    assert _opened(tmp_path / "record") == set(range(queries.head().size)) - set(
        VaultEntry.objects.exclude(erased_by=None).values_list("index", flat=True)
    )


@pytest.mark.parametrize("reader", [None, "MA", "secretariat", "system", "ZZ"])
def test_each_of_them_verifies(busy: World, tmp_path: Path, reader: str | None) -> None:
    exporting.export(tmp_path / "record", reader)

    report = verification.verify(verification.Folder(tmp_path / "record"), keys=checkpoints.verifier_keys())

    assert report.problems == []
    assert (report.size, report.pinned, report.opened) == (queries.head().size, True, len(_opened(tmp_path / "record")))


def test_a_later_export_contains_the_checkpoint_of_an_earlier_one(busy: World, tmp_path: Path) -> None:
    exporting.export(tmp_path / "record")
    kept = (tmp_path / "record" / "checkpoint").read_text()
    busy.register_officer("MA")

    exporting.export(tmp_path / "record")

    assert verification.verify(verification.Folder(tmp_path / "record"), against=kept).good


def test_every_index_and_every_progress(busy: World, tmp_path: Path) -> None:
    """Nothing is left out, in a record of more than one tile."""
    busy.perform_many([RegisterOfficer(name="SPECIMEN")] * 1000, by="BR")
    told: list[tuple[int, int]] = []

    size = exporting.export(tmp_path / "record", "BR", lambda done, total: told.append((done, total)))

    assert size == queries.head().size > 1000
    assert told
    assert {total for _done, total in told} == {size}
    assert len(_closed_of("BR")) == 1000
    assert verification.verify(verification.Folder(tmp_path / "record")).opened == len(_open()) + 1000


def test_a_folder_that_holds_something_else_is_left_alone(busy: World, tmp_path: Path) -> None:
    (tmp_path / "record").mkdir()
    (tmp_path / "record" / "letter.txt").write_text("mine")

    with pytest.raises(ExportError):
        exporting.export(tmp_path / "record")

    assert [file.name for file in (tmp_path / "record").iterdir()] == ["letter.txt"]


@pytest.mark.django_db(transaction=True)
def test_while_others_append(tmp_path: Path) -> None:
    world, stop = World(members=("MA",)), Event()

    def append() -> None:
        try:
            with clock.held_at(world.now):
                while not stop.is_set():
                    world.appoint("MA")
        finally:
            connection.close()

    thread = Thread(target=append)
    thread.start()
    try:
        reports = []
        for number in range(5):
            exporting.export(tmp_path / f"record-{number}", "MA")
            reports.append(verification.verify(verification.Folder(tmp_path / f"record-{number}")))
    finally:
        stop.set()
        thread.join()

    assert [report.problems for report in reports] == [[]] * 5
    assert [report.size for report in reports] == sorted(report.size for report in reports)
