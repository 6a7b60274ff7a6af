"""Whatever anybody says in whatever order: the record accounts for every table, and convinces whoever verifies it."""

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from tests.integration.acts.histories import STEPS, Player, Step
from tests.world import forgotten
from wasl.acts import queries, registry
from wasl.acts.models import JournalEntry, VaultEntry
from wasl.members.acts import Role


def _assert_consecutive() -> None:
    """Every index from 0 to the head's size, in the journal and in the vault, and no time before an earlier one."""
    size = queries.head().size
    for model in (JournalEntry, VaultEntry):
        assert list(model.objects.order_by("pk").values_list("pk", flat=True)) == list(range(size))
    times = [kept.decided.at for kept in queries.all_kept(size)]
    assert all(earlier <= later for earlier, later in pairwise(times))


@given(steps=st.lists(STEPS, min_size=8, max_size=30))
def test_any_history_is_accounted_for(db: None, steps: list[Step]) -> None:
    with forgotten(), TemporaryDirectory() as folder:
        player = Player.begin()
        for step in steps:
            player.play(step)

        _assert_consecutive()
        player.world.check(Path(folder))


def test_the_histories_hold_every_kind_of_act(db: None) -> None:
    """A property over histories that never accept some kind would say nothing about it."""
    with forgotten(), TemporaryDirectory() as folder:
        player = Player.begin()
        for step in EVERY_KIND:
            player.play(step)
        said = set(VaultEntry.objects.filter(erased_by=None).values_list("kind", flat=True))
        player.world.check(Path(folder))

    assert said == {kind.name for kind in registry.kinds()}
    assert player.refusals == []


EVERY_KIND = (
    Step("admit", by=0, of=2),
    Step("register key", by=0, of=3),
    Step("register officer", by=1),
    Step("appoint", by=1, role=Role.HEAD, ends=10),
    Step("register officer", by=1, of=1),
    Step("rotate", by=1, of=4),
    Step("wait", by=0, begins=11),
    Step("tick", by=0),
    Step("photograph", by=1),
    Step("erase", by=1, of=1),
    Step("describe", by=1),
    Step("suspend", by=0),
    Step("restore", by=0),
    Step("admit partner", by=0),
    Step("change partner", by=0, of=2),
    Step("agree", by=0, of=4),
    Step("end agreement", by=0),
    Step("end partner", by=0),
    Step("open list", by=0),
    Step("import list", by=0, of=1),
    Step("clear", by=1, ends=5),
    Step("end clearance", by=1, of=1),
    Step("check", by=1),
    Step("commit log", by=5, of=1),
    Step("close list", by=0),
    Step("again", by=1, of=4),
    Step("revoke", by=0, of=1),
)
