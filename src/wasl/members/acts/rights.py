"""What is said about rights that a member may not exercise for a time."""

from enum import StrEnum
from typing import ClassVar, Literal, Self

from django.utils.translation import gettext_lazy as _
from pydantic import model_validator

from wasl.acts.act import Act, Decided, EntryKey, Instant, MemberCode, ShortText
from wasl.acts.faults import Wrong
from wasl.acts.registry import says
from wasl.members.acts.fields import SomeWords
from wasl.members.naming import party_title
from wasl.members.wording import reason_title


class RestoreReason(StrEnum):
    """Why a suspension ended."""

    DECIDED = "decided"
    EXPIRED = "expired"


class Suspended(Decided):
    """When the suspension begins: never before the act."""

    begins: Instant


@says(_("Rights suspended"), lambda act, _decided: party_title(act["member"]))
class SuspendRights(Act):
    """The secretariat records that a member may not exercise some of its rights, why, and under which article.

    Open: every member must know who may vote and with whom to exchange. It holds until `ends`, or until restored.
    The entry is the suspension's key.
    """

    decided_type: ClassVar[type[Decided]] = Suspended
    open: ClassVar[bool] = True
    kind: Literal["members.suspend-rights/1"] = "members.suspend-rights/1"
    member: MemberCode
    rights: SomeWords
    reason: ShortText
    article: ShortText
    begins: Instant | None = None
    ends: Instant | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.begins and self.ends and self.ends <= self.begins:
            raise Wrong(_("The suspension must end after it begins."))
        return self


@says(_("Rights restored"), lambda act, _decided: reason_title(act["reason"]))
class RestoreRights(Act):
    """The secretariat restores what was suspended, or the installation does when the last day has passed."""

    open: ClassVar[bool] = True
    kind: Literal["members.restore-rights/1"] = "members.restore-rights/1"
    suspension: EntryKey
    reason: RestoreReason
