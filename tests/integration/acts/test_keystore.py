"""Hosted keys: sealed by a key from outside the database, each bound to its party and its name."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as current
from nacl.signing import SigningKey

from tests.world import key_of
from wasl.acts import home as homes
from wasl.acts import keystore, sealing
from wasl.acts.models import HostedKey
from wasl.acts.sealing import SealError
from wasl.record import authority


def test_a_key_kept_signs_again(db: None) -> None:
    seed = bytes(key_of("MA"))

    keyid = keystore.keep("MA", seed)

    assert keystore.signing_key(keyid) == SigningKey(seed)
    assert keystore.hosted("MA") == [keyid]
    assert keystore.hosted("FR") == []


def test_the_database_never_sees_the_key(db: None) -> None:
    keyid = keystore.create("MA")
    sealed = bytes(HostedKey.objects.get(pk=keyid).sealed)

    assert bytes(keystore.signing_key(keyid)) not in sealed
    assert keyid.encode() not in sealed


def test_two_keys_drawn_are_two(db: None) -> None:
    assert keystore.create("MA") != keystore.create("MA")
    assert len(keystore.hosted("MA")) == 2


def test_keeping_a_key_twice_keeps_it_once(db: None) -> None:
    seed = bytes(key_of("MA"))

    assert keystore.keep("MA", seed) == keystore.keep("MA", seed)
    assert HostedKey.objects.count() == 1


def test_another_keystore_key_opens_nothing(db: None, tmp_path: Path, settings: Any) -> None:
    """Whoever steals the database alone has stolen no key."""
    keyid = keystore.create("MA")
    other = replace(current.WASL_HOME, path=tmp_path / "other")
    homes.create(other)
    settings.WASL_HOME = other

    with pytest.raises(SealError):
        keystore.signing_key(keyid)


def test_a_sealed_key_moved_to_another_name_or_party_does_not_open(db: None) -> None:
    """Whoever writes to the database cannot make one bureau sign with the key of another."""
    moved, robbed = keystore.create("MA"), keystore.create("FR")
    sealed = HostedKey.objects.get(pk=moved).sealed
    HostedKey.objects.filter(pk=robbed).update(sealed=sealed)
    HostedKey.objects.filter(pk=moved).update(party="FR")

    for keyid in (moved, robbed):
        with pytest.raises(SealError):
            keystore.signing_key(keyid)


@pytest.mark.parametrize("change", ["cut short", "one bit", "empty", "longer"])
def test_damaged_bytes_do_not_open(db: None, change: str) -> None:
    keyid = keystore.create("MA")
    sealed = bytes(HostedKey.objects.get(pk=keyid).sealed)
    damaged = {
        "cut short": sealed[:-1],
        "one bit": sealed[:20] + bytes([sealed[20] ^ 1]) + sealed[21:],
        "empty": b"",
        "longer": sealed + b"\x00",
    }[change]
    HostedKey.objects.filter(pk=keyid).update(sealed=damaged)

    with pytest.raises(SealError):
        keystore.signing_key(keyid)


def test_what_is_sealed_for_one_purpose_opens_for_no_other() -> None:
    sealed = sealing.seal(b"secret", "wasl hosted key", "MA")

    assert sealing.unseal(sealed, "wasl hosted key", "MA") == b"secret"
    for purpose, context in (("wasl blob", "MA"), ("wasl hosted key", "FR")):
        with pytest.raises(SealError):
            sealing.unseal(sealed, purpose, context)


def test_the_same_secret_is_never_sealed_alike() -> None:
    assert sealing.seal(b"secret", "purpose", "MA") != sealing.seal(b"secret", "purpose", "MA")


def test_a_key_forgotten_is_gone(db: None) -> None:
    keyid = keystore.create("MA")

    keystore.forget(keyid)

    with pytest.raises(keystore.NoKey):
        keystore.signing_key(keyid)


def test_the_key_of_the_installation_lies_in_its_secrets() -> None:
    assert bytes(keystore.system_key()) == current.WASL_HOME.secret("system.key")


def test_possession_is_of_one_key_for_one_party_in_one_record() -> None:
    key = key_of("MA")
    keyid, shown = keystore.keyid_of(key), keystore.possession("MA", key)

    assert keystore.possessed("MA", keyid, shown)
    assert not keystore.possessed("FR", keyid, shown)
    assert not keystore.possessed("MA", keystore.keyid_of(key_of("FR")), shown)
    assert not authority.possessed("record.elsewhere.example", "MA", keyid, shown)
    for wrong in ("", "c2lnbmVk", shown[:-4], "=" * 88):
        assert not keystore.possessed("MA", keyid, wrong)
