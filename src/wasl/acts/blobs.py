"""Photographs, attachments, letters: encrypted files beside the database, one key each.

A blob belongs to the party that stored it and is named by the SHA-256 of its content. Acts name blobs; who may
read the act may read them. Erasing the act destroys the key in the act's own transaction and the file after it:
a file without its key is noise, so a crash between the two leaks nothing and `sweep` removes the rest.
"""

import hmac
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.core.files.temp import NamedTemporaryFile
from django.db import router, transaction
from django.utils.translation import gettext_lazy as _

from wasl.acts import clock, journal, queries, sealing
from wasl.acts.models import Blob
from wasl.acts.refusals import Refused

_PURPOSE = "wasl blob"
UNNAMED_FOR = timedelta(days=1)
"""How long a blob waits for an act to name it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a kind of blob may be: its media types by their first bytes, and its size."""

    size: int
    signatures: dict[str, re.Pattern[bytes]]


KINDS = {
    "photograph": Limits(
        8 * 2**20,
        {
            "image/jpeg": re.compile(rb"\xff\xd8\xff"),
            "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
            "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
        },
    ),
    "letter": Limits(16 * 2**20, {"application/pdf": re.compile(rb"%PDF-")}),
}


def _files() -> Storage:
    return storages["blobs"]


def file_name(party: str, digest: str) -> str:
    """The name under which the file lies: says nothing about the content to whoever sees the folder."""
    name = hmac.new(sealing.derived("wasl blob name"), f"{party} {digest}".encode(), sha256).hexdigest()
    return f"{name[:2]}/{name}"


def store(party: str, kind: str, parts: Iterable[bytes]) -> Blob:
    """Keep a stream for a party; the same content twice is kept once.

    Raises Refused: unknown-blob-kind, too-large, wrong-media-type. Memory holds one chunk, whatever the size.
    """
    limits = KINDS.get(kind)
    if limits is None:
        raise Refused("unknown-blob-kind", _("Files of this kind are not kept."), status=400)
    key, digest, measured = secrets.token_bytes(32), sha256(), _Measured(limits)
    with NamedTemporaryFile() as draft:
        for sealed in sealing.seal_chunks(key, measured.through(parts, digest)):
            draft.write(sealed)
        draft.flush()
        draft.seek(0)
        return _keep(party, kind, measured, digest.hexdigest(), key, File(draft))


def _keep(party: str, kind: str, measured: "_Measured", digest: str, key: bytes, draft: File[bytes]) -> Blob:  # noqa: PLR0913, PLR0917
    name = file_name(party, digest)
    now = clock.now()
    fresh = {"kind": kind, "media_type": measured.media_type, "size": measured.size, "stored_at": now}
    with transaction.atomic():
        # The row is locked before the file is touched: the key in it is always that of the file.
        row, _new = Blob.objects.select_for_update().get_or_create(party=party, digest=digest, defaults=fresh)
        if row.sealed_key is None:
            row.named_by, row.erased_at = None, None
        if row.sealed_key is None or not _files().exists(name):
            # A file left by a crash, or by an erased blob of the same content, has no key any more.
            _files().delete(name)
            _files().save(name, draft)
            row.kind, row.media_type, row.size = kind, measured.media_type, measured.size
            row.sealed_key = sealing.seal(key, _PURPOSE, f"{party} {digest}")
        if row.named_by is None:
            row.stored_at = now
        row.save()
        return row


class _Measured:
    """A stream held to the limits of its kind as it passes."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.size = 0
        self.media_type = ""

    def through(self, parts: Iterable[bytes], digest: "sha256") -> Iterator[bytes]:  # type: ignore[valid-type]
        first = b""
        for part in parts:
            self.size += len(part)
            if self.size > self._limits.size:
                raise Refused(
                    "too-large", _("The file may have at most %(limit)s bytes."), limit=self._limits.size, status=413
                )
            if not self.media_type:
                first += part
                if len(first) >= 16:
                    self.media_type = self._recognised(first)
            digest.update(part)  # type: ignore[attr-defined]
            yield part
        if not self.media_type:
            self.media_type = self._recognised(first)

    def _recognised(self, first: bytes) -> str:
        for media_type, signature in self._limits.signatures.items():
            if signature.match(first):
                return media_type
        raise Refused("wrong-media-type", _("The file is not of a type allowed here."), status=415)


def find(party: str, digest: str) -> Blob | None:
    """A party's blob that is still there."""
    return Blob.objects.filter(party=party, digest=digest, sealed_key__isnull=False).first()


def read(blob: Blob, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The content from byte `start` up to `end`, a chunk at a time. Raises SealError when the file was changed."""
    end = blob.size if end is None else min(end, blob.size)
    if start >= end:
        return
    key = sealing.unseal(bytes(blob.sealed_key or b""), _PURPOSE, f"{blob.party} {blob.digest}")
    last = max(0, (blob.size - 1) // sealing.CHUNK)
    with _files().open(file_name(blob.party, blob.digest)) as file:
        for number in range(start // sealing.CHUNK, (end - 1) // sealing.CHUNK + 1):
            file.seek(number * (sealing.CHUNK + sealing.TAG))
            sealed = file.read(sealing.CHUNK + sealing.TAG)
            content = sealing.open_chunk(key, number, sealed, last=number == last)
            offset = number * sealing.CHUNK
            yield content[max(0, start - offset) : end - offset]


def keep(party: str, digests: Iterable[str], index: int) -> None:
    """The act that became entry `index` names these blobs: they stay as long as it does. Used by the door."""
    Blob.objects.filter(party=party, digest__in=list(digests), named_by=None).update(named_by=index)


def destroy(index: int, at: datetime) -> None:
    """Destroy the keys of the blobs that an erased entry named; files and rows go after commit.

    A blob that another act of the party names, too, belongs to that one from now on.
    """
    doomed = []
    for blob in Blob.objects.filter(named_by=index, erased_at=None):
        heir = queries.first_naming(blob.party, blob.digest)
        if heir is None:
            doomed.append(blob.pk)
        else:
            Blob.objects.filter(pk=blob.pk).update(named_by=heir)
    Blob.objects.filter(pk__in=doomed).update(sealed_key=None, erased_at=at)
    transaction.on_commit(lambda: _remove(doomed), using=router.db_for_write(Blob), robust=True)


def sweep(now: datetime) -> int:
    """Remove blobs that no act named for a day, and what is left of erased ones; returns how many."""
    stale = Blob.objects.filter(named_by=None, stored_at__lt=now - UNNAMED_FOR)
    if stale.exists():
        # In line with the door: no act may come to name one of them meanwhile.
        with journal.locked():
            stale.update(sealed_key=None, erased_at=now)
    return _remove(Blob.objects.filter(sealed_key=None).values_list("pk", flat=True))


def _remove(doomed: Iterable[int]) -> int:
    """Remove the files of blobs whose key is gone, and then the rows: not even the digest of what was erased stays."""
    removed = 0
    for key in doomed:
        with transaction.atomic():
            blob = Blob.objects.select_for_update().filter(pk=key, sealed_key=None).first()
            if blob:
                _files().delete(file_name(blob.party, blob.digest))
                blob.delete()
                removed += 1
    return removed
