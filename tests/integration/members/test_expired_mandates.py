"""Mandates whose time is over: no longer in force at that moment, and ended by the installation at the next tick."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection

from tests.world import World
from wasl.acts import clock, deadlines, keystore, queries
from wasl.acts.deadlines import BATCH
from wasl.acts.home import SYSTEM_KEY, draw_secret
from wasl.acts.models import VaultEntry
from wasl.acts.receipts import Receipt
from wasl.members import queries as members
from wasl.members.acts import AppointOfficer, EndMandate, EndReason, RegisterOfficer, Role
from wasl.members.models import Mandate, Post

DAY = timedelta(days=1)


def _due(world: World) -> list[Receipt]:
    """What the installation performs by itself, at the world's time."""
    with clock.held_at(world.now):
        return deadlines.perform_due(world.now)


def test_the_installation_ends_it_once(world: World) -> None:
    mandate = world.appoint("MA", role=Role.DUTY, ends=world.now + DAY)
    assert _due(world) == []
    world.pass_time(days=1)

    (receipt,) = _due(world)

    kept, ended = queries.kept(receipt.index), Mandate.objects.get(pk=mandate)
    assert kept is not None
    assert kept.act == EndMandate(mandate=mandate, reason=EndReason.EXPIRED)
    assert (kept.row.party, kept.envelope.keyid) == ("system", keystore.keyid_of(keystore.system_key()))
    assert (ended.ended_at, ended.ended_by, ended.end_reason) == (world.now, receipt.index, "expired")
    assert _due(world) == []


def test_it_is_over_at_its_last_moment_whether_or_not_anybody_ended_it(world: World) -> None:
    mandate = world.appoint_head("MA", ends=world.now + DAY)
    officer = RegisterOfficer(name="SPECIMEN")
    world.pass_time(hours=23, minutes=59, seconds=59.999999)
    world.perform(officer, by="MA")
    world.pass_time(microseconds=1)

    assert world.refusal(officer, by="MA", mandate=mandate) == "mandate-not-in-force"
    del world.heads["MA"]
    world.perform(officer, by="MA")


def test_the_post_is_free_again(world: World) -> None:
    officer = world.register_officer("MA")
    world.appoint("MA", officer, Role.DUTY, ends=world.now + DAY)
    world.pass_time(days=1)
    assert world.refusal(AppointOfficer(officer=officer, role=Role.DUTY), by="MA") == "already-appointed"

    _due(world)

    assert not Post.objects.exists()
    world.appoint("MA", officer, Role.DUTY)


def test_a_bureau_may_end_it_first(world: World) -> None:
    mandate = world.appoint("MA", ends=world.now + DAY)
    world.pass_time(days=2)
    world.end_mandate("MA", mandate, EndReason.EXPIRED)

    assert _due(world) == []


def test_those_of_all_parties_the_oldest_first(world: World) -> None:
    mandates = [
        world.appoint(party, ends=world.now + days * DAY)
        for party, days in (("MA", 3), ("FR", 1), ("secretariat", 2), ("system", 5), ("BR", 400))
    ]
    world.pass_time(days=10)

    told = [queries.kept(receipt.index) for receipt in _due(world)]

    ended = [kept.act.mandate for kept in told if kept and isinstance(kept.act, EndMandate)]
    assert ended == [mandates[1], mandates[2], mandates[0], mandates[3]]


def test_more_than_a_batch(db: None) -> None:
    world = World(members=("MA",))
    officers = range(queries.head().size, queries.head().size + BATCH + 4)
    world.perform_many([RegisterOfficer(name="SPECIMEN")] * len(officers), by="MA")
    world.perform_many(
        [AppointOfficer(officer=officer, role=Role.BORDER, ends=world.now + DAY) for officer in officers], by="MA"
    )
    world.pass_time(days=1)

    assert len(_due(world)) == BATCH + 4
    assert members.expired(world.now, BATCH) == []


def test_until_the_last_moment_there_is(world: World) -> None:
    """And one that begins with the first: neither breaks a calendar."""
    last = datetime.max.replace(tzinfo=UTC)
    mandate = world.appoint_head("MA", ends=last)
    world.register_officer("MA")
    first = world.appoint("FR", begins=datetime.min.replace(tzinfo=UTC), ends=last)

    assert (Mandate.objects.get(pk=mandate).ends, Mandate.objects.get(pk=first).begins) == (last, world.now)
    assert _due(world) == []


def test_nothing_for_a_year_and_then_all_of_it(world: World) -> None:
    """The installation was switched off: what expired meanwhile was not in force, and is ended now."""
    head = world.appoint_head("MA", ends=world.now + 30 * DAY)
    other = world.appoint("FR", ends=world.now + 90 * DAY)
    world.pass_time(days=365)

    receipts = _due(world)

    assert [Mandate.objects.get(pk=mandate).ended_at for mandate in (head, other)] == [world.now, world.now]
    assert len(receipts) == 2
    del world.heads["MA"]
    world.appoint_head("MA")


def test_a_clock_set_back_ends_nothing_early(world: World) -> None:
    """The record's time goes on from the last entry; the clock catches up in its own time."""
    world.appoint("MA", ends=world.now + 2 * DAY)
    world.pass_time(days=1)
    world.register_officer("MA")
    world.pass_time(days=-30)

    assert _due(world) == []
    index = world.register_officer("MA")
    kept = queries.kept(index)
    assert kept is not None
    assert kept.decided.at == world.now + 30 * DAY


def test_a_key_that_may_not_sign_is_told_once(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """Nothing is signed with it; once the right key is in its place, what waited is done."""
    mandates = [world.appoint("MA", ends=world.now + DAY) for _ in range(3)]
    with monkeypatch.context() as home:
        home.setenv("WASL_SECRETS", str(tmp_path))
        draw_secret(tmp_path / SYSTEM_KEY)
        assert _due(world) == []
        assert not caplog.records
        world.pass_time(days=2)
        assert _due(world) == []
    (told,) = caplog.records
    assert "unknown-key" in told.message

    assert len(_due(world)) == len(mandates)


def test_one_that_is_refused_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Here those at the front are not over yet, whoever listed them; they fill more than two batches."""
    monkeypatch.setattr(deadlines, "BATCH", 2)
    lasting = [world.appoint("MA", ends=world.now + 9 * DAY) for _ in range(5)]
    over = [world.appoint("FR", ends=world.now + DAY) for _ in range(3)]
    world.pass_time(days=2)

    def listed(now: datetime, limit: int) -> list[EndMandate]:
        waiting = [*lasting, *members.expired(now, limit)]
        return [EndMandate(mandate=mandate, reason=EndReason.EXPIRED) for mandate in waiting][:limit]

    monkeypatch.setattr(deadlines, "_due", [listed])
    told = [queries.kept(receipt.index) for receipt in _due(world)]

    assert [kept.act.mandate for kept in told if kept and isinstance(kept.act, EndMandate)] == over
    (line,) = caplog.records
    assert "5 of them" in line.message


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_end_it_once(caplog: pytest.LogCaptureFixture) -> None:
    world = World(members=("MA",))
    mandates = [world.appoint("MA", ends=world.now + DAY) for _ in range(5)]
    world.pass_time(days=2)
    receipts: list[Receipt] = []

    def tick() -> None:
        try:
            with clock.held_at(world.now):
                receipts.extend(deadlines.tick(world.now))
        finally:
            connection.close()

    ticking = [Thread(target=tick) for _ in range(3)]
    for each in ticking:
        each.start()
    for each in ticking:
        each.join()

    ended = VaultEntry.objects.filter(kind="members.end-mandate/1")
    assert sorted(ended.values_list("index", flat=True)) == sorted(receipt.index for receipt in receipts)
    assert len(receipts) == len(mandates)
    assert not Mandate.objects.filter(ended_at=None).exists()
