"""What `POST /api/v1/check` takes and gives, as its description has it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Literal

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from wasl.acts.faults import WITHOUT_NUL
from wasl.checks.asking import LIMIT, LIMIT_MAX, REFERENCE_MAX, TEXT_MAX, WORTH_SHOWING
from wasl.checks.wording.entry import DOCUMENTS
from wasl.screening.identifiers import KINDS
from wasl.screening.places import codes

SEVERAL_MAX = 100
"""Values of one kind in a question."""


@dataclass(frozen=True)
class OneOf:
    """A word of these, which the description lists."""

    words: Collection[str]

    def __get_pydantic_core_schema__(self, source: type[str], handler: GetCoreSchemaHandler) -> CoreSchema:
        """As a literal is checked and described."""
        return core_schema.literal_schema(sorted(self.words))


Value = Annotated[str, Field(min_length=1, max_length=1_000, pattern=WITHOUT_NUL)]
Values = Annotated[tuple[Value, ...], Field(max_length=SEVERAL_MAX)]
Word = Annotated[str, Field(max_length=60, pattern=WITHOUT_NUL)]
PartialDate = Annotated[
    str,
    Field(pattern="^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$", max_length=10),
]
Country = Annotated[str, OneOf(codes())]
Countries = Annotated[tuple[Country, ...], Field(max_length=SEVERAL_MAX)]
SchemaName = Literal[
    "Person",
    "Organization",
    "Company",
    "PublicBody",
    "LegalEntity",
    "Vessel",
    "Vehicle",
    "Airplane",
    "CryptoWallet",
    "Indicator",
    "Thing",
]


class _In(BaseModel):
    """What is asked holds nothing that is not known here: a misspelt fact would be a fact left out."""

    model_config = ConfigDict(extra="forbid")


class DocumentIn(_In):
    """A document or registration by its number; `country` as ISO 3166-1 alpha-2 in small letters, or empty."""

    number: Value
    kind: Annotated[str, OneOf(DOCUMENTS)] = ""
    country: Annotated[str, OneOf({"", *codes()})] = ""


class IdentifierIn(_In):
    """What is looked up exactly. A value that cannot be of its kind is refused; one with a slip is among `readings`."""

    kind: Annotated[str, OneOf(KINDS)]
    value: Value


class FactsIn(_In):
    """What is known of whom or what is asked for, as far as it is known; names in any script."""

    schema_: SchemaName = Field("Thing", alias="schema")
    names: Values = ()
    weak_names: Values = ()
    birth_dates: Annotated[tuple[PartialDate, ...], Field(max_length=SEVERAL_MAX)] = ()
    nationalities: Countries = ()
    countries: Countries = ()
    places: Values = ()
    sex: Literal["", "female", "male"] = ""
    documents: Annotated[tuple[DocumentIn, ...], Field(max_length=SEVERAL_MAX)] = ()
    identifiers: Annotated[tuple[IdentifierIn, ...], Field(max_length=SEVERAL_MAX)] = ()


class CheckIn(_In):
    """A question: a text that can be anything (a name, a passport's machine-readable lines, a number), or facts.

    `purpose` is the key's own and may be left out. `lists` are names of lists; empty asks all that the bureau is
    shown. Matches below `threshold` are left out; an alert is what scores 0.7 or more and was not cleared.
    """

    text: Annotated[str, Field(max_length=TEXT_MAX, pattern=WITHOUT_NUL)] = ""
    facts: FactsIn | None = None
    purpose: Word = ""
    reference: Annotated[str, Field(max_length=REFERENCE_MAX, pattern=WITHOUT_NUL)] = ""
    lists: Annotated[tuple[Word, ...], Field(max_length=SEVERAL_MAX)] = ()
    threshold: Annotated[float, Field(ge=0, le=1)] = WORTH_SHOWING
    limit: Annotated[int, Field(ge=1, le=LIMIT_MAX)] = LIMIT


class ReadingOut(Schema):
    """What the text was looked up as; `fault` says what does not fit, such as a check digit, or is empty.

    `misread` names the fields of a zone in which a letter was read for the figure it looks like, or the reverse. An
    identifier of the facts that has a fault is among the readings, too.
    """

    kind: str
    value: str
    confidence: float
    fault: str
    misread: tuple[str, ...]


class AskedListOut(Schema):
    """A list that was asked, as the edition in the index has it. A `stale` one was not renewed in time.

    Of one that is `behind` there is a newer edition, which is not in the index yet.
    """

    list: str
    title: str
    edition: int
    imported_at: str
    published: str
    digest: str
    entries: int
    stale: bool
    behind: bool


class EvidenceOut(Schema):
    """One piece of evidence: a part of the question, a part of the entry, the rule, what it says, and its bits."""

    query: str
    subject: str
    rule: str
    text: str
    bits: float


class ListedSubjectOut(Schema):
    """The entry's facts that were compared."""

    schema_: str = Field(alias="schema")
    names: list[str]
    weak_names: list[str]
    birth_dates: list[str]
    nationalities: list[str]
    countries: list[str]
    places: list[str]
    sex: str
    documents: list[dict[str, str]]
    identifiers: list[dict[str, str]]


class HeldClearanceOut(Schema):
    """Who said, until when, that the person asked for is not the one listed, by its entry in the record."""

    entry: int
    party: str
    reason: str
    ends: str


class HoldingOut(Schema):
    """An entry that holds a name asked for: a probability, the bits it stands for, the evidence that adds up to them.

    The score is that the bearer is meant: low, for a name of one part alone means nobody in particular.
    """

    id: str
    list: str
    edition: int
    score: float
    bits: float
    evidence: tuple[EvidenceOut, ...]
    subject: ListedSubjectOut
    shown: dict[str, tuple[str, ...]]


class MatchOut(HoldingOut):
    """Who may be meant: a probability, the bits it stands for, and the evidence that adds up to them."""

    alert: bool
    clearance: HeldClearanceOut | None


class CheckOut(Schema):
    """What the lists say. Lists that could not be asked are a problem with status 503, never an answer.

    Where a name of one part alone is asked for and nothing matches, `holding` are the entries that hold it, exactly or
    in another spelling, as many as `limit`: no alert and no match, and no "nobody" either. A date of birth that speaks
    against one leaves it out.

    `status` is `partly` where not all was looked for, or not on all lists: without matches this is no "nobody".
    `not_asked` are lists that were not named in the question, and are not in the index yet. What is beyond the bounds
    of a question is not looked at, and counted. `names_left_out` are names beyond 24, or beyond 40 different parts;
    `words_left_out` words of a name beyond 24, beyond 16 that are evidence, or beyond 256 characters; `facts_left_out`
    documents, countries and places beyond 16 each, identifiers beyond 200, dates beyond 8, and numbers of more than 40
    characters.
    """

    status: Literal["answered", "partly"]
    check: int
    at: str
    purpose: str
    alert: bool
    matches: list[MatchOut]
    holding: list[HoldingOut]
    readings: list[ReadingOut]
    lists: list[AskedListOut]
    not_asked: list[str]
    names_left_out: int
    words_left_out: int
    facts_left_out: int
    subjects: int
    model: str
    took_us: int
