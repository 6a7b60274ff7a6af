"""What this room puts on the desk: what others ask of the visitor, and the ways they often go."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wasl.accounts import notifications
from wasl.accounts.models import Account, Invitation, Notification, Recovery, SignIn
from wasl.accounts.wording import event_title, method_title
from wasl.acts import clock
from wasl.web import desk, finding, formats
from wasl.web import notifications as told
from wasl.web.access import SIGNED_IN
from wasl.web.desk import ASIDE, Card, Figure, Line
from wasl.web.visitors import Visitor

MOST = 5


def recoveries(visitor: Visitor) -> Iterator[Line]:
    """Second factors that the visitor may agree to take off."""
    everywhere = visitor.may("accounts.administer")
    if not everywhere and not visitor.may("accounts.recover"):
        return
    waiting = Recovery.objects.filter(ended_at=None, expires_at__gt=clock.now()).exclude(account=visitor.account)
    if everywhere:
        waiting = waiting.filter(by_administrator=None).exclude(by_head=visitor.account)
    else:
        waiting = waiting.filter(by_head=None, account__seats__party=visitor.party).distinct()
    number = waiting.count()
    if number:
        text = ngettext("%(number)s person", "%(number)s people", number) % {"number": formats.number(number)}
        title = _("Agree that somebody gets a new second factor")
        yield Line(title, reverse("account-recoveries"), text, tone="warn")


def invitations(visitor: Visitor) -> Iterator[Line]:
    """Invitations of the bureau that nobody has accepted yet."""
    if not visitor.may("accounts.invite") or visitor.party is None:
        return
    waiting = Invitation.objects.filter(
        party=visitor.party, accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now()
    )
    number = waiting.count()
    if number:
        text = ngettext("%(number)s invitation", "%(number)s invitations", number) % {"number": formats.number(number)}
        yield Line(_("Invitations not accepted yet"), reverse("account-people"), text)


def unread(visitor: Visitor) -> Iterator[Line]:
    """The newest notifications that were not read."""
    if visitor.account is None:
        return
    for one in Notification.objects.filter(account=visitor.account, read_at=None).order_by("-pk")[:MOST]:
        yield Line(told.kind(one.kind).title, reverse("notification", args=[one.pk]), at=one.told_at)


def accounts(visitor: Visitor) -> Card | None:
    """For the administrator: how many accounts there are, and what came in today."""
    if not visitor.may("accounts.administer"):
        return None
    figures = [
        Figure(_("Accounts"), notifications.open_accounts().count()),
        Figure(_("Open invitations"), _open_invitations()),
        Figure(_("Closed accounts"), Account.objects.exclude(closed_at=None).count()),
    ]
    return Card("accounts", _("Accounts"), figures=figures)


def _open_invitations() -> int:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now()).count()


def sign_ins(visitor: Visitor) -> Card | None:
    """For whoever audits: the newest lines."""
    if not visitor.may("audit.read"):
        return None
    lines = [
        Line(event_title(one.event), remark=method_title(one.method), at=one.at, party=one.party)
        for one in SignIn.objects.filter(again=False).order_by("-pk")[:MOST]
    ]
    everything = (_("The audit"), reverse("audit"))
    return Card("audit", _("Latest sign-ins"), lines, text=_("Nobody has signed in yet."), all=everything, place=ASIDE)


def offered() -> None:
    """Register it all; called once, at start."""
    desk.waits(10, recoveries)
    desk.waits(15, unread)
    desk.waits(30, invitations)
    desk.offer(30, accounts)
    desk.offer(40, sign_ins)
    finding.page(_("Profile"), "profile", SIGNED_IN)
    finding.page(_("Notifications"), "notifications", SIGNED_IN)
    finding.page(_("Password and second factor"), "mfa_index", SIGNED_IN)
    finding.page(_("Where you are signed in"), "usersessions_list", SIGNED_IN)
    finding.page(_("When you signed in"), "account-history", SIGNED_IN)
    desk.shortcut(30, "accounts.invite", _("Invite an officer to sign in"), "account-people", "mail")
    desk.shortcut(40, "programs.manage", _("Give a program a key"), "account-programs", "program")
    desk.shortcut(50, "audit.read", _("Read who signed in"), "audit", "eye")
    desk.shortcut(51, "audit.own", _("Read who of the bureau signed in"), "audit-bureau", "eye")
    desk.shortcut(85, SIGNED_IN, _("See your roles, and choose what you are told"), "profile", "person")
    desk.shortcut(60, "accounts.administer", _("Agree to a recovery"), "account-recoveries", "shield")
