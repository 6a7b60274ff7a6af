"""The decided times against those at which the checkpoint was cosigned, and against the reader's clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.unit.record.authority_steps import ENDS, HEAD, OFFICER, beginning, expire, until
from tests.unit.record.record_builder import START, RecordBuilder, instant, organisation
from wasl.record import checkpoint, proof
from wasl.record.checkpoint import SKEW, Checkpoint
from wasl.record.note import MLDSA44Cosigner
from wasl.record.tree import CompactRange, leaf
from wasl.record.verification import Folder, Report, verify

SECOND = timedelta(seconds=1)
LATER = datetime(2099, 1, 1, tzinfo=UTC)


def head(record: RecordBuilder) -> Checkpoint:
    tree = CompactRange()
    for entry in record.entries:
        tree.append(leaf(entry))
    return Checkpoint(record.origin, tree.size, tree.root())


def signed(record: RecordBuilder, *times: datetime) -> str:
    """The checkpoint, cosigned at each of these times."""
    note = head(record).signed(record.log)
    for time in times:
        note = head(record).cosigned(note, record.cosigner, int(time.timestamp()))
    return note


def report_on(record: RecordBuilder, note: str, folder: Path, now: datetime) -> Report:
    return verify(Folder(record.export(folder, checkpoint=note)), keys=record.vkeys, now=now)


def codes(report: Report) -> list[tuple[str, str]]:
    return [(found.place, found.code) for found in report.problems]


def test_a_mandate_cannot_be_ended_by_a_time_that_has_not_come(tmp_path: Path) -> None:
    """An operator calls a mandate expired and writes a time at which it will be."""
    record = beginning()
    cosigned = record.at
    until(record, ENDS)
    ended = expire(record, "system", OFFICER)

    report = report_on(record, signed(record, cosigned), tmp_path / "export", LATER)

    assert codes(report) == [(f"open/{ended}.json", "time-ahead")]
    assert report_on(record, signed(record, ENDS), tmp_path / "export", LATER).good


@pytest.mark.parametrize(("ahead", "good"), [(timedelta(0), True), (SKEW, True), (SKEW + 2 * SECOND, False)])
def test_the_machines_of_one_installation_may_differ_by_minutes(ahead: timedelta, good: bool, tmp_path: Path) -> None:
    record = organisation(14)
    record.change(13, at=instant(record.at + ahead))

    assert report_on(record, signed(record, record.at), tmp_path / "export", LATER).good is good


@pytest.mark.parametrize(("late", "good"), [(timedelta(0), True), (SKEW, True), (SKEW + SECOND, False)])
def test_a_checkpoint_of_tomorrow_is_none(late: timedelta, good: bool, tmp_path: Path) -> None:
    """Otherwise the operator would cosign in 2099 what was decided in 2099."""
    record = organisation(14)
    now = record.at + timedelta(hours=1)

    report = report_on(record, signed(record, now + late), tmp_path / "export", now)

    assert codes(report) == ([] if good else [("checkpoint", "checkpoint-ahead")])


def test_times_ahead_of_the_readers_clock_are_refused_however_they_are_cosigned(tmp_path: Path) -> None:
    record = beginning()
    record.at = LATER
    said = record.say("MA", HEAD)

    report = report_on(record, signed(record, LATER + SECOND), tmp_path / "export", START + timedelta(days=1))

    assert codes(report) == [("checkpoint", "checkpoint-ahead"), (f"open/{said}.json", "time-ahead")]


def test_of_several_cosignatures_the_first_binds_and_none_may_be_ahead(tmp_path: Path) -> None:
    record = beginning()
    first = record.at
    until(record, ENDS)
    ended = expire(record, "system", OFFICER)

    both = report_on(record, signed(record, ENDS, first), tmp_path / "export", LATER)
    ahead = report_on(record, signed(record, ENDS, LATER), tmp_path / "export", ENDS)

    assert codes(both) == [(f"open/{ended}.json", "time-ahead")]
    assert codes(ahead) == [("checkpoint", "checkpoint-ahead")]


@pytest.mark.parametrize("time", [0, 2**63, 2**64 - 1])
def test_no_time_that_can_be_written_is_too_much(time: int, tmp_path: Path) -> None:
    record = organisation(14)
    note = head(record).cosigned(head(record).signed(record.log), record.cosigner, time)

    (found,) = report_on(record, note, tmp_path / "export", LATER).problems

    assert found.code == ("checkpoint-ahead" if time else "time-ahead")


def test_where_nobody_cosigned_the_readers_clock_decides(tmp_path: Path) -> None:
    """Other people's logs have an Ed25519 key alone, and a reader may have pinned no other."""
    record = organisation(14)
    folder = record.export(tmp_path / "export", checkpoint=head(record).signed(record.log))
    (folder / "log.vkey").write_text(record.vkeys[0] + "\n", "ascii")

    assert verify(Folder(folder), now=record.at).good
    assert verify(Folder(folder)).good
    early = verify(Folder(folder), now=record.at - SKEW - 3 * SECOND)
    assert codes(early) == [("open/12.json", "time-ahead")]


def test_a_cosignature_by_a_key_that_nobody_asked_for_says_nothing() -> None:
    record = organisation(14)
    stranger = MLDSA44Cosigner("stranger.example", bytes(32))
    note = head(record).cosigned(signed(record, record.at), stranger, 2**40)
    keys = [record.log.verifier(), record.cosigner.verifier()]

    assert checkpoint.opened(note, keys).times == (int(record.at.timestamp()),)
    assert checkpoint.opened(note, keys[:1]).times == ()


def test_a_proof_tells_when_its_checkpoint_was_cosigned() -> None:
    record = RecordBuilder()
    record.found()
    one = proof.TlogProof(0, (), signed(record, START))

    found = one.verify(leaf(record.entries[0]), [record.log.verifier(), record.cosigner.verifier()])

    assert found.times == (int(START.timestamp()),)
