"""The record that the tables of `authority_cases` begin with, and steps that make it longer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tests.unit.record.record_builder import (
    ORIGIN,
    SECRETARIAT,
    START,
    RecordBuilder,
    name_of,
    possession,
    signing_key,
)
from wasl.record import canonical, governance
from wasl.record.authority import Claim
from wasl.record.opened import Opened

OF_MA, HEAD, OFFICER = 3, 4, 5
"""An officer of the bureau MA, the mandate as its head, and one as border officer that ends at `ENDS`."""

ENDS = START + timedelta(days=1)

Step = Callable[[RecordBuilder], Any]


def beginning() -> RecordBuilder:
    """MA has a head and an officer, SN a key and nobody in office, FR neither."""
    record = RecordBuilder()
    record.found()
    assert record.bureau("MA") == HEAD
    assert record.appoint("MA", "border-officer", officer=OF_MA, mandate=HEAD, ends=ENDS) == OFFICER
    record.admit("SN")
    record.register_key("SN")
    record.admit("FR")
    return record


def later(record: RecordBuilder, **how: float) -> None:
    record.at += timedelta(**how)


def until(record: RecordBuilder, moment: datetime) -> None:
    """The next act is decided at that moment."""
    record.at = moment - timedelta(seconds=1)


def key_of_fr(**changes: str) -> dict[str, str]:
    key = signing_key("FR")
    act = {"party": "FR", "key": name_of(key), "possession": possession(ORIGIN, "FR", key), "reason": "first"}
    return act | changes


def other_possession(record: RecordBuilder, origin: str, party: str, key: str) -> int:
    forged = possession(origin, party, signing_key(key))
    return record.act(governance.REGISTER_KEY, key_of_fr(possession=forged), by=SECRETARIAT)


def rotate_to(record: RecordBuilder, party: str, other: str) -> int:
    key = signing_key(other)
    act = {"new_key": name_of(key), "possession": possession(ORIGIN, party, key)}
    return record.act(governance.ROTATE, act, by=party)


def admit(record: RecordBuilder, member: str, joined: str) -> int:
    act = {"member": member, "region": "americas", "joined": joined}
    return record.act(governance.ADMIT, act, by=SECRETARIAT)


def expire(record: RecordBuilder, party: str, mandate: int, under: int | None = None) -> int:
    return record.act(governance.END, {"mandate": mandate, "reason": "expired"}, by=party, mandate=under)


def claims(record: RecordBuilder) -> list[Claim]:
    """What the opened entries say, as the judgement takes it."""
    return [_claim(index, opened) for index, opened in record.opened.items()]


def _claim(index: int, opened: Opened) -> Claim:
    said, decided = canonical.loads(opened.envelope.payload), canonical.loads(opened.decided)
    by, at, keyid = said["by"], governance.read_instant(decided["at"]), opened.envelope.keyid
    return Claim(index, said["kind"], by["party"], by["mandate"], keyid, said["id"], at, said["act"], decided)
