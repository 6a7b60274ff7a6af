"""Lists, clearances and the log's days, as the record has them."""

from datetime import timedelta

import pytest

from tests.integration.checks.specimens import (
    CLEARED,
    MARWAN,
    PEOPLE,
    SALMA,
    clearance,
    cleared,
    ended,
    listed,
    opened,
    renewed,
)
from tests.world import World
from wasl.acts import clock, deadlines, rebuild
from wasl.acts.models import recorded_models
from wasl.acts.perform import perform_many
from wasl.acts.receipts import Receipt
from wasl.acts.refusals import Refused
from wasl.checks import queries
from wasl.checks.acts import ClearanceEnd, Cleared, CloseList, CloseReason, CommitLog, OpenList
from wasl.checks.asking import Question, ask
from wasl.checks.index import indexing
from wasl.checks.models import Clearance, Edition, ListedEntry, LoggedDay, WatchList
from wasl.members.acts import Role
from wasl.screening import Query
from wasl.web.visitors import Visitor


def _tick(world: World) -> None:
    with clock.held_at(world.now):
        deadlines.tick()


def test_the_secretariats_lists_are_for_every_member_and_a_bureaus_own_for_itself(world: World) -> None:
    everybodys, own = listed(world), listed(world, by="MA", word="watched")

    assert (everybodys.name, own.name) == ("specimens", "ma.watched")
    assert [each.name for each in queries.lists_seen_by("MA")] == ["ma.watched", "specimens"]
    assert [each.name for each in queries.lists_seen_by("FR")] == ["specimens"]
    assert queries.lists_seen_by(None) == []
    assert world.as_seen_by("FR").knows(everybodys.entry)
    assert not world.as_seen_by("FR").knows(own.entry)
    assert not world.as_seen_by("secretariat").knows(own.entry)
    assert not world.as_seen_by(None).knows(everybodys.entry)


def test_an_edition_replaces_the_one_before_and_says_what_it_changes(world: World) -> None:
    watch_list = opened(world)
    first = renewed(world, watch_list, (MARWAN,))
    second = renewed(world, watch_list, (MARWAN | {"birthDate": "1975"}, SALMA))

    newest = queries.newest_edition(watch_list.entry)
    assert newest is not None
    assert (newest.entry, newest.previous, newest.entries) == (second, first, 2)
    assert (newest.added, newest.changed, newest.delisted) == (1, 1, 0)


def test_an_edition_that_is_erased_leaves_the_one_before(world: World) -> None:
    watch_list = opened(world)
    first = renewed(world, watch_list, (MARWAN,))
    second = renewed(world, watch_list, PEOPLE)

    world.erase("secretariat", second)
    indexing.catch_up()

    newest = queries.newest_edition(watch_list.entry)
    assert newest is not None
    assert newest.entry == first
    assert list(ListedEntry.objects.values_list("subject", flat=True)) == ["specimens:1"]


def test_a_list_that_is_erased_is_asked_no_more(world: World) -> None:
    watch_list = listed(world)

    world.erase("secretariat", watch_list.entry)
    indexing.catch_up()

    assert queries.lists_open() == []
    assert not ListedEntry.objects.exists()


def test_a_closed_list_is_asked_no_more_and_its_name_is_free(world: World) -> None:
    watch_list = listed(world)
    closing = world.perform(CloseList(list=watch_list.entry, reason=CloseReason.REPLACED), by="secretariat").index
    closed = WatchList.objects.get()

    assert (closed.closed_at, closed.closed_by, closed.close_reason) == (world.now, closing, "replaced")
    assert queries.lists_open() == []
    another = opened(world)
    assert queries.list_named("specimens") == another


def test_nobody_erases_what_ended_something(world: World) -> None:
    watch_list = listed(world)
    entry = cleared(world)
    withdrawal = world.perform(ended(entry), by="MA").index
    closing = world.perform(CloseList(list=watch_list.entry, reason=CloseReason.REPLACED), by="secretariat").index

    for party, about in (("MA", withdrawal), ("secretariat", closing)):
        with pytest.raises(Exception, match="kept"):
            world.erase(party, about)


def test_a_clearance_is_the_bureaus_own_unless_it_shares_it(world: World) -> None:
    listed(world)
    own, shared = cleared(world), cleared(world, shared=True)
    seen = {party: set(Clearance.seen_by(party).values_list("entry", flat=True)) for party in ("MA", "FR", None)}

    assert seen == {"MA": {own, shared}, "FR": {shared}, None: set()}
    assert (world.as_seen_by("FR").knows(own), world.as_seen_by("FR").knows(shared)) == (False, True)


def test_whoever_saw_a_clearance_sees_that_it_ended(world: World) -> None:
    listed(world)
    own, shared = (world.perform(ended(cleared(world, shared=shared)), by="MA").index for shared in (False, True))

    assert (world.as_seen_by("FR").knows(own), world.as_seen_by("FR").knows(shared)) == (False, True)
    assert [each.end_reason for each in Clearance.objects.all()] == ["withdrawn", "withdrawn"]


def test_the_installation_ends_a_clearance_whose_time_is_over_and_the_bureau_learns_of_it(world: World) -> None:
    listed(world)
    entry = cleared(world)
    world.pass_time(days=30)
    _tick(world)

    over = Clearance.objects.get()
    assert over.end_reason == ClearanceEnd.EXPIRED
    assert over.ended_by is not None
    readers = {party for party in ("MA", "FR", "secretariat", None) if world.as_seen_by(party).knows(over.ended_by)}
    assert readers == {"MA"}
    assert queries.clearances_in_force("MA", ["specimens:1"], world.now) == []
    assert world.refusal(ended(entry), by="MA") == "already-ended"


def test_an_erased_clearance_is_gone_before_its_end_and_after(world: World) -> None:
    listed(world)
    before, after = cleared(world), cleared(world)
    world.perform(ended(after), by="MA")

    world.erase("MA", before)
    world.erase("MA", after)

    assert not Clearance.objects.exists()


def test_a_duty_officer_may_clear_and_a_border_officer_may_not(world: World) -> None:
    listed(world)
    world.appoint_head("MA")
    border, duty = world.appoint("MA", role=Role.BORDER), world.appoint("MA", role=Role.DUTY)

    assert world.refusal(clearance(world), by="MA", mandate=border) == "role-without-right"
    world.perform(clearance(world), by="MA", mandate=duty)


def test_another_bureaus_list_can_be_neither_renewed_nor_closed(world: World) -> None:
    watch_list = listed(world)

    assert world.refusal(CloseList(list=watch_list.entry, reason=CloseReason.MISTAKEN), by="MA") == "unknown-list"


def test_who_is_cleared_of_a_bureaus_own_list_is_told_to_nobody(world: World) -> None:
    listed(world, by="MA", word="watched")

    assert world.refusal(clearance(world, subject="ma.watched:1", shared=True), by="MA") == "list-not-shared"
    assert world.refusal(clearance(world, subject="ma.watched:1"), by="FR") == "unknown-list"
    cleared(world, subject="ma.watched:1")


def test_no_refusal_of_a_clearance_tells_what_a_list_says(world: World) -> None:
    """A refused act leaves no trace: whoever guesses an entry, a birth date or a document learns nothing by it."""
    listed(world)
    born_alike = Cleared(names=("Somebody Else",), birth_date=MARWAN["birthDate"])
    guesses = [{}, {"subject": "specimens:3"}, {"person": born_alike}]
    acts = [clearance(world, **guess) for guess in guesses]
    over = [clearance(world, **guess, ends=world.now) for guess in guesses]

    with clock.held_at(world.now):
        refused = perform_many([world.signed(act, "MA") for act in over])
        accepted = perform_many([world.signed(act, "MA") for act in acts])

    assert [each.code for each in refused if isinstance(each, Refused)] == ["already-over"] * 3
    entries = [each.index for each in accepted if isinstance(each, Receipt)]
    assert len(entries) == 3, "what was learnt stands in the record"
    assert [bool(each.digest) for each in Clearance.objects.order_by("entry")] == [True, False, True]


def test_a_clearance_that_tells_nobody_apart_clears_nobody(world: World) -> None:
    watch_list = listed(world)
    born_alike = Cleared(names=("Marwan Specimenov",), birth_date=MARWAN["birthDate"])
    cleared(world, person=born_alike)
    cleared(world, subject="specimens:3", person=CLEARED)
    renewed(world, watch_list, [*PEOPLE, {"id": "3", "name": "Marwan Specimenov"}])

    def alerts(born: str) -> set[str]:
        question = Question(facts=Query(names=("Marwan Specimenov",), birth_dates=(born,)), purpose="visa")
        with clock.held_at(world.now):
            answer = ask(question, Visitor(party="MA", account=1, name="SPECIMEN"))
        return {each.match.subject.id for each in answer.alerts}

    assert "specimens:1" in alerts(MARWAN["birthDate"])
    assert "specimens:3" in alerts("1990-05-04"), "the entry came after its clearance"


def test_the_tables_are_made_again_from_acts_of_every_kind(world: World) -> None:
    watch_list = listed(world)
    cleared(world, ends=world.now + timedelta(days=2))
    world.perform(ended(cleared(world, shared=True)), by="MA")
    world.perform(CommitLog(day="2026-01-04", checks=1, digest="0" * 64), by="system")
    world.perform(CloseList(list=watch_list.entry, reason=CloseReason.DISCONTINUED), by="secretariat")
    world.perform(OpenList(list="own", source="csv", title=watch_list.title, renewed_within=30), by="MA")
    tables = [model for model in recorded_models() if model in (WatchList, Edition, Clearance, LoggedDay)]
    before = {model: list(model._default_manager.order_by("pk").values()) for model in tables}
    assert all(before.values())

    rebuild.rebuild()

    assert {model: list(model._default_manager.order_by("pk").values()) for model in tables} == before
