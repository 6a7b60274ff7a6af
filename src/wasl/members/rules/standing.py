"""The organisation, members, keys, officers and their mandates."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wasl.acts import blobs, keystore
from wasl.acts.act import SECRETARIAT, SYSTEM, Author, Decided
from wasl.acts.refusals import Refused
from wasl.acts.registry import decides, loads
from wasl.members import queries, roles
from wasl.members.acts import (
    AdmitMember,
    Appointed,
    AppointOfficer,
    ChangePhotograph,
    EndMandate,
    EndReason,
    FoundOrganisation,
    RegisterBureauKey,
    RegisterOfficer,
    RevokeKey,
    RotateKey,
)
from wasl.members.models import BureauKey, KeyState, Mandate, Member, Officer, Post
from wasl.members.naming import party_title
from wasl.members.rules.asked import Rows, by_head, by_secretariat, is_over
from wasl.members.states import UnknownStateError, state
from wasl.members.wording import role_title


@decides(FoundOrganisation)
def decide_founding(act: FoundOrganisation, by: Author, at: datetime) -> Decided:
    """Once, as the first entry, with two different keys: the judge of signatures lets no other founding through.

    The installation's own key must be the one in the act: nobody outside knows it before the founding, so nobody
    outside can found. Raises Refused: key-known, not-founded.
    """
    if act.system_key == act.secretariat_key:
        raise _key_known()
    if act.system_key != keystore.keyid_of(keystore.system_key()):
        raise Refused("not-founded", _("A record begins with one founding by the secretariat."), status=409)
    return Decided()


@decides(AdmitMember)
def decide_admission(act: AdmitMember, by: Author, at: datetime) -> Decided:
    """By the secretariat, once, for a state on the list.

    Raises Refused: not-secretariat, unknown-state, already-member, not-yet-joined.
    """
    by_secretariat(by)
    try:
        state(act.member)
    except UnknownStateError as error:
        raise Refused("unknown-state", _("There is no state with the code %(member)s."), member=act.member) from error
    if queries.member(act.member):
        raise Refused("already-member", _("%(member)s is a member already."), member=act.member, status=409)
    if act.joined > f"{at:%Y-%m}":
        raise Refused("not-yet-joined", _("A state cannot have joined in the future."))
    return Decided()


@loads(AdmitMember)
def _admission_rows(act: AdmitMember) -> Rows:
    return [(Member, act.member)]


def _key_known() -> Refused:
    return Refused("key-known", _("This key was registered before."), status=409)


def _new_key(party: str, keyid: str, possession: str) -> None:
    if queries.key(keyid):
        raise _key_known()
    if not keystore.possessed(party, keyid, possession):
        raise Refused("key-not-possessed", _("The new key's own signature is missing or wrong."))


@decides(RegisterBureauKey)
def decide_key(act: RegisterBureauKey, by: Author, at: datetime) -> Decided:
    """By the secretariat, for a member or itself, with the new key's signature.

    Raises Refused: not-secretariat, not-a-member, key-known, key-not-possessed.
    """
    by_secretariat(by)
    if not queries.is_party(act.party):
        raise Refused("not-a-member", _("This party is not a member: %(party)s."), party=party_title(act.party))
    _new_key(act.party, act.key, act.possession)
    return Decided()


@loads(RegisterBureauKey)
def _key_rows(act: RegisterBureauKey) -> Rows:
    return [(BureauKey, act.key), (Member, act.party)]


@decides(RotateKey)
def decide_rotation(act: RotateKey, by: Author, at: datetime) -> Decided:
    """By the party itself, with the key that goes. Raises Refused: not-head, key-known, key-not-possessed."""
    by_head(by)
    _new_key(by.party, act.new_key, act.possession)
    return Decided()


@decides(RevokeKey)
def decide_revocation(act: RevokeKey, by: Author, at: datetime) -> Decided:
    """By the party itself or the secretariat, while the key is in force.

    Even a party's only key may be revoked: a stolen key must stop at once. Raises Refused: not-head, unknown-key,
    not-own-key, key-ended; and last-key for the secretariat, without which nobody could register keys.
    """
    by_head(by)
    key = queries.key(act.key)
    if key is None:
        raise Refused("unknown-key", _("This key was never registered."), status=404)
    if by.party not in (SECRETARIAT, key.party):
        raise Refused("not-own-key", _("A bureau revokes its own keys only."), status=403)
    if key.state != KeyState.IN_FORCE:
        raise Refused("key-ended", _("This key may no longer sign."), status=409)
    if key.party == SECRETARIAT and queries.keys_in_force(key.party) == [act.key]:
        raise Refused("last-key", _("The General Secretariat's only key cannot be revoked: register another first."))
    return Decided()


@decides(RegisterOfficer)
def decide_officer(act: RegisterOfficer, by: Author, at: datetime) -> Decided:
    """By the bureau; the photograph must be its own. Raises Refused: not-head, blob-missing."""
    by_head(by)
    _own_photograph(act.photograph, by)
    return Decided()


def _own_photograph(digest: str | None, by: Author) -> None:
    """Raises Refused: blob-missing."""
    if digest:
        blob = blobs.find(by.party, digest)
        if blob is None or blob.kind != "photograph":
            raise Refused("blob-missing", _("The photograph was not uploaded by this bureau."))


def _own_officer(entry: int, by: Author) -> None:
    """Raises Refused: unknown-officer."""
    officer = queries.officer(entry)
    if officer is None or officer.party != by.party:
        raise Refused("unknown-officer", _("This bureau has no such officer."), status=404)


@decides(ChangePhotograph)
def decide_photograph(act: ChangePhotograph, by: Author, at: datetime) -> Decided:
    """By the bureau, for its own officer; the photograph must be its own.

    Raises Refused: not-head, unknown-officer, blob-missing.
    """
    by_head(by)
    _own_officer(act.officer, by)
    _own_photograph(act.photograph, by)
    return Decided()


@loads(ChangePhotograph)
def _photograph_rows(act: ChangePhotograph) -> Rows:
    return [(Officer, act.officer)]


@decides(AppointOfficer)
def decide_appointment(act: AppointOfficer, by: Author, at: datetime) -> Decided:
    """By the bureau, for its own officer, who does not hold the role already.

    The mandate begins on the day asked for, and never before the act. Raises Refused: not-head,
    role-not-given-here, unknown-officer, already-appointed, already-over.
    """
    by_head(by)
    if not roles.roles()[act.role].given_to(secretariat=by.party == SECRETARIAT):
        raise Refused(
            "role-not-given-here", _("This party does not give the role: %(role)s."), role=role_title(act.role)
        )
    _own_officer(act.officer, by)
    if queries.held_post(act.officer, act.role):
        raise Refused("already-appointed", _("The officer holds this role already."), status=409)
    begins = max(at, act.begins or at)
    if act.ends and act.ends <= begins:
        raise Refused("already-over", _("The mandate would end before it begins."))
    return Appointed(begins=begins)


@loads(AppointOfficer)
def _appointment_rows(act: AppointOfficer) -> Rows:
    return [(Officer, act.officer), (Post, queries.post_key(act.officer, act.role))]


@decides(EndMandate)
def decide_ending(act: EndMandate, by: Author, at: datetime) -> Decided:
    """By the bureau, once; or by the installation when its time is over.

    Raises Refused: not-head, unknown-mandate, already-ended, not-expired.
    """
    by_head(by)
    held = queries.mandate(act.mandate)
    if held is None or by.party not in (held.party, SYSTEM):
        raise Refused("unknown-mandate", _("This bureau has no such mandate."), status=404)
    if held.ended_at:
        raise Refused("already-ended", _("This mandate was ended before."), status=409)
    over = is_over(held, at)
    if (by.party == SYSTEM or act.reason == EndReason.EXPIRED) and not over:
        raise Refused("not-expired", _("The mandate's time is not over."))
    return Decided()


@loads(EndMandate)
def _ending_rows(act: EndMandate) -> Rows:
    return [(Mandate, act.mandate)]
