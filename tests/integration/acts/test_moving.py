"""An installation moves: to another folder, from SQLite to PostgreSQL and back, with its secrets carried beside it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.server import ORIGIN, Installation, postgres_database
from tests.world import NAME
from wasl.acts import home as homes

_BEGIN = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from django.db import connection
from tests.world import World, checksums
from wasl.acts import backup, blobs, checkpoints, exporting, keystore, queries, rebuild
from wasl.acts.models import Blob
from wasl.members.acts import RegisterOfficer
from wasl.record import verification
folder, read, written = map(Path, sys.argv[2:])
"""

_FILL = (
    _BEGIN
    + """
world = World(members=("MA", "FR"))
blob = blobs.store("MA", "photograph", [b"\\xff\\xd8\\xff\\xe0 a photograph " * 9000])
world.perform(RegisterOfficer(name="SPECIMEN أمينة", photograph=blob.digest), by="MA")
world.appoint_head("MA")
world.perform_many([RegisterOfficer(name="SPECIMEN")] * 300, by="FR")
world.erase("FR", queries.head().size - 1)
keystore.create("MA")
kept = checkpoints.publish().note
"""
)

_RESTORE = (
    _BEGIN
    + """
backup.restore(read, folder.joinpath("kept").read_text())
kept = checkpoints.publish().note
"""
)

_WRITE = """
backup.write(written)
"""

_TELL = """
exporting.export(folder / "record", "secretariat")
report = verification.verify(verification.Folder(folder / "record"), against=kept)
blob = Blob.objects.get()
print(json.dumps({
    "vendor": connection.vendor,
    "size": queries.head().size,
    "sums": checksums(),
    "kept": kept,
    "blob": b"".join(blobs.read(blob)).decode("latin-1"),
    "hosted": [keystore.keyid_of(keystore.signing_key(keyid)) for keyid in keystore.hosted("MA")],
    "differences": [repr(found) for found in rebuild.compare()],
    "problems": [repr(found) for found in report.problems],
}))
"""

ROOT = str(Path(__file__).parents[3])


def _installation(path: Path, database: str = "", secrets_of: Path | None = None) -> Installation:
    if secrets_of:
        shutil.copytree(secrets_of / "secrets", path / "secrets")
    homes.create(homes.Home(path=path, name=NAME, origin=ORIGIN, address="http://moved.example", database=database))
    return Installation(path, database)


def _told(installation: Installation, script: str, read: str = "", written: str = "") -> dict[str, Any]:
    """Run it; what the installation then says of itself."""
    folder = installation.path.parent
    output = installation.python(script + _TELL, ROOT, str(folder), str(folder / read), str(folder / written))
    told: dict[str, Any] = json.loads(output)
    assert told["differences"] == told["problems"] == []
    (folder / "kept").write_text(told["kept"])
    return told


@pytest.mark.postgres
def test_from_sqlite_to_postgresql_and_back(tmp_path: Path) -> None:
    with postgres_database() as address:
        here = _told(_installation(tmp_path / "here"), _FILL + _WRITE, written="first")
        there = _installation(tmp_path / "there", address, secrets_of=tmp_path / "here")
        moved = _told(there, _RESTORE + _WRITE, read="first", written="second")
        back = _told(_installation(tmp_path / "back", secrets_of=tmp_path / "there"), _RESTORE, read="second")

    assert [told["vendor"] for told in (here, moved, back)] == ["sqlite", "postgresql", "sqlite"]
    for told in (moved, back):
        assert {name: told[name] for name in ("size", "sums", "kept", "blob", "hosted")} == {
            name: here[name] for name in ("size", "sums", "kept", "blob", "hosted")
        }
    assert here["blob"].count("photograph") == 9000
