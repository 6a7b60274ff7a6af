import json
import random
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey
from securesystemslib.dsse import Envelope as SecondEnvelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import CryptoSigner, SSlibKey

from tests.unit.record import published
from tests.unit.record.record_builder import name_of, signing_key
from wasl.record import canonical, ed25519
from wasl.record.encoding import encode
from wasl.record.envelope import PAYLOAD_TYPE, BadEnvelope, BadSignature, Envelope, parse, sign

KEY = signing_key("MA")
ACT = b'{"act":{},"kind":"exchange.send-message/1"}'


def second_key(key: SigningKey) -> SSlibKey:
    return SSlibKey(name_of(key), "ed25519", "ed25519", {"public": bytes(key.verify_key).hex()})


@pytest.mark.parametrize("result", ["valid", "invalid"])
def test_the_published_signatures(result: str) -> None:
    """Wycheproof's Ed25519 vectors: each is accepted or refused as they ask."""
    groups = published.document("wycheproof/ed25519_test.json.gz")["testGroups"]
    tests = [
        (group["publicKey"]["pk"], test) for group in groups for test in group["tests"] if test["result"] == result
    ]

    assert len(tests) == {"valid": 88, "invalid": 63}[result]
    for key, test in tests:
        signature, message = bytes.fromhex(test["sig"]), bytes.fromhex(test["msg"])
        assert ed25519.covers(signature, message, bytes.fromhex(key)) is (result == "valid"), test["tcId"]


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=300))
def test_a_second_program_verifies_our_envelopes(payload: bytes) -> None:
    envelope = sign(payload, KEY)

    SecondEnvelope.from_dict(json.loads(envelope.normal)).verify([second_key(KEY)], 1)


def test_a_second_program_refuses_what_we_refuse() -> None:
    other = Envelope(ACT + b" ", sign(ACT, KEY).keyid, sign(ACT, KEY).signature)

    with pytest.raises(BadSignature):
        other.verify()
    with pytest.raises(VerificationError):
        SecondEnvelope.from_dict(json.loads(other.normal)).verify([second_key(KEY)], 1)


def test_we_verify_a_second_programs_envelopes() -> None:
    signer = CryptoSigner.generate_ed25519()
    raw = bytes.fromhex(signer.public_key.keyval["public"])
    name = encode(raw).rstrip("=").replace("+", "-").replace("/", "_")
    signer._public_key = SSlibKey(name, "ed25519", "ed25519", signer.public_key.keyval)
    made = SecondEnvelope(ACT, PAYLOAD_TYPE, {})
    made.sign(signer)

    parse(json.dumps(made.to_dict(), indent=2).encode()).verify()


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=300))
def test_the_normal_form_is_canonical_and_reads_back(payload: bytes) -> None:
    envelope = sign(payload, KEY)

    assert canonical.dumps(json.loads(envelope.normal)) == envelope.normal
    assert parse(envelope.normal) == parse(json.loads(envelope.normal)) == envelope


def test_a_flipped_bit_anywhere_is_refused() -> None:
    """Every byte of the normal form, each of its bits, as of a file that must be in normal form."""
    data = sign(ACT, KEY).normal
    for place in range(len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[place] ^= 1 << bit
            with pytest.raises((BadEnvelope, BadSignature)):
                parse(bytes(changed)).verify()


def _with(**changes: Any) -> dict[str, Any]:
    return json.loads(sign(ACT, KEY).normal) | changes


SIGNATURE = json.loads(sign(ACT, KEY).normal)["signatures"][0]


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        None,
        "text",
        _with(signatures=[]),
        _with(signatures=[SIGNATURE, SIGNATURE]),
        _with(signatures={}),
        _with(signatures=[SIGNATURE | {"more": 1}]),
        _with(signatures=[{"sig": SIGNATURE["sig"]}]),
        _with(signatures=[SIGNATURE | {"sig": encode(bytes(63))}]),
        _with(signatures=[SIGNATURE | {"sig": encode(bytes(65))}]),
        _with(signatures=[SIGNATURE | {"sig": 5}]),
        _with(signatures=[SIGNATURE | {"keyid": 5}]),
        _with(signatures=[SIGNATURE | {"keyid": SIGNATURE["keyid"] + "="}]),
        _with(signatures=[SIGNATURE | {"keyid": "é" * 43}]),
        _with(payload=None),
        _with(payload=[1]),
        _with(payload="QQ"),
        _with(payload="QR=="),
        _with(payload="é"),
        _with(payloadType="application/json"),
        _with(more=1),
    ],
)
def test_any_other_form_is_refused(value: Any) -> None:
    with pytest.raises(BadEnvelope):
        parse(value)
    with pytest.raises(BadEnvelope):
        parse(json.dumps(value).encode())


@pytest.mark.parametrize("data", [b"", b"\xff", b"[" * 100_000, b'{"payload":"', b"1" * 5000])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(BadEnvelope):
        parse(data)


def test_a_signature_of_another_length_never_verifies() -> None:
    """A longer signature would move the border between signature and message."""
    envelope = sign(ACT, KEY)
    message = b"x" + b"DSSEv1"
    longer = KEY.sign(message).signature + b"x"

    assert not ed25519.covers(longer, b"DSSEv1", bytes(KEY.verify_key))
    for key in (b"", bytes(KEY.verify_key)[:31], bytes(KEY.verify_key) + b"x"):
        assert not ed25519.covers(KEY.sign(message).signature, message, key)
    for signature in (b"", envelope.signature[:63], envelope.signature + b"x"):
        with pytest.raises(BadSignature):
            Envelope(ACT, envelope.keyid, signature).verify()
    with pytest.raises(BadSignature):
        Envelope(ACT, "no key", envelope.signature).verify()


def test_keys_of_small_order_verify_nothing() -> None:
    for key in (bytes(32), b"\x01" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f"):
        assert not ed25519.covers(key + bytes(32), b"anything", key)


def test_the_type_is_signed_with_the_payload() -> None:
    chance = random.Random(3)
    for _ in range(20):
        payload = chance.randbytes(chance.randrange(100))
        bare = Envelope(payload, name_of(KEY), KEY.sign(payload).signature)
        hashed = Envelope(payload, name_of(KEY), KEY.sign(sha256(payload).digest()).signature)
        for envelope in (bare, hashed):
            with pytest.raises(BadSignature):
                envelope.verify()
