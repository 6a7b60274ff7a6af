"""Time zones by the name that the IANA table gives them, and what a person calls them."""

import unicodedata
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wasl.acts.wording import Text
from wasl.web.language import locale_name, short_language

UTC = "UTC"

REGIONS: dict[str, Text] = {
    "Africa": gettext_lazy("Africa"),
    "America": gettext_lazy("Americas"),
    "Antarctica": gettext_lazy("Antarctica"),
    "Arctic": gettext_lazy("Arctic"),
    "Asia": gettext_lazy("Asia"),
    "Atlantic": gettext_lazy("Atlantic Ocean"),
    "Australia": gettext_lazy("Australia"),
    "Europe": gettext_lazy("Europe"),
    "Indian": gettext_lazy("Indian Ocean"),
    "Pacific": gettext_lazy("Pacific Ocean"),
}
"""The first part of a zone's name."""

_CITIES: dict[str, Text] = {"America/Coyhaique": gettext_lazy("Coyhaique")}
"""What the source of translations has no names for."""


@cache
def zones() -> frozenset[str]:
    """Every zone that the table lists for a country, and UTC."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    return frozenset(line.split("\t")[2].strip() for line in table.splitlines() if line[:1] != "#") | {UTC}


def is_zone(name: str) -> bool:
    """Whether a person can choose it."""
    return name in zones()


@cache
def _other_names() -> dict[str, list[str]]:
    """The names that the source of translations has for a zone, old ones among them."""
    found: dict[str, list[str]] = {}
    for other, name in get_global("zone_aliases").items():
        found.setdefault(name, []).append(other)
        found.setdefault(other, []).append(name)
    return found


@cache
def _city(name: str, language: str) -> str:
    known = Locale.parse(locale_name(language)).time_zones
    for each in (name, *_other_names().get(name, ())):
        if city := known.get(each, {}).get("city"):
            return str(city)
    return name.rpartition("/")[2].replace("_", " ")


def zone_title(name: str) -> str:
    """What a zone is called in the reader's language: its city, or UTC."""
    if name in _CITIES:
        return str(_CITIES[name])
    return UTC if name == UTC else _city(name, short_language())


def offset(name: str, at: datetime) -> str:
    """How far a zone is from UTC at a moment: `UTC+01:00`."""
    behind_or_ahead = at.astimezone(ZoneInfo(name)).utcoffset() or timedelta()
    minutes = round(behind_or_ahead.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def choices(at: datetime) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every zone with its title and offset, by region, in the order of the reader's language."""
    groups: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for name in zones() - {UTC}:
        label = _("%(city)s (%(offset)s)") % {"city": zone_title(name), "offset": offset(name, at)}
        groups[name.partition("/")[0]].append((name, label))
    listed = [(str(REGIONS[region]), sorted(found, key=_by_title)) for region, found in groups.items()]
    listed.sort(key=lambda group: _folded(group[0]))
    return [(UTC, [(UTC, UTC)]), *listed]


def _by_title(choice: tuple[str, str]) -> str:
    return _folded(choice[1])


def _folded(title: str) -> str:
    """A title as it is sorted: an accent does not send a city to the end of the list."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", title) if not unicodedata.combining(letter))
