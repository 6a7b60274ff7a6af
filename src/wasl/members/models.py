"""The tables of members, keys, officers and mandates, partners and agreements: recorded, written by `apply` alone."""

from typing import Any, ClassVar

from django.db import models

from wasl.acts.act import SECRETARIAT
from wasl.acts.models import Local, Recorded


class Organisation(Recorded):
    """The organisation itself: one row, from entry 0."""

    from_open_acts = True

    id = models.SmallIntegerField(primary_key=True)
    name = models.JSONField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="members_one_organisation"),
        ]


class Member(Recorded):
    """A member state, by its ISO 3166-1 alpha-2 code."""

    from_open_acts = True

    code = models.CharField(max_length=2, primary_key=True)
    region = models.CharField(max_length=10, db_index=True)
    joined = models.CharField(max_length=7)


class KeyState(models.TextChoices):
    """Whether a key may sign."""

    IN_FORCE = "in-force"
    ROTATED = "rotated"
    REVOKED = "revoked"


class BureauKey(Recorded):
    """A public key that speaks, or spoke, for a party; the key is its own name."""

    from_open_acts = True

    keyid = models.CharField(max_length=43, primary_key=True)
    party = models.CharField(max_length=12, db_index=True)
    state = models.CharField(max_length=10, choices=KeyState.choices)
    registered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)


class OfBureau(Recorded):
    """What one bureau and the secretariat know."""

    party = models.CharField(max_length=12)

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls, party: str | None) -> "models.QuerySet[Any]":
        """A bureau sees its own; the secretariat sees all."""
        rows = cls._default_manager.all()
        if party == SECRETARIAT:
            return rows
        return rows.filter(party=party) if party else rows.none()


class Officer(OfBureau):
    """A person known to one bureau and the secretariat. Erasing the entry removes the row; mandates stay."""

    entry = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=300)
    photograph = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["party", "entry"], name="members_officer_party"),
        ]


class Photograph(OfBureau):
    """An officer's photograph as one act changed it; empty when it was taken away. The newest one counts."""

    entry = models.BigIntegerField(primary_key=True)
    officer = models.BigIntegerField(db_index=True)
    digest = models.CharField(max_length=64)


class Ending(Recorded):
    """What holds until an act ends it."""

    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    end_reason = models.CharField(max_length=20)

    class Meta:
        abstract = True


class Mandate(Ending):
    """An officer's role at a party, for a time."""

    from_open_acts = True

    entry = models.BigIntegerField(primary_key=True)
    party = models.CharField(max_length=12)
    officer = models.BigIntegerField(db_index=True)
    role = models.CharField(max_length=40)
    begins = models.DateTimeField()
    ends = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["party", "entry"], name="members_mandate_list"),
            # The last column says nothing more: with it SQLite counts by the index alone.
            models.Index(
                fields=["party", "role", "officer", "ended_at"],
                condition=models.Q(ended_at=None),
                name="members_mandate_office",
            ),
            models.Index(
                fields=["role", "officer", "begins", "ends"],
                condition=models.Q(ended_at=None),
                name="members_mandate_role",
            ),
            models.Index(
                fields=["ends"],
                condition=models.Q(ended_at=None, ends__isnull=False),
                name="members_mandate_due",
            ),
        ]


class Post(Recorded):
    """A role that an officer holds now, as `officer/role`: nobody holds one twice."""

    from_open_acts = True

    key = models.CharField(max_length=60, primary_key=True)
    mandate = models.BigIntegerField()


class BureauDescription(Recorded):
    """How a bureau is reached and when, as one act said it; the newest one of a party counts."""

    entry = models.BigIntegerField(primary_key=True)
    party = models.CharField(max_length=12)
    at = models.DateTimeField()
    address = models.JSONField()
    city = models.CharField(max_length=300)
    telephones = models.JSONField()
    emails = models.JSONField()
    channels = models.JSONField()
    languages = models.JSONField()
    time_zone = models.CharField(max_length=80)
    always = models.BooleanField()
    hours = models.JSONField()
    holidays = models.CharField(max_length=300)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["party", "entry"], name="members_description_party"),
        ]

    @classmethod
    def seen_by(cls, party: str | None) -> "models.QuerySet[Any]":
        """Every party sees them; the public does not."""
        rows = cls._default_manager.all()
        return rows if party else rows.none()


class Partner(Ending):
    """A regional body, an international organisation or a bilateral partner, by its word."""

    from_open_acts = True

    partner = models.CharField(max_length=40, primary_key=True)
    name = models.JSONField()
    sort = models.CharField(max_length=40)
    regions = models.JSONField()
    members = models.JSONField()
    changed_by = models.BigIntegerField(null=True)


class Agreement(Ending):
    """What a partner, or a group of members, may share with whom, for a time."""

    from_open_acts = True

    entry = models.BigIntegerField(primary_key=True)
    partner = models.CharField(max_length=40, db_index=True)
    """Empty for an agreement among members."""
    members = models.JSONField()
    title = models.JSONField()
    areas = models.JSONField()
    shares = models.JSONField()
    begins = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    reference = models.CharField(max_length=300)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["ends"],
                condition=models.Q(ended_at=None, ends__isnull=False),
                name="members_agreement_due",
            ),
        ]


class Suspension(Ending):
    """Rights that a member may not exercise, for a time or until they are restored."""

    from_open_acts = True

    entry = models.BigIntegerField(primary_key=True)
    member = models.CharField(max_length=2, db_index=True)
    rights = models.JSONField()
    reason = models.CharField(max_length=300)
    article = models.CharField(max_length=300)
    begins = models.DateTimeField()
    ends = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["ends"],
                condition=models.Q(ended_at=None, ends__isnull=False),
                name="members_suspension_due",
            ),
        ]


class AgreementWarning(Local):
    """That both sides were told that an agreement is about to end: once for each agreement and end."""

    agreement = models.BigIntegerField()
    ends = models.DateTimeField()
    told_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["agreement", "ends"], name="members_one_agreement_warning"),
        ]
