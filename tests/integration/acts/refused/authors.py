"""Who may sign: keys and mandates. What the door refuses here, whoever verifies the record refuses, too."""

import json

from tests.integration.acts.refused.cases import Source, refused
from tests.world import NAME, World, key_of
from wasl.acts import keystore
from wasl.members.acts import AppointOfficer, EndMandate, EndReason, FoundOrganisation, RegisterOfficer, Role
from wasl.record import canonical, envelope
from wasl.record.encoding import decode

OFFICER = RegisterOfficer(name="SPECIMEN Amina")


@refused("unknown-key", authority="unknown-key")
def a_key_that_was_never_registered(world: World) -> Source:
    world.keys["MA"] = key_of("MA", 7)
    return world.signed(OFFICER, "MA")


@refused("key-ended", authority="key-ended")
def a_key_that_was_revoked(world: World) -> Source:
    world.revoke_key("MA", by="secretariat")
    return world.signed(OFFICER, "MA")


@refused("key-ended", authority="key-ended")
def the_only_key_revoked_by_its_own_bureau(world: World) -> Source:
    world.revoke_key("MA", by="MA")
    return world.signed(OFFICER, "MA")


@refused("key-ended", authority="key-ended")
def a_key_that_was_rotated(world: World) -> Source:
    old = world.keys["MA"]
    world.rotate_key("MA")
    world.keys["MA"] = old
    return world.signed(OFFICER, "MA")


@refused("wrong-party", authority="wrong-party")
def a_key_of_another_bureau(world: World) -> Source:
    world.keys["MA"] = world.keys["FR"]
    return world.signed(OFFICER, "MA")


@refused("wrong-party", authority="wrong-party")
def a_bureau_in_the_name_of_the_secretariat(world: World) -> Source:
    world.keys["secretariat"] = world.keys["FR"]
    return world.signed(OFFICER, "secretariat")


@refused("no-mandate", authority="no-mandate")
def no_mandate_although_a_head_is_in_office(world: World) -> Source:
    world.appoint_head("MA")
    del world.heads["MA"]
    return world.signed(OFFICER, "MA")


@refused("unknown-mandate", authority="unknown-mandate")
def a_mandate_of_another_bureau(world: World) -> Source:
    return world.signed(OFFICER, "MA", mandate=world.appoint_head("FR"))


@refused("unknown-mandate", authority="unknown-mandate")
def an_entry_that_is_no_mandate(world: World) -> Source:
    return world.signed(OFFICER, "MA", mandate=0)


@refused("unknown-mandate", authority="unknown-mandate")
def a_mandate_that_nobody_gave_yet(world: World) -> Source:
    return world.signed(OFFICER, "MA", mandate=999)


@refused("mandate-not-in-force", authority="mandate-not-in-force")
def a_mandate_that_was_ended(world: World) -> Source:
    mandate = world.appoint_head("MA")
    world.end_mandate("MA", mandate)
    return world.signed(OFFICER, "MA", mandate=mandate)


@refused("mandate-not-in-force", authority="mandate-not-in-force")
def a_mandate_that_expired(world: World) -> Source:
    mandate = world.appoint_head("MA", ends=world.now.replace(month=2))
    world.now = world.now.replace(month=2)
    return world.signed(OFFICER, "MA", mandate=mandate)


@refused("mandate-not-in-force", authority="mandate-not-in-force")
def a_mandate_that_has_not_begun(world: World) -> Source:
    mandate = world.appoint("MA", role=Role.HEAD, begins=world.now.replace(month=2))
    return world.signed(OFFICER, "MA", mandate=mandate)


@refused("not-head", authority="not-head")
def a_border_officer_registers_an_officer(world: World) -> Source:
    return world.signed(OFFICER, "MA", mandate=world.appoint("MA", role=Role.BORDER))


@refused("not-head", authority="not-head")
def a_duty_officer_appoints_a_head(world: World) -> Source:
    officer = world.register_officer("MA")
    mandate = world.appoint("MA", officer, Role.DUTY)
    return world.signed(AppointOfficer(officer=officer, role=Role.HEAD), "MA", mandate=mandate)


@refused("not-head", authority="not-head")
def an_officer_ends_the_mandate_of_the_head(world: World) -> Source:
    mandate = world.appoint("MA", role=Role.OFFICER)
    head = world.appoint_head("MA")
    return world.signed(EndMandate(mandate=head, reason=EndReason.DISMISSED), "MA", mandate=mandate)


@refused("not-founded", authority="not-founded")
def a_second_founding(world: World) -> Source:
    keys = [keystore.keyid_of(key_of("secretariat", generation)) for generation in (8, 9)]
    world.keys["secretariat"] = key_of("secretariat", 8)
    act = FoundOrganisation(name=NAME, secretariat_key=keys[0], system_key=keys[1])
    return world.signed(act, "secretariat")


@refused("identity-used", authority="identity-used")
def the_identity_of_another_act(world: World) -> Source:
    first = world.signed(OFFICER, "MA")
    world.hand_in(first)
    identity = json.loads(decode(json.loads(first)["payload"]))["id"]
    return world.signed(RegisterOfficer(name="SPECIMEN Other"), "MA", identity=identity)


@refused("identity-used", authority="identity-used")
def the_identity_of_an_act_of_another_bureau(world: World) -> Source:
    first = world.signed(OFFICER, "MA")
    world.hand_in(first)
    identity = json.loads(decode(json.loads(first)["payload"]))["id"]
    return world.signed(OFFICER, "FR", identity=identity)


@refused("erased")
def an_erased_act_handed_in_again(world: World) -> Source:
    source = world.signed(OFFICER, "MA")
    world.erase("MA", world.hand_in(source).index)
    return source


@refused("erased")
def another_act_under_the_identity_of_an_erased_one(world: World) -> Source:
    source = world.signed(OFFICER, "MA")
    world.erase("MA", world.hand_in(source).index)
    said = canonical.loads(decode(json.loads(source)["payload"]))
    said["act"]["name"] = "SPECIMEN Other"
    return envelope.sign(canonical.dumps(said), world.keys["MA"]).normal
