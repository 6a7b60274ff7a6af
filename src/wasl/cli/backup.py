"""`wasl backup` and `wasl restore`."""

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from wasl.acts import home as homes
from wasl.acts.home import Home as Installation
from wasl.acts.home import HomeError
from wasl.cli import installation, output
from wasl.cli.failures import Code, Failure
from wasl.cli.options import Home, Json


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write; an earlier backup is replaced.")],
    home: Home = None,
    json: Json = False,
) -> None:
    """Write one encrypted file with all that cannot be recomputed.

    The installation may work meanwhile. The file holds no secrets: keep a copy of the secrets folder and of
    wasl.toml elsewhere, or it opens to nobody.
    """
    opened = installation.opened(home)
    from wasl.acts import backup as backups

    with output.progress("Backing up") as progress:
        summary = backups.write(file, progress)
    output.result(
        {"file": str(file), "entries": summary.entries, "bytes": summary.bytes},
        f"{summary.entries} entries, {summary.bytes} bytes: {file}",
        f"It opens only with the secrets in {opened.secrets}. Keep a copy of them, and of wasl.toml, elsewhere.",
    )


def restore(  # noqa: PLR0913, PLR0917 (what a restoration needs)
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    secrets: Annotated[
        Path | None,
        typer.Option(
            "--secrets", metavar="DIR", help="The saved secrets, to be copied.  [default: $WASL_SECRETS, left there]"
        ),
    ] = None,
    settings: Annotated[
        Path | None,
        typer.Option("--settings", metavar="FILE", help="The saved wasl.toml.  [default: in or beside the secrets]"),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option("--database", metavar="URL", help="postgresql://… or sqlite.  [default: as in wasl.toml]"),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="FILE", help="A checkpoint that others hold: it must be contained."),
    ] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Make an installation again from a backup, and prove it.

    Into a folder that does not exist yet; it appears when everything is there and the record proved.
    """
    place = homes.locate(home)
    if place.exists() and any(place.iterdir()):
        raise Failure("not-empty", f"{place} is not empty; restore into a new folder.", Code.UNREACHABLE)
    kept = against.read_text("utf-8") if against else None
    if not file.is_file():
        raise Failure("no-backup", f"{file} is no file.", Code.INPUT_OUTPUT)
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        _prepare(draft, secrets, settings, database)
        summary = _fill(draft, file, kept)
        draft.rename(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    output.result(
        {"home": str(place), "entries": summary[0], "bytes": summary[1]},
        f"{summary[0]} entries restored and proved: {place}",
        f"wasl serve --home {place}",
    )


def _prepare(draft: Path, secrets: Path | None, settings: Path | None, database: str | None) -> None:
    """A new home with the saved secrets and settings. Raises HomeError, OSError."""
    saved = secrets or Path(os.environ.get("WASL_SECRETS") or draft / "secrets")
    found = _settings(settings or _settings_beside(saved))
    if database is not None:
        found = replace(found, database="" if database == "sqlite" else database)
    draft.mkdir(mode=0o700, parents=True)
    if secrets:
        os.environ.pop("WASL_SECRETS", None)
        (draft / "secrets").mkdir(mode=0o700)
        for name in homes.SECRET_NAMES:
            _copy_secret(secrets / name, draft / "secrets" / name)
    prepared = replace(found, path=draft)
    for name in homes.SECRET_NAMES:
        prepared.secret(name)
    homes.create(prepared)


def _copy_secret(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError as error:
        message = f"the secret {source.name} is missing from {source.parent}"
        raise HomeError(message) from error
    target.chmod(0o600)


def _settings_beside(secrets: Path) -> Path:
    for folder in (secrets, secrets.absolute().parent):
        if (folder / "wasl.toml").is_file():
            return folder / "wasl.toml"
    message = f"there is no wasl.toml in or beside {secrets}: name the saved one with --settings"
    raise HomeError(message)


def _settings(file: Path) -> Installation:
    """A saved wasl.toml, whatever it is called now."""
    with tempfile.TemporaryDirectory(prefix="wasl-settings-") as folder:
        shutil.copyfile(file, Path(folder) / "wasl.toml")
        return homes.read(folder)


def _fill(draft: Path, file: Path, against: str | None) -> tuple[int, int]:
    opened: Installation = installation.load(draft)
    installation.migrate(opened)
    from django.db import connections

    from wasl.acts import backup as backups

    with output.progress("Restoring") as progress:
        summary = backups.restore(file, against, progress)
    connections.close_all()
    return summary.entries, summary.bytes
