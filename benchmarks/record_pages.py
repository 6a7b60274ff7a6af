"""The pages of a record of a million entries: real templates and middleware, through Django's test client."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from nacl.signing import SigningKey

from benchmarks import large_record
from benchmarks.large_record import CLOSED_KIND, RARELY, SEES_ALL
from benchmarks.measuring import Finding, at_most, finding, in_turns, seconds
from wasl.acts import clock, keystore, readers
from wasl.acts.models import Audience
from wasl.members.models import BureauKey, KeyState

SIZE = 1_000_000
ROUNDS = 25
GOAL = 50
SHOWN = 50

KIND = "members.appoint-officer/1"
RARE_KIND = "members.revoke-key/1"

PAGES = {
    "the record": "/record/",
    "deep in the record": f"/record/?before={SIZE // 3}",
    "one kind of act": f"/record/?kind={KIND}",
    "a rare kind, deep in the record": f"/record/?kind={RARE_KIND}&before={SIZE // 3}",
    "one party": "/record/?party={loud}",
    "one party, of little that is open": "/record/?party={quiet}",
    "one kind and one party": f"/record/?kind={RARE_KIND}&party={{loud}}",
    "a kind that this party never used": "/record/?kind=members.admit-member/1&party={loud}",
    "a party without acts": "/record/?party={silent}",
    "one entry": f"/record/{SIZE // 3}/",
    "the list as CSV, first bytes": "/record.csv",
}

LISTS = {
    "its closed acts": f"kind={CLOSED_KIND}",
    "its closed acts, deep in the record": f"kind={CLOSED_KIND}&before={SIZE // 3}",
    "all that one party said": "party={party}",
    "closed acts of one party": f"kind={CLOSED_KIND}&party={{party}}",
}
"""What readers ask the API for: their lists are the same pages of closed acts."""


def measure(database: str) -> Iterator[Finding]:
    """Each page, from the request to the last byte of the answer (of the CSV, to its first)."""
    large_record.write(SIZE)
    client = Client(headers={"host": "127.0.0.1"})
    parties = {
        "loud": large_record.loudest(),
        "quiet": large_record.QUIET_PARTY,
        "silent": large_record.SILENT_PARTY,
    }
    for name, template in PAGES.items():
        address = template.format(**parties)
        queries = _queries(client, address)
        reference = _bare_select(_shown(client, address))
        pairs = in_turns(ROUNDS, partial(_milliseconds, client, address), reference)
        yield finding(
            f"page of {SIZE:,} entries, {name}, {database}",
            pairs,
            "ms",
            "the driver reading the same rows by their keys",
            goal=at_most(GOAL, "ms"),
            remark=f"{address}: {queries} queries",
        )
    yield from _lists(client, database)


def _lists(client: Client, database: str) -> Iterator[Finding]:
    """The lists of readers who may see few closed acts, some, and all: the request is signed, as a bureau's is."""
    for reader in (*RARELY, SEES_ALL):
        key = SigningKey(sha256(reader.encode()).digest())
        keyid = keystore.keyid_of(key)
        BureauKey.objects.create(keyid=keyid, entry=0, party=reader, state=KeyState.IN_FORCE, registered_at=clock.now())
        readable = Audience.objects.filter(party=reader).count()
        for name, asked in LISTS.items():
            party = large_record.loudest() if reader == SEES_ALL else reader
            address = f"/api/v1/record/entries?{asked.format(party=party)}"
            reading = Client(headers={"host": "127.0.0.1", **_signed(key, address)})
            shown = [entry["index"] for entry in _answer(reading, address).json()["entries"]]
            assert shown, address
            pairs = in_turns(ROUNDS, partial(_milliseconds, reading, address), _bare_select(shown))
            yield finding(
                f"list of {SIZE:,} entries for a reader of {readable:,} closed ones, {name}, {database}",
                pairs,
                "ms",
                "the driver reading the same rows by their keys",
                goal=at_most(GOAL, "ms"),
                remark=f"{address}: {_queries(reading, address)} queries",
            )


def _signed(key: SigningKey, address: str) -> dict[str, str]:
    return readers.signed_headers(bytes(key), "GET", f"http://127.0.0.1{address}")


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        _answer(client, address)
    return len(captured)


def _answer(client: Client, address: str) -> HttpResponseBase:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    if answer.streaming:
        next(iter(answer.streaming_content))
    return answer


def _milliseconds(client: Client, address: str) -> float:
    return 1000 * seconds(lambda: _answer(client, address))


def _shown(client: Client, address: str) -> list[int]:
    """The entries that the page shows, or the newest where it shows none."""
    answer = _answer(client, address)
    found = [] if answer.streaming else re.findall(r"/record/([0-9]+)/", answer.content.decode())
    return sorted(set(map(int, found))) or list(range(SIZE - SHOWN, SIZE))


def _bare_select(keys: Sequence[int]) -> Callable[[], float]:
    """Reads the rows of these entries through the driver alone; gives the milliseconds it took."""
    keys_listed = ", ".join(map(str, keys))
    statement = f'SELECT * FROM acts_vaultentry WHERE "index" IN ({keys_listed})'
    home = settings.WASL_HOME
    bare: Any = psycopg.connect(home.database) if home.database else sqlite3.connect(home.sqlite)
    return lambda: 1000 * seconds(lambda: bare.execute(statement).fetchall())
