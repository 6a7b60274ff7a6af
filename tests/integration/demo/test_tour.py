"""The tour: eight steps through the real pages, which can be left at any of them."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.people import person, signed_in
from tests.world import World
from wasl.demo import tour
from wasl.members.acts import Role


@pytest.fixture
def town(demo: World) -> World:
    officer = demo.register_officer("MA", "SPECIMEN Head")
    demo.heads["MA"] = demo.appoint("MA", officer, Role.HEAD)
    return demo


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr"])
def test_each_step_opens_a_page_that_shows_it(town: World, client: Client, language: str) -> None:
    client.cookies["django_language"] = language

    for number in range(1, len(tour.STEPS) + 1):
        answer = client.get(f"/tour/{number}/", follow=True)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert page.count('class="tour"') == 1
        assert ("/tour/2/" in page) == (number in (1, 3)), "the ways on and back"


def test_the_tour_stays_on_every_page_until_it_is_left(town: World, client: Client) -> None:
    client.get("/tour/3/")
    assert 'class="tour"' in client.get("/members/").content.decode()

    answer = client.post("/tour/end/", {"next": "/members/FR/"})

    assert answer["Location"] == "/members/FR/"
    assert 'class="tour"' not in client.get("/members/").content.decode()


def test_where_more_is_written_there_is_such_a_place(town: World, client: Client) -> None:
    places = [step.more for step in tour.STEPS if step.more]

    assert len(places) == 2
    for address in places:
        page, _sign, place = address.partition("#")
        assert f'id="{place}"' in client.get(page).content.decode()


def test_its_end_leads_to_this_site_only(town: World, client: Client) -> None:
    assert client.post("/tour/end/", {"next": "https://evil.example/"})["Location"] == "/"


def test_there_is_no_other_step(in_demo: Path, db: Any, client: Client) -> None:
    for number in (0, 9, 10**6):
        assert client.get(f"/tour/{number}/").status_code == 404


def test_what_is_no_step_shows_no_panel(in_demo: Path, db: Any, client: Client) -> None:
    for told in ("0", "9", "-1", "1 x", "x", "<b>", ""):
        client.cookies[tour.COOKIE] = told
        page = client.get("/members/")
        assert page.status_code == 200
        assert 'class="tour"' not in page.content.decode()


def test_where_an_officer_is_appointed_it_takes_the_head(town: World, client: Client) -> None:
    assert client.get("/tour/5/")["Location"] == "/welcome/"
    assert signed_in(person(town, "FR", Role.BORDER)).get("/tour/5/")["Location"] == "/welcome/"

    head = signed_in(person(town, "MA", Role.HEAD))
    assert head.get("/tour/5/")["Location"] != "/welcome/"
    assert head.get("/tour/5/", follow=True).status_code == 200
