"""How much somebody may ask: by hand, with a program, with long work; and on which terms, as the log has it."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.integration.checks.askers import DIFFERENCES, ENTRY, asked, client_of, program
from tests.integration.checks.specimens import PEOPLE, SALMA, listed, opened, renewed, written
from tests.world import World
from wasl.checks import asking, pace
from wasl.checks.log import recalled
from wasl.checks.models import Check
from wasl.members.acts import Role

pytestmark = pytest.mark.usefixtures("held_clock")


def test_who_checks_by_hand_faster_than_anybody_types_is_told_to_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed(world)
    monkeypatch.setattr(pace, "BY_HAND", 3)
    monkeypatch.setattr(pace, "_left", {})
    client, other = client_of(world), client_of(world, "FR")
    for text in ("Nobody Atall", "Marwan Specimenov"):
        assert asked(client, text).status_code == 200

    told = asked(client, "Salma Namouzaj")
    client.raise_request_exception = False

    assert told.status_code == 429
    assert re.search(r"You check more than 3 times in a minute. Ask again in \d+ s.", told.content.decode())
    assert client.post("/phone/", {"text": "Salma", "purpose": "visa"}).status_code == 429
    assert client.post(ENTRY, {"purpose": "visa"}).status_code == 429
    assert Check.objects.count() == 2
    assert asked(other, "Salma Namouzaj").status_code == 200, "others go on"


def test_an_answer_shown_again_is_searched_for_again_and_counts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    listed(world)
    monkeypatch.setattr(pace, "BY_HAND", 6)
    monkeypatch.setattr(pace, "_left", {})
    client = client_of(world)
    for text in ("Marwan Specimenov", "Nobody Atall"):
        assert asked(client, text).status_code == 200
    found, nobody = Check.objects.order_by("pk")
    answers = [f"/check/{found.pk}/", f"/phone/{found.pk}/", f"/check/{found.pk}/compare/specimens:1/"]
    client.raise_request_exception = False

    assert [client.get(address).status_code for address in answers] == [200] * 3
    assert [client.get(address).status_code for address in answers] == [429] * 3
    assert client.get(f"/check/{nobody.pk}/").status_code == 200, "nobody was found, and nobody is looked for"
    assert client.get(f"/checks/log/{found.pk}/").status_code == 200, "nor for a line of the log"


def test_work_that_takes_long_is_waited_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    watch_list = listed(world)
    renewed(world, watch_list, [SALMA])
    keeper, other = (client_of(world, "secretariat", role) for role in (Role.CLERK, Role.CLERK))
    monkeypatch.setattr(pace, "A_SECOND", 1e9)
    api = "/api/v1/lists/specimens/differences"
    for client in (keeper, other):
        client.raise_request_exception = False

    assert "Marwan" in keeper.get(DIFFERENCES).content.decode()
    assert [keeper.get(address).status_code for address in (DIFFERENCES, api)] == [429] * 2
    told = keeper.post("/lists/specimens/import/", {"files_ftm": SimpleUploadedFile("one.json", written(PEOPLE))})
    assert (told.status_code, "times in a minute" in told.content.decode()) == (422, True)
    assert other.get(DIFFERENCES).status_code == 200, "others go on"


def test_one_request_asks_for_only_so_much_and_what_is_long_counts_for_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed(world)
    monkeypatch.setattr(pace, "_left", {})
    taken: list[int] = []
    monkeypatch.setattr(pace, "take", lambda _visitor, checks: taken.append(checks))
    client = program()

    def match(*names: list[str]) -> Any:
        queries = {str(n): {"schema": "Person", "properties": {"name": each}} for n, each in enumerate(names)}
        return client.post("/api/yente/match/default", {"queries": queries}, content_type="application/json")

    assert match(["Marwan Specimenov"], ["Salma Namouzaj"]).status_code == 200
    assert match(["Marwan " + "x" * 2_500]).status_code == 200
    assert taken == [2, 3]
    terms = "&".join(f"exclude_entity_ids={number:0300}" for number in range(7))
    said = {"queries": {str(number): {"schema": "Person", "properties": {"name": "Salma"}} for number in range(2)}}
    assert client.post(f"/api/yente/match/default?{terms}", said, content_type="application/json").status_code == 200
    assert taken[2:] == [6], "what each line in the log repeats"
    names = [f"Specimen {number}" for number in range(1_001)]
    assert match(names[:500], names[500:]).json()["code"] == "too-much-asked"
    assert match(*[["x" * 60_000]] * 2).json()["code"] == "too-much-asked"
    facts = {"names": ["x" * 1_000] * 60, "weak_names": ["x" * 1_000] * 60}
    answer = client.post("/api/v1/check", {"facts": facts}, content_type="application/json")
    assert answer.json()["code"] == "too-much-asked"
    assert Check.objects.count() == 5


def test_a_key_that_is_no_text_is_refused_like_any_other_text(world: World) -> None:
    listed(world)
    for key, name in (("a\\ud800", "x"), ("a\\ud800", "Marwan \\ud800"), ("a\\u0000", "x")):
        body = f'{{"queries": {{"{key}": {{"schema": "Person", "properties": {{"name": ["{name}"]}}}}}}}}'
        answer = program().post("/api/yente/match/default", body, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
    assert not Check.objects.exists()


def test_a_line_says_on_which_terms_a_program_asked_so_that_it_can_be_asked_again(world: World) -> None:
    people = [{"id": str(number), "name": "Marwan Specimenov", "birthDate": f"19{70 + number}"} for number in range(9)]
    renewed(world, opened(world), people)
    listed(world, word="others")
    client, name = program(), "Marwan Specimenov"
    terms = "limit=4&threshold=0.9&cutoff=0.45&exclude_dataset=others&exclude_schema=Vessel&exclude_entity_ids=3"

    said = {"queries": {"a": {"schema": "Person", "properties": {"name": name}}}}
    matched = client.post(f"/api/yente/match/default?{terms}", said, content_type="application/json")
    looked_up = client.get(f"/api/yente/search/specimens?q={name}&schema=Person&limit=2&offset=1")

    match, search = Check.objects.order_by("pk")
    assert match.asked == {
        "text": "",
        "facts": {"names": [name], "schema": "Person"},
        "lists": ["specimens"],
        "limit": 4,
        "among": {"without_schemata": ["Vessel"], "without_entries": ["3"]},
        "told": {"dataset": "default", "exclude_dataset": ["others"], "match_from": "0.9000"},
    }
    assert match.answered["threshold"] == "0.4500"
    assert search.asked["told"] == {"dataset": "specimens", "schema": "Person", "from": 1, "most": 2}
    assert "Vessel" in search.asked["among"]["without_schemata"]
    for line, shown in ((match, matched.json()["responses"]["a"]["results"]), (search, looked_up.json()["results"])):
        again = asking.answered(recalled.question_of(line), "MA", world.now).found
        assert [each.match.subject.id for each in again] == [each["subject"] for each in line.answered["matches"]]
        page = slice(line.asked["told"].get("from", 0), None)
        assert [each.match.subject.id for each in again][page][: len(shown)] == [each["id"] for each in shown]
    page = client_of(world, role=Role.HEAD).get(f"/checks/log/{match.pk}/").content.decode()
    for term in ("limit=4", "without_entries=3", "match_from=0.9000", "threshold=0.4500", "exclude_dataset=others"):
        assert term in page, term


def test_what_is_left_out_takes_nobodys_place(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    watch_list = opened(world)
    people = [{"id": f"d{number}", "name": "Marwan Specimenov", "birthDate": "1974-03-12"} for number in range(12)]
    renewed(world, watch_list, [*people, {"id": "last", "name": "Marwan Specimenow"}])
    monkeypatch.setattr(asking, "LIMIT_MAX", 5)
    excluded = "&".join(f"exclude_entity_ids=d{number}" for number in range(12))
    said = {"queries": {"a": {"schema": "Person", "properties": {"name": "Marwan Specimenov"}}}}

    answer = program().post(f"/api/yente/match/default?limit=5&{excluded}", said, content_type="application/json")

    assert [each["id"] for each in answer.json()["responses"]["a"]["results"]] == ["specimens:last"]
