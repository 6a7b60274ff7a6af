"""The forms of clearances: who is not the one listed, why, until when, for whom."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.acts import clock
from wasl.checks import queries
from wasl.checks.acts import ClearanceEnd
from wasl.checks.forms.checking import State
from wasl.checks.wording import CLEARANCE_ENDS
from wasl.members.act_forms import ActForm, Choice, Day, Lines
from wasl.members.forms import text
from wasl.web.language import short_language

USUAL = timedelta(days=365)
"""For how long a clearance is given unless somebody says otherwise."""

OWN, EVERYBODY = "own", "everybody"

_LATIN = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


def a_year_on() -> Any:
    """The day on which a clearance ends unless somebody says otherwise."""
    return (clock.now() + USUAL).date()


class GiveClearanceForm(ActForm):
    """Somebody who is not the one listed."""

    subject = forms.CharField(max_length=300, widget=forms.TextInput(attrs=_LATIN))
    names = Lines(
        required=True, label=_("Names"), help_text=_("Of the person who is not the one listed. One on each line.")
    )
    birth_date = Day(
        required=False, label=_("Born"), help_text=_("In full: with the name it is enough to know the person again.")
    )
    nationality = State(label=_("Nationality"))
    number = forms.CharField(
        label=_("Document number"),
        max_length=40,
        required=False,
        help_text=_("A passport or an identity card: the surest way to know the person again."),
        widget=forms.TextInput(attrs=_LATIN),
    )
    issuer = State(label=_("Issued by"))
    reason = text(help_text=_("What shows that it is somebody else. Whoever sees the clearance reads this."))
    ends = Day(label=_("Until"), initial=a_year_on, help_text=_("The first day on which it no longer holds."))
    seen_by = forms.ChoiceField(
        label=_("Who sees it"),
        choices=[(OWN, _("Only one's own bureau")), (EVERYBODY, _("Every member"))],
        initial=OWN,
        widget=forms.RadioSelect,
    )

    PLACES = (
        ("person.names", "names"),
        ("person.birth_date", "birth_date"),
        ("person.nationalities", "nationality"),
        ("person.documents.0.country", "issuer"),
        ("person.documents", "number"),
        ("shared", "seen_by"),
    )

    def said(self) -> dict[str, Any]:
        """The act's fields: what is known of the person is one of them."""
        said = self.cleaned_data
        number, birth = said["number"].strip(), said["birth_date"]
        return {
            "subject": said["subject"],
            "person": {
                "names": [line.strip() for line in said["names"].splitlines() if line.strip()],
                "birth_date": birth.isoformat() if birth else None,
                "nationalities": [each for each in [said["nationality"]] if each],
                "documents": [{"number": number, "country": said["issuer"] or None}] if number else [],
            },
            "reason": said["reason"],
            "ends": super().said()["ends"],
            "shared": said["seen_by"] == EVERYBODY,
        }

    def field_of(self, path: str) -> str | None:
        """The parts of the person have fields of their own."""
        found = next((name for place, name in self.PLACES if path == place or path.startswith(f"{place}.")), None)
        return found or super().field_of(path)


class EndClearanceForm(ActForm):
    """Why a clearance holds no more."""

    reason = Choice(
        lambda: [(each, CLEARANCE_ENDS[each]) for each in (ClearanceEnd.WITHDRAWN, ClearanceEnd.MISTAKEN)],
        widget=forms.RadioSelect,
    )


def lists_by_name(party: str | None) -> dict[str, str]:
    """The lists that a party is shown, by name: what each is called."""
    return {each.name: str(each.title[short_language()]) for each in queries.lists_seen_by(party)}
