"""The tables of accounts: all local, none of them in the record."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from wasl.acts import clock
from wasl.acts.models import Local


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account with that address. Raises Account.DoesNotExist."""
        return self.get(email=self.folded(username or ""))

    def open(self, email: str, language: str, password: str | None = None) -> "Account":
        """A new account, which cannot sign in before it has a password or a passkey."""
        account = self.model(email=self.folded(email), language=language)
        account.set_password(password)
        account.save(using=self._db)
        return account

    @staticmethod
    def folded(email: str) -> str:
        """An address as it is kept."""
        return email.strip().casefold()


class Account(Local, AbstractBaseUser):
    """Somebody who signs in. Their name is the officer's, in the record's tables, and goes when that is erased."""

    email = models.EmailField(unique=True)
    language = models.CharField(max_length=2, default="en")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []


class Seat(Local):
    """An officer as whom an account may act. One person can have several, at one party or more.

    What the officer may do is decided by mandates in force, each time anew: the seat itself gives no right.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="seats")
    party = models.CharField(max_length=12)
    officer = models.BigIntegerField()
    """The entry that registered the officer. No foreign key: recorded tables can be made anew."""
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["officer"], name="accounts_one_seat_for_each_officer"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["party"], name="accounts_seat_party")]


class Invitation(Local):
    """An officer is asked to open an account. The link is drawn from the row and a key outside the database."""

    LASTS = timedelta(hours=72)

    party = models.CharField(max_length=12)
    officer = models.BigIntegerField()
    email = models.EmailField()
    language = models.CharField(max_length=2)
    invited_by = models.BigIntegerField(null=True)
    """The account of whoever invited; None is the operator, on the command line."""
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    turn = models.IntegerField(default=1)
    """How often it was sent: only the newest link opens."""
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["officer"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="accounts_one_open_invitation",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["party", "-id"], name="accounts_invitation_party"),
        ]

    def is_open(self, now: datetime) -> bool:
        """Whether its newest link can still be used."""
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at


class Recovery(Local):
    """Somebody lost their second factor. Two other people must agree before it is taken off the account."""

    ASKED_FOR = timedelta(days=7)
    LINK_LASTS = timedelta(hours=24)

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recoveries")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    by_head = models.BigIntegerField(null=True)
    by_head_at = models.DateTimeField(null=True)
    by_administrator = models.BigIntegerField(null=True)
    by_administrator_at = models.DateTimeField(null=True)
    refused_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    """Refused, taken back or done."""
    done = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(ended_at=None), name="accounts_one_open_recovery"
            ),
            models.CheckConstraint(
                condition=models.Q(by_head=None)
                | models.Q(by_administrator=None)
                | ~models.Q(by_head=models.F("by_administrator")),
                name="accounts_recovery_by_two",
            ),
        ]

    @property
    def agreed(self) -> bool:
        """Whether both agreed."""
        return self.by_head is not None and self.by_administrator is not None

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be agreed to, or used."""
        return self.ended_at is None and now < self.expires_at


class Event(models.TextChoices):
    """What is written down about signing in."""

    SIGNED_IN = "signed-in"
    SIGNED_OUT = "signed-out"
    PROVED = "proved-again"
    WRONG_PASSWORD = "wrong-password"  # noqa: S105
    UNKNOWN = "unknown-address"
    WRONG_FACTOR = "wrong-second-factor"
    LIMITED = "too-many-attempts"
    ENDED_SESSIONS = "sessions-ended"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105
    RESET_ASKED = "password-link-asked"
    FACTOR_ADDED = "second-factor-added"
    FACTOR_REMOVED = "second-factor-removed"
    CODES_MADE = "recovery-codes-made"
    INVITED = "invited"
    OPENED = "account-opened"
    SEAT_ADDED = "seat-added"
    CLOSED = "account-closed"
    RECOVERY_ASKED = "recovery-asked"
    RECOVERY_AGREED = "recovery-agreed"
    RECOVERY_REFUSED = "recovery-refused"
    RECOVERED = "recovered"
    PROGRAM_ADDED = "program-added"
    PROGRAM_REVOKED = "program-revoked"
    BAD_KEY = "bad-api-key"


class SignIn(Local):
    """One line of the audit of sign-ins. Kept for 400 days."""

    KEPT = timedelta(days=400)

    at = models.DateTimeField(db_index=True)
    account = models.BigIntegerField(null=True)
    """Whose account it is about. No foreign key: the line outlives the account."""
    party = models.CharField(max_length=12)
    """Where the account has its first seat; a line for each of its other bureaus is `again`."""
    again = models.BooleanField(default=False)
    """The same line once more, for another bureau where the account has a seat."""
    by = models.BigIntegerField(null=True)
    """Who did it, where that is somebody else."""
    tried = models.CharField(max_length=32)
    """For an address that nobody has: a keyed hash of it, so that the same one is seen to be tried again."""
    event = models.CharField(max_length=24)
    """One of `Event`."""
    method = models.CharField(max_length=20)
    network = models.CharField(max_length=45)
    """The first 24 bits of an IPv4 address, the first 48 of an IPv6 one."""
    agent = models.CharField(max_length=200)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "-id"], name="accounts_signin_account"),
            models.Index(fields=["party", "-id"], name="accounts_signin_party"),
        ]


class Program(Local):
    """A bureau's own system that reads over the API, or checks. Its key is shown once and kept as a hash."""

    party = models.CharField(max_length=12, db_index=True)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=300)
    scopes = models.JSONField()
    check_purpose = models.CharField(max_length=40, default="", blank=True)
    """The one purpose for which it checks; empty where it may not."""
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def in_force(self, now: datetime) -> bool:
        """Whether its key still opens."""
        return self.revoked_at is None and now < self.expires_at


class CacheEntry(models.Model):
    """What Django's cache keeps, so that rate limits hold for all processes. Not in a backup."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_cache"


class Notification(Local):
    """That somebody was told of something: which kind it was and where it is, never what it says. Kept for 180 days."""

    KEPT = timedelta(days=180)

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    path = models.CharField(max_length=200)
    key = models.CharField(max_length=80)
    """What it is about, so that nobody is told twice: the message of the outbox, or what the room names."""
    told_at = models.DateTimeField(db_index=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["account", "key"], name="accounts_told_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "-id"], name="accounts_told"),
            models.Index(fields=["account"], condition=models.Q(read_at=None), name="accounts_told_unread"),
        ]


class Choices(Local):
    """What a person chose: how pages look, and of what they are told how. What is not named is as usual."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="choices")
    view = models.CharField(max_length=200, null=True)  # noqa: DJ001 (empty: chose what is usual)
    """The reader's preferences, as their cookie has them (`web.preferences`)."""
    in_page = models.JSONField(default=dict)
    by_mail = models.JSONField(default=dict)
    """By kind of notification: whether it is wanted."""
