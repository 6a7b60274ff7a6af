"""The keys of bureaus hosted on this installation, sealed by a key from outside the database.

A bureau that runs its own node keeps its key there and submits signed acts; for the others the installation
signs here, in one place.
"""

import secrets

from django.conf import settings
from nacl.signing import SigningKey

from wasl.acts import clock, sealing, statement
from wasl.acts.act import Act, By
from wasl.acts.home import NEXT_SYSTEM_KEY, SYSTEM_KEY, draw_secret, sync_folder
from wasl.acts.models import HostedKey
from wasl.record import authority, envelope
from wasl.record.encoding import encode, key_name
from wasl.record.envelope import Envelope

_PURPOSE = "wasl hosted key"


class NoKey(LookupError):  # noqa: N818 (says what is missing)
    """This installation hosts no such key."""


def create(party: str) -> str:
    """Draw a key for a party and keep it sealed; returns its name. It speaks for nobody until registered."""
    return keep(party, secrets.token_bytes(32))


def keep(party: str, seed: bytes) -> str:
    """Keep a key from its 32-byte seed; returns its name."""
    keyid = keyid_of(SigningKey(seed))
    sealed = sealing.seal(seed, _PURPOSE, f"{party} {keyid}")
    HostedKey.objects.get_or_create(keyid=keyid, defaults={"party": party, "sealed": sealed, "created_at": clock.now()})
    return keyid


def signing_key(keyid: str) -> SigningKey:
    """The key itself. Raises NoKey, SealError."""
    row = HostedKey.objects.filter(pk=keyid).first()
    if row is None:
        raise NoKey(keyid)
    return SigningKey(sealing.unseal(bytes(row.sealed), _PURPOSE, f"{row.party} {keyid}"))


def keyid_of(key: SigningKey) -> str:
    """The name of a key."""
    return key_name(bytes(key.verify_key))


def system_key() -> SigningKey:
    """The installation's own key, which lies in the home's secrets."""
    return SigningKey(settings.WASL_HOME.secret(SYSTEM_KEY))


def next_system_key() -> SigningKey | None:
    """The key drawn to follow the installation's own, if there is one."""
    home = settings.WASL_HOME
    return SigningKey(home.secret(NEXT_SYSTEM_KEY)) if (home.secrets / NEXT_SYSTEM_KEY).exists() else None


def draw_next_system_key() -> SigningKey:
    """Draw the key that shall follow; it lies on the disk for good before the record can name it."""
    home = settings.WASL_HOME
    draw_secret(home.secrets / NEXT_SYSTEM_KEY)
    return SigningKey(home.secret(NEXT_SYSTEM_KEY))


def adopt_next_system_key() -> None:
    """Put the next key in the place of the installation's own, which is destroyed."""
    folder = settings.WASL_HOME.secrets
    (folder / NEXT_SYSTEM_KEY).replace(folder / SYSTEM_KEY)
    sync_folder(folder)


def drop_next_system_key() -> None:
    """Destroy a key that shall not follow."""
    (settings.WASL_HOME.secrets / NEXT_SYSTEM_KEY).unlink(missing_ok=True)


def hosted(party: str) -> list[str]:
    """The names of a party's keys kept here, oldest first, whether in force or not."""
    return list(HostedKey.objects.filter(party=party).order_by("created_at").values_list("keyid", flat=True))


def sign(act: Act, party: str, key: SigningKey, *, mandate: int | None = None, identity: str | None = None) -> Envelope:
    """The signed act, ready for the door."""
    payload = statement.write(act, By(party=party, mandate=mandate), settings.WASL_HOME.origin, identity)
    return envelope.sign(payload, key)


def possession(party: str, key: SigningKey) -> str:
    """The new key's own signature, without which nobody can register it."""
    text = authority.possession_text(settings.WASL_HOME.origin, party, keyid_of(key))
    return encode(key.sign(text).signature)


def forget(keyid: str) -> None:
    """Destroy a hosted key that may no longer sign."""
    HostedKey.objects.filter(pk=keyid).delete()


def possessed(party: str, keyid: str, signature: str) -> bool:
    """Whether the party showed that it holds the key (rule of `RegisterBureauKey` and `RotateKey`)."""
    return authority.possessed(settings.WASL_HOME.origin, party, keyid, signature)
