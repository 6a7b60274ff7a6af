"""Editions that cannot be used, and shelves with which something goes wrong, hold up nobody else."""

from collections.abc import Sequence
from contextlib import ExitStack
from threading import Event

import pytest
from django.db import DataError, IntegrityError

from tests.integration.checks.specimens import YUSUF, edition, found, ids, listed, opened, renewed
from tests.world import World
from wasl.checks import queries
from wasl.checks.acts import CloseList, CloseReason, ImportList
from wasl.checks.index import following, indexing, shelves, unusable
from wasl.checks.index import listed as table
from wasl.checks.index.following import Follower
from wasl.checks.index.held import held
from wasl.checks.models import Edition, WatchList
from wasl.cli import serving


@pytest.fixture
def read_whole(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The editions whose files were read, one after the other."""
    from_files, seen = table._from_files, list[int]()

    def reading(watch_list: WatchList, found: Edition, before: int | None) -> table.Changes:
        seen.append(found.entry)
        return from_files(watch_list, found, before)

    monkeypatch.setattr(table, "_from_files", reading)
    return seen


def not_followed(world: World, acts: Sequence[ImportList]) -> list[int]:
    """Parties bring editions, and nothing follows yet; the editions' entries."""
    parties = [watch_list.party for act in acts if (watch_list := queries.watch_list(act.list))]
    with ExitStack() as turns:
        for party in set(parties):
            turns.enter_context(indexing._turn(party, wait=True))
        return [world.perform(act, by=party).index for act, party in zip(acts, parties, strict=True)]


def misread(world: World, watch_list: WatchList, number: int) -> list[int]:
    """Its party signs so many editions that read otherwise than they say; nothing of them is looked at yet."""
    act = edition(watch_list)
    return not_followed(world, [act.model_copy(update={"digest": f"{each:064x}"}) for each in range(number)])


def test_of_many_editions_that_cannot_be_used_few_are_read_and_each_once(world: World, read_whole: list[int]) -> None:
    watch_list = opened(world, "MA", "own")
    good = renewed(world, watch_list)
    wrong = misread(world, watch_list, 6)
    read_whole.clear()
    indexing.keep_up()
    assert read_whole == wrong[:-3:-1], "the newest two"
    assert held("MA").lists == {"ma.own": good}

    unusable._for_now.clear()  # as another process has it
    indexing.keep_up()
    assert read_whole == wrong[:-3:-1]
    assert indexing.is_in_step()


def test_editions_of_which_none_can_be_used_are_read_once(world: World, read_whole: list[int]) -> None:
    wrong = misread(world, opened(world, "MA", "own"), 2)
    indexing.keep_up()
    indexing.keep_up()

    assert read_whole == wrong[::-1]
    assert shelves.there() == []


def test_what_could_not_be_used_is_read_by_another_version(
    world: World, read_whole: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    watch_list = opened(world, "MA", "own")
    (wrong,) = misread(world, watch_list, 1)
    indexing.keep_up()
    monkeypatch.setattr(unusable, "__version__", "another")
    indexing.keep_up()
    assert read_whole == [wrong, wrong]

    world.perform(CloseList(list=watch_list.entry, reason=CloseReason.MISTAKEN), by="MA")
    not_followed(world, [edition(opened(world, "MA", "next"))])
    indexing.keep_up()
    assert list((shelves.folder() / "unusable").iterdir()) == [], "of a list that is closed nothing is remembered"


@pytest.mark.parametrize("error", [DataError, IntegrityError])
def test_an_edition_that_the_database_does_not_take_holds_up_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: type[Exception]
) -> None:
    watch_list = listed(world)
    good, put = held("secretariat").lists["specimens"], table._put

    def refusing(of: WatchList, found: Edition, rows: list[table.Row]) -> None:
        if found.entry != good:
            raise error
        put(of, found, rows)

    monkeypatch.setattr(table, "_put", refusing)
    world.perform(edition(watch_list, [YUSUF]), by="secretariat")
    indexing.keep_up()

    assert held("secretariat").lists == {"specimens": good}
    assert ids() == {"specimens:1", "specimens:2"}
    assert "cannot be kept" in caplog.text


def never() -> bool:
    return False


def test_a_shelf_with_which_something_goes_wrong_rests_and_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow, tried = indexing._follow, list[str]()

    def failing(party: str) -> None:
        tried.append(party)
        if party == "FR":
            raise OSError
        follow(party)

    bureaus, secretariat = Follower(indexing.of_bureaus), Follower(indexing.of_secretariat)
    not_followed(world, [edition(opened(world, party, "own")) for party in ("FR", "MA", "secretariat")])
    monkeypatch.setattr(indexing, "_follow", failing)
    bureaus.keep_up(never)
    bureaus.keep_up(never)
    assert tried == ["FR", "MA"], "the secretariat's are another's to follow, and what went wrong rests"
    secretariat.keep_up(never)
    assert tried == ["FR", "MA", "secretariat"]

    monkeypatch.setattr(following, "RESTS", 0.0)
    bureaus._resting.clear()
    bureaus.keep_up(never)
    bureaus.keep_up(never)
    assert tried[3:] == ["FR", "FR"], "then it is tried again"


@pytest.mark.django_db(transaction=True)
def test_the_server_follows_the_secretariat_s_lists_while_it_is_at_a_bureau_s(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, follow, at_it, released, followed = World(members=("MA",)), indexing._follow, Event(), Event(), Event()

    def waiting(party: str) -> None:
        if party == "MA":
            at_it.set()
            released.wait(20)
        else:
            follow(party)
            followed.set()

    monkeypatch.setattr(indexing, "take_in", lambda _list: None)  # nothing within a request
    monkeypatch.setattr(indexing, "_follow", waiting)
    monkeypatch.setattr(serving, "MOMENT", 0.01)
    world.perform(edition(opened(world, "MA", "own")), by="MA")
    with serving.repeated():
        assert at_it.wait(20)
        world.perform(edition(opened(world)), by="secretariat")
        assert followed.wait(20)
        released.set()
    assert found("Marwan Specimenov") == {"specimens:1"}
