"""What the installation does by itself in this room: it ends mandates, agreements and suspensions that are over.

Before an agreement ends, those on both sides are told.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction

from wasl.acts import deadlines, outbox
from wasl.acts.act import SECRETARIAT, Act
from wasl.acts.models import OutboxMessage
from wasl.members import queries
from wasl.members.acts import AgreementEnd, EndAgreement, EndMandate, EndReason, RestoreReason, RestoreRights, Role
from wasl.members.models import Agreement, AgreementWarning


@deadlines.due
def expired_mandates(now: datetime, limit: int) -> Iterable[Act]:
    """One act for each mandate that expired and is not ended."""
    return [EndMandate(mandate=entry, reason=EndReason.EXPIRED) for entry in queries.expired(now, limit)]


@deadlines.due
def expired_agreements(now: datetime, limit: int) -> Iterable[Act]:
    """One act for each agreement that expired and is not ended."""
    found = queries.expired_agreements(now, limit)
    return [EndAgreement(agreement=entry, reason=AgreementEnd.EXPIRED) for entry in found]


@deadlines.due
def expired_suspensions(now: datetime, limit: int) -> Iterable[Act]:
    """One act for each suspension that expired and whose rights are not restored."""
    found = queries.expired_suspensions(now, limit)
    return [RestoreRights(suspension=entry, reason=RestoreReason.EXPIRED) for entry in found]


@deadlines.chore
def warn_of_ending_agreements(now: datetime) -> None:
    """Tell both sides, once, that an agreement is about to end."""
    ending = queries.agreements_ending(now, now + queries.WARNED)
    told = set(
        AgreementWarning.objects.filter(agreement__in=[each.entry for each in ending]).values_list(
            "agreement", flat=True
        )
    )
    for agreement in ending:
        if agreement.entry not in told:
            _tell(agreement, now)


def _tell(agreement: Agreement, now: datetime) -> None:
    with transaction.atomic():
        _row, is_new = AgreementWarning.objects.get_or_create(
            agreement=agreement.entry, ends=agreement.ends or now, defaults={"told_at": now}
        )
        if is_new:
            outbox.owe(_warnings(agreement))


def _warnings(agreement: Agreement) -> Iterator[OutboxMessage]:
    """To the heads of the bureaus concerned, and to those at the secretariat who look after agreements."""
    partner = queries.partner(agreement.partner) if agreement.partner else None
    members = {*agreement.members, *(partner.members if partner else ())}
    people = [f"{party}/{Role.HEAD}" for party in (SECRETARIAT, *sorted(members))]
    for recipient in [*people, f"{SECRETARIAT}/{Role.CLERK}"]:
        yield outbox.people(recipient, "agreement-ending", f"/agreements/{agreement.entry}/")
