"""Keys: rotated by their party, revoked by it or the secretariat, replaced when the only one is lost."""

from tests.world import World, key_of
from wasl.acts import queries
from wasl.members.acts import KeyReason, RegisterOfficer


def test_a_rotated_key_no_longer_signs(world: World) -> None:
    old = world.keys["MA"]
    world.rotate_key("MA")
    new, world.keys["MA"] = world.keys["MA"], old

    assert world.refusal(RegisterOfficer(name="SPECIMEN"), by="MA") == "key-ended"

    world.keys["MA"] = new
    world.register_officer("MA")


def test_a_bureau_that_lost_its_only_key_is_given_another(world: World) -> None:
    """The secretariat revokes and registers: two open acts, which every member sees."""
    revoked = world.revoke_key("FR", by="secretariat")
    assert world.refusal(RegisterOfficer(name="SPECIMEN"), by="FR") == "key-ended"

    registered = world.register_key("FR", key_of("FR", 1), KeyReason.LOST)

    world.register_officer("FR")
    assert all(world.as_seen_by(reader).knows(act.index) for act in (revoked, registered) for reader in ("BR", None))


def test_an_erased_officer_is_a_tombstone_for_all(world: World) -> None:
    officer = world.register_officer("JP", "SPECIMEN Hanako")
    mandate = world.appoint("JP", officer)
    assert world.as_seen_by("JP").knows(officer)
    assert not world.as_seen_by("SN").knows(officer)

    world.erase("JP", officer)

    assert not world.as_seen_by("JP").knows(officer)
    assert queries.kept(mandate) is not None
