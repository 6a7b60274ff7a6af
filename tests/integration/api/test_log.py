"""`/log/`: the record as tiles, followed and verified over HTTP by a program that knows only the formats."""

import http.client
from dataclasses import dataclass
from typing import Any

import pytest

from tests.integration.api.conftest import Node
from tests.server import signed
from wasl.members.acts import RegisterOfficer
from wasl.record import canonical, checkpoint, entry, note, opened, tiles, verification
from wasl.record.encoding import decode
from wasl.record.tree import verify_consistency, verify_inclusion

FOR_EVER = "public, max-age=31536000, immutable"


@dataclass
class HttpLog:
    """A source for verification: a folder behind one kept connection; `party` signs its requests, if anybody."""

    node: Node
    connection: http.client.HTTPConnection
    party: str | None = None

    def read(self, path: str) -> bytes | None:
        """The bytes at a path."""
        path = f"/log/{path}"
        headers = self.node.headers(self.party, path) if self.party and path.startswith("/log/open/") else {}
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        content = answer.read()
        assert answer.status in (200, 404), (path, answer.status, content)
        return content if answer.status == 200 else None


@pytest.fixture(scope="module")
def size(node: Node) -> int:
    """A record of more than one full tile; its published size."""
    acts = [signed(RegisterOfficer(name="SPECIMEN"), "MA") for _ in range(300)]
    assert node.server.submit(acts).status == 200
    (index,) = [node.register_officer("FR")]
    assert node.server.get(f"/api/v1/record/proof/{index}").status == 200
    return _head(node).size


def _head(node: Node) -> checkpoint.Checkpoint:
    keys = [note.read_vkey(line) for line in node.server.get("/log/log.vkey").body.decode().splitlines()]
    return checkpoint.opened(node.server.get("/log/checkpoint").body.decode(), keys)


@pytest.mark.parametrize("party", [None, "MA", "secretariat"])
def test_the_record_verifies_over_http(node: Node, size: int, party: str | None) -> None:
    connection = node.server.connection()
    try:
        kept = node.server.get("/log/checkpoint").body.decode()
        keys = node.server.get("/log/log.vkey").body.decode().splitlines()
        report = verification.verify(HttpLog(node, connection, party), keys=keys, against=kept)
    finally:
        connection.close()
    assert report.good, report.problems
    assert report.size >= size
    assert report.pinned
    assert report.opened == report.marked  # whoever asks: entries marked closed are not asked for


def test_every_tile_is_what_the_entries_make_it(node: Node, size: int) -> None:
    for tile in tiles.of_size(size):
        answer = node.server.get(f"/log/{tile.path}")
        assert answer.status == 200, tile.path
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Cache-Control"] == FOR_EVER
        assert len(answer.body) == tile.width * (47 if tile.level is None else 32)
    bundle = tiles.unbundle(node.server.get("/log/tile/entries/000").body)
    assert node.server.get("/log/tile/0/000").body == b"".join(tiles.leaf_hashes(bundle))
    assert node.server.get("/log/tile/1/000.p/1").body == tiles.tile_root(
        tiles.hashes(node.server.get("/log/tile/0/000").body)
    )


def test_an_unfinished_tile_is_served_at_every_width_it_had(node: Node, size: int) -> None:
    """Whoever follows may ask for the width of an earlier checkpoint, and for parts of full tiles."""
    whole = node.server.get("/log/tile/0/000").body
    assert node.server.get("/log/tile/0/000.p/255").body == whole[: 255 * 32]
    width = size % 256
    edge = node.server.get(f"/log/tile/0/001.p/{width}").body
    assert node.server.get("/log/tile/0/001.p/1").body == edge[:32]
    assert node.server.get("/log/tile/entries/001.p/1").body == node.server.get("/log/tile/entries/001.p/2").body[:47]


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/999",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/0",
        "tile/0/x000/000",
        "tile/0/x999/x999/x999/x999/x999/999",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
        "tile/64/000",
        "tile/63/000.p/1",
        "tile/-1/000",
        "tile/00/000",
        "tile/entries",
        "tile/entries/000.gz",
        "tile/entries/%00",
        "tile/%2e%2e/checkpoint",
        "tile/0/../checkpoint",
        "tile//000",
        "tile/0/٠٠٠".encode().decode("latin-1").replace("\xd9\xa0", "%D9%A0"),
        "open/99999999999999999999999.json",
        "open/0",
        "open/-1.json",
        "open/00.json",
        "nothing",
        "",
    ],
)
def test_what_is_not_there(node: Node, size: int, path: str) -> None:
    answer = node.server.get(f"/log/{path}")
    assert answer.status == (200 if path == "open/00.json" else 404)
    assert "Location" not in answer.headers


def test_no_cache_keeps_what_is_not_there_yet(node: Node, size: int) -> None:
    """A tile may be there a moment later, and an entry may be open to another reader."""
    for path in (f"tile/0/{size // 256:03}.p/{size % 256 + 1}", "tile/entries/009", "open/900000000.json"):
        answer = node.server.get(f"/log/{path}")
        assert (answer.status, answer.headers["Cache-Control"]) == (404, "no-store")
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert "Set-Cookie" not in answer.headers


def test_how_long_the_rest_may_be_kept(node: Node) -> None:
    for path in ("checkpoint", "log.vkey"):
        answer = node.server.get(f"/log/{path}")
        assert answer.headers["Cache-Control"] == "public, max-age=5"
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert node.server.get("/log/open/0.json").headers["Cache-Control"] == "private, no-cache"


def test_an_open_entry_proves_itself(node: Node, size: int) -> None:
    found = opened.read(node.server.get("/log/open/0.json").body)
    assert canonical.loads(found.envelope.payload)["kind"] == "members.found-organisation/1"
    bundle = tiles.unbundle(node.server.get("/log/tile/entries/000").body)
    assert entry.read_entry(bundle[0]) == (True, found.commitment)


def test_a_closed_entry_is_served_to_its_readers(node: Node, size: int) -> None:
    path = f"/log/open/{size - 1}.json"
    assert node.get_as("FR", path).status == 200
    assert node.get_as("secretariat", path).status == 200
    assert node.get_as("MA", path).status == 404
    assert node.get_as(None, path).status == 404
    stale = node.headers("FR", "/log/open/0.json")
    assert node.server.get(path, stale).status == 401


def test_proofs_over_the_api(node: Node, size: int) -> None:
    api: dict[str, Any] = node.server.get("/api/v1/record").json
    keys = [note.read_vkey(line) for line in api["keys"]]
    head = checkpoint.opened(api["note"], keys)
    assert (head.size, head.root) == (api["size"], decode(api["root"]))
    for index in (0, 1, 255, 256, size - 1):
        proof = node.server.get(f"/api/v1/record/proof/{index}").json
        at = checkpoint.opened(proof["checkpoint"], keys)
        verify_inclusion(index, at.size, decode(proof["leaf"]), [decode(each) for each in proof["hashes"]], at.root)
        assert node.server.get(f"/record/{index}.tlog-proof").body.decode() == proof["file"]
    leaves = tiles.hashes(node.server.get("/log/tile/0/000").body)
    grown = node.server.get("/api/v1/record/consistency?old=256").json
    at = checkpoint.opened(grown["checkpoint"], keys)
    hashes = [decode(each) for each in grown["hashes"]]
    verify_consistency(256, at.size, tiles.tile_root(leaves), at.root, hashes)


@pytest.mark.parametrize("old", [0, 1, 255, 256, 257])
def test_how_the_record_grew(node: Node, size: int, old: int) -> None:
    answer = node.server.get(f"/api/v1/record/consistency?old={old}")
    assert answer.status == 200
    assert (answer.json["hashes"] == []) is (old == 0)


def test_a_record_that_never_was(node: Node) -> None:
    assert node.server.get(f"/api/v1/record/consistency?old={2**53 - 1}").code == "not-there"
    assert node.server.get(f"/api/v1/record/proof/{2**53 - 1}").code == "not-there"
