"""The OpenAPI description: valid, whole, and true of every answer that schemathesis can provoke."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from tests.conftest import FULL
from tests.integration.api.conftest import Node
from tests.server import signed
from wasl.acts import problems
from wasl.members.acts import RegisterOfficer

SECONDS = 600 if FULL else 40

CONFIGURATION = """
[[operations]]
include-name = "POST /api/v1/acts"
# No generator signs: a well-formed envelope is refused with 400 or 403, and a batch answers for each of its acts.
checks.positive_data_acceptance.enabled = false
checks.negative_data_rejection.enabled = false
"""


@pytest.fixture(scope="module")
def description(node: Node) -> dict[str, Any]:
    """The description as it is served."""
    found: dict[str, Any] = node.server.get("/api/v1/openapi.json").json
    return found


def test_the_description_is_valid(description: dict[str, Any]) -> None:
    OPENAPI_31_VALIDATOR.validate(description)


def test_every_reference_leads_somewhere(description: dict[str, Any]) -> None:
    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            here = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
            return here + [each for part in value.values() for each in references(part)]
        return [each for part in value for each in references(part)] if isinstance(value, list) else []

    for reference in set(references(description)):
        place: Any = description
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def test_every_operation_says_how_it_refuses(description: dict[str, Any]) -> None:
    names = set()
    for operations in description["paths"].values():
        for operation in operations.values():
            names.add(operation["operationId"])
            assert operation["description"]
            refusals = {int(status) for status in operation["responses"] if int(status) >= 400}
            assert refusals == set(problems.ERRORS)
            for status in refusals:
                assert list(operation["responses"][str(status)]["content"]) == ["application/problem+json"]
    assert len(names) == sum(len(operations) for operations in description["paths"].values())


def test_no_text_in_an_address_is_described_as_open_to_everything(description: dict[str, Any]) -> None:
    bounded = {"enum", "const", "pattern", "format"}
    for address, operations in description["paths"].items():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                schema = parameter["schema"]
                for part in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
                    assert part.get("type") != "string" or bounded & part.keys(), (address, parameter["name"])


@pytest.mark.timeout(2 * SECONDS + 120)
def test_no_request_brings_the_server_down(node: Node, tmp_path: Path) -> None:
    for party in ("MA", "FR", "BR"):
        assert node.server.submit([signed(RegisterOfficer(name="SPECIMEN"), party)]).status == 200
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION)
    command = [str(Path(sys.executable).with_name("schemathesis")), "run", f"{node.server.address}/api/v1/openapi.json"]
    command += ["--max-time", str(SECONDS), "--no-color", "--warnings", "off"]
    command += ["--generation-database", "none", "--continue-on-failure"]
    if not FULL:
        command += ["--seed", "20261124"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-12_000:] + done.stderr[-3_000:]
    operations = sum(map(len, node.server.get("/api/v1/openapi.json").json["paths"].values()))
    assert f"Tested: {operations}\n" in done.stdout
