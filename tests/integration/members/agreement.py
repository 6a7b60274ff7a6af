"""Random histories of who may sign, each act sent to the door and told to those who verify the record.

Two of these look on: one is shown every act, the other the open ones alone. What the door believes, both believe;
what it refuses for a reason that can be seen in what they were shown, they refuse for the same one.
"""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from nacl.signing import SigningKey

from tests.world import NAME, World, claimed, forgotten, key_of
from wasl.acts import clock, keystore, queries
from wasl.acts.act import Act
from wasl.acts.perform import perform_many
from wasl.acts.receipts import Receipt
from wasl.members import queries as members
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
from wasl.members.states import Region
from wasl.record.authority import Authority, Claim, NotEntitled

FOUND, STATES, PARTIES = ("MA", "FR"), ("MA", "FR", "SN"), ("secretariat", "MA", "FR", "SN", "system")


@dataclass(frozen=True)
class How:
    """With which key, and under which mandate."""

    key: str
    mandate: str
    of: int


def mostly(right: Any, *others: Any) -> st.SearchStrategy[Any]:
    """Random histories are short: most of what is said must be right for anything to be built on it."""
    return st.sampled_from([*[right] * 12, *others])


number = st.integers(0, 5)
how = st.builds(How, key=mostly("own", "old", "other"), mandate=mostly("right", "none", *["any"] * 4), of=number)
speaker = mostly("MA", *["FR"] * 6, "secretariat", "SN", "system")
holder = mostly("right", "JP")
whose = mostly("own", "any", "any", "none")
hours = st.none() | st.integers(-30, 60)


class Agreement(RuleBasedStateMachine):
    """The door of an organisation of two members, and two who verify its record."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = ExitStack()
        self.undone.enter_context(forgotten())
        self.world = World(members=FOUND)
        self.shown_all, self.shown_open = (Authority(settings.WASL_HOME.origin) for _ in range(2))
        self.told = 0
        self.officers: list[tuple[str, int]] = []
        self.mandates: list[tuple[str, int]] = []
        self.identities: list[tuple[str, bool]] = []
        self._fill()

    def _fill(self) -> None:
        """Two officers for each member; one of them heads MA, the other is on duty for a day."""
        for party in FOUND:
            self.officers += [(party, self.world.register_officer(party)) for _ in range(2)]
        (_, first), (_, second) = self.officers[:2]
        ends = self.world.now + timedelta(days=1)
        self.mandates += [
            ("MA", self.world.appoint("MA", second, Role.DUTY, ends=ends)),
            ("MA", self.world.appoint("MA", first, Role.HEAD)),
        ]
        self._tell()

    def teardown(self) -> None:
        self.undone.close()

    @rule(by=mostly("secretariat", "MA"), member=st.sampled_from(STATES), joined=mostly("1960-09", "2026-03"), how=how)
    def admit(self, by: str, member: str, joined: str, how: How) -> None:
        self._say(AdmitMember(member=member, region=Region.AFRICA, joined=joined), by, how)

    @rule(by=mostly("secretariat", "FR"), of=st.sampled_from(PARTIES), number=number, shown=holder, how=how)
    def register_key(self, by: str, of: str, number: int, shown: str, how: How) -> None:
        key = key_of(of, number)
        possession = keystore.possession(of if shown == "right" else shown, key)
        reason = list(KeyReason)[number % 4]
        act = RegisterBureauKey(party=of, key=keystore.keyid_of(key), possession=possession, reason=reason)
        if self._say(act, by, how):
            self.world.keys[of] = key

    @rule(by=speaker, of=mostly("self", *FOUND), number=number, shown=holder, how=how)
    def rotate(self, by: str, of: str, number: int, shown: str, how: How) -> None:
        key = key_of(by if of == "self" else of, number)
        possession = keystore.possession(by if shown == "right" else shown, key)
        if self._say(RotateKey(new_key=keystore.keyid_of(key), possession=possession), by, how):
            self.world.keys[by] = key

    @rule(of=st.sampled_from(PARTIES[:4]))
    def replace_the_key(self, of: str) -> None:
        """The secretariat gives a party a key never seen before: whoever lost theirs is heard again."""
        key = key_of(of, 10 + self.told)
        possession = keystore.possession(of, key)
        act = RegisterBureauKey(party=of, key=keystore.keyid_of(key), possession=possession, reason=KeyReason.LOST)
        if self._say(act, "secretariat", How("own", "right", 0)):
            self.world.keys[of] = key

    @rule(by=speaker, of=st.sampled_from(PARTIES), generation=st.sampled_from(["now", *range(6)]), how=how)
    def revoke(self, by: str, of: str, generation: str | int, how: How) -> None:
        key = self.world.keys.get(of, key_of(of)) if isinstance(generation, str) else key_of(of, generation)
        self._say(RevokeKey(key=keystore.keyid_of(key), reason=RevocationReason.LOST), by, how)

    @rule(by=speaker, how=how)
    def register_officer(self, by: str, how: How) -> None:
        if index := self._say(RegisterOfficer(name=f"SPECIMEN {self.told}"), by, how):
            self.officers.append((by, index))

    @rule(by=speaker, officer=number, whose=whose, role=st.sampled_from(Role), time=st.tuples(hours, hours), how=how)
    def appoint(self, **said: Any) -> None:
        begins, ends = (None if hour is None else self.world.now + timedelta(hours=hour) for hour in said["time"])
        if begins and ends and ends <= begins:
            ends = begins + timedelta(hours=1)
        officer = self._chosen(self.officers, said["by"], said["officer"], said["whose"])
        act = AppointOfficer(officer=officer, role=said["role"], begins=begins, ends=ends)
        if index := self._say(act, said["by"], said["how"]):
            self.mandates.append((said["by"], index))

    @rule(by=speaker, mandate=number, whose=whose, reason=st.sampled_from(EndReason), how=how)
    def end(self, by: str, mandate: int, whose: str, reason: EndReason, how: How) -> None:
        self._say(EndMandate(mandate=self._chosen(self.mandates, by, mandate, whose), reason=reason), by, how)

    @rule(number=number, how=how)
    def found_again(self, number: int, how: How) -> None:
        keys = [keystore.keyid_of(key_of(party, number)) for party in ("secretariat", "system")]
        act = FoundOrganisation(name=NAME, secretariat_key=keys[0], system_key=keys[number % 2])
        self._say(act, "secretariat", how)

    @rule(by=speaker, number=number, how=how)
    def take_an_identity(self, by: str, number: int, how: How) -> None:
        if self.identities:
            identity = self.identities[number % len(self.identities)][0]
            self._say(RegisterOfficer(name="SPECIMEN Other"), by, how, identity)

    @rule(passed=st.integers(-20, 60))
    def wait(self, passed: int) -> None:
        self.world.pass_time(hours=passed)

    def _chosen(self, found: list[tuple[str, int]], by: str, place: int, whose: str) -> int:
        """An entry of the party's own; or of anybody's; or none of that sort, behind or ahead."""
        own = [entry for owner, entry in found if whose == "any" or owner == by]
        if whose == "none" or not own:
            return (0, 3, self.told - 1, self.told, self.told + 1, 999)[place]
        return own[-1 - place % len(own)]

    def _say(self, act: Act, by: str, how: How, identity: str | None = None) -> int | None:
        """Hand an act in, and tell the verifiers; its entry, if the door believes it."""
        source = keystore.sign(act, by, self._key(by, how), mandate=self._mandate(by, how), identity=identity).normal
        claim = self.world.claim(source)
        with clock.held_at(self.world.now):
            (outcome,) = perform_many([source])
        if isinstance(outcome, Receipt):
            event(f"believed: {claim.kind}")
            self.identities.append((claim.identity, act.open))
            self._tell()
            return outcome.index
        event(f"refused: {outcome.code}")
        if outcome.code == "role-not-given-here":
            return None
        self._refuse(self.shown_all, outcome.code, claim)
        if self._shows_in_open_acts(outcome.code, claim):
            self._refuse(self.shown_open, outcome.code, claim)
        return None

    def _key(self, by: str, how: How) -> SigningKey:
        if how.key == "other":
            return self.world.keys[PARTIES[how.of % 3]]
        return key_of(by, how.of) if how.key == "old" or by not in self.world.keys else self.world.keys[by]

    def _mandate(self, by: str, how: How) -> int | None:
        if how.mandate == "any" and self.mandates:
            return self.mandates[how.of % len(self.mandates)][1]
        return members.head_mandate(by, self._now()) if how.mandate != "none" and by != "system" else None

    def _now(self) -> datetime:
        last = queries.kept(queries.head().size - 1)
        return max(self.world.now, last.decided.at) if last else self.world.now

    def _tell(self) -> None:
        """What the door believed, the verifiers believe."""
        size = queries.head().size
        for kept in queries.kept_between(self.told, size):
            said = claimed(kept.index, kept.envelope, kept.decided_fields)
            self.shown_all.take(said)
            if kept.row.open:
                self.shown_open.take(said)
        self.told = size

    def _shows_in_open_acts(self, code: str, claim: Claim) -> bool:
        if code == "identity-used":
            return dict(self.identities)[claim.identity]
        if code == "unknown-officer":
            kept = queries.kept(claim.act["officer"])
            return kept is None or kept.row.open
        return True

    def _refuse(self, judge: Authority, code: str, claim: Claim) -> None:
        try:
            judge.take(claim)
        except NotEntitled as refused:
            verdict = refused.code
        else:
            verdict = "believed"
        assert verdict == code, claim
