"""Who may sign: tables of acts that a record must not hold, each with its code, and of those it may."""

from typing import Any

import pytest

from tests.unit.record.authority_cases import ALLOWED, REFUSED
from tests.unit.record.authority_steps import Step, beginning, claims
from tests.unit.record.record_builder import ORIGIN, SECRETARIAT, SYSTEM, RecordBuilder, name_of, signing_key
from wasl.record import governance
from wasl.record.authority import Authority, NotEntitled
from wasl.record.verification import Folder, verify


@pytest.mark.parametrize(("code", "steps"), REFUSED.values(), ids=REFUSED.keys())
def test_what_a_record_must_not_hold(code: str, steps: list[Step]) -> None:
    record = beginning()
    for step in steps:
        step(record)
    *before, last = claims(record)
    judge = Authority(ORIGIN)
    for claim in before:
        judge.take(claim)

    with pytest.raises(NotEntitled) as refused:
        judge.take(last)
    assert refused.value.code == code
    assert str(refused.value)


@pytest.mark.parametrize(("code", "steps"), REFUSED.values(), ids=REFUSED.keys())
def test_the_whole_record_is_refused_for_it(code: str, steps: list[Step], tmp_path: Any) -> None:
    record = beginning()
    for step in steps:
        step(record)

    report = verify(Folder(record.export(tmp_path / "export")))

    assert [(problem.place, problem.code) for problem in report.problems] == [(f"open/{record.size - 1}.json", code)]


@pytest.mark.parametrize("steps", ALLOWED.values(), ids=ALLOWED.keys())
def test_what_a_record_may_hold(steps: list[Step]) -> None:
    record = beginning()
    for step in steps:
        step(record)
    judge = Authority(ORIGIN)

    for claim in claims(record):
        judge.take(claim)


@pytest.mark.parametrize("steps", [steps for code, steps in REFUSED.values() if code != "identity-used"])
def test_what_was_refused_changed_nothing(steps: list[Step]) -> None:
    record = beginning()
    for step in steps:
        step(record)
    *before, last = claims(record)
    judge, other = Authority(ORIGIN), Authority(ORIGIN)
    for claim in before:
        judge.take(claim)
        other.take(claim)

    with pytest.raises(NotEntitled):
        judge.take(last)

    for part in Authority(ORIGIN).__dict__:
        assert getattr(judge, part) == getattr(other, part)


def _found(record: RecordBuilder, act: dict[str, str] | None = None, **how: Any) -> int:
    """A founding as `RecordBuilder.found` makes it, or a little different."""
    record.keys |= {party: signing_key(party) for party in (SECRETARIAT, SYSTEM, "MA")}
    keys = {f"{party}_key": name_of(record.keys[party]) for party in (SECRETARIAT, SYSTEM)}
    return record.act(governance.FOUND, {"name": {"en": "Wasl"}, **keys} | (act or {}), **{"by": SECRETARIAT} | how)


def _found_late(record: RecordBuilder) -> None:
    record.closed(1)
    _found(record)


def _not_found(record: RecordBuilder) -> None:
    record.keys["MA"] = signing_key("MA")
    record.say("MA")


def _closed_founding(record: RecordBuilder) -> None:
    record.closed(1)
    _not_found(record)


@pytest.mark.parametrize(
    "step",
    [
        lambda r: _found(r, by="MA"),
        lambda r: _found(r, by=SYSTEM, key=signing_key(SYSTEM)),
        lambda r: _found(r, mandate=0),
        lambda r: _found(r, key=signing_key("stranger")),
        lambda r: _found(r, key=signing_key(SYSTEM)),
        lambda r: _found(r, act={"secretariat_key": name_of(signing_key("stranger"))}),
        _found_late,
        _not_found,
        _closed_founding,
    ],
)
def test_a_record_begins_with_its_founding(step: Step) -> None:
    record = RecordBuilder()
    step(record)
    *before, last = claims(record)
    judge = Authority(ORIGIN)
    for claim in before:
        judge.take(claim)

    with pytest.raises(NotEntitled) as refused:
        judge.take(last)
    assert refused.value.code == "not-founded"


def test_the_secretariat_and_the_installation_begin_with_two_keys() -> None:
    record = RecordBuilder()
    _found(record, act={"system_key": name_of(signing_key(SECRETARIAT))})

    with pytest.raises(NotEntitled) as refused:
        Authority(ORIGIN).take(*claims(record))
    assert refused.value.code == "key-known"
