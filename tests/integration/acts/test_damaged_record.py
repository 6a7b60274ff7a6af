"""A record whose journal, vault, tree, head or checkpoint was changed by hand is believed by nobody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from tests.integration.acts.histories import fill_every_table
from tests.world import World, checksums
from wasl.acts import checkpoints, queries, rebuild
from wasl.acts.act import format_instant
from wasl.acts.models import (
    Head,
    JournalEntry,
    SignedCheckpoint,
    TreeNode,
    VaultEntry,
)
from wasl.acts.rebuild import Corrupted
from wasl.members.acts import RegisterOfficer
from wasl.members.models import Officer
from wasl.record.checkpoint import Checkpoint
from wasl.record.tree import CompactRange, leaf

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
    fill_every_table(world)
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


def _change_mark() -> None:
    """And with it tree and head, as whoever holds the database can."""
    JournalEntry.objects.filter(pk=2).update(open=False)
    tree = CompactRange()
    for entry in queries.all_entries(Head.objects.get().size):
        tree.append(leaf(entry))
    Head.objects.update(range=tree.to_bytes())


def _shorten() -> None:
    head = Head.objects.get()
    Head.objects.update(size=head.size - 1, range=bytes(32 * (head.size - 1).bit_count()))


DAMAGES = [_lose_journal_entry, _lose_vault_entry, _change_commitment, _change_mark, _shorten]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_a_damaged_journal_is_believed_by_nobody(db: None, damage: Callable[[], None]) -> None:
    fill_every_table(World(members=("MA", "FR")))
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
    columns = ("kind", "party", "envelope", "decided", "salt", "erased_by")
    before = VaultEntry.objects.filter(pk=officer).values(*columns).get()
    world.erase("MA", officer)
    VaultEntry.objects.filter(pk=officer).update(**before)

    with pytest.raises(rebuild.Corrupted, match=f"entry {officer}: what is gone"):
        rebuild.compare()


def _of_two_tiles() -> World:
    world = World(members=("MA",))
    world.perform_many([RegisterOfficer(name="SPECIMEN")] * 600, by="MA")
    assert TreeNode.objects.count() == 2
    return world


NODES: dict[str, Callable[[], Any]] = {
    "changed": lambda: TreeNode.objects.filter(number=1).update(hash=bytes(32)),
    "missing": lambda: TreeNode.objects.filter(number=1).delete(),
    "in another place": lambda: TreeNode.objects.filter(number=1).update(number=7),
}


@pytest.mark.parametrize("damage", NODES.values(), ids=NODES)
def test_nodes_of_the_tree_that_do_not_follow_from_the_entries_are_found_and_made_again(
    db: None, damage: Callable[[], None]
) -> None:
    _of_two_tiles()
    before = checksums()
    damage()

    found = rebuild.compare()
    assert {difference.table for difference in found} == {"acts.treenode"}
    assert "(1, 1)" in {difference.key for difference in found}
    assert [each.key for each in rebuild.compare("MA", everything=False)] == [each.key for each in found]

    rebuild.rebuild()
    assert rebuild.compare() == []
    assert checksums() == before


def test_a_damaged_head_shows(db: None) -> None:
    World()
    Head.objects.update(range=b"short")

    with pytest.raises(Corrupted, match="the head is damaged"):
        rebuild.compare()


@pytest.mark.parametrize("days", [-1, 1])
def test_the_heads_time_is_that_of_the_last_entry(db: None, days: int) -> None:
    """Also where entries before it were erased: the last one is there, for only a later one could erase it."""
    world = World(members=("MA",))
    officer = world.register_officer("MA")
    world.pass_time(hours=1)
    world.erase("MA", officer)
    assert rebuild.compare() == []
    right = Head.objects.get().last_at
    Head.objects.update(last_at=format_instant(world.now + timedelta(days=days)))

    with pytest.raises(Corrupted, match=f"it is of {right}"):
        rebuild.compare()

    rebuild.rebuild()
    assert rebuild.compare() == []
    assert Head.objects.get().last_at == right


def test_a_checkpoint_signed_some_time_ago_is_met_on_the_way(world: World) -> None:
    signed = checkpoints.publish().size
    world.register_officer("MA")

    assert rebuild.compare() == []
    assert SignedCheckpoint.objects.get().size == signed < queries.head().size


def _another_root() -> None:
    """Signed by this node, at a size that the record passed: a second history."""
    head = queries.head()
    other = Checkpoint(settings.WASL_HOME.origin, head.size, bytes(32))
    SignedCheckpoint.objects.update(root=other.root, note=other.signed(checkpoints.log_signer()))


def _another_root_in_the_row() -> None:
    SignedCheckpoint.objects.update(root=bytes(32))


def _another_note() -> None:
    SignedCheckpoint.objects.update(note="not a note")


def _of_a_longer_record() -> None:
    longer = Checkpoint(settings.WASL_HOME.origin, 1000, bytes(32))
    SignedCheckpoint.objects.update(size=1000, root=bytes(32), note=longer.signed(checkpoints.log_signer()))


CHECKPOINTS = [
    (_another_root, "have another root than the checkpoint signed over them"),
    (_another_root_in_the_row, "kept with another size or root than was signed"),
    (_another_note, "the last signed checkpoint is damaged"),
    (_of_a_longer_record, "a checkpoint over 1000 entries was signed"),
]


@pytest.mark.parametrize(("damage", "told"), CHECKPOINTS, ids=[damage.__name__.strip("_") for damage, _ in CHECKPOINTS])
def test_a_record_that_is_not_what_was_signed_is_believed_by_nobody(
    db: None, damage: Callable[[], None], told: str
) -> None:
    world = World(members=("MA",))
    checkpoints.publish()
    damage()
    world.register_officer("MA")

    for attempt in (rebuild.compare, rebuild.rebuild):
        with pytest.raises(Corrupted, match=told):
            attempt()
