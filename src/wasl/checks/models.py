"""The tables of lists, clearances and the log of checks."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Lower

from wasl.acts.act import SECRETARIAT
from wasl.acts.models import Derived, Local, Recorded


def _lists_seen_by(rows: "models.QuerySet[Any]", party: str | None) -> "models.QuerySet[Any]":
    """Members see the secretariat's lists and their own; the public sees none."""
    return rows.filter(party__in=[SECRETARIAT, party]) if party else rows.none()


class OfLists(Recorded):
    """What is known of a party's lists."""

    party = models.CharField(max_length=12)

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls, party: str | None) -> "models.QuerySet[Any]":
        """Members see the secretariat's lists and their own; the public sees none."""
        return _lists_seen_by(cls._default_manager.all(), party)


class WatchList(OfLists):
    """A list that a party keeps here, by the entry that opened it.

    `name` is how its entries are called: the word alone for the secretariat's, `ma.word` for a bureau's.
    """

    entry = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=60, db_index=True)
    source = models.CharField(max_length=20)
    title = models.JSONField()
    renewed_within = models.IntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)
    close_reason = models.CharField(max_length=20, blank=True)


class Edition(OfLists):
    """A list as one import brought it. The newest one counts."""

    entry = models.BigIntegerField(primary_key=True)
    list = models.BigIntegerField()
    files = models.JSONField()
    """Per file: name, digest, whether it is packed."""
    columns = models.TextField(blank=True)
    published = models.CharField(max_length=10, blank=True)
    digest = models.CharField(max_length=64)
    entries = models.BigIntegerField()
    added = models.BigIntegerField()
    changed = models.BigIntegerField()
    delisted = models.BigIntegerField()
    previous = models.BigIntegerField(null=True)
    imported_at = models.DateTimeField()
    renewed_at = models.DateTimeField()
    """When its files were last new here: earlier than the import where the list went back to them."""

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["list", "entry"], name="checks_edition_list")]


class ListedEntry(Derived):
    """An entry of the edition that counts, as `reading.to_json` writes it; `entry` is the edition that brought it."""

    subject = models.CharField(max_length=300, unique=True)
    list = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    text = models.TextField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["entry"], name="checks_listed_entry"),
            models.Index(fields=["list", "entry"], name="checks_listed_list"),
            models.Index(Lower("subject"), name="checks_listed_subject"),
        ]


class ListedPart(Derived):
    """How many of a list's entries in the table an edition brought, and which `edition` they make up with the others.

    When an earlier edition is erased, what it brought goes from the table, and this row with it: then the rest is not
    whole, and is brought anew.
    """

    list = models.BigIntegerField()
    rows = models.BigIntegerField()
    edition = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["entry", "list"], name="checks_listed_part"),
        ]


class ListReminder(Local):
    """That the keepers of a list were told that it is overdue: in which period since that entry, its last edition."""

    list = models.BigIntegerField()
    since = models.BigIntegerField()
    """The entry of the edition, or of the opening where nothing was imported."""
    period = models.BigIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["list", "since", "period"], name="checks_list_reminder"),
        ]


class Clearance(Recorded):
    """That somebody is not the one listed, until it ends."""

    entry = models.BigIntegerField(primary_key=True)
    party = models.CharField(max_length=12)
    subject = models.CharField(max_length=300, db_index=True)
    person = models.JSONField()
    reason = models.CharField(max_length=300)
    shared = models.BooleanField()
    digest = models.CharField(max_length=64)
    """Of the entry as it was then; empty where there was none."""
    given_at = models.DateTimeField()
    ends = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    end_reason = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["ends"], condition=models.Q(ended_at=None), name="checks_clearance_due"),
        ]

    @classmethod
    def seen_by(cls, party: str | None) -> "models.QuerySet[Any]":
        """Members see what is shared and their own."""
        if not party:
            return cls._default_manager.none()
        return cls._default_manager.filter(models.Q(shared=True) | models.Q(party=party))


class LoggedDay(Recorded):
    """What a day's checks came to."""

    from_open_acts = True

    day = models.CharField(max_length=10, primary_key=True)
    checks = models.BigIntegerField()
    digest = models.CharField(max_length=64)


class Check(Local):
    """One line of the log: who asked what, for which purpose, and what was answered.

    `asked` and `answered` are JSON as `log` writes them. `digest` is SHA-256 over the salt and the line.
    """

    day = models.CharField(max_length=10)
    """The day of whose log it is: the one on which it was written, and after every day that the record has."""
    at = models.DateTimeField()
    party = models.CharField(max_length=12)
    account = models.BigIntegerField(null=True)
    asker = models.CharField(max_length=300)
    """The officer's name, or the program's."""
    way = models.CharField(max_length=12)
    purpose = models.CharField(max_length=40)
    reference = models.CharField(max_length=120, blank=True)
    asked = models.JSONField()
    answered = models.JSONField()
    rows = models.JSONField(default=list)
    """Of a file of many, the rows with a match, as `tables.logging` writes them. They may be megabytes."""
    matches = models.BigIntegerField()
    took = models.BigIntegerField()
    """Microseconds."""
    salt = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["day", "id"], name="checks_check_day"),
            models.Index(fields=["party", "id"], name="checks_check_party"),
            models.Index(fields=["account", "id"], name="checks_check_account"),
            models.Index(fields=["party", "id"], condition=models.Q(matches__gt=0), name="checks_check_alerts"),
        ]


class Batch(Local):
    """A table that somebody has checked against lists. Its rows and results are no rows here, but sealed files."""

    token = models.CharField(max_length=32, unique=True)
    """Names the folder of its sealed files."""
    party = models.CharField(max_length=12)
    account = models.BigIntegerField()
    asker = models.CharField(max_length=300)
    """The officer's name."""
    purpose = models.CharField(max_length=40)
    reference = models.CharField(max_length=120, blank=True)
    lists = models.JSONField()
    """Names of lists; empty for all that the party is shown."""
    name = models.CharField(max_length=200)
    """Of the file, as it was sent."""
    encoding = models.CharField(max_length=20)
    rows = models.BigIntegerField()
    columns = models.JSONField()
    """By fact, headings of columns, as somebody corrected them."""
    dates = models.CharField(max_length=3)
    schema = models.CharField(max_length=20)
    sent_at = models.DateTimeField()
    task = models.CharField(max_length=64, blank=True)
    """The job that checks it, or checked it last."""
    tally = models.JSONField(null=True)
    """What it came to, once it is checked."""
    problem = models.CharField(max_length=40, blank=True)
    line = models.BigIntegerField(null=True)
    """Its line in the log of checks."""

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["account", "id"], name="checks_batch_account")]
