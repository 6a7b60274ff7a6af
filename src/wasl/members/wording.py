"""What roles, regions and states of a key are called, in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from babel import Locale
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from wasl.acts.act import SECRETARIAT, SYSTEM
from wasl.acts.registry import fields_called, fields_shown
from wasl.acts.wording import Text
from wasl.web.language import short_language
from wasl.web.zones import zone_title

fields_called(
    name=_("Name"),
    secretariat_key=_("Key of the General Secretariat"),
    system_key=_("Key of the installation"),
    member=_("Member"),
    region=_("Region"),
    joined=_("Joined"),
    party=_("Party"),
    key=_("Key"),
    new_key=_("New key"),
    possession=_("Signature by the new key"),
    reason=_("Reason"),
    officer=_("Officer"),
    role=_("Role"),
    begins=_("Begins"),
    ends=_("Ends"),
    mandate=_("Mandate"),
    photograph=_("Photograph"),
    at=_("Time"),
    entry=_("Entry"),
    readers=_("Readers"),
    address=_("Postal address"),
    city=_("City"),
    telephones=_("Telephone numbers"),
    emails=_("E-mail addresses"),
    channels=_("Secure channels"),
    languages=_("Languages spoken"),
    time_zone=_("Time zone"),
    always=_("Round the clock"),
    hours=_("Duty hours"),
    holidays=_("Holidays"),
    partner=_("Partner"),
    sort=_("Kind of partner"),
    regions=_("Regions"),
    members=_("Members"),
    title=_("Title"),
    areas=_("Crime areas"),
    shares=_("What may be shared"),
    reference=_("Reference"),
    agreement=_("Agreement"),
    rights=_("Rights"),
    article=_("Article"),
    suspension=_("Suspension"),
)

ROLES: dict[str, Text] = {
    "head-of-bureau": _("Head of bureau"),
    "bureau-officer": _("Bureau officer"),
    "border-officer": _("Border officer"),
    "duty-officer": _("Duty officer"),
    "head-of-delegation": _("Head of delegation"),
    "delegate": _("Delegate"),
    "presiding-officer": _("Presiding officer"),
    "secretariat-reviewer": _("Secretariat reviewer"),
    "secretariat-clerk": _("Secretariat clerk"),
    "credentials-committee": _("Member of the credentials committee"),
    "teller": _("Teller"),
    "door-staff": _("Door staff"),
    "host-liaison": _("Host country liaison"),
    "executive-committee": _("Member of the Executive Committee"),
    "independent-commission": _("Member of the independent commission"),
    "editor": _("Editor"),
    "auditor": _("Auditor"),
    "administrator": _("Administrator"),
}

REGIONS: dict[str, Text] = {
    "africa": _("Africa"),
    "americas": _("Americas"),
    "asia": _("Asia"),
    "europe": _("Europe"),
}

KEY_STATES: dict[str, Text] = {
    "in-force": _("in force"),
    "rotated": _("rotated"),
    "revoked": _("revoked"),
}

PARTIES: dict[str, Text] = {
    SECRETARIAT: _("General Secretariat"),
    SYSTEM: _("This installation"),
}


def role_title(role: str) -> Text:
    """What a role is called."""
    return ROLES.get(role, role)


REASONS: dict[str, Text] = {
    "first": _("first key"),
    "lost": _("lost"),
    "compromised": _("compromised"),
    "additional": _("additional key"),
    "retired": _("retired"),
    "resigned": _("resigned"),
    "reassigned": _("reassigned"),
    "dismissed": _("dismissed"),
    "expired": _("expired"),
    "withdrew": _("withdrew"),
    "dissolved": _("dissolved"),
    "concluded": _("its purpose was reached"),
    "denounced": _("denounced"),
    "replaced": _("replaced by another"),
    "decided": _("by decision"),
}

AREAS: dict[str, Text] = {
    "terrorism": _("Terrorism"),
    "trafficking-in-persons": _("Trafficking in persons"),
    "cybercrime": _("Cybercrime"),
    "money-laundering": _("Money laundering"),
}

SHAREABLE: dict[str, Text] = {
    "notices": _("Notices"),
    "diffusions": _("Diffusions"),
    "messages": _("Messages"),
    "checks": _("Checks"),
    "statistics": _("Statistics"),
    "training": _("Training"),
}

SUSPENDABLE: dict[str, Text] = {
    "vote": _("To vote"),
    "be-elected": _("To be elected"),
    "host": _("To host"),
    "exchange": _("To exchange information"),
}

PARTNER_SORTS: dict[str, Text] = {
    "regional-body": _("Regional body"),
    "international-organisation": _("International organisation"),
    "bilateral": _("Bilateral partner"),
}

CHECK_PURPOSES: dict[str, Text] = {
    "border-control": _("Border control"),
    "investigation": _("Investigation"),
    "visa": _("Visa or residence"),
    "identification": _("Identifying a person"),
    "licence": _("Licence or accreditation"),
    "customs": _("Customs"),
    "finance": _("Financial inquiry"),
    "training": _("Training and tests"),
}


def from_list(titles: dict[str, Text]) -> Callable[[str], Text]:
    """How the words of a list are written for people."""
    return lambda word: titles.get(word, word)


def check_purpose_title(word: str) -> Text:
    """What checks are made for, as people say it."""
    return CHECK_PURPOSES.get(word, word)


def region_title(region: str) -> Text:
    """What a region is called."""
    return REGIONS.get(region, region)


def language_title(code: str) -> Text:
    """What a language is called in the reader's language."""
    return str(Locale(short_language()).languages.get(code, code))


def hours_title(hours: Mapping[str, Any] | Sequence[Any]) -> Text:
    """`Monday 08:00–16:00`, in the reader's language."""
    said = [hours[name] for name in ("day", "opens", "closes")] if isinstance(hours, Mapping) else hours
    day = date(2024, 1, int(said[0]))  # a January that begins on a Monday
    return _shown_hours(date_format(day, "l"), said[1], said[2])


def _shown_hours(day: str, opens: str, closes: str) -> str:
    return f"{day} \N{LEFT-TO-RIGHT ISOLATE}{opens}–{closes}\N{POP DIRECTIONAL ISOLATE}"


def truth(value: bool) -> Text:  # noqa: FBT001 (as the registry hands it)
    """Yes or no."""
    return _("yes") if value else _("no")


def reason_title(reason: str) -> Text:
    """What a reason is called; a reason in somebody's own words stays as it is."""
    return REASONS.get(reason, reason)


def reasons_called(titles: Mapping[str, Text]) -> None:
    """Register what the reasons of another room's acts are called; a word that has a title keeps it."""
    for word, title in titles.items():
        REASONS.setdefault(word, title)


def first_day(month: str) -> date:
    """A year and month, for templates, which show no day of it."""
    return date.fromisoformat(f"{month}-01")


def entry_number(entry: int) -> Text:
    """An entry as pages write it."""
    return f"#{entry}"


def zone_named(name: str) -> str:
    """A time zone as people call it, and by its name in the table of zones."""
    title = zone_title(name)
    return title if title == name else f"{title} · {name}"


fields_shown(
    role=role_title,
    region=region_title,
    reason=reason_title,
    joined=lambda month: date_format(first_day(month), "YEAR_MONTH_FORMAT"),
    officer=entry_number,
    mandate=entry_number,
    entry=entry_number,
    agreement=entry_number,
    suspension=entry_number,
    areas=from_list(AREAS),
    shares=from_list(SHAREABLE),
    rights=from_list(SUSPENDABLE),
    sort=from_list(PARTNER_SORTS),
    regions=region_title,
    languages=language_title,
    time_zone=zone_named,
    hours=hours_title,
    always=truth,
)
