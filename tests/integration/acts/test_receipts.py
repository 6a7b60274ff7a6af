"""A receipt proves, without us, that an act is in the record: the first one, the last one, and any between."""

import json
from base64 import b64decode
from itertools import pairwise
from typing import Any

import pytest

from tests.world import World
from wasl.acts import checkpoints, clock, queries
from wasl.acts.models import SignedCheckpoint
from wasl.acts.perform import perform_many, receipt_of
from wasl.acts.receipts import Receipt
from wasl.members.acts import RegisterOfficer
from wasl.record import canonical, checkpoint, entry, tree
from wasl.record.note import NoteError, read_vkey
from wasl.record.proof import TlogProof
from wasl.record.tree import ProofError

OFFICER = RegisterOfficer(name="SPECIMEN Amina")


def _log_key() -> Any:
    return read_vkey(checkpoints.verifier_keys()[0])


def _assert_proves(receipt: Receipt, source: bytes | None = None) -> checkpoint.Checkpoint:
    """What whoever holds the act, the receipt and the pinned key works out alone. Raises ProofError, NoteError."""
    head = checkpoint.opened(receipt.checkpoint, [_log_key()])
    leaf = entry.leaf_hash(receipt.commitment, is_open=receipt.is_open)
    tree.verify_inclusion(receipt.index, head.size, leaf, receipt.hashes, head.root)
    if source is not None:
        assert receipt.commitment == entry.commitment(receipt.salt, source, receipt.decided_bytes)
    return head


@pytest.fixture
def sources(world: World) -> list[bytes]:
    """Signed acts, not yet handed in."""
    return [world.signed(OFFICER, "MA") for _ in range(330)]


def _hand_in(world: World, sources: list[bytes]) -> list[Receipt]:
    with clock.held_at(world.now):
        outcomes = perform_many(sources)
    receipts = [outcome for outcome in outcomes if isinstance(outcome, Receipt)]
    assert len(receipts) == len(sources)
    return receipts


def test_of_one_act(world: World) -> None:
    source = world.signed(OFFICER, "MA")
    receipt = world.hand_in(source)

    head = _assert_proves(receipt, source)

    assert (head.size, head.root) == (queries.head().size, queries.head().root())
    assert canonical.loads(receipt.decided_bytes) == {"at": "2026-01-05T08:00:00.000000Z"}


def test_of_every_act_of_batches_across_a_full_tile(world: World, sources: list[bytes]) -> None:
    """A tile holds 256 entries: the batches end before, at and after its edge."""
    first = queries.head().size
    edges = [0, 100, 255 - first, 256 - first, 257 - first, 330]
    for start, end in pairwise(edges):
        batch = sources[start:end]
        for source, receipt in zip(batch, _hand_in(world, batch), strict=True):
            assert _assert_proves(receipt, source).size == first + end


def test_of_acts_of_long_ago(world: World, sources: list[bytes]) -> None:
    """The oldest proves itself under today's checkpoint as well as under that of its day."""
    early = world.hand_in(sources[0])
    _hand_in(world, sources[1:])

    for source in (sources[0], sources[1], sources[-1]):
        again = world.hand_in(source)
        assert _assert_proves(again, source).size == queries.head().size
    founding = queries.kept(0)
    assert founding is not None
    _assert_proves(receipt_of(founding))
    assert _assert_proves(early, sources[0]).size == early.index + 1


def test_a_receipt_asked_for_later_is_the_first_one(world: World, sources: list[bytes]) -> None:
    given = world.hand_in(sources[0])
    _hand_in(world, sources[1:20])
    kept = queries.kept(given.index)
    assert kept is not None

    later = receipt_of(kept)

    assert (later.identity, later.decided, later.decided_bytes, later.salt, later.commitment) == (
        given.identity,
        given.decided,
        given.decided_bytes,
        given.salt,
        given.commitment,
    )
    assert _assert_proves(later, sources[0]).size == given.index + 20


def test_old_checkpoints_are_consistent_with_new_ones(world: World, sources: list[bytes]) -> None:
    """Whoever kept a checkpoint can see that nothing before it was changed."""
    kept = [_assert_proves(world.hand_in(source)) for source in sources[:3]]
    _hand_in(world, sources[3:])
    head = queries.head()

    for old in kept:
        path = queries.consistency_path(old.size, head.size)
        tree.verify_consistency(old.size, head.size, old.root, head.root(), path)


def test_as_a_file_and_as_json(world: World, sources: list[bytes]) -> None:
    receipt = _hand_in(world, sources[:7])[3]
    proof = TlogProof(receipt.index, tuple(receipt.hashes), receipt.checkpoint)
    written = json.loads(json.dumps(receipt.as_json()))

    leaf = entry.leaf_hash(receipt.commitment, is_open=False)
    proof.verify(leaf, [_log_key()])

    assert (written["open"], b64decode(written["leaf"])) == (False, leaf)
    assert [b64decode(step) for step in written["proof"]] == receipt.hashes
    assert (written["index"], written["id"], written["checkpoint"]) == (
        receipt.index,
        receipt.identity,
        receipt.checkpoint,
    )
    assert written["decided"] == {"at": "2026-01-05T08:00:00.000000Z"}
    assert b64decode(written["salt"]) == receipt.salt


def test_no_other_act_is_proved_by_it(world: World, sources: list[bytes]) -> None:
    first, second = _hand_in(world, sources[:2])
    head = checkpoint.opened(first.checkpoint, [_log_key()])

    leaf = entry.leaf_hash(second.commitment, is_open=second.is_open)
    with pytest.raises(ProofError):
        tree.verify_inclusion(first.index, head.size, leaf, first.hashes, head.root)
    with pytest.raises(NoteError):
        checkpoint.opened(first.checkpoint.replace(f"\n{head.size}\n", f"\n{head.size + 1}\n"), [_log_key()])


def test_every_act_gets_a_salt_of_its_own(world: World, sources: list[bytes]) -> None:
    """Otherwise whoever knows one act could recognise another like it."""
    receipts = _hand_in(world, sources)

    assert len({receipt.salt for receipt in receipts}) == len(receipts)
    assert {len(receipt.salt) for receipt in receipts} == {32}


def test_published_checkpoints_bear_both_signatures(world: World) -> None:
    """The log's own, and the post-quantum cosignature; and publishing twice says one thing."""
    published = checkpoints.publish()
    verifiers = [read_vkey(key) for key in checkpoints.verifier_keys()]

    head = checkpoint.opened(published.note, verifiers)

    assert (head.size, head.root) == (queries.head().size, queries.head().root())
    assert checkpoints.publish().note == published.note


def test_no_second_root_is_ever_signed_for_one_size(world: World) -> None:
    """Nor a smaller record after a larger one: that is what everybody watches for."""
    checkpoints.publish()
    SignedCheckpoint.objects.update(root=bytes(32))
    with pytest.raises(checkpoints.Inconsistent, match="another root"):
        checkpoints.publish()
    SignedCheckpoint.objects.update(size=queries.head().size + 1)
    with pytest.raises(checkpoints.Inconsistent, match="shrank"):
        checkpoints.publish()
    SignedCheckpoint.objects.all().delete()
