"""The door and whoever verifies an export judge by the same rules: what one refuses, so does the other.

`tests/integration/acts/test_history.py` holds them together over random histories; this is the table of reasons.
"""

import pytest

from tests.integration.acts.refused.gathered import CASES, Case
from tests.world import World
from wasl.acts import clock
from wasl.acts.perform import perform
from wasl.acts.refusals import Refused
from wasl.members.acts import RegisterOfficer, Role
from wasl.record.authority import NotEntitled

WHO_MAY_SIGN = {
    *("not-founded", "unknown-key", "key-ended", "wrong-party", "no-mandate", "unknown-mandate"),
    *("mandate-not-in-force", "not-secretariat", "not-head", "not-own-key", "not-a-member", "key-known"),
    *("key-not-possessed", "identity-used"),
}
"""The door's codes for whoever may not sign this, now."""

SIGNING = [case for case in CASES if case.authority]


@pytest.mark.parametrize("case", SIGNING, ids=lambda case: case.name)
def test_what_the_door_refuses_no_verifier_believes(case: Case, db: None) -> None:
    world = World(members=("MA", "FR"))
    source = case.make(world)
    judge = world.authority()

    with pytest.raises(NotEntitled) as verdict:
        judge.take(world.claim(source))
    with clock.held_at(world.now), pytest.raises(Refused) as refused:
        perform(source)

    assert (refused.value.code, verdict.value.code) == (case.code, case.authority)


def test_every_reason_about_signing_is_in_the_table() -> None:
    assert {case.code for case in SIGNING} >= WHO_MAY_SIGN
    assert not [case.name for case in CASES if case.code in WHO_MAY_SIGN and not case.authority]


def test_the_installation_signs_by_its_key_alone_even_with_a_head(world: World) -> None:
    """Rule 4: it names no officer. Were it asked to, what is due would never again be performed."""
    world.appoint("system", role=Role.HEAD)
    source = world.signed(RegisterOfficer(name="SPECIMEN"), "system")
    world.authority().take(world.claim(source))

    assert world.hand_in(source).index
