"""Bad input over HTTP: refused with a code and a text in the reader's language, soon, and nothing was changed."""

import json
import time
from pathlib import Path

import pytest

from tests.integration.acts.refused import texts
from tests.integration.api.conftest import Node
from tests.server import JSON, SOURCES, signed
from wasl.members.acts import RegisterOfficer
from wasl.record import canonical
from wasl.record.encoding import decode, encode

ACTS = "/api/v1/acts"
SECONDS = 5
MEMORY = 32 * 2**20
"""Bytes by which the server may have grown."""

OFFICER = RegisterOfficer(name="SPECIMEN Officer")

_CHECKSUMS = """
import json, sys
sys.path.insert(0, sys.argv[1])
import django
django.setup()
from tests.world import checksums
print(json.dumps(checksums()))
"""


def _checksums(node: Node) -> dict[str, str]:
    found: dict[str, str] = json.loads(node.server.installation.python(_CHECKSUMS, str(SOURCES.parent)))
    return found


def _long_name() -> bytes:
    return json.dumps(signed(OFFICER.model_copy(update={"name": "ن" * 10_000}), "MA")).encode()


def _replayed() -> bytes:
    """A signed act once more, under another identity, so that it would count twice."""
    act = signed(OFFICER, "MA")
    said = canonical.loads(decode(act["payload"]))
    said["id"] = "0f9a2c4e-7b1d-4c3a-9e5f-6a7b8c9d0e1f"
    return json.dumps(act | {"payload": encode(canonical.dumps(said))}).encode()


@pytest.mark.parametrize(
    ("body", "status", "code", "case"),
    [
        pytest.param(b" " * 10_000_000, 413, "too-large", "a request of ten megabytes", id="ten megabytes"),
        pytest.param(
            _long_name(), 422, "invalid-act", "a name of ten thousand characters", id="a name of 10,000 characters"
        ),
        pytest.param(_replayed(), 403, "bad-signature", "", id="a replay under another identity"),
        pytest.param(b'{"payload":7}', 400, "bad-envelope", "what is no json", id="a malformed act"),
        pytest.param(b"{", 400, "bad-json", "", id="no JSON"),
    ],
)
def test_bad_input(node: Node, body: bytes, status: int, code: str, case: str) -> None:
    before, expected, wrong = _checksums(node), texts.expected(code, case), texts.expected_fields(code, case)
    _forget_the_most(node)
    held, began = _memory(node, "VmRSS"), time.monotonic()

    for language in texts.LANGUAGES:
        answer = node.server.ask("POST", ACTS, body, JSON | {"Accept-Language": language})
        assert (answer.status, answer.code) == (status, code)
        assert answer.json["detail"] == expected[language]
        assert answer.json["fields"] == {field: told[language] for field, told in wrong.items()}
        assert answer.headers["Content-Language"] == language

    assert time.monotonic() - began < SECONDS * len(texts.LANGUAGES)
    assert _memory(node, "VmHWM") - held < MEMORY
    assert _checksums(node) == before


def _process(node: Node, name: str) -> Path:
    assert node.server.process
    return Path("/proc", str(node.server.process.pid), name)


def _forget_the_most(node: Node) -> None:
    """The most memory that the server ever held counts from now on."""
    _process(node, "clear_refs").write_text("5")


def _memory(node: Node, name: str) -> int:
    """Bytes: what the server holds (VmRSS), or the most it held (VmHWM)."""
    (line,) = [line for line in _process(node, "status").read_text().splitlines() if line.startswith(f"{name}:")]
    return int(line.split()[1]) * 1024
