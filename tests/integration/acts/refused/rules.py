"""What the rules of the members, and of erasure, refuse to whoever may sign."""

from datetime import timedelta

from tests.integration.acts.refused.cases import Source, refused
from tests.world import World, key_of
from wasl.acts import blobs, keystore
from wasl.acts.acts import Erase
from wasl.members.acts import (
    AdmitMember,
    AppointOfficer,
    ChangePhotograph,
    EndMandate,
    EndReason,
    KeyReason,
    RegisterBureauKey,
    RegisterOfficer,
    RevocationReason,
    RevokeKey,
    Role,
    RotateKey,
)
from wasl.members.states import Region

SENEGAL = AdmitMember(member="SN", region=Region.AFRICA, joined="1960-09")
PHOTOGRAPH = b"\xff\xd8\xff\xe0 a photograph of a specimen"


def _registration(party: str, of: str, holder: str = "") -> RegisterBureauKey:
    """Of a new key for a party, with a signature of possession made for `holder`."""
    key = key_of(of, 3)
    shown = keystore.possession(holder or party, key)
    return RegisterBureauKey(party=party, key=keystore.keyid_of(key), possession=shown, reason=KeyReason.ADDITIONAL)


@refused("not-secretariat", authority="not-secretariat")
def a_bureau_admits_a_member(world: World) -> Source:
    return world.signed(SENEGAL, "MA")


@refused("unknown-state")
def a_state_that_is_on_no_list(world: World) -> Source:
    return world.signed(AdmitMember(member="XX", region=Region.EUROPE, joined="2000-01"), "secretariat")


@refused("already-member", authority="already-member")
def a_member_admitted_twice(world: World) -> Source:
    return world.signed(AdmitMember(member="MA", region=Region.AFRICA, joined="1957-09"), "secretariat")


@refused("not-yet-joined", authority="not-yet-joined")
def a_state_that_will_join_next_month(world: World) -> Source:
    return world.signed(AdmitMember(member="SN", region=Region.AFRICA, joined="2026-02"), "secretariat")


@refused("not-secretariat", authority="not-secretariat")
def a_bureau_registers_a_key_for_itself(world: World) -> Source:
    return world.signed(_registration("MA", "MA"), "MA")


@refused("not-a-member", authority="not-a-member")
def a_key_for_a_state_that_is_no_member(world: World) -> Source:
    return world.signed(_registration("SN", "SN"), "secretariat")


@refused("key-known", authority="key-known")
def a_key_that_is_registered_already(world: World) -> Source:
    key = world.keys["FR"]
    act = RegisterBureauKey(
        party="MA",
        key=keystore.keyid_of(key),
        possession=keystore.possession("MA", key),
        reason=KeyReason.ADDITIONAL,
    )
    return world.signed(act, "secretariat")


@refused("key-known", authority="key-known")
def a_revoked_key_registered_again(world: World) -> Source:
    world.revoke_key("MA", by="secretariat")
    key = world.keys["MA"]
    act = RegisterBureauKey(
        party="MA", key=keystore.keyid_of(key), possession=keystore.possession("MA", key), reason=KeyReason.LOST
    )
    return world.signed(act, "secretariat")


@refused("key-not-possessed", authority="key-not-possessed")
def a_key_whose_holder_signed_for_another_party(world: World) -> Source:
    return world.signed(_registration("MA", "MA", holder="FR"), "secretariat")


@refused("key-not-possessed", authority="key-not-possessed")
def a_key_in_two_spellings(world: World) -> Source:
    """Base64 has bits to spare in the last letter of a key's name: only one spelling is the name."""
    act = _registration("MA", "MA")
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = act.key[:-1] + last[last.index(act.key[-1]) ^ 1]
    return world.signed(act.model_copy(update={"key": other}), "secretariat")


@refused("not-head", authority="not-head")
def an_officer_rotates_the_key(world: World) -> Source:
    key = key_of("MA", 3)
    act = RotateKey(new_key=keystore.keyid_of(key), possession=keystore.possession("MA", key))
    return world.signed(act, "MA", mandate=world.appoint("MA"))


@refused("key-known", authority="key-known")
def a_key_rotated_to_itself(world: World) -> Source:
    key = world.keys["MA"]
    act = RotateKey(new_key=keystore.keyid_of(key), possession=keystore.possession("MA", key))
    return world.signed(act, "MA")


@refused("key-not-possessed", authority="key-not-possessed")
def a_key_rotated_to_one_nobody_holds(world: World) -> Source:
    act = RotateKey(new_key=keystore.keyid_of(key_of("MA", 3)), possession=keystore.possession("MA", key_of("MA", 4)))
    return world.signed(act, "MA")


def _revocation(world: World, party: str, generation: int = 0) -> RevokeKey:
    return RevokeKey(key=keystore.keyid_of(key_of(party, generation)), reason=RevocationReason.COMPROMISED)


@refused("unknown-key", authority="unknown-key")
def a_revocation_of_a_key_nobody_registered(world: World) -> Source:
    return world.signed(_revocation(world, "MA", 7), "MA")


@refused("not-own-key", authority="not-own-key")
def a_revocation_of_the_key_of_another_bureau(world: World) -> Source:
    return world.signed(_revocation(world, "FR"), "MA")


@refused("key-ended", authority="key-ended")
def a_revocation_of_a_key_revoked_before(world: World) -> Source:
    world.revoke_key("MA", by="secretariat")
    return world.signed(_revocation(world, "MA"), "secretariat")


@refused("last-key", authority="last-key")
def a_revocation_of_the_only_key_of_the_secretariat(world: World) -> Source:
    return world.signed(_revocation(world, "secretariat"), "secretariat")


@refused("not-head", authority="not-head")
def an_officer_revokes_the_key(world: World) -> Source:
    return world.signed(_revocation(world, "MA"), "MA", mandate=world.appoint("MA"))


@refused("blob-missing")
def an_officer_with_a_photograph_nobody_uploaded(world: World) -> Source:
    return world.signed(RegisterOfficer(name="SPECIMEN", photograph="0" * 64), "MA")


@refused("blob-missing")
def an_officer_with_the_photograph_of_another_bureau(world: World) -> Source:
    stored = blobs.store("FR", "photograph", [PHOTOGRAPH])
    return world.signed(RegisterOfficer(name="SPECIMEN", photograph=stored.digest), "MA")


@refused("blob-missing")
def an_officer_with_a_letter_for_a_photograph(world: World) -> Source:
    stored = blobs.store("MA", "letter", [b"%PDF-1.7 a letter"])
    return world.signed(RegisterOfficer(name="SPECIMEN", photograph=stored.digest), "MA")


@refused("unknown-officer")
def a_photograph_of_the_officer_of_another_bureau(world: World) -> Source:
    return world.signed(ChangePhotograph(officer=world.register_officer("FR")), "MA")


@refused("blob-missing")
def a_change_to_a_photograph_nobody_uploaded(world: World) -> Source:
    return world.signed(ChangePhotograph(officer=world.register_officer("MA"), photograph="0" * 64), "MA")


@refused("unknown-officer", authority="unknown-officer")
def an_appointment_of_nobody(world: World) -> Source:
    return world.signed(AppointOfficer(officer=999, role=Role.OFFICER), "MA")


@refused("unknown-officer", authority="unknown-officer")
def an_appointment_of_the_officer_of_another_bureau(world: World) -> Source:
    return world.signed(AppointOfficer(officer=world.register_officer("FR"), role=Role.OFFICER), "MA")


@refused("unknown-officer")
def an_appointment_of_an_erased_officer(world: World) -> Source:
    officer = world.register_officer("MA")
    world.erase("MA", officer)
    return world.signed(AppointOfficer(officer=officer, role=Role.OFFICER), "MA")


@refused("already-appointed", authority="already-appointed")
def an_appointment_to_a_role_held_already(world: World) -> Source:
    officer = world.register_officer("MA")
    world.appoint("MA", officer, Role.DUTY)
    return world.signed(AppointOfficer(officer=officer, role=Role.DUTY), "MA")


@refused("already-over", authority="already-over")
def an_appointment_that_is_over_already(world: World) -> Source:
    act = AppointOfficer(officer=world.register_officer("MA"), role=Role.DUTY, ends=world.now)
    return world.signed(act, "MA")


@refused("unknown-mandate", authority="unknown-mandate")
def an_ending_of_what_is_no_mandate(world: World) -> Source:
    return world.signed(EndMandate(mandate=0, reason=EndReason.RESIGNED), "MA")


@refused("unknown-mandate", authority="unknown-mandate")
def an_ending_of_the_mandate_of_another_bureau(world: World) -> Source:
    return world.signed(EndMandate(mandate=world.appoint("FR"), reason=EndReason.DISMISSED), "MA")


@refused("unknown-mandate", authority="unknown-mandate")
def the_secretariat_ends_the_mandate_of_a_bureau(world: World) -> Source:
    return world.signed(EndMandate(mandate=world.appoint("MA"), reason=EndReason.DISMISSED), "secretariat")


@refused("already-ended", authority="already-ended")
def an_ending_of_what_was_ended_before(world: World) -> Source:
    mandate = world.appoint("MA")
    world.end_mandate("MA", mandate)
    return world.signed(EndMandate(mandate=mandate, reason=EndReason.DISMISSED), "MA")


@refused("not-expired", authority="not-expired")
def the_installation_ends_a_mandate_before_its_time(world: World) -> Source:
    mandate = world.appoint("MA", ends=world.now + timedelta(days=1))
    return world.signed(EndMandate(mandate=mandate, reason=EndReason.EXPIRED), "system")


@refused("not-expired", authority="not-expired")
def the_installation_ends_a_mandate_without_an_end(world: World) -> Source:
    return world.signed(EndMandate(mandate=world.appoint("MA"), reason=EndReason.EXPIRED), "system")


@refused("not-expired", authority="not-expired")
def a_bureau_calls_a_mandate_expired_that_is_not(world: World) -> Source:
    return world.signed(EndMandate(mandate=world.appoint("MA"), reason=EndReason.EXPIRED), "MA")


@refused("not-there")
def an_erasure_of_nothing(world: World) -> Source:
    return world.signed(Erase(entry=999, reason="no longer needed"), "MA")


@refused("not-there")
def an_erasure_of_what_was_erased_before(world: World) -> Source:
    officer = world.register_officer("MA")
    world.erase("MA", officer)
    return world.signed(Erase(entry=officer, reason="no longer needed"), "MA")


@refused("not-author")
def an_erasure_of_the_act_of_another_bureau(world: World) -> Source:
    return world.signed(Erase(entry=world.register_officer("FR"), reason="no longer needed"), "MA")


@refused("open-act")
def an_erasure_of_an_act_that_shows_who_may_sign(world: World) -> Source:
    return world.signed(Erase(entry=world.appoint("MA"), reason="no longer needed"), "MA")


@refused("open-act")
def an_erasure_of_an_erasure(world: World) -> Source:
    erasure = world.erase("MA", world.register_officer("MA"))
    return world.signed(Erase(entry=erasure.index, reason="no longer needed"), "MA")
