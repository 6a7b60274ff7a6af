"""Who may sign, at every index, as the open acts tell.

A state machine over the governance acts, so that whoever holds an exported record can check each signature
against the keys and mandates valid at that entry. The platform judges by its tables and the same rules, and
refuses with the same codes:

1. Entry 0 founds the organisation, and no other entry does. It is signed by the secretariat key that it names;
   the installation's key is another one.
2. A key signs for the party it was registered for, from the entry after its registration until the entry that
   rotates or revokes it.
3. A mandate belongs to one party and holds from its beginning until its end, or until it is ended. Who names it
   comes after the entry that gave it.
4. A party whose head of bureau is in office names a mandate with every act; a party without one, and the
   installation itself, sign by the key alone.
5. Members are admitted and keys registered by the secretariat. A party rotates its own key, registers and appoints
   its own officers, and ends its own mandates. All this, and revoking a key, only under the mandate of a head of
   bureau, or by the key alone where rule 4 allows that.
6. A state is admitted once, and not before the month in which it joined.
7. A key is registered once, for whoever: a revoked one never again. It is for a member, the secretariat or the
   installation, and shows by its own signature that the party holds it. A rotation registers the new key likewise.
8. A key in force is revoked by its own party or by the secretariat, but never the secretariat's only one.
9. An officer is an entry before the appointment, which is not seen to be another act or another party's. An officer
   holds a role once: from the appointment until the mandate is ended, though its time may be over sooner. A mandate
   begins on the day asked for and never before the act; it ends later than that, or is open. A role that is not
   known here gives no rights beyond those of any mandate, so that a record in which later versions gave new roles
   can still be verified.
10. A mandate is ended once: by its own party, which may call it expired when its time is over; or by the
    installation, when its time is over.
11. These acts have the fields of their kind in the form of their kind (`wasl.record.governance`); kinds that are
    not known here are judged by rules 2 to 4 and 12. Where a kind of these is of a version that is not known here,
    nobody can tell who may sign from there on, and the judging ends.
12. The decided time never runs backwards, and no identity of an act enters twice.

What open acts cannot tell is left to the door: that an officer's entry, when it is closed, registers a person of
that party and was not erased; that a code is a state's; that a role, a reason or a region is on the list of its
version, and a role one that this party gives; that the installation's own key is with the installation.
"""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from sys import intern
from typing import Any, ClassVar

from wasl.record.ed25519 import covers
from wasl.record.encoding import decode, named_key
from wasl.record.governance import (
    ADMIT,
    APPOINT,
    END,
    FOUND,
    KNOWN,
    REGISTER_KEY,
    REGISTER_OFFICER,
    REVOKE,
    ROTATE,
    check_form,
    is_other_version,
    read_instant,
)

SECRETARIAT, SYSTEM = "secretariat", "system"
HEAD = "head-of-bureau"
EXPIRED = "expired"

BY_SECRETARIAT = frozenset({ADMIT, REGISTER_KEY})
BY_HEAD = frozenset({ADMIT, REGISTER_KEY, ROTATE, REVOKE, REGISTER_OFFICER, APPOINT, END})


class NotEntitled(ValueError):  # noqa: N818 (the verdict)
    """The act should not have been accepted: `code` for programs, the text for people."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class Claim:
    """What one open entry says, its signature verified: input to the judgement."""

    index: int
    kind: str
    party: str
    mandate: int | None
    keyid: str
    identity: str
    at: datetime
    act: dict[str, Any] = field(default_factory=dict)
    """The act's fields; needed for governance kinds only."""
    decided: dict[str, Any] = field(default_factory=dict)
    formed: bool = False
    """Whether act and decision were found to have the form of their kind; otherwise the judgement looks itself."""


@dataclass(slots=True)
class _Mandate:
    party: str
    officer: int
    role: str
    begins: datetime
    ends: datetime | None
    ended: bool = False

    def in_force(self, at: datetime) -> bool:
        return not self.ended and self.begins <= at and not self.is_over(at)

    def is_over(self, at: datetime) -> bool:
        return self.ends is not None and self.ends <= at


class Authority:
    """Fed the open entries in order; raises NotEntitled on the first rule broken, and then changes nothing."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.last_at: datetime | None = None
        self._seen: set[bytes] = set()
        self._members: set[str] = {SECRETARIAT, SYSTEM}
        self._keys: dict[str, str] = {}
        """Every key ever registered, and its party."""
        self._ended_keys: set[str] = set()
        self._secretariat_keys: set[str] = set()
        """Those in force."""
        self._mandates: dict[int, _Mandate] = {}
        self._heads: dict[str, set[int]] = {}
        """By party, the mandates of heads that were not ended."""
        self._posts: set[tuple[int, str]] = set()
        """Officers and the roles that they hold."""
        self._officers: dict[int, str | None] = {}
        """By entry, whose officer it registers; None for the other kinds known here."""

    def take(self, claim: Claim) -> None:
        """Judge one entry and remember what it changes."""
        rule = self._RULES.get(claim.kind)
        if rule and not claim.formed:
            _check_form(claim)
        elif not rule and is_other_version(claim.kind):
            raise NotEntitled("unknown-version", f"this version of Wasl is too old to judge this record: {claim.kind}")
        identity = sha256(claim.identity.encode()).digest()[:16]
        if identity in self._seen:
            raise NotEntitled("identity-used", "an earlier entry bears the same identity")
        if self.last_at and claim.at < self.last_at:
            raise NotEntitled("time-backwards", "the decided time is before that of an earlier entry")
        if claim.index == 0 or claim.kind == FOUND or self.last_at is None:
            self._judge_founding(claim)
        else:
            self._judge_signer(claim)
            self._judge_right(claim)
        if rule:
            rule(self, claim)
        self.last_at = claim.at
        self._seen.add(identity)
        if claim.kind == REGISTER_OFFICER:
            self._officers[claim.index] = claim.party
        elif claim.kind in KNOWN:
            self._officers[claim.index] = None

    def _judge_founding(self, claim: Claim) -> None:
        founding = (claim.index, claim.kind, claim.party, claim.mandate) == (0, FOUND, SECRETARIAT, None)
        if not founding or claim.act["secretariat_key"] != claim.keyid:
            raise NotEntitled("not-founded", "a record begins with the founding, signed by the secretariat key in it")

    def _judge_signer(self, claim: Claim) -> None:
        party = self._keys.get(claim.keyid)
        if party is None:
            raise NotEntitled("unknown-key", f"the key {claim.keyid} was not registered before this entry")
        if claim.keyid in self._ended_keys:
            raise NotEntitled("key-ended", f"the key {claim.keyid} had been rotated or revoked before this entry")
        if party != claim.party:
            raise NotEntitled("wrong-party", f"the key {claim.keyid} does not speak for {claim.party}")
        if claim.mandate is None:
            if claim.party != SYSTEM and self._head_in_office(claim.party, claim.at):
                raise NotEntitled("no-mandate", f"{claim.party} must name the mandate of the officer who decided")
            return
        mandate = self._mandates.get(claim.mandate)
        if mandate is None or mandate.party != claim.party:
            raise NotEntitled("unknown-mandate", f"{claim.party} has no mandate {claim.mandate} at this entry")
        if not mandate.in_force(claim.at):
            raise NotEntitled("mandate-not-in-force", f"the mandate {claim.mandate} was not in force at this entry")

    def _head_in_office(self, party: str, at: datetime) -> bool:
        return any(self._mandates[index].in_force(at) for index in self._heads.get(party, ()))

    def _judge_right(self, claim: Claim) -> None:
        if claim.kind in BY_SECRETARIAT and claim.party != SECRETARIAT:
            raise NotEntitled("not-secretariat", "only the secretariat may say this")
        if claim.kind in BY_HEAD and claim.mandate is not None and self._mandates[claim.mandate].role != HEAD:
            raise NotEntitled("not-head", "only the head of bureau may say this")

    def _found(self, claim: Claim) -> None:
        if claim.act["system_key"] == claim.keyid:
            raise NotEntitled("key-known", "the secretariat and the installation have the same key")
        self._add_key(claim.act["secretariat_key"], SECRETARIAT)
        self._add_key(claim.act["system_key"], SYSTEM)

    def _admit(self, claim: Claim) -> None:
        member, joined = claim.act["member"], claim.act["joined"]
        if member in self._members:
            raise NotEntitled("already-member", f"{member} had been admitted before")
        if joined > claim.at.isoformat()[:7]:
            raise NotEntitled("not-yet-joined", f"{member} was to join later, in {joined}")
        self._members.add(member)

    def _register_key(self, claim: Claim) -> None:
        party = claim.act["party"]
        if party not in self._members:
            raise NotEntitled("not-a-member", f"{party} is not a member at this entry")
        self._judge_new_key(claim.act["key"], party, claim.act["possession"])
        self._add_key(claim.act["key"], party)

    def _rotate(self, claim: Claim) -> None:
        self._judge_new_key(claim.act["new_key"], claim.party, claim.act["possession"])
        self._end_key(claim.keyid)
        self._add_key(claim.act["new_key"], claim.party)

    def _judge_new_key(self, key: str, party: str, possession: str) -> None:
        if key in self._keys:
            raise NotEntitled("key-known", f"the key {key} had been registered before")
        if not possessed(self.origin, party, key, possession):
            raise NotEntitled("key-not-possessed", f"nobody showed that {party} holds the key {key}")

    def _revoke(self, claim: Claim) -> None:
        key = claim.act["key"]
        party = self._keys.get(key)
        if party is None:
            raise NotEntitled("unknown-key", f"the key {key} was not registered before this entry")
        if claim.party not in (SECRETARIAT, party):
            raise NotEntitled("not-own-key", f"the key {key} is not one of {claim.party}")
        if key in self._ended_keys:
            raise NotEntitled("key-ended", f"the key {key} had been rotated or revoked before this entry")
        if self._secretariat_keys == {key}:
            raise NotEntitled("last-key", "the secretariat's only key cannot be revoked")
        self._end_key(key)

    def _add_key(self, key: str, party: str) -> None:
        self._keys[key] = party
        if party == SECRETARIAT:
            self._secretariat_keys.add(key)

    def _end_key(self, key: str) -> None:
        self._ended_keys.add(key)
        self._secretariat_keys.discard(key)

    def _appoint(self, claim: Claim) -> None:
        officer, role, ends = claim.act["officer"], claim.act["role"], _instant(claim.act["ends"])
        if officer >= claim.index or self._officers.get(officer, claim.party) != claim.party:
            raise NotEntitled("unknown-officer", f"{claim.party} has no officer {officer} at this entry")
        if (officer, role) in self._posts:
            raise NotEntitled("already-appointed", f"the officer {officer} holds the role {role} already")
        begins = max(claim.at, _instant(claim.act["begins"]) or claim.at)
        if ends and ends <= begins:
            raise NotEntitled("already-over", "the mandate is over before it begins")
        if read_instant(claim.decided["begins"]) != begins:
            raise NotEntitled("wrong-verdict", "the mandate begins at another time than the act and its date give")
        role = intern(role)  # one text for all who hold the role
        self._mandates[claim.index] = _Mandate(self._keys[claim.keyid], officer, role, begins, ends)
        self._posts.add((officer, role))
        if role == HEAD:
            self._heads.setdefault(claim.party, set()).add(claim.index)

    def _end(self, claim: Claim) -> None:
        index, is_system = claim.act["mandate"], claim.party == SYSTEM
        mandate = self._mandates.get(index)
        if mandate is None or not (is_system or mandate.party == claim.party):
            raise NotEntitled("unknown-mandate", f"{claim.party} has no mandate {index} at this entry")
        if mandate.ended:
            raise NotEntitled("already-ended", f"the mandate {index} had been ended before")
        if (is_system or claim.act["reason"] == EXPIRED) and not mandate.is_over(claim.at):
            raise NotEntitled("not-expired", f"the time of the mandate {index} was not over")
        mandate.ended = True
        self._posts.discard((mandate.officer, mandate.role))
        if mandate.role == HEAD:
            self._heads[mandate.party].discard(index)

    _RULES: ClassVar = {
        FOUND: _found,
        ADMIT: _admit,
        REGISTER_KEY: _register_key,
        ROTATE: _rotate,
        REVOKE: _revoke,
        APPOINT: _appoint,
        END: _end,
    }
    """What each kind asks for beyond who signed, and what it changes."""


def _check_form(claim: Claim) -> None:
    try:
        check_form(claim.kind, claim.act, claim.decided)
    except ValueError as error:
        raise NotEntitled("bad-act", f"the signed text does not say what an act of its kind must: {error}") from error


def _instant(text: str | None) -> datetime | None:
    return None if text is None else read_instant(text)


def possession_text(origin: str, party: str, key: str) -> bytes:
    """What a new key signs to show that the party holds it: bound to this record and this party."""
    return f"wasl-key-possession/1\n{origin}\n{party}\n{key}\n".encode()


def possessed(origin: str, party: str, key: str, possession: str) -> bool:
    """Whether `possession`, in base64, is the key's signature over its possession text."""
    try:
        return covers(decode(possession), possession_text(origin, party, key), named_key(key))
    except ValueError:
        return False
