"""The bureau's people: who has an account, inviting, sending again, withdrawing, closing; and accepting."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wasl.accounts import inviting, roles_held
from wasl.accounts.forms import Accept, Invite
from wasl.accounts.models import Account, Invitation, Seat
from wasl.accounts.views.entrance import account_of
from wasl.acts import clock, outbox
from wasl.acts.refusals import Refused
from wasl.members.models import Mandate, Officer
from wasl.members.purposes import title_at
from wasl.web.access import ANYBODY, opens
from wasl.web.parties import party_name
from wasl.web.visitors import proved_recently, visitor_of

PAGE = 50
STATES = ("account", "invited", "without", "closed")


@opens(get="accounts.invite")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The bureau's officers from the newest down, each with their account or invitation."""
    party = visitor_of(request).party or ""
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    before = request.GET.get("before", "")
    found = _in_state(Officer.objects.filter(party=party), state)
    if before.isascii() and before.isdigit() and len(before) < 16:
        found = found.filter(entry__lt=int(before))
    officers = list(found.order_by("-entry")[: PAGE + 1])
    kept = {"state": state} if state else {}
    older = "?" + urlencode(kept | {"before": officers[PAGE - 1].entry}) if len(officers) > PAGE else None
    context = {
        "people": _lines(officers[:PAGE]),
        "mine": account_of(request).pk,
        "state": state,
        "states": _states(),
        "party": party,
        "party_name": party_name(party),
        "page": {"older": older, "newer": "?" + urlencode(kept) if before else None},
    }
    return render(request, "accounts/people.html", context)


def _states() -> list[tuple[str, str]]:
    titles = (_("with an account"), _("invited"), _("without an account"), _("account closed"))
    return list(zip(STATES, titles, strict=True))


def _in_state(officers: Any, state: str) -> Any:
    seats = Seat.objects.all()
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    if state == "account":
        return officers.filter(entry__in=seats.filter(account__is_active=True).values("officer"))
    if state == "closed":
        return officers.filter(entry__in=seats.filter(account__is_active=False).values("officer"))
    if state == "invited":
        return officers.filter(entry__in=waiting.values("officer"))
    if state == "without":
        return officers.exclude(entry__in=seats.values("officer")).exclude(entry__in=waiting.values("officer"))
    return officers


def _lines(officers: list[Officer]) -> list[dict[str, Any]]:
    now, entries = clock.now(), [officer.entry for officer in officers]
    standing, roles = inviting.standing(entries), _roles(entries)
    return [
        {
            "officer": officer.entry,
            "name": officer.name,
            "roles": roles.get(officer.entry, []),
            "account": standing[officer.entry].account,
            "invitation": standing[officer.entry].invitation,
            "expired": bool((found := standing[officer.entry].invitation) and not found.is_open(now)),
        }
        for officer in officers
    ]


def _roles(officers: list[int]) -> dict[int, list[Any]]:
    held: dict[int, list[Any]] = {}
    for mandate in Mandate.objects.filter(officer__in=officers, ended_at=None).order_by("entry"):
        held.setdefault(mandate.officer, []).append(title_at(mandate.role, mandate.party))
    return held


def _officer_of(request: HttpRequest, entry: int) -> Officer:
    return get_object_or_404(Officer, entry=entry, party=visitor_of(request).party)


def prove_first(request: HttpRequest) -> HttpResponse | None:
    """Where the person has to prove themselves again, and then comes back."""
    if proved_recently(request):
        return None
    onward = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("account-people")
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': onward})}")


@opens(get="accounts.invite", post="accounts.invite")
def invite(request: HttpRequest, entry: int) -> HttpResponse:
    """Invite an officer by mail."""
    officer = _officer_of(request, entry)
    if answer := prove_first(request):
        return answer
    form = Invite(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if form.is_valid():
        if not _may_write_to(request, form.cleaned_data["email"]):
            return limited(request)
        try:
            invitation = inviting.invite(officer, **form.cleaned_data, by=account_of(request).pk, request=request)
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            return _sent(request, invitation)
    return render(request, "accounts/invite.html", {"form": form, "officer": officer})


def _may_write_to(request: HttpRequest, email: str) -> bool:
    """Whether one more invitation may go there: a mailbox is nobody's to fill."""
    return bool(ratelimit.consume(request, app="allauth.account", action="invite", key=email, user=request.user))


def _sent(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Back to the list; where no mail goes out, the link is shown to whoever invites, to be handed over."""
    if outbox.can_send():
        messages.success(request, _("The invitation is on its way. Its link opens for 72 hours."))
        return redirect("account-people")
    link = request.build_absolute_uri(inviting.path_of(invitation))
    answer = render(request, "accounts/link.html", {"link": link, "invitation": invitation})
    answer["Cache-Control"] = "no-store"
    return answer


@opens(post="accounts.invite")
@require_POST
def send_again(request: HttpRequest, number: int) -> HttpResponse:
    """A new link by mail; the old one opens nothing."""
    invitation = get_object_or_404(Invitation, pk=number, party=visitor_of(request).party)
    if answer := prove_first(request):
        return answer
    if not _may_write_to(request, invitation.email):
        return limited(request)
    try:
        inviting.send_again(invitation)
    except Refused as refusal:
        messages.error(request, refusal.text)
        return redirect("account-people")
    return _sent(request, invitation)


@opens(post="accounts.invite")
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """The link opens nothing from now on."""
    invitation = get_object_or_404(Invitation, pk=number, party=visitor_of(request).party)
    try:
        inviting.withdraw(invitation)
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("The invitation is withdrawn."))
    return redirect("account-people")


@opens(get="accounts.invite", post="accounts.invite")
def close(request: HttpRequest, entry: int) -> HttpResponse:
    """Whoever leaves: what they still hold, and a button that closes the account at once."""
    officer = _officer_of(request, entry)
    seat = Seat.objects.filter(officer=officer.entry, account__is_active=True).select_related("account").first()
    if seat is None:
        raise Http404
    if seat.account_id == account_of(request).pk:
        messages.error(request, _("Nobody closes their own account: another head or the operator does."))
        return redirect("account-people")
    if answer := prove_first(request):
        return answer
    elsewhere = seat.account.seats.exclude(party=seat.party)
    if request.method == "POST":
        return _closed(request, seat, elsewhere.exists())
    mandates = [mandate for mandate in inviting.mandates_in_force(seat.account) if mandate.party == seat.party]
    context = {
        "officer": officer,
        "account": seat.account,
        "mandates": [{"entry": mandate.entry, "title": title_at(mandate.role, mandate.party)} for mandate in mandates],
        "programs": inviting.programs_of(seat.account),
        "elsewhere": [party_name(other.party) for other in elsewhere],
    }
    return render(request, "accounts/close.html", context)


def _closed(request: HttpRequest, seat: Seat, elsewhere: bool) -> HttpResponse:  # noqa: FBT001
    """An account that has a seat at another bureau too loses this one alone."""
    if elsewhere:
        inviting.leave(seat, by=account_of(request).pk, request=request)
        messages.success(request, _("This person acts for the bureau no more. The account goes on elsewhere."))
    else:
        inviting.close(seat.account, by=account_of(request).pk, request=request)
        messages.success(request, _("The account is closed, and its sessions are ended."))
    return redirect("account-people")


@opens(get=ANYBODY, post=ANYBODY)
@never_cache
def invited(request: HttpRequest, link: str) -> HttpResponse:
    """What the link in an invitation opens: choose a password, or go on to a passkey."""
    if not ratelimit.consume(request, app="allauth.account", action="invitation", limit_get=True):
        return limited(request)
    invitation = inviting.opened_by(link)
    if invitation is None:
        return gone(request, inviting.ended())
    known = Account.objects.filter(email=invitation.email, is_active=True).first()
    if known and request.user != known:
        return _sign_in_first(request)
    with_passkey = request.method == "POST" and request.POST.get("way") == "passkey"
    form = None if known else Accept(None if with_passkey else request.POST or None)
    if request.method == "POST" and (known or with_passkey or (form and form.is_valid())):
        password = None if form is None or with_passkey else str(form.cleaned_data["password1"])
        try:
            account = inviting.accept(invitation, request, account=known, password=password)
        except Refused as refusal:
            return gone(request, refusal)
        return redirect("home") if known else _enter(request, account, passkey=with_passkey)
    officer = Officer.objects.get(pk=invitation.officer)
    context = {
        "form": form,
        "known": known,
        "name": officer.name,
        "email": invitation.email,
        "party": invitation.party,
        "party_name": party_name(invitation.party),
        "action": request.path,
    }
    return render(request, "accounts/invited.html", context)


def gone(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The page of a link that opens nothing any more."""
    return render(request, "accounts/gone.html", {"text": refusal.text, "code": refusal.code}, status=410)


def limited(request: HttpRequest) -> HttpResponse:
    """Too many came from there: the page that says so."""
    answer: HttpResponse = ratelimit.respond_429(request)
    return answer


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """The address has an account already: its owner signs in, and then takes the seat."""
    messages.info(request, _("You have an account already. Sign in, and the invitation goes on."))
    if request.user.is_authenticated:
        return redirect("account_logout")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")


def _enter(request: HttpRequest, account: Account, *, passkey: bool) -> HttpResponse:
    """Signed in, and on to the second factor where the role asks for one."""
    if passkey:
        onward = reverse("mfa_add_webauthn")
    else:
        onward = reverse("mfa_index") if roles_held.needs_second_factor(account) else reverse("home")
    if request.user.is_authenticated:
        from django.contrib.auth import logout

        logout(request)
    record_authentication(request, account, method="invitation")
    answer: HttpResponse = perform_login(request, Login(user=account, redirect_url=onward))
    return answer
