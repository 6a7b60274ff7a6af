"""Tokens for whoever makes a request."""

from collections.abc import Iterable

from django.http import HttpRequest

from wasl.acts.refusals import Refused
from wasl.web import preferences
from wasl.web.language import short_language
from wasl.web.live import tokens
from wasl.web.live.route import NEWEST
from wasl.web.visitors import NOBODY, Visitor, visitor_of


def newest(request: HttpRequest) -> int:
    """The event up to which whatever this request reads is certain to be: it was out before the request began.

    Nought when that is not known: a page then fetches its parts anew, once.
    """
    return int(getattr(request, "scope", {}).get(NEWEST) or 0)


def token(request: HttpRequest, wanted: Iterable[str]) -> str:
    """A token for the visitor, in the language active now. Raises NoTopic."""
    session = getattr(request, "session", None)
    return tokens.issue(
        _visitor(request),
        wanted,
        language=short_language(),
        view=preferences.active().as_text(),
        session_key=session.session_key if session is not None else None,
        number=newest(request),
    )


def _visitor(request: HttpRequest) -> Visitor:
    try:
        return visitor_of(request)
    except Refused:
        return NOBODY
