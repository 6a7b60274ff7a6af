"""What is said about partners, and about what members and partners have agreed to share."""

from enum import StrEnum
from typing import ClassVar, Literal, Self

from django.utils.translation import gettext_lazy as _
from pydantic import model_validator

from wasl.acts.act import Act, EntryKey, Instant, ShortText
from wasl.acts.faults import Wrong
from wasl.acts.registry import says
from wasl.members.acts.fields import MemberCodes, Names, Regions, SomeWords, Word
from wasl.members.wording import reason_title
from wasl.web.language import short_language


class PartnerEnd(StrEnum):
    """Why a partner is one no more."""

    WITHDREW = "withdrew"
    DISSOLVED = "dissolved"
    CONCLUDED = "concluded"


class AgreementEnd(StrEnum):
    """Why an agreement ended."""

    DENOUNCED = "denounced"
    REPLACED = "replaced"
    EXPIRED = "expired"


@says(_("Partner admitted"), lambda act, _decided: act["name"][short_language()])
class AdmitPartner(Act):
    """The secretariat records a partner: a regional body, an international organisation, a bilateral partner.

    Open, as the list of members is. `partner` is its name in addresses and acts, for good; `members` are those of
    our members that belong to it.
    """

    open: ClassVar[bool] = True
    kind: Literal["members.admit-partner/1"] = "members.admit-partner/1"
    partner: Word
    name: Names
    sort: Word
    regions: Regions = ()
    members: MemberCodes = ()


@says(_("Partner changed"), lambda act, _decided: act["name"][short_language()])
class ChangePartner(Act):
    """The secretariat says anew what a partner is called, what it is, and who belongs to it."""

    open: ClassVar[bool] = True
    kind: Literal["members.change-partner/1"] = "members.change-partner/1"
    partner: Word
    name: Names
    sort: Word
    regions: Regions = ()
    members: MemberCodes = ()


@says(_("Partnership ended"), lambda act, _decided: reason_title(act["reason"]))
class EndPartner(Act):
    """The secretariat records that a partner is one no more. Its agreements were ended before."""

    open: ClassVar[bool] = True
    kind: Literal["members.end-partner/1"] = "members.end-partner/1"
    partner: Word
    reason: PartnerEnd


@says(_("Agreement concluded"), lambda act, _decided: act["title"][short_language()])
class ConcludeAgreement(Act):
    """The secretariat records an agreement with a partner, or among a group of members.

    Open: what members may share with whom is for all of them to know. `areas` are the crime areas it covers, `shares`
    what may be shared; `reference` is the article or document it rests on. The entry is the agreement's key.
    """

    open: ClassVar[bool] = True
    kind: Literal["members.conclude-agreement/1"] = "members.conclude-agreement/1"
    partner: Word | None = None
    members: MemberCodes = ()
    title: Names
    areas: SomeWords
    shares: SomeWords
    begins: Instant
    ends: Instant | None = None
    reference: ShortText

    @model_validator(mode="after")
    def _between_somebody(self) -> Self:
        if self.partner is None and len(self.members) < 2:
            raise Wrong(_("An agreement is with a partner, or among two members or more."))
        if self.ends and self.ends <= self.begins:
            raise Wrong(_("The agreement must end after it begins."))
        return self


@says(_("Agreement ended"), lambda act, _decided: reason_title(act["reason"]))
class EndAgreement(Act):
    """The secretariat ends an agreement, or the installation does when its last day has passed."""

    open: ClassVar[bool] = True
    kind: Literal["members.end-agreement/1"] = "members.end-agreement/1"
    agreement: EntryKey
    reason: AgreementEnd
