"""Clearances by page: given from a check, listed, found changed or over, ended."""

import json
from datetime import timedelta

from tests.integration.checks.specimens import MARWAN, cleared, ended, listed, logged, renewed
from tests.integration.members.pages import at_the_desk, say
from tests.people import person, signed_in
from tests.world import World
from wasl.acts import clock, keystore
from wasl.checks.models import Clearance
from wasl.members.acts import Role

ANSWERS = {
    "subject": "specimens:1",
    "names": "Marwan Specimenov\nمروان سبيسيمينوف",
    "birth_date": "1990-05-04",
    "nationality": "Morocco",
    "number": "SP123456",
    "issuer": "MA",
    "reason": "SPECIMEN: seen with the passport",
    "ends": "2026-07-01",
    "seen_by": "own",
}


def test_a_clearance_is_given_checked_and_signed(world: World) -> None:
    listed(world)
    with at_the_desk(world, "MA", Role.DUTY) as client:
        entry = say(client, "/clearances/give/?subject=specimens:1", **ANSWERS)
        page = client.get(f"/clearances/{entry}/").content.decode()

    given = Clearance.objects.get(pk=entry)
    assert given.person == {
        "names": ["Marwan Specimenov", "مروان سبيسيمينوف"],
        "birth_date": "1990-05-04",
        "nationalities": ["ma"],
        "documents": [{"number": "SP123456", "country": "ma"}],
    }
    assert (given.party, given.shared, given.reason) == ("MA", False, "SPECIMEN: seen with the passport")
    assert "in force" in page
    assert "SP123456 (Morocco)" in page


def test_the_form_begins_with_who_was_checked(world: World) -> None:
    listed(world)
    facts = {"birth_dates": ["1990-05-04"], "nationalities": ["ma"], "documents": [["SP123456", "passport", "ma"]]}
    found = {"subject": "specimens:1", "score": "0.9312", "cleared": None}
    answered = {"unanswered": "", "lists": {}, "model": "1", "threshold": "0.4000", "matches": [found]}
    line = logged(world, asked={"text": "Marwan Specimenov", "facts": facts}, answered=answered)
    with at_the_desk(world, "MA") as client:
        page = client.get(f"/clearances/give/?subject=specimens:1&check={line.pk}").content.decode()
    for said in ("Marwan Specimenov", "1990-05-04", "SP123456", "specimens:1", "Known of them"):
        assert said in page, said


def test_a_check_of_another_bureau_fills_in_nothing(world: World) -> None:
    listed(world)
    line = logged(world, "Somebody Else", party="FR")
    with at_the_desk(world, "MA") as client:
        page = client.get(f"/clearances/give/?subject=specimens:1&check={line.pk}").content.decode()
    assert "Somebody Else" not in page


def test_what_is_wrong_stands_at_the_form(world: World) -> None:
    listed(world)
    unknown = {"birth_date": "", "number": "", "issuer": ""}
    with at_the_desk(world, "MA", Role.DUTY) as client:
        nobody = client.post("/clearances/give/", ANSWERS | unknown)
        nowhere = client.post("/clearances/give/", ANSWERS | {"subject": "specimens:9"})
        alike = client.post("/clearances/give/", ANSWERS | {"birth_date": "1974-03-12", "number": "", "issuer": ""})
        over = client.post("/clearances/give/", ANSWERS | {"ends": "2026-01-01"})
    assert [each.status_code for each in (nobody, nowhere, alike, over)] == [422] * 4
    assert "A name alone clears nobody" in nobody.content.decode()
    assert "The list has no such entry." in nowhere.content.decode()
    assert "may be said of the one listed as well" in alike.content.decode()
    assert "The clearance would be over already." in over.content.decode()


def test_sharing_is_looked_at_twice(world: World) -> None:
    listed(world)
    with at_the_desk(world, "MA", Role.DUTY) as client:
        page = client.post("/clearances/give/", ANSWERS | {"seen_by": "everybody", "number": ""}).content.decode()
    assert "Every member will read who this person is" in page
    assert "known again by name and date of birth alone" in page


def test_the_page_says_when_the_list_says_otherwise_by_now(world: World) -> None:
    watch_list = listed(world)
    entry = cleared(world)
    with at_the_desk(world, "MA") as client:
        assert "in force" in client.get(f"/clearances/{entry}/").content.decode()
        renewed(world, watch_list, (MARWAN | {"nationality": "fr"},))
        assert "the entry has changed" in client.get(f"/clearances/{entry}/").content.decode()
        renewed(world, watch_list, ({"id": "3", "name": "Somebody Else"},))
        assert "no longer listed" in client.get(f"/clearances/{entry}/").content.decode()


def test_one_that_is_over_is_seen_to_be(world: World) -> None:
    listed(world)
    entry = cleared(world, ends=world.now + timedelta(days=1))
    world.pass_time(days=2)
    with at_the_desk(world, "MA") as client:
        page = client.get(f"/clearances/{entry}/").content.decode()
        over, still = (client.get(f"/clearances/?state={state}").content.decode() for state in ("over", "in-force"))
    assert "expired" in page
    assert f"/clearances/{entry}/" in over
    assert f"/clearances/{entry}/" not in still


def test_the_list_is_what_the_bureau_sees_as_page_csv_and_json(world: World) -> None:
    listed(world)
    own, shared, others = cleared(world), cleared(world, by="FR", shared=True), cleared(world, by="FR")
    with at_the_desk(world, "MA") as client:
        page = client.get("/clearances/").content.decode()
        by_fr = client.get("/clearances/?by=FR&list=specimens").content.decode()
        rows = client.get("/clearances/?view=csv").content.decode().splitlines()
        answer = client.get("/api/v1/clearances").json()
        one = client.get(f"/api/v1/clearances/{own}").json()
        missing = client.get(f"/api/v1/clearances/{others}")
    assert [f"/clearances/{entry}/" in page for entry in (own, shared, others)] == [True, True, False]
    assert f"/clearances/{own}/" not in by_fr
    assert f"/clearances/{shared}/" in by_fr
    assert [row.split(",")[0] for row in rows] == ["entry", str(shared), str(own)]
    assert [each["entry"] for each in answer["clearances"]] == [shared, own]
    assert (one["listed"], one["person"]["documents"]) == ("as-then", [{"number": "SP123456", "country": "ma"}])
    assert missing.status_code == 404


def test_who_gave_it_ends_it_and_nobody_else(world: World) -> None:
    listed(world)
    entry = cleared(world, shared=True)
    with at_the_desk(world, "FR", Role.DUTY) as client:
        assert client.get(f"/clearances/{entry}/end/").status_code == 404
        assert f"/clearances/{entry}/end/" not in client.get(f"/clearances/{entry}/").content.decode()
    with at_the_desk(world, "MA", Role.DUTY) as client:
        assert f"/clearances/{entry}/end/" in client.get(f"/clearances/{entry}/").content.decode()
        say(client, f"/clearances/{entry}/end/", reason="mistaken")
        page = client.get(f"/clearances/{entry}/").content.decode()
    assert Clearance.objects.get().end_reason == "mistaken"
    assert "given by mistake" in page
    assert f"/clearances/{entry}/end/" not in page


def test_the_record_shows_people_the_act_in_words(world: World) -> None:
    listed(world)
    entry = cleared(world)
    end = world.perform(ended(entry), by="MA").index
    with at_the_desk(world, "MA") as client:
        given, ending = (client.get(f"/record/{each}/").content.decode() for each in (entry, end))
    assert "Marwan Specimenov · born 4 May 1990 · SP123456 (Morocco)" in given
    assert "withdrawn" in ending


def test_a_border_officer_reads_clearances_and_gives_none(world: World) -> None:
    listed(world)
    world.appoint_head("MA")
    client = signed_in(person(world, "MA", Role.BORDER))
    keystore.keep("MA", bytes(world.keys["MA"]))
    with clock.held_at(world.now):
        page = client.get("/clearances/")
        assert client.get("/clearances/give/").status_code == 403
    assert page.status_code == 200
    assert "/clearances/give/" not in page.content.decode()
    assert json.loads(client.get("/api/v1/clearances").content)["clearances"] == []
