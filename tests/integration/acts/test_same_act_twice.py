"""Sending the same act again is safe: a bureau whose line broke gets the receipt it missed."""

import json
from threading import Thread

import pytest
from django.db import connection

from tests.world import World
from wasl.acts import clock, keystore, queries
from wasl.acts.models import OutboxMessage
from wasl.acts.perform import perform, perform_many
from wasl.acts.receipts import Receipt
from wasl.acts.refusals import Refused
from wasl.members.acts import RegisterOfficer, RevocationReason, RevokeKey

OFFICER = RegisterOfficer(name="SPECIMEN Amina")


def _promised(outcome: Receipt | Refused) -> tuple[int, str, bytes, bytes, bytes]:
    """What never differs between two receipts of one act."""
    assert isinstance(outcome, Receipt), outcome
    return outcome.index, outcome.identity, outcome.decided_bytes, outcome.salt, outcome.commitment


def test_one_after_the_other(world: World) -> None:
    source = world.signed(OFFICER, "MA")
    first = world.hand_in(source)
    world.pass_time(days=3)

    again = world.hand_in(source)

    assert _promised(again) == _promised(first)
    assert again.decided == first.decided
    assert again.checkpoint == first.checkpoint
    assert again.hashes == first.hashes


def test_twice_in_one_batch(world: World) -> None:
    source = world.signed(OFFICER, "MA")
    size = queries.head().size

    with clock.held_at(world.now):
        first, other, again = perform_many([source, world.signed(OFFICER, "MA"), source])

    assert _promised(again) == _promised(first)
    assert _promised(other)[0] == size + 1
    assert queries.head().size == size + 2


def test_in_different_batches(world: World) -> None:
    """The proof is of the record as it is now; the entry is the one of the first time."""
    source = world.signed(OFFICER, "MA")
    with clock.held_at(world.now):
        _other, first = perform_many([world.signed(OFFICER, "MA"), source])
        again, _another = perform_many([source, world.signed(OFFICER, "MA")])

    assert _promised(again) == _promised(first)
    assert isinstance(again, Receipt)
    assert isinstance(first, Receipt)
    assert again.checkpoint != first.checkpoint


def test_however_the_envelope_is_spaced(world: World) -> None:
    """The signed bytes are the act; JSON around them may be written as anybody likes."""
    source = world.signed(OFFICER, "MA")
    first = world.hand_in(source)

    parsed = json.loads(source)
    spaced = json.dumps(dict(reversed(parsed.items())), indent=4).encode()

    assert _promised(world.hand_in(spaced)) == _promised(first)
    assert _promised(perform(parsed)) == _promised(first)


def test_after_the_key_that_signed_it_was_revoked(world: World) -> None:
    source = world.signed(OFFICER, "MA")
    first = world.hand_in(source)
    world.revoke_key("MA", by="secretariat")

    assert _promised(world.hand_in(source)) == _promised(first)


def test_the_second_time_announces_nothing(world: World) -> None:
    act = RevokeKey(key=keystore.keyid_of(world.keys["FR"]), reason=RevocationReason.COMPROMISED)
    source = world.signed(act, "secretariat")
    world.hand_in(source)
    world.hand_in(source)

    assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_by_two_hands_at_once() -> None:
    """The second waits for the first, and gets its receipt."""
    world = World(members=("MA",))
    source = world.signed(OFFICER, "MA")
    outcomes: list[Receipt] = []

    def hand_in() -> None:
        try:
            with clock.held_at(world.now):
                outcomes.append(perform(source))
        finally:
            connection.close()

    hands = [Thread(target=hand_in) for _ in range(6)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert len({_promised(outcome) for outcome in outcomes}) == 1
    assert len(outcomes) == 6
    assert queries.head().size == outcomes[0].index + 1
