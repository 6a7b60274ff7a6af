"""The profile: who somebody is here, which roles they hold, and what they chose."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wasl.accounts import notifications
from wasl.accounts.models import Account, Choices, Seat
from wasl.acts import clock
from wasl.members import queries
from wasl.members.models import Mandate, Officer
from wasl.members.naming import party_title
from wasl.members.purposes import title_at
from wasl.web import notifications as told
from wasl.web import preferences
from wasl.web.access import SIGNED_IN, opens
from wasl.web.language import short_language
from wasl.web.preferences_form import PreferencesForm

SHOWN = 50
"""Mandates of one seat, newest first."""


class ToldForm(forms.Form):
    """Of what somebody is told, on the bell and by e-mail."""

    in_page = forms.MultipleChoiceField(
        label=gettext_lazy("Count on the bell"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What is not chosen still stands in the list of notifications."),
    )
    by_mail = forms.MultipleChoiceField(
        label=gettext_lazy("Send by e-mail"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The e-mail says only that something waits, and never what."),
    )

    def __init__(self, data: Any, chosen: Choices | None) -> None:
        names = [kind.name for kind in told.kinds()]
        shown = {
            "in_page": [name for name in names if notifications.wants_in_page(chosen, name)],
            "by_mail": [name for name in names if notifications.wants_mail(chosen, name)],
        }
        super().__init__(data, initial=shown)
        for name in shown:
            self.fields[name].choices = [(kind.name, kind.title) for kind in told.kinds()]  # type: ignore[attr-defined]

    def as_chosen(self) -> dict[str, dict[str, bool]]:
        """What is kept of a valid form: every kind, with whether it is wanted."""
        return {
            field: {kind.name: kind.name in self.cleaned_data[field] for kind in told.kinds()}
            for field in ("in_page", "by_mail")
        }


@opens(get=SIGNED_IN, post=SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """GET: the profile. POST: keep of what the person wants to be told."""
    account = request.user
    assert isinstance(account, Account)
    chosen = Choices.objects.filter(pk=account.pk).first()
    form = ToldForm(request.POST if request.method == "POST" else None, chosen)
    if request.method == "POST" and form.is_valid():
        Choices.objects.update_or_create(account=account, defaults=form.as_chosen())
        messages.success(request, _("Your choices were saved."))
        return HttpResponseRedirect(reverse("profile"))
    view = PreferencesForm(None, preferences.of(request), short_language())
    view.fields["next"] = forms.CharField(initial=reverse("profile"), widget=forms.HiddenInput)
    context = {
        "account": account,
        "seats": [_seat(seat) for seat in account.seats.order_by("pk")],
        "form": form,
        "view": view,
    }
    return render(request, "accounts/profile.html", context, status=400 if form.is_bound else 200)


def _seat(seat: Seat) -> dict[str, Any]:
    officer = Officer.objects.filter(pk=seat.officer).first()
    held = Mandate.objects.filter(officer=seat.officer, party=seat.party).order_by("-entry")[:SHOWN]
    return {
        "party": seat.party,
        "party_name": party_title(seat.party),
        "name": officer.name if officer else "",
        "entry": reverse("entry", args=[seat.officer]),
        "number": seat.officer,
        "mandates": [
            {
                "title": title_at(one.role, one.party),
                "begins": one.begins,
                "ends": one.ended_at or one.ends,
                "state": _state(one),
                "number": one.entry,
                "address": reverse("entry", args=[one.entry]),
            }
            for one in held
        ],
    }


def _state(mandate: Mandate) -> str:
    now = clock.now()
    if mandate.ended_at:
        return _("ended")
    if queries.in_force(mandate, now):
        return _("in force")
    return _("not yet begun") if mandate.begins > now else _("expired")
