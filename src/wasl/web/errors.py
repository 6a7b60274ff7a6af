"""Error pages: what happened, in the reader's language, and a code to quote; below `/api/`, problem details."""

import sys

from django.db.utils import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from wasl.acts import journal, problems
from wasl.acts.refusals import Refused

API = "/api/"


def _page(request: HttpRequest, status: int, heading: str, text: str, code: str) -> HttpResponse:
    if request.path.startswith(API):
        return problems.response(request, Refused(code, text, status=status))
    context = {"status": status, "heading": heading, "text": text, "code": code}
    return render(request, "web/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    del exception
    return _page(
        request,
        400,
        _("This request cannot be read"),
        _("The address or the form holds something malformed."),
        "bad-request",
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    del exception
    return _page(request, 403, _("Not open to you"), _("You may not see or do this."), "forbidden")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    del exception
    return _page(
        request,
        404,
        _("There is nothing here"),
        _("The page may have moved, or the address was mistyped."),
        "not-found",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Whatever no view expected: 503 or 507 when the database or the disk failed, else 500.

    What no database can hold, such as a NUL in a text, came from the request: 400. The page needs neither
    database nor context, since either may be what failed.
    """
    error = sys.exc_info()[1]
    if isinstance(error, DataError):
        return bad_request(request, error)
    if isinstance(error, (OperationalError, InterfaceError)) or (error and journal.out_of_space(error)):
        refusal = journal.not_written(error)
    else:
        refusal = Refused("internal-error", _("Something failed on our side. Nothing was changed."), status=500)
    answer = problems.response(request, refusal)
    if not request.path.startswith(API):
        answer.content = render_to_string("500.html").encode()
        answer["Content-Type"] = "text/html; charset=utf-8"
    return answer
