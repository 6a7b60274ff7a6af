"""Everything an installation cannot recompute, in one encrypted file; and back.

The file holds the record (journal, vault, checkpoint), the local tables and the blobs, but no jobs. Recorded tables
are made again from the record, so a backup moves between SQLite and PostgreSQL. It holds none of the home's secrets:
whoever finds it reads nothing, and whoever restores must bring them. A backup outlives erasure until it is
deleted itself; keep it no longer than the organisation's rules allow.

Inside: a tar of `tables/<app.model>/<page>.jsonl` and `blobs/…`, sealed in chunks under a key drawn for this file,
which is itself sealed under the keystore key. Neither way does anything lie on the disk in the clear, and nothing
in the file is believed before the whole of it was opened once.
"""

import gzip
import io
import json
import logging
import os
import secrets
import tarfile
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction

from wasl.acts import blobs, checkpoints, queries, rebuild, scratch, sealing
from wasl.acts.home import sync_folder
from wasl.acts.models import Blob, Head, JournalEntry, Restoration, SignedCheckpoint, TreeNode, VaultEntry, local_models
from wasl.acts.progress import Progress, silent
from wasl.record import checkpoint, note
from wasl.record.tree import CompactRange, leaf

log = logging.getLogger(__name__)

MAGIC = b"wasl-backup/2\n"
_MAGIC_BEFORE_MARKS = b"wasl-backup/1\n"
"""Its journal lacks the marks, and its checkpoint is for another root (decision 0006)."""

_PURPOSE = "wasl backup"
_ROWS = 500


class BackupError(Exception):
    """The file cannot be written or restored here. The text is for people."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written or restored."""

    entries: int
    bytes: int


def _tables() -> list[type[models.Model]]:
    """What is kept: the record's own tables and every local one. Recorded tables are made again."""
    return [Head, JournalEntry, TreeNode, VaultEntry, *local_models()]


def write(path: Path, progress: Progress = silent) -> Summary:
    """Write a backup while the installation works. Raises BackupError, OSError.

    It is one state of the database: everything is read in one snapshot. The file appears when it is complete.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("xb") as file, scratch.snapshot():
            size = queries.head().size
            os.fchmod(file.fileno(), 0o600)
            _seal(file, _packed(size, progress))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)
    return Summary(size, path.stat().st_size)


def _seal(file: IO[bytes], parts: Iterator[bytes]) -> None:
    key = secrets.token_bytes(32)
    sealed_key = sealing.seal(key, _PURPOSE, settings.WASL_HOME.origin)
    file.write(MAGIC + len(sealed_key).to_bytes(2) + sealed_key)
    for chunk in sealing.seal_chunks(key, parts):
        file.write(chunk)


class _Pipe(io.RawIOBase):
    """Takes what tarfile writes; `taken` gives it away."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        parts, self._parts = b"".join(self._parts), []
        return parts


def _packed(size: int, progress: Progress) -> Iterator[bytes]:
    """The tar, a member at a time; memory holds one page of rows or one blob."""
    pipe, done = _Pipe(), 0
    with (
        gzip.GzipFile(fileobj=pipe, mode="wb", compresslevel=3) as compressed,
        tarfile.open(fileobj=compressed, mode="w|") as archive,
    ):
        for model in _tables():
            for page, (rows, data) in enumerate(_pages(model)):
                _add(archive, f"tables/{model._meta.label_lower}/{page:06d}.jsonl", data)
                yield pipe.taken()
                if model is VaultEntry:
                    done += rows
                    with scratch.using(DEFAULT_DB_ALIAS):
                        progress(done, size)
        for name, data in _blob_files():
            _add(archive, f"blobs/{name}", data)
            yield pipe.taken()
    yield pipe.taken()


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    archive.addfile(member, io.BytesIO(data))


def _pages(model: type[models.Model]) -> Iterator[tuple[int, bytes]]:
    """The table's rows in the order of their keys, some at a time, with how many there are."""
    lines: list[str] = []
    for row in model._default_manager.order_by("pk").iterator(chunk_size=_ROWS):
        lines.append(_line(row))
        if len(lines) == _ROWS:
            yield len(lines), "".join(lines).encode()
            lines = []
    if lines:
        yield len(lines), "".join(lines).encode()


def _line(row: models.Model) -> str:
    """A row as JSON, by column; bytes as base64 under `b64`, the rest as Django writes its own values."""
    values: dict[str, Any] = {}
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if isinstance(value, (bytes, memoryview)):
            values[column.attname] = {"b64": b64encode(bytes(value)).decode()}
        else:
            values[column.attname] = column.value_to_string(row) if value is not None else None
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"


def _blob_files() -> Iterator[tuple[str, bytes]]:
    """The files of blobs whose key is still there; one erased since the snapshot is gone, and that is right."""
    for blob in Blob.objects.filter(sealed_key__isnull=False).order_by("pk").iterator():
        name = blobs.file_name(blob)
        if storages["blobs"].exists(name):
            with storages["blobs"].open(name) as stored:
                yield name, stored.read()
        else:
            with scratch.using(DEFAULT_DB_ALIAS):
                lost = blobs.find(blob.party, blob.digest)
            if lost:
                log.error("the file of a blob of %s is missing: %s", blob.party, name)


def restore(path: Path, against: str | None = None, progress: Progress = silent) -> Summary:
    """Fill an empty installation from a backup, rebuild its tables, and prove the record.

    The home must hold the secrets of the installation that was backed up. `against` is a checkpoint that somebody
    else holds: the restored record must contain it. Raises BackupError, rebuild.Corrupted, OSError; then the
    database is as empty as before (blob files may lie there: without their keys they are noise).

    A database outside the folder is full before the folder is in its place. It remembers of which backup, until
    `in_place`: the same backup may be restored into it again, which brings the files that the last attempt lost.
    """
    for _part in _opened(path):
        pass
    with transaction.atomic(durable=True):
        if Restoration.objects.filter(backup=_name(path)).exists():
            _fill(path, [])
            _prove(against)
        elif Head.objects.exists() or JournalEntry.objects.exists():
            message = "the installation is not empty; restore into a new folder"
            raise BackupError(message)
        else:
            _fill(path, _tables())
            _prove(against)
            rebuild.replay_all(progress)
            if settings.WASL_HOME.database:
                Restoration.objects.create(id=1, backup=_name(path))
        size = queries.head().size
    return Summary(size, path.stat().st_size)


def in_place() -> None:
    """The restored folder is where it belongs: from now on nobody restores into its database again."""
    if Restoration.objects.exists():
        Restoration.objects.all().delete()


def _name(path: Path) -> str:
    """What tells one backup from every other: each has a key of its own."""
    with path.open("rb") as file:
        file.seek(len(MAGIC))
        return sha256(file.read(int.from_bytes(file.read(2)))).hexdigest()


def _opened(path: Path) -> Iterator[bytes]:
    """The tar in the file, chunk by chunk. Raises BackupError."""
    with path.open("rb") as sealed:
        magic = sealed.read(len(MAGIC))
        if magic == _MAGIC_BEFORE_MARKS:
            message = f"{path} was made before entries were marked: restore it with that version, then upgrade"
            raise BackupError(message)
        if magic != MAGIC:
            message = f"{path} is not a backup of Wasl"
            raise BackupError(message)
        sealed_key = sealed.read(int.from_bytes(sealed.read(2)))
        try:
            yield from _chunks(sealed, sealing.unseal(sealed_key, _PURPOSE, settings.WASL_HOME.origin))
        except sealing.SealError as error:
            message = f"{path} was made with other secrets, or is damaged or cut short"
            raise BackupError(message) from error


def _chunks(sealed: IO[bytes], key: bytes) -> Iterator[bytes]:
    number, size = 0, sealing.CHUNK + sealing.TAG
    chunk = sealed.read(size)
    while True:
        following = sealed.read(size)
        yield sealing.open_chunk(key, number, chunk, last=not following)
        if not following:
            return
        number, chunk = number + 1, following


class _Stream(io.RawIOBase):
    """Chunks as a file that tarfile reads from its beginning to its end."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._rest = parts, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest and (part := next(self._parts, None)) is not None:
            self._rest = part
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


def _fill(path: Path, tables: list[type[models.Model]]) -> None:
    """Insert the rows of these tables and keep the files. A table that an older version did not know stays empty."""
    known = {model._meta.label_lower: model for model in tables}
    with tarfile.open(fileobj=io.BufferedReader(_Stream(_opened(path))), mode="r|gz") as archive:
        for member in archive:
            stored = archive.extractfile(member)
            assert stored is not None
            place, _, name = member.name.partition("/")
            if place == "blobs":
                storages["blobs"].delete(name)
                storages["blobs"].save(name, ContentFile(stored.read()))
            elif model := known.get(name.partition("/")[0]):
                model._default_manager.bulk_create([_row(model, line) for line in stored])
    for model in known.values():
        _restart_numbers(model)


def _row(model: type[models.Model], line: bytes) -> models.Model:
    columns = {column.attname: column for column in model._meta.concrete_fields}
    return model(**{name: _value(columns[name], value) for name, value in json.loads(line).items() if name in columns})


def _value(column: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"b64"}:
        return b64decode(value["b64"])
    return column.to_python(value)


def _restart_numbers(model: type[models.Model]) -> None:
    """On PostgreSQL, a sequence must go on after the rows that brought their own numbers."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


def _prove(against: str | None) -> None:
    """The journal makes the tree of the head and of the checkpoint, and contains the one others hold."""
    head = queries.head()
    kept = SignedCheckpoint.objects.filter(pk=1).first()
    known = [(kept.size, bytes(kept.root), "the last checkpoint signed here")] if kept else []
    if against is not None:
        known.append(_held_by_others(against))
    grown = CompactRange()
    _compare_root(grown, known)
    for entry in queries.all_entries(head.size):
        grown.append(leaf(entry))
        _compare_root(grown, known)
    if grown.size != head.size or grown.root() != head.root() or any(size > head.size for size, _, _ in known):
        message = "the backup's record does not reach the size or the root it was signed with"
        raise BackupError(message)


def _compare_root(grown: CompactRange, known: list[tuple[int, bytes, str]]) -> None:
    for size, root, whose in known:
        if size == grown.size and grown.root() != root:
            message = f"the record's first {size} entries are not those of {whose}"
            raise BackupError(message)


def _held_by_others(against: str) -> tuple[int, bytes, str]:
    try:
        found = checkpoint.opened(against, [checkpoints.log_signer().verifier()])
    except note.NoteError as error:
        message = f"the checkpoint to compare with is not one of this record: {error}"
        raise BackupError(message) from error
    return found.size, found.root, "the checkpoint that others hold"
