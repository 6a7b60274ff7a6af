"""What is read without a question leaves a line, too: an entry, what an edition says, other people's checks."""

from typing import Any

import pytest
from django.test import Client

from tests.integration.checks.askers import DIFFERENCES, ENTRY, asked, client_of, program
from tests.integration.checks.specimens import (
    MARWAN,
    PEOPLE,
    SALMA,
    cleared,
    listed,
    logged,
    opened,
    renewed,
    written,
)
from tests.world import World
from wasl.acts.readers import signed_headers
from wasl.acts.refusals import busy
from wasl.checks import pace
from wasl.checks.lists import editions
from wasl.checks.log import auditing, lines
from wasl.checks.log.auditing import LinesWanted
from wasl.checks.models import Check, Edition
from wasl.members.acts import Role

pytestmark = pytest.mark.usefixtures("held_clock")


def _read(way: str) -> list[dict[str, Any]]:
    """The lines of a way, oldest first."""
    lines = Check.objects.filter(way=way).order_by("pk")
    return [{"by": each.party, "purpose": each.purpose, **each.asked, **each.answered} for each in lines]


# An entry.


def test_an_entry_is_shown_to_nobody_who_does_not_say_what_for(world: World) -> None:
    listed(world)
    client = client_of(world)

    before = client.get(ENTRY).content.decode()
    wrong = client.post(ENTRY, {"purpose": "curiosity"})
    assert "Marwan" not in before + wrong.content.decode()
    assert wrong.status_code == 422
    assert _read("entry") == []

    shown = client.post(ENTRY, {"purpose": "investigation"}, follow=True)

    assert "Marwan Specimenov" in shown.content.decode()
    (line,) = _read("entry")
    assert (line["by"], line["purpose"], line["entry"]) == ("MA", "investigation", "specimens:1")
    assert list(line["lists"]) == ["specimens"]
    client.get(shown.redirect_chain[-1][0])
    assert len(_read("entry")) == 1, "what was logged is shown again for a day"


def test_an_entry_that_a_check_found_is_read_for_the_purpose_of_the_check(world: World) -> None:
    listed(world)
    client = client_of(world)
    page = asked(client, "Marwan Specimenov")
    check = Check.objects.get()
    address = f"{ENTRY}?check={check.pk}"
    assert f'href="{address}"' in page.content.decode()

    shown = client.get(address, follow=True)

    assert "Marwan Specimenov" in shown.content.decode()
    (line,) = _read("entry")
    assert (line["purpose"], line["check"]) == ("visa", check.pk)
    assert Check.objects.get(way="entry").reference == "SPECIMEN 9"


def test_a_check_opens_only_what_it_found_and_only_to_who_asked(world: World) -> None:
    listed(world)
    client, other = client_of(world), client_of(world, "FR")
    asked(client, "Marwan Specimenov")
    check = Check.objects.get().pk

    for reader, address in ((client, f"/lists/entry/specimens:2/?check={check}"), (other, f"{ENTRY}?check={check}")):
        page = reader.get(address, follow=True).content.decode()
        assert ("Salma" in page, "Marwan" in page) == (False, False)
    assert _read("entry") == []


def test_keepers_read_their_own_lists_as_keepers(world: World) -> None:
    listed(world)
    listed(world, by="MA", word="watched")
    keeper = client_of(world, role=Role.HEAD)

    assert "Marwan" in keeper.get("/lists/entry/ma.watched:1/").content.decode()
    assert "Marwan" not in keeper.get(ENTRY).content.decode(), "it is the secretariat's list"
    (line,) = _read("list")
    assert (line["by"], line["list"], line["filter"]) == ("MA", "ma.watched", {"entry": "ma.watched:1"})


def test_a_program_that_fetches_an_entity_leaves_a_line(world: World) -> None:
    listed(world)
    client = program()

    for address in ("entities/1", "entities/specimens:1/adjacent", "entities/1/adjacent/cryptoWallets"):
        assert client.get(f"/api/yente/{address}").status_code == 200
    assert client.get("/api/yente/entities/nobody").status_code == 404

    lines = _read("entry")
    assert {(each["by"], each["purpose"]) for each in lines} == {("MA", "visa")}
    assert [each["entry"] for each in lines] == [*["specimens:1"] * 3, "nobody"]
    assert lines[-1]["read"] == 0, "that it is not there was learnt, too"


def test_a_clearance_s_form_shows_whom_a_check_found_and_nobody_else(world: World) -> None:
    listed(world)
    client = client_of(world, role=Role.DUTY)
    asked(client, "Marwan Specimenov")
    address = f"/clearances/give/?subject=specimens:1&check={Check.objects.get().pk}"

    assert "12 March 1974" in client.get(address).content.decode()
    assert "12 March 1974" not in client.get("/clearances/give/?subject=specimens:1").content.decode()


def test_whether_a_list_has_an_entry_is_told_for_a_purpose_and_logged(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed(world)
    monkeypatch.setattr(pace, "BY_HAND", 1)
    monkeypatch.setattr(pace, "_left", {})
    client = client_of(world)
    missing = ENTRY.replace("1", "99")

    assert [client.get(address).status_code for address in (ENTRY, missing)] == [200, 200]
    assert not Check.objects.exists()

    assert client.post(missing, {"purpose": "visa"}, follow=True).status_code == 404
    (line,) = _read("entry")
    assert (line["purpose"], line["entry"], line["lists"], line["read"]) == ("visa", "specimens:99", {}, 0)
    number = Check.objects.get().pk
    assert "specimens:99" in client.get(f"/checks/log/{number}/").content.decode()
    client.raise_request_exception = False
    assert client.post(missing, {"purpose": "visa"}).status_code == 429
    assert [client.get(f"/lists/entry/{odd}/").status_code for odd in ("specimens:%00", f"specimens:{'9' * 400}")] == [
        404,
        404,
    ]


def test_a_clearance_tried_on_an_entry_is_a_reading_of_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    listed(world)
    monkeypatch.setattr(pace, "BY_HAND", 2)
    monkeypatch.setattr(pace, "_left", {})
    client = client_of(world, role=Role.DUTY)

    def tried(subject: str, born: str = "1974-03-12", address: str = "/clearances/give/") -> str:
        said = {"names": "Somebody Else", "reason": "SPECIMEN", "ends": "2026-07-01", "seen_by": "own"}
        answer: Any = client.post(address, {"subject": subject, "birth_date": born, **said})
        return str(answer.content.decode())

    assert "may be said of the one listed" in tried("specimens:1")
    assert "may be said of the one listed" not in tried("specimens:1", "1990-05-04")
    assert "The list has no such entry." in tried("specimens:99")
    assert [(each["by"], each["entry"], each.get("read")) for each in _read("entry")] == [
        ("MA", "specimens:1", None),
        ("MA", "specimens:99", 0),
    ]
    assert "more than 2 times in a minute" in tried("specimens:2")
    assert len(_read("entry")) == 2
    monkeypatch.setattr(pace, "BY_HAND", 120)
    monkeypatch.setattr(pace, "_left", {})
    asked(client, "Salma Namouzaj")
    check = Check.objects.exclude(way="entry").get().pk
    tried("specimens:2", address=f"/clearances/give/?check={check}")
    assert len(_read("entry")) == 2, "the check that found the entry is the line"


def test_clearances_taken_away_leave_a_line(world: World) -> None:
    listed(world)
    cleared(world, shared=True)
    client = client_of(world, "FR")

    assert "SP123456" in client.get("/clearances/?list=specimens&view=csv").content.decode()
    (one,) = program().get("/api/v1/clearances").json()["clearances"]
    assert program().get(f"/api/v1/clearances/{one['entry']}").json() == one

    lines = _read("list")
    assert [(each["by"], each["purpose"], each["name"], each["read"]) for each in lines] == [
        ("FR", "", "clearances", 1),
        *[("MA", "visa", "clearances", 1)] * 2,
    ]
    assert lines[2]["filter"] == {"clearance": str(one["entry"])}
    assert lines[0]["filter"] == {"list": "specimens", "view": "csv"}
    number = Check.objects.filter(party="FR").get().pk
    assert "Clearances" in client.get(f"/checks/log/{number}/").content.decode()


# What an edition says.


def test_who_keeps_lists_reads_what_changed_and_it_is_logged(world: World) -> None:
    watch_list = listed(world)
    renewed(world, watch_list, [MARWAN | {"name": "Marwan Specimenoff"}])
    keeper = client_of(world, "secretariat", Role.CLERK)

    assert "Salma" in keeper.get(DIFFERENCES).content.decode()
    assert "Salma" in keeper.get(f"{DIFFERENCES}?q=salma&view=csv").content.decode()

    lines = _read("list")
    assert [(each["by"], each["list"], each["read"]) for each in lines] == [
        ("secretariat", "specimens", 2),
        ("secretariat", "specimens", 1),
    ]
    assert lines[1]["filter"] == {"q": "salma", "view": "csv"}


def test_who_only_checks_reads_no_list_by_name(world: World) -> None:
    watch_list = listed(world)
    renewed(world, watch_list, [SALMA])
    client = client_of(world)

    assert client.get(f"{DIFFERENCES}?q=marwan").status_code == 403
    assert DIFFERENCES not in client.get("/lists/specimens/").content.decode()
    assert client.get("/api/v1/lists/specimens/differences").json()["code"] == "bring-a-key"
    assert program().get("/api/v1/lists/specimens/differences").json()["delisted"]
    assert [(each["by"], each["purpose"], each["read"]) for each in _read("list")] == [("MA", "visa", 1)]


def test_a_list_s_files_are_given_to_its_own_party_s_keepers_and_key_alone(world: World) -> None:
    number = renewed(world, opened(world))
    (file,) = editions.files_of(Edition.objects.get(entry=number))
    where = f"/api/v1/acts/{number}/blobs/{file.content}"

    for other in (
        client_of(world, role=Role.HEAD),
        client_of(world, "FR", Role.DUTY),
        program("visa", "record.read"),
        client_of(world, "secretariat", Role.DUTY),
    ):
        assert other.get(f"/api/v1/acts/{number}").status_code == 200, "the act is there for every member"
        told = other.get(where)
        assert (told.status_code, told.json()["code"]) == (404, "not-there")
    assert _signed(world, "MA", where).status_code == 404
    for keeper in (client_of(world, "secretariat", Role.CLERK).get(where), _signed(world, "secretariat", where)):
        assert b"".join(keeper.streaming_content) == written(PEOPLE)


def _signed(world: World, party: str, path: str) -> Any:
    signed = signed_headers(bytes(world.keys[party]), "GET", f"http://testserver{path}")
    return Client().get(path, headers=signed)


# The log itself.


def test_who_sits_for_nobody_is_shown_no_line_of_the_log(world: World) -> None:
    logged(world)

    assert auditing.found(LinesWanted(party=""), 9) == []
    assert len(auditing.found(LinesWanted(party=None), 9)) == 1


def test_whoever_reads_the_log_leaves_a_line_for_each_page_and_file(world: World) -> None:
    logged(world)
    logged(world, party="FR")
    auditor = client_of(world, "secretariat", Role.AUDITOR)

    for address in (
        "/checks/log/?party=FR",
        "/checks/log/?way=api&view=csv",
        "/api/v1/checks/log?way=api&asker=nobody",
    ):
        assert auditor.get(address).status_code == 200

    assert [(each["by"], each["filter"], each["read"]) for each in _read("log")] == [
        ("secretariat", {"party": "FR"}, 1),
        ("secretariat", {"way": "api", "view": "csv"}, 2),
        ("secretariat", {"way": "api", "asker": "nobody"}, 0),
    ]
    page = auditor.get("/checks/log/?way=log").content.decode()
    assert "The log: France" in page
    assert "2 lines read" in page


def test_reading_somebody_elses_check_is_logged_and_ones_own_is_not(world: World) -> None:
    listed(world)
    officer, head = client_of(world), client_of(world, role=Role.HEAD)
    asked(officer, "Marwan Specimenov")
    check = Check.objects.get().pk
    addresses = (f"/checks/log/{check}/", f"/api/v1/checks/log/{check}", "/checks/mine/", "/api/v1/checks/mine")

    for address in addresses:
        assert officer.get(address).status_code == 200
    assert _read("log") == []
    for address in addresses:
        assert head.get(address).status_code == 200
    assert [each["filter"] for each in _read("log")] == [{"check": str(check)}] * 2


def test_a_clearance_begun_from_somebody_elses_check_is_a_reading_of_it(world: World) -> None:
    listed(world)
    asked(client_of(world), "Marwan Specimenov")
    check = Check.objects.get().pk
    head = client_of(world, role=Role.HEAD)

    assert "Marwan" in head.get(f"/clearances/give/?subject=specimens:1&check={check}").content.decode()
    assert [each["filter"] for each in _read("log")] == [{"check": str(check)}]


def test_what_cannot_be_logged_is_not_shown(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    logged(world)
    auditor = client_of(world, "secretariat", Role.AUDITOR)
    auditor.raise_request_exception = False

    def fail(*_lines: Any) -> None:
        raise busy()

    monkeypatch.setattr(lines, "keep", fail)
    answer = auditor.get("/checks/log/")

    assert answer.status_code == 503
    assert "Marwan" not in answer.content.decode()
    assert auditor.get("/api/v1/checks/log").json()["code"] == "busy"


def test_a_line_that_is_no_question_has_no_answer_to_be_shown(world: World) -> None:
    listed(world)
    client = client_of(world)
    client.post(ENTRY, {"purpose": "visa"})
    line = Check.objects.get()

    assert client.get(f"/check/{line.pk}/").status_code == 404
    page = client.get(f"/checks/log/{line.pk}/").content.decode()
    assert f"{ENTRY}?check={line.pk}" in page
    assert ("no match" in page, "Nobody on the lists" in page) == (False, False)
