"""Error pages: what happened, in the reader's language, and a code to quote; below `/api/`, problem details."""

import sys
from typing import Any

from django.db.utils import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from wasl.acts import journal, problems
from wasl.acts.refusals import Refused

API = "/api/"

WAIT_SECONDS = 60
"""For how long whoever asked too often is told to wait, when nobody knows better."""


def _page(request: HttpRequest, refusal: Refused, heading: str, **more: Any) -> HttpResponse:
    if request.path.startswith(API):
        return problems.response(request, refusal)
    context = {"status": refusal.status, "heading": heading, "text": refusal.text, "code": refusal.code}
    answer = render(request, "web/error.html", context | more, status=refusal.status)
    answer["Cache-Control"] = "no-store"
    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    del exception
    text = _("The address or the form holds something malformed.")
    return _page(request, Refused("bad-request", text, status=400), _("This request cannot be read"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    del exception
    text = _("You may not see or do this.")
    return _page(request, Refused("forbidden", text, status=403), _("Not open to you"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: with a search, since whoever comes here looks for something."""
    del exception
    text = _("The page may have moved, or the address was mistyped.")
    refusal = Refused("not-found", text, status=404)
    return _page(request, refusal, _("There is nothing here"), sought=_last_words(request.path))


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: whoever asked too often is told for how long to wait."""
    del exception
    text = _("Too many attempts came from here. Wait a minute, then try again.")
    answer = _page(request, Refused("too-many-requests", text, status=429), _("Please wait a moment"))
    answer["Retry-After"] = str(WAIT_SECONDS)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Whatever no view expected: 503 or 507 when the database or the disk failed, a refusal's own status, else 500.

    What no database can hold, such as a NUL in a text, came from the request: 400. The page needs neither
    database nor context, since either may be what failed.
    """
    error = sys.exc_info()[1]
    if isinstance(error, DataError):
        return bad_request(request, error)
    if isinstance(error, Refused):
        refusal, template = error, "503.html"
    elif isinstance(error, (OperationalError, InterfaceError)) or (error and journal.out_of_space(error)):
        refusal, template = journal.not_written(error), "503.html"
    else:
        refusal = Refused("internal-error", _("Something failed on our side. Nothing was changed."), status=500)
        template = "500.html"
    answer = problems.response(request, refusal)
    if not request.path.startswith(API):
        shown = {"status": refusal.status, "text": refusal.text, "code": refusal.code}
        answer.content = render_to_string(template, shown).encode()
        answer["Content-Type"] = "text/html; charset=utf-8"
    return answer


def _last_words(path: str) -> str:
    """What a mistyped address may have been meant for, as words to search for."""
    last = path.rstrip("/").rpartition("/")[2]
    return " ".join(last.replace("-", " ").replace("_", " ").split())[:60]
