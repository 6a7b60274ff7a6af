"""Exports of a record made without an installation: every open signature is real, so that all of it verifies."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey

from benchmarks.installation import NAME
from wasl.acts.act import format_instant
from wasl.record import canonical, envelope, export
from wasl.record.authority import HEAD, possession_text
from wasl.record.checkpoint import Checkpoint
from wasl.record.encoding import encode, key_name
from wasl.record.entry import entry_bytes
from wasl.record.governance import ADMIT, APPOINT, FOUND, REGISTER_KEY, REGISTER_OFFICER
from wasl.record.note import Ed25519Signer, MLDSA44Cosigner
from wasl.record.opened import Opened
from wasl.record.tree import CompactRange, leaf

ORIGIN = "record.specimen.example"
BEGINNING = datetime.fromisoformat("2026-01-05T08:00:00Z")
PARTY = "FR"
FIRST_ENTRIES = 5
CLOSED_ENTRY = 3
HEAD_ENTRY = 4

Fields = dict[str, Any]


def _key(name: str) -> SigningKey:
    return SigningKey(sha256(f"specimen {name}".encode()).digest())


def _first(party: SigningKey, secretariat: SigningKey, system: SigningKey) -> Iterator[tuple[SigningKey, str, Fields]]:
    """What entitles the bureau to sign the rest: who signs, which kind, which fields."""
    keyids = [key_name(bytes(key.verify_key)) for key in (party, secretariat, system)]
    possession = encode(party.sign(possession_text(ORIGIN, PARTY, keyids[0])).signature)
    yield secretariat, FOUND, {"name": NAME, "secretariat_key": keyids[1], "system_key": keyids[2]}
    yield secretariat, ADMIT, {"joined": "1923-09", "member": PARTY, "region": "europe"}
    yield (
        secretariat,
        REGISTER_KEY,
        {"key": keyids[0], "party": PARTY, "possession": possession, "reason": "first"},
    )
    yield party, REGISTER_OFFICER, {"name": "SPECIMEN Head", "photograph": None}
    yield party, APPOINT, {"begins": None, "ends": None, "officer": CLOSED_ENTRY, "role": HEAD}


def _acts(size: int) -> Iterator[Opened]:
    party, secretariat, system = _key(PARTY), _key("secretariat"), _key("system")
    for index, (key, kind, act) in enumerate(_first(party, secretariat, system)):
        yield _opened(index, key, kind, act, PARTY if key is party else "secretariat", None)
    for index in range(FIRST_ENTRIES, size):
        act = {"begins": None, "ends": None, "officer": CLOSED_ENTRY, "role": f"desk-{index}"}  # one holds a role once
        yield _opened(index, party, APPOINT, act, PARTY, HEAD_ENTRY)


def _opened(  # noqa: PLR0913, PLR0917 (what an act is made of)
    index: int, key: SigningKey, kind: str, act: Fields, party: str, mandate: int | None
) -> Opened:
    at = format_instant(BEGINNING + timedelta(seconds=index))
    said = {
        "act": act,
        "by": {"mandate": mandate, "party": party},
        "id": f"00000000-0000-4000-8000-{index:012x}",
        "kind": kind,
        "origin": ORIGIN,
    }
    decided = {"at": at, "begins": at} if kind == APPOINT else {"at": at}
    salt = sha256(f"salt {index}".encode()).digest()
    return Opened(envelope.sign(canonical.dumps(said), key), canonical.dumps(decided), salt)


def write(folder: Path, size: int, is_open: Callable[[int], bool]) -> None:
    """An export of so many entries; which of those after the first five are open is asked of `is_open`."""
    acts = list(_acts(size))
    shown = [index != CLOSED_ENTRY and (index < FIRST_ENTRIES or is_open(index)) for index in range(size)]
    entries = [entry_bytes(act.commitment, is_open=marked) for act, marked in zip(acts, shown, strict=True)]
    tree = CompactRange()
    for entry in entries:
        tree.append(leaf(entry))
    log = Ed25519Signer(ORIGIN, bytes(32))
    cosigner = MLDSA44Cosigner(f"{ORIGIN}/cosigner", bytes(32))
    checkpoint = Checkpoint(ORIGIN, size, tree.root())
    export.write(
        folder,
        checkpoint=checkpoint.cosigned(
            checkpoint.signed(log), cosigner, int((BEGINNING + timedelta(seconds=size)).timestamp())
        ),
        keys=[log.verifier().vkey, cosigner.verifier().vkey],
        entries=entries,
        opened=((index, acts[index].write()) for index in range(size) if shown[index]),
    )
