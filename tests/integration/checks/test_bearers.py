"""A name of a single part that means nobody in particular: those who bear it are shown, wherever it is asked."""

import re
import shutil
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.integration.checks.specimens import CLEARED, cleared, opened, renewed
from tests.integration.checks.test_asking import ALL, ERIKSSON, HADDAD, MUSTER, OFFICER
from tests.integration.checks.test_check_api import asks, key_for
from tests.integration.members.pages import at_the_desk
from tests.world import World
from wasl.acts import clock
from wasl.checks.asking import WORTH_SHOWING, Answer, Bearers, Question, ask
from wasl.checks.index import shelves
from wasl.checks.log import recalled
from wasl.checks.models import Check
from wasl.members.acts import Role
from wasl.screening import Document, Query
from wasl.screening.question import LeftOut

SALMA = {"id": "S-004", "name": "Salma SPECIMEN Hadad", "birthDate": "1988-02-03", "nationality": "fr"}
KHALED = {"id": "S-005", "name": "Khaled SPECIMEN Hamad"}
SURNAMES = {"Haddad": ["S-001", "S-004"], "الحداد": ["S-001", "S-004"], "Eriksson": ["S-002"], "Mustermann": ["S-003"]}


@pytest.fixture
def listing(world: World) -> World:
    """A world whose secretariat keeps a list of specimens."""
    renewed(world, opened(world), (*ALL, SALMA, KHALED))
    return world


def _ask(world: World, text: str = "", **other: Any) -> Answer:
    with clock.held_at(world.now):
        return ask(Question(text=text, **{"purpose": "training"} | other), OFFICER)


def _bearers(answer: Answer) -> list[str]:
    return sorted(each.match.subject.id.partition(":")[2] for each in answer.holding)


def _asked(client: Client, text: str, address: str = "/check/", **other: Any) -> str:
    sent = client.post(address, {"text": text, "purpose": "training"} | other)
    assert sent.status_code == 302, sent.content.decode()
    return str(client.get(sent["Location"]).content.decode())


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


@pytest.mark.parametrize(("surname", "bearers"), SURNAMES.items())
def test_a_surname_finds_those_who_bear_it_and_alerts_nobody(listing: World, surname: str, bearers: list[str]) -> None:
    answer = _ask(listing, surname)

    assert _bearers(answer) == bearers
    assert (answer.found, answer.alerts, answer.unanswered) == ((), (), "")
    assert all(each.match.score < WORTH_SHOWING for each in answer.holding)


def test_the_likest_spelling_comes_first_and_the_limit_holds(listing: World) -> None:
    assert [each.match.subject.id for each in _ask(listing, "Hadad").holding] == ["specimens:S-004", "specimens:S-001"]
    assert len(_ask(listing, "Hadad", limit=1).holding) == 1


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Zebulon", {}),
        ("Zebulon Haddad", {}),
        ("Haddad\nZebulon Quixworth", {}),
        ("S-001", {}),
        ("XA0000174", {}),
        ("Haddad", {"bearers": Bearers.NEVER}),
        ("Haddad", {"facts": Query(documents=(Document("XA0000174", country="ma"),))}),
        ("Haddad 1931-07-30\nEriksson 1931-07-30", {}),
    ],
)
def test_who_else_is_asked_for_finds_no_bearers(listing: World, text: str, other: dict[str, Any]) -> None:
    assert _ask(listing, text, **other).holding == ()


def test_a_date_tells_bearers_apart(listing: World) -> None:
    assert "S-001" not in _bearers(_ask(listing, "Haddad 1988"))
    assert "S-004" not in _bearers(_ask(listing, "Haddad 1974"))


def test_what_others_list_is_not_told(listing: World) -> None:
    renewed(listing, opened(listing, "FR", "own"), [HADDAD | {"id": "F-1"}])
    renewed(listing, opened(listing, "MA", "own"), [HADDAD | {"id": "M-1"}])

    assert _bearers(_ask(listing, "Haddad")) == ["M-1", "S-001", "S-004"]
    assert _bearers(_ask(listing, "Haddad", lists=("ma.own",))) == ["M-1"]


def test_who_was_cleared_is_not_told(listing: World) -> None:
    question = {"text": "Haddad", "facts": Query(documents=(Document("SP123456", country="ma"),))}
    assert _bearers(_ask(listing, **question)) == ["S-001", "S-004"]

    cleared(listing, "MA", subject="specimens:S-001", person=CLEARED)
    assert _bearers(_ask(listing, **question)) == ["S-004"]


def test_what_was_not_all_looked_at_has_no_bearers(listing: World) -> None:
    answer = _ask(listing, "Haddad", facts=Query(documents=(Document("9" * 41),)))

    assert (answer.left_out, answer.holding) == (LeftOut(facts=1), ())


def test_bearers_are_logged_and_shown_again_as_they_were(listing: World) -> None:
    answer = _ask(listing, "Haddad")
    line = Check.objects.get(pk=answer.check)

    told = [(each["subject"], each["score"], each["cleared"]) for each in line.answered["holding"]]
    assert told == [(each.match.subject.id, f"{each.match.score:.4f}", None) for each in answer.holding]
    assert (line.matches, line.answered["matches"]) == (0, [])
    assert recalled.recalled(line).holding == answer.holding
    assert "holding" not in Check.objects.get(pk=_ask(listing, "Zebulon").check).answered


def test_bearers_of_whom_the_list_says_otherwise_are_recalled_without_evidence(listing: World) -> None:
    answer = _ask(listing, "Haddad")
    renewed(listing, answer.holding[0].watch_list, [ERIKSSON, MUSTER])

    again = recalled.recalled(Check.objects.get(pk=answer.check))
    assert _bearers(again) == _bearers(answer)
    assert all(each.match.evidence == () for each in again.holding)


@pytest.mark.parametrize("address", ["/check/", "/phone/"])
def test_the_pages_show_bearers_instead_of_nobody(listing: World, address: str) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        page = _asked(client, "haddad", address)

    said = _words(page)
    assert "<title>Nobody is known by this name alone" in page
    assert "2 entries hold it. Add another name or a date of birth to tell them apart." in said
    assert "Nobody on these lists" not in said
    assert re.findall(r"<mark>(.*?)</mark>", page) == ["El Haddad", "Hadad"]
    assert ("12 March 1974" in said, "France" in said, "SPECIMEN" in said) == (True, True, True)
    assert 'class="score' not in page
    assert not re.search(r'class="[^"]*\b(stop|alert|is-alert)\b', page)


def test_an_entry_that_bears_the_name_is_read_and_compared_as_a_match_is(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        page = _asked(client, "الحداد")
        (address,) = set(re.findall(r'href="(/lists/entry/specimens:S-001/[^"]*)"', page))
        (beside,) = set(re.findall(r'href="(/check/\d+/compare/specimens:S-001/)"', page))
        assert client.get(address).status_code == 302
        assert "Mohamed SPECIMEN El Haddad" in client.get(beside).content.decode()
        assert client.get(beside.replace("S-001", "S-005")).status_code == 404
    assert re.findall(r"<mark>(.*?)</mark>", page)[0] == "الحداد"


def test_with_a_date_only_another_name_is_asked_for(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        said = _words(_asked(client, "Mustermann", born="1964"))

    assert "1 entry holds it. Add another name to tell them apart." in said


def test_could_not_be_answered_comes_before_bearers(listing: World) -> None:
    shutil.rmtree(shelves.folder())
    with at_the_desk(listing, "MA", Role.BORDER) as client:
        for address in ("/check/", "/phone/"):
            said = _words(_asked(client, "Haddad", address))
            assert ("Could not be answered" in said, "hold it" in said) == (True, False)


def test_the_log_says_who_bore_the_name(listing: World) -> None:
    with at_the_desk(listing, "MA", Role.HEAD) as client:
        _asked(client, "Haddad")
        listed = _words(client.get("/checks/log/").content.decode())
        number = Check.objects.filter(way="page").latest("pk").pk
        line = _words(client.get(reverse("check-line", args=[number])).content.decode())
    assert ("borne by others" in listed, "no match" in listed) == (True, False)
    assert line.count("holds the name") == 2
    assert "Salma SPECIMEN Hadad" in line


def test_programs_are_told_of_bearers_apart_from_matches(listing: World) -> None:
    with clock.held_at(listing.now):
        ask_api = asks(key_for("MA"))
        said = ask_api(text="Haddad").json()
        others = ask_api(text="Zebulon").json()
        facts = ask_api(facts={"names": ["الحداد"]}, limit=1).json()

    assert (said["alert"], said["matches"], others["holding"]) == (False, [], [])
    first, second = said["holding"]
    assert (first["id"], second["id"]) == ("specimens:S-001", "specimens:S-004")
    assert ("alert" in first, "clearance" in first) == (False, False)
    assert (first["list"], first["subject"]["birth_dates"]) == ("specimens", ["1974-03-12"])
    assert sum(row["bits"] for row in first["evidence"]) == first["bits"]
    assert len(facts["holding"]) == 1
