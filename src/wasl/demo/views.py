"""The demo's own pages. In any other installation each of them answers 404."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from allauth.account.signals import user_logged_in
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts import sessions
from wasl.acts import clock
from wasl.acts.receipts import Receipt
from wasl.demo import cards, falling_due, moving, seats, tour
from wasl.web import formats
from wasl.web.access import ANYBODY, opens
from wasl.web.visitors import visitor_of

View = Callable[..., HttpResponse]


def in_a_demo(view: View) -> View:
    """The view in a demo; elsewhere there is no such page."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if not settings.WASL_HOME.demo:
            raise Http404
        return view(request, *args, **named)

    return answer


@opens(get=ANYBODY)
@in_a_demo
@require_GET
@never_cache
def welcome(request: HttpRequest) -> HttpResponse:
    """Whom one can be: a card for each role, and everybody else below."""
    found, current = seats.people(), visitor_of(request).account
    context = {
        "groups": cards.groups(found, current),
        "everybody": cards.everybody(found, current),
        "signed_in": current is not None,
        "next": _onward(request, request.GET.get("next", "")) or "",
    }
    return render(request, "demo/welcome.html", context)


@opens(post=ANYBODY)
@in_a_demo
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Become somebody: the session before ends, and a new one begins, as after a second factor."""
    onward = _onward(request, request.POST.get("next", "")) or reverse("home")
    account = seats.account(request.POST.get("account", ""))
    if account is None:
        messages.error(request, _("Nobody can be entered as with this. Choose a card."))
        return HttpResponseRedirect(reverse("welcome"))
    language = (get_language() or "en").partition("-")[0]
    if account.language != language:
        account.language = language
        account.save(update_fields=["language"])
    logout(request)
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    sessions.note_second_factor(request, account, "demo")
    user_logged_in.send(sender=type(account), request=request, user=account)
    return HttpResponseRedirect(onward)


@opens(post=ANYBODY)
@in_a_demo
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Be nobody again."""
    logout(request)
    return HttpResponseRedirect(reverse("welcome"))


@opens(get=ANYBODY)
@in_a_demo
@require_GET
@never_cache
def tour_step(request: HttpRequest, number: int) -> HttpResponse:
    """Go to a step: its page, with the panel."""
    if not 1 <= number <= len(tour.STEPS):
        raise Http404
    answer = HttpResponseRedirect(tour.STEPS[number - 1].page(request))
    secure = bool(settings.SESSION_COOKIE_SECURE)
    answer.set_cookie(tour.COOKIE, str(number), httponly=True, samesite="Lax", secure=secure)
    return answer


@opens(post=ANYBODY)
@in_a_demo
@require_POST
def tour_end(request: HttpRequest) -> HttpResponse:
    """End the tour, and stay where one is."""
    answer = HttpResponseRedirect(_onward(request, request.POST.get("next", "")) or reverse("home"))
    answer.delete_cookie(tour.COOKIE, samesite="Lax")
    return answer


class DateForm(forms.Form):
    """A day to move the clock to."""

    day = forms.DateField(
        label=gettext_lazy("Day"),
        help_text=gettext_lazy("The clock is moved to the noon of that day, in universal time."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


@opens(get=ANYBODY, post=ANYBODY)
@in_a_demo
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def move_clock(request: HttpRequest) -> HttpResponse:
    """The demo's clock, and what falls due next; POST moves it and performs what is due at once."""
    form, wrong = DateForm(initial={"day": clock.now().date()}), ""
    if request.method == "POST":
        by = request.POST.get("by", "")
        form = DateForm(request.POST) if by == "date" else form
        if by != "date" or form.is_valid():
            try:
                _tell(request, _moved(by, form))
                return HttpResponseRedirect(reverse("demo-clock"))
            except moving.TooFarError:
                wrong = _(
                    "The clock cannot be moved there: the record’s time never goes back, and ten years is the end."
                )
                if by == "date":
                    form.add_error("day", wrong)
                    wrong = ""
    bounds, now = moving.bounds(), clock.now()
    context = {
        "form": form,
        "wrong": wrong,
        "now": now,
        "machine": moving.machine_time(),
        "offset": moving.offset(),
        "earliest": bounds.earliest,
        "can_go_back": now - bounds.earliest > timedelta(seconds=1),
        "held_by_record": bounds.earliest - moving.machine_time() > timedelta(seconds=1),
        "due": falling_due.next_ones(now),
    }
    return render(request, "demo/clock.html", context)


def _moved(by: str, form: DateForm) -> list[Receipt]:
    """Move as asked. Raises TooFarError; Http404 for a move that there is not."""
    if by == "back":
        return moving.back()
    if by == "date":
        day, earliest = form.cleaned_data["day"], moving.bounds().earliest
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        return moving.move(max(noon, earliest) if day == earliest.date() else noon)
    if by not in moving.STEPS:
        raise Http404
    try:
        to = moving.STEPS[by](clock.now())
    except (OverflowError, ValueError) as error:
        raise Http404 from error
    return moving.move(to)


def _tell(request: HttpRequest, receipts: list[Receipt]) -> None:
    if not receipts:
        messages.success(request, _("The clock was moved. Nothing fell due."))
        return
    number = len(receipts)
    text = ngettext(
        "The clock was moved, and what fell due was done: %(number)s entry.",
        "The clock was moved, and what fell due was done: %(number)s entries.",
        number,
    )
    messages.success(request, text % {"number": formats.number(number)})


def _onward(request: HttpRequest, address: str) -> str | None:
    """An address of this site, or None."""
    return address if address and url_has_allowed_host_and_scheme(address, {request.get_host()}) else None
