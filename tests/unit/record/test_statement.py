"""What surrounds an act when it is signed: five parts in one form, and a mark that fits the kind."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.record.record_builder import IDENTITY, ORIGIN, RecordBuilder, organisation
from wasl.record import canonical, statement
from wasl.record.envelope import sign
from wasl.record.governance import CLOSED, DECLARED, GOVERNANCE, REGISTER_OFFICER
from wasl.record.opened import Opened
from wasl.record.verification import Folder, Report, verify

SAID: dict[str, Any] = {
    "act": {"text": "وصل"},
    "by": {"party": "SN", "mandate": None},
    "id": IDENTITY,
    "kind": "exchange.send-message/1",
    "origin": ORIGIN,
}
OFFICER = {"name": "SPECIMEN", "photograph": None}


def report_on(said: Any, folder: Path, *, is_open: bool = True) -> Report:
    """What is said of a record of SN's whose last act reads so, signed with its key."""
    record = RecordBuilder()
    record.found()
    record.admit("SN")
    record.register_key("SN")
    decided = canonical.loads(record.opened[2].decided)
    opened = Opened(sign(canonical.dumps(said), record.keys["SN"]), canonical.dumps(decided), bytes(32))
    record.append(opened, is_open=is_open)
    return verify(Folder(record.export(folder)))


def codes(report: Report) -> list[tuple[str, str]]:
    return [(found.place, found.code) for found in report.problems]


def test_what_the_others_differ_from_verifies(tmp_path: Path) -> None:
    assert report_on(SAID, tmp_path / "export").good


NO_IDENTITY = (
    *("", "i", IDENTITY.upper(), IDENTITY[:-1], IDENTITY + "0", IDENTITY + "\n", "{" + IDENTITY + "}"),
    *(
        IDENTITY.replace("-", ""),
        IDENTITY.replace("-4b7e-", "-0b7e-"),
        IDENTITY.replace("-8d3a-", "-cd3a-"),
        str(UUID(int=0)),
    ),
)

NO_KIND = ("", "exchange.send-message", "exchange.send-message/", "exchange.send-message/0", "exchange.send-message/01")


@pytest.mark.parametrize(
    "said",
    [
        SAID | {"more": 1},
        *({name: part for name, part in SAID.items() if name != lost} for lost in SAID),
        *(SAID | {"id": identity} for identity in NO_IDENTITY),
        *(SAID | {"kind": kind} for kind in (*NO_KIND, "Exchange.send/1", "exchange send/1", "é/1", "x" * 99 + "/1")),
        *(
            SAID | {"by": SAID["by"] | more}
            for more in ({"more": 1}, {"role": None}, {"party": None}, {"mandate": "1"})
        ),
        *(SAID | {"by": {"party": "SN"}}, SAID | {"by": {"mandate": None}}),
        *(SAID | {"origin": origin} for origin in (None, 1, [])),
    ],
)
def test_other_parts_or_another_form_are_no_act(said: Any, tmp_path: Path) -> None:
    assert codes(report_on(said, tmp_path / "export")) == [("open/3.json", "bad-act")]


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.text("aé-/1", max_size=4) | st.sampled_from([IDENTITY, "SN"]),
    lambda part: (
        st.lists(part, max_size=2) | st.dictionaries(st.sampled_from([*SAID, "party", "mandate"]), part, max_size=5)
    ),
    max_leaves=6,
)


@given(anything | st.dictionaries(st.sampled_from([*SAID]), anything).map(lambda changed: SAID | changed))
def test_whatever_is_signed_there_is_a_verdict(said: Any) -> None:
    try:
        found = statement.read(canonical.dumps(said))
    except statement.BadStatement:
        return
    assert found == said
    assert found.keys() == statement.PARTS
    assert found["by"].keys() == statement.AUTHOR


@pytest.mark.parametrize("payload", [b"", b"\xff", b"{", b"{} ", canonical.dumps(SAID) + b"\n"])
def test_what_is_not_canonical_is_no_statement(payload: bytes) -> None:
    with pytest.raises(statement.BadStatement):
        statement.read(payload)


@pytest.mark.parametrize("kind", sorted(CLOSED))
def test_a_kind_that_is_for_some_readers_is_never_open(kind: str, tmp_path: Path) -> None:
    """An operator cannot show all members the name of an officer and call the entry open."""
    said = SAID | {"kind": kind, "act": OFFICER}

    assert codes(report_on(said, tmp_path / "open")) == [("open/3.json", "marked-open")]
    assert report_on(said, tmp_path / "closed", is_open=False).good


@pytest.mark.parametrize("kind", sorted(DECLARED))
def test_a_kind_that_is_for_everybody_is_never_closed(kind: str, tmp_path: Path) -> None:
    """An operator cannot hide from the others which rights of a member were suspended."""
    said = SAID | {"kind": kind, "act": {}}
    report = report_on(said, tmp_path / "open")

    assert report.good
    assert report.unknown == {}
    assert codes(report_on(said, tmp_path / "closed", is_open=False)) == [("open/3.json", "marked-closed")]


UNKNOWN: dict[str, Callable[[RecordBuilder], Any]] = {
    "members.revoke-key/2": lambda r: r.act("members.revoke-key/2", {"keys": []}, by="secretariat"),
    "members.appoint-officer/3": lambda r: r.act("members.appoint-officer/3", {}, by="SN", key=r.keys["SN"]),
}


@pytest.mark.parametrize("kind", UNKNOWN)
def test_a_later_version_of_who_may_sign_ends_the_judging(kind: str, tmp_path: Path) -> None:
    """The key that it revokes may sign later acts: an old verifier must not say that they are right."""
    record = organisation(12)
    UNKNOWN[kind](record)
    UNKNOWN[kind](record)
    record.say("SN", key=record.keys["SN"])
    record.closed(600)

    report = verify(Folder(record.export(tmp_path / "export")))

    assert codes(report) == [("open/12.json", "unknown-version")]
    assert report.unknown == {"exchange.send-message/1": 2, kind: 2}


def test_kinds_that_this_verifier_does_not_know_are_counted_by_name(tmp_path: Path) -> None:
    record = organisation(14)
    record.act("exchange.publish-notice/1", {}, by="secretariat")
    record.act("exchange.send-message/2", {}, by="secretariat")
    record.put(15, record.opened[15], is_open=False)
    folder = Folder(record.export(tmp_path / "export"))

    report = verify(folder)

    assert report.good
    assert report.unknown == {"exchange.send-message/1": 1, "exchange.publish-notice/1": 1}
    assert report == verify(folder, workers=2)


def test_what_is_known_is_open_or_closed() -> None:
    assert not GOVERNANCE & CLOSED
    assert REGISTER_OFFICER in CLOSED
