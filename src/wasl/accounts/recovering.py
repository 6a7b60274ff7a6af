"""A lost second factor: two other people agree, then a one-time link lets its owner begin anew.

The head of the bureau knows the person, an administrator knows the installation. Neither alone can take over an
account, and nobody agrees to their own.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.accounts import adapter, audit, links, roles_held, sessions
from wasl.accounts.models import Account, Event, Recovery, Seat, SignIn
from wasl.acts import clock, deadlines, outbox
from wasl.acts.act import SECRETARIAT
from wasl.acts.models import OutboxMessage
from wasl.acts.refusals import Refused
from wasl.web.visitors import Visitor

KIND, NEWS, WAITS = "recovery", "recovery-news", "recovery-waits"
"""Of its links and the template of the mail with one; of the mail that says that something happened; of the mail to
those who are asked to agree."""

LOOKED_BACK = timedelta(hours=1)
"""How far back a tick looks for what was asked: an installation may have stood still."""

HEAD, ADMINISTER = "accounts.recover", "accounts.administer"


def ask(email: str, request: HttpRequest) -> None:
    """Somebody says that they lost their second factor. Nothing shows whether there is such an account."""
    account = Account.objects.filter(email=Account.objects.folded(email), is_active=True).first()
    number, tried = (account.pk, "") if account else (None, email)
    audit.write(request, Event.RECOVERY_ASKED, account=number, tried=tried)


@deadlines.chore
def begin_asked(now: datetime) -> None:
    """Open what was asked for since the last tick: later, so that the time of an answer shows nothing either."""
    asked = SignIn.objects.filter(
        event=Event.RECOVERY_ASKED, at__gt=now - LOOKED_BACK, account__isnull=False, again=False
    )
    for line in asked.order_by("pk"):
        account = Account.objects.filter(pk=line.account or 0, is_active=True).first()
        since = Q(asked_at__gte=line.at) | Q(ended_at__gte=line.at) | Q(ended_at=None, expires_at__gt=now)
        if account and adapter.has_second_factor(account) and not account.recoveries.filter(since).exists():
            begin(account)


def begin(account: Account) -> Recovery | None:
    """Open it, tell the person and those who may agree; None when one is open already."""
    now = clock.now()
    try:
        with transaction.atomic():
            open_before = Recovery.objects.filter(account=account, ended_at=None, expires_at__lte=now)
            open_before.update(ended_at=now)
            recovery = Recovery.objects.create(account=account, asked_at=now, expires_at=now + Recovery.ASKED_FOR)
            others = who_may_agree(account)
            outbox.owe([_news(account), *map(_waits, others), *map(_on_the_bell, others)])
            transaction.on_commit(outbox.deliver_at_once)
    except IntegrityError:
        return None
    return recovery


def who_may_agree(account: Account) -> list[Account]:
    """The people who may agree, for one of the two reasons."""
    parties = {SECRETARIAT, *account.seats.values_list("party", flat=True)}
    seats = Seat.objects.filter(party__in=parties, account__is_active=True).exclude(account=account)
    people = {seat.account_id: seat.account for seat in seats.select_related("account")}
    return [one for one in people.values() if may_as_head(one, account) or roles_held.may(one, ADMINISTER, SECRETARIAT)]


def may_as_head(one: Account, account: Account) -> bool:
    """Whether somebody may agree as head: of the bureau; or of the secretariat, for those who are head themselves."""
    parties = list(account.seats.values_list("party", flat=True))
    if any(roles_held.may(one, HEAD, party) for party in parties):
        return True
    return roles_held.may(account, HEAD) and roles_held.may(one, HEAD, SECRETARIAT)


def parts_open_to(visitor: Visitor, recovery: Recovery) -> list[str]:
    """As what a visitor may agree now: `head`, `administrator`, or nothing."""
    if visitor.account is None or visitor.account == recovery.account_id or not recovery.is_open(clock.now()):
        return []
    if visitor.account in (recovery.by_head, recovery.by_administrator):
        return []
    found = []
    if recovery.by_head is None and visitor.may(HEAD) and _at_the_right_party(visitor, recovery.account):
        found.append("head")
    if recovery.by_administrator is None and visitor.may(ADMINISTER):
        found.append("administrator")
    return found


def _at_the_right_party(visitor: Visitor, account: Account) -> bool:
    if account.seats.filter(party=visitor.party).exists():
        return True
    return visitor.party == SECRETARIAT and roles_held.may(account, HEAD)


def concerns(visitor: Visitor, recovery: Recovery) -> bool:
    """Whether a visitor may see it: whoever may agree or could have."""
    if visitor.account is None or visitor.account == recovery.account_id:
        return False
    return visitor.may(ADMINISTER) or (visitor.may(HEAD) and _at_the_right_party(visitor, recovery.account))


def agree(recovery: Recovery, visitor: Visitor, part: str, request: HttpRequest) -> None:
    """Agree as head or as administrator. Raises Refused: recovery-ended, four-eyes, not-open-to-you."""
    with transaction.atomic():
        recovery = Recovery.objects.select_for_update().get(pk=recovery.pk)
        if not recovery.is_open(clock.now()):
            raise ended()
        _void(recovery)
        people = {recovery.account_id, recovery.by_head, recovery.by_administrator} - {None}
        if visitor.account in people:
            raise Refused("four-eyes", _("Two different people must agree, and not the one whom it is about."))
        if part not in parts_open_to(visitor, recovery):
            raise Refused("not-open-to-you", _("You may not see or do this."), status=403)
        column = "by_head" if part == "head" else "by_administrator"
        setattr(recovery, column, visitor.account)
        setattr(recovery, f"{column}_at", clock.now())
        if recovery.agreed:
            recovery.expires_at = clock.now() + Recovery.LINK_LASTS
        recovery.save()
        account = recovery.account
        outbox.owe([_link(recovery) if recovery.agreed else _news(account)])
    audit.write(request, Event.RECOVERY_AGREED, account=account.pk, by=visitor.account, method=part)


def _void(recovery: Recovery) -> None:
    """An agreement counts only while whoever gave it may still give it: mandates and accounts end in between."""
    if recovery.by_head is not None:
        head = Account.objects.filter(pk=recovery.by_head, is_active=True).first()
        if head is None or not may_as_head(head, recovery.account):
            recovery.by_head = recovery.by_head_at = None
    if recovery.by_administrator is not None:
        administrator = Account.objects.filter(pk=recovery.by_administrator, is_active=True).first()
        if administrator is None or not roles_held.may(administrator, ADMINISTER, SECRETARIAT):
            recovery.by_administrator = recovery.by_administrator_at = None


def refuse(recovery: Recovery, visitor: Visitor, request: HttpRequest) -> None:
    """End it, and tell the person. Raises Refused: recovery-ended."""
    found = Recovery.objects.filter(pk=recovery.pk, ended_at=None, done=False)
    with transaction.atomic():
        if not found.update(ended_at=clock.now(), refused_by=visitor.account):
            raise ended()
        outbox.owe([_news(recovery.account)])
    audit.write(request, Event.RECOVERY_REFUSED, account=recovery.account_id, by=visitor.account)


def by_operator(account: Account) -> str:
    """The operator, who has the keys of the house, agrees in place of both; returns the page of the link."""
    now = clock.now()
    with transaction.atomic():
        Recovery.objects.filter(account=account, ended_at=None).update(ended_at=now)
        recovery = Recovery.objects.create(account=account, asked_at=now, expires_at=now + Recovery.LINK_LASTS)
        # Nobody has these numbers: they say that the operator did it.
        recovery.by_head, recovery.by_administrator = 0, -1
        recovery.by_head_at = recovery.by_administrator_at = now
        recovery.save()
        outbox.owe([_link(recovery)])
    audit.write(None, Event.RECOVERY_AGREED, account=account.pk, method="operator")
    return path_of(recovery)


def path_of(recovery: Recovery) -> str:
    """The page that its link opens."""
    return reverse("account-recover", args=[links.link(KIND, recovery.pk, *_state(recovery))])


def opened_by(text: str) -> Recovery | None:
    """The recovery whose link this is, agreed by both and not used; None for any other."""
    row = links.row_of(text)
    found = Recovery.objects.filter(pk=row).select_related("account").first() if row is not None else None
    if found is None or not found.agreed or not links.opens(text, KIND, found.pk, *_state(found)):
        return None
    return found if found.is_open(clock.now()) and found.account.is_active else None


def complete(message: OutboxMessage) -> str | None:
    """The link for a mail that is about to be sent; None when it was used or ended meanwhile."""
    number = message.path.rstrip("/").rpartition("/")[2]
    found = Recovery.objects.filter(pk=int(number)).first() if number.isdigit() else None
    return path_of(found) if found and found.agreed and found.is_open(clock.now()) else None


def recover(recovery: Recovery, password: str, request: HttpRequest) -> None:
    """A new password; every second factor and every session goes. Raises Refused: recovery-ended."""
    account = recovery.account
    with transaction.atomic():
        if not Recovery.objects.filter(pk=recovery.pk, ended_at=None).update(ended_at=clock.now(), done=True):
            raise ended()
        account.set_password(password)
        account.save(update_fields=["password"])
        account.authenticator_set.all().delete()  # type: ignore[attr-defined]
        sessions.end_all(account.pk)
        outbox.owe([_news(account)])
    audit.write(request, Event.RECOVERED, account=account.pk)


def _state(recovery: Recovery) -> tuple[object, ...]:
    return recovery.by_head, recovery.by_administrator, recovery.expires_at.timestamp()


def ended() -> Refused:
    """Of a recovery that was refused, used or ran out."""
    return Refused("recovery-ended", _("This was refused, used, or has expired."), status=410)


def _news(account: Account) -> OutboxMessage:
    return outbox.email(account.email, account.language, NEWS, reverse("account-history"))


def _waits(one: Account) -> OutboxMessage:
    return outbox.email(one.email, one.language, WAITS, reverse("account-recoveries"))


def _on_the_bell(one: Account) -> OutboxMessage:
    return outbox.people(f"account/{one.pk}", "recovery-asked", reverse("account-recoveries"))


def _link(recovery: Recovery) -> OutboxMessage:
    account = recovery.account
    return outbox.email(account.email, account.language, KIND, reverse("account-recover", args=[str(recovery.pk)]))
