"""The tables of members, keys, officers and mandates: all recorded, written by `apply` alone."""

from typing import Any, ClassVar

from django.db import models

from wasl.acts.act import SECRETARIAT
from wasl.acts.models import Recorded


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


class Officer(Recorded):
    """A person known to one bureau and the secretariat. Erasing the entry removes the row; mandates stay."""

    entry = models.BigIntegerField(primary_key=True)
    party = models.CharField(max_length=12, db_index=True)
    name = models.CharField(max_length=300)
    photograph = models.CharField(max_length=64)

    @classmethod
    def seen_by(cls, party: str | None) -> "models.QuerySet[Any]":
        """A bureau sees its own officers; the secretariat sees all."""
        rows = cls._default_manager.all()
        if party == SECRETARIAT:
            return rows
        return rows.filter(party=party) if party else rows.none()


class Mandate(Recorded):
    """An officer's role at a party, for a time."""

    from_open_acts = True

    entry = models.BigIntegerField(primary_key=True)
    party = models.CharField(max_length=12)
    officer = models.BigIntegerField(db_index=True)
    role = models.CharField(max_length=20)
    begins = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    end_reason = models.CharField(max_length=20)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["party", "role"], name="members_mandate_party"),
            models.Index(
                fields=["ends"],
                condition=models.Q(ended_at=None, ends__isnull=False),
                name="members_mandate_due",
            ),
        ]


class Post(Recorded):
    """A role that an officer holds now, as `officer/role`: nobody holds one twice."""

    from_open_acts = True

    key = models.CharField(max_length=40, primary_key=True)
    mandate = models.BigIntegerField()
