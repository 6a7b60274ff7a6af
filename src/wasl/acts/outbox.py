"""Notifications owed to people: written in the act's transaction, sent after commit, retried until they went.

A message never carries content: it says that something waits, and where. E-mail for now; browser notifications
are another channel.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from wasl.acts import clock
from wasl.acts.models import OutboxMessage

log = logging.getLogger(__name__)

EMAIL = "email"
RETRIES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""Waits between attempts; the last one repeats for ever, since what is owed stays owed."""

BATCH = 50


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


def send_due(now: datetime) -> int:
    """Send what is due; returns how many went. One that fails waits and is tried again."""
    sent = 0
    due = OutboxMessage.objects.filter(sent_at=None, next_attempt_at__lte=now).order_by("next_attempt_at")
    for message in list(due[:BATCH]):
        sent += _attempt(message.pk, now)
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
    except (OSError, SMTPException) as error:
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
