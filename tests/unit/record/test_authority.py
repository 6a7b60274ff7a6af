"""Who may sign: a table of acts that a record must not hold, each with its code, and of those it may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.unit.record.record_builder import (
    ORIGIN,
    SECRETARIAT,
    SYSTEM,
    RecordBuilder,
    name_of,
    possession,
    signing_key,
)
from wasl.record import authority, bundles, canonical
from wasl.record.authority import Authority, Claim, NotEntitled
from wasl.record.verification import verify

HEAD, OFFICER = 3, 4
"""Mandates of the bureau MA: of its head, and of a border officer whose mandate ends after a day."""

Step = Callable[[RecordBuilder], Any]


def beginning() -> RecordBuilder:
    """MA has a head and an officer, SN a key and nobody in office, FR neither."""
    record = RecordBuilder()
    record.found()
    assert record.bureau("MA") == HEAD
    assert record.appoint("MA", "border-officer", mandate=HEAD, ends=record.at + timedelta(days=1)) == OFFICER
    record.admit("SN")
    record.register_key("SN")
    record.admit("FR")
    return record


def claims(record: RecordBuilder) -> list[Claim]:
    told = [
        bundles._told(index, opened.envelope, canonical.loads(opened.decided))[1]
        for index, opened in record.opened.items()
    ]
    return [bundles.claim(said) for said in told]


def later(record: RecordBuilder, **how: float) -> None:
    record.at += timedelta(**how)


def key_of_fr(**changes: str) -> dict[str, str]:
    key = signing_key("FR")
    act = {"party": "FR", "key": name_of(key), "possession": possession(ORIGIN, "FR", key), "reason": "first"}
    return act | changes


def other_possession(record: RecordBuilder, origin: str, party: str, key: str) -> int:
    forged = possession(origin, party, signing_key(key))
    return record.act(authority.REGISTER_KEY, key_of_fr(possession=forged), by=SECRETARIAT)


REFUSED: dict[str, tuple[str, list[Step]]] = {
    # 1. Entry 0 founds the organisation.
    "founded twice": ("not-founded", [lambda r: r.found()]),
    # 2. Keys.
    "a key nobody registered": ("unknown-key", [lambda r: r.say("MA", HEAD, key=signing_key("stranger"))]),
    "a member without a key": ("unknown-key", [lambda r: r.say("FR", key=signing_key("FR"))]),
    "a key before its registration": (
        "unknown-key",
        [lambda r: r.act(authority.REGISTER_KEY, key_of_fr(), by="FR", key=signing_key("FR"))],
    ),
    "a key after its rotation": (
        "key-ended",
        [lambda r: r.rotate_key("MA", mandate=HEAD), lambda r: r.say("MA", HEAD, key=signing_key("MA"))],
    ),
    "a key after its owner revoked it": (
        "key-ended",
        [lambda r: r.revoke_key(signing_key("SN"), by="SN"), lambda r: r.say("SN")],
    ),
    "a key after the secretariat revoked it": (
        "key-ended",
        [lambda r: r.revoke_key(signing_key("MA")), lambda r: r.say("MA", HEAD)],
    ),
    "another party's key": ("wrong-party", [lambda r: r.say("MA", HEAD, key=signing_key("SN"))]),
    "the installation's key for the secretariat": ("wrong-party", [lambda r: r.admit("BR", key=signing_key(SYSTEM))]),
    # 3. Mandates.
    "a mandate that is no entry": ("unknown-mandate", [lambda r: r.say("MA", 99)]),
    "a mandate that is another kind of entry": ("unknown-mandate", [lambda r: r.say("MA", 2)]),
    "a mandate of another party": ("unknown-mandate", [lambda r: r.say("SN", HEAD)]),
    "a mandate made by the very entry": ("unknown-mandate", [lambda r: r.appoint("SN", mandate=r.size)]),
    "a mandate that was ended": (
        "unknown-mandate",
        [lambda r: r.end_mandate("MA", OFFICER, under=HEAD), lambda r: r.say("MA", OFFICER)],
    ),
    "a mandate that expired": ("mandate-not-in-force", [lambda r: later(r, days=1), lambda r: r.say("MA", OFFICER)]),
    "a mandate in its last instant": (
        "mandate-not-in-force",
        [lambda r: later(r, days=1, seconds=OFFICER - 1 - r.size), lambda r: r.say("MA", OFFICER)],
    ),
    "a mandate that has not begun": (
        "mandate-not-in-force",
        [lambda r: r.appoint("SN", begins=r.at + timedelta(days=3)), lambda r: r.say("SN", r.size - 1)],
    ),
    # 4. A party whose head is in office names a mandate.
    "no mandate though a head is in office": ("no-mandate", [lambda r: r.say("MA")]),
    "no mandate though one of two heads is in office": (
        "no-mandate",
        [
            lambda r: r.appoint("MA", mandate=HEAD),
            lambda r: r.end_mandate("MA", HEAD, under=HEAD),
            lambda r: r.say("MA"),
        ],
    ),
    "no mandate when a head's day has come": (
        "no-mandate",
        [lambda r: r.appoint("SN", begins=r.at + timedelta(days=1)), lambda r: later(r, days=2), lambda r: r.say("SN")],
    ),
    "a secretariat with a head and no mandate": (
        "no-mandate",
        [lambda r: r.appoint(SECRETARIAT), lambda r: r.admit("BR")],
    ),
    # 5. Who says what.
    "a member admits a member": ("not-secretariat", [lambda r: r.admit("BR", by="MA", mandate=HEAD)]),
    "the installation admits a member": ("not-secretariat", [lambda r: r.admit("BR", by=SYSTEM)]),
    "a member registers a key": ("not-secretariat", [lambda r: r.register_key("FR", by="SN")]),
    "an officer appoints": ("not-head", [lambda r: r.appoint("MA", mandate=OFFICER)]),
    "an officer ends a mandate": ("not-head", [lambda r: r.end_mandate("MA", HEAD, under=OFFICER)]),
    "an officer rotates the key": ("not-head", [lambda r: r.rotate_key("MA", mandate=OFFICER)]),
    "an officer revokes the key": (
        "not-head",
        [lambda r: r.revoke_key(signing_key("MA"), by="MA", mandate=OFFICER)],
    ),
    "an officer registers an officer": (
        "not-head",
        [lambda r: r.act(authority.REGISTER_OFFICER, {"name": "A. B."}, by="MA", mandate=OFFICER)],
    ),
    "a member revokes another's key": ("not-own-key", [lambda r: r.revoke_key(signing_key("MA"), by="SN")]),
    "a key that never was is revoked": ("not-own-key", [lambda r: r.revoke_key(signing_key("stranger"))]),
    "a key is revoked twice": (
        "not-own-key",
        [lambda r: r.revoke_key(signing_key("MA")), lambda r: r.revoke_key(signing_key("MA"))],
    ),
    "a mandate begins later than the act": (
        "wrong-verdict",
        [lambda r: r.appoint("SN", verdict=r.at + timedelta(hours=1))],
    ),
    "a mandate begins before the act": (
        "wrong-verdict",
        [lambda r: r.appoint("SN", begins=r.at - timedelta(days=1), verdict=r.at - timedelta(days=1))],
    ),
    "a mandate begins before the day named": (
        "wrong-verdict",
        [lambda r: r.appoint("SN", begins=r.at + timedelta(days=1), verdict=r.at + timedelta(seconds=1))],
    ),
    "another party ends a mandate": ("not-own-mandate", [lambda r: r.end_mandate("SN", OFFICER)]),
    "the secretariat ends a mandate": ("not-own-mandate", [lambda r: r.end_mandate(SECRETARIAT, OFFICER)]),
    "the installation ends a mandate too early": ("not-own-mandate", [lambda r: r.end_mandate(SYSTEM, OFFICER)]),
    "the installation ends a mandate in its last moment": (
        "not-own-mandate",
        [
            lambda r: later(r, days=1, seconds=OFFICER - 1 - r.size, microseconds=-1),
            lambda r: r.end_mandate(SYSTEM, OFFICER),
        ],
    ),
    "the installation ends a mandate without end": ("not-own-mandate", [lambda r: r.end_mandate(SYSTEM, HEAD)]),
    "a mandate is ended twice": (
        "not-own-mandate",
        [lambda r: r.end_mandate("MA", OFFICER, under=HEAD), lambda r: r.end_mandate("MA", OFFICER, under=HEAD)],
    ),
    "a key is registered twice": ("key-known", [lambda r: r.register_key("SN")]),
    "another's key is registered": ("key-known", [lambda r: r.register_key("SN", signing_key("MA"))]),
    "a revoked key is registered again": (
        "key-known",
        [lambda r: r.revoke_key(signing_key("SN")), lambda r: r.register_key("SN")],
    ),
    "a key for a party that is no member": ("not-a-member", [lambda r: r.register_key("BR")]),
    "possession shown for another record": ("key-not-possessed", [lambda r: other_possession(r, "other", "FR", "FR")]),
    "possession shown for another party": ("key-not-possessed", [lambda r: other_possession(r, ORIGIN, "SN", "FR")]),
    "possession of another key": ("key-not-possessed", [lambda r: other_possession(r, ORIGIN, "FR", "BR")]),
    "possession that is no signature": (
        "key-not-possessed",
        [lambda r: r.act(authority.REGISTER_KEY, key_of_fr(possession="QQ=="), by=SECRETARIAT)],
    ),
    "a new key that nobody holds": (
        "key-not-possessed",
        [
            lambda r: r.act(
                authority.ROTATE,
                {"new_key": name_of(signing_key("new")), "possession": possession(ORIGIN, "SN", signing_key("SN"))},
                by="SN",
            )
        ],
    ),
    "a name that is no key": (
        "key-not-possessed",
        [lambda r: r.act(authority.REGISTER_KEY, key_of_fr(key="no key"), by=SECRETARIAT)],
    ),
    # 6. Order.
    "the time goes backwards": ("time-backwards", [lambda r: later(r, seconds=-2), lambda r: r.say("SN")]),
    "one act twice": (
        "repeated",
        [lambda r: r.say("SN", identity="a" * 36), lambda r: r.append(r.opened[r.size - 1])],
    ),
    "one identity twice": (
        "repeated",
        [lambda r: r.say("SN", identity="a" * 36), lambda r: r.say("MA", HEAD, identity="a" * 36)],
    ),
}

ALLOWED: dict[str, list[Step]] = {
    "a head and an officer speak": [lambda r: r.say("MA", HEAD), lambda r: r.say("MA", OFFICER)],
    "a party with nobody in office speaks by its key": [lambda r: r.say("SN"), lambda r: r.appoint("SN")],
    "the installation speaks by its key": [lambda r: r.say(SYSTEM)],
    "the installation speaks by its key even when somebody was put at its head": [
        lambda r: r.appoint(SYSTEM),
        lambda r: r.say(SYSTEM),
    ],
    "a rotated key's successor speaks": [lambda r: r.rotate_key("MA", mandate=HEAD), lambda r: r.say("MA", HEAD)],
    "a lost key is replaced": [
        lambda r: r.revoke_key(signing_key("MA")),
        lambda r: r.register_key("MA", signing_key("MA", "second")),
        lambda r: r.say("MA", OFFICER),
    ],
    "two keys of one party": [
        lambda r: r.register_key("MA", signing_key("MA", "second")),
        lambda r: r.say("MA", HEAD),
        lambda r: r.say("MA", HEAD, key=signing_key("MA")),
        lambda r: r.revoke_key(signing_key("MA"), by="MA", mandate=HEAD),
        lambda r: r.say("MA", HEAD),
    ],
    "a mandate begins on the day named": [
        lambda r: r.appoint("SN", begins=r.at + timedelta(seconds=2)),
        lambda r: r.say("SN", r.size - 1),
    ],
    "by the key alone after the only head left": [
        lambda r: r.end_mandate("MA", HEAD, under=HEAD),
        lambda r: r.say("MA"),
        lambda r: r.appoint("MA"),
        lambda r: r.say("MA", r.size - 1),
    ],
    "the installation ends what expired": [
        lambda r: later(r, days=1, seconds=OFFICER - 1 - r.size),
        lambda r: r.end_mandate(SYSTEM, OFFICER),
    ],
    "a party ends what expired": [lambda r: later(r, days=1), lambda r: r.end_mandate("MA", OFFICER, under=HEAD)],
    "an officer's last moment": [
        lambda r: later(r, days=1, seconds=OFFICER - 1 - r.size, microseconds=-1),
        lambda r: r.say("MA", OFFICER),
    ],
    "two acts at one moment": [lambda r: r.say("SN"), lambda r: later(r, seconds=-1), lambda r: r.say("SN")],
    "a key for the secretariat and the installation": [
        lambda r: r.register_key(SECRETARIAT, signing_key("second secretariat")),
        lambda r: r.register_key(SYSTEM, signing_key("second system")),
        lambda r: r.admit("BR"),
        lambda r: r.say(SYSTEM),
    ],
    "a secretariat with a head names its mandate": [
        lambda r: r.appoint(SECRETARIAT),
        lambda r: r.admit("BR", mandate=r.size - 1),
    ],
    "kinds that nobody here knows": [lambda r: r.act("exchange.publish-notice/7", {"a": 1}, by="SN")],
}


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

    report = verify(record.files(tmp_path / "export"))

    assert [(problem.place, problem.code) for problem in report.problems] == [(f"open/{record.size - 1}.json", code)]


@pytest.mark.parametrize("steps", ALLOWED.values(), ids=ALLOWED.keys())
def test_what_a_record_may_hold(steps: list[Step]) -> None:
    record = beginning()
    for step in steps:
        step(record)
    judge = Authority(ORIGIN)

    for claim in claims(record):
        judge.take(claim)


@pytest.mark.parametrize("steps", [steps for code, steps in REFUSED.values() if code != "repeated"])
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
    return record.act(authority.FOUND, {"name": {}, **keys} | (act or {}), **{"by": SECRETARIAT} | how)


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
