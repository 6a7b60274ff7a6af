"""A real server in a process group of its own, for tests that kill it, crowd it, or speak HTTP to it.

    installation = Installation(tmp_path / "home")
    installation.create()
    with installation.serve() as server:
        server.get("/api/v1/record")

`founded()` makes an organisation over HTTP, as strangers would. When a test fails, the end of the server's log is
part of the failure.
"""

import atexit
import http.client
import json
import os
import random
import resource
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self
from urllib.parse import urlsplit

import psycopg
import pytest
from nacl.signing import SigningKey
from psycopg import sql

from tests import forked
from tests.conftest import POSTGRES
from tests.judges.missing import missing
from tests.world import NAME, key_of
from wasl.acts import home as homes
from wasl.acts import statement
from wasl.acts.act import Act, By
from wasl.members import states
from wasl.members.acts import AdmitMember, FoundOrganisation, KeyReason, RegisterBureauKey
from wasl.record import authority, envelope
from wasl.record.encoding import encode, key_name
from wasl.record.note import Ed25519Signer

ORIGIN = "record.specimen.example"
SOURCES = Path(__file__).parent.parent / "src"
SQLITE = "wasl.sqlite3"
START_SECONDS = 60
JSON = {"Content-Type": "application/json"}

_CREATE = """
import json, sys
from pathlib import Path
from wasl.acts import home as homes
fields = json.loads(sys.argv[1])
homes.create(homes.Home(path=Path(fields.pop("path")), **fields))
"""
_DJANGO = """
import django
django.setup()
"""
_MIGRATE = (
    _DJANGO
    + """
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
"""
)
_EXAMINE = (
    _DJANGO
    + """
import json, sys
from pathlib import Path
from wasl.acts import exporting, rebuild
differences = rebuild.compare()
size = exporting.export(Path(sys.argv[1]), "secretariat")
print(json.dumps({"differences": [repr(each) for each in differences], "size": size}))
"""
)


def free_port() -> int:
    """A port of this machine that nobody listens on.

    Below those that clients are given: whoever asks a dead server's port again and again would else one day be
    given that port, and be connected to itself.
    """
    while True:
        port = random.randint(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


@contextmanager
def postgres_database() -> Iterator[str]:
    """An empty PostgreSQL database's address; it is dropped at the end. Skips where no server answers."""
    try:
        connection = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError:
        missing("PostgreSQL does not answer (apt install postgresql)")
    name = f"wasl_test_{secrets.token_hex(6)}"
    with connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlsplit(POSTGRES)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _fill(address: str) -> None:
    """Put this version's tables into an empty PostgreSQL database, made once a session and copied."""
    empty, full = (sql.Identifier(urlsplit(each).path.removeprefix("/")) for each in (address, _migrated_database()))
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {}").format(empty))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(empty, full))


@cache
def _migrated_database() -> str:
    """The address of a PostgreSQL database with this version's tables, which nobody is connected to."""
    database = ExitStack()
    atexit.register(database.close)
    address = database.enter_context(postgres_database())
    _migrate_for(address)
    return address


@cache
def _migrated() -> bytes:
    """An SQLite database with this version's tables and nothing in them, made once a session."""
    return _migrate_for("")


def _migrate_for(database: str) -> bytes:
    """Make the tables in an empty database, from an installation that is gone afterwards; SQLite's file."""
    with TemporaryDirectory(prefix="wasl-test-migrated-") as folder:
        installation = Installation(Path(folder, "home"), database)
        installation.create_folder()
        installation.migrate()
        return b"" if database else (installation.path / SQLITE).read_bytes()


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of the problem that the body is."""
        assert self.headers["Content-Type"] == "application/problem+json", (self.status, self.body[:500])
        return str(self.json["code"])


@dataclass
class Installation:
    """A folder, its database, and the programs that work on it; `sources` takes another version of Wasl."""

    path: Path
    database: str = ""
    sources: Path = SOURCES
    log: Path | None = None
    """Where servers write their logs, if not beside the folder."""

    @property
    def environment(self) -> dict[str, str]:
        """What a process of this installation is started with."""
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR", "LANG")}
        return kept | {
            "WASL_HOME": str(self.path),
            "DJANGO_SETTINGS_MODULE": "wasl.project.settings",
            "PYTHONPATH": str(self.sources),
        }

    def python(self, script: str, *arguments: str) -> str:
        """Run a script on this installation; its output."""
        environment, command = self.environment, ["-c", script, *arguments]
        if self.sources == SOURCES:
            del environment["PYTHONPATH"]
            done = forked.run(command, env=environment)
        else:
            started = [sys.executable, *command]
            done = subprocess.run(started, env=environment, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stdout

    def create(self) -> None:
        """Make the folder and the tables."""
        self.create_folder()
        on_another_server = self.database and urlsplit(self.database).netloc != urlsplit(POSTGRES).netloc
        if self.sources != SOURCES or on_another_server:
            self.migrate()
        elif self.database:
            _fill(self.database)
        else:
            (self.path / SQLITE).write_bytes(_migrated())

    def create_folder(self) -> None:
        """Make the folder, with its secrets; no tables yet."""
        fields = {
            "path": str(self.path),
            "name": NAME,
            "origin": ORIGIN,
            "address": "http://wasl.specimen.example",
            "database": self.database,
            "operator": "operator@specimen.example",
        }
        self.python(_CREATE, json.dumps(fields))

    def migrate(self) -> None:
        """Bring the tables up to this version."""
        self.python(_MIGRATE)

    def secret(self, name: str) -> bytes:
        """One of the folder's secrets."""
        return bytes.fromhex((self.path / "secrets" / name).read_text().strip())

    def serve(self, port: int | None = None, **options: Any) -> "Server":
        """A server, not yet started: use it as a context."""
        return Server(self, port or free_port(), **options)

    def examine(self, folder: Path) -> dict[str, Any]:
        """Rebuild beside the tables and compare, and export as the secretariat sees it."""
        found: dict[str, Any] = json.loads(self.python(_EXAMINE, str(folder)))
        return found

    def size_of_database(self) -> int:
        """Bytes of the largest of SQLite's files."""
        return max(file.stat().st_size for file in self.path.glob("wasl.sqlite3*"))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the database as it is on disk, read without Wasl."""
        if self.database:
            with psycopg.connect(self.database) as connection:
                return connection.execute(query.encode()).fetchall()
        with closing(sqlite3.connect(self.path / SQLITE)) as tables:
            return tables.execute(query).fetchall()


@dataclass
class Server:
    """One server process and its log."""

    installation: Installation
    port: int
    file_size: int | None = None
    """Bytes beyond which the process cannot write to a file, as on a full disk."""
    process: subprocess.Popen[bytes] | None = None
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        folder = self.installation.log or self.installation.path.parent
        self.log = folder / f"server-{self.port}.log"

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        """Start, and wait until it answers."""
        command = [sys.executable, "-m", "uvicorn", "wasl.project.asgi:application", "--no-access-log"]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--log-level", "warning"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env=self.installation.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if self.file_size is not None:
            self.limit_files(self.file_size)
        self._wait_until_ready()
        return self

    def _wait_until_ready(self) -> None:
        assert self.process is not None
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                pytest.fail(f"the server ended with {self.process.returncode}:\n{self.log_tail()}", pytrace=False)
            try:
                if self.get("/log/log.vkey").body.startswith(self._key):
                    return
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.02)
        self.kill()
        pytest.fail(f"the server did not answer for {START_SECONDS} s:\n{self.log_tail()}", pytrace=False)

    @property
    def _key(self) -> bytes:
        """The installation's own key: no other server answers with it."""
        origin = homes.read(self.installation.path).origin
        return Ed25519Signer(origin, self.installation.secret("log.key")).verifier().vkey.encode()

    def limit_files(self, size: int | None) -> None:
        """Let the process write to no file beyond `size` bytes; None takes the limit away."""
        assert self.process is not None
        hard = resource.RLIM_INFINITY
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (hard if size is None else size, hard))

    def kill(self) -> None:
        """SIGKILL to the whole group, at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end; kill it when it does not."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def log_tail(self, size: int = 6000) -> str:
        """The end of the log."""
        return self.log.read_text("utf-8", "replace")[-size:] if self.log.exists() else ""

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        self.stop()
        if error is not None:
            error.add_note(f"the end of {self.log.name}:\n{self.log_tail()}")

    def connection(self, timeout: float = 60) -> http.client.HTTPConnection:
        """A connection, kept alive."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        """One request on a connection of its own."""
        connection = self.connection()
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        """GET."""
        return self.ask("GET", path, None, headers)

    def submit(self, body: Any) -> Answer:
        """Hand in one envelope, or a list of them."""
        return self.ask("POST", "/api/v1/acts", json.dumps(body).encode(), JSON)


def signed(act: Act, by: str, key: SigningKey | None = None, *, mandate: int | None = None) -> dict[str, Any]:
    """An act signed by a party, as it is handed in."""
    payload = statement.write(act, By(party=by, mandate=mandate), ORIGIN)
    value: dict[str, Any] = json.loads(envelope.sign(payload, key or key_of(by)).normal)
    return value


def registration(party: str, key: SigningKey, reason: KeyReason = KeyReason.FIRST) -> RegisterBureauKey:
    """The act that registers a key of a party."""
    keyid = key_name(bytes(key.verify_key))
    shown = key.sign(authority.possession_text(ORIGIN, party, keyid)).signature
    return RegisterBureauKey(party=party, key=keyid, possession=encode(shown), reason=reason)


def founding(installation: Installation, members: Sequence[str]) -> list[dict[str, Any]]:
    """The acts that found an organisation with these members, whose keys are those of `tests.world`."""
    system = SigningKey(installation.secret("system.key"))
    acts: list[Act] = [
        FoundOrganisation(
            name=NAME,
            secretariat_key=key_name(bytes(key_of("secretariat").verify_key)),
            system_key=key_name(bytes(system.verify_key)),
        )
    ]
    for code in members:
        state = states.state(code)
        acts.append(AdmitMember(member=code, region=state.region, joined=state.joined))
        acts.append(registration(code, key_of(code)))
    return [signed(act, "secretariat") for act in acts]


def found(server: Server, members: Sequence[str]) -> None:
    """Found the organisation over HTTP."""
    answer = server.submit(founding(server.installation, members))
    assert answer.status == 200, answer.body
    assert [outcome.get("index") for outcome in answer.json["outcomes"]] == list(range(2 * len(members) + 1))
