"""How a person wants pages to look: digits, calendar, time zone, light or dark.

The choices lie in one cookie, `wasl_view`, since they are asked for before anybody signs in; the room of accounts
keeps them too and brings them back at sign-in. What cannot be read in a cookie is as if it were not there. The
language is Django's own cookie.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from wasl.web.zones import UTC, is_zone

COOKIE = "wasl_view"
COOKIE_AGE = 365 * 24 * 3600

LATIN, ARABIC = "latin", "arabic"
NUMERALS = (LATIN, ARABIC)
"""0123 or ٠١٢٣. Arabic pages use the first unless somebody chooses otherwise; see decision 0013."""

GREGORIAN, HIJRI = "gregorian", "hijri"
CALENDARS = (GREGORIAN, HIJRI)
"""The second shows the Hijri date beside the Gregorian one, never instead of it."""

SYSTEM, LIGHT, DARK = "system", "light", "dark"
THEMES = (SYSTEM, LIGHT, DARK)


@dataclass(frozen=True, slots=True)
class Preferences:
    """One person's choices; the defaults are those of whoever never chose."""

    numerals: str = LATIN
    calendar: str = GREGORIAN
    zone: str = UTC
    theme: str = SYSTEM

    def as_text(self) -> str:
        """As the cookie and the account keep them: only what differs from the defaults."""
        usual = Preferences()
        kept = {name: getattr(self, name) for name in _ALLOWED if getattr(self, name) != getattr(usual, name)}
        return urlencode(kept)


_ALLOWED: dict[str, Callable[[str], bool]] = {
    "numerals": NUMERALS.__contains__,
    "calendar": CALENDARS.__contains__,
    "zone": is_zone,
    "theme": THEMES.__contains__,
}

_active: ContextVar[Preferences | None] = ContextVar("wasl_preferences", default=None)


def read(text: str) -> Preferences:
    """What `as_text` wrote. Whatever is not a choice that a person can make is left out."""
    if len(text) > 200:
        return Preferences()
    try:
        pairs = parse_qsl(text, max_num_fields=len(_ALLOWED))
    except ValueError:
        return Preferences()
    return Preferences(**{name: value for name, value in pairs if name in _ALLOWED and _ALLOWED[name](value)})


def of(request: HttpRequest) -> Preferences:
    """The choices that a request brings."""
    return read(request.COOKIES.get(COOKIE, ""))


def active() -> Preferences:
    """The choices of whoever the present page is for."""
    return _active.get() or Preferences()


@contextmanager
def activated(chosen: Preferences) -> Iterator[None]:
    """Show digits, dates and times as chosen, for as long as the block runs."""
    before = _active.set(chosen)
    try:
        with timezone.override(ZoneInfo(chosen.zone)):
            yield
    finally:
        _active.reset(before)


def remember(response: HttpResponseBase, chosen: Preferences) -> None:
    """Let the reader's browser keep the choices."""
    text = chosen.as_text()
    if not text:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(
        COOKIE,
        text,
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )


class Choices:
    """Middleware: the request's choices hold while its page is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """One request."""
        with activated(of(request)):
            response = self._get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response
