"""There is one way to write an act, and what is written is read again as the same act."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from wasl.acts import registry, statement
from wasl.acts.act import Act, By
from wasl.acts.acts import Erase
from wasl.acts.refusals import Refused
from wasl.checks.acts import (
    ClearanceEnd,
    Cleared,
    CloseList,
    CloseReason,
    CommitLog,
    EndClearance,
    GiveClearance,
    ImportList,
    ListFile,
    OpenList,
    Paper,
    Source,
)
from wasl.members.acts import (
    AdmitMember,
    AdmitPartner,
    AgreementEnd,
    AppointOfficer,
    ChangePartner,
    ChangePhotograph,
    ConcludeAgreement,
    DescribeBureau,
    EndAgreement,
    EndMandate,
    EndPartner,
    EndReason,
    FoundOrganisation,
    Hours,
    KeyReason,
    PartnerEnd,
    RegisterBureauKey,
    RegisterOfficer,
    RestoreReason,
    RestoreRights,
    RevocationReason,
    RevokeKey,
    Role,
    RotateKey,
    SuspendRights,
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

_words = st.from_regex(r"[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9}){0,2}", fullmatch=True)
_some_words = st.lists(_words, min_size=1, max_size=4)
_codes = st.lists(st.sampled_from(["MA", "FR", "BR", "JP"]), max_size=4)
_regions = st.lists(st.sampled_from(Region), max_size=4)
_texts = st.lists(_names, max_size=3)
_digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
_days = st.dates().map(date.isoformat)
_weeks = st.lists(
    st.builds(
        lambda day, hour, length: Hours(day=day, opens=f"{hour:02}:00", closes=f"{hour + length:02}:30"),
        st.integers(1, 7),
        st.integers(0, 11),
        st.integers(0, 11),
    ),
    max_size=7,
    unique_by=lambda hours: hours.day,
)


def _agreement(*, with_partner: bool, begins: datetime, days: int | None, **said: Any) -> ConcludeAgreement:
    ends = None if days is None else begins + timedelta(days=days)
    party = {"partner": "specimen"} if with_partner else {"members": ("FR", "MA")}
    return ConcludeAgreement(begins=begins, ends=ends, **party, **said)


def _suspension(begins: datetime | None, days: int | None, **said: Any) -> SuspendRights:
    ends = None if days is None else (begins or datetime(2026, 1, 5, tzinfo=UTC)) + timedelta(days=days)
    return SuspendRights(begins=begins, ends=ends, **said)


def _described(always: bool, hours: list[Hours], **said: Any) -> DescribeBureau:
    return DescribeBureau.model_validate({"always": always, "hours": [] if always else hours, **said})


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
    ChangePhotograph: st.builds(
        ChangePhotograph, officer=_entries, photograph=st.none() | st.binary(min_size=32, max_size=32).map(bytes.hex)
    ),
    Erase: st.builds(Erase, entry=_entries, reason=_names),
    DescribeBureau: st.builds(
        _described,
        st.booleans(),
        _weeks,
        address=_texts,
        city=st.none() | _names,
        telephones=st.lists(st.from_regex(r"\+[1-9][0-9 ]{4,20}[0-9]", fullmatch=True), max_size=3),
        emails=st.just(()) | st.just(("duty@specimen.example",)),
        channels=_texts,
        languages=st.lists(st.sampled_from(["ar", "en", "fr"]), max_size=3),
        time_zone=st.sampled_from(["Africa/Casablanca", "Etc/GMT+3"]),
        holidays=st.none() | _names,
    ),
    AdmitPartner: st.builds(AdmitPartner, partner=_words, name=_four, sort=_words, regions=_regions, members=_codes),
    ChangePartner: st.builds(ChangePartner, partner=_words, name=_four, sort=_words, regions=_regions, members=_codes),
    EndPartner: st.builds(EndPartner, partner=_words, reason=st.sampled_from(PartnerEnd)),
    ConcludeAgreement: st.builds(
        _agreement,
        with_partner=st.booleans(),
        begins=st.datetimes(max_value=datetime(9000, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 (as asked)
        days=st.none() | st.integers(1, 999),
        title=_four,
        areas=_some_words,
        shares=_some_words,
        reference=_names,
    ),
    EndAgreement: st.builds(EndAgreement, agreement=_entries, reason=st.sampled_from(AgreementEnd)),
    SuspendRights: st.builds(
        _suspension,
        _early,
        st.none() | st.integers(1, 999),
        member=st.sampled_from(["MA", "FR"]),
        rights=_some_words,
        reason=_names,
        article=_names,
    ),
    RestoreRights: st.builds(RestoreRights, suspension=_entries, reason=st.sampled_from(RestoreReason)),
    OpenList: st.builds(
        OpenList, list=_words, source=st.sampled_from(Source), title=_four, renewed_within=st.integers(1, 366)
    ),
    ImportList: st.builds(
        ImportList,
        list=_entries,
        files=st.lists(
            st.builds(ListFile, name=_words, content=_digests, packed=st.booleans()), min_size=1, max_size=8
        ),
        columns=st.none() | st.just('[id]\ncolumn = "reference"\n'),
        published=st.none() | _days,
        digest=_digests,
        entries=st.integers(1, 2**53 - 1),
        added=_entries,
        changed=_entries,
        delisted=_entries,
    ),
    CloseList: st.builds(CloseList, list=_entries, reason=st.sampled_from(CloseReason)),
    GiveClearance: st.builds(
        GiveClearance,
        subject=_words.map(lambda word: f"{word}:QDi.001"),
        person=st.builds(
            Cleared,
            names=st.lists(_names, min_size=1, max_size=8),
            birth_date=_days,
            nationalities=st.lists(st.sampled_from(["ma", "fr", "br"]), max_size=8),
            documents=st.lists(
                st.builds(Paper, number=st.just("SP123456"), country=st.sampled_from(["ma", None])), max_size=8
            ),
        ),
        reason=_names,
        ends=st.datetimes(timezones=st.just(UTC)),
        shared=st.booleans(),
    ),
    EndClearance: st.builds(EndClearance, clearance=_entries, reason=st.sampled_from(ClearanceEnd)),
    CommitLog: st.builds(CommitLog, day=_days, checks=st.integers(0, 2**53 - 1), digest=_digests),
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
