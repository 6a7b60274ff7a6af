"""How long a session lasts, and ending those of an account."""

import time
from collections.abc import Callable
from importlib import import_module

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from wasl.accounts.models import Account
from wasl.web import live

BEGAN, SEEN = "began", "seen"
SEEN_EVERY = 300
"""Seconds between two writes that say that a session is in use."""


class Ending:
    """Middleware: signs out whoever was silent for too long, or has been signed in for too long.

    What a signed-in person sees is kept by no cache, unless the view says otherwise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """One request."""
        if request.session.session_key and request.user.is_authenticated:
            self._look(request)
        answer = self._get_response(request)
        if request.user.is_authenticated and not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "private, no-store"
        return answer

    def _look(self, request: HttpRequest) -> None:
        now, session = time.time(), request.session
        began, seen = session.get(BEGAN, now), session.get(SEEN, now)
        if now - began > settings.SESSION_COOKIE_AGE or now - seen > settings.WASL_SESSION_IDLE:
            logout(request)
        elif SEEN not in session or now - seen > SEEN_EVERY:
            session[BEGAN], session[SEEN] = began, now
            UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())


def second_factor_given(request: HttpRequest) -> bool:
    """Whether whoever signed in proved, in this session, that they hold more than a password."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def note_second_factor(request: HttpRequest, account: Account, kind: str) -> None:
    """Write down that this session proved a second factor."""
    record_authentication(request, account, "mfa", type=kind)


def proved_recently(request: HttpRequest) -> bool:
    """Whether the person proved within the last minutes that it is they: with the second factor where they have one."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    if any(record.get("method") == "mfa" for record in records):
        records = [record for record in records if record.get("method") == "mfa"]
    newest = max((record["at"] for record in records), default=0.0)
    return bool(time.time() - newest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def end_all(account: int, but: str | None = None) -> int:
    """End an account's sessions at once, but perhaps the one with this key; returns how many."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    found = list(UserSession.objects.filter(user_id=account).exclude(session_key=but))
    for session in found:
        store().delete(session.session_key)
        session.delete()
        hang_up(session=session.session_key)
    return len(found)


def hang_up(*, account: int | None = None, session: str | None = None) -> None:
    """End the open streams of an account or a session, once what was changed is durable."""
    transaction.on_commit(lambda: live.hang_up(account=account, session=session))
