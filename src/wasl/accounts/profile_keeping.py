"""A person's choices follow them: kept on the account when they are made, brought back at sign-in."""

from collections.abc import Callable
from typing import Any

from allauth.account.signals import user_logged_in
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase

from wasl.accounts.models import Account, Choices
from wasl.web import preferences
from wasl.web.language import LANGUAGES
from wasl.web.preferences_form import keep

ARRIVED = "arrived_account"
"""Where a request keeps who signed in by it."""


@receiver(user_logged_in)
def arrived(request: HttpRequest, user: Account, **_more: Any) -> None:
    """Somebody signed in: their choices go with the answer."""
    setattr(request, ARRIVED, user)


class KeepChoices:
    """Middleware: whatever an answer tells a signed-in person's browser to remember, the account remembers too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """One request."""
        answer = self._get_response(request)
        account: Account | None = getattr(request, ARRIVED, None)
        if account is not None:
            bring_back(account, request, answer)
        elif request.method == "POST" and {preferences.COOKIE, settings.LANGUAGE_COOKIE_NAME} & set(answer.cookies):
            user = getattr(request, "user", None)
            remember(user if isinstance(user, Account) else None, answer)
        return answer


def bring_back(account: Account, request: HttpRequest, answer: HttpResponseBase) -> None:
    """Give the browser what the account remembers; of somebody who never chose, only the language, if none is set."""
    chosen = Choices.objects.filter(pk=account.pk).first()
    if chosen is not None and chosen.view is not None:
        keep(answer, preferences.read(chosen.view), account.language)
    elif settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        keep(answer, preferences.of(request), account.language)


def remember(account: Account | None, answer: HttpResponseBase) -> None:
    """Keep what the answer's cookies say; of nobody nothing is kept."""
    if account is None:
        return
    language = answer.cookies.get(settings.LANGUAGE_COOKIE_NAME)
    if language is not None and language.value in LANGUAGES and language.value != account.language:
        Account.objects.filter(pk=account.pk).update(language=language.value)
    view = answer.cookies.get(preferences.COOKIE)
    if view is not None:
        Choices.objects.update_or_create(account=account, defaults={"view": preferences.read(view.value).as_text()})
