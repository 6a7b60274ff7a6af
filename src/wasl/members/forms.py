"""The forms of this room's acts."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from wasl.acts import clock
from wasl.acts.act import SHORT_TEXT_MAX
from wasl.acts.wording import Text
from wasl.members import duty, lists, queries, roles, states
from wasl.members.act_forms import ActForm, Choice, Choices, Day, Folded, Lines, Photograph
from wasl.members.acts import AgreementEnd, EndReason, PartnerEnd, RestoreReason
from wasl.members.wording import (
    AREAS,
    PARTNER_SORTS,
    REGIONS,
    SHAREABLE,
    SUSPENDABLE,
    reason_title,
    role_title,
)
from wasl.web import zones
from wasl.web.language import short_language

AT_ONCE = _("At once when left empty.")
OPEN_END = _("The first day on which it no longer holds. Until further notice when left empty.")

Titled = list[tuple[str, Text]]


def _reasons(*reasons: str) -> Titled:
    return [(reason, reason_title(reason)) for reason in reasons]


def _members() -> Titled:
    language = short_language()
    return [(each.code, states.name(each.code, language)) for each in queries.members(language)]


def _partners() -> Titled:
    return [(each.partner, each.name[short_language()]) for each in queries.partners() if each.ended_at is None]


def text(**named: Any) -> forms.CharField:
    """A line of free text."""
    return forms.CharField(max_length=SHORT_TEXT_MAX, **named)


class RegisterOfficerForm(ActForm):
    """A person the bureau makes known."""

    blobs: ClassVar = {"photograph": "photograph"}

    name = text(help_text=_("As it stands on the officer's badge. It goes to your party and the secretariat alone."))
    photograph = Photograph()


class PhotographForm(ActForm):
    """Another photograph for an officer; none when left empty."""

    blobs: ClassVar = {"photograph": "photograph"}

    photograph = Photograph(
        help_text=_("JPEG, PNG or WebP, at most 8 MB. Left empty, the officer has no photograph any more.")
    )


class AppointForm(ActForm):
    """A role for an officer, from a day until a day."""

    role = Choice(())
    begins = Day(required=False, help_text=AT_ONCE)
    ends = Day(required=False, help_text=OPEN_END)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        given = roles.roles().values()
        at_secretariat = self.visitor.party == queries.STANDING_PARTIES[0]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.name, role_title(role.name)) for role in given if role.given_to(secretariat=at_secretariat)
        ]


class EndMandateForm(ActForm):
    """Why a mandate ends."""

    reason = Choice(
        lambda: _reasons(*(reason.value for reason in EndReason if reason != EndReason.EXPIRED)),
        widget=forms.RadioSelect,
    )


class NoAnswersForm(ActForm):
    """Nothing to answer: the page says what will happen."""


class EraseForm(ActForm):
    """Why an entry is erased."""

    reason = text(help_text=_("Whoever could read the entry reads this."))


class DescribeForm(ActForm):
    """How the bureau is reached and when somebody is on duty."""

    lists: ClassVar = ("address", "telephones", "emails", "channels")

    address = Lines()
    city = text(required=False)
    telephones = Lines(
        help_text=_("One on each line, with the country code: +212 500 000 000."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
    )
    emails = Lines(widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}))
    channels = Lines(help_text=_("Such as the address in the secure network. One on each line."))
    languages = Choices(required=False, widget=Folded())
    time_zone = Choice(lambda: zones.choices(clock.now()))
    always = forms.BooleanField(required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.hours: list[dict[str, Any]] = []
        """The act's, in the order in which it names them."""
        self.fields["languages"].choices = duty.languages()  # type: ignore[attr-defined]
        for day in range(1, 8):
            self.fields[f"hours_{day}"] = text(
                label=date_format(date(2024, 1, day), "l"),
                required=False,
                help_text=_("Such as 08:30-12:00 14:00-18:00, in your bureau's time.") if day == 1 else "",
                widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}),
            )
        self.fields["holidays"] = text(required=False, label=_("Holidays"))

    def said(self) -> dict[str, Any]:
        """The hours of seven days are one field of the act."""
        said = super().said()
        self.hours = hours = [each for day in range(1, 8) for each in _hours(day, said.pop(f"hours_{day}") or "")]
        return {**said, "hours": hours}

    def field_of(self, path: str) -> str | None:
        """One of the act's hours is asked for by its day."""
        name, _dot, rest = path.partition(".")
        if name != "hours" or not rest:
            return super().field_of(path)
        return f"hours_{self.hours[int(rest.partition('.')[0])]['day']}"

    def clean(self) -> dict[str, Any]:
        """Hours must read as hours before the act's model can judge them."""
        cleaned = super().clean()
        for day in range(1, 8):
            try:
                list(_hours(day, cleaned.get(f"hours_{day}") or ""))
            except ValueError:
                self.add_error(f"hours_{day}", ValidationError(_("Write hours such as 08:30-12:00 14:00-18:00.")))
        return cleaned


def _hours(day: int, said: str) -> list[dict[str, Any]]:
    """`08:30-12:00 14:00-18:00`, with any dash. Raises ValueError."""
    found = []
    for span in said.replace("–", "-").replace(" - ", "-").replace(",", " ").split():
        opens, closes = span.split("-")
        found.append({"day": day, "opens": _clock(opens), "closes": _clock(closes)})
    return found


def _clock(said: str) -> str:
    hour, _colon, minute = said.partition(":")
    return f"{int(hour):02}:{int(minute or 0):02}"


class AdmitMemberForm(ActForm):
    """A state to admit."""

    member = Choice(())

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        there, language = {each.code for each in queries.members("en")}, short_language()
        self.fields["member"].choices = [  # type: ignore[attr-defined]
            (state.code, state.name.in_language(language))
            for state in states.roll_call(language)
            if state.code not in there
        ]


class PartnerForm(ActForm):
    """What is said of a partner."""

    four: ClassVar = ("name",)

    name = text()
    sort = Choice(lambda: [(word, PARTNER_SORTS.get(word, word)) for word in lists.partner_sorts()])
    regions = Choices(required=False, choices=list(REGIONS.items()))
    members = Choices(required=False, choices=_members, widget=Folded())


class AdmitPartnerForm(PartnerForm):
    """The same with the word by which it is known."""

    partner = text(
        label=_("Word"),
        help_text=_("By which addresses and acts name it, for good: small letters, digits and hyphens."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none"}),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.order_fields(["partner"])


class EndPartnerForm(ActForm):
    """Why a partner is one no more."""

    reason = Choice(lambda: _reasons(*PartnerEnd), widget=forms.RadioSelect)


class ConcludeForm(ActForm):
    """An agreement with a partner, or among members."""

    four: ClassVar = ("title",)

    partner = Choice(_partners, empty=_("Among members"), required=False)
    members = Choices(
        required=False,
        choices=_members,
        widget=Folded(),
        help_text=_("Two or more, when it is not with a partner."),
    )
    title = text()
    areas = Choices(choices=lambda: [(word, AREAS.get(word, word)) for word in lists.crime_areas()])
    shares = Choices(choices=lambda: [(word, SHAREABLE.get(word, word)) for word in lists.shareable()])
    begins = Day()
    ends = Day(required=False, help_text=OPEN_END)
    reference = text(help_text=_("The article or the document that it rests on."))


class EndAgreementForm(ActForm):
    """Why an agreement ends."""

    reason = Choice(lambda: _reasons(AgreementEnd.DENOUNCED, AgreementEnd.REPLACED), widget=forms.RadioSelect)


class SuspendForm(ActForm):
    """Rights that a member may not exercise."""

    rights = Choices(choices=lambda: [(word, SUSPENDABLE.get(word, word)) for word in lists.suspendable()])
    reason = text(help_text=_("Everybody reads this."))
    article = text(help_text=_("On which the decision rests."))
    begins = Day(required=False, help_text=AT_ONCE)
    ends = Day(required=False, help_text=OPEN_END)


class RestoreForm(ActForm):
    """The suspension ends by decision."""

    reason = forms.CharField(widget=forms.HiddenInput, initial=RestoreReason.DECIDED.value)
