"""Who may sign, at every index, as the open acts tell.

A state machine over the governance acts, so that whoever holds an exported record can check each signature
against the keys and mandates valid at that entry. The platform judges by its tables and the same rules:

1. Entry 0 founds the organisation and is signed by the secretariat key that it names.
2. A key signs for the party it was registered for, from the entry after its registration until the entry that
   rotates or revokes it.
3. A mandate belongs to one party and holds from its beginning until its end, or until it is ended.
4. A party whose head of bureau is in office names a mandate with every act; a party without one, and the
   installation itself, sign by the key alone.
5. Members and keys are registered by the secretariat. A party rotates its own key; it or the secretariat
   revokes one, but never the secretariat's only one. Officers are appointed and mandates ended by their own
   party. All this only under the mandate of a head of bureau, or by the key alone where rule 4 allows that. The
   installation ends mandates whose time is over.
6. The decided time never runs backwards, and no signed act enters twice.
"""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from wasl.record.ed25519 import covers
from wasl.record.encoding import decode, named_key

FOUND = "members.found-organisation/1"
ADMIT = "members.admit-member/1"
REGISTER_KEY = "members.register-bureau-key/1"
ROTATE = "members.rotate-key/1"
REVOKE = "members.revoke-key/1"
REGISTER_OFFICER = "members.register-officer/1"
APPOINT = "members.appoint-officer/1"
END = "members.end-mandate/1"

SECRETARIAT, SYSTEM = "secretariat", "system"
HEAD = "head-of-bureau"

BY_SECRETARIAT = frozenset({ADMIT, REGISTER_KEY})
BY_HEAD = frozenset({ADMIT, REGISTER_KEY, ROTATE, REVOKE, REGISTER_OFFICER, APPOINT, END})
GOVERNANCE = frozenset({FOUND, ADMIT, REGISTER_KEY, ROTATE, REVOKE, APPOINT, END})


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


@dataclass(slots=True)
class _Mandate:
    party: str
    role: str
    begins: datetime
    ends: datetime | None

    def in_force(self, at: datetime) -> bool:
        return self.begins <= at and (self.ends is None or at < self.ends)


class Authority:
    """Fed the open entries in order; raises NotEntitled on the first rule broken, and then changes nothing."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.last_at: datetime | None = None
        self._keys: dict[str, str | None] = {}
        self._mandates: dict[int, _Mandate] = {}
        self._heads: dict[str, set[int]] = {}
        self._members: set[str] = {SECRETARIAT, SYSTEM}
        self._seen: set[bytes] = set()

    def take(self, claim: Claim) -> None:
        """Judge one entry and remember what it changes."""
        identity = sha256(claim.identity.encode()).digest()[:16]
        if identity in self._seen:
            raise NotEntitled("repeated", "the same signed act stands in the record twice")
        if self.last_at and claim.at < self.last_at:
            raise NotEntitled("time-backwards", "the decided time is before that of an earlier entry")
        if claim.index == 0 or claim.kind == FOUND or self.last_at is None:
            self._judge_founding(claim)
        else:
            self._judge_signer(claim)
            self._judge_right(claim)
        self._apply(claim)
        self.last_at = claim.at
        self._seen.add(identity)

    def _judge_founding(self, claim: Claim) -> None:
        founding = (claim.index, claim.kind, claim.party, claim.mandate) == (0, FOUND, SECRETARIAT, None)
        if not founding or claim.act.get("secretariat_key") != claim.keyid:
            raise NotEntitled("not-founded", "a record begins with the founding, signed by the secretariat key in it")

    def _judge_signer(self, claim: Claim) -> None:
        if claim.keyid not in self._keys:
            raise NotEntitled("unknown-key", f"the key {claim.keyid} was not registered before this entry")
        party = self._keys[claim.keyid]
        if party is None:
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
        kind, party = claim.kind, claim.party
        if kind in BY_SECRETARIAT and party != SECRETARIAT:
            raise NotEntitled("not-secretariat", "only the secretariat may say this")
        if kind in BY_HEAD and claim.mandate is not None and self._mandates[claim.mandate].role != HEAD:
            raise NotEntitled("not-head", "only the head of bureau may say this")
        if kind == REVOKE:
            owner = self._keys.get(claim.act["key"])
            if owner is None or party not in (SECRETARIAT, owner):
                raise NotEntitled("not-own-key", "a party revokes its own keys only, and none twice")
            if owner == SECRETARIAT and list(self._keys.values()).count(SECRETARIAT) == 1:
                raise NotEntitled("last-key", "the secretariat's only key cannot be revoked")
        if kind == APPOINT and datetime.fromisoformat(claim.decided["begins"]) != max(
            claim.at, _instant(claim.act["begins"]) or claim.at
        ):
            raise NotEntitled("wrong-verdict", "the mandate begins at another time than the act and its date give")
        if kind == END:
            self._judge_ending(claim)
        if kind in (REGISTER_KEY, ROTATE):
            self._judge_new_key(claim)

    def _judge_ending(self, claim: Claim) -> None:
        mandate = self._mandates.get(claim.act["mandate"])
        expired = mandate is not None and mandate.ends is not None and mandate.ends <= claim.at
        if mandate is None or not (mandate.party == claim.party or (claim.party == SYSTEM and expired)):
            raise NotEntitled("not-own-mandate", "a party ends its own mandates; the installation those that expired")

    def _judge_new_key(self, claim: Claim) -> None:
        key = claim.act["key" if claim.kind == REGISTER_KEY else "new_key"]
        owner = claim.act["party"] if claim.kind == REGISTER_KEY else claim.party
        if key in self._keys:
            raise NotEntitled("key-known", f"the key {key} had been registered before")
        if owner not in self._members:
            raise NotEntitled("not-a-member", f"{owner} is not a member at this entry")
        if not possessed(self.origin, owner, key, claim.act["possession"]):
            raise NotEntitled("key-not-possessed", f"nobody showed that {owner} holds the key {key}")

    def _apply(self, claim: Claim) -> None:
        kind, act = claim.kind, claim.act
        if kind == FOUND:
            self._keys = {act["system_key"]: SYSTEM, act["secretariat_key"]: SECRETARIAT}
        elif kind == ADMIT:
            self._members.add(act["member"])
        elif kind == REGISTER_KEY:
            self._keys[act["key"]] = act["party"]
        elif kind == ROTATE:
            self._keys[claim.keyid] = None
            self._keys[act["new_key"]] = claim.party
        elif kind == REVOKE:
            self._keys[act["key"]] = None
        elif kind == APPOINT:
            begins = datetime.fromisoformat(claim.decided["begins"])
            self._mandates[claim.index] = _Mandate(claim.party, act["role"], begins, _instant(act["ends"]))
            if act["role"] == HEAD:
                self._heads.setdefault(claim.party, set()).add(claim.index)
        elif kind == END:
            ended = self._mandates.pop(act["mandate"])
            self._heads.get(ended.party, set()).discard(act["mandate"])


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def possession_text(origin: str, party: str, key: str) -> bytes:
    """What a new key signs to show that the party holds it: bound to this record and this party."""
    return f"wasl-key-possession/1\n{origin}\n{party}\n{key}\n".encode()


def possessed(origin: str, party: str, key: str, possession: str) -> bool:
    """Whether `possession`, in base64, is the key's signature over its possession text."""
    try:
        return covers(decode(possession), possession_text(origin, party, key), named_key(key))
    except ValueError:
        return False
