"""What is said about who there is and who speaks: the organisation, members, keys, officers.

All of these but two are open acts: anyone who checks the record must be able to see who was entitled to sign.
An officer's name and face are not needed for that, so `RegisterOfficer` and `ChangePhotograph` are closed and can be
erased, while the mandates that name the officer by entry stay (decision 0002).
"""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints, model_validator

from wasl.acts.act import (
    SECRETARIAT,
    Act,
    BlobDigest,
    Decided,
    EntryKey,
    Instant,
    KeyId,
    MemberCode,
    Party,
    ShortText,
)
from wasl.acts.faults import Wrong
from wasl.acts.registry import says
from wasl.members.acts.fields import Names
from wasl.members.naming import party_title
from wasl.members.states import Region
from wasl.members.wording import reason_title, role_title
from wasl.web.language import short_language


class Role(StrEnum):
    """What a mandate is for; `roles.toml` says what each opens. Only the head changes officers and keys."""

    HEAD = "head-of-bureau"
    OFFICER = "bureau-officer"
    BORDER = "border-officer"
    DUTY = "duty-officer"
    HEAD_OF_DELEGATION = "head-of-delegation"
    DELEGATE = "delegate"
    PRESIDING = "presiding-officer"
    REVIEWER = "secretariat-reviewer"
    CLERK = "secretariat-clerk"
    CREDENTIALS = "credentials-committee"
    TELLER = "teller"
    DOOR = "door-staff"
    LIAISON = "host-liaison"
    EXECUTIVE = "executive-committee"
    COMMISSION = "independent-commission"
    EDITOR = "editor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class KeyReason(StrEnum):
    """Why a key was registered for a party by the secretariat."""

    FIRST = "first"
    LOST = "lost"
    COMPROMISED = "compromised"
    ADDITIONAL = "additional"


class RevocationReason(StrEnum):
    """Why a key may no longer sign."""

    LOST = "lost"
    COMPROMISED = "compromised"
    RETIRED = "retired"


class EndReason(StrEnum):
    """Why a mandate ended."""

    RESIGNED = "resigned"
    REASSIGNED = "reassigned"
    DISMISSED = "dismissed"
    EXPIRED = "expired"


YearMonth = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{3}-(0[1-9]|1[0-2])$")]
"""Accessions are known to the month."""

Signature = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]{86}==$")]
"""An Ed25519 signature in base64."""


@says(_("Organisation founded"), lambda act, _decided: act["name"][short_language()])
class FoundOrganisation(Act):
    """Entry 0: the organisation's name and the keys that speak first. Signed by the secretariat's key.

    Nothing in the record entitles it: whoever pins this record decides to believe its beginning.
    """

    open: ClassVar[bool] = True
    kind: Literal["members.found-organisation/1"] = "members.found-organisation/1"
    name: Names
    secretariat_key: KeyId
    system_key: KeyId


@says(_("Member admitted"), lambda act, _decided: party_title(act["member"]))
class AdmitMember(Act):
    """The secretariat records that a state is a member, and since when."""

    open: ClassVar[bool] = True
    kind: Literal["members.admit-member/1"] = "members.admit-member/1"
    member: MemberCode
    region: Region
    joined: YearMonth


@says(_("Bureau key registered"), lambda act, _decided: party_title(act["party"]))
class RegisterBureauKey(Act):
    """The secretariat, having checked out of band, says that a key speaks for a party.

    This is also what happens when a bureau has lost its only key: the secretariat revokes that one and
    registers another. Every member sees both. `possession` is the new key's signature over
    `record.authority.possession_text`: nobody can register a key they do not hold.
    """

    open: ClassVar[bool] = True
    kind: Literal["members.register-bureau-key/1"] = "members.register-bureau-key/1"
    party: Party
    key: KeyId
    possession: Signature
    reason: KeyReason


@says(_("Key rotated"), lambda _act, _decided: "")
class RotateKey(Act):
    """A party replaces the key that signs this act by a new one, from this entry on."""

    open: ClassVar[bool] = True
    kind: Literal["members.rotate-key/1"] = "members.rotate-key/1"
    new_key: KeyId
    possession: Signature


@says(_("Key revoked"), lambda act, _decided: reason_title(act["reason"]))
class RevokeKey(Act):
    """A party, or the secretariat for it, says that a key may no longer sign, from this entry on."""

    open: ClassVar[bool] = True
    kind: Literal["members.revoke-key/1"] = "members.revoke-key/1"
    key: KeyId
    reason: RevocationReason


@says(_("Officer registered"), lambda act, _decided: act["name"])
class RegisterOfficer(Act):
    """A bureau makes a person known to itself and the secretariat. The entry is the officer's key for ever.

    Closed: the name goes to the bureau and the secretariat alone, and can be erased.
    """

    kind: Literal["members.register-officer/1"] = "members.register-officer/1"
    name: ShortText
    photograph: BlobDigest | None = None

    def audience(self, author: str, decided: Decided) -> frozenset[str]:  # noqa: ARG002
        """The bureau itself and the secretariat."""
        return frozenset({author, SECRETARIAT})

    def blobs(self) -> frozenset[str]:
        """The photograph."""
        return frozenset({self.photograph} - {None})  # type: ignore[arg-type]


@says(_("Photograph changed"), lambda _act, _decided: "")
class ChangePhotograph(Act):
    """A bureau gives one of its officers another photograph, or none.

    Closed, as the officer's registration is, and can be erased. The file of the photograph before is destroyed with
    this act, unless another act of the bureau names it.
    """

    kind: Literal["members.change-photograph/1"] = "members.change-photograph/1"
    officer: EntryKey
    photograph: BlobDigest | None = None

    def audience(self, author: str, decided: Decided) -> frozenset[str]:  # noqa: ARG002
        """The bureau itself and the secretariat."""
        return frozenset({author, SECRETARIAT})

    def blobs(self) -> frozenset[str]:
        """The photograph."""
        return frozenset({self.photograph} - {None})  # type: ignore[arg-type]


class Appointed(Decided):
    """When the mandate begins: never before the act."""

    begins: Instant


@says(_("Officer appointed"), lambda act, _decided: role_title(act["role"]))
class AppointOfficer(Act):
    """A bureau gives one of its officers a role, from a moment until a moment or until further notice.

    The entry is the mandate's key: whoever signs under it names it.
    """

    decided_type: ClassVar[type[Decided]] = Appointed
    open: ClassVar[bool] = True
    kind: Literal["members.appoint-officer/1"] = "members.appoint-officer/1"
    officer: EntryKey
    role: Role
    begins: Instant | None = None
    ends: Instant | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.begins and self.ends and self.ends <= self.begins:
            raise Wrong(_("The mandate must end after it begins."))
        return self


@says(_("Mandate ended"), lambda act, _decided: reason_title(act["reason"]))
class EndMandate(Act):
    """A bureau ends a mandate, or the installation does when its last day has passed."""

    open: ClassVar[bool] = True
    kind: Literal["members.end-mandate/1"] = "members.end-mandate/1"
    mandate: EntryKey
    reason: EndReason
