"""Notifications owed to people: written in the act's transaction, sent after commit, retried until they went.

A message never carries content: it says that something waits, and where. E-mail goes to an address; what is for
people goes to whoever has the role, the office or the account, as the room of accounts knows them. Without a mail
server no e-mail is tried, and all stays owed until there is one.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Min
from django.template.loader import render_to_string
from django.utils import translation

from wasl.acts import clock
from wasl.acts.models import OutboxMessage

log = logging.getLogger(__name__)

EMAIL = "email"
PEOPLE = "people"
RETRIES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""Waits between attempts; the last one repeats for ever, since what is owed stays owed."""

BATCH = 50

Completer = Callable[[OutboxMessage], str | None]

_completers: dict[str, Completer] = {}
"""By template: what finds the path of a message when it is sent."""

SECONDS = 20
"""For how long a tick begins to send messages: a mail server that hangs holds up no deadline for longer."""

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"
"""The way of mail where neither a server nor a folder is named (`EMAIL_BACKEND`)."""


def email(recipient: str, language: str, template: str, path: str) -> OutboxMessage:
    """A message to owe: `template` is a name under `outbox/`, `path` the page it points to."""
    now = clock.now()
    return OutboxMessage(
        channel=EMAIL,
        recipient=recipient,
        language=language,
        template=template,
        path=path,
        created_at=now,
        next_attempt_at=now,
    )


def people(recipient: str, template: str, path: str) -> OutboxMessage:
    """A message for people: `template` names what is told (`web.notifications`), `path` the page it points to.

    The recipient is `MA/head-of-bureau` (whoever holds the role), `officer/17` (the officer whom that entry
    registered) or `account/3`.
    """
    now = clock.now()
    return OutboxMessage(
        channel=PEOPLE,
        recipient=recipient,
        language="",
        template=template,
        path=path,
        created_at=now,
        next_attempt_at=now,
    )


class Postman(Protocol):
    """Who knows the people: the room of accounts."""

    def reached(self, recipients: Iterable[str]) -> frozenset[str]:
        """Those recipients behind which somebody stands now; for the others nothing is owed."""
        ...

    def deliver(self, messages: Sequence[OutboxMessage]) -> None:
        """Bring the messages to their people, in the transaction that takes them out of the outbox."""
        ...


_postmen: list[Postman] = []


def delivered_by(postman: Postman) -> None:
    """Register the one who knows the people."""
    _postmen[:] = [postman]


def completes(template: str, completer: Completer) -> None:
    """Register what finds the path of such messages when they are sent: so that no secret link lies in the database.

    Where it answers None there is nobody, or nothing any more, to write about: the message is dropped.
    """
    _completers[template] = completer


def owe(messages: Iterable[OutboxMessage]) -> None:
    """Write messages down; called inside the transaction of what they announce."""
    owed = list(messages)
    asked = {message.recipient for message in owed if message.channel == PEOPLE}
    if asked:
        reached = frozenset().union(*(postman.reached(asked) for postman in _postmen))
        owed = [message for message in owed if message.channel != PEOPLE or message.recipient in reached]
    OutboxMessage.objects.bulk_create(owed)


def deliver_at_once() -> int:
    """Bring what is owed to people now; returns how many messages went. A failure is logged, and a tick tries again.

    A message leaves the outbox in the transaction that delivers it: it is neither lost nor delivered twice.
    """
    delivered = 0
    try:
        while _postmen and OutboxMessage.objects.filter(channel=PEOPLE, sent_at=None).exists():
            with transaction.atomic():
                waiting = OutboxMessage.objects.select_for_update(skip_locked=True).filter(channel=PEOPLE, sent_at=None)
                messages = list(waiting.order_by("pk")[:BATCH])
                if not messages:
                    break
                _postmen[0].deliver(messages)
                OutboxMessage.objects.filter(pk__in=[message.pk for message in messages]).delete()
            delivered += len(messages)
    except Exception:
        log.exception("what is owed to people could not be delivered")
    return delivered


def can_send() -> bool:
    """Whether mail goes anywhere from here."""
    return bool(settings.EMAIL_BACKEND != NOWHERE)


def waiting() -> int:
    """How many e-mails are owed and did not go yet."""
    return OutboxMessage.objects.filter(channel=EMAIL, sent_at=None).count()


def waiting_since() -> datetime | None:
    """When the oldest e-mail that waits was written down; None when none waits."""
    owed = OutboxMessage.objects.filter(channel=EMAIL, sent_at=None)
    found: dict[str, datetime | None] = owed.aggregate(oldest=Min("created_at"))
    return found["oldest"]


def send_due(now: datetime) -> int:
    """Send the e-mails that are due, as far as `SECONDS` reach; returns how many went.

    One that fails, for whatever reason, waits and is tried again; it holds up no other.
    """
    if not can_send():
        return 0
    sent, end = 0, monotonic() + SECONDS
    due = OutboxMessage.objects.filter(channel=EMAIL, sent_at=None, next_attempt_at__lte=now).order_by(
        "next_attempt_at"
    )
    for key in list(due.values_list("pk", flat=True)[:BATCH]):
        if monotonic() > end:
            break
        sent += _attempt(key, now)
    return sent


def _attempt(key: int, now: datetime) -> bool:
    """Claim the message before sending, so that two processes do not send it at once."""
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update().filter(pk=key, sent_at=None).first()
        if message is None or message.next_attempt_at > now:
            return False
        message.next_attempt_at = now + RETRIES[min(message.attempts, len(RETRIES) - 1)]
        message.attempts += 1
        message.save()
    try:
        if not _send(message):
            OutboxMessage.objects.filter(pk=key).delete()
            return False
    except Exception as error:  # noqa: BLE001 (whatever it is, the next message is sent)
        log.warning("message %s could not be sent: %s", key, type(error).__name__)
        OutboxMessage.objects.filter(pk=key).update(last_error=type(error).__name__)
        return False
    OutboxMessage.objects.filter(pk=key).update(sent_at=clock.now(), last_error="")
    return True


def _send(message: OutboxMessage) -> bool:
    """Whether there was something to send."""
    completer = _completers.get(message.template)
    path = completer(message) if completer else message.path
    if path is None:
        return False
    with translation.override(message.language):
        context = {"address": f"{settings.WASL_HOME.address}{path}"}
        subject, _, body = render_to_string(f"outbox/{message.template}.txt", context).partition("\n")
    EmailMessage(subject.strip(), body.lstrip("\n"), settings.DEFAULT_FROM_EMAIL, [message.recipient]).send()
    return True
