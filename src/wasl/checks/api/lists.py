"""`/api/v1/lists`: the lists that one's party is shown, their editions, and what each said otherwise."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Schema

from wasl.acts import problems
from wasl.acts.refusals import Refused
from wasl.checks import pace, queries
from wasl.checks.api.asker import asker
from wasl.checks.lists import differing, standing
from wasl.checks.log import readings
from wasl.checks.models import WatchList
from wasl.checks.rights import LIST_READERS
from wasl.web import access
from wasl.web.access import any_of
from wasl.web.visitors import visitor_of

access.declare("api:lists", "api:list", get=LIST_READERS)
access.declare("api:list-differences", get=any_of("lists.manage", "checks.make"))

router = Router(tags=["checks"], by_alias=True)

Name = Annotated[str, Path(max_length=60, pattern=r"^[a-z0-9.-]+$")]


class ListOut(Schema):
    """A list and how it stands. `days` are those since it was renewed, `state` is `stale` where these are too many."""

    name: str
    party: str
    source: str
    entry: int
    renewed_within: int
    state: Literal["current", "stale", "behind", "empty", "closed"]
    edition: int | None
    entries: int | None
    published: str | None
    imported_at: str | None
    renewed_at: str | None
    days: int
    digest: str | None


class ListsOut(Schema):
    """The lists, by name."""

    lists: list[ListOut]


class FileOut(Schema):
    """A file of an edition; `content` is its SHA-256."""

    name: str
    content: str
    packed: bool


class EditionOut(Schema):
    """A list as one import brought it. `edition` is its entry of the record.

    `renewed_at` is when its files were last new: before `imported_at` where the list went back to an earlier edition.
    """

    edition: int
    imported_at: str
    renewed_at: str
    published: str | None
    entries: int
    added: int
    changed: int
    delisted: int
    digest: str
    files: list[FileOut]
    previous: int | None


class ListWithEditionsOut(ListOut):
    """A list, its title in four languages, and its editions, newest first."""

    title: dict[str, str]
    editions: list[EditionOut]


Named = list[dict[str, Any]]
"""Entries by id, name and schema; those that changed with the fields that did, what left them and what came."""


class DifferencesOut(Schema):
    """What an edition says otherwise than the one before it."""

    list: str
    edition: int
    added: Named
    changed: Named
    delisted: Named
    unchanged: int


@router.get("/lists", response={200: ListsOut, **problems.ERRORS}, url_name="lists")
def lists(
    request: HttpRequest,
    response: HttpResponse,
    source: Literal["", "un-sc", "ofac-sdn", "ftm", "csv"] = "",
    state: Literal["", "all", "current", "stale", "behind", "empty", "closed"] = "",
) -> dict[str, Any]:
    """The lists that one's party is shown."""
    response["Cache-Control"] = "private, no-store"
    found = standing.chosen(visitor_of(request).party, source=source, state=state)
    return {"lists": [line.as_json() for _each, line in found]}


@router.get("/lists/{name}", response={200: ListWithEditionsOut, **problems.ERRORS}, url_name="list")
def one_list(request: HttpRequest, response: HttpResponse, name: Name) -> dict[str, Any]:
    """One list with its editions."""
    response["Cache-Control"] = "private, no-store"
    found = _shown(request, name)
    (line,) = standing.lines([found])
    editions = [standing.edition_as_json(each) for each in queries.editions(found.entry)]
    return {**line.as_json(), "title": found.title, "editions": editions}


@router.get("/lists/{name}/differences", response={200: DifferencesOut, **problems.ERRORS}, url_name="list-differences")
def differences(
    request: HttpRequest,
    response: HttpResponse,
    name: Name,
    edition: Annotated[int | None, Query(ge=0, le=2**53 - 1)] = None,
) -> dict[str, Any]:
    """What an edition said otherwise than the one before it; the newest unless another is named.

    For keepers of lists, and for programs, which have a purpose; the reading is logged.
    """
    response["Cache-Control"] = "private, no-store"
    visitor = visitor_of(request)
    if not visitor.may("lists.manage"):
        asker(request)
    found = _shown(request, name)
    wanted = queries.newest_edition(found.entry) if edition is None else queries.edition(edition)
    if wanted is None or wanted.list != found.entry:
        raise Refused("not-there", _("There is no such edition of this list."), status=404)
    if not differing.is_small(wanted):
        raise Refused("too-large", _("These editions are too large to be compared at once."), status=422)
    with pace.working(visitor):
        compared = differing.soon(found, wanted)
    if compared is None:
        raise Refused("first-edition", _("This is the first edition: everything in it came with it."), status=404)
    readings.read_list(visitor, found, wanted, {}, compared.count)
    return {"list": name, "edition": wanted.entry, **standing.differences_as_json(compared)}


def _shown(request: HttpRequest, name: str) -> WatchList:
    found = queries.list_named(name)
    if found is None or not WatchList.seen_by(visitor_of(request).party).filter(pk=found.pk).exists():
        raise Refused("not-there", _("There is no such list."), status=404)
    return found
