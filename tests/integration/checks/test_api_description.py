"""The descriptions of both APIs of checks hold for every answer that schemathesis can provoke with a program's key."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from tests.conftest import FULL
from tests.integration.checks.served import Served, served
from wasl.acts import problems

SECONDS = 300 if FULL else 20

CONFIGURATION = """
[[operations]]
include-path-regex = "/(check|match|search|entities)"
# A well-formed question may name a list that is not there, say nothing that could be looked up, or ask for what yente
# can and Wasl cannot: then it is refused.
checks.positive_data_acceptance.enabled = false
"""


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server."""
    with served(tmp_path_factory.mktemp("described")) as found:
        yield found


def test_the_description_of_the_yente_api_is_valid_and_says_how_it_refuses(there: Served) -> None:
    described = there.server.get("/api/yente/openapi.json").json

    OPENAPI_31_VALIDATOR.validate(described)
    for operations in described["paths"].values():
        for operation in operations.values():
            assert operation["description"]
            assert {int(status) for status in operation["responses"] if int(status) >= 400} == set(problems.ERRORS)


@pytest.mark.parametrize("api", ["/api/v1", "/api/yente"])
def test_fields_are_described_by_the_names_that_they_are_sent_under(there: Served, api: str) -> None:
    shapes = there.server.get(f"{api}/openapi.json").json["components"]["schemas"]

    named = {field for shape in shapes.values() for field in shape.get("properties", ())}
    assert "schema" in named
    assert [field for field in sorted(named) if field.endswith("_")] == []


@pytest.mark.timeout(2 * SECONDS + 120)
@pytest.mark.parametrize(
    ("description", "part", "operations"), [("/api/v1", "/check$", 1), ("/api/yente", ".*", 9)], ids=["check", "yente"]
)
def test_no_question_brings_the_server_down(
    there: Served, tmp_path: Path, description: str, part: str, operations: int
) -> None:
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION)
    command = [str(Path(sys.executable).with_name("schemathesis")), "run"]
    command += [f"{there.server.address}{description}/openapi.json", "--include-path-regex", part]
    command += ["--header", f"Authorization: Bearer {there.keys['MA']}", "--max-time", str(SECONDS), "--no-color"]
    command += ["--warnings", "off", "--generation-database", "none", "--continue-on-failure"]
    if not FULL:
        command += ["--seed", "20261128"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-12_000:] + done.stderr[-3_000:]
    assert f"Tested: {operations}\n" in done.stdout
