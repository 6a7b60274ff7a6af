"""The files of a list read with a progress bar, what they change shown, and those of an edition written out."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wasl.cli import output
from wasl.cli.asker import asker as asked_by
from wasl.cli.failures import Failure
from wasl.cli.output import Table

if TYPE_CHECKING:
    from wasl.checks.acts import ListFile
    from wasl.checks.lists.importing import ChangedIds, Progress, Read
    from wasl.checks.models import Edition, WatchList

SHOWN = 5
"""Of those that come, change and go, as many are shown."""


@contextmanager
def progress() -> Iterator["Progress"]:
    """Shows how many entries were read."""
    with output.progress("entries") as report:
        yield lambda done: report(done, 0)


def read(watch_list: "WatchList | None", source: str, name: str, path: Path, columns: str | None) -> "Read":
    """Read the files of a list, or of one that would have this full name. Raises Refused, OSError."""
    from wasl.checks.lists import importing

    with progress() as told:
        if watch_list:
            return importing.read(watch_list, path, columns=columns, progress=told)
        return importing.read_first(source, name, path, columns=columns, progress=told)


def check_losses(ids: "ChangedIds") -> None:
    """Raises Failure: many-delisted."""
    from wasl.acts.refusals import Refused
    from wasl.checks.lists import importing

    try:
        importing.check_losses(ids)
    except Refused as refusal:
        raise Failure(refusal.code, f"{refusal.text} With --accept-losses it is imported all the same.") from refusal


def check_age(watch_list: "WatchList", found: "Read") -> None:
    """Raises Failure: older-edition, where the files were published before the edition that counts."""
    from wasl.checks import queries
    from wasl.checks.lists import importing

    newest = queries.newest_edition(watch_list.entry)
    if newest and importing.is_older(found, newest):
        text = f"It was published on {found.published}, before the edition that counts now ({newest.published})."
        raise Failure("older-edition", f"{text} Nothing was changed. With --older it is imported all the same.")


def show_read(name: str, found: "Read", more: dict[str, Any], done: str) -> None:
    """Print what files hold and change; `more` is for programs, `done` the last line for people."""
    ids = found.ids
    value = {
        "list": name,
        "entries": found.entries,
        "published": found.published and found.published.isoformat(),
        "digest": found.digest,
        "added": len(ids.added),
        "changed": len(ids.changed),
        "delisted": len(ids.delisted),
        "unchanged": ids.unchanged,
        "nothing_new": ids.says_nothing_new,
        **more,
    }
    rows = [*_sample("+", ids.added, ids), *_sample("~", ids.changed, ids), *_sample("−", ids.delisted, ids)]
    said = counts(len(ids.added), len(ids.changed), len(ids.delisted), ids.unchanged)
    table = [Table(("", "Entry", "Name"), rows)] if rows else []
    output.result(
        value,
        f"{name}: {found.entries} entries",
        *table,
        "It says nothing new." if ids.says_nothing_new else said,
        done,
    )


def _sample(mark: str, subjects: list[str], ids: "ChangedIds") -> list[tuple[str, str, str]]:
    rows = [(mark, subject, ids.names.get(subject, "")) for subject in subjects[:SHOWN]]
    rest = len(subjects) - len(rows)
    return [*rows, (mark, f"… and {rest} more", "")] if rest else rows


def counts(added: int, changed: int, delisted: int, unchanged: int) -> str:
    """How many came, changed, left and stayed."""
    return f"{added} added, {changed} changed, {delisted} delisted, {unchanged} unchanged"


def log_reading(watch_list: "WatchList", edition: "Edition", command: str, asker: str, entries: int) -> None:
    """Say in the log, as a check of the list's own party, who is about to read so many of an edition's entries.

    Raises Refused: what keeps the log from being written.
    """
    from wasl.checks.log import readings
    from wasl.web.visitors import Visitor

    readings.read_list(Visitor(party=watch_list.party, name=asked_by(command, asker)), watch_list, edition, {}, entries)


def write_files(watch_list: "WatchList", edition: "Edition", folder: Path) -> list[dict[str, Any]]:
    """Write the files of an edition as they are kept; returns what each is called, its size and its digests.

    Raises Refused: file-missing; OSError, also where a file of that name is there already.
    """
    from wasl.checks.lists import editions

    folder.mkdir(parents=True, exist_ok=True)
    return [
        _write(edition, each, folder / editions.published_as(watch_list, each)) for each in editions.files_of(edition)
    ]


def _write(edition: "Edition", file: "ListFile", path: Path) -> dict[str, Any]:
    from wasl.acts import blobs
    from wasl.checks.lists import editions

    blob = editions.blob_of(edition.party, file)
    with path.open("xb") as out:
        try:
            for part in blobs.read(blob):
                out.write(part)
        except BaseException:
            path.unlink()
            raise
    return {
        "file": str(path),
        "size": blob.size,
        "sha256": file.content,
        "sha256_unpacked": _unpacked_digest(path) if file.packed else file.content,
    }


def _unpacked_digest(path: Path) -> str:
    from wasl.checks import reading

    digest = sha256()
    with path.open("rb") as packed, reading.unpacked(packed, path.name) as content:
        while part := content.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()
