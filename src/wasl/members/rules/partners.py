"""Partners, and agreements with them or among members."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wasl.acts.act import SYSTEM, Author, Decided
from wasl.acts.refusals import Refused
from wasl.acts.registry import decides, loads
from wasl.members import lists, queries
from wasl.members.acts import (
    AdmitPartner,
    AgreementEnd,
    ChangePartner,
    ConcludeAgreement,
    EndAgreement,
    EndPartner,
)
from wasl.members.models import Agreement, Member, Partner
from wasl.members.rules.asked import Rows, all_members, is_over, on_list, with_right


@decides(AdmitPartner)
def decide_partner(act: AdmitPartner, by: Author, at: datetime) -> Decided:
    """By the secretariat, once.

    Raises Refused: not-secretariat, role-without-right, unknown-word, not-a-member, already-partner.
    """
    with_right(by, "partners.manage")
    on_list([act.sort], lists.partner_sorts(), "sort")
    all_members(act.members)
    if queries.partner(act.partner):
        raise Refused("already-partner", _("There is a partner of this name already."), status=409)
    return Decided()


@decides(ChangePartner)
def decide_change(act: ChangePartner, by: Author, at: datetime) -> Decided:
    """By the secretariat, while it is a partner.

    Raises Refused: not-secretariat, role-without-right, unknown-partner, unknown-word, not-a-member.
    """
    with_right(by, "partners.manage")
    _present_partner(act.partner)
    on_list([act.sort], lists.partner_sorts(), "sort")
    all_members(act.members)
    return Decided()


@decides(EndPartner)
def decide_partner_end(act: EndPartner, by: Author, at: datetime) -> Decided:
    """By the secretariat, once, and after its agreements.

    Raises Refused: not-secretariat, role-without-right, unknown-partner, agreements-in-force.
    """
    with_right(by, "partners.manage")
    _present_partner(act.partner)
    if queries.agreements_open(act.partner):
        raise Refused("agreements-in-force", _("The partner's agreements must be ended first."), status=409)
    return Decided()


@loads(AdmitPartner)
def _partner_rows(act: AdmitPartner) -> Rows:
    return [(Partner, act.partner), *((Member, code) for code in act.members)]


def _present_partner(word: str) -> None:
    found = queries.partner(word)
    if found is None or found.ended_at is not None:
        raise Refused("unknown-partner", _("There is no such partner, or it is one no more."), status=404)


@decides(ConcludeAgreement)
def decide_agreement(act: ConcludeAgreement, by: Author, at: datetime) -> Decided:
    """By the secretariat, for a partner or members there are, about what is on the lists, and not over yet.

    Raises Refused: not-secretariat, role-without-right, unknown-partner, not-a-member, unknown-word, already-over.
    """
    with_right(by, "partners.manage")
    if act.partner is not None:
        _present_partner(act.partner)
    all_members(act.members)
    on_list(act.areas, lists.crime_areas(), "areas")
    on_list(act.shares, lists.shareable(), "shares")
    if act.ends and act.ends <= at:
        raise Refused("already-over", _("The agreement would be over already."))
    return Decided()


@decides(EndAgreement)
def decide_agreement_end(act: EndAgreement, by: Author, at: datetime) -> Decided:
    """By the secretariat, once; or by the installation when its time is over.

    Raises Refused: not-secretariat, role-without-right, unknown-agreement, already-ended, not-expired.
    """
    if by.party != SYSTEM:
        with_right(by, "partners.manage")
    held = queries.agreement(act.agreement)
    if held is None:
        raise Refused("unknown-agreement", _("There is no such agreement."), status=404)
    if held.ended_at:
        raise Refused("already-ended", _("This agreement was ended before."), status=409)
    if (by.party == SYSTEM or act.reason == AgreementEnd.EXPIRED) and not is_over(held, at):
        raise Refused("not-expired", _("The agreement's time is not over."))
    return Decided()


@loads(EndAgreement)
def _agreement_rows(act: EndAgreement) -> Rows:
    return [(Agreement, act.agreement)]
