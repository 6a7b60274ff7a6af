"""Style sheets, fonts and scripts: one digest of them all, kept by browsers for ever."""

import gzip
import re

import pytest

from tests.integration.api.conftest import Node
from tests.server import Answer


@pytest.fixture(scope="module")
def prefix(node: Node) -> str:
    """`/static/<digest>/`."""
    page = node.server.get("/members/").body.decode()
    (found,) = {match[0] for match in re.finditer(r"/static/[0-9a-f]{16}/", page)}
    return found


def _raw(answer: Answer) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}


def test_every_file_a_page_asks_for_is_there(node: Node, prefix: str) -> None:
    asked = set()
    for path in ("/members/", "/record/", "/record/0/", "/nothing"):
        asked |= set(re.findall(rf'{prefix}[^"#?]+', node.server.get(path).body.decode()))
    sheets = [path for path in asked if path.endswith(".css")]
    assert sheets
    for sheet in sheets:
        text = node.server.get(sheet).body.decode()
        for named in re.findall(r'url\("?([^")#?]+)|@import "([^"]+)', text):
            address = named[0] or named[1]
            if not address.startswith(("data:", "#")):
                asked.add(address if address.startswith("/") else f"{sheet.rpartition('/')[0]}/{address}")
    for path in asked:
        answer = node.server.get(path)
        assert answer.status == 200, path
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert int(answer.headers["Content-Length"]) == len(answer.body)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("wasl/wasl.css", "text/css; charset=utf-8"),
        ("wasl/verify.js", "text/javascript; charset=utf-8"),
        ("wasl/mark.svg", "image/svg+xml; charset=utf-8"),
        ("wasl/fonts/ibm-plex-sans-latin-400-normal.woff2", "font/woff2"),
    ],
)
def test_media_types(node: Node, prefix: str, name: str, media_type: str) -> None:
    assert node.server.get(prefix + name).headers["Content-Type"] == media_type


@pytest.mark.parametrize(
    ("accepted", "zipped"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1.0, gzip;q=0.8", True),
        ("GZIP", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
        ("identity", False),
        ("xgzip", False),
        ("", False),
    ],
)
def test_text_is_compressed_for_those_who_ask(node: Node, prefix: str, accepted: str, zipped: bool) -> None:
    plain = node.server.get(f"{prefix}wasl/wasl.css")
    answer = node.server.get(f"{prefix}wasl/wasl.css", {"Accept-Encoding": accepted})
    assert (answer.headers["Content-Encoding"] == "gzip") is zipped
    assert answer.headers["Vary"] == "accept-encoding"
    assert (gzip.decompress(answer.body) if zipped else answer.body) == plain.body


def test_head_says_what_get_would(node: Node, prefix: str) -> None:
    path = f"{prefix}wasl/wasl.css"
    head, whole = node.server.ask("HEAD", path), node.server.get(path)
    assert (head.status, head.body) == (200, b"")
    assert _raw(head) == _raw(whole) | {"date": _raw(head)["date"]}


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static/wasl/wasl.css",
        "/static/0000000000000000/wasl/wasl.css",
        "{prefix}",
        "{prefix}wasl/nothing.css",
        "{prefix}wasl/",
        "{prefix}../../project/settings.py",
        "{prefix}%2e%2e/%2e%2e/project/settings.py",
        "{prefix}wasl/wasl.css%00",
        "{prefix}/wasl/wasl.css",
    ],
)
def test_what_is_not_there(node: Node, prefix: str, path: str) -> None:
    for method in ("GET", "HEAD", "POST"):
        answer = node.server.ask(method, path.format(prefix=prefix))
        assert (answer.status, answer.body) == (404, b"")
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_files_are_only_read(node: Node, prefix: str, method: str) -> None:
    answer = node.server.ask(method, f"{prefix}wasl/wasl.css")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
