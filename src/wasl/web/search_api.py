"""`/api/v1/search`."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from wasl.acts import problems, readers
from wasl.web import searching, visitors
from wasl.web.visitors import READ_CLOSED, Visitor

router = Router(tags=["search"])

LIMIT = 50


class HitOut(Schema):
    """One thing found; `entry`, `party` and `at` only where it has them."""

    title: str
    address: str
    remark: str = ""
    entry: int | None = None
    party: str | None = None
    at: str | None = None


class GroupOut(Schema):
    """The hits of one kind, best first; `more` says that there are others."""

    name: str
    title: str
    hits: list[HitOut]
    more: bool


class FoundOut(Schema):
    """What was found; `exact` is the address of the one thing that the query names, if it does."""

    query: str
    exact: str | None
    groups: list[GroupOut]


@router.get(
    "/search", response={200: FoundOut, **problems.ERRORS}, url_name="search", openapi_extra=readers.described()
)
def search(
    request: HttpRequest,
    response: HttpResponse,
    q: Annotated[str, Query(max_length=searching.LONGEST)] = "",
    limit: Annotated[int, Query(ge=1, le=LIMIT)] = 10,
) -> FoundOut:
    """Members, officers, partners, acts and pages that hold the words, in any script, as far as the reader may see."""
    response["Cache-Control"] = "private, no-store"
    visitor = _visitor(request)
    query = searching.Query(q.strip(), request)
    groups = [
        GroupOut(
            name=group.name,
            title=str(group.title),
            more=group.more,
            hits=[
                HitOut(
                    title=str(hit.title),
                    address=hit.address,
                    remark=str(hit.remark),
                    entry=int(hit.number[1:]) if hit.number else None,
                    party=hit.party or None,
                    at=hit.at.isoformat() if hit.at else None,
                )
                for hit in group.hits
            ],
        )
        for group in searching.found(visitor, query, limit)
    ]
    return FoundOut(query=query.text, exact=searching.exactly(visitor, query), groups=groups)


def _visitor(request: HttpRequest) -> Visitor:
    """Whoever is signed in; else the party whose key signed the request, which reads what is addressed to it."""
    visitor = visitors.visitor_of(request)
    if visitor.party:
        return visitor
    party = readers.reader_of(request)
    return Visitor(party=party, rights=frozenset({READ_CLOSED, "officers.read"})) if party else visitor
