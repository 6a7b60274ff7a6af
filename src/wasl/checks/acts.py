"""What can be said about lists, about people who are not those listed, and about the log of checks.

All but one are closed: a list of the secretariat is for every member, a bureau's own list for that bureau alone. Whom
lists name stands in their files, not in acts. What a day's checks come to is open: anyone may hold the log against it.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from wasl.acts.act import (
    EVERY_PARTY,
    SECRETARIAT,
    Act,
    BlobDigest,
    Decided,
    EntryKey,
    Instant,
    ShortText,
)
from wasl.acts.faults import Wrong
from wasl.acts.registry import says
from wasl.members.acts.fields import Names, Word, in_order
from wasl.web.language import short_language

RENEWED_MAX = 366
"""Days within which a list must be renewed, at most."""

MAP_MAX = 20_000
"""Characters of a column map."""


class Source(StrEnum):
    """In which form a list comes: what `wasl.checks.reading` can read."""

    UN_SC = "un-sc"
    OFAC_SDN = "ofac-sdn"
    FTM = "ftm"
    CSV = "csv"


class CloseReason(StrEnum):
    """Why a list is no longer asked."""

    DISCONTINUED = "discontinued"
    REPLACED = "replaced"
    MISTAKEN = "mistaken"


class ClearanceEnd(StrEnum):
    """Why a clearance holds no more."""

    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    MISTAKEN = "mistaken"


def _is_day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise Wrong(_("This must be a day, as in 2026-11-28.")) from error
    return text


def _is_subject(text: str) -> str:
    name, colon, reference = text.partition(":")
    if not (name and colon and reference):
        raise Wrong(_("This must name an entry of a list, as in `un-sc:QDi.001`."))
    return text


Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_is_day)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, le=2**53 - 1, strict=True)]
StateCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
"""A state as subjects of lists have it: ISO 3166-1 alpha-2 in small letters."""
SubjectId = Annotated[ShortText, AfterValidator(_is_subject)]
"""An entry of a list, as in `un-sc:QDi.001`."""


def readers_of_lists(party: str) -> frozenset[str]:
    """Who is asked to see what a party lists: everyone for the secretariat, otherwise that bureau alone."""
    return frozenset({EVERY_PARTY}) if party == SECRETARIAT else frozenset({party})


class _OfList(Act):
    def audience(self, author: str, decided: Decided) -> frozenset[str]:  # noqa: ARG002 (the lists' rule is the author)
        """Every member for the secretariat's lists; a bureau's own lists are its own."""
        return readers_of_lists(author)


@says(_("List opened"), lambda act, _decided: act["title"][short_language()])
class OpenList(_OfList):
    """A party keeps a list here: what it is called, in which form it comes, within how many days it is renewed.

    Whoever is on it, its editions say.
    """

    kind: Literal["checks.open-list/1"] = "checks.open-list/1"
    list: Word
    source: Source
    title: Names
    renewed_within: Annotated[int, Field(ge=1, le=RENEWED_MAX, strict=True)]


class ListFile(BaseModel):
    """One file of an edition: `name` is the reader's name for it, such as `sdn`, or the list's source."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Word
    content: BlobDigest
    packed: bool = False
    """Whether it is packed with gzip."""


def _nothing(value: object) -> bool:
    return value is None


class Imported(Decided):
    """Which edition this one replaces, none for the first; and when files that counted before were last new here.

    `renewed_at` is decided where an edition's files are those of an earlier one, and not of the one that it replaces:
    whoever goes back to an edition, or imports an old file, does not renew the list by it.
    """

    previous: EntryKey | None = None
    renewed_at: Annotated[Instant | None, Field(exclude_if=_nothing)] = None


@says(_("List imported"), lambda act, _decided: f"{act['entries']} · +{act['added']} −{act['delisted']}")
class ImportList(_OfList):
    """A party brings a new edition of its list: the files as their authority published them, and what they hold.

    `entries` and `digest` are what the files read as; an edition that reads otherwise here is not used. `published` is
    the day on which the list says it was made, where it says one. `columns` is the column map of a CSV file.
    """

    decided_type: ClassVar[type[Decided]] = Imported
    kind: Literal["checks.import-list/1"] = "checks.import-list/1"
    list: EntryKey
    files: Annotated[tuple[ListFile, ...], Field(min_length=1, max_length=8)]
    columns: Annotated[str, StringConstraints(max_length=MAP_MAX)] | None = None
    published: Day | None = None
    digest: Digest
    entries: Annotated[int, Field(ge=1, le=2**53 - 1, strict=True)]
    added: Count
    changed: Count
    delisted: Count

    def blobs(self) -> frozenset[str]:
        """The files."""
        return frozenset(each.content for each in self.files)


@says(_("List closed"), lambda _act, _decided: "")
class CloseList(_OfList):
    """A party's list is no longer asked. Its editions stay in the record."""

    lasting: ClassVar[bool] = True
    kind: Literal["checks.close-list/1"] = "checks.close-list/1"
    list: EntryKey
    reason: CloseReason


class Paper(BaseModel):
    """A document of the person cleared."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: Annotated[ShortText, StringConstraints(max_length=40)]
    country: StateCode | None = None


class Cleared(BaseModel):
    """The person who is not the one listed: enough to know them again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: Annotated[tuple[ShortText, ...], AfterValidator(in_order), Field(min_length=1, max_length=8)]
    birth_date: Day | None = None
    nationalities: Annotated[tuple[StateCode, ...], AfterValidator(in_order), Field(max_length=8)] = ()
    documents: Annotated[tuple[Paper, ...], Field(max_length=8)] = ()

    @model_validator(mode="after")
    def _can_be_known_again(self) -> Self:
        if not self.birth_date and not self.documents:
            raise Wrong(_("A name alone clears nobody: give the date of birth or a document."))
        return self


class Clearing(Decided):
    """What the entry said when somebody was cleared: SHA-256 of it in hex. Once it says otherwise, nobody is.

    None where the list had no such entry: then nobody is cleared.
    """

    digest: Digest | None


@says(_("Clearance given"), lambda act, _decided: act["subject"])
class GiveClearance(Act):
    """This person is not the one listed: found again, they are not held up for it until the clearance ends.

    It holds for the entry as it was when the clearance was given, and while the entry is listed. Where nothing tells
    the person from the one listed, it clears nobody.
    """

    decided_type: ClassVar[type[Decided]] = Clearing
    kind: Literal["checks.give-clearance/1"] = "checks.give-clearance/1"
    subject: SubjectId
    person: Cleared
    reason: ShortText
    ends: Instant
    shared: bool
    """Whether every member sees it, or the author's bureau alone."""

    def audience(self, author: str, decided: Decided) -> frozenset[str]:  # noqa: ARG002 (nothing was decided)
        """Every member when it is shared; otherwise the author."""
        return frozenset({EVERY_PARTY if self.shared else author})


class ClearanceEnded(Decided):
    """Whether the clearance was for every member: whoever saw it sees that it ended."""

    party: str = ""
    shared: bool = False


@says(_("Clearance ended"), lambda _act, _decided: "")
class EndClearance(Act):
    """A clearance holds no more."""

    decided_type: ClassVar[type[Decided]] = ClearanceEnded
    lasting: ClassVar[bool] = True
    kind: Literal["checks.end-clearance/1"] = "checks.end-clearance/1"
    clearance: EntryKey
    reason: ClearanceEnd

    def audience(self, author: str, decided: Decided) -> frozenset[str]:
        """Whoever saw the clearance."""
        assert isinstance(decided, ClearanceEnded)
        return frozenset({EVERY_PARTY} if decided.shared else {author, decided.party})


@says(_("Checks of a day"), lambda act, _decided: f"{act['day']} · {act['checks']}")
class CommitLog(Act):
    """The installation commits to a day's log of checks: how many lines it has, if any, and a digest of all of them.

    The log itself is nobody's but the askers' and is deleted after a time; the digest stays and says nothing of it.
    It is SHA-256 over the digests of the log's lines in their order (`wasl.checks.log.lines`).
    """

    open: ClassVar[bool] = True
    kind: Literal["checks.commit-log/1"] = "checks.commit-log/1"
    day: Day
    checks: Count
    digest: Digest
