"""Partners, agreements and suspended rights: said by the secretariat, ended by decision or by time."""

from datetime import timedelta

import pytest

from tests.people import person
from tests.world import NAME, World
from wasl.acts import clock, deadlines, queries
from wasl.acts.models import OutboxMessage
from wasl.members import due
from wasl.members import queries as members
from wasl.members.acts import (
    AdmitPartner,
    AgreementEnd,
    ChangePartner,
    ConcludeAgreement,
    EndAgreement,
    EndPartner,
    PartnerEnd,
    RestoreReason,
    RestoreRights,
    Role,
    SuspendRights,
)
from wasl.members.models import Agreement, Partner, Suspension

OTHER = {language: f"SPECIMEN {language}" for language in NAME}


def _partner(world: World, *codes: str) -> int:
    act = AdmitPartner(partner="specimen-union", name=NAME, sort="regional-body", members=codes)
    return world.perform(act, by="secretariat").index


def _agreement(world: World, *codes: str, days: int | None = 100) -> int:
    act = ConcludeAgreement(
        partner=None if codes else "specimen-union",
        members=codes,
        title=NAME,
        areas=("terrorism",),
        shares=("notices",),
        begins=world.now - timedelta(days=1),
        ends=world.now + timedelta(days=days) if days else None,
        reference="SPECIMEN 1",
    )
    return world.perform(act, by="secretariat").index


def _suspend(world: World, *rights: str, days: int | None = None, wait: int = 0) -> int:
    act = SuspendRights(
        member="MA",
        rights=rights or ("vote",),
        reason="SPECIMEN: an invented reason",
        article="SPECIMEN 52",
        begins=world.now + timedelta(days=wait) if wait else None,
        ends=world.now + timedelta(days=days) if days else None,
    )
    return world.perform(act, by="secretariat").index


def _tick(world: World) -> list[str]:
    with clock.held_at(world.now):
        receipts = deadlines.tick()
    kept = [queries.kept(receipt.index) for receipt in receipts]
    return [found.row.kind for found in kept if found]


def test_a_partner_is_what_was_said_of_it_last(world: World) -> None:
    entry = _partner(world, "MA", "SN")
    act = ChangePartner(partner="specimen-union", name=OTHER, sort="bilateral", members=("FR",))
    changed = world.perform(act, by="secretariat").index
    found = Partner.objects.get()

    assert (found.entry, found.changed_by, found.name, found.members) == (entry, changed, OTHER, ["FR"])
    assert [each.partner for each in members.partners_of("FR")] == ["specimen-union"]
    assert members.partners_of("MA") == []


def test_a_partner_that_ended_is_no_members_partner(world: World) -> None:
    _partner(world, "MA")
    world.perform(EndPartner(partner="specimen-union", reason=PartnerEnd.WITHDREW), by="secretariat")

    assert members.partners_of("MA") == []
    assert Partner.objects.get().end_reason == "withdrew"


def test_a_clerk_of_the_secretariat_looks_after_partners(world: World) -> None:
    world.appoint_head("secretariat")
    clerk = world.appoint("secretariat", role=Role.CLERK)
    act = AdmitPartner(partner="specimen-union", name=NAME, sort="regional-body")

    assert world.perform(act, by="secretariat", mandate=clerk).index == Partner.objects.get().entry


def test_members_of_a_partner_are_under_its_agreements(world: World) -> None:
    _partner(world, "MA")
    entry = _agreement(world)
    among = _agreement(world, "FR", "SN")

    assert [each.entry for each in members.agreements(member="MA")] == [entry]
    assert [each.entry for each in members.agreements(member="FR")] == [among]
    assert [each.entry for each in members.agreements(area="terrorism")] == [among, entry]
    assert members.agreements(area="cybercrime") == []


def test_an_agreement_ends_by_decision(world: World) -> None:
    entry = _agreement(world, "FR", "MA")
    world.perform(EndAgreement(agreement=entry, reason=AgreementEnd.DENOUNCED), by="secretariat")

    assert Agreement.objects.get().end_reason == "denounced"


def test_an_agreement_ends_when_its_time_is_over(world: World) -> None:
    _agreement(world, "FR", "MA", days=10)
    world.pass_time(days=9)
    assert _tick(world) == []
    world.pass_time(days=1)

    assert _tick(world) == ["members.end-agreement/1"]
    assert Agreement.objects.get().end_reason == "expired"
    assert _tick(world) == []


def test_both_sides_are_told_once_that_an_agreement_is_about_to_end(world: World) -> None:
    _partner(world, "MA", "SN")
    for party in ("secretariat", "MA", "SN", "FR"):
        person(world, party)
    person(world, "secretariat", Role.CLERK)
    entry = _agreement(world, days=100)
    due.warn_of_ending_agreements(world.now)
    assert not OutboxMessage.objects.filter(template="agreement-ending").exists()
    for _time in range(2):
        due.warn_of_ending_agreements(world.pass_time(days=10))
    told = OutboxMessage.objects.filter(template="agreement-ending").order_by("pk")

    assert [message.recipient for message in told] == [
        "secretariat/head-of-bureau",
        "MA/head-of-bureau",
        "SN/head-of-bureau",
        "secretariat/secretariat-clerk",
    ]
    assert {message.path for message in told} == {f"/agreements/{entry}/"}


def test_an_agreement_without_an_end_warns_of_nothing(world: World) -> None:
    _agreement(world, "FR", "MA", days=None)
    world.pass_time(days=3000)

    assert _tick(world) == []
    due.warn_of_ending_agreements(world.now)
    assert not OutboxMessage.objects.filter(template="agreement-ending").exists()


def test_suspended_rights_are_named_until_they_are_restored(world: World) -> None:
    entry = _suspend(world, "vote", "host")
    assert members.rights_suspended("MA", world.now) == {"vote", "host"}
    assert members.rights_suspended("FR", world.now) == frozenset()
    assert members.rights_suspended("MA", world.now - timedelta(seconds=1)) == frozenset()
    at = world.pass_time(days=1)
    world.perform(RestoreRights(suspension=entry, reason=RestoreReason.DECIDED), by="secretariat")

    assert members.rights_suspended("MA", at) == frozenset()
    assert members.rights_suspended("MA", at - timedelta(hours=1)) == {"vote", "host"}, "what was, was"


def test_rights_come_back_when_the_time_is_over(world: World) -> None:
    _suspend(world, days=10)
    world.pass_time(days=10)
    assert members.rights_suspended("MA", world.now) == frozenset(), (
        "at once, whether the installation was there or not"
    )

    assert _tick(world) == ["members.restore-rights/1"]
    assert Suspension.objects.get().end_reason == "expired"


def test_a_suspension_may_begin_later(world: World) -> None:
    _suspend(world, wait=5)
    assert members.rights_suspended("MA", world.now) == frozenset()

    assert members.rights_suspended("MA", world.now + timedelta(days=5)) == {"vote"}
    assert members.suspended_members(world.now + timedelta(days=5)) == {"MA": frozenset({"vote"})}


@pytest.mark.parametrize("right", ["vote", "host", "exchange", "be-elected"])
def test_another_right_can_be_suspended_meanwhile(world: World, right: str) -> None:
    _suspend(world, "vote")
    act = SuspendRights(member="MA", rights=(right,), reason="SPECIMEN", article="SPECIMEN 1")

    if right == "vote":
        assert world.refusal(act, by="secretariat") == "already-suspended"
    else:
        world.perform(act, by="secretariat")
        assert members.rights_suspended("MA", world.now) == {"vote", right}
