"""What the rules of roles, bureaus, partners, agreements and suspended rights refuse."""

from datetime import timedelta
from typing import Any

from tests.integration.acts.refused.cases import Source, changed, refused
from tests.world import NAME, World
from wasl.acts.act import Act
from wasl.members.acts import (
    AdmitPartner,
    AgreementEnd,
    AppointOfficer,
    ChangePartner,
    ConcludeAgreement,
    DescribeBureau,
    EndAgreement,
    EndPartner,
    Hours,
    PartnerEnd,
    RestoreReason,
    RestoreRights,
    Role,
    SuspendRights,
)

UNION = AdmitPartner(partner="specimen-union", name=NAME, sort="regional-body", members=("MA",))
CHANGED = ChangePartner(partner="specimen-union", name=NAME, sort="bilateral")
SUSPENSION = SuspendRights(member="MA", rights=("vote",), reason="SPECIMEN reason", article="SPECIMEN 52")
BUREAU = DescribeBureau(time_zone="Africa/Casablanca")


def agreed(world: World, **other: Any) -> ConcludeAgreement:
    """An agreement with the partner that each of these tests admits."""
    said: dict[str, Any] = {
        "partner": "specimen-union",
        "title": NAME,
        "areas": ("terrorism",),
        "shares": ("notices",),
        "begins": world.now,
        "reference": "SPECIMEN 1",
    }
    return ConcludeAgreement(**said | other)


def _by_clerk(world: World, act: Act) -> Source:
    """Said under the mandate of a clerk of the secretariat, whose role manages partners and nothing else."""
    world.appoint_head("secretariat")
    return world.signed(act, "secretariat", mandate=world.appoint("secretariat", role=Role.CLERK))


@refused("role-not-given-here")
def a_bureau_appoints_a_teller(world: World) -> Source:
    return world.signed(AppointOfficer(officer=world.register_officer("MA"), role=Role.TELLER), "MA")


@refused("role-not-given-here")
def the_secretariat_appoints_a_border_officer(world: World) -> Source:
    officer = world.register_officer("secretariat")
    return world.signed(AppointOfficer(officer=officer, role=Role.BORDER), "secretariat")


@refused("not-head")
def an_officer_describes_the_bureau(world: World) -> Source:
    world.appoint_head("MA")
    return world.signed(BUREAU, "MA", mandate=world.appoint("MA"))


@refused("unknown-time-zone")
def a_bureau_in_a_time_zone_that_is_none(world: World) -> Source:
    return world.signed(DescribeBureau(time_zone="Africa/Specimen"), "MA")


@refused("unknown-language")
def a_bureau_that_speaks_a_language_nobody_knows(world: World) -> Source:
    return world.signed(DescribeBureau(time_zone="Africa/Casablanca", languages=("xq",)), "MA")


@refused("invalid-act")
def a_bureau_whose_telephone_has_no_country_code(world: World) -> Source:
    return changed(world, BUREAU, "MA", telephones=["0500 000 000"])


@refused("invalid-act")
def a_bureau_whose_address_of_mail_is_none(world: World) -> Source:
    return changed(world, BUREAU, "MA", emails=["specimen"])


@refused("invalid-act")
def a_bureau_with_a_language_written_out(world: World) -> Source:
    return changed(world, BUREAU, "MA", languages=["Arabic"])


@refused("invalid-act")
def a_bureau_in_a_time_zone_in_words(world: World) -> Source:
    return changed(world, BUREAU, "MA", time_zone="Central European Time")


@refused("invalid-act")
def a_bureau_that_opens_at_an_hour_that_is_none(world: World) -> Source:
    return changed(world, BUREAU, "MA", hours=[{"day": 1, "opens": "25:00", "closes": "26:00"}])


@refused("invalid-act")
def a_bureau_that_closes_before_it_opens(world: World) -> Source:
    return changed(world, BUREAU, "MA", hours=[{"day": 1, "opens": "16:00", "closes": "08:00"}])


@refused("invalid-act")
def a_bureau_with_hours_that_overlap(world: World) -> Source:
    hours = [Hours(day=1, opens=opens, closes="16:00").model_dump() for opens in ("08:00", "10:00")]
    return changed(world, BUREAU, "MA", hours=hours)


@refused("invalid-act")
def a_bureau_round_the_clock_with_hours(world: World) -> Source:
    return changed(world, BUREAU, "MA", always=True, hours=[{"day": 1, "opens": "08:00", "closes": "16:00"}])


@refused("not-secretariat")
def a_bureau_admits_a_partner(world: World) -> Source:
    return world.signed(UNION, "MA")


@refused("role-without-right")
def a_reviewer_admits_a_partner(world: World) -> Source:
    world.appoint_head("secretariat")
    return world.signed(UNION, "secretariat", mandate=world.appoint("secretariat", role=Role.REVIEWER))


@refused("role-without-right")
def a_clerk_suspends_rights(world: World) -> Source:
    return _by_clerk(world, SUSPENSION)


@refused("unknown-word")
def a_partner_of_a_kind_that_is_on_no_list(world: World) -> Source:
    return world.signed(UNION.model_copy(update={"sort": "specimen"}), "secretariat")


@refused("not-a-member")
def a_partner_to_which_no_member_belongs(world: World) -> Source:
    return world.signed(UNION.model_copy(update={"members": ("SN",)}), "secretariat")


@refused("already-partner")
def a_partner_admitted_twice(world: World) -> Source:
    world.perform(UNION, by="secretariat")
    return world.signed(UNION, "secretariat")


@refused("invalid-act")
def a_partner_with_a_word_of_capitals(world: World) -> Source:
    return changed(world, UNION, "secretariat", partner="Specimen Union")


@refused("unknown-partner")
def a_change_of_a_partner_that_is_none(world: World) -> Source:
    return world.signed(CHANGED, "secretariat")


@refused("unknown-partner")
def a_partnership_ended_twice(world: World) -> Source:
    world.perform(UNION, by="secretariat")
    world.perform(EndPartner(partner="specimen-union", reason=PartnerEnd.WITHDREW), by="secretariat")
    return world.signed(EndPartner(partner="specimen-union", reason=PartnerEnd.WITHDREW), "secretariat")


@refused("agreements-in-force")
def a_partnership_ended_before_its_agreements(world: World) -> Source:
    world.perform(UNION, by="secretariat")
    world.perform(agreed(world), by="secretariat")
    return world.signed(EndPartner(partner="specimen-union", reason=PartnerEnd.WITHDREW), "secretariat")


@refused("unknown-partner")
def an_agreement_with_a_partner_that_is_none(world: World) -> Source:
    return world.signed(agreed(world), "secretariat")


@refused("unknown-word")
def an_agreement_about_what_is_on_no_list(world: World) -> Source:
    return world.signed(agreed(world, partner=None, members=("FR", "MA"), areas=("specimen",)), "secretariat")


@refused("already-over")
def an_agreement_that_is_over_already(world: World) -> Source:
    begins, ends = world.now - timedelta(days=9), world.now - timedelta(days=1)
    return world.signed(agreed(world, partner=None, members=("FR", "MA"), begins=begins, ends=ends), "secretariat")


@refused("invalid-act")
def an_agreement_of_one_member_with_itself(world: World) -> Source:
    return changed(world, agreed(world), "secretariat", partner=None, members=["MA"])


@refused("invalid-act")
def an_agreement_that_ends_before_it_begins(world: World) -> Source:
    said = agreed(world, ends=world.now + timedelta(days=1))
    return changed(world, said, "secretariat", begins="2029-01-05T08:00:00.000000Z")


@refused("invalid-act")
def an_agreement_about_nothing(world: World) -> Source:
    return changed(world, agreed(world), "secretariat", areas=[])


@refused("unknown-agreement")
def an_ending_of_what_is_no_agreement(world: World) -> Source:
    return world.signed(EndAgreement(agreement=0, reason=AgreementEnd.DENOUNCED), "secretariat")


@refused("already-ended")
def an_agreement_ended_twice(world: World) -> Source:
    entry = world.perform(agreed(world, partner=None, members=("FR", "MA")), by="secretariat").index
    world.perform(EndAgreement(agreement=entry, reason=AgreementEnd.DENOUNCED), by="secretariat")
    return world.signed(EndAgreement(agreement=entry, reason=AgreementEnd.REPLACED), "secretariat")


@refused("not-expired")
def the_installation_ends_an_agreement_before_its_time(world: World) -> Source:
    entry = world.perform(agreed(world, partner=None, members=("FR", "MA")), by="secretariat").index
    return world.signed(EndAgreement(agreement=entry, reason=AgreementEnd.EXPIRED), "system")


@refused("unknown-word")
def a_suspension_of_a_right_that_is_none(world: World) -> Source:
    return world.signed(SUSPENSION.model_copy(update={"rights": ("breathe",)}), "secretariat")


@refused("not-a-member")
def a_suspension_of_who_is_no_member(world: World) -> Source:
    return world.signed(SUSPENSION.model_copy(update={"member": "SN"}), "secretariat")


@refused("already-suspended")
def a_right_suspended_twice(world: World) -> Source:
    world.perform(SUSPENSION, by="secretariat")
    return world.signed(SUSPENSION.model_copy(update={"rights": ("host", "vote")}), "secretariat")


@refused("already-over")
def a_suspension_that_is_over_already(world: World) -> Source:
    return world.signed(SUSPENSION.model_copy(update={"ends": world.now}), "secretariat")


@refused("invalid-act")
def a_suspension_that_ends_before_it_begins(world: World) -> Source:
    said = SUSPENSION.model_copy(update={"ends": world.now + timedelta(days=1)})
    return changed(world, said, "secretariat", begins="2029-01-05T08:00:00.000000Z")


@refused("unknown-suspension")
def a_restoration_of_nothing(world: World) -> Source:
    return world.signed(RestoreRights(suspension=0, reason=RestoreReason.DECIDED), "secretariat")


@refused("already-ended")
def rights_restored_twice(world: World) -> Source:
    entry = world.perform(SUSPENSION, by="secretariat").index
    world.perform(RestoreRights(suspension=entry, reason=RestoreReason.DECIDED), by="secretariat")
    return world.signed(RestoreRights(suspension=entry, reason=RestoreReason.DECIDED), "secretariat")


@refused("not-expired")
def the_installation_restores_rights_before_their_time(world: World) -> Source:
    entry = world.perform(SUSPENSION, by="secretariat").index
    return world.signed(RestoreRights(suspension=entry, reason=RestoreReason.EXPIRED), "system")
