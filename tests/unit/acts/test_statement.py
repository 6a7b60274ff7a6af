"""There is one way to write an act, and what is written is read again as the same act."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from wasl.acts import registry, statement
from wasl.acts.act import Act, By
from wasl.acts.acts import Erase
from wasl.acts.refusals import Refused
from wasl.members.acts import (
    AdmitMember,
    AppointOfficer,
    EndMandate,
    EndReason,
    FoundOrganisation,
    KeyReason,
    RegisterBureauKey,
    RegisterOfficer,
    RevocationReason,
    RevokeKey,
    Role,
    RotateKey,
)
from wasl.members.states import Region
from wasl.record import canonical, envelope
from wasl.record.encoding import encode, key_name

ORIGIN = "record.specimen.example"
KEY = SigningKey(bytes(range(32)))

_entries = st.integers(0, 2**53 - 1)
_letters = st.characters(categories=["L", "M", "N"], include_characters=" -'.’")
_names = st.text(_letters, min_size=1, max_size=300).filter(lambda text: text == text.strip() != "")
_keys = st.binary(min_size=32, max_size=32).map(key_name)
_signatures = st.binary(min_size=64, max_size=64).map(encode)
_moments = st.none() | st.datetimes(timezones=st.just(UTC))
_four = st.fixed_dictionaries(dict.fromkeys(("ar", "en", "es", "fr"), _names))
_months = st.dates().filter(lambda day: day.year >= 1000).map(lambda day: f"{day:%Y-%m}")
_parties = st.sampled_from(["MA", "FR", "secretariat", "system"])


def _appointment(officer: int, role: Role, begins: datetime | None, days: int | None) -> AppointOfficer:
    ends = None if days is None else (begins or datetime(2026, 1, 5, tzinfo=UTC)) + timedelta(days=days)
    return AppointOfficer(officer=officer, role=role, begins=begins, ends=ends)


_early = st.none() | st.datetimes(max_value=datetime(9000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (as asked)

ACTS: dict[type[Act], st.SearchStrategy[Act]] = {
    FoundOrganisation: st.builds(FoundOrganisation, name=_four, secretariat_key=_keys, system_key=_keys),
    AdmitMember: st.builds(
        AdmitMember, member=st.sampled_from(["MA", "FR"]), region=st.sampled_from(Region), joined=_months
    ),
    RegisterBureauKey: st.builds(
        RegisterBureauKey, party=_parties, key=_keys, possession=_signatures, reason=st.sampled_from(KeyReason)
    ),
    RotateKey: st.builds(RotateKey, new_key=_keys, possession=_signatures),
    RevokeKey: st.builds(RevokeKey, key=_keys, reason=st.sampled_from(RevocationReason)),
    RegisterOfficer: st.builds(
        RegisterOfficer, name=_names, photograph=st.none() | st.binary(min_size=32, max_size=32).map(bytes.hex)
    ),
    AppointOfficer: st.builds(_appointment, _entries, st.sampled_from(Role), _early, st.none() | st.integers(1, 999)),
    EndMandate: st.builds(EndMandate, mandate=_entries, reason=st.sampled_from(EndReason)),
    Erase: st.builds(Erase, entry=_entries, reason=_names),
}


def test_every_kind_is_tried() -> None:
    assert set(ACTS) == {kind.act for kind in registry.kinds()}


@given(act=st.one_of(*ACTS.values()), party=_parties, mandate=st.none() | _entries, identity=st.uuids(version=4))
def test_what_is_written_is_read(act: Act, party: str, mandate: int | None, identity: uuid.UUID) -> None:
    by = By(party=party, mandate=mandate)
    payload = statement.write(act, by, ORIGIN, str(identity))

    read = statement.read(envelope.sign(payload, KEY).normal, ORIGIN)

    assert (read.act, read.by, read.identity, read.kind.act) == (act, by, str(identity), type(act))
    assert statement.write(read.act, read.by, ORIGIN, read.identity) == payload


@given(act=st.one_of(*ACTS.values()), data=st.data())
def test_one_part_less_or_more_is_refused(act: Act, data: st.DataObject) -> None:
    """Whatever is missing is never guessed, and whatever nobody asked for is never overlooked."""
    said = canonical.loads(statement.write(act, By(party="MA", mandate=None), ORIGIN))
    place = data.draw(st.sampled_from([said, said["by"], said["act"]]))
    if data.draw(st.booleans()):
        del place[data.draw(st.sampled_from(sorted(place)))]
    else:
        place["urgent"] = data.draw(st.none() | st.booleans() | st.integers(0, 9) | st.text(max_size=9))

    with pytest.raises(Refused) as refused:
        statement.read(envelope.sign(canonical.dumps(said), KEY).normal, ORIGIN)

    assert refused.value.code in ("bad-envelope", "invalid-act")


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_noise_is_refused_and_never_a_crash(noise: bytes) -> None:
    for source in (noise, envelope.sign(noise, KEY).normal):
        with pytest.raises(Refused):
            statement.read(source, ORIGIN)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


@given(value=_json)
def test_any_json_for_an_envelope_or_an_act_is_refused(value: object) -> None:
    with pytest.raises(Refused):
        statement.read(value, ORIGIN)  # type: ignore[arg-type]
    said = canonical.loads(statement.write(RegisterOfficer(name="SPECIMEN"), By(party="MA", mandate=None), ORIGIN))
    for part in said:
        try:
            payload = canonical.dumps(said | {part: value})
        except ValueError:
            continue  # no JSON that anybody could sign
        with pytest.raises(Refused):
            statement.read(envelope.sign(payload, KEY).normal, ORIGIN)


def test_an_identity_is_drawn_when_none_is_given() -> None:
    act, by = RegisterOfficer(name="SPECIMEN"), By(party="MA", mandate=None)
    identities = {canonical.loads(statement.write(act, by, ORIGIN))["id"] for _ in range(9)}

    assert len(identities) == 9
    assert {uuid.UUID(identity).version for identity in identities} == {4}


def test_the_right_form_is_said_where_another_was_used() -> None:
    """A program that wrote a date in its own way is told the one way."""
    act = AppointOfficer(officer=1, role=Role.DUTY, ends=datetime(2027, 1, 5, 8, tzinfo=UTC))
    said = canonical.loads(statement.write(act, By(party="MA", mandate=None), ORIGIN))
    said["act"]["ends"] = "2027-01-05T08:00:00Z"
    del said["act"]["begins"]

    with pytest.raises(Refused) as refused:
        statement.read(envelope.sign(canonical.dumps(said), KEY).normal, ORIGIN)

    assert refused.value.fields == {
        "begins": "This must be written as null.",
        "ends": 'This must be written as "2027-01-05T08:00:00.000000Z".',
    }
