"""The reader's language."""

from django.utils.translation import get_language, pgettext_lazy

LANGUAGES = ("ar", "en", "fr", "es")

SHORT_MONTHS = (pgettext_lazy("abbrev. month", "Jan."), pgettext_lazy("abbrev. month", "Feb."))
"""Django's own Spanish writes these two with a capital. What our catalogues say comes first."""


def short_language() -> str:
    """The language of this request: one of the four."""
    language = (get_language() or "en").partition("-")[0]
    return language if language in LANGUAGES else "en"


def locale_name(language: str) -> str:
    """The locale whose habits a language follows here: English is that of the organisations, not of one country."""
    return "en_GB" if language == "en" else language
