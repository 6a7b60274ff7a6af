"""The disk fills up while acts are written: they are refused with a code, nothing is lost, and it goes on later."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.integration.faults.bureaus import MEMBERS, Crowd, record_keeps
from tests.integration.faults.postgres_server import database_on
from tests.judges.missing import missing
from tests.server import JSON, Answer, Installation, Server, found, signed
from tests.world import key_of
from wasl.members.acts import RegisterOfficer

OFFICERS = 200
"""Acts a request: some hundred kilobytes of tables and write-ahead log."""


def _submit_until_refused(server: Server, party: str = "MA") -> tuple[int, Answer]:
    """How many acts went in, and the first answer that was not a receipt."""
    accepted = 0
    for _ in range(400):
        batch = [signed(RegisterOfficer(name=f"SPECIMEN {'x' * 200}"), party, key_of(party)) for _ in range(OFFICERS)]
        answer = server.submit(batch)
        if answer.status != 200:
            return accepted, answer
        assert all("index" in outcome for outcome in answer.json["outcomes"])
        accepted += OFFICERS
    message = f"{accepted} acts went in and the disk is still not full"
    raise AssertionError(message)


def _is_whole(installation: Installation, folder: Path, accepted: int) -> None:
    size = 2 * len(MEMBERS) + 1 + accepted
    assert installation.rows('SELECT count(*), max("index") FROM acts_journalentry') == [(size, size - 1)]
    assert installation.rows("SELECT count(*) FROM acts_vaultentry") == [(size,)]
    assert installation.examine(folder) == {"differences": [], "size": size}


@contextmanager
def _small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of a few megabytes, which only root may mount."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small file system; the limit on file sizes is tested everywhere")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        missing(f"a small file system cannot be mounted: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def _give_more(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=256m", disk], check=True)


@pytest.fixture
def full_soon(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Installation]]:
    """An installation whose database lies on a small disk, and the disk."""
    if request.param == "sqlite":
        disk = tmp_path / "disk"
        disk.mkdir()
        with _small_disk(disk, "6m"):
            yield disk, Installation(disk / "home", log=tmp_path)
        return
    # The server's own user must reach it, which may not enter the folders of this test.
    with TemporaryDirectory(prefix="wasl-test-disk-") as folder:
        disk = Path(folder)
        disk.chmod(0o755)
        with _small_disk(disk, "16m"), database_on(disk) as address:
            yield disk, Installation(tmp_path / "home", address)


@pytest.mark.parametrize("full_soon", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_a_full_disk(full_soon: tuple[Path, Installation], tmp_path: Path) -> None:
    disk, installation = full_soon
    installation.create()
    with installation.serve() as server:
        found(server, MEMBERS)
        accepted, answer = _submit_until_refused(server)
        assert (answer.status, answer.code) == (507, "storage-full")
        assert accepted
        # Reading goes on, and so does a refusal that needs no disk.
        assert server.get("/api/v1/record/entries").status == 200
        assert server.get("/record/").status in (200, 507)
        body = json.dumps([signed(RegisterOfficer(name="x" * 200), "FR") for _ in range(OFFICERS)]).encode()
        again = server.ask("POST", "/api/v1/acts", body, JSON | {"Accept-Language": "fr"})
        assert (again.status, again.code) == (507, "storage-full")
        assert again.headers["Content-Language"] == "fr"

        _give_more(disk)
        assert server.submit(signed(RegisterOfficer(name="SPECIMEN"), "MA", key_of("MA"))).status == 201
    _is_whole(installation, tmp_path / "export", accepted + 1)


def test_a_write_that_fails(tmp_path: Path) -> None:
    """The file system refuses a write in another way than by being full: here, the file may grow no further."""
    installation = Installation(tmp_path / "home")
    installation.create()
    with installation.serve() as server, Crowd(MEMBERS, tmp_path) as crowd:
        found(server, MEMBERS)
        crowd.submit_to(server)
        crowd.until_more(20)
        server.limit_files(installation.size_of_database())
        while crowd.told().get("storage-failed", 0) < len(MEMBERS):
            crowd.until_more(0)
        assert set(crowd.told()) == {"storage-failed"}
        page = server.get("/record/")
        assert page.status in (200, 503)

        server.limit_files(None)
        crowd.until_more(20)
        crowd.pause()
        assert not any(bureau.ever_lost for bureau in crowd.bureaus)
    record_keeps(crowd, installation, tmp_path)
