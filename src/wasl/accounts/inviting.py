"""Inviting an officer, accepting, leaving."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.accounts import audit, links, sessions
from wasl.accounts.models import Account, Choices, Event, Invitation, Program, Recovery, Seat
from wasl.acts import clock, outbox
from wasl.acts.models import OutboxMessage
from wasl.acts.refusals import Refused
from wasl.members import queries
from wasl.members.models import Mandate, Officer

KIND = "invitation"
"""Of its links, and the template of its mail."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an officer has an account: `account`, or an open `invitation`, or neither."""

    account: Account | None
    invitation: Invitation | None


def invite(
    officer: Officer, email: str, language: str, *, by: int | None, request: HttpRequest | None = None
) -> Invitation:
    """Invite an officer by mail. Raises Refused: has-account, already-invited."""
    now = clock.now()
    if Seat.objects.filter(officer=officer.entry, account__is_active=True).exists():
        raise Refused("has-account", _("This officer has an account already."), status=409)
    try:
        with transaction.atomic():
            # What ran out makes way.
            open_before = Invitation.objects.filter(officer=officer.entry, accepted_at=None, withdrawn_at=None)
            open_before.filter(expires_at__lte=now).update(withdrawn_at=now)
            invitation = Invitation.objects.create(
                party=officer.party,
                officer=officer.entry,
                email=Account.objects.folded(email),
                language=language,
                invited_by=by,
                invited_at=now,
                expires_at=now + Invitation.LASTS,
            )
            _send(invitation)
    except IntegrityError as error:
        raise Refused("already-invited", _("This officer is invited already."), status=409) from error
    audit.write(request, Event.INVITED, account=by, party=officer.party, method="" if by else "operator")
    return invitation


def send_again(invitation: Invitation) -> None:
    """A new link, which opens for 72 hours from now; the old one opens nothing. Raises Refused: invitation-ended."""
    if invitation.accepted_at or invitation.withdrawn_at:
        raise ended()
    invitation.turn += 1
    invitation.expires_at = clock.now() + Invitation.LASTS
    with transaction.atomic():
        invitation.save(update_fields=["turn", "expires_at"])
        _send(invitation)


def withdraw(invitation: Invitation) -> None:
    """Its link opens nothing from now on. Raises Refused: invitation-ended."""
    now = clock.now()
    found = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not found.update(withdrawn_at=now):
        raise ended()


def _send(invitation: Invitation) -> None:
    path = reverse("account-invited", args=[str(invitation.pk)])
    outbox.owe([outbox.email(invitation.email, invitation.language, KIND, path)])


def path_of(invitation: Invitation) -> str:
    """The page that its newest link opens."""
    return reverse("account-invited", args=[links.link(KIND, invitation.pk, invitation.turn)])


def complete(message: OutboxMessage) -> str | None:
    """The link for a mail that is about to be sent; None when the invitation is no longer open."""
    number = message.path.rstrip("/").rpartition("/")[2]
    found = Invitation.objects.filter(pk=int(number)).first() if number.isdigit() else None
    return path_of(found) if found and found.is_open(clock.now()) else None


def opened_by(text: str) -> Invitation | None:
    """The open invitation whose newest link this is; None for any other."""
    row = links.row_of(text)
    found = Invitation.objects.filter(pk=row).first() if row is not None else None
    if found is None or not links.opens(text, KIND, found.pk, found.turn) or not found.is_open(clock.now()):
        return None
    return found if queries.officer(found.officer) else None


def accept(
    invitation: Invitation, request: HttpRequest, *, account: Account | None = None, password: str | None = None
) -> Account:
    """Open the account, or give one that the person has another seat. Raises Refused: invitation-ended."""
    now = clock.now()
    with transaction.atomic():
        if not Invitation.objects.filter(
            pk=invitation.pk, accepted_at=None, withdrawn_at=None, turn=invitation.turn, expires_at__gt=now
        ).update(accepted_at=now):
            raise ended()
        made = account is None
        if account is None:
            account = _opened(invitation, password)
        Seat.objects.filter(officer=invitation.officer, account__is_active=False).delete()
        Seat.objects.create(account=account, party=invitation.party, officer=invitation.officer)
        if invitation.invited_by is not None:
            recipient = f"account/{invitation.invited_by}"
            outbox.owe([outbox.people(recipient, "invitation-accepted", reverse("officer", args=[invitation.officer]))])
            transaction.on_commit(outbox.deliver_at_once)
    event = Event.OPENED if made else Event.SEAT_ADDED
    audit.write(request, event, account=account.pk, by=invitation.invited_by, party=invitation.party)
    return account


def _opened(invitation: Invitation, password: str | None) -> Account:
    """A new account; whoever comes back gets their closed one again, with nothing of what it had."""
    account = Account.objects.filter(email=invitation.email).first()
    if account is None:
        return Account.objects.open(invitation.email, invitation.language, password)
    if account.is_active:
        raise ended()
    account.seats.all().delete()
    account.notifications.all().delete()
    Choices.objects.filter(account=account).delete()
    account.set_password(password)
    account.is_active, account.closed_at, account.language = True, None, invitation.language
    account.save()
    return account


def ended() -> Refused:
    """Of an invitation that was used, withdrawn or ran out."""
    return Refused("invitation-ended", _("This invitation was used, withdrawn, or has expired."), status=410)


def close(account: Account, *, by: int | None, request: HttpRequest | None = None) -> None:
    """Whoever left can sign in no more, at once: sessions end, password and passkeys go. Mandates end by an act."""
    with transaction.atomic():
        account.is_active = False
        account.closed_at = clock.now()
        account.password = make_password(None)
        account.save(update_fields=["is_active", "closed_at", "password"])
        account.authenticator_set.all().delete()  # type: ignore[attr-defined]
        Recovery.objects.filter(account=account, ended_at=None).update(ended_at=clock.now())
        sessions.end_all(account.pk)
        sessions.hang_up(account=account.pk)
    audit.write(request, Event.CLOSED, account=account.pk, by=by, method="" if by else "operator")


def leave(seat: Seat, *, by: int | None, request: HttpRequest | None = None) -> None:
    """Somebody who acts elsewhere too gives up this post alone, at once."""
    account = seat.account_id
    seat.delete()
    sessions.hang_up(account=account)
    audit.write(request, Event.CLOSED, account=account, by=by, party=seat.party)


def mandates_in_force(account: Account) -> list[Mandate]:
    """The mandates that whoever leaves still holds: the bureau ends them by acts."""
    now, officers = clock.now(), account.seats.values_list("officer", flat=True)
    held = Mandate.objects.filter(officer__in=list(officers), ended_at=None).order_by("entry")
    return [mandate for mandate in held if mandate.ends is None or now < mandate.ends]


def standing(officers: list[int]) -> dict[int, Standing]:
    """Which of these officers have an account or an open invitation."""
    seats = {seat.officer: seat.account for seat in Seat.objects.filter(officer__in=officers).select_related("account")}
    waiting = Invitation.objects.filter(officer__in=officers, accepted_at=None, withdrawn_at=None)
    invited = {found.officer: found for found in waiting}
    return {officer: Standing(seats.get(officer), invited.get(officer)) for officer in officers}


def programs_of(account: Account) -> list[Program]:
    """The programs that this person gave keys to, still in force: the bureau decides whether they go on."""
    now = clock.now()
    return [found for found in Program.objects.filter(created_by=account.pk) if found.in_force(now)]
