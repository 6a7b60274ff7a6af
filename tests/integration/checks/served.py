"""A real server whose lists hold invented people, companies and vessels; and keys with which programs ask them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import ON_POSTGRES
from tests.server import Installation, Server, found, postgres_database
from tests.world import NAME, key_of

MEMBERS = ("MA", "FR")

SPECIMENS: list[dict[str, Any]] = [
    {
        "id": "p1",
        "schema": "Person",
        "properties": {
            "name": ["Marwan Specimenov"],
            "alias": ["مروان سبسيمنوف"],
            "weakAlias": ["Abu Specimen"],
            "birthDate": ["1974-03-12"],
            "birthPlace": ["Exampleville"],
            "gender": ["male"],
            "nationality": ["ma"],
            "passportNumber": ["SP7654321"],
            "position": ["Specimen of state"],
            "address": ["1 Example Street"],
            "email": ["marwan@specimen.example"],
        },
    },
    {
        "id": "w1",
        "schema": "CryptoWallet",
        "properties": {
            "holder": ["p1"],
            "publicKey": ["1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"],
            "currency": ["XBT"],
        },
    },
    {"id": "p/2", "schema": "Person", "properties": {"name": ["Salma Namouzaj"], "birthDate": ["1988"]}},
    {
        "id": "c1",
        "schema": "Company",
        "properties": {
            "name": ["Specimen Shipping Holding SA"],
            "jurisdiction": ["fr"],
            "registrationNumber": ["SPEC-445566"],
            "incorporationDate": ["2001-05-04"],
        },
    },
    {
        "id": "v1",
        "schema": "Vessel",
        "properties": {"name": ["Specimen Star"], "imoNumber": ["IMO9074729"], "mmsi": ["242000001"], "flag": ["ma"]},
    },
]
FRENCH: list[dict[str, Any]] = [
    {"id": "f1", "schema": "Person", "properties": {"name": ["Yamamah Exemplaire"], "birthDate": ["1969-01-02"]}}
]

_SCRIPT = """
import json, sys
from pathlib import Path
import django
django.setup()
from nacl.signing import SigningKey
from wasl.accounts import programs
from wasl.acts import keystore
from wasl.acts.perform import perform
from wasl.checks import queries
from wasl.checks.index import indexing
from wasl.checks.lists import editions, importing
from wasl.checks.acts import OpenList

said = json.loads(sys.argv[1])
for party, word, path in said["lists"]:
    key = SigningKey(bytes.fromhex(said["seeds"][party]))
    opening = OpenList(list=word, source="ftm", title=said["title"], renewed_within=7)
    held = queries.watch_list(perform(keystore.sign(opening, party, key).normal).index)
    found = importing.read(held, Path(path))
    files = editions.keep(party, held.source, Path(path))
    perform(keystore.sign(importing.act(held, files, found), party, key).normal)
indexing.catch_up()
print(json.dumps({
    party: programs.add(party, f"SPECIMEN {party}", "SPECIMEN", ["checks.make"], 30, by=1, check_purpose="visa")[1]
    for party in said["askers"]
}))
"""


@dataclass(frozen=True)
class Served:
    """The server, and by party the key of a program of theirs that checks for visas."""

    server: Server
    keys: dict[str, str]

    @property
    def yente(self) -> str:
        """Where clients of yente find it."""
        return f"{self.server.address}/api/yente"

    def logged(self) -> list[tuple[Any, ...]]:
        """The log, as it is on disk: way, purpose, asker."""
        return self.server.installation.rows("SELECT way, purpose, asker FROM checks_check ORDER BY id")


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """An organisation with a list of the secretariat (`specimens`) and one of France (`fr.own`), served."""
    place: Any = postgres_database() if ON_POSTGRES else nullcontext("")
    with place as database:
        installation = Installation(folder / "home", database)
        installation.create()
        with installation.serve() as server:
            found(server, MEMBERS)
            yield Served(server, _listed(installation, folder))


def _listed(installation: Installation, folder: Path) -> dict[str, str]:
    lists = [("secretariat", "specimens", SPECIMENS), ("FR", "own", FRENCH)]
    paths = [(party, word, str(_written(folder / f"{word}.json", entities))) for party, word, entities in lists]
    said = {
        "lists": paths,
        "seeds": {party: bytes(key_of(party)).hex() for party, _word, _path in paths},
        "title": NAME,
        "askers": MEMBERS,
    }
    keys: dict[str, str] = json.loads(installation.python(_SCRIPT, json.dumps(said)))
    return keys


def _written(path: Path, entities: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in entities), "utf-8")
    return path
