"""Files: stored under a signed digest, named by an act, read by those who may read the act."""

import os

import pytest

from tests.integration.api.conftest import Node
from tests.server import signed
from wasl.acts.acts import Erase
from wasl.acts.readers import content_digest

PNG = b"\x89PNG\r\n\x1a\n"
CHUNK = 64 * 1024


@pytest.fixture(scope="module")
def photograph() -> bytes:
    """Three chunks and a bit."""
    return PNG + os.urandom(3 * CHUNK + 1000)


@pytest.fixture(scope="module")
def path(node: Node, photograph: bytes) -> str:
    """Where Morocco's photograph is read."""
    digest = node.stored("MA", photograph)
    index = node.register_officer("MA", photograph=digest)
    return f"/api/v1/acts/{index}/blobs/{digest}"


@pytest.mark.parametrize("reader", ["MA", "secretariat"])
def test_whoever_may_read_the_act_may_read_the_file(node: Node, path: str, photograph: bytes, reader: str) -> None:
    answer = node.get_as(reader, path)
    assert answer.status == 200
    assert answer.body == photograph
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Length"] == str(len(photograph))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("reader", ["FR", None])
def test_to_others_there_is_no_file(node: Node, path: str, reader: str | None) -> None:
    answer = node.get_as(reader, path)
    assert (answer.status, answer.code) == (404, "not-there")


def test_a_file_is_read_through_the_act_that_names_it(node: Node, path: str) -> None:
    digest = path.rpartition("/")[2]
    other = node.register_officer("MA")
    for elsewhere in (
        f"/api/v1/acts/{other}/blobs/{digest}",
        f"{path[:-64]}{'0' * 64}",
        f"/api/v1/acts/0/blobs/{digest}",
    ):
        assert node.get_as("MA", elsewhere).code == "not-there"


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", slice(0, 1)),
        ("bytes=10-19", slice(10, 20)),
        (f"bytes={CHUNK - 1}-{CHUNK}", slice(CHUNK - 1, CHUNK + 1)),
        (f"bytes={CHUNK}-{2 * CHUNK - 1}", slice(CHUNK, 2 * CHUNK)),
        (f"bytes={3 * CHUNK}-", slice(3 * CHUNK, None)),
        ("bytes=100-999999999", slice(100, None)),
        ("bytes=-5", slice(-5, None)),
    ],
)
def test_a_part_of_a_file(node: Node, path: str, photograph: bytes, asked: str, part: slice) -> None:
    answer = node.get_as("MA", path, Range=asked)
    assert answer.status == 206
    assert answer.body == photograph[part]
    begin, _end, _step = part.indices(len(photograph))
    stated = f"bytes {begin}-{begin + len(answer.body) - 1}/{len(photograph)}"
    assert answer.headers["Content-Range"] == stated


@pytest.mark.parametrize("asked", ["bytes=999999999-", f"bytes={3 * CHUNK + 1008}-", "bytes=-0"])
def test_a_part_that_is_not_there(node: Node, path: str, photograph: bytes, asked: str) -> None:
    answer = node.get_as("MA", path, Range=asked)
    assert (answer.status, answer.code) == (416, "bad-range")
    assert answer.headers["Content-Range"] == f"bytes */{len(photograph)}"


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=0-1,5-6", "bytes=", "bytes=-", "bytes=a-b", "lines=1-2", "x", f"bytes=0-{'9' * 99}"]
)
def test_what_is_no_range_is_ignored(node: Node, path: str, photograph: bytes, asked: str) -> None:
    answer = node.get_as("MA", path, Range=asked)
    assert (answer.status, answer.body) == (200, photograph)


def test_a_range_under_a_condition_is_ignored(node: Node, path: str, photograph: bytes) -> None:
    """We give no validators, so whatever the condition is, it does not hold (RFC 9110, section 13.1.5)."""
    answer = node.get_as("MA", path, **{"Range": "bytes=0-1", "If-Range": '"x"'})
    assert (answer.status, answer.body) == (200, photograph)


def test_the_same_file_twice_is_kept_once(node: Node, photograph: bytes) -> None:
    assert node.stored("MA", photograph) == node.stored("MA", photograph)


def test_a_file_is_its_bureaus_own(node: Node, photograph: bytes) -> None:
    """France cannot name Morocco's photograph, knowing its digest."""
    from wasl.members.acts import RegisterOfficer

    digest = node.stored("MA", photograph)
    answer = node.server.submit(signed(RegisterOfficer(name="SPECIMEN", photograph=digest), "FR"))
    assert (answer.status, answer.code) == (422, "blob-missing")


def test_an_erased_act_takes_its_file_with_it(node: Node) -> None:
    content = PNG + os.urandom(1000)
    digest = node.stored("BR", content)
    index = node.register_officer("BR", photograph=digest)
    path = f"/api/v1/acts/{index}/blobs/{digest}"
    assert node.get_as("BR", path).body == content
    assert node.server.submit(signed(Erase(entry=index, reason="no longer needed"), "BR")).status == 201
    assert node.get_as("BR", path).status == 404


def test_another_content_than_was_signed(node: Node) -> None:
    content = PNG + os.urandom(100)
    path = "/api/v1/blobs?kind=photograph"
    headers = node.headers("MA", path, method="POST", content=content)
    for wrong in (content[:-1], content + b"\0", PNG + os.urandom(100)):
        answer = node.server.ask("POST", path, wrong, headers)
        assert (answer.status, answer.code) == (400, "wrong-digest")
    headers["Content-Digest"] = content_digest(PNG)
    answer = node.server.ask("POST", path, content, headers)
    assert (answer.status, answer.code) == (401, "bad-request-signature")


@pytest.mark.parametrize("content", [b"", b"GIF89a" + bytes(100), b"<svg/>", b"%PDF-1.7" + bytes(100), PNG[:7]])
def test_a_file_of_another_type(node: Node, content: bytes) -> None:
    answer = node.upload("MA", content)
    assert (answer.status, answer.code) == (415, "wrong-media-type")


@pytest.mark.parametrize("size", [8 * 2**20 - 8, 8 * 2**20 - 7, 40 * 2**20])
def test_a_file_that_is_too_large(node: Node, size: int) -> None:
    answer = node.upload("MA", PNG + bytes(size))
    assert (answer.status, answer.json.get("code")) in [(201, None), (413, "too-large")]
    assert (answer.status == 201) == (size + len(PNG) <= 8 * 2**20)


@pytest.mark.parametrize("kind", ["portrait", "", "%00", "x" * 41])
def test_a_kind_nobody_keeps(node: Node, kind: str) -> None:
    answer = node.upload("MA", PNG + bytes(100), kind)
    assert (answer.status, answer.code) in [(400, "unknown-blob-kind"), (422, "invalid-request")]


def test_an_upload_is_signed(node: Node) -> None:
    path, content = "/api/v1/blobs?kind=photograph", PNG + bytes(100)
    answer = node.server.ask("POST", path, content, {"Content-Digest": content_digest(content)})
    assert (answer.status, answer.code) == (401, "sign-the-request")
