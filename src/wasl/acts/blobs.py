"""Photographs, attachments, letters: encrypted files beside the database, one key each.

A blob belongs to the party that stored it and is named by the SHA-256 of its content. Acts name blobs; who may
read the act may read them. Erasing the act destroys the key in the act's own transaction and the file after it:
a file without its key is noise, so a crash between the two leaks nothing and `sweep` removes the rest.

A file is where it belongs, under a name that was never used, before the short transaction begins that writes its row:
nobody waits for a bucket. After a crash before it has its name, a draft is left; between name and commit, a file that
no row names. `sweep` removes both from the folder after a day. In a bucket, which others may use as well, such a file
stays, and is noise.

As long as a row has a key, its file is sealed with that one. Whoever stores the content of a lost or damaged file
again puts the same bytes back, so that a server which does not see the file of another never takes it away from it.
"""

import hmac
import logging
import os
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import connection, router, transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from wasl.acts import clock, disk, journal, queries, sealing
from wasl.acts.blob_kinds import KINDS, Measured
from wasl.acts.home import sync_folder
from wasl.acts.models import Blob, NamedBlob
from wasl.acts.refusals import Refused, busy
from wasl.acts.working_set import put

log = logging.getLogger(__name__)

_PURPOSE = "wasl blob"
_DRAFT = ".draft-"
_LOOKED = ".looked"
"""Whose time says when files without a row were last looked for."""

UNNAMED_FOR = timedelta(days=1)
"""How long a blob waits for an act to name it."""

AT_ONCE = 8
"""Uploads of one party that a process takes at a time."""

_under_way: Counter[str] = Counter()
_counting = threading.Lock()


def _files() -> Storage:
    return storages["blobs"]


def file_name(blob: Blob) -> str:
    """The name under which the file lies: says nothing about the content to whoever sees the folder."""
    if blob.file:
        return blob.file
    # Rows of earlier versions: one name for each content of a party.
    said = f"{blob.party} {blob.digest}".encode()
    return _file_name(hmac.new(sealing.derived("wasl blob name"), said, sha256).hexdigest())


def _file_name(name: str) -> str:
    return f"{name[:2]}/{name}"


def _folder() -> Path | None:
    """Where the files lie on this machine; None when they lie in a bucket."""
    files = _files()
    return Path(files.location) if isinstance(files, FileSystemStorage) else None


def store(party: str, kind: str, parts: Iterable[bytes]) -> Blob:
    """Keep a stream for a party; the same content twice is kept once.

    Raises Refused: unknown-blob-kind, too-large, wrong-media-type, too-many-uploads, blob-quota, blob-total,
    storage-full, busy. Memory holds one chunk, whatever the size.
    """
    limits = KINDS.get(kind)
    if limits is None:
        raise Refused("unknown-blob-kind", _("Files of this kind are not kept."), status=400)
    with _one_of_few(party):
        if folder := _folder():
            disk.leave_room(folder, limits.size)
        key, digest, measured = secrets.token_bytes(32), sha256(), Measured(limits)
        with _draft() as draft:
            _seal(key, measured.through(parts, digest), draft)
            return _keep(_Arrived(party, kind, digest.hexdigest(), measured.media_type, measured.size, key), draft)


@contextmanager
def _one_of_few(party: str) -> Iterator[None]:
    """Hold a party to a few uploads at a time in this process: what arrives takes room before its size is known.

    Raises Refused: too-many-uploads.
    """
    with _counting:
        if _under_way[party] >= AT_ONCE:
            raise Refused(
                "too-many-uploads",
                _("So many files are being sent already: %(limit)s. Wait until one of them has arrived."),
                limit=AT_ONCE,
                status=429,
            )
        _under_way[party] += 1
    try:
        yield
    finally:
        with _counting:
            _under_way[party] -= 1


@contextmanager
def _draft() -> Iterator[Any]:
    """A file that is nobody's yet, gone after the block unless it was given a name."""
    with NamedTemporaryFile(prefix=_DRAFT, dir=_folder(), delete=False) as draft:
        try:
            yield draft
        finally:
            Path(draft.name).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Arrived:
    """What is known of a draft that is whole."""

    party: str
    kind: str
    digest: str
    media_type: str
    size: int
    key: bytes


def _keep(arrived: _Arrived, draft: Any) -> Blob:
    """Put the file where it belongs and write its row; a file that no row came to name goes again."""
    there, fresh = find(arrived.party, arrived.digest), ""
    if there is None:
        fresh = _file_name(secrets.token_hex(32))
        _give_name(draft, fresh)
    elif not _opens(there):
        _put_back(there, _content(arrived.key, draft, there.size, 0, there.size))
    try:
        row = _write(arrived, fresh)
    except Refused:
        _discard(fresh)
        raise
    if row.file != fresh:
        # Somebody else stored it meanwhile.
        _discard(fresh)
    return row


def _write(arrived: _Arrived, fresh: str) -> Blob:
    """Write the row of a file that lies under its name. Raises Refused: blob-quota, blob-total, busy."""
    with journal.in_line(), transaction.atomic():
        _wait_for(arrived.party)
        row = Blob.objects.select_for_update().filter(party=arrived.party, digest=arrived.digest).first()
        row = row or Blob(party=arrived.party, digest=arrived.digest)
        if row.sealed_key is None:
            if not fresh:
                # It was erased since we looked for it.
                raise busy()
            _hold_to_total(arrived)
            _take(row, arrived, fresh)
        if row.named_by is None:
            _hold_to_quota(arrived)
            row.stored_at = clock.now()
        row.save()
        return row


def _take(row: Blob, arrived: _Arrived, fresh: str) -> None:
    """Make the row that of the file under the name `fresh`; what was left of an erased one goes after commit."""
    if row.pk:
        left = file_name(row)
        transaction.on_commit(lambda: _discard(left), using=router.db_for_write(Blob), robust=True)
    row.named_by, row.erased_at = None, None
    row.file, row.kind, row.media_type, row.size = fresh, arrived.kind, arrived.media_type, arrived.size
    row.sealed_key = sealing.seal(arrived.key, _PURPOSE, f"{arrived.party} {arrived.digest}")


def _discard(name: str) -> None:
    """Remove a file that no row names. Where that fails, it is noise."""
    if name:
        _files().delete(name)


def _wait_for(party: str) -> None:
    """A party's files are kept one after the other; on SQLite all are, for whoever writes is alone."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"wasl blobs {party}"])


def _hold_to_quota(arrived: _Arrived) -> None:
    """What no act names yet may not fill the disk. Raises Refused: blob-quota."""
    limit = settings.WASL_HOME.blob_quota * 2**20
    if _held(arrived, named_by=None) + arrived.size > limit:
        text = _("Files that no act names yet may have %(limit)s bytes together. Submit the acts that name them first.")
        raise Refused("blob-quota", text, limit=limit, status=429)


def _hold_to_total(arrived: _Arrived) -> None:
    """Nor may what one party's acts name leave no room to the others. Raises Refused: blob-total."""
    limit = settings.WASL_HOME.blob_total * 2**20
    if _held(arrived, sealed_key__isnull=False) + arrived.size > limit:
        raise Refused(
            "blob-total",
            _("The files of one member may have %(limit)s bytes together. Ask the operator for more."),
            limit=limit,
            status=507,
        )


def _held(arrived: _Arrived, **which: Any) -> int:
    """How many bytes the party's other blobs have."""
    rows = Blob.objects.filter(party=arrived.party, **which).exclude(digest=arrived.digest)
    return rows.aggregate(held=Sum("size"))["held"] or 0


def _opens(blob: Blob) -> bool:
    """Whether the file is there, whole, and sealed with the row's key: its last chunk tells."""
    try:
        next(read(blob, blob.size - 1))
    except (Refused, OSError, sealing.SealError):
        return False
    return True


def _put_back(blob: Blob, content: Iterable[bytes]) -> None:
    """Write the file of a blob again, which is lost or damaged here: the same bytes, for the key stays the same."""
    with _draft() as draft:
        _seal(_key(blob), content, draft)
        _give_name(draft, file_name(blob))


def _seal(key: bytes, content: Iterable[bytes], draft: Any) -> None:
    for sealed in sealing.seal_chunks(key, content):
        draft.write(sealed)
    draft.flush()
    os.fsync(draft.fileno())


def _key(blob: Blob) -> bytes:
    """The key that the row has for its file. Raises SealError."""
    return sealing.unseal(bytes(blob.sealed_key or b""), _PURPOSE, f"{blob.party} {blob.digest}")


def _give_name(draft: Any, name: str) -> None:
    """Put a complete draft where the blob's file lies, to stay there through a power cut."""
    folder = _folder()
    if folder is None:
        draft.seek(0)
        _files().delete(name)
        _files().save(name, File(draft))
        return
    place = folder / name
    place.parent.mkdir(mode=0o700, exist_ok=True)
    Path(draft.name).replace(place)
    for changed in (place.parent, folder):
        sync_folder(changed)


def find(party: str, digest: str) -> Blob | None:
    """A party's blob that is still there."""
    return Blob.objects.filter(party=party, digest=digest, sealed_key__isnull=False).first()


def read(blob: Blob, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The content from byte `start` up to `end`, a chunk at a time.

    Raises Refused: file-missing; SealError when the file was changed.
    """
    end = blob.size if end is None else min(end, blob.size)
    if start >= end:
        return
    with _opened(blob) as file:
        yield from _content(_key(blob), file, blob.size, start, end)


def _opened(blob: Blob) -> IO[bytes]:
    name = file_name(blob)
    try:
        return _files().open(name)
    except FileNotFoundError as error:
        log.error("the file of a blob of %s is not there: %s", blob.party, name)  # noqa: TRY400 (that says it all)
        raise Refused(
            "file-missing",
            _("The file is not where this server keeps its files. Whoever sent it may send it again."),
            status=503,
        ) from error


def _content(key: bytes, file: IO[bytes], size: int, start: int, end: int) -> Iterator[bytes]:
    """What a sealed file of `size` bytes holds from byte `start` up to `end`. Raises SealError."""
    last = max(0, (size - 1) // sealing.CHUNK)
    for number in range(start // sealing.CHUNK, (end - 1) // sealing.CHUNK + 1):
        file.seek(number * (sealing.CHUNK + sealing.TAG))
        sealed = file.read(sealing.CHUNK + sealing.TAG)
        content = sealing.open_chunk(key, number, sealed, last=number == last)
        offset = number * sealing.CHUNK
        yield content[max(0, start - offset) : end - offset]


def name(party: str, digests: Iterable[str], index: int) -> None:
    """Write down that entry `index` names these blobs of its author. Used by the door and by a rebuild."""
    for digest in sorted(digests):
        put(NamedBlob(entry=index, party=party, digest=digest))


def keep(party: str, digests: Iterable[str], index: int) -> None:
    """The act that became entry `index` names these blobs: they stay as long as it does. Used by the door."""
    name(party, digests, index)
    Blob.objects.filter(party=party, digest__in=list(digests), named_by=None).update(named_by=index)


def destroy(index: int, at: datetime) -> None:
    """Destroy the keys of the blobs that an erased entry named; files and rows go after commit.

    A blob that another act of the party names, too, belongs to that one from now on. What the erased entry named is
    no longer written down when this is called.
    """
    _destroy(Blob.objects.filter(named_by=index, erased_at=None), (), at)


def let_go(party: str, digest: str, entries: Iterable[int], at: datetime) -> None:
    """Destroy the key of a blob that these entries of its party name and need no more; they themselves stay.

    A blob that another act of the party names, too, belongs to that one from now on.
    """
    gone = list(entries)
    _destroy(Blob.objects.filter(party=party, digest=digest, named_by__in=gone, erased_at=None), gone, at)


def _destroy(held: QuerySet[Blob], gone: Iterable[int], at: datetime) -> None:
    doomed = []
    for blob in held:
        heir = queries.first_naming(blob.party, blob.digest, but=gone)
        if heir is None:
            doomed.append(blob.pk)
        else:
            Blob.objects.filter(pk=blob.pk).update(named_by=heir)
    Blob.objects.filter(pk__in=doomed).update(sealed_key=None, erased_at=at)
    transaction.on_commit(lambda: _remove(doomed), using=router.db_for_write(Blob), robust=True)


def sweep(now: datetime) -> int:
    """Remove blobs that no act named for a day, and what is left of erased ones; returns how many.

    Drafts that a crash left go too, and once a day files that no row names.
    """
    _sweep_drafts()
    _sweep_nobodys()
    stale = Blob.objects.filter(named_by=None, stored_at__lt=now - UNNAMED_FOR)
    if stale.exists():
        # In line with the door: no act may come to name one of them meanwhile.
        with journal.locked():
            stale.update(sealed_key=None, erased_at=now)
    return _remove(Blob.objects.filter(sealed_key=None).values_list("pk", flat=True))


def _sweep_drafts() -> None:
    """By the machine's own time, which files are dated with: a clock that is held would end an upload half-way."""
    folder, old = _folder(), time.time() - UNNAMED_FOR.total_seconds()
    for draft in folder.glob(f"{_DRAFT}*") if folder else ():
        with suppress(FileNotFoundError):
            if draft.stat().st_mtime < old:
                draft.unlink()


def _sweep_nobodys() -> None:
    """Remove files of the folder that a crash left without a row. Looking for them takes long: once a day is enough."""
    folder, old = _folder(), time.time() - UNNAMED_FOR.total_seconds()
    if folder is None:
        return
    looked = folder / _LOOKED
    with suppress(FileNotFoundError):
        if looked.stat().st_mtime > old:
            return
    looked.touch()
    found = [file for file in folder.glob("??/*") if file.stat().st_mtime < old]
    named = {file_name(blob) for blob in Blob.objects.only("party", "digest", "file").iterator()} if found else set()
    for file in found:
        if f"{file.parent.name}/{file.name}" not in named:
            file.unlink(missing_ok=True)


def _remove(doomed: Iterable[int]) -> int:
    """Remove the files of blobs whose key is gone, and then the rows: not even the digest of what was erased stays."""
    removed = 0
    for key in doomed:
        with transaction.atomic():
            blob = Blob.objects.select_for_update().filter(pk=key, sealed_key=None).first()
            if blob:
                _files().delete(file_name(blob))
                blob.delete()
                removed += 1
    return removed
