"""The tables of the record, and the three kinds of table every room builds on.

*Recorded* tables are written by `apply` and the door alone and can be rebuilt. *Local* tables are ordinary Django.
*Derived* tables are computed from the others.
"""

from typing import Any, ClassVar

from django.apps import apps
from django.db import models

from wasl.acts.audience import names_of


class Recorded(models.Model):
    """A table that `apply` alone writes, or the door for acts of every kind; `wasl record rebuild` makes it again.

    `entry` is the entry that made the row: when that entry is erased, its rows go with it. So a table has an index
    that begins with `entry`, or says that only open acts, which nobody erases, make its rows.
    """

    entry = models.BigIntegerField()

    from_open_acts: ClassVar[bool] = False

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
    """A table computed from the others, such as an index: to drop and compute again. Not in backups.

    `entry` is the entry whose text a row repeats: when that entry is erased, its rows go in the same transaction.
    So a table has an index that begins with `entry`.
    """

    entry = models.BigIntegerField()

    class Meta:
        abstract = True


def derived_models() -> list[type[Derived]]:
    """Every derived table of the installed rooms, by name."""
    found = [model for model in apps.get_models() if issubclass(model, Derived)]
    return sorted(found, key=lambda model: model._meta.label)


_also_local: list[type[models.Model]] = []


def keeps(*foreign: type[models.Model]) -> None:
    """Register tables of other packages that belong to the installation as local ones do: a backup holds them."""
    _also_local.extend(model for model in foreign if model not in _also_local)


def local_models() -> list[type[models.Model]]:
    """Every local table, by name, and those of other packages that are as good as local."""
    found = [model for model in apps.get_models() if issubclass(model, Local) or model in _also_local]
    return sorted(found, key=lambda model: model._meta.label)


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
    """What everyone may know of an entry: its index, its commitment (32 bytes), and whether its act is open."""

    index = models.BigIntegerField(primary_key=True)
    commitment = models.BinaryField()
    open = models.BooleanField()


class TreeNode(models.Model):
    """The root of one full tile, so that proofs read a tile a level and never the whole record.

    `level` counts tile levels from 1 (256 leaves) up; C2SP tlog-tiles.
    """

    pk = models.CompositePrimaryKey("level", "number")
    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    hash = models.BinaryField()


class VaultEntry(models.Model):
    """The signed act behind a commitment, for those entitled to it.

    Erasing empties the row, kind and author too: what remains to be known stands in the act that erased it. `identity`
    stays: it is a random number and says nothing, and it keeps an erased act from being submitted again.
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
            models.Index(fields=["party", "index"], condition=models.Q(open=True), name="acts_open_party"),
            models.Index(fields=["kind", "index"], condition=models.Q(open=True), name="acts_open_kind"),
            models.Index(fields=["party", "kind", "index"], condition=models.Q(open=True), name="acts_open_both"),
        ]


class Audience(Recorded):
    """That a party may read a closed act: what `Act.audience` says, and the author, as rows that a list can follow.

    `party` may stand for every party, and is then the act's only row.

    `author` and `kind` repeat the vault's, so that a party's list by one of them reads a page of an index that holds
    all it needs, and not the record.
    Only an index: whether somebody may read an entry, the act itself says (`queries.Kept.readable_by`).
    """

    pk = models.CompositePrimaryKey("entry", "party")
    party = models.CharField(max_length=12)
    author = models.CharField(max_length=12)
    kind = models.CharField(max_length=80)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["party", "author", "entry"], name="acts_audience_author"),
            models.Index(fields=["party", "kind", "entry"], name="acts_audience_kind"),
            models.Index(fields=["party", "author", "kind", "entry"], name="acts_audience_both"),
        ]

    @classmethod
    def seen_by(cls, party: str | None) -> "models.QuerySet[Any]":
        """All rows of the acts that the party may read: an act names its readers to each of them."""
        named = cls._default_manager.filter(party__in=names_of(party))
        return cls._default_manager.filter(entry__in=named.values("entry"))


class NamedBlob(Recorded):
    """That an entry names a blob of its author: an erased blob's heir is found without asking every act."""

    pk = models.CompositePrimaryKey("entry", "digest")
    party = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["party", "digest", "entry"], name="acts_named_blob"),
        ]

    @classmethod
    def seen_by(cls, party: str | None) -> "models.QuerySet[Any]":
        """The rows of open acts and of those that the party may read."""
        is_open = models.Q(entry__in=VaultEntry.objects.filter(open=True).values("index"))
        return cls._default_manager.filter(is_open | models.Q(entry__in=Audience.seen_by(party).values("entry")))


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
    file = models.CharField(max_length=67, default="")
    """The name under which the file lies; empty in rows of earlier versions (`blobs.file_name`)."""
    sealed_key = models.BinaryField(null=True)
    stored_at = models.DateTimeField()
    named_by = models.BigIntegerField(null=True, db_index=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["party", "digest"], name="acts_one_blob_a_party"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["party"], condition=models.Q(named_by=None), name="acts_blob_unnamed"),
            models.Index(fields=["id"], condition=models.Q(sealed_key=None), name="acts_blob_gone"),
            models.Index(
                fields=["party", "digest", "size"], condition=models.Q(sealed_key__isnull=False), name="acts_blob_held"
            ),
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


class Restoration(models.Model):
    """Which backup filled this database while the folder that goes with it is not in its place yet; else no row.

    Not `Local`: a backup does not tell of another.
    """

    id = models.SmallIntegerField(primary_key=True)
    backup = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="acts_one_restoration"),
        ]


class JobProgress(models.Model):
    """How far a long task has come, written by the task itself, and how it ended.

    Not `Local`: like the queue of `django-tasks`, it is no part of backups (`jobs`).
    `problem` is the code of what went wrong or was found to be wrong, empty while all is well.
    """

    task = models.CharField(max_length=64, primary_key=True)
    title = models.CharField(max_length=200)
    party = models.CharField(max_length=12)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=60, blank=True)
