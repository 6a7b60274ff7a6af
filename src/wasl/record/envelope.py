"""The signed act: a DSSE envelope with one Ed25519 signature (github.com/secure-systems-lab/dsse, v1.0).

The signature covers the exact bytes of the payload, so nothing is written anew on the way to a verdict. The
key's id is the public key itself.
"""

import json
from dataclasses import dataclass
from typing import Any

from nacl.signing import SigningKey

from wasl.record.ed25519 import SIGNATURE_SIZE, covers
from wasl.record.encoding import decode, encode, key_name, named_key

PAYLOAD_TYPE = "application/vnd.wasl.act+json"
_HEAD = f"DSSEv1 {len(PAYLOAD_TYPE)} {PAYLOAD_TYPE} ".encode()


class BadEnvelope(ValueError):  # noqa: N818 (says what it is)
    """Not an envelope of this form."""


class BadSignature(ValueError):  # noqa: N818
    """The signature does not cover the payload under the key it names."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One payload and one signature, both as bytes."""

    payload: bytes
    keyid: str
    signature: bytes

    @property
    def normal(self) -> bytes:
        """The envelope as canonical JSON: the bytes that are hashed into the record."""
        return (
            f'{{"payload":"{encode(self.payload)}","payloadType":"{PAYLOAD_TYPE}",'
            f'"signatures":[{{"keyid":"{self.keyid}","sig":"{encode(self.signature)}"}}]}}'
        ).encode("ascii")

    def verify(self) -> None:
        """Check the signature (RFC 8032). Raises BadSignature."""
        try:
            right = covers(self.signature, signed_bytes(self.payload), named_key(self.keyid))
        except ValueError as error:
            raise BadSignature(self.keyid) from error
        if not right:
            raise BadSignature(self.keyid)


def signed_bytes(payload: bytes) -> bytes:
    """DSSE's pre-authentication encoding of a payload of our type."""
    return _HEAD + f"{len(payload)} ".encode() + payload


def sign(payload: bytes, key: SigningKey) -> Envelope:
    """Sign a payload."""
    return Envelope(payload, key_name(bytes(key.verify_key)), key.sign(signed_bytes(payload)).signature)


def parse(source: bytes | dict[str, Any]) -> Envelope:
    """Read an envelope from JSON or from a value parsed already. Raises BadEnvelope.

    Spaces and the order of keys do not matter; unknown keys, a second signature and loose base64 do.
    """
    try:
        value = json.loads(source) if isinstance(source, bytes) else source
        (signature,) = value["signatures"]
        envelope = Envelope(decode(value["payload"]), signature["keyid"], decode(signature["sig"]))
        named_key(envelope.keyid)
        whole = len(value) == 3 and value["payloadType"] == PAYLOAD_TYPE and len(signature) == 2
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        message = "not a DSSE envelope with one signature"
        raise BadEnvelope(message) from error
    if not whole or len(envelope.signature) != SIGNATURE_SIZE:
        message = "an envelope of another type or form"
        raise BadEnvelope(message)
    return envelope
