"""A record of many entries, written straight into the tables: what the door would take minutes for.

Commitments, tree and head are consistent, so pages and proofs work as on any other record. Signatures are left
out (the bytes are zero): pages do not verify them.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate, islice

from django.conf import settings
from django.db import connection, transaction

from wasl.acts.act import format_instant
from wasl.acts.working_set import insert
from wasl.members import states
from wasl.record.encoding import encode
from wasl.record.entry import commitment, leaf_hash
from wasl.record.envelope import Envelope
from wasl.record.tiles import new_tile_nodes
from wasl.record.tree import CompactRange

CHUNK = 20_000
BEGINNING = datetime.fromisoformat("2026-01-05T08:00:00Z")
KEY = "A" * 43
SIGNATURE = bytes(64)

OPEN_KINDS = {
    "members.appoint-officer/1": 60,
    "members.end-mandate/1": 35,
    "members.rotate-key/1": 4,
    "members.revoke-key/1": 1,
}
CLOSED_KIND = "members.register-officer/1"
OPEN_SHARE = 0.1
QUIET_PARTY = "MC"
"""A bureau that said much, and nothing open since the beginning."""
SILENT_PARTY = "VA"
"""A bureau that never said anything."""

Vault = tuple[int, str, str, str, bool, bytes, bytes, bytes]


def _parties() -> list[str]:
    """Those who speak, from the one that says most to the one that says least."""
    parties = [state.code for state in states.states() if state.code not in (QUIET_PARTY, SILENT_PARTY)]
    random.Random(20261124).shuffle(parties)
    return parties


def loudest() -> str:
    """The bureau that said most."""
    return _parties()[0]


def _acts(size: int) -> Iterator[Vault]:
    """The acts of a record: nine in ten closed, few parties saying most, as in any organisation."""
    drawn, parties = random.Random(20261124), _parties()
    shares = list(accumulate(1 / rank for rank in range(1, len(parties) + 1)))
    kinds, weights = list(OPEN_KINDS), list(accumulate(OPEN_KINDS.values()))
    for index in range(size):
        party = drawn.choices(parties, cum_weights=shares)[0]
        is_open = index < 2000 or drawn.random() < OPEN_SHARE
        if index % 40 == 0:
            party, is_open = QUIET_PARTY, index < 2000
        kind = drawn.choices(kinds, cum_weights=weights)[0] if is_open else CLOSED_KIND
        identity = f"{drawn.getrandbits(32):08x}-0000-4000-8000-{index:012x}"
        at = format_instant(BEGINNING + timedelta(seconds=index))
        yield index, identity, kind, party, is_open, *_said(index, identity, kind, party, at, drawn.randbytes(32))


def _said(  # noqa: PLR0913, PLR0917 (what an act is made of)
    index: int, identity: str, kind: str, party: str, at: str, salt: bytes
) -> tuple[bytes, bytes, bytes]:
    """Envelope, what was decided, and the salt."""
    begins = f',"begins":"{at}"' if kind == "members.appoint-officer/1" else ""
    payload = (
        f'{{"act":{_fields(kind, index)},"by":{{"mandate":17,"party":"{party}"}},"id":"{identity}",'
        f'"kind":"{kind}","origin":"{settings.WASL_HOME.origin}"}}'
    )
    envelope = Envelope(payload.encode(), KEY, SIGNATURE).normal
    return envelope, f'{{"at":"{at}"{begins}}}'.encode(), salt


def _fields(kind: str, index: int) -> str:
    match kind:
        case "members.appoint-officer/1":
            return f'{{"begins":null,"ends":null,"officer":{index},"role":"bureau-officer"}}'
        case "members.end-mandate/1":
            return f'{{"mandate":{index},"reason":"reassigned"}}'
        case "members.rotate-key/1":
            return f'{{"new_key":"{KEY}","possession":"{encode(SIGNATURE)}"}}'
        case "members.revoke-key/1":
            return f'{{"key":"{KEY}","reason":"retired"}}'
        case _:
            return f'{{"name":"SPECIMEN Officer {index}","photograph":null}}'


VAULT = ("index", "identity", "kind", "party", "open", "envelope", "decided", "salt")


def write(size: int) -> None:
    """Fill journal, vault, tree and head."""
    tree, acts = CompactRange(), _acts(size)
    while chunk := list(islice(acts, CHUNK)):
        journal, nodes = [], []
        for act in chunk:
            committed = commitment(act[7], act[5], act[6])
            journal.append((act[0], committed))
            nodes += new_tile_nodes(tree.append(leaf_hash(committed)))
        with transaction.atomic(), connection.cursor() as cursor:
            insert(cursor, "acts_journalentry", ("index", "commitment"), journal)
            insert(cursor, "acts_vaultentry", VAULT, chunk)
            insert(cursor, "acts_treenode", ("level", "number", "hash"), nodes)
    last_at = format_instant(BEGINNING + timedelta(seconds=size))
    with connection.cursor() as cursor:
        insert(cursor, "acts_head", ("id", "size", "range", "last_at"), [(1, size, tree.to_bytes(), last_at)])
        cursor.execute("ANALYZE")
