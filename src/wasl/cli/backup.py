"""`wasl backup` and `wasl restore`."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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
        typer.Option("--against", metavar="FILE", help="The newest checkpoint that others hold: it must be contained."),
    ] = None,
    without_checkpoint: Annotated[
        bool, typer.Option("--without-checkpoint", help="Nobody holds one: what came after the backup may be lost.")
    ] = False,
    home: Home = None,
    json: Json = False,
) -> None:
    """Make an installation again from a backup, and prove it.

    Into a folder that does not exist yet; it appears when everything is there and the record proved. A backup may
    be older than the record that members know, and nothing in it shows that: name a checkpoint that somebody kept,
    or say --without-checkpoint.
    """
    if (against is None) != without_checkpoint:
        message = "either --against FILE, a checkpoint that somebody kept, or --without-checkpoint"
        raise typer.BadParameter(message)
    place = homes.locate(home)
    if place.exists() and any(place.iterdir()):
        raise Failure("not-empty", f"{place} is not empty; restore into a new folder.", Code.UNREACHABLE)
    kept = against.read_text("utf-8") if against else None
    if not file.is_file():
        raise Failure("no-backup", f"{file} is no file.", Code.INPUT_OUTPUT)
    with _draft(place) as draft:
        _prepare(draft, secrets, settings, database)
        entries, size = _fill(draft, file, kept)
        draft.rename(place)
        homes.sync_folder(place.parent)
    _finish(place)
    output.result(
        {"home": str(place), "entries": entries, "bytes": size, "compared": kept is not None},
        f"{entries} entries restored and proved: {place}",
        "",
        f"The record stands at {entries} entries. Whoever holds a checkpoint of more will find it contradicted by the",
        "next one signed here: ask the members for their newest before you open the door, and if it is of more",
        "entries, restore a newer backup, or tell every member that the record they know was longer.",
        "",
        f"wasl serve --home {place}",
    )


@contextmanager
def _draft(place: Path) -> Iterator[Path]:
    """The folder beside `place` that shall take it, empty; what a killed restoration of it left goes, with its secrets.

    Raises Failure: restoring, no-place; OSError.
    """
    draft = place.with_name(f".{place.name}.restoring")
    draft.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(draft, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _hold(descriptor, place)
        try:
            _clear(draft)
            _try(draft, place)
            yield draft
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    finally:
        os.close(descriptor)


def _hold(descriptor: int, place: Path) -> None:
    """The folder's lock goes with the process, however it ends."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Failure("restoring", f"{place} is being restored by another process.", Code.UNREACHABLE) from error


def _clear(folder: Path) -> None:
    for left in folder.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        else:
            left.unlink()


def _try(draft: Path, place: Path) -> None:
    """Do first what comes last, since a mount point, a link and a parent of somebody else's do not allow it."""
    was_there = place.exists()
    try:
        draft.rename(place)
        place.rename(draft)
    except OSError as error:
        text = f"{place} cannot be taken by a restored folder ({error.strerror}): name a new one, such as one in it."
        raise Failure("no-place", text, Code.UNREACHABLE) from error
    if was_there:
        place.mkdir(mode=0o700)


def _prepare(draft: Path, secrets: Path | None, settings: Path | None, database: str | None) -> None:
    """Make the draft a home with the saved secrets and settings. Raises HomeError, OSError."""
    saved = secrets or Path(os.environ.get("WASL_SECRETS") or draft / "secrets")
    found = _settings(settings or _settings_beside(saved))
    if database is not None:
        found = replace(found, database="" if database == "sqlite" else database)
    if secrets:
        os.environ.pop("WASL_SECRETS", None)
        (draft / "secrets").mkdir(mode=0o700)
        rotating = [homes.NEXT_SYSTEM_KEY] if (secrets / homes.NEXT_SYSTEM_KEY).exists() else []
        for name in (*homes.SECRET_NAMES, *rotating):
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
    installation.load(draft)
    installation.migrate()
    from django.db import connections

    from wasl.acts import backup as backups

    with output.progress("Restoring") as progress:
        summary = backups.restore(file, against, progress)
    connections.close_all()
    return summary.entries, summary.bytes


def _finish(place: Path) -> None:
    """Tell a database outside the folder that the folder is in its place; cut short here, the next start does."""
    from wasl.acts import backup as backups

    if homes.read(place).database:
        backups.in_place()
