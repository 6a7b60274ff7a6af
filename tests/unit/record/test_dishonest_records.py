"""Not only hashes: what an operator who holds the log's key could write, and why it is refused.

An operator can sign any checkpoint. What it cannot do is sign for a bureau, and what it signed once it cannot
take back from whoever kept the checkpoint.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.unit.record.record_builder import (
    IDENTITY,
    ORIGIN,
    START,
    Files,
    RecordBuilder,
    instant,
    long,
    name_of,
    organisation,
    signing_key,
)
from wasl.record import canonical
from wasl.record.checkpoint import Checkpoint
from wasl.record.entry import entry_bytes
from wasl.record.envelope import Envelope, sign
from wasl.record.note import Ed25519Signer
from wasl.record.opened import Opened
from wasl.record.tree import EMPTY_ROOT
from wasl.record.verification import Folder, Report, verify

APPOINTED, SAID, LAST = 4, 6, 13
"""In `organisation`: MA's head of bureau, an act under the mandate 5, and the last open act."""

OPEN_ACTS = 12
"""How many it has."""

Change = Callable[[RecordBuilder], None]


def edit(index: int, change: Callable[[Opened], Opened]) -> Change:
    return lambda record: record.put(index, change(record.opened[index]))


def facts(**changes: Any) -> Callable[[Opened], Opened]:
    return lambda opened: replace(opened, decided=canonical.dumps(canonical.loads(opened.decided) | changes))


def statement(change: Callable[[dict[str, Any]], Any]) -> Callable[[Opened], Opened]:
    """Another signed text, the signature left as it was."""

    def changed(opened: Opened) -> Opened:
        value = canonical.loads(opened.envelope.payload)
        change(value)
        return replace(opened, envelope=replace(opened.envelope, payload=canonical.dumps(value)))

    return changed


def signed_by(*words: str) -> Callable[[Opened], Opened]:
    """The same text, signed anew with a key the operator has."""
    return lambda opened: replace(opened, envelope=sign(opened.envelope.payload, signing_key(*words)))


def named_as(*words: str) -> Callable[[Opened], Opened]:
    def changed(opened: Opened) -> Opened:
        envelope = Envelope(opened.envelope.payload, name_of(signing_key(*words)), opened.envelope.signature)
        return replace(opened, envelope=envelope)

    return changed


MOMENT = instant(START + timedelta(seconds=6, milliseconds=500))

EDITS: dict[str, tuple[int, Callable[[Opened], Opened], str]] = {
    "the decided time of an act, earlier than the act before": (SAID, facts(at=instant(START)), "time-backwards"),
    "the decided time of an act, later than the act after": (
        SAID,
        facts(at=instant(START + timedelta(minutes=4))),
        "time-backwards",
    ),
    "when an appointment begins": (APPOINTED, facts(begins=instant(START)), "wrong-verdict"),
    "when an appointment begins, to a later day": (
        APPOINTED,
        facts(begins=instant(START + timedelta(days=9))),
        "wrong-verdict",
    ),
    "the decided time of an appointment and not its beginning": (
        APPOINTED,
        facts(at=instant(START + timedelta(seconds=3, milliseconds=500))),
        "wrong-verdict",
    ),
    "under which mandate an officer spoke": (SAID, statement(lambda act: act["by"].update(mandate=4)), "bad-signature"),
    "an officer's role": (5, statement(lambda act: act["act"].update(role="head-of-bureau")), "bad-signature"),
    "until when a mandate lasts": (5, statement(lambda act: act["act"].update(ends=None)), "bad-signature"),
    "for whom an act speaks": (SAID, statement(lambda act: act["by"].update(party="SN")), "bad-signature"),
    "what an act says": (SAID, statement(lambda act: act["act"].update(text="nothing")), "bad-signature"),
    "whose key is admitted": (
        2,
        statement(lambda act: act["act"].update(key=name_of(signing_key("operator")))),
        "bad-signature",
    ),
    "the name of the signer": (SAID, named_as("SN"), "bad-signature"),
    "the signer, by a key of the operator's": (SAID, signed_by("operator"), "unknown-key"),
    "the signer, by the secretariat": (SAID, signed_by("secretariat"), "wrong-party"),
    "the signer of the founding": (0, signed_by("operator"), "not-founded"),
    "the signer of a member's key": (2, signed_by("system"), "wrong-party"),
}


@pytest.mark.parametrize(("index", "change", "code"), EDITS.values(), ids=EDITS.keys())
def test_an_edited_file_is_not_what_the_record_committed_to(
    index: int, change: Callable[[Opened], Opened], code: str, tmp_path: Path
) -> None:
    record = organisation(20)
    record.opened[index] = change(record.opened[index])

    report = verify(record.files(tmp_path / "export"))

    assert [(problem.place, problem.code) for problem in report.problems] == [(f"open/{index}.json", "not-committed")]


@pytest.mark.parametrize(("index", "change", "code"), EDITS.values(), ids=EDITS.keys())
def test_an_edit_is_refused_when_the_tree_is_rebuilt_and_signed_anew(
    index: int, change: Callable[[Opened], Opened], code: str, tmp_path: Path
) -> None:
    record = organisation(20)
    kept = record.checkpoint()
    edit(index, change)(record)
    files = record.files(tmp_path / "export")

    (problem,) = verify(files).problems
    with_kept = {problem.code for problem in verify(files, against=kept).problems}

    assert problem.code == code
    assert problem.place in (f"open/{index}.json", f"open/{index + 1}.json")
    assert with_kept == {code, "rewritten"}


CONSISTENT: dict[str, Change] = {
    "a decided time moved within its order": edit(SAID, facts(at=MOMENT)),
    "an act by the installation's own key put in": lambda r: edit(SAID, lambda _old: _own_act(r))(r),
    "an open act made a closed one": lambda r: r.close(SAID),
    "a closed act exchanged": lambda r: r.close(10),
    "another salt": edit(SAID, lambda opened: replace(opened, salt=bytes(32))),
    "a fact added": edit(SAID, facts(number=7)),
}


def _own_act(record: RecordBuilder) -> Opened:
    other = RecordBuilder(at=START + timedelta(seconds=5, milliseconds=500))
    other.keys = record.keys
    return other.opened[other.say("system", identity=IDENTITY)]


@pytest.mark.parametrize("change", CONSISTENT.values(), ids=CONSISTENT.keys())
@pytest.mark.parametrize("closed", [0, 300, 600])
def test_history_rewritten_without_a_fault_shows_against_a_kept_checkpoint(
    change: Change, closed: int, tmp_path: Path
) -> None:
    """Nobody else's signature is broken, so only what was signed before can tell."""
    record = organisation(14)
    record.closed(closed)
    before, after = record.checkpoint(), record.checkpoint(4)
    change(record)
    record.closed(5)
    files = record.files(tmp_path / "export")

    assert verify(files).good
    assert verify(files, against=after).good  # it ends before what was changed
    problems = verify(files, against=before).problems
    assert [(problem.place, problem.code) for problem in problems] == [("kept checkpoint", "rewritten")]


def test_a_shrunk_record_is_refused(tmp_path: Path) -> None:
    record = organisation(300)
    kept = record.checkpoint()
    shorter = organisation(300)
    del shorter.entries[-1]
    files = shorter.files(tmp_path / "export")

    assert verify(files).good
    assert [problem.code for problem in verify(files, against=kept).problems] == ["shrank"]


@pytest.mark.parametrize("size", [1, 255, 256, 257, 512, 600])
def test_every_checkpoint_ever_kept_is_matched(size: int, tmp_path: Path) -> None:
    """Kept checkpoints of all sizes are accepted; one of a record that differs in its last entry is not."""
    record = long(size, every=1000)
    files = record.files(tmp_path / "export")
    edges = {0, 1, 2, 254, 255, 256, 257, 511, 512, 513, size - 1, size}
    for kept in sorted(kept for kept in edges if 0 <= kept <= size):
        assert verify(files, against=record.checkpoint(kept)).good, kept
        if kept:
            other = RecordBuilder(entries=[*record.entries[: kept - 1], entry_bytes(bytes(32), is_open=False)])
            problems = verify(files, against=other.checkpoint()).problems
            assert [problem.code for problem in problems] == ["rewritten"], kept


def test_a_kept_checkpoint_of_size_nothing(tmp_path: Path) -> None:
    record = organisation(5)
    empty = record.checkpoint(0)
    wrong = Checkpoint(ORIGIN, 0, bytes(32)).signed(record.log)
    for size in (0, 5, 256):
        files = organisation(size).files(tmp_path / str(size))
        assert verify(files, against=empty).good
        assert [problem.code for problem in verify(files, against=wrong).problems] == ["rewritten"]
    assert Checkpoint(ORIGIN, 0, EMPTY_ROOT).text in empty


def test_a_kept_checkpoint_must_be_the_logs_own(tmp_path: Path) -> None:
    record, stranger = organisation(5), Ed25519Signer(ORIGIN, bytes(32))
    files = record.files(tmp_path / "export")
    for kept in (
        "",
        "nonsense",
        Checkpoint(ORIGIN, 5, bytes(32)).signed(stranger),
        RecordBuilder(origin="stranger.example").checkpoint(),
        record.checkpoint().replace(f"{ORIGIN}\n5\n", f"{ORIGIN}\n4\n"),
    ):
        problems = verify(files, against=kept).problems
        assert [problem.code for problem in problems] == ["bad-kept-checkpoint"]
    head = Checkpoint(ORIGIN, 3, bytes(32))
    bare = record.checkpoint(3).rsplit("— ", 1)[0]
    assert verify(files, against=bare).good  # the log's signature suffices: receipts carry no cosignature
    assert not verify(files, against=head.signed(record.log)).good


def test_an_act_signed_for_another_record_is_refused(tmp_path: Path) -> None:
    record = organisation(14)
    record.say("SN", key=record.keys["SN"], origin="another.example/record")

    problems = verify(record.files(tmp_path / "export")).problems

    assert [(problem.place, problem.code) for problem in problems] == [("open/14.json", "other-record")]


def test_the_record_of_another_installation_under_this_name(tmp_path: Path) -> None:
    """The files of one record with the checkpoint and keys of another."""
    record, other = organisation(14), RecordBuilder(origin="another.example/record")
    other.found()
    theirs = other.files(tmp_path / "theirs").content
    ours = record.files(tmp_path / "ours").content

    mixed = Files(ours | {path: theirs[path] for path in ("checkpoint", "log.vkey")})

    assert {problem.code for problem in verify(mixed).problems} >= {"missing-entries"}
    assert not verify(mixed, keys=record.vkeys).good


def test_judging_ends_with_the_first_act_that_should_not_be_there(tmp_path: Path) -> None:
    """What follows builds on it; one report line says enough. Hashes are still checked to the end."""
    record = organisation(14)
    record.say("MA", 4, key=signing_key("operator"))
    record.say("MA", 99)
    record.closed(600)
    files = record.files(tmp_path / "export")
    changed = bytearray(files.content["tile/0/001"])
    changed[5] ^= 1
    report = verify(Files(files.content | {"tile/0/001": bytes(changed)}))

    assert [(problem.place, problem.code) for problem in report.problems] == [
        ("open/14.json", "unknown-key"),
        ("tile/0/001", "bad-tile"),
    ]


@dataclass(frozen=True)
class Address:
    """A log at an address: gives what it is asked for, and cannot say what there is."""

    folder: Folder
    asked: list[str] = field(default_factory=list)

    def read(self, path: str) -> bytes | None:
        self.asked.append(path)
        return self.folder.read(path)


def seen(folder: Path) -> list[Report]:
    """The report on an export, and on the same files behind an address."""
    return [verify(Folder(folder)), verify(Address(Folder(folder)))]


REVOKED = 12
"""In `organisation`: SN's key is revoked; the entry after it does not build on that."""


@pytest.mark.parametrize("closed", [6, 600])
@pytest.mark.parametrize("withheld", [0, 2, APPOINTED, REVOKED, LAST])
def test_an_operator_who_withholds_an_open_act_is_found_out(withheld: int, closed: int, tmp_path: Path) -> None:
    """A revocation, the end of a mandate: without the mark, a reader would take it for a closed act."""
    record = organisation(14)
    record.closed(closed)
    folder = record.export(tmp_path / "export")
    (folder / "open" / f"{withheld}.json").unlink()

    for report in seen(folder):
        (problem,) = report.problems
        assert (problem.place, problem.code) == (f"open/{withheld}.json", "withheld")
        assert (report.marked, report.opened) == (OPEN_ACTS, OPEN_ACTS - 1)


def test_a_revocation_withheld_with_an_act_by_the_revoked_key(tmp_path: Path) -> None:
    """What the operator gains: with the revocation it is refused, and without it the record is."""
    record = organisation(14)
    record.act("exchange.send-message/1", {}, by="SN", key=signing_key("SN"))
    folder = record.export(tmp_path / "export")
    for report in seen(folder):
        assert [(found.place, found.code) for found in report.problems] == [("open/14.json", "key-ended")]

    (folder / "open" / f"{REVOKED}.json").unlink()

    for report in seen(folder):
        assert [(found.place, found.code) for found in report.problems] == [(f"open/{REVOKED}.json", "withheld")]


def test_an_export_without_any_open_act_is_withheld_whole(tmp_path: Path) -> None:
    folder = organisation(14).export(tmp_path / "export")
    shutil.rmtree(folder / "open")

    for report in seen(folder):
        assert {found.code for found in report.problems} == {"withheld"}
        assert len(report.problems) == report.marked == OPEN_ACTS


@pytest.mark.parametrize("index", [1, 2, APPOINTED, REVOKED, LAST])
def test_an_act_that_says_who_may_sign_cannot_be_marked_closed(index: int, tmp_path: Path) -> None:
    record = organisation(20)
    kept = record.checkpoint()
    record.put(index, record.opened[index], is_open=False)
    folder = Folder(record.export(tmp_path / "export"))

    assert [(found.place, found.code) for found in verify(folder).problems] == [(f"open/{index}.json", "marked-closed")]
    assert {found.code for found in verify(folder, against=kept).problems} == {"marked-closed", "rewritten"}


def test_a_founding_marked_closed_is_none(tmp_path: Path) -> None:
    record = organisation(1)
    record.put(0, record.opened[0], is_open=False)
    folder, address = seen(record.export(tmp_path / "export"))

    assert [(found.place, found.code) for found in folder.problems] == [("open/0.json", "marked-closed")]
    assert [(found.place, found.code) for found in address.problems] == [("open/0.json", "not-founded")]


def test_a_reader_may_be_shown_closed_acts_and_is_not_asked_to_prove_them_open(tmp_path: Path) -> None:
    """An export made for one reader holds them; a log at an address is not asked for each of its closed entries."""
    record = organisation(14)
    record.put(SAID, record.opened[SAID], is_open=False)
    record.closed(600)
    folder = record.export(tmp_path / "export")
    address = Address(Folder(folder))

    listed, asked = verify(Folder(folder)), verify(address)

    assert (listed.problems, listed.marked, listed.opened) == ([], OPEN_ACTS - 1, OPEN_ACTS)
    assert (asked.problems, asked.marked, asked.opened) == ([], OPEN_ACTS - 1, OPEN_ACTS - 1)
    opened = [path for path in address.asked if path.startswith("open/")]
    assert opened == [f"open/{index}.json" for index in sorted(record.opened) if index != SAID]

    record.opened[SAID] = signed_by("operator")(record.opened[SAID])
    record.put(SAID, record.opened[SAID], is_open=False)
    (problem,) = verify(Folder(record.export(folder))).problems
    assert (problem.place, problem.code) == (f"open/{SAID}.json", "unknown-key")


def test_a_mark_changed_after_the_fact_shows_in_the_root(tmp_path: Path) -> None:
    """The mark is under the leaf: the operator cannot close an entry for one reader and leave it open for another."""
    record = organisation(14)
    signed = record.checkpoint()
    revocation = record.opened.pop(REVOKED)
    record.entries[REVOKED] = entry_bytes(revocation.commitment, is_open=False)

    for report in seen(record.export(tmp_path / "export", checkpoint=signed)):
        assert [(found.place, found.code) for found in report.problems] == [("checkpoint", "other-root")]


def test_an_act_that_cannot_be_believed_is_not_built_upon(tmp_path: Path) -> None:
    record = organisation(14)
    record.opened[2] = replace(record.opened[2], salt=bytes(32))

    report = verify(record.files(tmp_path / "export"))

    assert [(problem.place, problem.code) for problem in report.problems] == [("open/2.json", "not-committed")]
    assert report.opened == OPEN_ACTS - 1
