"""`POST /api/v1/check`: programs ask the lists, each with its own key and for the purpose that the key is bound to."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.integration.checks.specimens import cleared, edition, listed, opened, renewed
from tests.people import person, signed_in
from tests.world import World
from wasl.accounts import programs
from wasl.acts import clock
from wasl.checks.acts import CloseList, CloseReason
from wasl.checks.index import indexing, shelves
from wasl.checks.models import Check
from wasl.members.acts import Role

Ask = Callable[..., Any]


def key_for(
    party: str, purpose: str = "border-control", scope: str = "checks.make", name: str = "SPECIMEN gate"
) -> str:
    """A program's key."""
    return programs.add(party, name, "SPECIMEN", [scope], 30, by=1, check_purpose=purpose)[1]


def asks(key: str, language: str = "en") -> Ask:
    """How the bearer of a key asks."""
    headers = {"Authorization": f"Bearer {key}", "Accept-Language": language}

    def ask(**said: Any) -> Any:
        return Client().post("/api/v1/check", said, content_type="application/json", headers=headers)

    return ask


def _matching(key: str) -> Ask:
    """How the bearer of a key asks as clients of yente do."""

    def match(name: str) -> Any:
        queries = {"q": {"schema": "Person", "properties": {"name": [name]}}}
        headers = {"Authorization": f"ApiKey {key}"}
        return Client().post(
            "/api/yente/match/default", {"queries": queries}, content_type="application/json", headers=headers
        )

    return match


@pytest.fixture(autouse=True)
def today(world: World) -> Iterator[None]:
    """It is the day on which the world stands."""
    with clock.held_at(world.now):
        yield


@pytest.fixture
def ask(world: World) -> Ask:
    """How a program of Morocco asks, of a list that the secretariat keeps."""
    listed(world)
    return asks(key_for("MA"))


def test_whoever_is_listed_is_found_with_the_evidence(ask: Ask) -> None:
    answer = ask(text="Marwan Specimenov", reference="SPECIMEN 7")

    said = answer.json()
    assert (answer.status_code, said["status"], said["alert"]) == (200, "answered", True)
    (match,) = said["matches"]
    assert (match["id"], match["list"], match["alert"]) == ("specimens:1", "specimens", True)
    assert match["subject"]["birth_dates"] == ["1974-03-12"]
    assert sum(row["bits"] for row in match["evidence"]) == match["bits"]
    assert all(row["text"] and row["text"] != row["rule"] for row in match["evidence"])
    assert said["subjects"] == 2
    (asked,) = said["lists"]
    assert (asked["list"], asked["entries"], asked["stale"], asked["behind"]) == ("specimens", 2, False, False)
    assert answer["Cache-Control"] == "private, no-store"


def test_every_check_is_logged_with_the_purpose_of_the_key(ask: Ask) -> None:
    said = ask(text="Nobody Atall", reference="SPECIMEN 8").json()

    assert (said["matches"], said["alert"], said["purpose"]) == ([], False, "border-control")
    line = Check.objects.get(pk=said["check"])
    assert (line.party, line.asker, line.way, line.account) == ("MA", "SPECIMEN gate", "api", None)
    assert (line.purpose, line.reference, line.asked["text"]) == ("border-control", "SPECIMEN 8", "Nobody Atall")


def test_a_key_checks_for_its_own_purpose_and_no_other(ask: Ask) -> None:
    assert ask(text="Marwan Specimenov", purpose="border-control").status_code == 200
    answer = ask(text="Marwan Specimenov", purpose="finance")

    assert (answer.status_code, answer.json()["code"]) == (403, "purpose-not-yours")
    assert Check.objects.count() == 1


def test_the_evidence_is_worded_in_the_language_asked_for(world: World, ask: Ask) -> None:
    in_english = ask(text="Marwan Specimenov").json()["matches"][0]["evidence"]
    in_arabic = asks(key_for("MA"), "ar")(text="Marwan Specimenov").json()["matches"][0]["evidence"]

    assert [row["rule"] for row in in_english] == [row["rule"] for row in in_arabic]
    assert all(mine["text"] != theirs["text"] for mine, theirs in zip(in_english, in_arabic, strict=True))


def test_facts_are_asked_as_they_are(ask: Ask) -> None:
    facts = {"schema": "Person", "names": ["مروان سبسيمنوف"], "birth_dates": ["1974-03-12"], "nationalities": ["ma"]}
    (match, *_others) = ask(facts=facts).json()["matches"]

    assert match["id"] == "specimens:1"
    assert {"birth-date", "nationality"} <= {row["rule"] for row in match["evidence"]} | {"birth-date"}


@pytest.mark.parametrize(
    "facts",
    [
        {"names": ["SPECIMEN"], "birthdates": ["1974"]},
        {"names": ["SPECIMEN"], "birth_dates": ["12.3.1974"]},
        {"names": ["SPECIMEN"], "birth_dates": ["1974-99-99"]},
        {"names": ["SPECIMEN"], "birth_dates": ["1974-02-30"]},
        {"names": ["SPECIMEN"], "nationalities": ["Morocco"]},
        {"names": ["SPECIMEN"], "nationalities": ["zz"]},
        {"names": ["SPECIMEN"], "countries": ["zz"]},
        {"identifiers": [{"kind": "nonsense", "value": "1"}]},
        {"identifiers": [{"kind": "iban", "value": "SPECIMEN"}]},
        {"documents": [{"number": "1", "kind": "nonsense"}]},
        {"documents": [{"number": "1", "country": "zz"}]},
        {"names": ["SPECIMEN"], "schema": "Human"},
        {"names": ["SPECIMEN\x00"]},
        {"names": ["SPECIMEN"] * 101},
    ],
)
def test_what_is_not_understood_is_refused_and_never_left_out(ask: Ask, facts: dict[str, Any]) -> None:
    answer = ask(facts=facts)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
    assert all(place.startswith("body.said.facts.") and said for place, said in answer.json()["fields"].items())
    assert answer.json()["fields"]
    assert not Check.objects.exists()


def test_an_empty_question_is_refused(ask: Ask) -> None:
    assert ask(text="  ").json()["code"] == "nothing-asked"
    assert ask(text="\u200b").json()["code"] == "nothing-asked"
    assert ask(facts={"names": ["\u200b"]}).json()["code"] == "nothing-asked"
    assert ask(facts={"names": ["!!!"]}).json()["code"] == "nothing-asked"
    assert ask(facts={"birth_dates": ["1974"]}).json()["code"] == "nothing-asked"


def test_lists_that_cannot_be_asked_are_no_answer(world: World, ask: Ask) -> None:
    shutil.rmtree(shelves.folder())

    answer = ask(text="Marwan Specimenov")
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert "matches" not in answer.json()
    assert answer.json()["code"] == "could-not-answer"
    assert "no-index" in answer.json()["detail"]
    assert Check.objects.get().answered["unanswered"] == "no-index"


def test_a_list_that_is_not_in_the_index_is_told_and_named_no_answer(world: World, ask: Ask) -> None:
    """Its edition does not read as its author said, so it is not used."""
    later = opened(world, word="later")
    world.perform(edition(later).model_copy(update={"digest": "0" * 64}), by="secretariat")
    indexing.catch_up()

    said = ask(text="Marwan Specimenov").json()
    assert ([each["list"] for each in said["lists"]], said["not_asked"]) == (["specimens"], ["later"])
    assert (said["status"], len(said["matches"])) == ("partly", 1)
    match = _matching(key_for("MA", name="SPECIMEN bank"))
    told = match("Marwan Specimenov").json()
    assert [each["id"] for each in told["responses"]["q"]["results"]] == ["specimens:1"]
    assert (list(told["lists"]), told["behind"], told["model"]) == (["specimens"], ["later"], said["model"])
    nobody = match("Quixworth Zebulon")
    assert (nobody.status_code, nobody.json()["code"]) == (503, "could-not-answer")
    answer = ask(text="Marwan Specimenov", lists=["specimens", "later"])
    assert (answer.status_code, answer.json()["code"]) == (503, "could-not-answer")


def test_names_that_are_not_looked_for_are_counted(world: World, ask: Ask) -> None:
    names = [f"Specimen Number{number}" for number in range(30)]

    assert ask(facts={"schema": "Person", "names": names}).json()["names_left_out"] == 6
    assert ask(text="Marwan Specimenov").json()["names_left_out"] == 0


def test_words_and_facts_that_are_not_looked_at_are_counted(ask: Ask) -> None:
    long, papers = "Quix " * 60 + "Marwan Specimenov", [{"number": f"QX{number:07}"} for number in range(20)]

    assert ask(text=long).json()["words_left_out"] >= 38
    assert ask(facts={"names": [long]}).json()["words_left_out"] >= 38
    assert ask(facts={"documents": papers}).json()["facts_left_out"] == 4
    whole = ask(text="Marwan Specimenov").json()
    assert (whole["words_left_out"], whole["facts_left_out"]) == (0, 0)


def test_a_listed_identifier_is_an_alert_whatever_stands_beside_it(world: World) -> None:
    numbers = {"imoNumber": "9074729", "vin": "1HGCM82633A004352", "leiCode": "529900T8BM49AURSDO55"}
    renewed(world, opened(world), [{"id": "7", "name": "Marwan Specimenov"} | numbers])
    ask = asks(key_for("MA"))

    for text in (
        *("Zelkova Star IMO 9074729", "IMO no. 9074729 Zelkova Star", "Zebulon Quix\n9074729", "buque IMO: 9074729"),
        *("blue Zelkova 1HGCM82633A004352", "VIN 1HGCM82633A004352", "pay 5299 00T8 BM49 AURS DO55 please"),
    ):
        found = ask(text=text).json()
        assert (found["alert"], [each["id"] for each in found["matches"]]) == (True, ["specimens:7"]), text


def test_a_slip_in_an_identifier_is_said(ask: Ask) -> None:
    said = ask(facts={"identifiers": [{"kind": "iban", "value": "GB82WEST12345698765433"}]}).json()

    assert [(each["kind"], each["fault"]) for each in said["readings"]] == [("iban", "checksum")]


def test_a_letter_read_for_a_figure_in_a_zone_is_said(ask: Ask) -> None:
    zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO74O8122F1204159ZE184226B<<<<<10"
    (reading,) = ask(text=zone).json()["readings"]

    assert (reading["kind"], reading["fault"], reading["misread"]) == ("mrz", "", ["birth"])


def test_a_list_that_was_closed_is_asked_no_more(world: World) -> None:
    kept, closed = listed(world, word="kept"), listed(world, word="closed")
    ask = asks(key_for("MA"))
    assert {each["list"] for each in ask(text="Marwan Specimenov").json()["lists"]} == {"kept", "closed"}

    world.perform(CloseList(list=closed.entry, reason=CloseReason.DISCONTINUED), by="secretariat")
    assert [each["list"] for each in ask(text="Marwan Specimenov").json()["lists"]] == ["kept"]
    world.perform(CloseList(list=kept.entry, reason=CloseReason.DISCONTINUED), by="secretariat")
    assert ask(text="Marwan Specimenov").json()["code"] == "could-not-answer"


def test_a_bureau_asks_its_own_lists_and_no_other_bureau_s(world: World) -> None:
    listed(world, by="FR", word="own")
    french, moroccan = asks(key_for("FR")), asks(key_for("MA"))

    assert french(text="Marwan Specimenov", lists=["fr.own"]).json()["matches"][0]["id"] == "fr.own:1"
    assert moroccan(text="Marwan Specimenov", lists=["fr.own"]).json()["code"] == "unknown-list"
    assert moroccan(text="Marwan Specimenov").status_code == 503, "there is no list that it could ask"


def test_the_person_who_was_cleared_is_no_alert(world: World, ask: Ask) -> None:
    entry = cleared(world)
    facts = {"schema": "Person", "names": ["Marwan Specimenov"], "documents": [{"number": "SP123456", "country": "ma"}]}
    said = ask(facts=facts).json()

    assert said["matches"][0]["clearance"]["entry"] == entry
    assert (said["alert"], said["matches"][0]["alert"]) == (False, False)


def test_no_session_checks_over_the_api(world: World, ask: Ask) -> None:
    """Each check leaves a line in the log: a page of another site must not write one in an officer's name."""
    officer = signed_in(person(world, "MA", Role.OFFICER))
    answer = officer.post("/api/v1/check", {"text": "Marwan Specimenov"}, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (401, "bring-a-key")
    assert not Check.objects.exists()


def test_a_key_that_may_not_check_does_not(world: World) -> None:
    listed(world)
    answer = asks(key_for("MA", purpose="", scope="record.read"))(text="Marwan Specimenov")

    assert (answer.status_code, answer.json()["code"]) == (403, "not-open-to-you")


def test_a_program_that_runs_wild_is_told_to_wait(world: World, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "WASL_HOME", replace(settings.WASL_HOME, checks_rate=3))
    wild = asks(key_for("MA", name="SPECIMEN wild"))
    answers = [wild(text="Marwan Specimenov") for _check in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].json()["code"] == "too-many-checks"
    assert 0 < int(answers[3]["Retry-After"]) <= 20
    assert ask(text="Marwan Specimenov").status_code == 200, "others go on"
    assert Check.objects.count() == 4
