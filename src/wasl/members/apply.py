"""What acts about members, keys and officers change: the only writer of this room's tables."""

from datetime import datetime

from wasl.acts.act import SECRETARIAT, SYSTEM, Decided, Entry
from wasl.acts.registry import applies
from wasl.acts.working_set import change, get, put
from wasl.members import queries
from wasl.members.acts import (
    AdmitMember,
    Appointed,
    AppointOfficer,
    EndMandate,
    FoundOrganisation,
    RegisterBureauKey,
    RegisterOfficer,
    RevokeKey,
    RotateKey,
)
from wasl.members.models import BureauKey, KeyState, Mandate, Member, Officer, Organisation, Post


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
    change(Mandate, act.mandate, ended_at=decided.at, ended_by=entry.index, end_reason=act.reason.value)
    held = get(Mandate, act.mandate)
    if held:
        Post.objects.filter(key=queries.post_key(held.officer, held.role)).delete()
