"""The installation's folder: its settings file, its secrets, its database, its blobs. Needs no Django.

    wasl.toml             what the installation is called and where its database is
    secrets/              keys that must never be in the database or a backup of it
        log.key           Ed25519 seed of the record's checkpoint key
        cosigner.key      ML-DSA-44 seed of its post-quantum cosignature
        keystore.key      AES-256 key that seals hosted bureau keys and blob keys
        system.key        Ed25519 seed of the installation's own key
        system.key.next   the one that shall follow it, while `wasl key rotate system` runs
        django.key        the secret of sessions and tokens
        unfinished        these secrets were drawn for an installation whose wasl.toml is not written yet
    wasl.sqlite3          the database, unless wasl.toml names a PostgreSQL one
    live.sqlite3          what pages were told of within the last hour (SQLite); made anew when it is missing
    blobs/                encrypted files
    mail/                 what a demonstration would have sent
    lock                  held while a transaction appends (SQLite)
    lock.next             held by the process that is the next to append
    forget                something erased may still lie in the write-ahead log (SQLite)
    tick.lock             held by the one process that performs what is due (SQLite, like the next three: `turns`)
    jobs.lock             held by the one process that runs long jobs
    migrate.lock          held while the tables are brought up to date
    rotate.lock           held while the installation's own key is replaced
    clock.json            for which clock the operator vouched
    clock-offset.json     how far a demonstration's clock was moved (and clock.lock, while it is being moved)
    demo.lock             held while a demonstration is served
    tables/               files of many and what was found in them, sealed (`wasl.checks.tables.sealed_tables`)
    screening/            the indexes of lists; made anew when they are missing (`wasl.checks.index`)
    screening.<party>.lock held by the one process that brings a party's to its lists' newest editions (SQLite)

`WASL_SECRETS` moves the secrets to another folder, such as a mounted device.
"""

import fcntl
import json
import os
import secrets
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TEXT_SETTINGS = ("origin", "address", "database", "operator", "mail", "sender", "blob_bucket")
NUMBER_SETTINGS = ("blob_quota", "blob_total", "disk_floor", "checks_kept", "checks_rate")
SECRET_NAMES = ("log.key", "cosigner.key", "keystore.key", "system.key", "django.key")
SYSTEM_KEY, NEXT_SYSTEM_KEY = "system.key", "system.key.next"
UNFINISHED = "unfinished"

ORIGIN_MAX = 100
"""Characters of a record's name: it stands in every act, every checkpoint and every key."""


class HomeError(Exception):
    """The folder is not an installation, or not one this command may touch. The text is for people."""


@dataclass(frozen=True, slots=True)
class Home:
    """One installation's folder, read from its `wasl.toml`.

    `origin` names the record (an address without its scheme), `address` is where people reach the pages,
    `database` a postgresql:// address or empty for SQLite, `operator` the e-mail address that is told of lost
    and compromised keys, `mail` an smtp:// or smtps:// address, `blob_bucket` an S3 bucket for blobs. `blob_quota` is
    what one party's blobs that no act names may take together, `blob_total` what all of its blobs may, and `disk_floor`
    what uploads leave free, all in MiB. `checks_kept` is for how many days a check stays in the log,
    `checks_rate` how many a program may make in a minute (0: as many as it can).
    """

    path: Path
    name: dict[str, str] = field(default_factory=dict, hash=False)
    origin: str = ""
    address: str = ""
    database: str = ""
    demo: bool = False
    operator: str = ""
    mail: str = ""
    sender: str = ""
    blob_bucket: str = ""
    blob_quota: int = 256
    blob_total: int = 4096
    disk_floor: int = 512
    checks_kept: int = 365
    checks_rate: int = 6000

    @property
    def secrets(self) -> Path:
        """Where the keys lie."""
        return Path(os.environ.get("WASL_SECRETS") or self.path / "secrets")

    @property
    def blobs(self) -> Path:
        """Where the encrypted files lie."""
        return self.path / "blobs"

    @property
    def sqlite(self) -> Path:
        """The default database."""
        return self.path / "wasl.sqlite3"

    @property
    def has_foreign_secrets(self) -> bool:
        """Whether secrets lie there that no interrupted `create` of this folder's installation left."""
        there = any((self.secrets / name).exists() for name in SECRET_NAMES)
        return there and not (self.secrets / UNFINISHED).exists()

    def secret(self, name: str) -> bytes:
        """The 32 bytes of a secret. Raises HomeError when the file is missing or damaged."""
        try:
            value = bytes.fromhex((self.secrets / name).read_text("ascii").strip())
        except (OSError, ValueError) as error:
            message = f"the secret {name} cannot be read from {self.secrets}"
            raise HomeError(message) from error
        if len(value) != 32:
            message = f"the secret {name} must be 32 bytes in hexadecimal"
            raise HomeError(message)
        return value


def locate(directory: str | Path | None = None) -> Path:
    """`--home`, else `$WASL_HOME`, else `./var`."""
    return Path(directory or os.environ.get("WASL_HOME") or "var").absolute()


def read(directory: str | Path | None = None) -> Home:
    """Open an installation's folder. Raises HomeError when there is none."""
    path = locate(directory)
    try:
        settings = tomllib.loads((path / "wasl.toml").read_text("utf-8"))
    except FileNotFoundError as error:
        message = f"{path} holds no installation: run `wasl init --home {path}` first"
        raise HomeError(message) from error
    except (OSError, tomllib.TOMLDecodeError) as error:
        message = f"{path / 'wasl.toml'} cannot be read: {error}"
        raise HomeError(message) from error
    values: dict[str, Any] = {name: str(settings.get(name, "")) for name in TEXT_SETTINGS}
    values |= {name: _number(name, settings[name]) for name in NUMBER_SETTINGS if name in settings}
    return Home(path=path, name=dict(settings.get("name", {})), demo=bool(settings.get("demo", False)), **values)


def _number(name: str, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    message = f"{name} in wasl.toml must be a whole number"
    raise HomeError(message)


def create(home: Home) -> None:
    """Make the folder, its secrets and its settings file; secrets that lie there are kept.

    The settings file comes last, so that a folder with one is complete. Secrets drawn here bear a mark until then:
    whoever makes an installation tells by it what an interrupted beginning left from what belongs to somebody else.
    Raises HomeError when an installation is already there.
    """
    if (home.path / "wasl.toml").exists():
        message = f"{home.path} already holds an installation"
        raise HomeError(message)
    home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The database and the passwords in wasl.toml lie here: nobody else on the machine may look in.
    home.path.chmod(0o700)
    home.secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.blobs.mkdir(mode=0o700, exist_ok=True)
    if not any((home.secrets / name).exists() for name in SECRET_NAMES):
        (home.secrets / UNFINISHED).touch(0o600)
        sync_folder(home.secrets)
    for name in SECRET_NAMES:
        draw_secret(home.secrets / name)
    write(home.path / "wasl.toml", _settings_text(home))
    finish(home)


def finish(home: Home) -> None:
    """The settings are written: the secrets belong to this installation from now on."""
    (home.secrets / UNFINISHED).unlink(missing_ok=True)


def draw_secret(path: Path) -> None:
    """Draw a secret that is not there yet."""
    if not path.exists():
        write(path, secrets.token_hex(32) + "\n")


def write(path: Path, text: str) -> None:
    """A file for its owner alone; it appears whole or not at all, and outlives a power cut once it did."""
    draft = path.with_name(f"{path.name}.tmp")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file's lock, waiting for it; the lock goes with the process."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Hold a file's lock if nobody else does; yields whether it is held. The lock goes with the process."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            alone = False
        else:
            alone = True
        yield alone


def _settings_text(home: Home) -> str:
    lines = [
        *(f"{name} = {_quoted(getattr(home, name))}" for name in TEXT_SETTINGS),
        *(f"{name} = {getattr(home, name)}" for name in NUMBER_SETTINGS),
        f"demo = {'true' if home.demo else 'false'}",
        "",
        "[name]",
        *(f"{language} = {_quoted(text)}" for language, text in sorted(home.name.items())),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's escapes are among its own, and it wants one character more escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
