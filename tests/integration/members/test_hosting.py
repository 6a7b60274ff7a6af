"""Bureaus whose keys this installation hosts."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from tests.world import NAME, World, key_of
from wasl.acts import clock, keystore
from wasl.acts import home as homes
from wasl.acts.keystore import NoKey
from wasl.acts.models import HostedKey
from wasl.acts.perform import perform
from wasl.acts.refusals import Refused
from wasl.members import hosting, queries
from wasl.members.acts import AppointOfficer, KeyReason, RegisterOfficer, RevocationReason, RevokeKey, Role, RotateKey
from wasl.members.models import BureauKey, KeyState, Member

CODES = ("MA", "FR", "SN")


@pytest.fixture
def hosted(db: None) -> None:
    """An organisation founded, with members and their keys, as `wasl init` does it."""
    hosting.found_organisation(NAME)
    hosting.admit_all(CODES)
    hosting.host_bureaus(CODES)


@pytest.fixture
def own_home(settings: Any, tmp_path: Path) -> None:
    """Secrets of its own, since they are replaced."""
    settings.WASL_HOME = replace(settings.WASL_HOME, path=tmp_path / "home")
    homes.create(settings.WASL_HOME)


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
    assert len(keystore.hosted("secretariat")) == 1, "the key drawn for it is gone"


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
    assert keystore.hosted("MA") == [keystore.keyid_of(key)], "the key drawn for it is gone"

    hosting.rotate("MA", mandate)
    assert hosting.hosted_key("MA") != key


def test_rotating_again_and_again(hosted: None) -> None:
    for _ in range(3):
        hosting.rotate("FR")

    assert _states("FR") == [KeyState.ROTATED] * 3 + [KeyState.IN_FORCE]
    assert len(keystore.hosted("FR")) == 1


def test_the_installations_own_key_is_replaced(own_home: None, hosted: None) -> None:
    old = keystore.keyid_of(keystore.system_key())

    hosting.rotate_system()

    assert queries.keys_in_force("system") == [keystore.keyid_of(keystore.system_key())] != [old]
    assert keystore.next_system_key() is None
    assert _states("system") == [KeyState.ROTATED, KeyState.IN_FORCE]


def test_a_rotation_cut_short_after_the_act_is_finished_by_the_next_one(own_home: None, hosted: None) -> None:
    new = keystore.draw_next_system_key()
    act = RotateKey(new_key=keystore.keyid_of(new), possession=keystore.possession("system", new))
    perform(keystore.sign(act, "system", keystore.system_key()).normal)

    hosting.rotate_system()

    assert queries.keys_in_force("system") == [keystore.keyid_of(keystore.system_key())]
    assert _states("system") == [KeyState.ROTATED, KeyState.ROTATED, KeyState.IN_FORCE]


def test_a_next_key_that_the_record_does_not_know_waits_for_the_next_rotation(own_home: None, hosted: None) -> None:
    """Another process may be about to register it: nobody else throws it away, or takes it for the key in force."""
    old, new = keystore.system_key(), keystore.draw_next_system_key()

    hosting.settle_system_key()
    assert (keystore.system_key(), keystore.next_system_key()) == (old, new)

    hosting.rotate_system()
    assert keystore.system_key() == new


def test_a_party_without_a_hosted_key_cannot_be_spoken_for(hosted: None) -> None:
    with pytest.raises(NoKey):
        hosting.act_as("BR", RegisterOfficer(name="SPECIMEN"))


def test_a_key_that_nobody_can_register_is_not_kept(hosted: None) -> None:
    """Where the secretariat's own key lies elsewhere, this installation registers none."""
    for keyid in keystore.hosted("secretariat"):
        keystore.forget(keyid)

    with pytest.raises(NoKey):
        hosting.host_bureaus(["MA"], KeyReason.ADDITIONAL)
    assert len(keystore.hosted("MA")) == 1


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
