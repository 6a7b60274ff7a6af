"""The recorded tables are what the record makes them: whatever else is in them is found, and can be put right."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, models

from tests.world import World, checksums
from wasl.acts import clock, queries, rebuild
from wasl.acts.models import Head, JournalEntry, Recorded, TreeNode, VaultEntry, recorded_models
from wasl.acts.rebuild import Corrupted, Difference
from wasl.members.acts import RegisterOfficer, Role
from wasl.members.models import BureauKey, Mandate, Member, Officer, Organisation, Post


def _fill(world: World) -> None:
    """A row in every recorded table."""
    officer = world.register_officer("MA", "SPECIMEN Amina")
    world.appoint("MA", officer, Role.DUTY, ends=world.now + timedelta(days=9))
    world.end_mandate("MA", world.appoint("MA", officer, Role.BORDER))
    world.rotate_key("FR")
    assert all(model._default_manager.exists() for model in recorded_models())


def _other(value: Any, column: models.Field[Any, Any]) -> Any:
    """Another value that the column may hold."""
    if isinstance(column, models.DateTimeField):
        return (value or datetime.fromisoformat("2026-01-05T08:00:00Z")) + timedelta(microseconds=1)
    if isinstance(value, dict):
        return value | {"en": "Another Organisation"}
    if isinstance(column, models.IntegerField):
        return (value or 0) + 1_000_000
    return ("Z" + value)[: column.max_length] if value else "Z"


COLUMNS = [
    (model, column)
    for model in recorded_models()
    for column in model._meta.concrete_fields
    if (model, column.attname) != (Organisation, "id")  # the database lets it be 1 only
]


@pytest.mark.parametrize(
    ("model", "column"), COLUMNS, ids=[f"{model.__name__}.{column.attname}" for model, column in COLUMNS]
)
def test_every_column_changed_by_hand_is_found(db: None, model: type[Recorded], column: models.Field[Any, Any]) -> None:
    world = World(members=("MA", "FR"))
    _fill(world)
    row = model._default_manager.order_by("pk").first()
    assert row is not None
    model._default_manager.filter(pk=row.pk).update(**{column.attname: _other(getattr(row, column.attname), column)})

    found = rebuild.compare()

    assert {difference.table for difference in found} == {model._meta.label_lower}
    assert str(row.pk) in {difference.key for difference in found}
    rebuild.rebuild()
    assert rebuild.compare() == []


@pytest.mark.parametrize("model", recorded_models(), ids=lambda model: model._meta.label)
def test_a_missing_row_is_found(db: None, model: type[Recorded]) -> None:
    _fill(World(members=("MA", "FR")))
    row = model._default_manager.order_by("pk").first()
    assert row is not None
    key = row.pk
    model._default_manager.filter(pk=key).delete()

    (found,) = rebuild.compare()

    assert (found.table, found.key, found.live) == (model._meta.label_lower, str(key), None)
    assert found.replayed is not None


EXTRA: list[Callable[[], Recorded]] = [
    lambda: Member(code="ZZ", entry=1, region="europe", joined="2000-01"),
    lambda: BureauKey(keyid="A" * 43, entry=1, party="MA", state="in-force", registered_at=clock.now()),
    lambda: Officer(entry=900, party="MA", name="SPECIMEN", photograph=""),
    lambda: Mandate(entry=900, party="MA", officer=900, role="head-of-bureau", begins=clock.now()),
    lambda: Post(key="900/duty-officer", entry=900, mandate=900),
]


@pytest.mark.parametrize("make", EXTRA, ids=lambda make: type(make()).__name__)
def test_an_extra_row_is_found(db: None, make: Callable[[], Recorded]) -> None:
    """A key, an officer or a mandate that nobody signed for."""
    _fill(World(members=("MA", "FR")))
    row = make()
    row.save(force_insert=True)

    (found,) = rebuild.compare()

    assert (found.table, found.key, found.replayed) == (type(row)._meta.label_lower, str(row.pk), None)


def test_a_difference_shows_both_sides(world: World) -> None:
    Member.objects.filter(pk="MA").update(region="asia")

    (found,) = rebuild.compare()

    assert isinstance(found, Difference)
    assert found.live is not None
    assert found.replayed is not None
    assert (found.live["region"], found.replayed["region"]) == ("asia", "africa")
    rebuild.rebuild()


def test_a_member_sees_only_what_differs_for_it(world: World) -> None:
    officer = world.register_officer("MA", "SPECIMEN Amina")
    Officer.objects.filter(pk=officer).update(name="SPECIMEN Somebody")

    assert len(rebuild.compare("MA", everything=False)) == 1
    assert len(rebuild.compare("secretariat", everything=False)) == 1
    assert rebuild.compare("FR", everything=False) == []
    assert rebuild.compare(None, everything=False) == []
    rebuild.rebuild()


def test_an_officer_shown_to_another_bureau_is_found(world: World) -> None:
    """Moved by hand to another party, the row is what that party sees and should not."""
    officer = world.register_officer("MA", "SPECIMEN Amina")
    Officer.objects.filter(pk=officer).update(party="FR")

    assert [found.key for found in rebuild.compare("FR", everything=False)] == [str(officer)]
    rebuild.rebuild()


def test_a_rebuild_reports_how_far_it_is(world: World) -> None:
    told: list[tuple[int, int]] = []

    count = rebuild.rebuild(lambda done, total: told.append((done, total)))

    assert count == queries.head().size
    assert told[-1] == (count, count)


CHANGES: dict[str, dict[str, Any]] = {
    "the envelope": {"envelope": b'{"payload":""}'},
    "no envelope": {"envelope": None},
    "what was decided": {"decided": b'{"at":"2020-01-01T00:00:00.000000Z"}'},
    "the salt": {"salt": bytes(32)},
    "the kind": {"kind": "members.register-officer/1"},
    "an unknown kind": {"kind": "members.nothing/1"},
    "the author": {"party": "BR"},
    "who may read it": {"open": False},
    "the identity": {"identity": "0f9a2c4e-7b1d-4c3a-9e5f-6a7b8c9d0e1f"},
}


@pytest.mark.parametrize("values", CHANGES.values(), ids=CHANGES)
def test_a_vault_changed_by_hand_is_believed_by_nobody(db: None, values: dict[str, Any]) -> None:
    """And the tables stay as they were: a rebuild from a damaged vault would be worse than none."""
    world = World(members=("MA", "FR"))
    _fill(world)
    VaultEntry.objects.filter(pk=1).update(**values)
    before = checksums()

    for attempt in (rebuild.compare, rebuild.rebuild):
        with pytest.raises(Corrupted, match="entry 1:"):
            attempt()

    assert checksums() == before


def _lose_journal_entry() -> None:
    JournalEntry.objects.filter(pk=2).delete()


def _lose_vault_entry() -> None:
    VaultEntry.objects.filter(pk=2).delete()


def _change_commitment() -> None:
    JournalEntry.objects.filter(pk=2).update(commitment=bytes(32))


def _shorten() -> None:
    head = Head.objects.get()
    Head.objects.update(size=head.size - 1, range=bytes(32 * (head.size - 1).bit_count()))


DAMAGES = [_lose_journal_entry, _lose_vault_entry, _change_commitment, _shorten]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_a_damaged_journal_is_believed_by_nobody(db: None, damage: Callable[[], None]) -> None:
    _fill(World(members=("MA", "FR")))
    damage()

    with pytest.raises(Corrupted):
        rebuild.compare()


def test_an_entry_erased_by_hand_shows(db: None) -> None:
    """Even with its rows removed, too: only a signed erasure in the record explains what is gone."""
    world = World(members=("MA",))
    officer = world.register_officer("MA")
    VaultEntry.objects.filter(pk=officer).update(envelope=None, decided=None, salt=None, erased_by=officer)
    Officer.objects.filter(pk=officer).delete()

    with pytest.raises(rebuild.Corrupted, match=f"entry {officer}: what is gone"):
        rebuild.compare()


def test_an_erased_act_put_back_shows(db: None) -> None:
    world = World(members=("MA",))
    officer = world.register_officer("MA")
    before = VaultEntry.objects.filter(pk=officer).values("envelope", "decided", "salt", "erased_by").get()
    world.erase("MA", officer)
    VaultEntry.objects.filter(pk=officer).update(**before)

    with pytest.raises(rebuild.Corrupted, match=f"entry {officer}: what is gone"):
        rebuild.compare()


def test_a_damaged_tree_and_entries_beyond_the_head_show(db: None) -> None:
    world = World()
    for _ in range(0, 256, 32):
        world.perform_many([RegisterOfficer(name="SPECIMEN") for _ in range(32)], by="MA")
    assert rebuild.compare() == []

    TreeNode.objects.update(hash=bytes(32))
    with pytest.raises(rebuild.Corrupted, match="node 0 of level 1"):
        rebuild.compare()

    Head.objects.update(range=b"short")
    with pytest.raises(rebuild.Corrupted, match="the head is damaged"):
        rebuild.compare()


def _appending(world: World, stop: Event, failures: list[BaseException]) -> Thread:
    """Somebody who registers and appoints officers, and ends mandates, all the time."""

    def append() -> None:
        try:
            while not stop.is_set():
                with clock.held_at(world.now):
                    world.end_mandate("FR", world.appoint("FR"))
        except BaseException as error:
            failures.append(error)
            raise
        finally:
            connection.close()

    thread = Thread(target=append)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_a_comparison_while_others_append_finds_nothing_wrong() -> None:
    world, stop, failures = World(members=("MA", "FR")), Event(), list[BaseException]()
    thread = _appending(world, stop, failures)
    try:
        found = [difference for _ in range(8) for difference in rebuild.compare()]
    finally:
        stop.set()
        thread.join()

    assert found == []
    assert failures == []
    assert queries.head().size > 10


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_while_others_append_loses_nothing() -> None:
    world, stop, failures = World(members=("MA", "FR")), Event(), list[BaseException]()
    world.perform_many([RegisterOfficer(name="SPECIMEN")] * 200, by="MA")
    thread = _appending(world, stop, failures)
    try:
        for _ in range(4):
            rebuild.rebuild()
    finally:
        stop.set()
        thread.join()

    assert failures == []
    assert rebuild.compare() == []
