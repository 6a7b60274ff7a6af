"""Signing in with a passkey, changing the seat, ending sessions: what allauth's own views leave to us."""

from typing import Any

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.webauthn.internal import flows
from allauth.mfa.webauthn.views import LoginWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wasl.accounts import adapter, audit, sessions
from wasl.accounts.models import Account, Event
from wasl.accounts.visiting import SEAT
from wasl.web import formats
from wasl.web.access import SIGNED_IN, opens


class SignInWithPasskey(LoginWebAuthnView):  # type: ignore[misc]
    """A passkey in place of address and password; then on to where the person wanted to go."""

    def form_valid(self, form: Any) -> HttpResponse:
        """It is theirs. A closed account has no passkeys."""
        found = form.cleaned_data["credential"]
        login = Login(user=found.user, redirect_url=get_next_redirect_url(self.request))
        answer: HttpResponse = flows.perform_passwordless_login(self.request, found, login)
        return answer


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """Whoever needs a second factor keeps at least one."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, unless it is the last one of somebody who needs one."""
        if not adapter.FactorAdapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.FactorAdapter.error_messages["cannot_delete_authenticator"])
            return HttpResponseRedirect(reverse("mfa_list_webauthn"))
        answer: HttpResponse = super().form_valid(form)
        return answer


@opens(post=SIGNED_IN)
@require_POST
def change_seat(request: HttpRequest) -> HttpResponse:
    """Act as another of one's officers from now on."""
    account = account_of(request)
    chosen = request.POST.get("seat", "")
    seat = get_object_or_404(
        account.seats, pk=int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 16 else -1
    )
    request.session[SEAT] = seat.pk
    sessions.hang_up(session=request.session.session_key)
    return redirect("home")


@opens(get=SIGNED_IN, post=SIGNED_IN)
def list_sessions(request: HttpRequest) -> HttpResponse:
    """Where the account is signed in; a button ends all the others, or all."""
    account, mine = account_of(request), request.session.session_key
    if request.method == "POST":
        return _end(request, account, mine)
    found = UserSession.objects.filter(user=account).order_by("-last_seen_at")
    listed = [
        {
            "began": session.created_at,
            "seen": session.last_seen_at,
            "network": session.ip,
            "agent": browser_of(session.user_agent),
            "current": session.session_key == mine,
        }
        for session in found
    ]
    return render(request, "accounts/sessions.html", {"sessions": listed})


def _end(request: HttpRequest, account: Account, mine: str | None) -> HttpResponse:
    everywhere = request.POST.get("end") == "all"
    ended = sessions.end_all(account.pk, but=mine)
    audit.write(request, Event.ENDED_SESSIONS, account=account.pk)
    if everywhere:
        logout(request)
        return redirect("account_login")
    text = ngettext("%(number)s other session was ended.", "%(number)s other sessions were ended.", ended)
    messages.success(request, text % {"number": formats.number(ended)})
    return redirect("usersessions_list")


def browser_of(text: str) -> str:
    """Which browser on which system, in a few words; what is unknown stays as it is."""
    for name, mark in (("Firefox", "Firefox/"), ("Edge", "Edg/"), ("Chrome", "Chrome/"), ("Safari", "Safari/")):
        if mark in text:
            return " · ".join([name, *(system for system in SYSTEMS if system in text)][:2])
    return text[:60]


SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Macintosh", "Linux")


def account_of(request: HttpRequest) -> Account:
    """Whoever is signed in; the gate let nobody else through."""
    assert isinstance(request.user, Account)
    return request.user
