"""What acts of this room change: the only writer of this room's tables."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from wasl.acts import blobs
from wasl.acts.act import SECRETARIAT, SYSTEM, Decided, Entry
from wasl.acts.registry import applies
from wasl.acts.working_set import change, get, put
from wasl.members import queries
from wasl.members.acts import (
    AdmitMember,
    AdmitPartner,
    Appointed,
    AppointOfficer,
    ChangePartner,
    ChangePhotograph,
    ConcludeAgreement,
    DescribeBureau,
    EndAgreement,
    EndMandate,
    EndPartner,
    FoundOrganisation,
    RegisterBureauKey,
    RegisterOfficer,
    RestoreRights,
    RevokeKey,
    RotateKey,
    Suspended,
    SuspendRights,
)
from wasl.members.models import (
    Agreement,
    BureauDescription,
    BureauKey,
    Ending,
    KeyState,
    Mandate,
    Member,
    Officer,
    Organisation,
    Partner,
    Photograph,
    Post,
    Suspension,
)


@applies(FoundOrganisation)
def found(entry: Entry, act: FoundOrganisation, decided: Decided) -> None:
    """Write the organisation and its first two keys."""
    put(Organisation(id=1, entry=entry.index, name=dict(act.name)))
    _add_key(entry, SECRETARIAT, act.secretariat_key, decided.at)
    _add_key(entry, SYSTEM, act.system_key, decided.at)


@applies(AdmitMember)
def admit(entry: Entry, act: AdmitMember, decided: Decided) -> None:
    """Write the member."""
    put(Member(code=act.member, entry=entry.index, region=act.region.value, joined=act.joined))


@applies(RegisterBureauKey)
def register_key(entry: Entry, act: RegisterBureauKey, decided: Decided) -> None:
    """Write the key."""
    _add_key(entry, act.party, act.key, decided.at)


@applies(RotateKey)
def rotate(entry: Entry, act: RotateKey, decided: Decided) -> None:
    """End the key that signed and write the new one."""
    _end_key(entry, entry.keyid, KeyState.ROTATED, decided.at)
    _add_key(entry, entry.party, act.new_key, decided.at)


@applies(RevokeKey)
def revoke(entry: Entry, act: RevokeKey, decided: Decided) -> None:
    """End the key."""
    _end_key(entry, act.key, KeyState.REVOKED, decided.at)


def _add_key(entry: Entry, party: str, keyid: str, at: datetime) -> None:
    put(BureauKey(keyid=keyid, entry=entry.index, party=party, state=KeyState.IN_FORCE.value, registered_at=at))


def _end_key(entry: Entry, keyid: str, state: KeyState, at: datetime) -> None:
    change(BureauKey, keyid, state=state.value, ended_at=at, ended_by=entry.index)


@applies(RegisterOfficer)
def register_officer(entry: Entry, act: RegisterOfficer, decided: Decided) -> None:
    """Write the officer."""
    put(Officer(entry=entry.index, party=entry.party, name=act.name, photograph=act.photograph or ""))


@applies(ChangePhotograph)
def change_photograph(entry: Entry, act: ChangePhotograph, decided: Decided) -> None:
    """Write the photograph beside the one before, whose file goes. Each can be erased by itself."""
    before, digest = queries.photograph_before(act.officer), act.photograph or ""
    shown_by = [act.officer, *queries.photograph_entries(act.officer)]
    put(Photograph(entry=entry.index, party=entry.party, officer=act.officer, digest=digest))
    if before and before != digest:
        blobs.let_go(entry.party, before, shown_by, decided.at)


@applies(AppointOfficer)
def appoint(entry: Entry, act: AppointOfficer, decided: Appointed) -> None:
    """Write the mandate and the post it fills."""
    put(
        Mandate(
            entry=entry.index,
            party=entry.party,
            officer=act.officer,
            role=act.role.value,
            begins=decided.begins,
            ends=act.ends,
        )
    )
    put(Post(key=queries.post_key(act.officer, act.role), entry=entry.index, mandate=entry.index))


@applies(EndMandate)
def end(entry: Entry, act: EndMandate, decided: Decided) -> None:
    """Close the mandate and free the post."""
    _end(entry, Mandate, act.mandate, act.reason, decided.at)
    held = get(Mandate, act.mandate)
    if held:
        Post.objects.filter(key=queries.post_key(held.officer, held.role)).delete()


def _end(entry: Entry, model: type[Ending], key: int | str, reason: StrEnum, at: datetime) -> None:
    change(model, key, ended_at=at, ended_by=entry.index, end_reason=reason.value)


@applies(DescribeBureau)
def describe_bureau(entry: Entry, act: DescribeBureau, decided: Decided) -> None:
    """Write the description beside earlier ones, each of which can be erased by itself."""
    put(
        BureauDescription(
            entry=entry.index,
            party=entry.party,
            at=decided.at,
            address=list(act.address),
            city=act.city or "",
            telephones=list(act.telephones),
            emails=list(act.emails),
            channels=list(act.channels),
            languages=list(act.languages),
            time_zone=act.time_zone,
            always=act.always,
            hours=[[each.day, each.opens, each.closes] for each in act.hours],
            holidays=act.holidays or "",
        )
    )


@applies(AdmitPartner)
def admit_partner(entry: Entry, act: AdmitPartner, decided: Decided) -> None:
    """Write the partner."""
    put(Partner(partner=act.partner, entry=entry.index, end_reason="", **_partner_fields(act)))


@applies(ChangePartner)
def change_partner(entry: Entry, act: ChangePartner, decided: Decided) -> None:
    """Write what is said of the partner now."""
    change(Partner, act.partner, changed_by=entry.index, **_partner_fields(act))


def _partner_fields(act: AdmitPartner | ChangePartner) -> dict[str, Any]:
    regions = [region.value for region in act.regions]
    return {"name": dict(act.name), "sort": act.sort, "regions": regions, "members": list(act.members)}


@applies(EndPartner)
def end_partner(entry: Entry, act: EndPartner, decided: Decided) -> None:
    """Close the partnership."""
    _end(entry, Partner, act.partner, act.reason, decided.at)


@applies(ConcludeAgreement)
def conclude(entry: Entry, act: ConcludeAgreement, decided: Decided) -> None:
    """Write the agreement."""
    put(
        Agreement(
            entry=entry.index,
            partner=act.partner or "",
            members=list(act.members),
            title=dict(act.title),
            areas=list(act.areas),
            shares=list(act.shares),
            begins=act.begins,
            ends=act.ends,
            reference=act.reference,
            end_reason="",
        )
    )


@applies(EndAgreement)
def end_agreement(entry: Entry, act: EndAgreement, decided: Decided) -> None:
    """Close the agreement."""
    _end(entry, Agreement, act.agreement, act.reason, decided.at)


@applies(SuspendRights)
def suspend(entry: Entry, act: SuspendRights, decided: Suspended) -> None:
    """Write the suspension."""
    put(
        Suspension(
            entry=entry.index,
            member=act.member,
            rights=list(act.rights),
            reason=act.reason,
            article=act.article,
            begins=decided.begins,
            ends=act.ends,
            end_reason="",
        )
    )


@applies(RestoreRights)
def restore(entry: Entry, act: RestoreRights, decided: Decided) -> None:
    """Close the suspension."""
    _end(entry, Suspension, act.suspension, act.reason, decided.at)
