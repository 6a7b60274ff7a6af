"""`POST /api/v1/acts`: what goes in, and what a stranger can throw at it."""

import json
import socket
import threading
from typing import Any

import pytest

from tests.integration.api.conftest import Node
from tests.server import JSON, Answer, signed
from tests.world import key_of
from wasl.api.limits import BLOBS, largest
from wasl.members.acts import AppointOfficer, RegisterOfficer, Role
from wasl.record import canonical, envelope
from wasl.record.encoding import decode, encode
from wasl.record.entry import commitment
from wasl.record.envelope import parse

ACTS = "/api/v1/acts"


def _post(node: Node, body: bytes, **headers: str) -> Answer:
    return node.server.ask("POST", ACTS, body, JSON | {name.replace("_", "-"): each for name, each in headers.items()})


def _officer(party: str = "MA", name: str = "SPECIMEN Officer") -> dict[str, Any]:
    return signed(RegisterOfficer(name=name), party)


def test_one_act_gives_one_receipt(node: Node) -> None:
    act = _officer()
    answer = node.server.submit(act)
    assert answer.status == 201
    receipt = answer.json
    made = commitment(decode(receipt["salt"]), parse(act).normal, canonical.dumps(receipt["decided"]))
    assert encode(made) == receipt["commitment"]

    again = node.server.submit(act)
    assert again.status == 201
    assert {name: again.json[name] for name in ("index", "id", "decided", "salt", "commitment")} == {
        name: receipt[name] for name in ("index", "id", "decided", "salt", "commitment")
    }


def test_sixty_four_acts_in_one_request(node: Node) -> None:
    acts = [_officer() for _ in range(64)]
    answer = node.server.submit(acts)
    assert answer.status == 200
    indexes = [outcome["index"] for outcome in answer.json["outcomes"]]
    assert indexes == list(range(indexes[0], indexes[0] + 64))
    assert len({outcome["checkpoint"] for outcome in answer.json["outcomes"]}) == 1


def test_a_refused_act_does_not_hold_up_the_others(node: Node) -> None:
    wrong = _officer()
    wrong["signatures"][0]["sig"] = encode(bytes(64))
    unknown = signed(AppointOfficer(officer=0, role=Role.DUTY), "MA")
    answer = node.server.submit([_officer(), wrong, unknown, 7, None, "x", [], _officer()])
    outcomes = answer.json["outcomes"]
    assert [outcome.get("code", "receipt") for outcome in outcomes] == [
        "receipt",
        "bad-signature",
        "unknown-officer",
        *["bad-envelope"] * 4,
        "receipt",
    ]
    assert outcomes[7]["index"] == outcomes[0]["index"] + 1


def test_no_act_at_all(node: Node) -> None:
    answer = node.server.submit([])
    assert (answer.status, answer.json) == (200, {"outcomes": []})


def test_too_many_acts(node: Node) -> None:
    answer = node.server.submit([{}] * 1025)
    assert (answer.status, answer.code) == (413, "batch-too-large")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "bad-json"),
        (b"{", "bad-json"),
        (b"\xff\xfe\xfd", "bad-json"),
        ('{"payload": "ü"}'.encode("latin-1"), "bad-json"),
        ('{"payload": ""}'.encode("utf-16"), "bad-json"),
        (b'{"payload": "\xed\xa0\x80"}', "bad-json"),
        (b"[" * 300_000, "bad-json"),
        (b'{"a":' * 200_000, "bad-json"),
        (b"9" * 100_000, "bad-json"),
        (b'{"payload":' + b"9" * 4_000 + b"}", "bad-envelope"),
        (b"1e999999", "bad-envelope"),
        (b"-0", "bad-envelope"),
        (b"NaN", "bad-envelope"),
        (b"null", "bad-envelope"),
        (b'"\\ud800"', "bad-envelope"),
        (b'{"payload":"\\u0000","payloadType":"x","signatures":[{"keyid":"\\ud800","sig":""}]}', "bad-envelope"),
        (b'{"payload":"","payloadType":null,"signatures":{"a":1}}', "bad-envelope"),
        (b'{"signatures":[[]]}', "bad-envelope"),
    ],
)
def test_what_is_not_an_act(node: Node, body: bytes, code: str) -> None:
    answer = _post(node, body)
    assert (answer.status, answer.code) == (400, code)


def test_a_nested_payload(node: Node) -> None:
    """Signed correctly, and deeper than any program wants to read."""
    for payload in (b"[" * 10_000 + b"]" * 10_000, b'{"a":' * 5_000 + b"1" + b"}" * 5_000):
        answer = _post(node, envelope.sign(payload, key_of("MA")).normal)
        assert (answer.status, answer.code) == (400, "not-canonical")


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_another_content_type(node: Node, media_type: str) -> None:
    answer = _post(node, json.dumps(_officer()).encode(), Content_Type=media_type)
    assert (answer.status, answer.code) == (415, "wrong-media-type")


def test_a_content_type_with_parameters(node: Node) -> None:
    answer = _post(node, json.dumps(_officer()).encode(), Content_Type="application/json; charset=utf-8")
    assert answer.status == 201


def test_ten_megabytes_and_the_connection_lives_on(node: Node) -> None:
    connection = node.server.connection()
    try:
        for _ in range(2):
            connection.request("POST", ACTS, b" " * 10_000_000, JSON)
            answer = connection.getresponse()
            assert answer.status == 413
            assert json.loads(answer.read())["code"] == "too-large"
        connection.request("POST", ACTS, json.dumps(_officer()).encode(), JSON)
        assert connection.getresponse().status == 201
    finally:
        connection.close()


def test_ten_megabytes_in_chunks(node: Node) -> None:
    """Without a Content-Length nobody knows before how much will come."""
    connection = node.server.connection()
    try:
        connection.request("POST", ACTS, (b" " * 1_000_000 for _ in range(10)), JSON, encode_chunked=True)
        answer = connection.getresponse()
        assert answer.status == 413
        assert json.loads(answer.read())["code"] == "too-large"
    finally:
        connection.close()


def test_a_body_that_would_fill_the_disk(node: Node) -> None:
    """Of a body that nothing here takes, no more is kept than is needed to refuse it."""
    node.server.limit_files(largest(BLOBS) + 2**20)
    try:
        answer = _post(node, b" " * (64 * 2**20))
        assert (answer.status, answer.code) == (413, "too-large")
        answer = node.upload("MA", b"\x89PNG\r\n\x1a\n" + bytes(64 * 2**20))
        assert (answer.status, answer.code) == (413, "too-large")
        assert node.server.submit(_officer()).status == 201
    finally:
        node.server.limit_files(None)


def test_an_envelope_that_is_too_large(node: Node) -> None:
    answer = _post(node, envelope.sign(b'"' + b"x" * 60_000 + b'"', key_of("MA")).normal)
    assert (answer.status, answer.code) == (413, "too-large")


def test_who_breaks_off_in_the_middle(node: Node) -> None:
    """The server forgets them and goes on."""
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", node.server.port)) as broken:
            broken.sendall(b"POST /api/v1/acts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{")
    assert node.server.submit(_officer()).status == 201


@pytest.mark.parametrize(
    "head",
    [
        b"POST /api/v1/acts HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
        b"POST /api/v1/acts HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST /api/v1/acts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET /api/v1/record HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /api/v1/rec\x00ord HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x00\xff\r\n\r\n",
    ],
)
def test_what_is_not_http(node: Node, head: bytes) -> None:
    with socket.create_connection(("127.0.0.1", node.server.port), timeout=60) as connection:
        connection.sendall(head)
        assert connection.recv(1000).startswith(b"HTTP/1.1 400 ")


def test_one_act_sent_by_many_at_once(node: Node) -> None:
    act, indexes = _officer("FR"), []
    threads = [threading.Thread(target=lambda: indexes.append(node.server.submit(act).json["index"])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(indexes) == 8
    assert len(set(indexes)) == 1


def test_another_act_of_the_same_identity(node: Node) -> None:
    first, second = _officer(), _officer(name="SPECIMEN Other")
    assert node.server.submit(first).status == 201
    payload = canonical.loads(decode(second["payload"]))
    payload["id"] = canonical.loads(decode(first["payload"]))["id"]
    answer = _post(node, envelope.sign(canonical.dumps(payload), key_of("MA")).normal)
    assert (answer.status, answer.code) == (409, "identity-used")
