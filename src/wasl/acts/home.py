"""The installation's folder: its settings file, its secrets, its database, its blobs. Needs no Django.

    wasl.toml             what the installation is called and where its database is
    secrets/              keys that must never be in the database or a backup of it
        log.key           Ed25519 seed of the record's checkpoint key
        cosigner.key      ML-DSA-44 seed of its post-quantum cosignature
        keystore.key      AES-256 key that seals hosted bureau keys and blob keys
        system.key        Ed25519 seed of the installation's own key
        django.key        the secret of sessions and tokens
    wasl.sqlite3          the database, unless wasl.toml names a PostgreSQL one
    blobs/                encrypted files
    lock                  held while a transaction appends (SQLite)
    tick.lock             held by the one process that performs what is due
    migrate.lock          held while the tables are brought up to date

`WASL_SECRETS` moves the secrets to another folder, such as a mounted device.
"""

import json
import os
import secrets
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

TEXT_SETTINGS = ("origin", "address", "database", "operator", "mail", "sender", "blob_bucket")
SECRET_NAMES = ("log.key", "cosigner.key", "keystore.key", "system.key", "django.key")


class HomeError(Exception):
    """The folder is not an installation, or not one this command may touch. The text is for people."""


@dataclass(frozen=True, slots=True)
class Home:
    """One installation's folder, read from its `wasl.toml`.

    `origin` names the record (an address without its scheme), `address` is where people reach the pages,
    `database` a postgresql:// address or empty for SQLite, `operator` the e-mail address that is told of lost
    and compromised keys, `mail` an smtp:// or smtps:// address, `blob_bucket` an S3 bucket for blobs.
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
    texts = {name: str(settings.get(name, "")) for name in TEXT_SETTINGS}
    return Home(path=path, name=dict(settings.get("name", {})), demo=bool(settings.get("demo", False)), **texts)


def create(home: Home) -> None:
    """Make the folder, its secrets and its settings file.

    The settings file comes last, so that a folder with one is complete. Raises HomeError when an installation is
    already there.
    """
    if (home.path / "wasl.toml").exists():
        message = f"{home.path} already holds an installation"
        raise HomeError(message)
    home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The database and the passwords in wasl.toml lie here: nobody else on the machine may look in.
    home.path.chmod(0o700)
    home.secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.blobs.mkdir(mode=0o700, exist_ok=True)
    for name in SECRET_NAMES:
        _write_secret(home.secrets / name, secrets.token_hex(32))
    draft = home.path / "wasl.toml.tmp"
    draft.write_text(_settings_text(home), "utf-8")
    draft.replace(home.path / "wasl.toml")


def _write_secret(path: Path, text: str) -> None:
    """Write a secret that is not there yet; it appears whole or not at all."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _settings_text(home: Home) -> str:
    lines = [
        *(f"{name} = {_quoted(getattr(home, name))}" for name in TEXT_SETTINGS),
        f"demo = {'true' if home.demo else 'false'}",
        "",
        "[name]",
        *(f"{language} = {_quoted(text)}" for language, text in sorted(home.name.items())),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's escapes are among its own, and it wants one character more escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
