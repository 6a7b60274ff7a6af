"""What each role is for, in one or two sentences and in the reader's language."""

from django.utils.translation import gettext_lazy as _

from wasl.acts.act import SECRETARIAT
from wasl.acts.wording import Text
from wasl.members.wording import role_title

PURPOSES: dict[str, Text] = {
    "head-of-bureau": _("Leads a bureau: appoints its officers, looks after its keys and answers for what it says."),
    "bureau-officer": _("Works at a bureau, and reads what is addressed to it."),
    "border-officer": _("Checks people and documents at a border."),
    "duty-officer": _("Answers for the bureau at night and on holidays, for one term after another."),
    "head-of-delegation": _("Speaks and votes for a member in the General Assembly, and leads its delegates."),
    "delegate": _("Takes part in the General Assembly for a member."),
    "presiding-officer": _("Presides over the General Assembly: gives the floor, puts questions to the vote."),
    "secretariat-reviewer": _("Looks at what members ask to publish, and holds it against the rules."),
    "secretariat-clerk": _("Keeps the registers of the General Secretariat: partners and agreements."),
    "credentials-committee": _("Examines whether each delegation was duly sent, and reports to the Assembly."),
    "teller": _("Watches over the counting of votes, and vouches for the result."),
    "door-staff": _("Lets into the hall whoever is accredited, and nobody else."),
    "host-liaison": _("Arranges the session for the country that receives it."),
    "executive-committee": _("Sees to it, between two sessions, that what the Assembly decided is done."),
    "independent-commission": _("Examines whether personal data are kept by the rules, and hears who complains."),
    "editor": _("Writes and publishes the public news of the organisation."),
    "auditor": _("Verifies the record, and reads who signed in and when. Changes nothing."),
    "administrator": _("Looks after the accounts: opens, closes and helps to recover them."),
}

SECRETARY_GENERAL = _("Secretary General")
OF_THE_SECRETARY_GENERAL = _(
    "Leads the General Secretariat: admits members, keeps partners and agreements, suspends rights, appoints its staff."
)


def purpose(role: str, party: str = "") -> Text:
    """What a role is for, at that party."""
    if party == SECRETARIAT and role == "head-of-bureau":
        return OF_THE_SECRETARY_GENERAL
    return PURPOSES.get(role, "")


def title_at(role: str, party: str) -> Text:
    """What the role is called at that party: the head of the secretariat has a name of its own."""
    return SECRETARY_GENERAL if party == SECRETARIAT and role == "head-of-bureau" else role_title(role)
