"""What an act is: a small frozen model, the facts decided beside it, and who said it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext_lazy as _
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
)

from wasl.acts.faults import MOMENT, Wrong
from wasl.record import authority

SECRETARIAT, SYSTEM = authority.SECRETARIAT, authority.SYSTEM
"""The parties that every organisation has, beside its members: the secretariat, and the installation itself."""

EVERY_PARTY = "members"
"""In an audience: every party there is when somebody reads, so that a member admitted later reads it too."""

EntryKey = Annotated[int, Field(ge=0, le=2**53 - 1, strict=True)]
"""The index of the entry that made a thing is that thing's key, in every table and every act."""

SHORT_TEXT_MAX = 300

_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb"
    r"\U000e0000-\U000e007f]"
)
"""Control, direction and tag characters: invisible in a list, able to make one name read as another (Unicode TR36,
section 2.5). Joiners stay: Persian and many Indian names are not written without them."""


def _visible(text: str) -> str:
    """Refuse characters a reader cannot see; names and reasons are shown inside `<bdi>`, which isolates them."""
    if _UNSEEN.search(text):
        raise Wrong(_("This contains characters that cannot be seen, or that change the direction of text."))
    return text


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise Wrong(_("This needs a time zone."))
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise Wrong(_("This is outside the years 1 to 9999.")) from error


def parse_instant(text: str) -> datetime:
    """Read the one form instants have in the record: UTC, microseconds always written, `Z`."""
    return datetime.fromisoformat(text)


def format_instant(moment: datetime) -> str:
    """`2026-11-24T05:10:11.123456Z`: sorts as text as it does in time."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


ShortText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=SHORT_TEXT_MAX),
    AfterValidator(_visible),
]


def _text_instant(value: object) -> object:
    """Instants are text in JSON: a bare number would be taken for seconds since 1970."""
    if isinstance(value, (str, datetime)):
        return value
    raise Wrong(MOMENT)


Instant = Annotated[
    datetime,
    BeforeValidator(_text_instant),
    AfterValidator(_utc),
    PlainSerializer(format_instant, return_type=str, when_used="json"),
]

Party = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|secretariat|system)$")]
"""Who speaks: a member by its ISO 3166-1 alpha-2 code, the secretariat, or the installation itself."""

BlobDigest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A blob by the SHA-256 of its content, in hexadecimal."""

MemberCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
KeyId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
"""An Ed25519 public key in base64url without padding: the key is its own name."""


class Decided(BaseModel):
    """What the door found when it accepted an act; hashed into the record beside it.

    Rules return one; `perform` adds the time. `apply` may rely on nothing else that could differ tomorrow.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: Instant = datetime(1, 1, 1, tzinfo=UTC)


class Act(BaseModel):
    """One signed statement. Subclasses set `kind`; their docstring is their meaning; they never change.

    A change of fields is a new class with the next version in its `kind`; both are applied for ever.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    decided_type: ClassVar[type[Decided]] = Decided
    open: ClassVar[bool] = False
    """Open acts go to every reader with their payload, so that anyone can check who was entitled to sign."""
    lasting: ClassVar[bool] = False
    """Nobody erases it, though it is closed: it tells of nobody, and what it ended would hold again."""

    kind: str

    def audience(self, author: str, decided: Any) -> frozenset[str]:  # noqa: ARG002 (subclasses look at it)
        """The parties that may read a closed act, or EVERY_PARTY. The author always may."""
        return frozenset({author})

    def blobs(self) -> frozenset[str]:
        """The digests of the blobs this act names: they are kept while it stands and destroyed with it."""
        return frozenset()


class By(BaseModel):
    """In whose name an act is signed: the party, and the mandate under which its officer decided."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    party: Party
    mandate: EntryKey | None


@dataclass(frozen=True, slots=True)
class Author:
    """Whom the door found entitled to speak: handed to rules as `by`."""

    party: str
    role: str
    mandate: int | None
    keyid: str

    @property
    def member(self) -> str:
        """The member's code; for the secretariat and the system, their party name."""
        return self.party


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted act's place in the record: handed to `apply`."""

    index: int
    party: str
    mandate: int | None
    keyid: str
