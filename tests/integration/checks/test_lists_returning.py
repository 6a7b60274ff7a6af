"""The way back from a wrong import, and the files of an edition as they are kept."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.integration.checks.specimens import MARWAN, PEOPLE, SALMA, edition, listed, opened, renewed, written
from tests.integration.members.pages import at_the_desk, hidden
from tests.world import World
from wasl.acts import clock
from wasl.acts.models import Blob
from wasl.checks import queries
from wasl.checks.acts import CloseList, CloseReason
from wasl.checks.index import indexing
from wasl.checks.lists import editions, standing
from wasl.checks.models import Edition, ListedEntry, WatchList
from wasl.checks.views import keeping
from wasl.members.acts import Role

YUSUF = {"id": "3", "name": "Yusuf Mithalzadeh", "birthDate": "1969-07-01"}


@pytest.fixture(autouse=True)
def nothing_read_yet() -> None:
    """What one test read is not there in the next, whose entries have the same numbers."""
    keeping._found.cache_clear()


@pytest.fixture
def wrong(world: World) -> tuple[WatchList, int, int]:
    """A list, its right edition, and the wrong one that came after it five days later."""
    watch_list = opened(world)
    right = renewed(world, watch_list)
    world.pass_time(days=5)
    return watch_list, right, renewed(world, watch_list, [MARWAN, SALMA, YUSUF])


@pytest.fixture
def keeper(wrong: object, world: World) -> Iterator[Client]:
    with at_the_desk(world, "secretariat") as client:
        yield client


def address(number: int) -> str:
    return f"/lists/specimens/return/{number}/"


def text(client: Client, page: str, status: int = 200) -> str:
    answer = client.get(page)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def test_a_keeper_goes_back_to_an_edition(wrong: tuple[WatchList, int, int], keeper: Client) -> None:
    watch_list, right, mistake = wrong
    page = text(keeper, "/lists/specimens/")
    assert address(right) in page
    assert address(mistake) not in page, "it counts"

    refused = keeper.post(address(right))
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"__all__", "accept_losses"})
    checked = keeper.post(address(right), {"accept_losses": "on"}).content.decode()
    assert "Yusuf Mithalzadeh" in checked, "who is gone is shown before it is signed"
    assert "These files counted before" in checked
    assert keeper.post(address(right), hidden(checked)).status_code == 302

    newest = queries.newest_edition(watch_list.entry)
    assert newest
    assert newest.files == Edition.objects.get(entry=right).files
    assert (newest.previous, newest.entries, newest.delisted) == (mistake, 2, 1)
    assert ListedEntry.objects.count() == 2
    page = text(keeper, "/lists/specimens/")
    assert "again" in page
    assert address(mistake) in page
    assert address(right) not in page, "its files count"


def test_going_back_makes_no_list_look_fresh(world: World, wrong: tuple[WatchList, int, int]) -> None:
    watch_list, right, _mistake = wrong
    brought = Edition.objects.get(entry=right)
    world.pass_time(days=1)
    back = renewed(world, watch_list, PEOPLE)
    found = Edition.objects.get(entry=back)

    assert found.renewed_at == brought.imported_at < found.imported_at
    assert found.files == brought.files
    (line,) = standing_lines(world)
    assert (line.state, line.days) == ("current", 6)
    world.pass_time(days=1)
    (line,) = standing_lines(world)
    assert (line.state, line.days) == ("stale", 7)

    again = renewed(world, watch_list, PEOPLE)
    assert Edition.objects.get(entry=again).renewed_at == world.now, "imported once more, they renew the list"
    (line,) = standing_lines(world)
    assert line.state == "current"


def standing_lines(world: World) -> list[standing.Line]:
    with clock.held_at(world.now):
        return standing.lines(queries.lists_open())


def test_the_files_were_last_new_when_they_last_renewed_the_list(world: World) -> None:
    watch_list = listed(world)
    for days, people in ((2, PEOPLE), (2, (MARWAN,)), (2, PEOPLE)):
        world.pass_time(days=days)
        renewed(world, watch_list, people)
    ages = [(world.now - each.renewed_at).days for each in queries.editions(watch_list.entry)]

    assert ages == [4, 2, 4, 6]


def test_what_says_the_same_in_other_files_is_as_old(world: World) -> None:
    watch_list = opened(world)
    again = SALMA, MARWAN
    assert written(again) != written(PEOPLE)
    for people in (PEOPLE, (MARWAN,), again):
        world.pass_time(days=2)
        renewed(world, watch_list, people)
    first, _other, last = reversed(queries.editions(watch_list.entry))
    assert (last.digest, last.renewed_at) == (first.digest, first.imported_at)

    renewed(world, watch_list, PEOPLE)
    assert queries.editions(watch_list.entry)[0].renewed_at == world.now, "what counts is brought once more"


def test_what_an_authority_published_since_is_new_though_it_was_said_before(world: World) -> None:
    watch_list = opened(world)
    ages = []
    for day, people in (("01", PEOPLE), ("02", (MARWAN,)), ("03", (SALMA, MARWAN)), ("04", (MARWAN,))):
        world.pass_time(days=2)
        said = edition(watch_list, people).model_copy(update={"published": f"2026-01-{min(day, '03')}"})
        with clock.held_at(world.now):
            world.perform(said, by="secretariat")
            indexing.catch_up()
        ages.append((world.now - queries.editions(watch_list.entry)[0].renewed_at).days)

    assert ages == [0, 0, 0, 4], "the last has the files of the second"


def test_what_is_not_there_to_go_back_to(world: World, wrong: tuple[WatchList, int, int], keeper: Client) -> None:
    watch_list, right, mistake = wrong
    assert "there is nothing to go back to" in keeper.post(address(mistake)).content.decode()
    other = renewed(world, opened(world, word="others"), [YUSUF])
    for number in (other, 10**6, 10**30):
        text(keeper, address(number), 404)

    blobs_of = [each.content for each in editions.files_of(Edition.objects.get(entry=right))]
    Blob.objects.filter(digest__in=blobs_of).delete()
    assert "is not here any more" in keeper.post(address(right)).content.decode()
    assert queries.newest_edition(watch_list.entry) == Edition.objects.get(entry=mistake)


def test_an_edition_that_was_erased(world: World, wrong: tuple[WatchList, int, int], keeper: Client) -> None:
    world.erase("secretariat", wrong[1])

    assert address(wrong[1]) not in text(keeper, "/lists/specimens/")
    text(keeper, address(wrong[1]), 404)


def test_a_large_edition_is_for_the_command_line(
    wrong: tuple[WatchList, int, int], keeper: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "UNPACKED_MAX", 10)

    assert f"wasl list return specimens {wrong[1]}" in keeper.post(address(wrong[1])).content.decode()


def test_nobody_else_goes_back(world: World, wrong: tuple[WatchList, int, int]) -> None:
    with at_the_desk(world, "MA") as reader:
        page = text(reader, "/lists/specimens/")
        assert "/return/" not in page
        text(reader, address(wrong[1]), 404)
    with at_the_desk(world, "secretariat", Role.DUTY) as other:
        assert "/return/" not in text(other, "/lists/specimens/")
        text(other, address(wrong[1]), 403)


def test_files_are_fetched_as_they_were_brought(world: World) -> None:
    watch_list = opened(world, "MA", "own")
    number = renewed(world, watch_list)
    (file,) = editions.files_of(Edition.objects.get(entry=number))
    where = f"/api/v1/acts/{number}/blobs/{file.content}"
    with at_the_desk(world, "MA") as keeper:
        page = text(keeper, "/lists/ma.own/")
        assert where in page
        assert file.content in page
        answer = keeper.get(where)
        assert b"".join(answer.streaming_content) == written(PEOPLE)  # type: ignore[attr-defined]
        world.perform(CloseList(list=watch_list.entry, reason=CloseReason.REPLACED), by="MA")
        assert where in text(keeper, "/lists/ma.own/")
    with at_the_desk(world, "MA", Role.DUTY) as reader:
        assert where not in text(reader, "/lists/ma.own/")
    with at_the_desk(world, "FR") as other:
        text(other, where, 404)
    assert Client().get(where).status_code in {401, 403, 404}
