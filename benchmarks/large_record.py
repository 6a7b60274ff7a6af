"""A record of many entries, written straight into the tables: what the door would take minutes for.

Commitments, tree and head are consistent, so pages and proofs work as on any other record. Signatures are left
out (the bytes are zero): pages do not verify them.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate, chain, islice

from django.conf import settings
from django.db import connection, transaction

from wasl.acts import audience
from wasl.acts.act import format_instant
from wasl.acts.driver import Driver
from wasl.acts.models import Head
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
RARELY = {"SM": 100_000, "LI": 1000}
"""Bureaus that said one thing in so many, all of it closed: each may read that, and no other closed act."""
SEES_ALL = "secretariat"
"""The reader of every closed act."""

Vault = tuple[int, str, str, str, bool, bytes, bytes, bytes]


def _parties() -> list[str]:
    """Those who speak, from the one that says most to the one that says least."""
    apart = (QUIET_PARTY, SILENT_PARTY, *RARELY)
    parties = [state.code for state in states.states() if state.code not in apart]
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
        for rare, once_in in RARELY.items():
            if index % once_in == once_in // 2:
                party, is_open = rare, False
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


def _readers(act: Vault) -> list[audience.Row]:
    """What the door would write: a closed act is its author's and the secretariat's."""
    index, _identity, kind, party, is_open, *_content = act
    return [] if is_open else [(index, reader, party, kind) for reader in (party, SEES_ALL)]


def write(size: int) -> None:
    """Fill journal, vault, readers, tree and head."""
    tree, acts = CompactRange(), _acts(size)
    while chunk := list(islice(acts, CHUNK)):
        journal, nodes = [], []
        for act in chunk:
            committed = commitment(act[7], act[5], act[6])
            journal.append((act[0], committed, act[4]))
            nodes += new_tile_nodes(tree.append(leaf_hash(committed, is_open=act[4])))
        with transaction.atomic():
            Driver(connection).write(
                [
                    ("acts_journalentry", ("index", "commitment", "open"), journal),
                    ("acts_vaultentry", VAULT, chunk),
                    ("acts_audience", audience.COLUMNS, list(chain.from_iterable(map(_readers, chunk)))),
                    ("acts_treenode", ("level", "number", "hash"), nodes),
                ]
            )
    last_at = format_instant(BEGINNING + timedelta(seconds=size))
    Head.objects.create(id=1, size=size, range=tree.to_bytes(), last_at=last_at)
    with connection.cursor() as cursor:
        # What PostgreSQL does by itself after so many insertions; then it reads lists from indexes alone.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
