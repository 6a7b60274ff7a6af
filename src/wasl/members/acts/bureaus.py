"""How a bureau is reached, and when: for every member, and for nobody else."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Annotated, Literal, Self

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from wasl.acts.act import EVERY_PARTY, Act, Decided, ShortText
from wasl.acts.faults import Wrong
from wasl.acts.registry import says
from wasl.acts.wording import Text
from wasl.members.acts.fields import in_order

TWENTY_FOUR = "24:00"


def _has_form(pattern: str, text: Text) -> Callable[[str], str]:
    matches = re.compile(pattern).fullmatch

    def check(value: str) -> str:
        if not matches(value):
            raise Wrong(text)
        return value

    return check


Telephone = Annotated[
    str,
    AfterValidator(
        _has_form(
            r"\+[1-9][0-9 ()./-]{4,28}[0-9]",
            _("This must be a telephone number with its country code, such as +212 500 000 000."),
        )
    ),
]
EmailAddress = Annotated[
    str,
    AfterValidator(
        _has_form(
            r"(?=.{3,254}\Z)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
            r"(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+",
            _("This must be an e-mail address."),
        )
    ),
]
LanguageCode = Annotated[
    str, AfterValidator(_has_form(r"[a-z]{2,3}", _("This must be a language by its code, such as `ar`.")))
]
TimeZone = Annotated[
    str,
    AfterValidator(
        _has_form(
            r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}",
            _("This must be a time zone by its name, such as Africa/Casablanca."),
        )
    ),
]
ClockTime = Annotated[
    str,
    AfterValidator(
        _has_form(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00", _("This must be a time of day, such as `08:30`, or `24:00`."))
    ),
]


class Hours(BaseModel):
    """Hours of one weekday, in the bureau's time zone: 1 is Monday, 7 is Sunday (ISO 8601)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: Annotated[int, Field(ge=1, le=7, strict=True)]
    opens: ClockTime
    closes: ClockTime

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.opens >= self.closes:
            raise Wrong(_("The bureau must close after it opens; what goes on past midnight is the next day's."))
        return self


def _apart(hours: tuple[Hours, ...]) -> tuple[Hours, ...]:
    ordered = tuple(sorted(hours, key=lambda each: (each.day, each.opens)))
    for earlier, later in pairwise(ordered):
        if earlier.day == later.day and later.opens < earlier.closes:
            raise Wrong(_("Hours of one day must not overlap."))
    return ordered


@says(_("Bureau described"), lambda act, _decided: act["city"] or "")
class DescribeBureau(Act):
    """A bureau says how it is reached, in which languages, and when somebody is on duty. The newest description counts.

    Closed: it goes to every member and the secretariat and not to the public, and can be erased. What is said of
    hours is in the bureau's own time zone; `always` means round the clock, and then there are no hours.
    """

    kind: Literal["members.describe-bureau/1"] = "members.describe-bureau/1"
    address: Annotated[tuple[ShortText, ...], Field(max_length=6)] = ()
    city: ShortText | None = None
    telephones: Annotated[tuple[Telephone, ...], Field(max_length=10)] = ()
    emails: Annotated[tuple[EmailAddress, ...], Field(max_length=10)] = ()
    channels: Annotated[tuple[ShortText, ...], Field(max_length=10)] = ()
    languages: Annotated[tuple[LanguageCode, ...], Field(max_length=20), AfterValidator(in_order)] = ()
    time_zone: TimeZone
    always: bool = False
    hours: Annotated[tuple[Hours, ...], Field(max_length=28), AfterValidator(_apart)] = ()
    holidays: ShortText | None = None

    @model_validator(mode="after")
    def _hours_or_always(self) -> Self:
        if self.always and self.hours:
            raise Wrong(_("A bureau that is open round the clock has no other hours."))
        return self

    def audience(self, author: str, decided: Decided) -> frozenset[str]:  # noqa: ARG002
        """Every party there is."""
        return frozenset({EVERY_PARTY})
