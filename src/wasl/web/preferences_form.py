"""The page on which anybody chooses language, digits, calendar, time zone and light or dark."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wasl.acts import clock
from wasl.web import preferences, zones
from wasl.web.access import ANYBODY, opens
from wasl.web.language import LANGUAGES, short_language
from wasl.web.preferences import Preferences


class PreferencesForm(forms.Form):
    """Every choice; what a request leaves out stays as it is."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), widget=forms.RadioSelect)
    numerals = forms.ChoiceField(
        label=gettext_lazy("Digits on Arabic pages"),
        widget=forms.RadioSelect,
        choices=[
            (preferences.LATIN, "0123456789"),
            (preferences.ARABIC, "٠١٢٣٤٥٦٧٨٩"),
        ],
        help_text=gettext_lazy("Codes, and the numbers of entries, are the same for everybody."),
    )
    calendar = forms.ChoiceField(
        label=gettext_lazy("Calendar"),
        widget=forms.RadioSelect,
        choices=[
            (preferences.GREGORIAN, gettext_lazy("Gregorian")),
            (preferences.HIJRI, gettext_lazy("Gregorian, with the Hijri date (Umm al-Qura) beside it")),
        ],
    )
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    theme = forms.ChoiceField(
        label=gettext_lazy("Light or dark"),
        widget=forms.RadioSelect,
        choices=[
            (preferences.SYSTEM, gettext_lazy("As the device says")),
            (preferences.LIGHT, gettext_lazy("Light")),
            (preferences.DARK, gettext_lazy("Dark")),
        ],
    )

    def __init__(self, data: QueryDict | dict[str, str] | None, present: Preferences, language: str) -> None:
        shown = {name: getattr(present, name) for name in ("numerals", "calendar", "zone", "theme")}
        shown["language"] = language
        super().__init__(None if data is None else shown | {name: data[name] for name in data}, initial=shown)
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, translation.get_language_info(code)["name_local"].capitalize()) for code in LANGUAGES
        ]
        self.fields["zone"].choices = zones.choices(clock.now())  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Preferences:
        """The choices of a valid form, but for the language."""
        cleaned: dict[str, Any] = self.cleaned_data
        return Preferences(
            numerals=cleaned["numerals"], calendar=cleaned["calendar"], zone=cleaned["zone"], theme=cleaned["theme"]
        )

    @property
    def chosen_language(self) -> str:
        """The language of a valid form."""
        return str(self.cleaned_data["language"])


@opens(get=ANYBODY, post=ANYBODY)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponseBase:
    """GET: the choices. POST: keep those that are sent, and go on to `next` if it is an address of ours."""
    present, language = preferences.of(request), short_language()
    form = PreferencesForm(request.POST if request.method == "POST" else None, present, language)
    if request.method == "POST" and form.is_valid():
        return _kept(request, form)
    status = 400 if form.is_bound else 200
    return _page(request, form, status)


def _page(request: HttpRequest, form: PreferencesForm, status: int) -> HttpResponse:
    return render(request, "web/preferences.html", {"form": form, "now": clock.now()}, status=status)


def _kept(request: HttpRequest, form: PreferencesForm) -> HttpResponseRedirect:
    onward = request.POST.get("next", "")
    here = reverse("preferences")
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = here
    response = HttpResponseRedirect(onward)
    keep(response, form.chosen, form.chosen_language)
    if onward == here:
        with translation.override(form.chosen_language):
            messages.success(request, _("Your choices were saved in this browser."))
    return response


def keep(response: HttpResponseBase, chosen: Preferences, language: str) -> None:
    """Let the reader's browser keep the choices and the language."""
    preferences.remember(response, chosen)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
