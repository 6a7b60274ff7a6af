"""What every page's template is given."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from wasl import __version__
from wasl.web import navigation


def shell(request: HttpRequest) -> dict[str, Any]:
    """The organisation's name in the reader's language, the rooms, and whether this is a demonstration."""
    names = settings.WASL_HOME.name
    language = (get_language() or "en").partition("-")[0]
    return {
        "organisation": names.get(language) or names.get("en", ""),
        "navigation": navigation.entries(request),
        "demo": settings.WASL_HOME.demo,
        "version": __version__,
    }
