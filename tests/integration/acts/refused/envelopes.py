"""What the door refuses before it asks who speaks: forms, signatures, records, kinds, fields."""

import json
from typing import Any

from nacl.signing import SigningKey

from tests.integration.acts.refused.cases import Source, changed, payload, refused, signed
from tests.world import NAME, World, key_of
from wasl.acts import keystore
from wasl.acts.statement import ENVELOPE_MAX
from wasl.members.acts import (
    AdmitMember,
    AppointOfficer,
    EndMandate,
    EndReason,
    FoundOrganisation,
    RegisterOfficer,
    Role,
    RotateKey,
)
from wasl.members.states import Region
from wasl.record import envelope
from wasl.record.encoding import encode

OFFICER = RegisterOfficer(name="SPECIMEN Amina")
SENEGAL = AdmitMember(member="SN", region=Region.AFRICA, joined="1960-09")


def _parts(world: World) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(world.signed(OFFICER, "MA"))
    return value


@refused("bad-envelope")
def what_is_no_json(world: World) -> Source:
    return b"\x00 please accept this"


@refused("bad-envelope")
def json_that_is_no_object(world: World) -> Source:
    return b'["payload"]'


@refused("bad-envelope")
def a_value_that_is_no_envelope(world: World) -> Any:
    return None


@refused("bad-envelope")
def an_envelope_nested_a_hundred_thousand_deep(world: World) -> Source:
    return b'{"payload":' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@refused("bad-envelope")
def an_envelope_without_a_signature(world: World) -> Source:
    return _parts(world) | {"signatures": []}


@refused("bad-envelope")
def an_envelope_with_two_signatures(world: World) -> Source:
    parts = _parts(world)
    return parts | {"signatures": parts["signatures"] * 2}


@refused("bad-envelope")
def an_envelope_with_a_part_more(world: World) -> Source:
    return _parts(world) | {"comment": "urgent"}


@refused("bad-envelope")
def an_envelope_of_another_type(world: World) -> Source:
    return _parts(world) | {"payloadType": "application/vnd.in-toto+json"}


@refused("bad-envelope")
def base64_with_stray_bits(world: World) -> Source:
    parts = _parts(world)
    parts["signatures"][0]["sig"] = parts["signatures"][0]["sig"][:-3] + "B=="
    return parts


@refused("bad-envelope")
def a_key_that_is_no_key(world: World) -> Source:
    parts = _parts(world)
    parts["signatures"][0]["keyid"] = "secretariat"
    return parts


@refused("bad-envelope")
def a_payload_that_is_a_number(world: World) -> Source:
    return _parts(world) | {"payload": 7}


@refused("bad-envelope")
def a_signed_text_that_is_a_list(world: World) -> Source:
    return signed(world, ["act"], "MA")


@refused("bad-envelope")
def a_signed_text_with_a_part_more(world: World) -> Source:
    return signed(world, payload(OFFICER, "MA") | {"urgent": True}, "MA")


@refused("bad-envelope")
def a_signed_text_without_an_author(world: World) -> Source:
    said = payload(OFFICER, "MA")
    del said["by"]
    return signed(world, said, "MA")


@refused("too-large")
def an_envelope_over_48_kibibytes(world: World) -> Source:
    return changed(world, OFFICER, "MA", name="x" * ENVELOPE_MAX)


@refused("bad-signature")
def a_signature_by_another_key(world: World) -> Source:
    parts = _parts(world)
    parts["signatures"][0]["keyid"] = keystore.keyid_of(world.keys["FR"])
    return parts


@refused("bad-signature")
def a_payload_changed_after_signing(world: World) -> Source:
    parts = _parts(world)
    said = payload(OFFICER, "MA")
    said["act"]["name"] = "SPECIMEN Amine"
    return parts | {"payload": encode(json.dumps(said).encode())}


@refused("bad-signature")
def a_signature_of_the_payload_alone(world: World) -> Source:
    """Without DSSE's own words before it, which say what kind of thing was signed."""
    data = b'{"any":"text"}'
    key = world.keys["MA"]
    return envelope.Envelope(data, keystore.keyid_of(key), key.sign(data).signature).normal


@refused("bad-signature")
def a_key_of_small_order(world: World) -> Source:
    """Under such a key one signature fits many texts: nobody may speak with it."""
    nobody = envelope.Envelope(b"{}", "A" * 43, bytes(64))
    return nobody.normal


@refused("not-canonical")
def a_signed_text_with_a_space(world: World) -> Source:
    return signed(world, json.dumps(payload(OFFICER, "MA"), sort_keys=True).encode(), "MA")


@refused("not-canonical")
def a_signed_text_in_another_order(world: World) -> Source:
    said = dict(reversed(payload(OFFICER, "MA").items()))
    return signed(world, json.dumps(said, separators=(",", ":")).encode(), "MA")


@refused("not-canonical")
def a_key_said_twice(world: World) -> Source:
    said = json.dumps(payload(OFFICER, "MA"), separators=(",", ":"), sort_keys=True)
    return signed(world, said.replace('"id":', '"id":"","id":').encode(), "MA")


@refused("not-canonical")
def a_number_beyond_every_number(world: World) -> Source:
    said = json.dumps(payload(OFFICER, "MA"), separators=(",", ":"), sort_keys=True)
    return signed(world, said.replace('"mandate":null', '"mandate":1e999').encode(), "MA")


@refused("not-canonical")
def a_signed_text_that_is_not_utf_8(world: World) -> Source:
    return signed(world, b'{"act":"\xff"}', "MA")


@refused("wrong-record")
def an_act_signed_for_another_record(world: World) -> Source:
    return signed(world, payload(OFFICER, "MA") | {"origin": "record.elsewhere.example"}, "MA")


@refused("unknown-kind")
def a_kind_nobody_knows(world: World) -> Source:
    return signed(world, payload(OFFICER, "MA") | {"kind": "members.register-officer/99"}, "MA")


@refused("unknown-kind")
def a_kind_that_is_a_number(world: World) -> Source:
    return signed(world, payload(OFFICER, "MA") | {"kind": 1}, "MA")


@refused("invalid-act")
def an_identity_that_is_no_uuid(world: World) -> Source:
    return signed(world, payload(OFFICER, "MA") | {"id": "1"}, "MA")


@refused("invalid-act")
def an_identity_with_a_line_after_it(world: World) -> Source:
    said = payload(OFFICER, "MA")
    return signed(world, said | {"id": said["id"] + "\n"}, "MA")


@refused("invalid-act")
def an_act_that_is_no_object(world: World) -> Source:
    return signed(world, payload(OFFICER, "MA") | {"act": "SPECIMEN"}, "MA")


@refused("invalid-act")
def an_author_with_a_part_more(world: World) -> Source:
    said = payload(OFFICER, "MA")
    said["by"]["rank"] = "chief"
    return signed(world, said, "MA")


@refused("invalid-act")
def a_party_that_cannot_be(world: World) -> Source:
    said = payload(OFFICER, "MA")
    said["by"]["party"] = "ma"
    return signed(world, said, "MA")


@refused("invalid-act")
def a_field_more(world: World) -> Source:
    return changed(world, OFFICER, "MA", rank="chief")


@refused("invalid-act")
def the_kind_said_once_more_in_the_act(world: World) -> Source:
    return changed(world, OFFICER, "MA", kind="members.register-officer/1")


@refused("invalid-act")
def another_kind_said_in_the_act(world: World) -> Source:
    return changed(world, OFFICER, "MA", kind="members.rotate-key/1")


@refused("invalid-act")
def a_name_left_out(world: World) -> Source:
    said = payload(OFFICER, "MA")
    del said["act"]["name"]
    return signed(world, said, "MA")


@refused("invalid-act")
def a_name_that_is_a_number(world: World) -> Source:
    return changed(world, OFFICER, "MA", name=7)


@refused("invalid-act")
def a_field_left_out(world: World) -> Source:
    """Even one that may be empty: there is one way to sign an act."""
    said = payload(OFFICER, "MA")
    del said["act"]["photograph"]
    return signed(world, said, "MA")


@refused("invalid-act")
def a_name_of_ten_thousand_characters(world: World) -> Source:
    return changed(world, OFFICER, "MA", name="ن" * 10_000)


@refused("invalid-act")
def a_name_of_spaces(world: World) -> Source:
    return changed(world, OFFICER, "MA", name="   ")


@refused("invalid-act")
def a_name_with_spaces_around_it(world: World) -> Source:
    return changed(world, OFFICER, "MA", name=" SPECIMEN Amina ")


@refused("invalid-act")
def a_mandate_beyond_two_to_the_53(world: World) -> Source:
    said = payload(OFFICER, "MA")
    said["by"]["mandate"] = float(2**53)
    return signed(world, said, "MA")


@refused("invalid-act")
def an_entry_beyond_two_to_the_53(world: World) -> Source:
    return changed(world, EndMandate(mandate=1, reason=EndReason.RESIGNED), "MA", mandate=float(2**60))


@refused("invalid-act")
def an_entry_before_the_first(world: World) -> Source:
    return changed(world, EndMandate(mandate=1, reason=EndReason.RESIGNED), "MA", mandate=-1)


@refused("invalid-act")
def half_an_entry(world: World) -> Source:
    return changed(world, EndMandate(mandate=1, reason=EndReason.RESIGNED), "MA", mandate=1.5)


@refused("invalid-act")
def an_entry_said_as_text(world: World) -> Source:
    return changed(world, EndMandate(mandate=1, reason=EndReason.RESIGNED), "MA", mandate="1")


@refused("invalid-act")
def a_role_nobody_has(world: World) -> Source:
    return changed(world, AppointOfficer(officer=1, role=Role.OFFICER), "MA", role="president")


def _until(world: World, ends: Any) -> bytes:
    return changed(world, AppointOfficer(officer=1, role=Role.OFFICER), "MA", ends=ends)


@refused("invalid-act")
def a_date_without_a_time_zone(world: World) -> Source:
    return _until(world, "2027-01-05T08:00:00.000000")


@refused("invalid-act")
def a_date_in_another_form(world: World) -> Source:
    """One that some program reads, and another does not."""
    return _until(world, "2027-01-05T08:00:00+00:00")


@refused("invalid-act")
def a_date_as_seconds_since_1970(world: World) -> Source:
    return _until(world, 1_800_000_000)


@refused("invalid-act")
def a_date_as_seconds_in_text(world: World) -> Source:
    return _until(world, "1800000000")


@refused("invalid-act")
def a_date_in_words(world: World) -> Source:
    return _until(world, "next Friday")


@refused("invalid-act")
def a_date_and_a_time_in_words(world: World) -> Source:
    return _until(world, "2027-01-05 at noon")


@refused("invalid-act")
def a_date_before_the_first_year(world: World) -> Source:
    return _until(world, "0001-01-01T00:00:00.000000+14:00")


@refused("invalid-act")
def a_date_after_the_last_year(world: World) -> Source:
    return _until(world, "9999-12-31T23:59:59.000000-12:00")


@refused("invalid-act")
def a_mandate_that_ends_before_it_begins(world: World) -> Source:
    dates = {"begins": "2027-01-05T08:00:00.000000Z", "ends": "2027-01-04T08:00:00.000000Z"}
    return changed(world, AppointOfficer(officer=1, role=Role.OFFICER), "MA", **dates)


@refused("invalid-act")
def a_state_that_joined_in_the_year_nought(world: World) -> Source:
    return changed(world, SENEGAL, "secretariat", joined="0000-09")


@refused("invalid-act")
def an_organisation_named_in_three_languages(world: World) -> Source:
    key = keystore.keyid_of(key_of("secretariat"))
    act = FoundOrganisation(name=NAME, secretariat_key=key, system_key=key)
    return changed(world, act, "secretariat", name={"ar": "م", "en": "S", "fr": "S"})


@refused("invalid-act")
def an_organisation_with_one_name(world: World) -> Source:
    key = keystore.keyid_of(key_of("secretariat"))
    act = FoundOrganisation(name=NAME, secretariat_key=key, system_key=key)
    return changed(world, act, "secretariat", name="SPECIMEN")


@refused("invalid-act")
def a_possession_that_is_no_signature(world: World) -> Source:
    new = SigningKey(bytes(32))
    act = RotateKey(new_key=keystore.keyid_of(new), possession=keystore.possession("MA", new))
    return changed(world, act, "MA", possession="c2lnbmVk")
