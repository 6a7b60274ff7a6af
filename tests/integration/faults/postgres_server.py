"""A PostgreSQL server of a test's own, whose tables lie on a disk that the test can fill.

Nobody else's server is touched. PostgreSQL does not run as root: it runs as the user that Debian's package makes.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql

from tests.judges.missing import missing
from tests.server import free_port

USER = "postgres"
PACKAGE = Path("/usr/lib/postgresql")


def _programs() -> Path:
    """The folder of `initdb` and `pg_ctl`; Debian leaves them out of the PATH."""
    found = sorted(PACKAGE.glob("*/bin/initdb")) or [Path(each) for each in [shutil.which("initdb")] if each]
    if not found or USER not in {user.pw_name for user in pwd.getpwall()}:
        missing("PostgreSQL's own programs are not installed (apt install postgresql)")
    return found[-1].parent


def _run(program: Path, *arguments: str) -> None:
    """Run one of them. Its output goes nowhere: a server would keep a pipe open."""
    command = [program, *arguments]
    subprocess.run(
        command, user=USER, group=USER, extra_groups=[], cwd="/", check=True, timeout=60, stdout=subprocess.DEVNULL
    )


@contextmanager
def database_on(disk: Path) -> Iterator[str]:
    """The address of an empty database with its tables on this disk; server and database are gone after the block."""
    programs, port = _programs(), free_port()
    with TemporaryDirectory(prefix="wasl-test-postgres-") as folder:
        home, tables = Path(folder), disk / "tables"
        tables.mkdir()
        for owned in (home, tables):
            shutil.chown(owned, USER, USER)
        data = str(home / "data")
        _run(programs / "initdb", "-D", data, "-U", USER, "--auth", "trust", "--encoding", "UTF8", "--no-sync")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
        _run(programs / "pg_ctl", "-D", data, "-w", "-l", os.fspath(home / "log"), "-o", options, "start")
        try:
            address = f"postgresql://{USER}@127.0.0.1:{port}/"
            with psycopg.connect(address + "postgres", autocommit=True) as server:
                server.execute(sql.SQL("CREATE TABLESPACE small LOCATION {}").format(str(tables)))
                server.execute("CREATE DATABASE wasl TABLESPACE small")
            yield address + "wasl"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
