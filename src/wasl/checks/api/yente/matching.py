"""`POST /match/{dataset}`: up to a hundred queries by example. `GET /search/{dataset}`: a text, whatever it is."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Annotated, Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router

from wasl.acts import problems
from wasl.acts.refusals import Refused
from wasl.checks import asking
from wasl.checks.api.answers import Json, private
from wasl.checks.api.asker import RIGHT, asker, purpose_of
from wasl.checks.api.bounds import checks_in
from wasl.checks.api.checking import answered
from wasl.checks.api.yente import entities
from wasl.checks.api.yente.algorithms import NAMES, explanations
from wasl.checks.api.yente.datasets import chosen, unsupported
from wasl.checks.api.yente.shapes import (
    QUERIES_MAX,
    ExampleIn,
    MatchIn,
    MatchingIn,
    MatchOut,
    SearchIn,
    SearchOut,
)
from wasl.checks.asking import LIMIT_MAX, Admitted, Answer, Bearers, Found, Question
from wasl.checks.log.lines import number
from wasl.checks.reading import ListRefused
from wasl.screening import Query as Asked
from wasl.screening.question import says_anything
from wasl.web import access

router = Router(by_alias=True)

access.declare("yente:match", post=RIGHT)
access.declare("yente:search", get=RIGHT)

Dataset = Annotated[str, Path(max_length=60)]


@router.post("/match/{dataset}", response={200: MatchOut, **problems.ERRORS}, url_name="match")
def match(request: HttpRequest, dataset: Dataset, said: MatchIn, how: Query[MatchingIn]) -> JsonResponse:
    """Ask the lists whether they have entities like the examples. Each query is logged as a check of its own.

    A result is a `match` from `threshold` on, unless the person was cleared; `score` is a probability, and the
    explanations are in bits. Status 503 means that the lists were not asked.
    """
    if not 0 < len(said.queries) <= QUERIES_MAX:
        text = _("A request holds between one and %(limit)s queries.")
        raise Refused("wrong-number-of-queries", text, status=400, limit=QUERIES_MAX)
    unsupported(weights=said.weights, config=said.config, topics=how.topics, changed_since=how.changed_since)
    if how.algorithm not in NAMES:
        text = _("There is no such algorithm here. There are: %(names)s.")
        raise Refused("unknown-algorithm", text, status=400, names=", ".join(NAMES))
    asked = {key: _asked(key, example) for key, example in said.queries.items()}
    visitor = asker(request, checks=checks_in(asked.values(), terms=how.terms()))
    lists = chosen(dataset, how.include_dataset, how.exclude_dataset, visitor.party)
    limit = min(how.limit, LIMIT_MAX)
    question = Question(
        purpose=purpose_of(visitor),
        lists=lists,
        threshold=how.cutoff,
        limit=limit,
        among=Admitted(frozenset(how.exclude_schema), frozenset(how.exclude_entity_ids)),
        bearers=Bearers.NEVER,
        told=_datasets(dataset, how) | {"match_from": number(how.threshold)},
    )
    questions = [replace(question, facts=facts) for facts in asked.values()]
    answers = asking.ask_all(questions, visitor, way="match")
    responses = {}
    for (key, facts), answer in zip(asked.items(), answers, strict=True):
        found = answered(answer).found
        responses[key] = {
            "status": 200,
            "query": entities.echo(facts, said.queries[key].id),
            "results": [_scored(each, how.threshold) for each in found],
            "total": _total(len(found), limit),
        }
    told = private({"responses": responses, "limit": limit, **_as_of(answers)})
    told["x-batch-size"] = str(len(responses))
    return told


def _asked(key: str, example: ExampleIn) -> Asked:
    """What an example asks for. Raises Refused: unknown-schema, bad-example, nothing-asked."""
    name = key[:60]
    if example.schema_ not in entities.KINDS_OF:
        text = _("Query “%(name)s” is of a schema of which nothing is listed.")
        raise Refused("unknown-schema", text, status=400, name=name)
    properties = {each: list(_texts(values)) for each, values in example.properties.items()}
    try:
        facts = entities.query_of(example.schema_, properties)
    except ListRefused as refusal:
        text = _("Query “%(name)s” holds a value that is too long, or no text.")
        raise Refused("bad-example", text, status=400, name=name) from refusal
    if not says_anything(facts):
        text = _("Query “%(name)s” has no name and no number to look for.")
        raise Refused("nothing-asked", text, status=400, name=name)
    return facts


def _texts(values: Any) -> Iterable[str]:
    """A property's values, of which clients send one alone, too."""
    return (str(each) for each in (values if isinstance(values, list) else [values]) if each not in (None, ""))


def _datasets(dataset: str, how: MatchingIn | SearchIn) -> dict[str, Any]:
    """Which lists the client meant, in its own words, for the log."""
    several = {"include_dataset": list(how.include_dataset), "exclude_dataset": list(how.exclude_dataset)}
    return {"dataset": dataset} | {name: names for name, names in several.items() if names}


def _scored(found: Found, threshold: float) -> Json:
    return entities.entity(found.entry, found.edition) | {
        "score": found.match.score,
        "match": found.match.score >= threshold and not found.cleared,
        "explanations": explanations(found),
    }


@router.get("/search/{dataset}", response={200: SearchOut, **problems.ERRORS}, url_name="search")
def search(request: HttpRequest, dataset: Dataset, how: Query[SearchIn]) -> JsonResponse:
    """Look a text up, whatever it is: a name in any script, a number, an address. It is logged as a check.

    Of those that the filters leave, the best hundred. A name of one part finds its bearers, too: matches come first.
    """
    unsupported(topics=how.topics, facets=how.facets, filter=how.filter, sort=how.sort, changed_since=how.changed_since)
    if how.schema_ not in entities.KINDS_OF:
        raise Refused("unknown-schema", _("Nothing of this schema is listed."), status=400)
    visitor = asker(request, checks=1)
    lists = chosen(dataset, how.include_dataset, how.exclude_dataset, visitor.party)
    others = entities.KINDS_OF[entities.ANY] - entities.KINDS_OF[how.schema_]
    question = Question(
        text=how.q,
        purpose=purpose_of(visitor),
        lists=lists,
        limit=LIMIT_MAX,
        among=Admitted(frozenset(how.exclude_schema) | others, countries=frozenset(how.countries)),
        bearers=Bearers.TOO,
        told=_datasets(dataset, how) | {"schema": how.schema_, "from": how.offset, "most": how.limit},
    )
    answer = answered(asking.ask(question, visitor, way="match"))
    found = (*answer.found, *answer.holding)[:LIMIT_MAX]
    return private(
        {
            "results": [
                entities.entity(each.entry, each.edition) for each in found[how.offset : how.offset + how.limit]
            ],
            "facets": {},
            "total": _total(len(found), LIMIT_MAX),
            "limit": how.limit,
            "offset": how.offset,
            **_as_of([answer]),
        }
    )


def _as_of(answers: Sequence[Answer]) -> Json:
    """By which model and which editions of the lists, by the entries of the record that brought them, it was told."""
    return {
        "model": answers[0].model,
        "lists": {each.name: edition.entry for answer in answers for each, edition in answer.asked},
        "behind": sorted({each.name for answer in answers for each in answer.behind}),
    }


def _total(count: int, limit: int) -> Json:
    """How many there are: at least so many where no more were asked for."""
    return {"value": count, "relation": "gte" if count >= limit else "eq"}
