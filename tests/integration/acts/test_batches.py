"""Batches: one transaction, in order; the wrong ones do not hold up the others."""

import logging
from collections.abc import Sequence
from typing import Any

import pytest

from tests.integration.acts.kinds_for_a_test import Stumble, known
from tests.world import World, checksums, key_of
from wasl.acts import clock, keystore, queries, subscribers
from wasl.acts.act import Decided, Entry
from wasl.acts.acts import Erase
from wasl.acts.models import VaultEntry
from wasl.acts.perform import BATCH_MAX, Outcome, perform_many
from wasl.acts.receipts import Receipt
from wasl.members.acts import (
    AppointOfficer,
    EndMandate,
    EndReason,
    KeyReason,
    RegisterBureauKey,
    RegisterOfficer,
    Role,
    RotateKey,
)
from wasl.members.models import Officer

OFFICER = RegisterOfficer(name="SPECIMEN Amina")


def _told(outcomes: Sequence[Outcome]) -> list[int | str]:
    """The entry of each act that was accepted, the code of each that was not."""
    return [outcome.index if isinstance(outcome, Receipt) else outcome.code for outcome in outcomes]


def _hand_in(world: World, *sources: Any) -> list[int | str]:
    with clock.held_at(world.now):
        return _told(perform_many(sources))


def test_the_wrong_ones_do_not_hold_up_the_others(world: World) -> None:
    size = queries.head().size
    good = [world.signed(OFFICER, "MA") for _ in range(6)]

    told = _hand_in(
        world, good[0], b"nonsense", good[1], world.signed(OFFICER, "MA", mandate=0), good[2], None, *good[3:]
    )

    accepted = [entry for entry in told if isinstance(entry, int)]
    assert [entry for entry in told if entry not in accepted] == ["bad-envelope", "unknown-mandate", "bad-envelope"]
    assert accepted == list(range(size, size + 6))


def test_a_batch_of_nothing_and_a_batch_of_nonsense(world: World) -> None:
    before = checksums()

    assert _hand_in(world) == []
    assert _hand_in(world, b"", b"{}") == ["bad-envelope", "bad-envelope"]
    assert checksums() == before


def test_order_is_kept(world: World) -> None:
    names = [f"SPECIMEN {number:03d}" for number in range(50)]
    world.perform_many([RegisterOfficer(name=name) for name in names], by="FR")

    assert list(Officer.objects.order_by("entry").values_list("name", flat=True)) == names


def test_a_thousand_and_twenty_four_at_once(world: World) -> None:
    size = queries.head().size
    told = _told(world.perform_many([OFFICER] * BATCH_MAX, by="MA"))

    assert told == list(range(size, size + BATCH_MAX))
    assert Officer.objects.filter(party="MA").count() == BATCH_MAX


def test_a_bureau_begins_in_one_batch(world: World) -> None:
    """Its key, its officer, the appointment, and an act under that mandate, each relying on the one before."""
    size, key = queries.head().size, key_of("MA", 1)
    keyid, shown = keystore.keyid_of(key), keystore.possession("MA", key)
    register = RegisterBureauKey(party="MA", key=keyid, possession=shown, reason=KeyReason.ADDITIONAL)

    def by_new_key(act: Any, mandate: int | None = None) -> bytes:
        return keystore.sign(act, "MA", key, mandate=mandate).normal

    told = _hand_in(
        world,
        world.signed(register, "secretariat"),
        by_new_key(OFFICER),
        by_new_key(AppointOfficer(officer=size + 1, role=Role.HEAD)),
        by_new_key(OFFICER),
        by_new_key(OFFICER, mandate=size + 2),
        by_new_key(AppointOfficer(officer=size + 1, role=Role.HEAD), mandate=size + 2),
        by_new_key(EndMandate(mandate=size + 2, reason=EndReason.RESIGNED), mandate=size + 2),
        by_new_key(AppointOfficer(officer=size + 1, role=Role.HEAD)),
    )

    assert told == [size, size + 1, size + 2, "no-mandate", size + 3, "already-appointed", size + 4, size + 5]


def test_a_key_rotated_in_the_middle_of_a_batch(world: World) -> None:
    size, new = queries.head().size, key_of("MA", 1)
    rotation = RotateKey(new_key=keystore.keyid_of(new), possession=keystore.possession("MA", new))

    told = _hand_in(
        world,
        keystore.sign(OFFICER, "MA", new).normal,
        world.signed(OFFICER, "MA"),
        world.signed(rotation, "MA"),
        world.signed(OFFICER, "MA"),
        keystore.sign(OFFICER, "MA", new).normal,
    )

    assert told == ["unknown-key", size, size + 1, "key-ended", size + 2]


def test_an_officer_registered_and_erased_in_one_batch(world: World) -> None:
    size, officer = queries.head().size, world.signed(OFFICER, "MA")
    erasure = world.signed(Erase(entry=size, reason="a mistake"), "MA")

    told = _hand_in(world, officer, erasure, officer, world.signed(Erase(entry=size, reason="again"), "MA"))

    assert told == [size, size + 1, "erased", "not-there"]
    assert not Officer.objects.exists()
    assert VaultEntry.objects.get(pk=size).envelope is None


def test_an_old_act_erased_and_handed_in_again_in_one_batch(world: World) -> None:
    """Its salt is gone, and no receipt gives it out."""
    source = world.signed(OFFICER, "MA")
    entry = world.hand_in(source).index
    erasure = world.signed(Erase(entry=entry, reason="no longer needed"), "MA")

    told = _hand_in(world, source, erasure, source)

    assert told == [entry, entry + 1, "erased"]


def test_an_erasure_refused_does_not_hide_the_act(world: World) -> None:
    source = world.signed(OFFICER, "MA")
    entry = world.hand_in(source).index

    told = _hand_in(world, world.signed(Erase(entry=entry, reason="not ours"), "FR"), source)

    assert told == ["not-author", entry]


def test_one_identity_for_two_acts_of_a_batch(world: World) -> None:
    size, identity = queries.head().size, "0f9a2c4e-7b1d-4c3a-9e5f-6a7b8c9d0e1f"
    sources = [world.signed(RegisterOfficer(name=name), "MA", identity=identity) for name in ("A", "B", "A")]

    told = _hand_in(world, *sources[:2], sources[0])

    assert told == [size, "identity-used", size]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_apply_that_fails_leaves_nothing(world: World, place: int) -> None:
    """Not of its own act, not of those before it in the batch; and afterwards all is as usual."""
    before = checksums()

    def apply(entry: Entry, act: Stumble, decided: Decided) -> None:
        Officer.objects.create(entry=entry.index, party="MA", name="half done", photograph="")
        raise ZeroDivisionError(act.word)

    good = [world.signed(OFFICER, "MA"), world.signed(OFFICER, "FR")]
    with known(Stumble, apply):
        bad = world.signed(Stumble(word="fault"), "MA")
        with pytest.raises(ZeroDivisionError, match="fault"):
            _hand_in(world, *good[:place], bad, *good[place:])

    assert checksums() == before
    assert _hand_in(world, bad, *good) == ["unknown-kind", queries.head().size - 2, queries.head().size - 1]


def test_live_pages_hear_of_a_batch_in_order_and_of_no_refusal(world: World) -> None:
    heard: list[tuple[int, str]] = []

    def listen(acts: Sequence[subscribers.Heard]) -> None:
        heard.extend((entry.index, type(act).__name__) for entry, act, _decided in acts)

    size = queries.head().size
    subscribers.subscribe(listen)
    try:
        _hand_in(world, world.signed(OFFICER, "MA"), b"nonsense", world.signed(OFFICER, "FR"))
        _hand_in(world, b"nonsense")
    finally:
        subscribers.unsubscribe(listen)

    assert heard == [(size, "RegisterOfficer"), (size + 1, "RegisterOfficer")]


def test_a_subscriber_that_fails_undoes_nothing(world: World, caplog: pytest.LogCaptureFixture) -> None:
    heard: list[int] = []

    def fail(acts: Sequence[subscribers.Heard]) -> None:
        raise ZeroDivisionError

    def listen(acts: Sequence[subscribers.Heard]) -> None:
        heard.append(acts[0][0].index)

    subscribers.subscribe(fail)
    subscribers.subscribe(listen)
    try:
        with caplog.at_level(logging.ERROR):
            officer = world.register_officer("MA")
    finally:
        subscribers.unsubscribe(fail)
        subscribers.unsubscribe(listen)

    assert heard == [officer]
    assert f"a subscriber failed on entries {officer} to {officer}" in caplog.text
    assert queries.kept(officer) is not None
