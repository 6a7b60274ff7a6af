"""Numbers, dates and lists as the reader wants them. In every template without `load`.

`date` and `intcomma` are Django's names for what pages say most; here they follow the reader's choices. A date in a
form for machines (`date:"c"`, `date:"Y-m-d"`) stays as it is.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.template.defaultfilters import date as date_of_django
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from wasl.acts import clock
from wasl.web import formats, zones

register = template.Library()

_MACHINES = {"c", "Y", "Y-m", "Y-m-d", "U", "H:i", "Y-m-d\\TH:i"}


@register.filter
def number(value: Any, places: int | None = None) -> str:
    """A quantity, with so many decimal places if they are given."""
    return formats.number(value, places) if isinstance(value, (int, float)) else formats.digits(str(value))


register.filter("intcomma", number)


@register.filter
def percent(share: float | None, places: int = 0) -> str:
    """A share of one, as a percentage."""
    return "" if share is None else formats.percent(share, places)


@register.filter
def size(octets: int | None) -> str:
    """The size of a file."""
    return "" if octets is None else formats.size(octets)


@register.filter("date", expects_localtime=True, is_safe=False)
def date_shown(value: Any, form: str | None = None) -> str:
    """Django's `date`, with the reader's digits unless the form is one for machines."""
    shown = str(date_of_django(value, form))
    return shown if form in _MACHINES else formats.digits(shown)


@register.filter
def day(value: date | None) -> str:
    """A day."""
    return formats.day(value) if value else ""


@register.filter
def month(value: date | None) -> str:
    """A month and its year."""
    return formats.month(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """A point in time, in the reader's zone."""
    return formats.moment(value) if value else ""


@register.filter
def hijri(value: date | None) -> str:
    """The day in the Hijri calendar, for readers who chose it."""
    return formats.hijri(value) if value else ""


@register.filter
def since(value: datetime | None) -> str:
    """How long ago; only beside the exact time."""
    return formats.since(value, clock.now()) if value else ""


@register.filter
def listed(items: Iterable[object]) -> SafeString:
    """`a, b and c`."""
    return formats.listed(items)


_CODED = re.compile(r"`([^`]+)`|(\+[0-9][0-9\s]{6,}[0-9])")
"""What runs from left to right within a sentence of any language: codes, and telephone numbers."""


@register.filter
def quantities(text: object) -> SafeString:
    """A sentence made elsewhere, with the reader's digits; what stands in backticks as code."""
    if isinstance(text, SafeString):
        return text
    told = conditional_escape(formats.quantities(str(text)))
    return mark_safe(_CODED.sub(_coded, told))  # noqa: S308 - escaped above


def _coded(found: re.Match[str]) -> str:
    return f"<code>{found[1]}</code>" if found[1] else f'<bdi dir="ltr">{found[2]}</bdi>'


@register.filter
def zone_title(name: str) -> str:
    """What the zone of an IANA name is called."""
    return zones.zone_title(name)


@register.filter
def zone_name(at: datetime) -> str:
    """The reader's time zone at a moment."""
    return formats.zone_name(at)


@register.simple_tag
def reader_zone() -> str:
    """The reader's time zone now."""
    return formats.zone_name(clock.now())
