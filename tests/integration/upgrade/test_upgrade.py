"""An installation made by an earlier version of Wasl is brought up to this one, and its record says the same.

The earlier version comes from the repository's history and runs in processes of its own; what it is told, it is
told over HTTP in acts, whose kinds never change. Without history there is nothing to upgrade from: a skip.
"""

import io
import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.integration.upgrade.schema import schema
from tests.server import SOURCES, Installation, Server, found, postgres_database, registration, signed
from tests.world import key_of
from wasl.acts.act import Act
from wasl.acts.acts import Erase
from wasl.acts.readers import content_digest, signed_headers
from wasl.members.acts import AppointOfficer, EndMandate, EndReason, RegisterOfficer, Role, RotateKey
from wasl.record import canonical, tiles, verification
from wasl.record.encoding import decode
from wasl.record.entry import ENTRY_SIZE, commitment
from wasl.record.envelope import parse

ROOT = SOURCES.parent
SETTINGS = "src/wasl/project/settings.py"
MIGRATIONS = ":(glob)src/wasl/*/migrations/*.py"
MEMBERS = ("MA", "FR", "BR")
PNG = b"\x89PNG\r\n\x1a\n" + os.urandom(100_000)


def _git(*arguments: str) -> bytes:
    """What git says. Raises CalledProcessError, FileNotFoundError."""
    command = ["git", "-c", "safe.directory=*", "-C", str(ROOT), *arguments]
    return subprocess.run(command, capture_output=True, check=True).stdout


def _lines(*arguments: str) -> list[str]:
    return _git(*arguments).decode().split()


def _before_the_last_change() -> str | None:
    """The newest commit whose package is another than the one under test."""
    is_changed = bool(_git("status", "--porcelain", "--", "src/wasl"))
    commits = _lines("log", "--format=%H", "-n", "2", "--", "src/wasl")
    return next(iter(commits if is_changed else commits[1:]), None)


def _before_the_last_migration() -> str | None:
    """The newest commit whose tables may be others."""
    if _git("status", "--porcelain", "--", MIGRATIONS):
        return _lines("rev-parse", "HEAD")[0]
    (newest,) = _lines("log", "--format=%H", "-n", "1", "--", MIGRATIONS) or [""]
    parents = _lines("rev-list", "--parents", "-n", "1", newest)[1:] if newest else []
    return next(iter(parents), None)


@pytest.fixture(params=[_before_the_last_change, _before_the_last_migration])
def sources(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An earlier version's `src`."""
    try:
        if Path(_git("rev-parse", "--show-toplevel").decode().strip()).resolve() != ROOT.resolve():
            pytest.skip("this is not a checkout of the repository")
        commit = request.param()
        if commit is None:
            pytest.skip("the history here has no earlier version")
        if request.param is _before_the_last_migration and commit == _before_the_last_change():
            pytest.skip("that is the version before the last change, which is tested")
        if SETTINGS not in _git("ls-tree", "-r", "--name-only", commit, "--", SETTINGS).decode():
            pytest.skip("the earlier commit has no installation yet")
        archive = _git("archive", commit, "src/wasl")
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        told = getattr(error, "stderr", b"").decode(errors="replace").strip()
        pytest.skip(f"git gives no earlier version: {told or error}")
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(tmp_path / "earlier", filter="data")
    return tmp_path / "earlier" / "src"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database; empty for SQLite in the home."""
    place: Any = nullcontext("") if request.param == "sqlite" else postgres_database()
    with place as address:
        yield address


@pytest.fixture
def fresh(database: str, tmp_path: Path) -> Iterator[Installation]:
    """An installation of this version that never was another, on a database of the same kind."""
    place: Any = postgres_database() if database else nullcontext("")
    with place as address:
        made = Installation(tmp_path / "fresh", address)
        made.create()
        yield made


@dataclass
class History:
    """What an organisation did under the earlier version, and what it took home."""

    server: Server
    receipts: list[tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    photograph: str = ""

    def perform(self, act: Act, by: str, generation: int = 0) -> int:
        """Submit an act; its entry."""
        envelope = signed(act, by, key_of(by, generation))
        answer = self.server.submit(envelope)
        assert answer.status == 201, answer.body
        self.receipts.append((envelope, answer.json))
        return int(answer.json["index"])

    def live(self) -> None:
        """A little of everything that could be said then."""
        found(self.server, MEMBERS)
        path = "/api/v1/blobs?kind=photograph"
        stated = {"Content-Digest": content_digest(PNG)}
        headers = signed_headers(bytes(key_of("MA")), "POST", self.server.address + path, stated)
        uploaded = self.server.ask("POST", path, PNG, headers)
        assert uploaded.status == 201, uploaded.body
        self.photograph = uploaded.json["digest"]
        pictured = self.perform(RegisterOfficer(name="SPECIMEN Layla", photograph=self.photograph), "MA")
        self.perform(AppointOfficer(officer=pictured, role=Role.DUTY), "MA")
        leaving = self.perform(RegisterOfficer(name="SPECIMEN Luc"), "FR")
        mandate = self.perform(AppointOfficer(officer=leaving, role=Role.BORDER), "FR")
        self.perform(EndMandate(mandate=mandate, reason=EndReason.RESIGNED), "FR")
        self.perform(Erase(entry=leaving, reason="left"), "FR")
        new = registration("BR", key_of("BR", 1))
        self.perform(RotateKey(new_key=new.key, possession=new.possession), "BR")
        crowd = [signed(RegisterOfficer(name=f"SPECIMEN {number}"), "BR", key_of("BR", 1)) for number in range(260)]
        self.receipts += zip(crowd, self.server.submit(crowd).json["outcomes"], strict=True)


def _kept(server: Server) -> str | None:
    """The earlier version's checkpoint, unless its entries had another form, so that none it signed holds any more.

    Entries were given their mark (docs/decisions/0006-open-entries-are-marked.md) before the first release.
    """
    first, *_ = tiles.unbundle(server.get("/log/tile/entries/000").body)
    return server.get("/log/checkpoint").body.decode() if len(first) == ENTRY_SIZE else None


def test_an_earlier_versions_installation_lives_on(
    sources: Path, database: str, fresh: Installation, tmp_path: Path
) -> None:
    earlier = Installation(tmp_path / "home", database, sources)
    earlier.create()
    with earlier.serve() as server:
        history = History(server)
        history.live()
        pinned = server.get("/log/log.vkey").body.decode().splitlines()
        kept = _kept(server)

    present = Installation(tmp_path / "home", database)
    assert "members_officer" in schema(present)
    present.migrate()
    assert schema(present) == schema(fresh)
    assert present.examine(tmp_path / "export")["differences"] == []
    report = verification.verify(verification.Folder(tmp_path / "export"), keys=pinned, against=kept)
    assert report.good, report.problems

    committed = [bytes(each) for (each,) in present.rows('SELECT commitment FROM acts_journalentry ORDER BY "index"')]
    for envelope, receipt in history.receipts:
        decided = canonical.dumps(receipt["decided"])
        assert committed[receipt["index"]] == commitment(decode(receipt["salt"]), parse(envelope).normal, decided)

    with present.serve() as server:
        history.server = server
        envelope, receipt = history.receipts[0]
        assert server.submit(envelope).json["index"] == receipt["index"]
        path = f"/api/v1/acts/{receipt['index']}/blobs/{history.photograph}"
        assert server.get(path, signed_headers(bytes(key_of("MA")), "GET", server.address + path)).body == PNG
        assert history.perform(RegisterOfficer(name="SPECIMEN"), "BR", generation=1) == len(committed)
    assert present.examine(tmp_path / "export") == {"differences": [], "size": len(committed) + 1}
    report = verification.verify(verification.Folder(tmp_path / "export"), keys=pinned, against=kept)
    assert report.good, report.problems
