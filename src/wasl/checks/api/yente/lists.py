"""What is listed, under yente's addresses: entities by their id, the lists as datasets, the rules; and two probes."""

from collections.abc import Mapping
from typing import Annotated

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router

from wasl.acts import problems
from wasl.acts.act import SECRETARIAT
from wasl.acts.refusals import Refused
from wasl.checks import queries
from wasl.checks.api.answers import Json, private
from wasl.checks.api.asker import RIGHT, asker, purpose_of
from wasl.checks.api.yente import algorithms, entities
from wasl.checks.api.yente.datasets import EVERYTHING
from wasl.checks.api.yente.shapes import (
    AdjacentOut,
    AlgorithmsOut,
    CatalogOut,
    EntityOut,
    NeighboursOut,
    StatusOut,
)
from wasl.checks.index import shelves
from wasl.checks.index.held import edition_held
from wasl.checks.log import readings
from wasl.checks.models import Edition, WatchList
from wasl.checks.reading import Entry
from wasl.web import access
from wasl.web.access import ANYBODY
from wasl.web.language import short_language

router = Router(by_alias=True)

access.declare(
    *("yente:entity", "yente:adjacent", "yente:adjacent-property", "yente:catalog", "yente:algorithms"), get=RIGHT
)
access.declare("yente:healthz", "yente:readyz", get=ANYBODY)

PAGE_MAX = 100
WALLETS = "cryptoWallets"
"""The one property whose values are entities."""

Id = Annotated[str, Path(max_length=400)]
Number = Annotated[int, Query(ge=1, le=PAGE_MAX)]
Offset = Annotated[int, Query(ge=0, le=10_000)]


@router.get(
    "/entities/{path:entity_id}/adjacent/{property_name}",
    response={200: AdjacentOut, **problems.ERRORS},
    url_name="adjacent-property",
)
def adjacent_by(
    request: HttpRequest,
    entity_id: Id,
    property_name: Annotated[str, Path(max_length=60)],
    limit: Number = 10,
    offset: Offset = 0,
) -> JsonResponse:
    """The entities that one property leads to."""
    entry, _edition = _read(request, entity_id)
    found = _neighbours(entry).get(property_name)
    if found is None:
        raise Refused("not-there", _("This property leads to no entities."), status=404)
    return private(_page(found, limit, offset))


@router.get(
    "/entities/{path:entity_id}/adjacent", response={200: NeighboursOut, **problems.ERRORS}, url_name="adjacent"
)
def adjacent(request: HttpRequest, entity_id: Id, limit: Number = 10, offset: Offset = 0) -> JsonResponse:
    """An entity and those that it leads to: wallets."""
    entry, edition = _read(request, entity_id)
    pages = {name: _page(found, limit, offset) for name, found in _neighbours(entry).items() if found}
    return private({"entity": entities.entity(entry, edition), "adjacent": pages})


@router.get("/entities/{path:entity_id}", response={200: EntityOut, **problems.ERRORS}, url_name="entity")
def entity(request: HttpRequest, entity_id: Id, nested: bool = True) -> JsonResponse:  # noqa: FBT001, FBT002
    """An entry of a list as an entity, by its id with the list's name before it (`un-sc:QDi.001`) or without.

    It is logged as a check.
    """
    entry, edition = _read(request, entity_id)
    wallet = _wallet(entry, entity_id)
    if wallet:
        return private(wallet)
    told = entities.entity(entry, edition)
    wallets = entities.wallets_of(entry.subject) if nested else []
    if wallets:
        told["properties"][WALLETS] = wallets
    return private(told)


def _neighbours(entry: Entry) -> Mapping[str, list[Json]]:
    return {WALLETS: entities.wallets_of(entry.subject)}


def _page(found: list[Json], limit: int, offset: int) -> Json:
    total = {"value": len(found), "relation": "eq"}
    return {"results": found[offset : offset + limit], "total": total, "limit": limit, "offset": offset}


def _read(request: HttpRequest, entity_id: str) -> tuple[Entry, Edition]:
    """The entry of that id: that the program asked for it is logged, as a check is. Raises Refused: not-there."""
    visitor = asker(request, checks=1)
    found = _found(entity_id, visitor.party)
    if found is None:
        readings.read_entry(visitor, entity_id, None, purpose_of(visitor))
        raise Refused("not-there", _("There is no such entry on the lists that you are shown."), status=404)
    entry, edition = found
    readings.read_entry(visitor, entry.id, edition, purpose_of(visitor))
    return entry, edition


def _found(entity_id: str, party: str | None) -> tuple[Entry, Edition] | None:
    """The entry of that id. Without a list's name, the first list that has it."""
    seen = {each.name: each for each in queries.lists_seen_by(party)}
    plain = entity_id.partition(entities.OWNED)[0]
    ids = [plain, *(f"{name}:{plain}" for name in seen)]
    entries = queries.listed(each for each in ids if each.partition(":")[0] in seen)
    for each in ids:
        if each in entries:
            return entries[each], _edition(seen[each.partition(":")[0]])
    return None


def _edition(watch_list: WatchList) -> Edition:
    edition = queries.edition(edition_held(watch_list) or 0) or queries.newest_edition(watch_list.entry)
    assert edition is not None
    return edition


def _wallet(entry: Entry, entity_id: str) -> Json | None:
    """The wallet of an entry that the id names behind the owner's; None where it names the owner."""
    if not entity_id.partition(entities.OWNED)[2]:
        return None
    for each in entities.wallets_of(entry.subject):
        if each["id"].partition(entities.OWNED)[2] == entity_id.partition(entities.OWNED)[2]:
            return each
    raise Refused("not-there", _("There is no such entry on the lists that you are shown."), status=404)


@router.get("/catalog", response={200: CatalogOut, **problems.ERRORS}, url_name="catalog")
def catalog(request: HttpRequest) -> JsonResponse:
    """The lists that the key's bureau is shown, and how fresh they are."""
    seen = queries.lists_seen_by(asker(request).party)
    newest = queries.newest_editions(each.entry for each in seen)
    there = [(each, newest[each.entry]) for each in seen if each.entry in newest]
    datasets = [_dataset(each, edition, edition_held(each)) for each, edition in there]
    outdated = [each["name"] for each in datasets if not each["index_current"]]
    return private(
        {
            "datasets": [*datasets, _everything(datasets)],
            "current": [each["name"] for each in datasets if each["index_current"]],
            "outdated": outdated,
            "index_stale": bool(outdated),
        }
    )


def _dataset(watch_list: WatchList, edition: Edition, held: int | None) -> Json:
    return {
        "name": watch_list.name,
        "title": watch_list.title[short_language()],
        "version": edition.published or edition.imported_at.date().isoformat(),
        "entity_count": edition.entries,
        "updated_at": edition.imported_at.isoformat(),
        "last_export": f"{edition.published}T00:00:00+00:00" if edition.published else None,
        "load": True,
        "index_current": held == edition.entry,
        "index_version": str(held or ""),
        "children": [],
    }


def _everything(datasets: list[Json]) -> Json:
    """All lists together, as the dataset that clients ask when they name none."""
    return {
        "name": EVERYTHING[0],
        "title": gettext("All lists"),
        "version": max((each["version"] for each in datasets), default=""),
        "entity_count": sum(each["entity_count"] for each in datasets),
        "updated_at": max((each["updated_at"] for each in datasets), default=None),
        "last_export": None,
        "load": True,
        "index_current": all(each["index_current"] for each in datasets),
        "index_version": "",
        "children": [each["name"] for each in datasets],
    }


@router.get("/algorithms", response={200: AlgorithmsOut, **problems.ERRORS}, url_name="algorithms")
def list_algorithms(request: HttpRequest) -> JsonResponse:
    """The one algorithm, and its rules in words."""
    asker(request)
    description = gettext("Evidence in bits, by rules that add up; the score is the probability that they stand for.")
    told = {"name": algorithms.NAME, "description": description, "docs": algorithms.described()}
    return private({"algorithms": [told], "default": algorithms.NAME, "best": algorithms.NAME})


@router.get("/healthz", response={200: StatusOut, **problems.ERRORS}, url_name="healthz")
def healthz(request: HttpRequest) -> Json:
    """That the process answers."""
    return {"status": "ok"}


@router.get("/readyz", response={200: StatusOut, **problems.ERRORS}, url_name="readyz")
def readyz(request: HttpRequest) -> Json:
    """That the secretariat's lists can be asked, where there are any. Raises Refused: no-index."""
    shelves.opened_of(each for each in queries.lists_open() if each.party == SECRETARIAT)
    return {"status": "ok"}
