"""Requests signed with a bureau's key (RFC 9421): who may read a closed act, and whose signature counts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, algorithms
from hypothesis import given
from hypothesis import strategies as st

from tests.integration.api.conftest import Node
from tests.server import registration, signed
from tests.world import key_of
from wasl.acts.acts import Erase
from wasl.acts.readers import COVERED, _Message, _PrivateKey, content_digest, signed_headers
from wasl.members.acts import KeyReason, RevocationReason, RevokeKey, RotateKey
from wasl.record.encoding import key_name


@pytest.fixture(scope="module")
def closed(node: Node) -> int:
    """The registration of an officer by Morocco."""
    return node.register_officer("MA", "SPECIMEN Layla")


def _paths(index: int) -> list[str]:
    return [f"/api/v1/acts/{index}", f"/api/v1/acts/{index}/receipt", f"/log/open/{index}.json"]


def _signed(node: Node, path: str, party: str = "MA", *, method: str = "GET", **options: Any) -> dict[str, str]:
    """A request signed as its sender likes, not as it should be."""
    covered = options.pop("covered", COVERED)
    message = _Message(method, node.server.address + path, options.pop("headers", {}))
    key = Ed25519PrivateKey.from_private_bytes(bytes(key_of(party)))
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_PrivateKey(key))
    keyid = options.pop("keyid", key_name(key.public_key().public_bytes_raw()))
    signer.sign(message, key_id=keyid, covered_component_ids=covered, **options)
    return message.headers


@pytest.mark.parametrize("reader", ["MA", "secretariat"])
def test_those_whom_it_concerns_read_a_closed_act(node: Node, closed: int, reader: str) -> None:
    node.server.get("/log/checkpoint")
    for path in _paths(closed)[:2]:
        answer = node.get_as(reader, path)
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert "SPECIMEN Layla" not in node.server.get("/record/").body.decode()
    assert node.get_as(reader, _paths(closed)[0]).json["envelope"]["payloadType"] == "application/vnd.wasl.act+json"


@pytest.mark.parametrize("reader", ["FR", None])
def test_to_all_others_it_does_not_exist(node: Node, closed: int, reader: str | None) -> None:
    for path in _paths(closed)[:2]:
        answer = node.get_as(reader, path)
        assert (answer.status, answer.code) == (404, "not-there")
        assert answer.headers["Cache-Control"] == "no-store"
        nowhere = node.get_as(reader, "/api/v1/acts/900000000")
        assert nowhere.body == node.get_as(reader, f"/api/v1/acts/{closed}").body


def test_lists_say_of_a_closed_act_only_that_it_is_there(node: Node, closed: int) -> None:
    path = f"/api/v1/record/entries?before={closed + 1}&limit=1"
    (hidden,) = node.get_as(None, path).json["entries"]
    (seen,) = node.get_as("MA", path).json["entries"]
    assert hidden == seen | {"kind": None, "party": None, "decided_at": None}
    assert seen["kind"] == "members.register-officer/1"
    path = "/api/v1/record/entries?kind=members.register-officer/1&party=MA"
    assert node.get_as(None, path).json["entries"] == []
    assert closed in [entry["index"] for entry in node.get_as("MA", path).json["entries"]]
    assert node.get_as("MA", path).headers["Cache-Control"] == "private, no-store"


def test_an_open_act_is_read_by_anybody(node: Node) -> None:
    for reader in (None, "FR"):
        assert node.get_as(reader, "/api/v1/acts/0").json["index"] == 0


def test_an_erased_act_is_gone_for_its_author_too(node: Node) -> None:
    index = node.register_officer("MA")
    assert node.get_as("MA", f"/api/v1/acts/{index}").status == 200
    assert node.server.submit(signed(Erase(entry=index, reason="no longer needed"), "MA")).status == 201
    for path in _paths(index)[:2]:
        assert node.get_as("MA", path).status == 404


@pytest.mark.parametrize(
    "age", [timedelta(minutes=6), timedelta(days=1), timedelta(minutes=-1), timedelta(days=-36_500)]
)
def test_a_stale_signature(node: Node, closed: int, age: timedelta) -> None:
    path = _paths(closed)[0]
    answer = node.server.get(path, _signed(node, path, created=datetime.now(UTC) - age))
    assert (answer.status, answer.code) == (401, "bad-request-signature")


def test_a_signature_for_another_request(node: Node, closed: int) -> None:
    path = _paths(closed)[0]
    for elsewhere in ("/api/v1/acts/0", f"{path}/receipt", f"{path}?"):
        answer = node.server.get(path, node.headers("MA", elsewhere))
        assert (answer.status, answer.code) == (401, "bad-request-signature")
    answer = node.server.get(path, node.headers("MA", path, method="POST"))
    assert (answer.status, answer.code) == (401, "bad-request-signature")
    other_host = signed_headers(bytes(key_of("MA")), "GET", f"http://wasl.specimen.example{path}")
    assert node.server.get(path, other_host).status == 401


def test_what_a_signature_must_cover(node: Node, closed: int) -> None:
    path = _paths(closed)[0]
    for covered in ([], ["@method"], ["@target-uri"], ["@method", "@path"]):
        answer = node.server.get(path, _signed(node, path, covered=covered))
        assert (answer.status, answer.code) == (401, "bad-request-signature")
    more = _signed(node, path, covered=["@method", "@target-uri", "@authority"], nonce="once", tag="wasl")
    assert node.server.get(path, more).status == 200


def test_an_upload_must_cover_its_digest(node: Node) -> None:
    path, content = "/api/v1/blobs?kind=photograph", b"\x89PNG\r\n\x1a\n" + bytes(100)
    headers = _signed(node, path, method="POST") | {"Content-Digest": content_digest(content)}
    answer = node.server.ask("POST", path, content, headers)
    assert (answer.status, answer.code) == (401, "bad-request-signature")


def test_a_key_that_is_not_the_senders(node: Node, closed: int) -> None:
    """France signs and says it is Morocco."""
    path = _paths(closed)[0]
    morocco = key_name(bytes(key_of("MA").verify_key))
    answer = node.server.get(path, _signed(node, path, "FR", keyid=morocco))
    assert (answer.status, answer.code) == (401, "bad-request-signature")


def test_a_key_nobody_registered(node: Node, closed: int) -> None:
    path = _paths(closed)[0]
    answer = node.server.get(path, node.headers("MA", path, generation=7))
    assert (answer.status, answer.code) == (403, "unknown-key")


def test_a_revoked_key_reads_nothing(node: Node) -> None:
    """The Japanese key is stolen; the secretariat revokes it and registers another."""
    index = node.register_officer("JP")
    path = _paths(index)[0]
    assert node.get_as("JP", path).status == 200
    stolen = key_name(bytes(key_of("JP").verify_key))
    revoke = signed(RevokeKey(key=stolen, reason=RevocationReason.COMPROMISED), "secretariat")
    register = signed(registration("JP", key_of("JP", 1), KeyReason.COMPROMISED), "secretariat")
    assert node.server.submit([revoke, register]).status == 200

    for known in (path, "/api/v1/acts/0", "/api/v1/record/entries"):
        answer = node.get_as("JP", known)
        assert (answer.status, answer.code) == (403, "key-ended")
    assert node.server.get(path, node.headers("JP", path, generation=1)).status == 200


def test_a_rotated_key_reads_nothing(node: Node) -> None:
    new = key_of("SN", 1)
    shown = registration("SN", new)
    index = node.register_officer("SN")
    assert node.server.submit(signed(RotateKey(new_key=shown.key, possession=shown.possession), "SN")).status == 201
    path = _paths(index)[0]
    assert node.get_as("SN", path).code == "key-ended"
    assert node.server.get(path, node.headers("SN", path, generation=1)).status == 200


HEADER = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=200)
LIKE_A_SIGNATURE = st.sampled_from(
    [
        'a=("@method" "@target-uri");created=1;keyid="x"',
        'a=();keyid=""',
        'a=("@method");created=9999999999999',
        'a=("@method");created=-1;expires=1.5;keyid=:AA==:',
        'a=("@status" "@query-param";name="%ff");created=1',
        'a=("x";sf;bs;key="%");created=1;keyid="' + "A" * 43 + '"',
        'a=("@method" "@method");created=1;keyid="' + "_" * 43 + '"',
        "a=1, b=(), a=?1",
        'a=("\x80")',
    ]
)


@given(stated=HEADER | LIKE_A_SIGNATURE, signature=HEADER | st.sampled_from(["a=:AA==:", "a=::", "a=1", "b=:AAAA:"]))
def test_no_header_brings_the_server_down(node: Node, stated: str, signature: str) -> None:
    headers = {"Signature-Input": stated, "Signature": signature}
    for path in ("/api/v1/acts/0", "/api/v1/record/entries"):
        answer = node.server.get(path, headers)
        assert (answer.status, answer.code) == (401, "bad-request-signature")
    assert node.server.get("/log/open/0.json", headers).status == 401


def test_a_header_without_the_other(node: Node) -> None:
    stated = node.headers("MA", "/api/v1/acts/0")
    del stated["Signature"]
    assert node.server.get("/api/v1/acts/0", stated).code == "bad-request-signature"


def test_the_address_is_signed_as_it_was_sent(node: Node) -> None:
    for query in ("?kind=members.admit-member/1", "?kind=members.admit-member%2F1", "?party=MA&limit=5"):
        assert node.get_as("FR", f"/api/v1/record/entries{query}").status == 200
