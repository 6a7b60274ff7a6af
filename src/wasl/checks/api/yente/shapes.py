"""What yente's routes take and give, as far as Wasl speaks it."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import BaseModel, Field

from wasl.acts.faults import WITHOUT_NUL
from wasl.checks.api.answers import Json
from wasl.checks.asking import LIMIT_MAX
from wasl.screening import THRESHOLD

QUERIES_MAX = 100
EXAMPLES_MAX = 500
"""Matches that a client may ask for; it gets the best 100."""

EXCLUDED_MAX = 50
TEXT_MAX = 500
"""Characters of a text to look up: it is part of an address, where each may take twelve bytes."""
CUTOFF = 0.5
"""Matches that score less are left out, where the client names no other cutoff: yente's own."""

Word = Annotated[str, Field(max_length=60)]
Names = Annotated[tuple[Word, ...], Field(max_length=50)]
Id = Annotated[str, Field(max_length=300)]
Text = Annotated[str, Field(pattern=WITHOUT_NUL)]
"""What is told back as it was said."""
Share = Annotated[float, Field(ge=0, le=1)]
Several = list[str | int | float] | str | int | float | None


class ExampleIn(BaseModel):
    """A query by example: an entity of FollowTheMoney, as far as it is known."""

    id: Text | None = None
    schema_: str = Field(alias="schema", max_length=60)
    properties: dict[str, Several]


class MatchIn(BaseModel):
    """Up to 100 examples, each under a key of the client's own. Weights and configuration must be empty."""

    queries: dict[Text, ExampleIn]
    weights: dict[str, float] | None = None
    config: dict[str, Any] | None = None


class _Filters(BaseModel):
    """Which lists are asked, and what is left out. What cannot be done here is refused."""

    include_dataset: Names = ()
    exclude_dataset: Names = ()
    exclude_schema: Names = ()
    topics: Names = ()
    changed_since: Word = ""

    def terms(self) -> list[str]:
        """What is said of lists and of whom to leave out."""
        return [*self.include_dataset, *self.exclude_dataset, *self.exclude_schema]


class MatchingIn(_Filters):
    """How examples are matched. Results below `cutoff` are left out; from `threshold` on they are a match."""

    exclude_entity_ids: Annotated[tuple[Id, ...], Field(max_length=EXCLUDED_MAX)] = ()
    limit: Annotated[int, Field(ge=1, le=EXAMPLES_MAX)] = 5
    threshold: Share = THRESHOLD
    cutoff: Share = CUTOFF
    algorithm: Word = "best"

    def terms(self) -> list[str]:
        """What is said of lists and of whom to leave out."""
        return [*super().terms(), *self.exclude_entity_ids]


class SearchIn(_Filters):
    """What is looked up. It is always `fuzzy`, and always `simple`: no character has a meaning of its own."""

    q: Annotated[str, Field(max_length=TEXT_MAX, pattern=WITHOUT_NUL)]
    schema_: Word = Field("Thing", alias="schema")
    countries: Names = ()
    facets: Names = ()
    filter: Names = ()
    sort: Names = ()
    limit: Annotated[int, Field(ge=1, le=LIMIT_MAX)] = 10
    offset: Annotated[int, Field(ge=0, le=LIMIT_MAX)] = 0
    fuzzy: bool = True
    simple: bool = True


class TotalOut(Schema):
    """How many there are."""

    value: int
    relation: str


class FeatureOut(Schema):
    """What one rule found. `score` is in bits, and all of an entity's add up to the evidence for it."""

    score: float
    detail: str
    query: str
    candidate: str


class EntityOut(Schema):
    """An entry of a list as an entity. `properties` hold texts, and entities where some were asked to be nested."""

    id: str
    caption: str
    schema_: str = Field(alias="schema")
    properties: dict[str, list[Any]]
    datasets: list[str]
    referents: list[str]
    target: bool
    first_seen: str | None = None
    last_seen: str | None = None
    last_change: str | None = None


class ScoredOut(EntityOut):
    """An entity that a query may mean. One that was cleared matches nothing, however high it scores."""

    score: float
    match: bool
    explanations: dict[str, FeatureOut]


class MatchesOut(Schema):
    """The answer to one query; `query` is what was made of it."""

    status: int
    query: Json
    results: list[ScoredOut]
    total: TotalOut


class AsOfOut(Schema):
    """By what it was answered: the model, and by list the entry of the record that brought the edition asked.

    Of the lists that are `behind`, the newest are not in the index yet.
    """

    model: str
    lists: dict[str, int]
    behind: list[str]


class MatchOut(AsOfOut):
    """By the client's keys, the answers."""

    responses: dict[str, MatchesOut]
    limit: int


class SearchOut(AsOfOut):
    """A page of entities, best first."""

    results: list[EntityOut]
    facets: Json
    total: TotalOut
    limit: int
    offset: int


class AdjacentOut(Schema):
    """The entities that one property of an entity leads to."""

    results: list[EntityOut]
    total: TotalOut
    limit: int
    offset: int


class NeighboursOut(Schema):
    """An entity, and by property those that it leads to."""

    entity: EntityOut
    adjacent: dict[str, AdjacentOut]


class DatasetOut(Schema):
    """A list, or all of them together (`default`), as a dataset."""

    name: str
    title: str
    version: str
    entity_count: int
    updated_at: str | None
    last_export: str | None
    load: bool
    index_current: bool
    index_version: str
    children: list[str]


class CatalogOut(Schema):
    """The lists that the key's bureau is shown; those `outdated` have a newer edition than the index."""

    datasets: list[DatasetOut]
    current: list[str]
    outdated: list[str]
    index_stale: bool


class AlgorithmOut(Schema):
    """An algorithm, and its rules in words."""

    name: str
    description: str
    docs: dict[str, str]


class AlgorithmsOut(Schema):
    """The one algorithm there is."""

    algorithms: list[AlgorithmOut]
    default: str
    best: str


class StatusOut(Schema):
    """That all is well."""

    status: Annotated[str, Field(pattern="^ok$")]
