"""Suspended rights."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wasl.acts.act import SYSTEM, Author, Decided
from wasl.acts.refusals import Refused
from wasl.acts.registry import decides, loads
from wasl.members import lists, queries
from wasl.members.acts import RestoreReason, RestoreRights, Suspended, SuspendRights
from wasl.members.models import Suspension
from wasl.members.rules.asked import Rows, all_members, is_over, on_list, with_right


@decides(SuspendRights)
def decide_suspension(act: SuspendRights, by: Author, at: datetime) -> Decided:
    """By the secretariat, for a member, of rights that are not suspended yet. It begins never before the act.

    Raises Refused: not-secretariat, role-without-right, not-a-member, unknown-word, already-suspended, already-over.
    """
    with_right(by, "rights.suspend")
    all_members([act.member])
    on_list(act.rights, lists.suspendable(), "rights")
    if queries.suspended_or_to_be(act.member, at) & set(act.rights):
        raise Refused("already-suspended", _("One of these rights is suspended already."), status=409)
    begins = max(at, act.begins or at)
    if act.ends and act.ends <= begins:
        raise Refused("already-over", _("The suspension would end before it begins."))
    return Suspended(begins=begins)


@decides(RestoreRights)
def decide_restoration(act: RestoreRights, by: Author, at: datetime) -> Decided:
    """By the secretariat, once; or by the installation when the time is over.

    Raises Refused: not-secretariat, role-without-right, unknown-suspension, already-ended, not-expired.
    """
    if by.party != SYSTEM:
        with_right(by, "rights.suspend")
    held = queries.suspension(act.suspension)
    if held is None:
        raise Refused("unknown-suspension", _("There is no such suspension."), status=404)
    if held.ended_at:
        raise Refused("already-ended", _("These rights were restored before."), status=409)
    if (by.party == SYSTEM or act.reason == RestoreReason.EXPIRED) and not is_over(held, at):
        raise Refused("not-expired", _("The suspension's time is not over."))
    return Decided()


@loads(RestoreRights)
def _suspension_rows(act: RestoreRights) -> Rows:
    return [(Suspension, act.suspension)]
