"""What a step of a random history says: an act of its kind, its details chosen by the step's numbers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.integration.acts.photographs import content_of
from tests.integration.checks.specimens import CLEARED, PEOPLE, edition
from tests.world import NAME, key_of
from wasl.acts import keystore
from wasl.acts.act import Act
from wasl.acts.acts import Erase
from wasl.acts.models import Blob
from wasl.checks import queries
from wasl.checks.acts import (
    ClearanceEnd,
    CloseList,
    CloseReason,
    CommitLog,
    EndClearance,
    GiveClearance,
    ImportList,
    ListFile,
    OpenList,
    Source,
)
from wasl.checks.models import ListedEntry
from wasl.members import states
from wasl.members.acts import (
    AdmitMember,
    AdmitPartner,
    AgreementEnd,
    AppointOfficer,
    ChangePartner,
    ChangePhotograph,
    ConcludeAgreement,
    DescribeBureau,
    EndAgreement,
    EndMandate,
    EndPartner,
    EndReason,
    FoundOrganisation,
    KeyReason,
    PartnerEnd,
    RegisterBureauKey,
    RegisterOfficer,
    RestoreReason,
    RestoreRights,
    RevocationReason,
    RevokeKey,
    RotateKey,
    SuspendRights,
)

if TYPE_CHECKING:
    from tests.integration.acts.histories import Player, Step

PARTIES = ("secretariat", "MA", "FR", "SN", "BR", "system")
"""The first three are there from the beginning."""

FOUND = ("MA", "FR")


def _admit(player: "Player", step: "Step", party: str) -> Act:
    state = states.state(PARTIES[1 + step.of % 4])
    return AdmitMember(member=state.code, region=state.region, joined=state.joined)


def _register_key(player: "Player", step: "Step", party: str) -> Act:
    owner, key = PARTIES[step.of % 5], key_of(PARTIES[step.of % 5], 1 + step.of)
    holder = owner if step.of != 7 else "JP"
    shown = keystore.possession(holder, key)
    return RegisterBureauKey(party=owner, key=keystore.keyid_of(key), possession=shown, reason=KeyReason.ADDITIONAL)


def _rotate(player: "Player", step: "Step", party: str) -> Act:
    key = key_of(party, step.of)
    return RotateKey(new_key=keystore.keyid_of(key), possession=keystore.possession(party, key))


def _revoke(player: "Player", step: "Step", party: str) -> Act:
    _owner, key = player.keys[step.of % len(player.keys)]
    return RevokeKey(key=keystore.keyid_of(key), reason=list(RevocationReason)[step.of % 3])


def _register_officer(player: "Player", step: "Step", party: str) -> Act:
    return RegisterOfficer(name=f"SPECIMEN {step.of}")


def _one_of(found: list[tuple[str, int]], step: "Step", party: str) -> int:
    """Something of the party's own; now and then, and for the installation, anybody's."""
    own = [entry for owner, entry in found if owner == party or step.of == 7 or party == "system"]
    return own[step.of % len(own)] if own else 0


def _term(player: "Player", step: "Step") -> tuple[datetime | None, datetime | None]:
    begins, ends = (
        None if hours is None else player.world.now + timedelta(hours=hours) for hours in (step.begins, step.ends)
    )
    return begins, None if begins and ends and ends <= begins else ends


def _appoint(player: "Player", step: "Step", party: str) -> Act:
    if not _one_of(player.officers, step, party):
        player.play(replace(step, what="register officer"))
    officer = _one_of(player.officers, step, party)
    begins, ends = _term(player, step)
    return AppointOfficer(officer=officer, role=step.role, begins=begins, ends=ends)


def _end(player: "Player", step: "Step", party: str) -> Act:
    if not _one_of(player.mandates, step, party):
        player.play(replace(step, what="appoint"))
    return EndMandate(mandate=_one_of(player.mandates, step, party), reason=list(EndReason)[step.of % 4])


def _erase(player: "Player", step: "Step", party: str) -> Act:
    if step.of == 6:
        return Erase(entry=player.entries[0] if player.entries else 0, reason="no longer needed")
    of_bureaus, of_lists = [*player.described, *player.officers], [*player.clearances, *player.lists, *player.editions]
    closed = (of_bureaus, player.officers, of_lists)[step.of % 3]
    return Erase(entry=_one_of(closed, step, party), reason="no longer needed")


def _describe(player: "Player", step: "Step", party: str) -> Act:
    return DescribeBureau(city=f"SPECIMEN {step.of}", time_zone="UTC", always=bool(step.of % 2))


def _suspend(player: "Player", step: "Step", party: str) -> Act:
    begins, ends = _term(player, step)
    rights = (("vote",), ("host", "vote"), ("exchange",))[step.of % 3]
    member = PARTIES[1 + step.of % 3]
    return SuspendRights(member=member, rights=rights, reason="SPECIMEN", article="1", begins=begins, ends=ends)


def _photograph(player: "Player", step: "Step", party: str) -> Act:
    officer = _one_of(player.officers, step, party)
    if step.of % 2:
        return ChangePhotograph(officer=officer)
    photograph = b"\xff\xd8\xff\xe0 photograph %d" % len(player.stored)
    return ChangePhotograph(officer=officer, photograph=player.store(party, "photograph", photograph))


def _restore(player: "Player", step: "Step", party: str) -> Act:
    return RestoreRights(suspension=_one_of(player.suspensions, step, party), reason=list(RestoreReason)[step.of % 2])


def _partner(kind: type[AdmitPartner | ChangePartner]) -> "Callable[[Player, Step, str], Act]":
    def said(player: "Player", step: "Step", party: str) -> Act:
        members = FOUND[: step.of % 3]
        return kind(partner=f"specimen-{step.of % 2}", name=NAME, sort="bilateral", members=members)

    return said


def _end_partner(player: "Player", step: "Step", party: str) -> Act:
    return EndPartner(partner=f"specimen-{step.of % 2}", reason=list(PartnerEnd)[step.of % 3])


def _agree(player: "Player", step: "Step", party: str) -> Act:
    ends = None if step.ends is None else player.world.now + timedelta(hours=step.ends)
    return ConcludeAgreement(
        partner=f"specimen-{step.of % 2}" if step.of > 3 else None,
        members=FOUND,
        title=NAME,
        areas=("terrorism",),
        shares=("notices",),
        begins=player.world.now,
        ends=ends,
        reference="SPECIMEN",
    )


def _end_agreement(player: "Player", step: "Step", party: str) -> Act:
    reason = list(AgreementEnd)[step.of % 3]
    return EndAgreement(agreement=_one_of(player.agreements, step, party), reason=reason)


def _open_list(player: "Player", step: "Step", party: str) -> Act:
    return OpenList(list=f"specimens-{step.of % 2}", source=Source.FTM, title=NAME, renewed_within=30)


def _import_list(player: "Player", step: "Step", party: str) -> Act:
    if not _one_of(player.lists, step, party):
        player.play(replace(step, what="open list"))
    found = queries.watch_list(_one_of(player.lists, step, party))
    if found is None:
        content = b'{"id": "%d"}\n' % len(player.stored)
        file = ListFile(name="ftm", content=player.store(party, "list", content))
        return ImportList(list=0, files=(file,), digest="0" * 64, entries=1, added=1, changed=0, delisted=0)
    born = f"19{len(player.stored):02}"
    act = edition(found, [each | {"birthDate": born} for each in PEOPLE[: 1 + step.of % 2]])
    for blob in Blob.objects.filter(party=found.party, digest__in=act.blobs()):
        player.stored.append((blob.party, blob.kind, content_of(blob)))
    return act


def _close_list(player: "Player", step: "Step", party: str) -> Act:
    return CloseList(list=_one_of(player.lists, step, party), reason=list(CloseReason)[step.of % 3])


def _clear(player: "Player", step: "Step", party: str) -> Act:
    subjects = sorted(ListedEntry.objects.values_list("subject", flat=True)) or ["specimens-0:1"]
    return GiveClearance(
        subject=subjects[step.of % len(subjects)],
        person=CLEARED,
        reason="SPECIMEN",
        ends=player.world.now + timedelta(hours=step.ends or 1),
        shared=bool(step.of % 2),
    )


def _end_clearance(player: "Player", step: "Step", party: str) -> Act:
    return EndClearance(clearance=_one_of(player.clearances, step, party), reason=list(ClearanceEnd)[step.of % 3])


def _commit_log(player: "Player", step: "Step", party: str) -> Act:
    day = (player.world.now - timedelta(days=step.of)).date().isoformat()
    return CommitLog(day=day, checks=1, digest="0" * 64)


def _found(player: "Player", step: "Step", party: str) -> Act:
    keys = [keystore.keyid_of(key_of(name, step.of)) for name in ("secretariat", "system")]
    name = {"ar": "م", "en": "S", "es": "S", "fr": "S"}
    return FoundOrganisation(name=name, secretariat_key=keys[0], system_key=keys[1])


SAID: dict[str, Callable[["Player", "Step", str], Act]] = {
    "admit": _admit,
    "register key": _register_key,
    "rotate": _rotate,
    "revoke": _revoke,
    "register officer": _register_officer,
    "appoint": _appoint,
    "end": _end,
    "erase": _erase,
    "photograph": _photograph,
    "describe": _describe,
    "suspend": _suspend,
    "restore": _restore,
    "admit partner": _partner(AdmitPartner),
    "change partner": _partner(ChangePartner),
    "end partner": _end_partner,
    "agree": _agree,
    "end agreement": _end_agreement,
    "open list": _open_list,
    "import list": _import_list,
    "close list": _close_list,
    "clear": _clear,
    "end clearance": _end_clearance,
    "commit log": _commit_log,
    "found again": _found,
}
