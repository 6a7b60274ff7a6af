"""Small records with real governance acts, as the platform makes them, and as a dishonest operator would.

Everything is made from seeds: the same calls give the same record, the cosignature's own randomness apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from nacl.signing import SigningKey

from wasl.record import authority, canonical, export, governance
from wasl.record.checkpoint import Checkpoint
from wasl.record.encoding import encode, key_name
from wasl.record.entry import entry_bytes
from wasl.record.envelope import sign
from wasl.record.note import Ed25519Signer, MLDSA44Cosigner
from wasl.record.opened import Opened
from wasl.record.tree import CompactRange, leaf

ORIGIN = "wasl.example/record"
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
IDENTITY = "2c1f7a52-9f0e-4b7e-8d3a-6f5b1c0e4d21"
"""Of an act that needs none of its own."""

SECRETARIAT, SYSTEM = authority.SECRETARIAT, authority.SYSTEM


def seed(*words: str) -> bytes:
    """32 bytes that look random and are the same each time."""
    return sha256("/".join(words).encode()).digest()


def signing_key(*words: str) -> SigningKey:
    return SigningKey(seed("key", *words))


def name_of(key: SigningKey) -> str:
    return key_name(bytes(key.verify_key))


def instant(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06d}Z"


def possession(origin: str, party: str, key: SigningKey) -> str:
    text = authority.possession_text(origin, party, name_of(key))
    return encode(key.sign(text).signature)


@dataclass
class RecordBuilder:
    """Appends acts and closed entries. `keys` holds the key each party signs with at present."""

    origin: str = ORIGIN
    at: datetime = START
    entries: list[bytes] = field(default_factory=list)
    opened: dict[int, Opened] = field(default_factory=dict)
    keys: dict[str, SigningKey] = field(default_factory=dict)
    chance: Random = field(default_factory=lambda: Random(20261123))

    @property
    def size(self) -> int:
        return len(self.entries)

    def act(
        self,
        kind: str,
        act: Mapping[str, Any],
        *,
        by: str,
        mandate: int | None = None,
        key: SigningKey | None = None,
        decided: Mapping[str, Any] | None = None,
        origin: str | None = None,
        identity: str | None = None,
    ) -> int:
        """Sign, decide and append one act that the reader sees, a second after the last; returns its index."""
        self.at += timedelta(seconds=1)
        statement = {
            "act": dict(act),
            "by": {"party": by, "mandate": mandate},
            "id": identity or str(UUID(bytes=self.chance.randbytes(16), version=4)),
            "kind": kind,
            "origin": origin or self.origin,
        }
        envelope = sign(canonical.dumps(statement), key or self.keys[by])
        facts = canonical.dumps({"at": instant(self.at)} | dict(decided or {}))
        opened = Opened(envelope, facts, self.chance.randbytes(32))
        return self.append(opened, is_open=kind not in governance.CLOSED)

    def append(self, opened: Opened, *, is_open: bool = True) -> int:
        """The reader sees the act; `is_open` is how its entry is marked."""
        index = self.size
        self.opened[index] = opened
        self.entries.append(entry_bytes(opened.commitment, is_open=is_open))
        return index

    def closed(self, count: int) -> None:
        """Entries of which the reader knows nothing but the commitment."""
        self.entries += [entry_bytes(self.chance.randbytes(32), is_open=False) for _ in range(count)]

    def found(self) -> int:
        self.keys |= {party: signing_key(party) for party in (SECRETARIAT, SYSTEM)}
        names = dict.fromkeys(("ar", "en", "es", "fr"), "Wasl")
        keys = {f"{party}_key": name_of(self.keys[party]) for party in (SECRETARIAT, SYSTEM)}
        return self.act(governance.FOUND, {"name": names, **keys}, by=SECRETARIAT)

    def admit(self, member: str, **how: Any) -> int:
        act = {"member": member, "region": "africa", "joined": "1956-09"}
        return self.act(governance.ADMIT, act, **{"by": SECRETARIAT} | how)

    def register_key(self, party: str, key: SigningKey | None = None, **how: Any) -> int:
        key = key or signing_key(party)
        act = {
            "party": party,
            "key": name_of(key),
            "possession": possession(self.origin, party, key),
            "reason": "first",
        }
        index = self.act(governance.REGISTER_KEY, act, **{"by": SECRETARIAT} | how)
        self.keys[party] = key
        return index

    def rotate_key(self, party: str, **how: Any) -> int:
        key = signing_key(party, str(self.size))
        act = {"new_key": name_of(key), "possession": possession(self.origin, party, key)}
        index = self.act(governance.ROTATE, act, by=party, **how)
        self.keys[party] = key
        return index

    def revoke_key(self, key: SigningKey, **how: Any) -> int:
        return self.act(governance.REVOKE, {"key": name_of(key), "reason": "lost"}, **{"by": SECRETARIAT} | how)

    def appoint(
        self,
        party: str,
        role: str = authority.HEAD,
        *,
        officer: int | None = None,
        begins: datetime | None = None,
        ends: datetime | None = None,
        verdict: datetime | None = None,
        **how: Any,
    ) -> int:
        """Appoint an officer, one whom the entry before registers unless given."""
        if officer is None:
            officer = self.size
            self.closed(1)
        at = self.at + timedelta(seconds=1)
        act = {
            "officer": officer,
            "role": role,
            "begins": begins and instant(begins),
            "ends": ends and instant(ends),
        }
        decided = {"begins": instant(verdict or max(at, begins or at))}
        return self.act(governance.APPOINT, act, by=party, decided=decided, **how)

    def end_mandate(self, party: str, mandate: int, *, under: int | None = None, **how: Any) -> int:
        return self.act(governance.END, {"mandate": mandate, "reason": "resigned"}, by=party, mandate=under, **how)

    def say(self, party: str, mandate: int | None = None, **how: Any) -> int:
        """An act that changes nothing about who may sign."""
        act = {"subject": "Réunion à Rabat", "text": "وصل"}
        return self.act("exchange.send-message/1", act, by=party, mandate=mandate, **how)

    def bureau(self, member: str) -> int:
        """A member with a key and a head of bureau; returns the head's mandate."""
        self.admit(member)
        self.register_key(member)
        return self.appoint(member)

    def change(self, index: int, **decided: Any) -> None:
        """Write other facts beside an act that was signed, and commit to them."""
        opened = self.opened[index]
        self.put(index, replace(opened, decided=canonical.dumps(canonical.loads(opened.decided) | decided)))

    def put(self, index: int, opened: Opened, *, is_open: bool = True) -> None:
        """Put another opened entry in an entry's place, the commitment with it."""
        self.opened[index] = opened
        self.entries[index] = entry_bytes(opened.commitment, is_open=is_open)

    def close(self, index: int) -> None:
        """Put a closed entry in an entry's place."""
        self.opened.pop(index, None)
        self.entries[index] = entry_bytes(bytes(32), is_open=False)

    @property
    def log(self) -> Ed25519Signer:
        return Ed25519Signer(self.origin, seed("log"))

    @property
    def cosigner(self) -> MLDSA44Cosigner:
        return MLDSA44Cosigner(f"{self.origin}/cosigner", seed("cosigner"))

    @property
    def vkeys(self) -> list[str]:
        return [self.log.verifier().vkey, self.cosigner.verifier().vkey]

    def checkpoint(self, size: int | None = None) -> str:
        """The signed and cosigned checkpoint of the first `size` entries."""
        tree = CompactRange()
        for entry in self.entries[:size]:
            tree.append(leaf(entry))
        head = Checkpoint(self.origin, tree.size, tree.root())
        return head.cosigned(head.signed(self.log), self.cosigner, int(self.at.timestamp()))

    def export(self, folder: Path, *, checkpoint: str | None = None) -> Path:
        export.write(
            folder,
            checkpoint=checkpoint or self.checkpoint(),
            keys=self.vkeys,
            entries=self.entries,
            opened=((index, opened.write()) for index, opened in self.opened.items()),
        )
        return folder

    def files(self, folder: Path) -> "Files":
        """The export, read back into memory."""
        return Files.of(self.export(folder))


@dataclass
class Files:
    """An export held in memory: a source to verify, whose bytes a test may change."""

    content: dict[str, bytes]

    @classmethod
    def of(cls, folder: Path) -> "Files":
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        return cls({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})

    def read(self, path: str) -> bytes | None:
        return self.content.get(path)

    def without(self, path: str) -> "Files":
        """A copy that lacks one file."""
        return Files({other: data for other, data in self.content.items() if other != path})

    def flipped(self, path: str, place: int, bit: int) -> "Files":
        """A copy with one bit of one byte changed."""
        data = bytearray(self.content[path])
        data[place] ^= 1 << bit
        return Files(self.content | {path: bytes(data)})


def flip(path: Path, place: int, bit: int) -> None:
    """Change one bit of a file; doing it twice undoes it."""
    data = bytearray(path.read_bytes())
    data[place] ^= 1 << bit
    path.write_bytes(data)


def organisation(size: int) -> RecordBuilder:
    """A record of `size` entries: a founding, bureaus with heads and officers, and closed entries between them."""
    record = RecordBuilder()
    steps = [
        record.found,
        lambda: record.admit("MA"),
        lambda: record.register_key("MA"),
        lambda: record.closed(1),
        lambda: record.appoint("MA", officer=3),
        lambda: record.appoint("MA", "border-officer", officer=3, mandate=4, ends=record.at + timedelta(days=365)),
        lambda: record.say("MA", 5),
        lambda: record.rotate_key("MA", mandate=4),
        lambda: record.admit("SN"),
        lambda: record.register_key("SN"),
        lambda: record.closed(1),
        lambda: record.appoint("SN", officer=10, begins=record.at + timedelta(days=1)),
        lambda: record.revoke_key(signing_key("SN")),
        lambda: record.end_mandate("MA", 5, under=4),
    ]
    for step in steps[:size]:
        step()
    record.closed(size - record.size)
    return record


def long(size: int, every: int) -> RecordBuilder:
    """A record of `size` entries of which each `every`-th is an open act, the last one too."""
    record = RecordBuilder()
    record.found()
    head = record.bureau("MA")
    while record.size < size:
        if record.size % every and record.size != size - 1:
            record.closed(1)
        else:
            record.say("MA", head)
    return record
