"""What this room removes at a tick: old lines of the audit, ended sessions, used invitations."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from wasl.accounts import audit, inviting, passwords, recovering
from wasl.accounts.models import Invitation, Recovery
from wasl.acts import deadlines, queries, timekeeping
from wasl.acts.models import OutboxMessage

KEPT = timedelta(days=400)
"""How long it is known who invited whom, and who agreed to what: as long as the audit."""

LINKS = (inviting.KIND, recovering.KIND, passwords.KIND)
"""Mails whose link no longer opens when nothing could send them for so long."""


@deadlines.chore
def sweep(now: datetime) -> None:
    """Remove what is no longer kept; nothing under a clock that is doubted."""
    if timekeeping.doubted(queries.last_at()):
        return
    audit.sweep(now)
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    Invitation.objects.filter(expires_at__lt=now - KEPT).delete()
    links = OutboxMessage.objects.filter(template__in=LINKS, sent_at=None, created_at__lt=now - Invitation.LASTS)
    links.delete()
    Recovery.objects.filter(expires_at__lt=now - KEPT).delete()
