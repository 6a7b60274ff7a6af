"""The working set changes how often the database is asked, and nothing else."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.integration.acts.histories import STEPS, Player, Step
from tests.world import World, forgotten
from wasl.acts import blobs, clock
from wasl.acts.models import recorded_models
from wasl.acts.perform import Outcome, perform_many
from wasl.acts.receipts import Receipt
from wasl.acts.working_set import WorkingSet, change, get, put, working_set
from wasl.members.acts import RegisterOfficer
from wasl.members.models import Member, Officer

KEYS = 4

Do = Callable[[int, int], Any]


def _put(key: int, value: int) -> Any:
    """Entries are given once: what is there is not put again."""
    if not get(Officer, key):
        put(Officer(entry=key, party="MA", name=str(value), photograph=""))


def _put_another(key: int, value: int) -> Any:
    if not get(Member, f"A{key}"):
        put(Member(code=f"A{key}", entry=value, region="africa", joined="1960-01"))


def _get(key: int, value: int) -> Any:
    row = get(Officer, key)
    return row and (row.entry, row.name, row.party, row.photograph)


def _change(key: int, value: int) -> Any:
    change(Officer, key, name=f"changed {value}")


def _update(key: int, value: int) -> Any:
    return Officer.objects.filter(entry__lte=key).update(party="FR" if value % 2 else "MA")


def _delete(key: int, value: int) -> Any:
    return Officer.objects.filter(entry=key).delete()[0]


def _list(key: int, value: int) -> Any:
    return list(Officer.objects.filter(entry__gte=key).order_by("entry").values_list("entry", "name", "party"))


def _count(key: int, value: int) -> Any:
    return Officer.objects.filter(party="FR").count(), Member.objects.count()


def _exists(key: int, value: int) -> Any:
    return Officer.objects.filter(entry=key, name=str(value)).exists()


def _sql(key: int, value: int) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE members_officer SET name = %s WHERE entry = %s", [f"by hand {value}", key])
        cursor.execute("SELECT COUNT(*) FROM members_officer WHERE name LIKE %s", ["by hand%"])
        return cursor.fetchone()


OPERATIONS: Sequence[Do] = (
    _put,
    _put,
    _put_another,
    _get,
    _get,
    _change,
    _update,
    _delete,
    _list,
    _count,
    _exists,
    _sql,
)

_programs = st.lists(
    st.tuples(st.sampled_from(OPERATIONS), st.integers(0, KEYS), st.integers(0, 9)), min_size=1, max_size=25
)
_wanted = st.lists(
    st.tuples(st.just(Officer), st.integers(0, KEYS)) | st.tuples(st.just(Member), st.sampled_from(["A0", "A1"])),
    max_size=6,
)


def _run(program: list[tuple[Do, int, int]], already: bool, working: WorkingSet | None, wanted: Any) -> Any:
    if working:
        working.load(wanted)
    return [operation(key, value) for operation, key, value in program]


def _tables() -> Any:
    return [list(model._default_manager.order_by("pk").values_list()) for model in recorded_models()]


@given(program=_programs, wanted=_wanted, already=st.booleans())
def test_a_transaction_sees_the_same_with_it_as_without(
    db: None, program: list[tuple[Do, int, int]], wanted: Any, already: bool
) -> None:
    def play(working: WorkingSet | None) -> Any:
        return _run(program, already, working, wanted)

    def begin() -> None:
        if already:
            Officer.objects.create(entry=1, party="MA", name="there before", photograph="")

    with forgotten():
        begin()
        without = play(None), _tables()
    with forgotten():
        begin()
        with working_set() as working:
            seen = play(working)
        within = seen, _tables()

    assert within == without


def _verdicts(outcomes: Sequence[Outcome]) -> list[Any]:
    """All that may not depend on how acts were sent: everything but the salts."""
    return [
        (outcome.index, outcome.identity, outcome.decided_bytes) if isinstance(outcome, Receipt) else outcome.code
        for outcome in outcomes
    ]


@given(steps=st.lists(STEPS, min_size=4, max_size=15))
def test_a_batch_is_judged_as_its_acts_would_be_one_by_one(db: None, steps: list[Step]) -> None:
    with forgotten():
        player = Player.begin()
        for step in steps:
            if step.what not in ("wait", "tick", "again"):
                player.play(step)
        one_by_one = _verdicts(player.outcomes), _tables()
    with forgotten():
        world = Player.begin().world
        for party, kind, content in player.stored:
            blobs.store(party, kind, [content])
        with clock.held_at(world.now):
            together = _verdicts(perform_many(player.handed_in)), _tables()

    assert together == one_by_one


def test_what_fails_inside_is_written_nowhere(db: None) -> None:
    def fail() -> None:
        with forgotten(), working_set():
            put(Officer(entry=1, party="MA", name="half done", photograph=""))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert get(Officer, 1) is None


def test_a_batch_asks_the_database_no_more_than_one_act_does(world: World) -> None:
    """That is what it is for: the statements of a batch do not grow with the acts in it."""
    world.appoint_head("MA")

    def statements(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            world.perform_many([RegisterOfficer(name="SPECIMEN")] * count, by="MA")
        return len(captured)

    assert statements(200) <= statements(1) + 2
