"""The form of the acts that say who may sign: whatever stands in their fields, there is a verdict and never a fault."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.record.authority_steps import HEAD, OF_MA, beginning, claims, key_of_fr
from tests.unit.record.record_builder import ORIGIN, SECRETARIAT, RecordBuilder, name_of, signing_key
from wasl.record.authority import Authority, NotEntitled
from wasl.record.governance import (
    ADMIT,
    APPOINT,
    END,
    FORMS,
    FOUND,
    GOVERNANCE,
    REGISTER_KEY,
    REVOKE,
    ROTATE,
    check_form,
    read_instant,
)
from wasl.record.verification import verify

AT = {"at": "2026-01-05T10:00:00.000000Z"}
KEY, MOMENT = name_of(signing_key("FR")), "2026-02-01T00:00:00.000000Z"

RIGHT: dict[str, dict[str, Any]] = {
    FOUND: {"name": {"en": "Wasl"}, "secretariat_key": KEY, "system_key": name_of(signing_key("SN"))},
    ADMIT: {"member": "BR", "region": "americas", "joined": "1960-01"},
    REGISTER_KEY: key_of_fr(),
    ROTATE: {"new_key": KEY, "possession": key_of_fr()["possession"]},
    REVOKE: {"key": KEY, "reason": "lost"},
    APPOINT: {"officer": OF_MA, "role": "head-of-bureau", "begins": None, "ends": MOMENT},
    END: {"mandate": HEAD, "reason": "resigned"},
}

NO_KEY = (None, 1, "", KEY[:-1], KEY + "A", KEY + "=", KEY[:-1] + "+", KEY + "\n", [KEY], {})
NO_PARTY = (None, 1, "", "ma", "MAR", "M", "ÉA", "MA\n", "operator", ["MA"])
NO_WORD = (None, 1, "", "Lost", "a word", [], {})
NO_INDEX = (None, -1, True, 1.5, 2.0**53, "1", [], {})
NO_INSTANT = (
    *(5, "", "never", "2026-02-01", "2026-02-01T00:00:00", "2026-02-01T00:00:00Z", "2026-02-01T00:00:00.000Z"),
    *("2026-02-01T00:00:00.000000", "2026-02-01T00:00:00.000000+00:00", "2026-02-01T01:00:00.000000+01:00"),
    *("2026-02-01 00:00:00.000000Z", "2026-02-30T00:00:00.000000Z", "2026-W05-7T00:00:00.000000Z"),
    *("2026-02-01T00:00:00.0000000Z", "20260201T000000.000000Z", "0000-02-01T00:00:00.000000Z", [], {}),
)
NO_SIGNATURE = (None, 1, "", "QQ==", "A" * 86, "A" * 88, "-" * 86 + "==", [])

WRONG: dict[tuple[str, str], tuple[Any, ...]] = {
    (FOUND, "name"): (None, 1, "Wasl", [], {"en": 1}),
    (FOUND, "secretariat_key"): NO_KEY,
    (FOUND, "system_key"): NO_KEY,
    (ADMIT, "member"): (*NO_PARTY, "secretariat", "system"),
    (ADMIT, "region"): NO_WORD,
    (ADMIT, "joined"): (None, 196001, "", "1960", "1960-13", "1960-1", "0960-01", "1960-01-01", []),
    (REGISTER_KEY, "party"): NO_PARTY,
    (REGISTER_KEY, "key"): NO_KEY,
    (REGISTER_KEY, "possession"): NO_SIGNATURE,
    (REGISTER_KEY, "reason"): NO_WORD,
    (ROTATE, "new_key"): NO_KEY,
    (ROTATE, "possession"): NO_SIGNATURE,
    (REVOKE, "key"): NO_KEY,
    (REVOKE, "reason"): NO_WORD,
    (APPOINT, "officer"): NO_INDEX,
    (APPOINT, "role"): NO_WORD,
    (APPOINT, "begins"): NO_INSTANT,
    (APPOINT, "ends"): NO_INSTANT,
    (END, "mandate"): NO_INDEX,
    (END, "reason"): NO_WORD,
}


def decided(kind: str) -> dict[str, Any]:
    return AT | {"begins": AT["at"]} if kind == APPOINT else dict(AT)


def verdict(kind: str, act: Any, facts: Any) -> str:
    """What is wrong with one more act, in the name of the secretariat or of MA; nothing where it is believed."""
    record = beginning()
    by, mandate = (SECRETARIAT, None) if kind in (FOUND, ADMIT, REGISTER_KEY, REVOKE) else ("MA", HEAD)
    record.at = datetime(2026, 1, 5, 10, tzinfo=UTC) - timedelta(seconds=1)
    record.act(kind, act, by=by, mandate=mandate, decided=facts)
    *before, last = claims(record)
    judge = Authority(ORIGIN)
    for claim in before:
        judge.take(claim)
    try:
        judge.take(last)
    except NotEntitled as refused:
        return refused.code
    return ""


def test_every_field_of_every_kind_is_in_the_table() -> None:
    assert set(WRONG) == {(kind, name) for kind, fields in FORMS.items() for name in fields}
    assert set(RIGHT) == GOVERNANCE
    for kind, act in RIGHT.items():
        check_form(kind, act, decided(kind))


@pytest.mark.parametrize(
    ("kind", "field", "value"), [(*place, value) for place, values in WRONG.items() for value in values]
)
def test_a_field_in_another_form_is_no_act(kind: str, field: str, value: Any) -> None:
    assert verdict(kind, RIGHT[kind] | {field: value}, {}) == "bad-act"


@pytest.mark.parametrize("kind", sorted(GOVERNANCE))
def test_the_fields_are_those_of_the_kind(kind: str) -> None:
    act = RIGHT[kind]
    assert verdict(kind, act | {"more": 1}, {}) == "bad-act"
    assert verdict(kind, act, decided(kind) | {"more": 1}) == "bad-act"
    for name in act:
        assert verdict(kind, {other: value for other, value in act.items() if other != name}, {}) == "bad-act"


@pytest.mark.parametrize("begins", [None, *NO_INSTANT])
def test_the_beginning_that_was_decided_has_its_form_too(begins: Any) -> None:
    assert verdict(APPOINT, RIGHT[APPOINT], {"begins": begins}) == "bad-act"
    assert verdict(APPOINT, RIGHT[APPOINT], {}) == "bad-act"


anything: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
    | st.sampled_from(["MA", "SN", "secretariat", "system", KEY, MOMENT, "expired", "head-of-bureau", "1960-01"]),
    lambda part: st.lists(part, max_size=2) | st.dictionaries(st.sampled_from(["en", "key", "at"]), part, max_size=2),
    max_leaves=4,
)


@given(kind=st.sampled_from(sorted(GOVERNANCE)), data=st.data())
def test_whatever_the_fields_hold_there_is_a_verdict(kind: str, data: st.DataObject) -> None:
    act = {
        name: data.draw(st.just(value) | anything, label=name)
        for name, value in RIGHT[kind].items()
        if data.draw(st.integers(0, 9))
    }
    facts = decided(kind) | data.draw(st.just({}) | st.dictionaries(st.sampled_from(["begins", "more"]), anything))

    code = verdict(kind, act, facts)

    try:
        check_form(kind, act, facts)
    except ValueError:
        assert code == "bad-act"
    else:
        assert code != "bad-act"


@given(
    st.datetimes(timezones=st.just(UTC)),
    st.lists(st.tuples(st.integers(0, 26), st.sampled_from("0123456789-+:.,TWZz \u0663"))),
)
def test_no_other_text_is_an_instant(moment: datetime, changes: list[tuple[int, str]]) -> None:
    letters = [*f"{moment.isoformat(timespec='microseconds')[:26]}Z"]
    for place, letter in changes:
        letters[place] = letter
    text = "".join(letters)
    try:
        found = read_instant(text)
    except ValueError:
        return
    assert found.tzinfo is UTC
    assert f"{found.isoformat(timespec='microseconds')[:26]}Z" == text


@given(st.datetimes(timezones=st.just(UTC)))
def test_an_instant_is_read_as_it_is_written(moment: datetime) -> None:
    text = f"{moment.isoformat(timespec='microseconds')[:26]}Z"
    assert read_instant(text) == moment


@pytest.mark.parametrize("at", [*NO_INSTANT, None])
def test_the_decided_time_of_any_open_act_has_its_form(at: Any, tmp_path: Path) -> None:
    record = RecordBuilder()
    record.found()
    record.say(SECRETARIAT)
    record.change(1, at=at)

    problems = verify(record.files(tmp_path / "export")).problems

    assert [(problem.place, problem.code) for problem in problems] == [("open/1.json", "bad-act")]
