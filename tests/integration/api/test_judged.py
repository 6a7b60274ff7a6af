"""A real record, exported and served, judged by somebody else's program."""

from pathlib import Path

import pytest

from tests.integration.api.conftest import Node
from tests.judges.go_judge import judge
from tests.server import signed
from wasl.members.acts import RegisterOfficer


@pytest.fixture(scope="module")
def size(node: Node) -> int:
    """A record of more than one full tile; its published size."""
    acts = [signed(RegisterOfficer(name="SPECIMEN"), "MA") for _ in range(300)]
    answer = node.server.submit(acts)
    last = int(answer.json["outcomes"][-1]["index"])
    assert node.server.get(f"/api/v1/record/proof/{last}").status == 200
    return int(node.server.get("/log/checkpoint").body.split(b"\n")[1])


def test_what_a_server_has(node: Node, size: int) -> None:
    accepted, said = judge(f"{node.server.address}/log", everything=True)

    assert accepted, said
    assert said.split()[1] == str(size)


def test_an_export(node: Node, size: int, tmp_path: Path) -> None:
    assert node.server.installation.examine(tmp_path / "export") == {"differences": [], "size": size}

    accepted, said = judge(tmp_path / "export", everything=True)

    assert accepted, said
    assert said.split()[1] == str(size)


def test_an_export_with_one_bit_changed(node: Node, size: int, tmp_path: Path) -> None:
    node.server.installation.examine(tmp_path / "export")
    bundle = tmp_path / "export" / "tile" / "entries" / "000"
    changed = bytearray(bundle.read_bytes())
    changed[-1] ^= 1
    bundle.write_bytes(changed)

    accepted, said = judge(tmp_path / "export")

    assert not accepted
    assert "entry 255 is not the one in the tree" in said
