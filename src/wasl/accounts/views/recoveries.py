"""A lost second factor: asking, agreeing with four eyes, beginning anew."""

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wasl.accounts import recovering
from wasl.accounts.forms import AskForRecovery, SetPassword
from wasl.accounts.models import Recovery
from wasl.accounts.views.history import names_of
from wasl.accounts.views.people import gone, limited, prove_first
from wasl.accounts.visiting import name_of
from wasl.acts import clock
from wasl.acts.act import SECRETARIAT
from wasl.acts.refusals import Refused
from wasl.web.access import ANYBODY, any_of, opens
from wasl.web.visitors import Visitor, visitor_of

NEWEST = 100
EITHER = any_of(recovering.HEAD, recovering.ADMINISTER)


@opens(get=ANYBODY, post=ANYBODY)
def ask(request: HttpRequest) -> HttpResponse:
    """Say that one's second factor is lost. The answer is the same for every address."""
    form = AskForRecovery(request.POST or None)
    if form.is_valid():
        email = str(form.cleaned_data["email"])
        if not ratelimit.consume(request, app="allauth.account", action="recovery", key=email):
            return limited(request)
        recovering.ask(email, request)
        return render(request, "accounts/recovery_asked.html")
    return render(request, "accounts/recovery_ask.html", {"form": form})


@opens(get=EITHER)
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for the visitor's agreement, and what was decided."""
    visitor = visitor_of(request)
    found = Recovery.objects.select_related("account").order_by("-pk")
    if visitor.party != SECRETARIAT:
        found = found.filter(account__seats__party=visitor.party).distinct()
    lines = [_line(recovery, visitor) for recovery in found[:NEWEST] if recovering.concerns(visitor, recovery)]
    return render(request, "accounts/recoveries.html", {"recoveries": lines})


def _line(recovery: Recovery, visitor: Visitor) -> dict[str, Any]:
    account, now = recovery.account, clock.now()
    return {
        "number": recovery.pk,
        "email": account.email,
        "people": [{"name": name_of(seat), "party": seat.party} for seat in account.seats.order_by("pk")],
        "asked_at": recovery.asked_at,
        "expires_at": recovery.expires_at,
        "head": _who(recovery.by_head, visitor.party),
        "head_at": recovery.by_head_at,
        "administrator": _who(recovery.by_administrator, visitor.party),
        "administrator_at": recovery.by_administrator_at,
        "state": _state(recovery, now),
        "parts": recovering.parts_open_to(visitor, recovery),
        "open": recovery.is_open(now) and not recovery.agreed,
    }


def _state(recovery: Recovery, now: Any) -> str:
    if recovery.done:
        return "done"
    if recovery.refused_by is not None:
        return "refused"
    if not recovery.is_open(now):
        return "expired"
    return "agreed" if recovery.agreed else "waits"


def _who(number: int | None, reader: str | None) -> str:
    """Who agreed, as this reader may know them; the operator has no account."""
    if number is None:
        return ""
    return names_of([number], reader).get(number) or _("the operator")


@opens(post=EITHER)
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Agree, as head or as administrator, or refuse."""
    visitor = visitor_of(request)
    recovery = get_object_or_404(Recovery.objects.select_related("account"), pk=number)
    if not recovering.concerns(visitor, recovery):
        raise Http404
    if answer := prove_first(request):
        return answer
    said = request.POST.get("as", "")
    try:
        if said == "refuse":
            recovering.refuse(recovery, visitor, request)
            messages.success(request, _("You refused. The person is told that there is news."))
        else:
            recovering.agree(recovery, visitor, said, request)
            messages.success(request, _("You agreed. When both have, the person gets a link by mail."))
    except Refused as refusal:
        messages.error(request, f"{refusal.text} [{refusal.code}]")
    return redirect("account-recoveries")


@opens(get=ANYBODY, post=ANYBODY)
@never_cache
def recover(request: HttpRequest, link: str) -> HttpResponse:
    """What the link opens: a new password; then everything else is gone and is added anew."""
    if not ratelimit.consume(request, app="allauth.account", action="invitation", limit_get=True):
        return limited(request)
    recovery = recovering.opened_by(link)
    if recovery is None:
        return gone(request, recovering.ended())
    form = SetPassword(request.POST or None, user=recovery.account)
    if form.is_valid():
        try:
            recovering.recover(recovery, str(form.cleaned_data["password1"]), request)
        except Refused as refusal:
            return gone(request, refusal)
        messages.success(request, _("Done. Sign in with the new password, and add a second factor."))
        return redirect("account_login")
    return render(request, "accounts/recover.html", {"form": form, "email": recovery.account.email})
