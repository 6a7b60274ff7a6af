import random
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from tests.unit.record.record_builder import (
    IDENTITY,
    ORIGIN,
    SECRETARIAT,
    Files,
    RecordBuilder,
    flip,
    instant,
    long,
    name_of,
    organisation,
    seed,
    signing_key,
)
from wasl.record import bundles, canonical, entry, source, tiles
from wasl.record.checkpoint import Checkpoint
from wasl.record.envelope import sign
from wasl.record.note import Ed25519Signer
from wasl.record.opened import Opened
from wasl.record.verification import PROBLEMS_MAX, Folder, Problem, verify


def codes(found: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.place, problem.code) for problem in found]


# Files that are missing, longer, shorter, exchanged, or too many


def test_every_file_of_the_tree_must_be_there_and_whole(tmp_path: Path) -> None:
    files = organisation(600).files(tmp_path / "export")
    for path, data in files.content.items():
        if not path.startswith("open/"):
            assert not verify(files.without(path)).good, path
        for changed in (data[:-1], data + b"\n", data + data[-1:], b""):
            assert not verify(Files(files.content | {path: changed})).good, path


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_one_missing_bundle_is_one_problem(missing: int, tmp_path: Path) -> None:
    """Without it neither root nor later acts can be judged: what is missing is said, and nothing is made up."""
    content = long(600, every=100).files(tmp_path / "export").content
    path = f"tile/entries/00{missing}" + (".p/88" if missing == 2 else "")

    report = verify(Files({other: data for other, data in content.items() if other != path}))

    assert codes(report.problems) == [(path, "missing-entries")]


def test_an_entry_too_many_is_caught(tmp_path: Path) -> None:
    record = organisation(20)
    content = record.files(tmp_path / "export").content
    entries, leaves = content["tile/entries/000.p/20"], content["tile/0/000.p/20"]
    more = entries + tiles.bundle([entry.entry_bytes(bytes(32), is_open=False)])

    report = verify(Files(content | {"tile/entries/000.p/20": more, "tile/0/000.p/20": leaves + bytes(32)}))

    assert codes(report.problems) == [("tile/entries/000.p/20", "missing-entries")]


def test_exchanged_files_are_caught(tmp_path: Path) -> None:
    content = organisation(600).files(tmp_path / "export").content
    for one, other in (
        ("tile/0/000", "tile/0/001"),
        ("tile/entries/000", "tile/entries/001"),
        ("open/1.json", "open/2.json"),
    ):
        changed = content | {one: content[other], other: content[one]}
        assert not verify(Files(changed)).good


def test_an_open_act_that_is_left_out_is_one_problem(tmp_path: Path) -> None:
    """Whether others build on it or not; judging who was entitled ends there."""
    record = organisation(14)
    files = record.files(tmp_path / "export")

    for index in record.opened:
        place = f"open/{index}.json"
        assert codes(verify(files.without(place)).problems) == [(place, "withheld")]


def test_a_record_with_no_founding_open_is_refused(tmp_path: Path) -> None:
    record = RecordBuilder()
    record.closed(300)

    assert codes(verify(record.files(tmp_path / "export")).problems) == [("open/0.json", "not-founded")]


def test_an_act_that_is_no_entry_is_refused(tmp_path: Path) -> None:
    """Somebody who looks into `open/` must not find more than was verified."""
    record = organisation(20)
    folder = record.export(tmp_path / "export")
    for name in ("20.json", "007.json", "1e1.json", "-1.json", "9" * 30 + ".json"):
        (folder / "open" / name).write_bytes(record.opened[6].write())
    (folder / "open" / "notes.txt").write_text("not an act")

    problems = verify(Folder(folder)).problems

    assert {code for _, code in codes(problems)} == {"not-in-record"}
    assert len(problems) == 5


def test_a_folder_and_a_source_that_cannot_list_give_one_report(tmp_path: Path) -> None:
    record = organisation(600)
    folder = record.export(tmp_path / "export")
    (folder / "open" / "6.json").write_bytes(record.opened[8].write())

    report = verify(Folder(folder))

    assert report == verify(Files.of(folder))
    assert codes(report.problems) == [("open/6.json", "not-committed")]


def test_a_file_too_large_to_hold_is_not_read_whole(tmp_path: Path) -> None:
    folder = organisation(20).export(tmp_path / "export")
    with (folder / "open" / "6.json").open("r+b") as file:
        file.truncate(2**34)
    tracemalloc.start()
    try:
        report = verify(Folder(folder))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert codes(report.problems) == [("open/6.json", "bad-opening")]
    assert peak < 4 * source.READ_MAX


def test_a_size_that_nobody_can_hold_ends_soon(tmp_path: Path) -> None:
    record = organisation(20)
    folder = record.export(tmp_path / "export", checkpoint=Checkpoint(ORIGIN, 10**15, seed("root")).signed(record.log))
    (folder / "log.vkey").write_text(record.vkeys[0] + "\n")
    started = time.monotonic()

    for workers in (1, 2):
        report = verify(Folder(folder), workers=workers)
        assert len(report.problems) == PROBLEMS_MAX
        assert report.problems[0].code == "missing-entries"
    assert time.monotonic() - started < 20


def test_a_source_that_cannot_tell_raises(tmp_path: Path) -> None:
    class Broken:
        def read(self, path: str) -> bytes | None:
            raise OSError(5, "Input/output error", path)

    with pytest.raises(OSError, match=r"log\.vkey"):
        verify(Broken())
    assert codes(verify(Folder(tmp_path / "nowhere")).problems) == [("log.vkey", "missing")]


# Keys


def test_other_keys_than_the_pinned_ones_are_refused(tmp_path: Path) -> None:
    record, stranger = organisation(5), Ed25519Signer(ORIGIN, seed("stranger"))
    files = record.files(tmp_path / "export")

    assert codes(verify(files, keys=[stranger.verifier().vkey]).problems) == [
        ("log.vkey", "other-keys"),
        ("checkpoint", "bad-checkpoint"),
    ]
    assert codes(verify(files, keys=record.vkeys[:1]).problems) == [("log.vkey", "other-keys")]
    assert codes(verify(files, keys=["nonsense"]).problems) == [("pinned keys", "bad-key")]
    assert verify(files, keys=record.vkeys[::-1]).good
    assert verify(files, keys=record.vkeys).pinned
    assert not verify(files).pinned


def test_a_checkpoint_signed_by_a_stranger_is_refused(tmp_path: Path) -> None:
    record, stranger = organisation(5), Ed25519Signer(ORIGIN, seed("stranger"))
    files = record.files(tmp_path / "export")
    head = Checkpoint(ORIGIN, 5, seed("root"))

    forged = Files(files.content | {"checkpoint": head.signed(stranger).encode()})
    own_key = Files(forged.content | {"log.vkey": f"{stranger.verifier().vkey}\n".encode()})

    assert codes(verify(forged).problems) == [("checkpoint", "bad-checkpoint")]
    assert codes(verify(own_key, keys=record.vkeys).problems)[0] == ("log.vkey", "other-keys")
    assert codes(verify(own_key).problems) == [("checkpoint", "other-root")]


# Acts that do not say what an act must


def malformed(statement: dict[str, Any] | Any, decided: Any) -> RecordBuilder:
    """A record whose last entry is signed by the secretariat, whatever it says."""
    record = organisation(3)
    payload = statement if isinstance(statement, bytes) else canonical.dumps(statement)
    record.append(Opened(sign(payload, record.keys[SECRETARIAT]), canonical.dumps(decided), bytes(32)))
    return record


def _statement(**changes: Any) -> dict[str, Any]:
    by = {"party": SECRETARIAT, "mandate": None}
    act = {"member": "SN", "region": "africa", "joined": "1961-09"}
    return {"act": act, "by": by, "id": IDENTITY, "kind": "members.admit-member/1", "origin": ORIGIN} | changes


AT = {"at": instant(RecordBuilder().at.replace(minute=3))}


@pytest.mark.parametrize(
    ("statement", "decided"),
    [
        (b"", AT),
        (b"not JSON", AT),
        (b"\xff", AT),
        (b'{"kind":1,"kind":2}', AT),
        (canonical.dumps(_statement()) + b" ", AT),
        ([], AT),
        ("text", AT),
        (5, AT),
        (None, AT),
        ({}, AT),
        *((_statement(**{part: value}), AT) for part in ("kind", "id") for value in (None, 1, [], {})),
        *((_statement(act=value), AT) for value in (None, 1, "text", [], True)),
        *((_statement(by=value), AT) for value in (None, 1, "text", [], {}, {"party": SECRETARIAT})),
        *((_statement(by={"party": value, "mandate": None}), AT) for value in (None, 1, [])),
        *((_statement(by={"party": SECRETARIAT, "mandate": value}), AT) for value in (True, "1", 1.5, [], {})),
        *(
            (_statement(), value)
            for value in ({}, {"at": None}, {"at": 5}, {"at": ""}, {"at": "yesterday"}, {"at": []})
        ),
        (_statement(), {"at": "2026-01-05T12:00:00"}),
        (_statement(), {"at": "2026-01-05"}),
        *((_statement(act=value), AT) for value in ({}, {"member": []}, {"member": {}})),
        *(
            (_statement(kind=f"members.{kind}/1", act=act), AT | {"begins": None})
            for kind in ("register-bureau-key", "rotate-key", "revoke-key", "appoint-officer", "end-mandate")
            for act in ({}, {"key": [], "new_key": [], "mandate": [], "begins": 5, "party": []})
        ),
        *(
            (_statement(kind="members.appoint-officer/1", act=act), AT | {"begins": AT["at"]})
            for act in (
                {"begins": None},
                {"begins": None, "role": "duty-officer"},
                {"begins": None, "role": "duty-officer", "ends": 5},
                {"begins": "2026-01-05T12:00:00", "role": "duty-officer", "ends": None},
                {"begins": None, "role": "duty-officer", "ends": "never"},
            )
        ),
    ],
)
def test_a_signed_text_that_is_no_act_is_refused(statement: Any, decided: Any, tmp_path: Path) -> None:
    files = malformed(statement, decided).files(tmp_path / "export")

    assert codes(verify(files).problems) == [("open/3.json", "bad-act")]


def test_the_malformed_acts_are_refused_for_their_fault_alone(tmp_path: Path) -> None:
    assert verify(malformed(_statement(), AT).files(tmp_path / "export")).good


@pytest.mark.parametrize(
    ("act", "at", "code"),
    [
        ({}, AT["at"], "bad-act"),
        ({"secretariat_key": None}, AT["at"], "bad-act"),
        ([], AT["at"], "bad-act"),
        ("text", AT["at"], "bad-act"),
        ({"secretariat_key": name_of(signing_key(SECRETARIAT))}, AT["at"], "bad-act"),
        ({}, "2026-01-05T12:00:00", "bad-act"),
    ],
)
def test_a_founding_that_is_malformed_is_refused(act: Any, at: str, code: str, tmp_path: Path) -> None:
    record = RecordBuilder()
    payload = canonical.dumps(_statement(kind="members.found-organisation/1", act=act))
    record.append(Opened(sign(payload, signing_key(SECRETARIAT)), canonical.dumps({"at": at}), bytes(32)))

    assert codes(verify(record.files(tmp_path / "export")).problems) == [("open/0.json", code)]


# Progress, processes, memory


def test_progress_reaches_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    verify(organisation(600).files(tmp_path / "export"), progress=lambda done, size: told.append((done, size)))

    assert told == [(256, 600), (512, 600), (600, 600)]


def test_several_processes_give_the_same_report(tmp_path: Path) -> None:
    record = long(3000, every=40)
    folder, chance = record.export(tmp_path / "export"), random.Random(7)
    files = [
        path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in ("checkpoint", "log.vkey")
    ]

    def reports(**how: Any) -> list[Any]:
        found = []
        for workers in (1, 2, 3):
            told: list[int] = []
            report = verify(
                Folder(folder), workers=workers, progress=lambda done, _size, told=told: told.append(done), **how
            )
            found.append((report, told))
        return found

    one, two, three = reports(keys=record.vkeys, against=record.checkpoint(1500))
    assert one == two == three
    assert one[0].good
    for path in chance.sample(files, 12):
        flip(path, chance.randrange(path.stat().st_size), 0)
    record.change(2960, at=instant(record.at.replace(year=2020)))
    (folder / "open" / "2960.json").write_bytes(record.opened[2960].write())
    one, two, three = reports(against=record.checkpoint(1500))
    assert one == two == three
    assert len(one[0].problems) > 10


def test_memory_does_not_grow_with_the_record(tmp_path: Path) -> None:
    peaks = []
    for size in (4096, 32_768):
        record = RecordBuilder()
        record.found()
        record.closed(size - 1)
        folder = record.export(tmp_path / str(size))
        del record
        tracemalloc.start()
        try:
            assert verify(Folder(folder)).good
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()

    assert peaks[1] < 1.25 * peaks[0]
    assert peaks[1] < 600_000


def test_a_stretch_passes_between_processes_as_plain_values(tmp_path: Path) -> None:
    record = organisation(14)
    folder = record.export(tmp_path / "export")

    (bundle,) = bundles.Stretch(Folder(folder), ORIGIN, 14, 0, 1, []).check()

    assert [type(told) for told in bundle.told] == [tuple] * 12
    assert bundles.claim(bundle.told[5] or ()).act == {}  # an act that gives nobody a right
    assert bundles.claim(bundle.told[3] or ()).act["role"] == "head-of-bureau"
