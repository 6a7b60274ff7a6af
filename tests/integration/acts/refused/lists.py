"""What keepers of lists are refused: where lists come from, their files, their editions, and how much they keep."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pytest

from tests.integration.acts.refused.cases import Source, changed, refused
from tests.integration.acts.refused.elsewhere import Told, asked
from tests.integration.checks.specimens import MARWAN, edition, listed, opened, written
from tests.world import World
from wasl.acts import clock
from wasl.acts.models import Blob
from wasl.acts.refusals import Refused
from wasl.checks import queries
from wasl.checks.acts import OpenList
from wasl.checks.forms.lists import ReturnForm
from wasl.checks.index import listed as table
from wasl.checks.lists import bounds, editions, fetching, importing, returning
from wasl.checks.models import WatchList
from wasl.checks.views import keeping
from wasl.checks.views.keeping import ImportListView, ReturnListView

ELSEWHERE = "https://lists.specimen.example/list.json"


def kept(world: World) -> WatchList:
    """A list of the secretariat, opened when it is first asked for: a case is told once in each language."""
    return queries.list_named("specimens") or listed(world)


def refusal(world: World, call: Callable[[], Any]) -> Refused:
    """What a call is refused with. Fails when it is not."""
    with clock.held_at(world.now), pytest.raises(Refused) as refused:
        call()
    return refused.value


def _gathered(world: World, where: str) -> Told:
    with TemporaryDirectory() as folder:
        return refusal(world, lambda: fetching.gathered("ftm", where, Path(folder)))


def _read(world: World, content: bytes) -> importing.Read:
    with TemporaryDirectory() as folder:
        path = Path(folder, "specimens.json")
        path.write_bytes(content)
        return importing.read(kept(world), path)


@asked("bad-address")
def a_list_fetched_over_plain_http(world: World) -> Told:
    return _gathered(world, ELSEWHERE.replace("https", "http"))


@asked("not-fetched")
def an_address_that_leads_to_another_without_end(world: World) -> Told:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetching, "HOPS_MAX", 0)  # a test reaches nobody's server
        return _gathered(world, ELSEWHERE)


@asked("bad-archive")
def an_archive_of_two_files(world: World) -> Told:
    with TemporaryDirectory() as folder:
        path = Path(folder, "specimens.zip")
        with ZipFile(path, "w") as archive:
            archive.writestr("one.json", written([MARWAN]))
            archive.writestr("two.json", written([MARWAN]))
        return _gathered(world, str(path))


@asked("bad-archive")
def an_archive_that_was_damaged(world: World) -> Told:
    with TemporaryDirectory() as folder:
        path = Path(folder, "specimens.zip")
        with ZipFile(path, "w") as archive:
            archive.writestr("one.json", written([MARWAN]))
        path.write_bytes(path.read_bytes().replace(b"Marwan", b"Merwan"))
        return _gathered(world, str(path))


@asked("list-refused")
def a_file_without_an_entry(world: World) -> Told:
    return refusal(world, lambda: _read(world, b""))


@asked("many-delisted")
def a_file_in_which_half_of_the_entries_are_missing(world: World) -> Told:
    return refusal(world, lambda: importing.check_losses(_read(world, written([MARWAN])).ids))


@asked("file-not-sent")
def a_file_that_goes_while_its_form_is_read(world: World) -> Told:
    view = ImportListView()
    view.party = "secretariat"
    return refusal(world, lambda: view._file("ftm", "0" * 64))


@asked("file-missing")
def an_edition_whose_file_was_lost(world: World) -> Told:
    watch_list = kept(world)
    newest = queries.newest_edition(watch_list.entry)
    assert newest
    Blob.objects.filter(party="secretariat", kind="list").delete()

    def read() -> None:
        with editions.entries(watch_list, newest) as entries:
            list(entries)

    return refusal(world, read)


@asked("reads-otherwise")
def an_edition_that_does_not_come_to_its_digest(world: World) -> Told:
    watch_list = queries.list_named("specimens") or opened(world)
    if queries.newest_edition(watch_list.entry) is None:
        world.perform(edition(watch_list).model_copy(update={"digest": "0" * 64}), by="secretariat")
    newest = queries.newest_edition(watch_list.entry)
    assert newest
    return refusal(world, lambda: table.bring(watch_list, newest))


@asked("counts-already")
def going_back_to_the_edition_that_counts(world: World) -> Told:
    newest = queries.newest_edition(kept(world).entry)
    assert newest
    return refusal(world, lambda: returning.check(newest, newest))


@asked("too-large")
def going_back_by_page_to_an_edition_that_is_too_large_for_one(world: World) -> Told:
    watch_list = kept(world)
    if len(queries.editions(watch_list.entry)) == 1:
        world.perform(edition(watch_list, (MARWAN,)), by="secretariat")
    view, form = ReturnListView(), ReturnForm()
    view.thing, view.edition = watch_list, queries.editions(watch_list.entry)[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping, "UNPACKED_MAX", 10)
        return refusal(world, lambda: view.read(form))


@refused("too-many-lists")
def one_list_too_many_of_a_bureau(world: World) -> Source:
    last = [opened(world, "MA", f"specimens-{number}") for number in range(bounds.OF_A_BUREAU.lists)][-1]
    act = OpenList(list="another", source=last.source, title=last.title, renewed_within=7)
    return world.signed(act, "MA")


@refused("too-many-entries")
def one_entry_too_many_of_a_bureau(world: World) -> Source:
    act = edition(opened(world, "MA"))
    return changed(world, act, "MA", entries=bounds.OF_A_BUREAU.entries + 1)


@refused("files-too-large")
def files_of_a_bureau_that_are_too_large(world: World) -> Source:
    act = edition(opened(world, "MA"))
    Blob.objects.filter(party="MA", digest=act.files[0].content).update(size=bounds.OF_A_BUREAU.octets + 1)
    return world.signed(act, "MA")
