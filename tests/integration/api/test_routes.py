"""Every route of `/api/v1`: what it answers when all is well, and how it refuses, in four languages."""

import json
from typing import Any

import pytest
from django.utils import translation

from tests.integration.api.conftest import Node
from tests.server import JSON, Answer, signed
from tests.world import BEGINNING, NAME
from wasl.acts import problems
from wasl.acts.acts import Erase
from wasl.members.acts import AdmitPartner, ConcludeAgreement, RegisterOfficer

V1 = "/api/v1"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
LANGUAGES = ("ar", "en", "fr", "es")


def _act(node: Node) -> Answer:
    return node.server.submit(signed(RegisterOfficer(name="SPECIMEN"), "MA"))


def _photograph(node: Node) -> Answer:
    digest = node.stored("MA", PNG)
    index = node.register_officer("MA", photograph=digest)
    return node.get_as("MA", f"{V1}/acts/{index}/blobs/{digest}")


def _partner(node: Node, path: str) -> Answer:
    """A partner and an agreement with it, unless another test brought them."""
    act = AdmitPartner(partner="specimen", name=NAME, sort="bilateral", members=("MA",))
    node.server.submit(signed(act, "secretariat"))
    return node.server.get(f"{V1}/partners{path}")


def _agreement(node: Node, *, one: bool) -> Answer:
    act = ConcludeAgreement(
        members=("FR", "MA"),
        title=NAME,
        areas=("terrorism",),
        shares=("notices",),
        begins=BEGINNING,
        reference="SPECIMEN",
    )
    entry = node.server.submit(signed(act, "secretariat")).json["index"]
    return node.server.get(f"{V1}/agreements/{entry}" if one else f"{V1}/agreements?member=MA&state=in-force")


SUCCESSES: dict[tuple[str, str], Any] = {
    ("POST", f"{V1}/acts"): _act,
    ("GET", f"{V1}/acts/{{index}}"): lambda node: node.server.get(f"{V1}/acts/0"),
    ("GET", f"{V1}/acts/{{index}}/receipt"): lambda node: node.server.get(f"{V1}/acts/0/receipt"),
    ("GET", f"{V1}/acts/{{index}}/blobs/{{digest}}"): _photograph,
    ("POST", f"{V1}/blobs"): lambda node: node.upload("MA", PNG),
    ("GET", f"{V1}/record"): lambda node: node.server.get(f"{V1}/record"),
    ("GET", f"{V1}/record/entries"): lambda node: node.server.get(f"{V1}/record/entries?limit=2&before=5"),
    ("GET", f"{V1}/record/proof/{{index}}"): lambda node: node.server.get(f"{V1}/record/proof/0"),
    ("GET", f"{V1}/record/consistency"): lambda node: node.server.get(f"{V1}/record/consistency?old=3"),
    ("GET", f"{V1}/members"): lambda node: node.server.get(f"{V1}/members"),
    ("GET", f"{V1}/members/{{code}}"): lambda node: node.server.get(f"{V1}/members/MA"),
    ("GET", f"{V1}/compare"): lambda node: node.server.get(f"{V1}/compare?a=MA&b=FR"),
    ("GET", f"{V1}/secretariat"): lambda node: node.server.get(f"{V1}/secretariat"),
    ("GET", f"{V1}/search"): lambda node: node.server.get(f"{V1}/search?q=Morocco"),
    ("GET", f"{V1}/roles"): lambda node: node.server.get(f"{V1}/roles"),
    ("GET", f"{V1}/partners"): lambda node: _partner(node, ""),
    ("GET", f"{V1}/partners/{{word}}"): lambda node: _partner(node, "/specimen"),
    ("GET", f"{V1}/agreements"): lambda node: _agreement(node, one=False),
    ("GET", f"{V1}/agreements/{{entry}}"): lambda node: _agreement(node, one=True),
}

TO_PEOPLE = {
    ("GET", f"{V1}/notifications"),
    ("GET", f"{V1}/sign-ins"),
    ("GET", f"{V1}/sign-ins/bureau"),
    ("GET", f"{V1}/sign-ins/all"),
    ("GET", f"{V1}/officers"),
    ("GET", f"{V1}/officers/{{entry}}"),
    ("POST", f"{V1}/check"),
    ("GET", f"{V1}/lists"),
    ("GET", f"{V1}/lists/{{name}}"),
    ("GET", f"{V1}/lists/{{name}}/differences"),
    ("GET", f"{V1}/clearances"),
    ("GET", f"{V1}/clearances/{{entry}}"),
    ("GET", f"{V1}/checks/log"),
    ("GET", f"{V1}/checks/log/{{number}}"),
    ("GET", f"{V1}/checks/mine"),
}
"""Routes that answer whoever is signed in, or a program: `tests/integration/accounts`, `members`, `checks` ask them."""

REFUSALS: list[tuple[str, str, int, str]] = [
    ("GET", f"{V1}/acts/900000000", 404, "not-there"),
    ("GET", f"{V1}/acts/900000000/receipt", 404, "not-there"),
    ("GET", f"{V1}/acts/0/blobs/{'0' * 64}", 404, "not-there"),
    ("GET", f"{V1}/acts/-1", 422, "invalid-request"),
    ("GET", f"{V1}/acts/{2**53}", 422, "invalid-request"),
    ("GET", f"{V1}/acts/{'9' * 5000}", 422, "invalid-request"),
    ("GET", f"{V1}/acts/0.5", 422, "invalid-request"),
    ("GET", f"{V1}/acts/%00", 422, "invalid-request"),
    ("GET", f"{V1}/acts/x/receipt", 422, "invalid-request"),
    ("GET", f"{V1}/acts/0/blobs/x", 422, "invalid-request"),
    ("GET", f"{V1}/record/proof/900000000", 404, "not-there"),
    ("GET", f"{V1}/record/proof/x", 422, "invalid-request"),
    ("GET", f"{V1}/record/consistency", 422, "invalid-request"),
    ("GET", f"{V1}/record/consistency?old=900000000", 404, "not-there"),
    ("GET", f"{V1}/record/consistency?old={2**63}", 422, "invalid-request"),
    ("GET", f"{V1}/record/entries?before=-1", 422, "invalid-request"),
    ("GET", f"{V1}/record/entries?limit=0", 422, "invalid-request"),
    ("GET", f"{V1}/record/entries?limit=501", 422, "invalid-request"),
    ("GET", f"{V1}/record/entries?kind=%00", 422, "invalid-request"),
    ("GET", f"{V1}/record/entries?party=%00", 422, "invalid-request"),
    ("GET", f"{V1}/record/entries?party=%ED%A0%80", 422, "invalid-request"),
    ("GET", f"{V1}/members/ZZ", 404, "not-there"),
    ("GET", f"{V1}/members/zz", 422, "invalid-request"),
    ("GET", f"{V1}/members/M%00", 422, "invalid-request"),
    ("GET", f"{V1}/members?standing=x", 422, "invalid-request"),
    ("GET", f"{V1}/partners/nobody", 404, "not-there"),
    ("GET", f"{V1}/partners/X", 422, "invalid-request"),
    ("GET", f"{V1}/agreements/0", 404, "not-there"),
    ("GET", f"{V1}/agreements?state=x", 422, "invalid-request"),
    ("GET", f"{V1}/officers", 401, "not-open-to-you"),
    ("GET", f"{V1}/officers/1", 401, "not-open-to-you"),
    ("GET", f"{V1}/sign-ins", 401, "not-open-to-you"),
    ("GET", f"{V1}/sign-ins/bureau", 401, "not-open-to-you"),
    ("GET", f"{V1}/sign-ins/all", 401, "not-open-to-you"),
    ("GET", f"{V1}/compare?a=MA&b=ZZ", 404, "not-there"),
    ("GET", f"{V1}/compare?a=MA", 422, "invalid-request"),
    ("GET", f"{V1}/notifications", 401, "not-open-to-you"),
    ("GET", f"{V1}/search?q={'x' * 5000}", 422, "invalid-request"),
    ("GET", f"{V1}/search?q=%00", 422, "invalid-request"),
    ("GET", f"{V1}/agreements?partner=K%00", 422, "invalid-request"),
    ("GET", f"{V1}/search?limit=51", 422, "invalid-request"),
    ("DELETE", f"{V1}/notifications", 405, "wrong-method"),
    ("GET", f"{V1}/nothing", 404, "not-found"),
    ("GET", f"{V1}/", 404, "not-found"),
    ("GET", "/api/v2/acts", 404, "not-found"),
    ("POST", f"{V1}/blobs?kind=photograph", 401, "sign-the-request"),
    ("POST", f"{V1}/blobs", 422, "invalid-request"),
    ("POST", f"{V1}/acts", 415, "wrong-media-type"),
    ("POST", f"{V1}/check", 401, "not-open-to-you"),
    ("GET", f"{V1}/check", 405, "wrong-method"),
    ("GET", f"{V1}/acts", 405, "wrong-method"),
    ("PUT", f"{V1}/acts", 405, "wrong-method"),
    ("DELETE", f"{V1}/acts/0", 405, "wrong-method"),
    ("PATCH", f"{V1}/members/MA", 405, "wrong-method"),
    ("OPTIONS", f"{V1}/record", 405, "wrong-method"),
    ("BREW", f"{V1}/record", 405, "wrong-method"),
]


def test_this_file_knows_every_route(node: Node) -> None:
    described = node.server.get(f"{V1}/openapi.json").json["paths"]
    there = {(method.upper(), path) for path, operations in described.items() for method in operations}
    assert there == set(SUCCESSES) | TO_PEOPLE


@pytest.mark.parametrize("route", SUCCESSES, ids=" ".join)
def test_a_route_answers(node: Node, route: tuple[str, str]) -> None:
    answer = SUCCESSES[route](node)
    assert answer.status in (200, 201), answer.body
    if "blobs/" not in route[1]:
        assert answer.headers["Content-Type"].partition(";")[0] == "application/json"
        assert answer.json


@pytest.mark.parametrize(("method", "path", "status", "code"), REFUSALS)
def test_a_refusal_is_a_problem(node: Node, method: str, path: str, status: int, code: str) -> None:
    answer = node.server.ask(method, path)
    assert (answer.status, answer.code) == (status, code)
    problem = answer.json
    assert problem.keys() == problems.Problem.model_fields.keys()
    assert (problem["type"], problem["title"], problem["status"]) == (f"urn:wasl:problem:{code}", code, status)
    assert problem["detail"]
    assert (problem["fields"] != {}) is (code == "invalid-request")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    if status == 405:
        assert answer.headers["Allow"] in ("GET", "POST")


DETAILS = {
    f"{V1}/acts/900000000": "There is no such entry, or it is not open to you.",
    f"{V1}/members/ZZ": "There is no such member.",
    f"{V1}/acts/x": "A part of the request is not as it must be.",
    f"{V1}/nothing": "The page may have moved, or the address was mistyped.",
    f"{V1}/record/proof/900000000": "There is no such entry.",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", DETAILS)
def test_a_problem_is_told_in_the_readers_language(node: Node, path: str, language: str) -> None:
    answer = node.server.get(path, {"Accept-Language": f"{language}-XX, de;q=0.1"})
    with translation.override(language):
        expected = translation.gettext(DETAILS[path])
    assert answer.json["detail"] == expected
    assert answer.headers["Content-Language"] == language
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_outcomes_of_a_batch_are_told_in_the_readers_language(node: Node, language: str) -> None:
    body = json.dumps([{}, signed(Erase(entry=0, reason="no"), "MA")]).encode()
    answer = node.server.ask("POST", f"{V1}/acts", body, JSON | {"Accept-Language": language})
    with translation.override(language):
        expected = [
            translation.gettext("This is not a signed act: the envelope cannot be read."),
            translation.gettext("Only the author of an act may erase it."),
        ]
    assert [outcome["detail"] for outcome in answer.json["outcomes"]] == expected


def test_entries_a_page_at_a_time(node: Node) -> None:
    for _ in range(3):
        node.register_officer("BR")
    seen, before = [], ""
    while True:
        page = node.server.get(f"{V1}/record/entries?limit=7{before}").json
        seen += [entry["index"] for entry in page["entries"]]
        if page["next"] is None:
            break
        before = f"&before={page['next']}"
    assert seen == list(range(seen[0], -1, -1))


def test_a_member(node: Node) -> None:
    found = node.server.get(f"{V1}/members/MA").json
    assert (found["code"], found["code3"]) == ("MA", "MAR")
    assert found["name"]["ar"] == "المغرب"
    assert [key["state"] for key in found["keys"]] == ["in-force"]
    codes = [member["code"] for member in node.server.get(f"{V1}/members").json]
    assert codes == sorted(codes)
    assert "MA" in codes
