"""What roles, regions and states of a key are called, in the reader's language."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from wasl.acts.act import SECRETARIAT, SYSTEM
from wasl.acts.registry import fields_called, fields_shown
from wasl.acts.wording import Text

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
)

ROLES: dict[str, Text] = {
    "head-of-bureau": _("Head of bureau"),
    "bureau-officer": _("Bureau officer"),
    "border-officer": _("Border officer"),
    "duty-officer": _("Duty officer"),
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
}


def reason_title(reason: str) -> Text:
    """What a reason is called; a reason in somebody's own words stays as it is."""
    return REASONS.get(reason, reason)


def first_day(month: str) -> date:
    """A year and month, for templates, which show no day of it."""
    return date.fromisoformat(f"{month}-01")


def entry_number(entry: int) -> Text:
    """An entry as pages write it."""
    return f"#{entry}"


fields_shown(
    role=role_title,
    region=lambda region: REGIONS.get(region, region),
    reason=reason_title,
    joined=lambda month: date_format(first_day(month), "YEAR_MONTH_FORMAT"),
    officer=entry_number,
    mandate=entry_number,
    entry=entry_number,
)
