"""What every page's template is given."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from wasl import __version__
from wasl.web import handbook, navigation, notifications, parties, preferences


def shell(request: HttpRequest) -> dict[str, Any]:
    """The organisation's name in the reader's language, who looks, the rooms they may enter, and how it looks."""
    visitor = navigation.visitor_of(request)
    places = navigation.groups(request)
    return {
        "organisation": organisation(),
        "visitor": visitor,
        "visitor_party": parties.party_name(visitor.party) if visitor.party else "",
        "navigation": places,
        "trail": navigation.above(request, places),
        "theme": preferences.of(request).theme,
        "help_topic": handbook.topic_of(request),
        "unread": notifications.unread(visitor),
        "demo": settings.WASL_HOME.demo,
        "version": __version__,
    }


def organisation() -> str:
    """What the organisation is called in the reader's language."""
    names = settings.WASL_HOME.name
    language = (get_language() or "en").partition("-")[0]
    return names.get(language) or names.get("en", "")
