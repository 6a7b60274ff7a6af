"""Notifications owed to people: written in the act's transaction, sent after commit, retried until they went.

A message never carries content: it says that something waits, and where. E-mail for now; browser notifications
are another channel. Without a mail server nothing is tried, and all stays owed until there is one.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from time import monotonic

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
RETRIES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""Waits between attempts; the last one repeats for ever, since what is owed stays owed."""

BATCH = 50

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


def owe(messages: Iterable[OutboxMessage]) -> None:
    """Write messages down; called inside the transaction of what they announce."""
    OutboxMessage.objects.bulk_create(list(messages))


def can_send() -> bool:
    """Whether mail goes anywhere from here."""
    return bool(settings.EMAIL_BACKEND != NOWHERE)


def waiting() -> int:
    """How many messages are owed and did not go yet."""
    return OutboxMessage.objects.filter(sent_at=None).count()


def waiting_since() -> datetime | None:
    """When the oldest message that waits was written down; None when none waits."""
    found: dict[str, datetime | None] = OutboxMessage.objects.filter(sent_at=None).aggregate(oldest=Min("created_at"))
    return found["oldest"]


def send_due(now: datetime) -> int:
    """Send what is due, as far as `SECONDS` reach; returns how many went.

    One that fails, for whatever reason, waits and is tried again; it holds up no other.
    """
    if not can_send():
        return 0
    sent, end = 0, monotonic() + SECONDS
    due = OutboxMessage.objects.filter(sent_at=None, next_attempt_at__lte=now).order_by("next_attempt_at")
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
        _send(message)
    except Exception as error:  # noqa: BLE001 (whatever it is, the next message is sent)
        log.warning("message %s could not be sent: %s", key, type(error).__name__)
        OutboxMessage.objects.filter(pk=key).update(last_error=type(error).__name__)
        return False
    OutboxMessage.objects.filter(pk=key).update(sent_at=clock.now(), last_error="")
    return True


def _send(message: OutboxMessage) -> None:
    with translation.override(message.language):
        context = {"address": f"{settings.WASL_HOME.address}{message.path}"}
        subject, _, body = render_to_string(f"outbox/{message.template}.txt", context).partition("\n")
    EmailMessage(subject.strip(), body.lstrip("\n"), settings.DEFAULT_FROM_EMAIL, [message.recipient]).send()
