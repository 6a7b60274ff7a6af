"""The tables of the record, and the three kinds of table every room builds on.

*Recorded* tables are written by `apply` alone and can be rebuilt. *Local* tables are ordinary Django.
*Derived* tables can be dropped and recomputed.
"""

from typing import Any, ClassVar

from django.apps import apps
from django.db import models


class Recorded(models.Model):
    """A table that only `apply` writes; `wasl record rebuild` makes it again from the record.

    `entry` is the entry that made the row: when that entry is erased, its rows go with it.
    """

    entry = models.BigIntegerField()

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls, party: str | None) -> "models.QuerySet[Any]":  # noqa: ARG003 (rooms with closed acts look)
        """The rows a party may see; None is somebody who sees open acts only. Open tables show all."""
        return cls._default_manager.all()


def recorded_models() -> list[type[Recorded]]:
    """Every recorded table of the installed rooms, by name."""
    found = [model for model in apps.get_models() if issubclass(model, Recorded)]
    return sorted(found, key=lambda model: model._meta.label)


class Local(models.Model):
    """An ordinary table of this installation: accounts, drafts, queues. Not in the record."""

    class Meta:
        abstract = True


class Derived(models.Model):
    """A table computed from recorded ones: drop it and compute it again."""

    class Meta:
        abstract = True


class Head(models.Model):
    """The single row that gives each entry its index; locked by every transaction that appends.

    `range` is the compact range of the tree (RFC 6962 right edge): appending needs nothing else.
    """

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    range = models.BinaryField()
    last_at = models.CharField(max_length=27)
    """The newest decided time as the record writes it: the next entry's is never before it."""

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="acts_one_head"),
            models.CheckConstraint(condition=models.Q(size__gte=0), name="acts_size_not_negative"),
        ]


class JournalEntry(models.Model):
    """What everyone may know of an entry: its index and its commitment (32 bytes)."""

    index = models.BigIntegerField(primary_key=True)
    commitment = models.BinaryField()


class TreeNode(models.Model):
    """The root of one full tile, so that proofs read a tile a level and never the whole record.

    `level` counts tile levels from 1 (256 leaves) up; C2SP tlog-tiles.
    """

    pk = models.CompositePrimaryKey("level", "number")
    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    hash = models.BinaryField()


class VaultEntry(models.Model):
    """The signed act behind a commitment, for those entitled to it. Erasing empties the row.

    `identity` stays after erasure: it is a random number and says nothing, and it keeps an erased act from
    being submitted again.
    """

    index = models.BigIntegerField(primary_key=True)
    identity = models.CharField(max_length=36, unique=True)
    kind = models.CharField(max_length=80)
    party = models.CharField(max_length=12)
    open = models.BooleanField()
    envelope = models.BinaryField(null=True)
    decided = models.BinaryField(null=True)
    salt = models.BinaryField(null=True)
    erased_by = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["party", "index"], name="acts_vault_party"),
            models.Index(fields=["party", "index"], condition=models.Q(open=True), name="acts_open_party"),
            models.Index(fields=["kind", "index"], condition=models.Q(open=True), name="acts_open_kind"),
            models.Index(fields=["party", "kind", "index"], condition=models.Q(open=True), name="acts_open_both"),
        ]


class SignedCheckpoint(Local):
    """The newest checkpoint this node signed: it never signs a smaller size, nor another root for one size."""

    id = models.SmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.TextField()
    signed_at = models.DateTimeField()


class HostedKey(Local):
    """A bureau key that lives on this installation, sealed by a key from outside the database."""

    keyid = models.CharField(max_length=43, primary_key=True)
    party = models.CharField(max_length=12)
    sealed = models.BinaryField()
    created_at = models.DateTimeField()


class Blob(Local):
    """One encrypted file of a party, named by the SHA-256 of its content; its key lives here and dies with it.

    `named_by` is the entry whose act names it; a blob that no act named is removed after a day.
    """

    digest = models.CharField(max_length=64)
    party = models.CharField(max_length=12)
    kind = models.CharField(max_length=40)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sealed_key = models.BinaryField(null=True)
    stored_at = models.DateTimeField()
    named_by = models.BigIntegerField(null=True, db_index=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["party", "digest"], name="acts_one_blob_a_party"),
        ]


class OutboxMessage(Local):
    """A notification owed to somebody: written with the act, sent after commit, retried until it went."""

    channel = models.CharField(max_length=10)
    recipient = models.CharField(max_length=254)
    language = models.CharField(max_length=5)
    template = models.CharField(max_length=80)
    path = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempts = models.SmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(sent_at=None), name="acts_outbox_due"),
        ]


class JobProgress(Local):
    """How far a long task has come: shown on its page, written by the task itself."""

    task = models.CharField(max_length=64, primary_key=True)
    title = models.CharField(max_length=200)
    party = models.CharField(max_length=12)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField()
