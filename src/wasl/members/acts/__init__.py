"""What can be said about members, their bureaus, keys and officers; about partners, agreements and suspended rights.

What shows who was entitled to sign, and what members owe each other, is open. Names of officers and the ways to reach
a bureau are closed, and can be erased.
"""

from wasl.members.acts.bureaus import DescribeBureau, Hours
from wasl.members.acts.fields import LANGUAGES, Names
from wasl.members.acts.partners import (
    AdmitPartner,
    AgreementEnd,
    ChangePartner,
    ConcludeAgreement,
    EndAgreement,
    EndPartner,
    PartnerEnd,
)
from wasl.members.acts.rights import RestoreReason, RestoreRights, Suspended, SuspendRights
from wasl.members.acts.standing import (
    AdmitMember,
    Appointed,
    AppointOfficer,
    ChangePhotograph,
    EndMandate,
    EndReason,
    FoundOrganisation,
    KeyReason,
    RegisterBureauKey,
    RegisterOfficer,
    RevocationReason,
    RevokeKey,
    Role,
    RotateKey,
    Signature,
    YearMonth,
)

__all__ = [
    "LANGUAGES",
    "AdmitMember",
    "AdmitPartner",
    "AgreementEnd",
    "AppointOfficer",
    "Appointed",
    "ChangePartner",
    "ChangePhotograph",
    "ConcludeAgreement",
    "DescribeBureau",
    "EndAgreement",
    "EndMandate",
    "EndPartner",
    "EndReason",
    "FoundOrganisation",
    "Hours",
    "KeyReason",
    "Names",
    "PartnerEnd",
    "RegisterBureauKey",
    "RegisterOfficer",
    "RestoreReason",
    "RestoreRights",
    "RevocationReason",
    "RevokeKey",
    "Role",
    "RotateKey",
    "Signature",
    "SuspendRights",
    "Suspended",
    "YearMonth",
]
