"""What happens around signing in: written down in the audit, and what follows from it."""

import time
from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.dispatch import receiver
from django.http import HttpRequest

from wasl.accounts import adapter, audit, sessions
from wasl.accounts.models import Account, Event

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@receiver(account.user_logged_in)
def signed_in(request: HttpRequest, user: Account, **_more: Any) -> None:
    """A session begins."""
    request.session[sessions.BEGAN] = request.session[sessions.SEEN] = time.time()
    audit.write(request, Event.SIGNED_IN, account=user.pk, method=_method(request, user))


def _method(request: HttpRequest, user: Account) -> str:
    records = get_authentication_records(request, user)
    last: dict[str, Any] = records[-1] if records else {}
    return str(last.get("type") or last.get("method") or "")


@receiver(account.user_logged_out)
def signed_out(request: HttpRequest | None, user: Account | None, **_more: Any) -> None:
    """A session ends."""
    if user is not None:
        audit.write(request, Event.SIGNED_OUT, account=user.pk)
    if request is not None and request.session.session_key:
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        sessions.hang_up(session=request.session.session_key)


@receiver(factors.authentication_failed)
def wrong_factor(request: HttpRequest, user: Account, authenticator: Authenticator, **_more: Any) -> None:
    """A code that is not right."""
    audit.write(request, Event.WRONG_FACTOR, account=user.pk, method=authenticator.type)


@receiver(factors.authenticator_used)
def proved_again(
    request: HttpRequest, user: Account, authenticator: Authenticator, *, reauthenticated: bool, **_more: Any
) -> None:
    """Somebody proved in mid-session that it is they."""
    if reauthenticated:
        audit.write(request, Event.PROVED, account=user.pk, method=authenticator.type)


@receiver(factors.authenticator_added)
def factor_added(request: HttpRequest, user: Account, authenticator: Authenticator, **_more: Any) -> None:
    """Whoever adds one holds it in their hand; sessions that only knew the password end when it is the first."""
    if authenticator.type not in FACTORS:
        return
    audit.write(request, Event.FACTOR_ADDED, account=user.pk, method=authenticator.type)
    sessions.note_second_factor(request, user, authenticator.type)
    if Authenticator.objects.filter(user=user, type__in=FACTORS).count() == 1:
        sessions.end_all(user.pk, but=request.session.session_key)


@receiver(factors.authenticator_removed)
def factor_removed(request: HttpRequest, user: Account, authenticator: Authenticator, **_more: Any) -> None:
    """One is gone."""
    if authenticator.type in FACTORS:
        audit.write(request, Event.FACTOR_REMOVED, account=user.pk, method=authenticator.type)


@receiver(factors.authenticator_reset)
def codes_made(request: HttpRequest, user: Account, **_more: Any) -> None:
    """New recovery codes."""
    audit.write(request, Event.CODES_MADE, account=user.pk)


@receiver((account.password_changed, account.password_set, account.password_reset))
def password_changed(request: HttpRequest, user: Account, **_more: Any) -> None:
    """A new password; every other session ends."""
    audit.write(request, Event.PASSWORD_CHANGED, account=user.pk)
    sessions.end_all(user.pk, but=request.session.session_key)
    if not request.user.is_authenticated:
        adapter.notify(user)
