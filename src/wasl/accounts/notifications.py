"""What people are told: kept here, on the bell and in a list, and sent by e-mail without content.

Rooms owe it through the outbox; this room knows who holds a role, who sits in an officer's seat, and what each chose.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Account, Choices, Notification, Seat
from wasl.acts import clock, deadlines, outbox
from wasl.acts.models import OutboxMessage
from wasl.members.models import Mandate
from wasl.web import live, notifications
from wasl.web.visitors import Visitor

TEMPLATE = "notification"
"""The e-mail: that something waits, and where."""

BEFORE_THE_END = timedelta(days=30)
"""How long before its end somebody is reminded of a mandate."""
MANDATE_ENDS = "mandate-ends"

MOST_COUNTED = 100
"""The bell counts no further."""

EVERY = timedelta(minutes=10)
"""How often mandates are looked through."""

SETTLE = 0.5
"""Seconds within which several notifications move the bell once."""

BELL = "web/live/bell.html"

_looked: dict[str, datetime] = {}

notifications.tells(MANDATE_ENDS, _("A mandate of yours ends within 30 days"))
notifications.tells("invitation-accepted", _("An officer you invited opened their account"), by_mail=False)
notifications.tells("recovery-asked", _("Somebody asks for a new second factor, and you may agree"), by_mail=False)
"""The room sends e-mails of its own about recovery."""


class Postman:
    """Brings what the outbox holds for people."""

    def reached(self, recipients: Iterable[str]) -> frozenset[str]:
        """Those behind whom an account stands now."""
        return frozenset(recipient for recipient, accounts in behind(recipients).items() if accounts)

    def deliver(self, messages: Sequence[OutboxMessage]) -> None:
        """Tell everybody behind each message."""
        accounts = behind({message.recipient for message in messages})
        tell(
            (account, message.template, message.path, f"outbox/{message.pk}")
            for message in messages
            for account in accounts[message.recipient]
        )


def behind(recipients: Iterable[str]) -> dict[str, list[int]]:
    """The open accounts behind recipients: `account/3`, `officer/17`, `MA/head-of-bureau`."""
    wanted = {recipient: recipient.partition("/") for recipient in recipients}
    numbers = {
        kind: {int(rest) for _recipient, (first, _slash, rest) in wanted.items() if first == kind and rest.isdecimal()}
        for kind in ("account", "officer")
    }
    seats = _accounts_of(numbers["officer"])
    accounts = (
        set(open_accounts().filter(pk__in=numbers["account"]).values_list("pk", flat=True))
        if numbers["account"]
        else ()
    )
    found: dict[str, list[int]] = {}
    for recipient, (first, _slash, rest) in wanted.items():
        match first:
            case "account":
                found[recipient] = [int(rest)] if rest.isdecimal() and int(rest) in accounts else []
            case "officer":
                found[recipient] = seats.get(int(rest), []) if rest.isdecimal() else []
            case _:
                found[recipient] = _holders(first, rest)
    return found


def open_accounts() -> "QuerySet[Account]":
    """Every account that was not closed."""
    return Account.objects.filter(is_active=True, closed_at=None)


def _accounts_of(officers: Iterable[int]) -> dict[int, list[int]]:
    wanted: list[int] = list(officers)
    found: dict[int, list[int]] = {}
    if wanted:
        seats = Seat.objects.filter(officer__in=wanted, account__in=open_accounts())
        for officer, account in seats.values_list("officer", "account"):
            found.setdefault(officer, []).append(account)
    return found


def _holders(party: str, role: str) -> list[int]:
    """The accounts of whoever holds a role at a party now."""
    now = clock.now()
    held = Mandate.objects.filter(party=party, role=role, ended_at=None, begins__lte=now)
    officers = held.filter(Q(ends=None) | Q(ends__gt=now)).values("officer")
    seats = Seat.objects.filter(party=party, officer__in=officers, account__in=open_accounts())
    return list(dict.fromkeys(seats.order_by("pk").values_list("account", flat=True)))


def tell(told: Iterable[tuple[int, str, str, str]]) -> None:
    """Keep notifications, `(account, kind, path, key)`, each once, and owe the e-mails that go with them.

    One that the person does not want on the bell is kept as read.
    """
    now, wanted = clock.now(), list(told)
    chosen = Choices.objects.in_bulk({account for account, *_rest in wanted})
    rows = [
        Notification(
            account_id=account,
            kind=kind,
            path=path,
            key=key,
            told_at=now,
            read_at=None if wants_in_page(chosen.get(account), kind) else now,
        )
        for account, kind, path, key in wanted
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    _owe_mail({account for account, kind, *_rest in wanted if wants_mail(chosen.get(account), kind)})
    for account in {row.account_id for row in rows if row.read_at is None}:
        publish_count(account, more=True)


def wants_in_page(chosen: Choices | None, kind: str) -> bool:
    """Whether the bell counts a kind for somebody."""
    return chosen is None or bool(chosen.in_page.get(kind, True))


def wants_mail(chosen: Choices | None, kind: str) -> bool:
    """Whether somebody wants a kind by e-mail."""
    usual = notifications.kind(kind).by_mail
    return usual if chosen is None else bool(chosen.by_mail.get(kind, usual))


def _owe_mail(accounts: Iterable[int]) -> None:
    """One e-mail each; where one waits to be sent, that one will do."""
    people = Account.objects.filter(pk__in=list(accounts))
    waiting = OutboxMessage.objects.filter(channel=outbox.EMAIL, template=TEMPLATE, sent_at=None)
    told = set(waiting.filter(recipient__in=people.values("email")).values_list("recipient", flat=True))
    path = reverse("notifications")
    outbox.owe(outbox.email(one.email, one.language, TEMPLATE, path) for one in people if one.email not in told)


@deadlines.chore
def remind(now: datetime) -> None:
    """Remind people of mandates that end soon, each once; forget what was told long ago."""
    if EVERY > now - _looked.get(MANDATE_ENDS, now - EVERY) >= timedelta(0):
        return
    _looked[MANDATE_ENDS] = now
    Notification.objects.filter(told_at__lt=now - Notification.KEPT).delete()
    ending = Mandate.objects.filter(ended_at=None, ends__gt=now, ends__lte=now + BEFORE_THE_END)
    mandates = {
        f"{MANDATE_ENDS}/{entry}": (entry, officer)
        for entry, officer in ending.filter(officer__in=Seat.objects.values("officer")).values_list("entry", "officer")
    }
    known = set(Notification.objects.filter(kind=MANDATE_ENDS).values_list("account", "key"))
    accounts = _accounts_of({officer for _entry, officer in mandates.values()})
    fresh = [
        (account, MANDATE_ENDS, reverse("entry", args=[entry]), key)
        for key, (entry, officer) in mandates.items()
        for account in accounts.get(officer, ())
        if (account, key) not in known
    ]
    if fresh:
        with transaction.atomic():
            tell(fresh)


def unread(visitor: Visitor) -> int:
    """How many notifications a visitor has not read, as far as the bell counts."""
    return 0 if visitor.account is None else unread_of(visitor.account)


def unread_of(account: int) -> int:
    """The same for an account."""
    return Notification.objects.filter(account=account, read_at=None)[:MOST_COUNTED].count()


def publish_count(account: int, *, more: bool = False) -> None:
    """Let the bells on the account's open pages count anew; with `more`, a screen reader says that there is news."""
    fragment = live.Fragment(BELL, {"account": account, "more": more})
    live.publish(f"account:{account}", f"account:{account}", fragment, settle=SETTLE)


@live.prepares(BELL)
def _bell(keys: Mapping[str, Any]) -> dict[str, Any]:
    """What the bell's fragment shows, counted when it is rendered."""
    return {"unread": unread_of(int(keys["account"])), "more": bool(keys["more"])}


def offered() -> None:
    """Register it; called once, at start."""
    outbox.delivered_by(Postman())
    notifications.counted_by(unread)
