"""A world of bureaus in memory, with a clock in hand: used by tests instead of mocks.

Keys are derived from the party's name, so a world is the same every time. Acts go through the one door. When a
test ends, the `world` fixture rebuilds the recorded tables from the record and compares them: once complete,
once for every party, once for the public, and verifies an export.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from nacl.signing import SigningKey

from wasl.acts import clock, exporting, keystore, queries, rebuild
from wasl.acts.act import Act, format_instant, parse_instant
from wasl.acts.acts import Erase
from wasl.acts.models import Blob, Head, JournalEntry, OutboxMessage, Recorded, TreeNode, VaultEntry, recorded_models
from wasl.acts.perform import perform, perform_many
from wasl.acts.receipts import Receipt
from wasl.acts.refusals import Refused
from wasl.checks.index import shelves, unusable
from wasl.checks.tables import sealed_tables
from wasl.members import states
from wasl.members.acts import (
    AdmitMember,
    AppointOfficer,
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
)
from wasl.record import canonical, envelope, verification
from wasl.record.authority import Authority, Claim
from wasl.record.envelope import Envelope

NAME = {
    "ar": "منظمة نموذجية",
    "en": "Specimen Organisation",
    "es": "Organización de muestra",
    "fr": "Organisation spécimen",
}
BEGINNING = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
MEMBERS = ("MA", "FR", "BR", "JP", "SN")


def key_of(party: str, generation: int = 0) -> SigningKey:
    """The key a party uses, drawn from its name."""
    return SigningKey(sha256(f"specimen {party} {generation}".encode()).digest())


def claimed(index: int, said: Envelope, decided: dict[str, Any]) -> Claim:
    """An entry as the judgement of a verifier takes it."""
    statement = canonical.loads(said.payload)
    by, at = statement["by"], parse_instant(decided["at"])
    keyid, identity = said.keyid, statement["id"]
    return Claim(index, statement["kind"], by["party"], by["mandate"], keyid, identity, at, statement["act"], decided)


@contextmanager
def forgotten() -> Iterator[None]:
    """A transaction undone at the end, which the door takes for none: many worlds, one after the other, in one test."""
    atomic = transaction.atomic()
    atomic._from_testcase = True  # type: ignore[attr-defined]
    with atomic:
        yield
        transaction.set_rollback(True)


def checksums() -> dict[str, str]:
    """One line for each table that an act may change: equal before and after means that nothing was changed."""
    tables: list[type[models.Model]] = [Head, JournalEntry, TreeNode, VaultEntry, OutboxMessage, Blob]
    return {model._meta.label: _checksum(model) for model in [*tables, *recorded_models()]}


def _checksum(model: type[models.Model]) -> str:
    summed = sha256()
    for row in model._default_manager.order_by("pk").values_list():
        summed.update(repr([_exact(value) for value in row]).encode())
    return summed.hexdigest()


def _exact(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def empty_home() -> None:
    """Take away what was made of another world's record: entries have the same numbers in every world's."""
    for folder in (shelves.folder(), sealed_tables.folder()):
        shutil.rmtree(folder, ignore_errors=True)
    unusable.clear()


class World:
    """An organisation in the installation's database, its parties' keys in memory."""

    def __init__(self, members: tuple[str, ...] = MEMBERS) -> None:
        self.now = BEGINNING
        self.keys: dict[str, SigningKey] = {"system": keystore.system_key()}
        self.heads: dict[str, int] = {}
        empty_home()
        self._found()
        for code in members:
            self.admit(code)

    def _found(self) -> None:
        secretariat = self.keys["secretariat"] = key_of("secretariat")
        act = FoundOrganisation(
            name=NAME, secretariat_key=keystore.keyid_of(secretariat), system_key=keystore.keyid_of(self.keys["system"])
        )
        self.perform(act, by="secretariat")

    def pass_time(self, **duration: float) -> datetime:
        """Move the clock, as `timedelta` names durations."""
        self.now += timedelta(**duration)
        return self.now

    def signed(self, act: Act, by: str, *, mandate: int | None = None, identity: str | None = None) -> bytes:
        """The act signed by a party: under its head's mandate where it has one."""
        named = self.heads.get(by) if mandate is None else mandate
        return keystore.sign(act, by, self.keys[by], mandate=named, identity=identity).normal

    def perform(self, act: Act, by: str, *, mandate: int | None = None) -> Receipt:
        """Sign and perform. Raises Refused."""
        with clock.held_at(self.now):
            return perform(self.signed(act, by, mandate=mandate))

    def hand_in(self, source: bytes) -> Receipt:
        """Perform what was signed before. Raises Refused."""
        with clock.held_at(self.now):
            return perform(source)

    def perform_many(self, acts: list[Act], by: str) -> list[Receipt | Refused]:
        """Sign and perform a batch."""
        with clock.held_at(self.now):
            return perform_many([self.signed(act, by) for act in acts])

    def refusal(self, act: Act, by: str, *, mandate: int | None = None) -> str:
        """The code with which the act is refused; fails when it is accepted."""
        try:
            receipt = self.perform(act, by, mandate=mandate)
        except Refused as refusal:
            return refusal.code
        message = f"accepted as entry {receipt.index}"
        raise AssertionError(message)

    def admit(self, code: str) -> None:
        """Admit a member and register its key."""
        state = states.state(code)
        self.perform(AdmitMember(member=code, region=state.region, joined=state.joined), by="secretariat")
        self.register_key(code, key_of(code))

    def register_key(self, party: str, key: SigningKey, reason: KeyReason = KeyReason.FIRST) -> Receipt:
        """The secretariat registers a key for a party, which uses it from now on."""
        act = RegisterBureauKey(
            party=party, key=keystore.keyid_of(key), possession=keystore.possession(party, key), reason=reason
        )
        receipt = self.perform(act, by="secretariat")
        self.keys[party] = key
        return receipt

    def rotate_key(self, party: str, generation: int = 1) -> Receipt:
        """A party replaces its key."""
        key = key_of(party, generation)
        act = RotateKey(new_key=keystore.keyid_of(key), possession=keystore.possession(party, key))
        receipt = self.perform(act, by=party)
        self.keys[party] = key
        return receipt

    def revoke_key(self, party: str, by: str, reason: RevocationReason = RevocationReason.LOST) -> Receipt:
        """A party's key in use is revoked."""
        return self.perform(RevokeKey(key=keystore.keyid_of(self.keys[party]), reason=reason), by=by)

    def register_officer(self, party: str, name: str = "SPECIMEN Officer") -> int:
        """A bureau registers a person; the officer's key."""
        return self.perform(RegisterOfficer(name=name), by=party).index

    def appoint(
        self,
        party: str,
        officer: int | None = None,
        role: Role = Role.OFFICER,
        *,
        begins: datetime | None = None,
        ends: datetime | None = None,
    ) -> int:
        """A bureau appoints an officer, a new one unless given; the mandate's key."""
        officer = self.register_officer(party) if officer is None else officer
        return self.perform(AppointOfficer(officer=officer, role=role, begins=begins, ends=ends), by=party).index

    def appoint_head(self, party: str, *, ends: datetime | None = None) -> int:
        """A bureau appoints its head, under whose mandate it acts from now on."""
        mandate = self.appoint(party, role=Role.HEAD, ends=ends)
        self.heads[party] = mandate
        return mandate

    def end_mandate(self, party: str, mandate: int, reason: EndReason = EndReason.RESIGNED) -> Receipt:
        """A bureau ends a mandate."""
        receipt = self.perform(EndMandate(mandate=mandate, reason=reason), by=party)
        if self.heads.get(party) == mandate:
            del self.heads[party]
        return receipt

    def erase(self, party: str, entry: int) -> Receipt:
        """A party erases an act of its own."""
        return self.perform(Erase(entry=entry, reason="no longer needed"), by=party)

    def authority(self) -> Authority:
        """Whoever verifies the record, at its present end."""
        judge = Authority(settings.WASL_HOME.origin)
        for kept in queries.all_kept(queries.head().size):
            judge.take(claimed(kept.index, kept.envelope, kept.decided_fields))
        return judge

    def claim(self, source: bytes) -> Claim:
        """What a signed act would say as the next entry, had the door accepted it now."""
        last = queries.kept(queries.head().size - 1)
        at = max([self.now, *([last.decided.at] if last else [])])
        said = envelope.parse(source)
        act, decided = canonical.loads(said.payload)["act"], {"at": format_instant(at)}
        if "begins" in act:
            decided["begins"] = format_instant(max(at, parse_instant(act["begins"]) if act["begins"] else at))
        return claimed(queries.head().size, said, decided)

    def as_seen_by(self, reader: str | None) -> "View":
        """What a reader may see."""
        return View(reader)

    def check(self, folder: Path) -> None:
        """Replay equals the live tables, for all and for each reader; and an export verifies for each."""
        assert rebuild.compare() == []
        for model in recorded_models():
            if model.from_open_acts:
                is_open = VaultEntry.objects.filter(open=True).values("index")
                assert not model._default_manager.exclude(entry__in=is_open).exists(), model
        for reader in self._views():
            assert rebuild.compare(reader, everything=False) == [], f"as seen by {reader}"
        for reader in (None, "secretariat", next(iter(set(self.keys) - {"system", "secretariat"}), None)):
            now = max(clock.now(), queries.last_at() or BEGINNING)  # a test may have gone ahead of the machine's clock
            with clock.held_at(now):
                exporting.export(folder / f"export-{reader}", reader)
            report = verification.verify(verification.Folder(folder / f"export-{reader}"), now=now)
            assert report.good, report.problems

    def _views(self) -> list[str | None]:
        """The public and the parties, but one of those who may read the same acts and are shown the same rows.

        For all of these a comparison sets the same against the same.
        """
        acts = list(queries.all_kept(queries.head().size))
        told_apart = [model for model in recorded_models() if model.seen_by.__func__ is not Recorded.seen_by.__func__]
        views: dict[Any, str | None] = {}
        for reader in (None, *self.keys):
            read = tuple(act.index for act in acts if act.readable_by(reader))
            shown = tuple(frozenset(model.seen_by(reader).values_list("pk", flat=True)) for model in told_apart)
            views.setdefault((read, shown), reader)
        return list(views.values())


class View:
    """The record through a reader's eyes."""

    def __init__(self, reader: str | None) -> None:
        self.reader = reader

    def knows(self, entry: int) -> bool:
        """Whether the reader may read the act."""
        return queries.readable(entry, self.reader) is not None
