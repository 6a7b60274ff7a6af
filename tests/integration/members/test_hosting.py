"""Bureaus whose keys this installation hosts."""

import pytest
from django.utils.translation import override

from tests.world import NAME, World, key_of
from wasl.acts import clock, keystore
from wasl.acts.keystore import NoKey
from wasl.acts.models import HostedKey
from wasl.acts.refusals import Refused
from wasl.members import hosting, queries
from wasl.members.acts import AppointOfficer, KeyReason, RegisterOfficer, RevocationReason, RevokeKey, Role
from wasl.members.models import BureauKey, KeyState, Member

CODES = ("MA", "FR", "SN")


@pytest.fixture
def hosted(db: None) -> None:
    """An organisation founded, with members and their keys, as `wasl init` does it."""
    hosting.found_organisation(NAME)
    hosting.admit_all(CODES)
    hosting.host_bureaus(CODES)


def _states(party: str) -> list[str]:
    return list(BureauKey.objects.filter(party=party).order_by("entry").values_list("state", flat=True))


def test_an_organisation_is_founded_and_speaks(hosted: None) -> None:
    joined = list(Member.objects.order_by("entry").values_list("joined", flat=True))

    receipt = hosting.act_as("MA", RegisterOfficer(name="SPECIMEN"))

    assert joined == sorted(joined), "members are admitted in the order in which they joined"
    assert receipt.index == 1 + 2 * len(CODES)


def test_a_second_founding_is_refused(hosted: None) -> None:
    with pytest.raises(Refused, match="not-founded"), override("en"):
        hosting.found_organisation(NAME)


def test_rotating_destroys_the_old_key(hosted: None) -> None:
    old = keystore.keyid_of(hosting.hosted_key("MA"))

    hosting.rotate("MA")

    new = keystore.keyid_of(hosting.hosted_key("MA"))
    assert new != old
    assert keystore.hosted("MA") == [new]
    with pytest.raises(NoKey):
        keystore.signing_key(old)
    assert _states("MA") == [KeyState.ROTATED, KeyState.IN_FORCE]
    hosting.act_as("MA", RegisterOfficer(name="SPECIMEN"))


def test_rotating_needs_the_mandate_of_the_head_in_office(hosted: None) -> None:
    """A rotation that is refused leaves the bureau with the key it had."""
    officer = hosting.act_as("MA", RegisterOfficer(name="SPECIMEN")).index
    mandate = hosting.act_as("MA", AppointOfficer(officer=officer, role=Role.HEAD)).index
    key = hosting.hosted_key("MA")

    with pytest.raises(Refused, match="no-mandate"), override("en"):
        hosting.rotate("MA")
    assert hosting.hosted_key("MA") == key

    hosting.rotate("MA", mandate)
    assert hosting.hosted_key("MA") != key


def test_rotating_again_and_again(hosted: None) -> None:
    for _ in range(3):
        hosting.rotate("FR")

    assert _states("FR") == [KeyState.ROTATED] * 3 + [KeyState.IN_FORCE]
    assert len(keystore.hosted("FR")) == 1


def test_a_party_without_a_hosted_key_cannot_be_spoken_for(hosted: None) -> None:
    with pytest.raises(NoKey):
        hosting.act_as("BR", RegisterOfficer(name="SPECIMEN"))


def test_a_key_hosted_but_never_registered_speaks_for_nobody(hosted: None) -> None:
    """What a crash between drawing a key and registering it leaves behind."""
    kept = hosting.hosted_key("MA")
    keystore.create("MA")

    assert hosting.hosted_key("MA") == kept


def test_the_newest_key_in_force_signs(hosted: None) -> None:
    hosting.host_bureaus(["MA"], KeyReason.ADDITIONAL)
    newest = queries.keys_in_force("MA")[0]

    assert keystore.keyid_of(hosting.hosted_key("MA")) == newest
    hosting.act_as("MA", RevokeKey(key=newest, reason=RevocationReason.RETIRED))
    assert keystore.keyid_of(hosting.hosted_key("MA")) != newest


def test_a_bureau_that_revoked_its_own_only_key_is_given_another(hosted: None) -> None:
    """Stolen keys must stop at once, even the only one. Then only the secretariat can help, and does."""
    key = keystore.keyid_of(hosting.hosted_key("SN"))
    hosting.act_as("SN", RevokeKey(key=key, reason=RevocationReason.COMPROMISED))
    with pytest.raises(NoKey):
        hosting.act_as("SN", RegisterOfficer(name="SPECIMEN"))

    hosting.host_bureaus(["SN"], KeyReason.COMPROMISED)

    hosting.act_as("SN", RegisterOfficer(name="SPECIMEN"))
    assert _states("SN") == [KeyState.REVOKED, KeyState.IN_FORCE]
    assert HostedKey.objects.filter(party="SN").count() == 2


def test_many_acts_go_in_batches_and_stop_at_the_first_refused(hosted: None) -> None:
    good, bad = RegisterOfficer(name="SPECIMEN"), AppointOfficer(officer=0, role=Role.DUTY)

    assert len(list(hosting.act_as_many("MA", [good] * 1030))) == 1030
    receipts = hosting.act_as_many("MA", [good, bad])
    assert next(receipts).index
    with pytest.raises(Refused, match="unknown-officer"), override("en"):
        next(receipts)


def test_the_secretariat_names_its_head_when_it_has_one(hosted: None) -> None:
    """Nobody signs in an officer's name unasked; and a key that could not be registered is not kept."""
    officer = hosting.act_as("secretariat", RegisterOfficer(name="SPECIMEN")).index
    head = hosting.act_as("secretariat", AppointOfficer(officer=officer, role=Role.HEAD)).index
    hosting.admit_all(["BR"], head)

    with pytest.raises(Refused, match="no-mandate"), override("en"):
        hosting.host_bureaus(["BR"])
    assert keystore.hosted("BR") == []

    hosting.host_bureaus(["BR"], mandate=head)
    assert len(_states("BR")) == 1


def test_keys_made_elsewhere_sign_here_too(world: World) -> None:
    """A bureau may bring its key, and the installation then signs with it."""
    assert keystore.keep("MA", bytes(key_of("MA"))) == keystore.keyid_of(world.keys["MA"])

    with clock.held_at(world.now):
        assert hosting.act_as("MA", RegisterOfficer(name="SPECIMEN")).index
