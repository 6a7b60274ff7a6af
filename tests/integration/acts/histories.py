"""Random histories of an organisation: acts of every kind, right and wrong, by whoever, at any time.

A step is plain data, so that Hypothesis can make a failing history short. Numbers choose among what is there: the
third officer, a key of long ago. Each step is judged by the door and by `wasl.record.authority`, which must agree.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from nacl.signing import SigningKey

from tests.integration.acts.said import FOUND, PARTIES, SAID
from tests.integration.checks.specimens import cleared, listed, logged
from tests.world import NAME, World, claimed, key_of
from wasl.acts import blobs, clock, deadlines, keystore, queries
from wasl.acts.act import Act
from wasl.acts.models import recorded_models
from wasl.acts.perform import Outcome, perform_many
from wasl.acts.receipts import Receipt
from wasl.checks.acts import CommitLog, GiveClearance, ImportList, OpenList
from wasl.checks.index import indexing
from wasl.members import queries as members
from wasl.members.acts import (
    AdmitPartner,
    AppointOfficer,
    ChangePhotograph,
    ConcludeAgreement,
    DescribeBureau,
    RegisterBureauKey,
    RegisterOfficer,
    Role,
    RotateKey,
    SuspendRights,
)
from wasl.record.authority import BY_HEAD, Authority, NotEntitled

ABOUT_SIGNING = {
    *("not-founded", "unknown-key", "wrong-party", "no-mandate", "mandate-not-in-force", "not-secretariat"),
    *("not-head", "not-own-key", "not-a-member", "key-known", "key-not-possessed", "key-ended"),
    *("unknown-mandate", "identity-used"),
}

ABOUT_RIGHT = {"not-head", "not-secretariat", "not-a-member"}
"""Who may say it, and of whom: a verifier judges that only where an act says who may sign."""


@dataclass(frozen=True)
class Step:
    """What somebody tries: the kind, the party by number, and numbers that choose the rest."""

    what: str
    by: int
    key: str = "own"
    mandate: str = "right"
    of: int = 0
    role: Role = Role.OFFICER
    begins: int | None = None
    ends: int | None = None


_numbers = st.integers(0, 7)
_usually = st.sampled_from(["right"] * 6 + ["none", "any"])
_bureaus = st.sampled_from([1] * 8 + [2] * 5 + [0, 3])


def _step(what: str, **fields: Any) -> st.SearchStrategy[Step]:
    chosen: dict[str, Any] = {
        "by": _bureaus,
        "key": st.sampled_from(["own"] * 20 + ["old", "other"]),
        "mandate": _usually,
        "of": _numbers,
        **fields,
    }
    return st.builds(Step, what=st.just(what), **chosen)


_hours = st.none() | st.integers(-48, 96)
_secretariat = st.sampled_from([0] * 9 + [1])
_anybody = st.sampled_from([0, 0, 1])

STEPS = st.one_of(
    _step("admit", by=_secretariat),
    _step("register key", by=_secretariat),
    _step("rotate"),
    _step("revoke"),
    _step("register officer"),
    _step("register officer"),
    _step("appoint", role=st.sampled_from(Role), begins=_hours, ends=_hours),
    _step("appoint", role=st.sampled_from([Role.HEAD, Role.DUTY]), begins=st.none(), ends=st.integers(1, 72)),
    _step("end"),
    _step("end", by=st.sampled_from([1, 1, 2, 5])),
    _step("erase"),
    _step("photograph"),
    _step("describe"),
    _step("suspend", by=_secretariat, begins=_hours, ends=_hours),
    _step("restore", by=_secretariat),
    _step("admit partner", by=_secretariat),
    _step("change partner", by=_secretariat),
    _step("end partner", by=_secretariat),
    _step("agree", by=_secretariat, ends=st.none() | st.integers(1, 72)),
    _step("end agreement", by=_secretariat),
    _step("open list", by=_anybody),
    _step("import list", by=_anybody),
    _step("import list", by=_anybody),
    _step("close list", by=_anybody),
    _step("clear", ends=st.integers(-1, 96)),
    _step("clear", ends=st.integers(-1, 96)),
    _step("end clearance", by=st.sampled_from([1, 1, 2, 5])),
    _step("check"),
    _step("commit log", by=st.sampled_from([5, 5, 1])),
    _step("found again", by=st.just(0)),
    _step("again"),
    _step("wait", by=st.just(0), begins=st.integers(-200, 400)),
    _step("tick", by=st.just(0)),
)


@dataclass
class Player:
    """Plays steps in a world, and watches what must hold after each."""

    world: World
    judge: Authority
    keys: list[tuple[str, SigningKey]] = field(default_factory=list)
    officers: list[tuple[str, int]] = field(default_factory=list)
    described: list[tuple[str, int]] = field(default_factory=list)
    mandates: list[tuple[str, int]] = field(default_factory=list)
    suspensions: list[tuple[str, int]] = field(default_factory=list)
    agreements: list[tuple[str, int]] = field(default_factory=list)
    lists: list[tuple[str, int]] = field(default_factory=list)
    editions: list[tuple[str, int]] = field(default_factory=list)
    clearances: list[tuple[str, int]] = field(default_factory=list)
    stored: list[tuple[str, str, bytes]] = field(default_factory=list)
    entries: list[int] = field(default_factory=list)
    sources: list[bytes] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    handed_in: list[bytes] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    @classmethod
    def begin(cls) -> "Player":
        """An organisation of two members."""
        world = World(members=FOUND)
        return cls(world, world.authority(), keys=[(party, key_of(party)) for party in FOUND])

    def play(self, step: Step) -> None:
        """Try one step."""
        if step.what == "wait":
            self.world.pass_time(hours=step.begins or 0)
        elif step.what == "tick":
            self._tick()
        elif step.what == "check":
            logged(self.world, f"SPECIMEN {step.of}", party=PARTIES[step.by])
        elif step.what == "again":
            self._repeat(step)
        else:
            self._say(step)

    def store(self, party: str, kind: str, content: bytes) -> str:
        """A party sends a file for an act to name, no two alike; its digest."""
        self.stored.append((party, kind, content))
        return blobs.store(party, kind, [content]).digest

    def _tick(self) -> None:
        before = queries.head().size
        with clock.held_at(self.world.now):
            receipts = deadlines.perform_due(self.world.now)
        for receipt in receipts:
            self._believe(receipt.index)
        assert queries.head().size == before + len(receipts)
        assert members.expired(self._now(), 1) == [] or self.world.now < self._now()

    def _now(self) -> datetime:
        """The time the door goes by: the clock's, and never before that of the last entry."""
        last = queries.kept(queries.head().size - 1)
        return max(self.world.now, last.decided.at) if last else self.world.now

    def _repeat(self, step: Step) -> None:
        """Hand in once more what was accepted: the same receipt, or the news that it was erased."""
        if not self.receipts:
            return
        first = self.receipts[step.of % len(self.receipts)]
        size = queries.head().size
        with clock.held_at(self.world.now):
            (outcome,) = perform_many([self.sources[step.of % len(self.receipts)]])
        assert queries.head().size == size
        if isinstance(outcome, Receipt):
            assert (outcome.index, outcome.decided_bytes, outcome.salt) == (
                first.index,
                first.decided_bytes,
                first.salt,
            )
        else:
            assert outcome.code == "erased"
            assert queries.kept(first.index) is None

    def _say(self, step: Step) -> None:
        party = PARTIES[step.by]
        act = SAID[step.what](self, step, party)
        key, mandate = self._key(step, party), self._mandate(step, party)
        source = keystore.sign(act, party, key, mandate=mandate).normal
        size = queries.head().size
        claim = self.world.claim(source)
        with clock.held_at(self.world.now):
            (outcome,) = perform_many([source])
        self.handed_in.append(source)
        self.outcomes.append(outcome)
        if isinstance(outcome, Receipt):
            assert (outcome.index, outcome.decided.at) == (size, claim.at)
            self._believe(outcome.index)
            self._remember(act, party, source, outcome)
        else:
            assert queries.head().size == size
            self.refusals.append(outcome.code)
            at_the_door = claim.kind not in BY_HEAD and outcome.code in ABOUT_RIGHT
            if outcome.code in ABOUT_SIGNING and not at_the_door:
                try:
                    self.judge.take(claim)
                except NotEntitled:
                    return
                message = f"the door refused ({outcome.code}) what a verifier believes: {act!r}"
                raise AssertionError(message)

    def _believe(self, index: int) -> None:
        """What the door accepted, the verifier accepts."""
        kept = queries.kept(index)
        assert kept is not None
        self.judge.take(claimed(index, kept.envelope, kept.decided_fields))

    def _key(self, step: Step, party: str) -> SigningKey:
        if party not in self.world.keys or step.key == "old":
            return key_of(party, step.of)
        if step.key == "other":
            return self.world.keys[PARTIES[step.of % 3]]
        return self.world.keys[party]

    def _mandate(self, step: Step, party: str) -> int | None:
        if step.mandate == "any" and self.mandates:
            return self.mandates[step.of % len(self.mandates)][1]
        return members.head_mandate(party, self._now()) if step.mandate == "right" and party != "system" else None

    def _remember(self, act: Act, party: str, source: bytes, receipt: Receipt) -> None:
        self.entries.append(receipt.index)
        self.sources.append(source)
        self.receipts.append(receipt)
        if isinstance(act, (RegisterBureauKey, RotateKey)):
            owner, keyid = (act.party, act.key) if isinstance(act, RegisterBureauKey) else (party, act.new_key)
            drawn = (key_of(owner, number) for number in range(9))
            key = self.world.keys[owner] = next(key for key in drawn if keystore.keyid_of(key) == keyid)
            self.keys.append((owner, key))
        elif isinstance(act, RegisterOfficer):
            self.officers.append((party, receipt.index))
        elif isinstance(act, DescribeBureau):
            self.described.append((party, receipt.index))
        elif isinstance(act, AppointOfficer):
            self.mandates.append((party, receipt.index))
        elif isinstance(act, SuspendRights):
            self.suspensions.append((party, receipt.index))
        elif isinstance(act, ConcludeAgreement):
            self.agreements.append((party, receipt.index))
        elif isinstance(act, OpenList):
            self.lists.append((party, receipt.index))
        elif isinstance(act, ImportList):
            self.editions.append((party, receipt.index))
            indexing.catch_up()
        elif isinstance(act, GiveClearance):
            self.clearances.append((party, receipt.index))


def fill_every_table(world: World) -> None:
    """A row in every recorded table."""
    photograph = blobs.store("MA", "photograph", [b"\xff\xd8\xff\xe0 a photograph"]).digest
    officer = world.perform(RegisterOfficer(name="SPECIMEN Amina", photograph=photograph), by="MA").index
    another = blobs.store("MA", "photograph", [b"\xff\xd8\xff\xe0 another photograph"]).digest
    world.perform(ChangePhotograph(officer=world.register_officer("MA"), photograph=another), by="MA")
    world.appoint("MA", officer, Role.DUTY, ends=world.now + timedelta(days=9))
    world.end_mandate("MA", world.appoint("MA", officer, Role.BORDER))
    world.rotate_key("FR")
    world.perform(DescribeBureau(time_zone="UTC", city="Rabat"), by="MA")
    world.perform(AdmitPartner(partner="specimen", name=NAME, sort="bilateral", members=("MA",)), by="secretariat")
    agreement = ConcludeAgreement(
        partner="specimen",
        title=NAME,
        areas=("terrorism",),
        shares=("notices",),
        begins=world.now,
        ends=world.now + timedelta(days=9),
        reference="SPECIMEN",
    )
    world.perform(agreement, by="secretariat")
    suspension = SuspendRights(member="FR", rights=("vote",), reason="SPECIMEN", article="SPECIMEN 1")
    world.perform(suspension, by="secretariat")
    listed(world)
    cleared(world)
    world.perform(CommitLog(day="2026-01-04", checks=1, digest="0" * 64), by="system")
    assert all(model._default_manager.exists() for model in recorded_models())
