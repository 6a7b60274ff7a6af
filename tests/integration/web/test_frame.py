"""The frame of every page: who sees which rooms, what error pages say, help and the pages about the product."""

import errno
import re
from dataclasses import replace
from typing import Any

import pytest
from django.db.utils import OperationalError
from django.test import Client, override_settings
from django.urls import resolve, reverse
from django.utils import translation

from tests.people import person, signed_in
from tests.world import World
from wasl.members.acts import Role
from wasl.web import access, errors, handbook, navigation
from wasl.web.access import ANYBODY, SIGNED_IN

LANGUAGES = ("ar", "en", "fr", "es")


def _side(client: Client, path: str = "/about/") -> list[str]:
    text = client.get(path, headers={"accept-language": "en"}).content.decode()
    side = text[text.index('<div class="side">') : text.index('<main class="page"')]
    return re.findall(r'<a href="([^"]+)"', side)


def test_the_navigation_has_no_room_that_would_not_open(world: World) -> None:
    """For nobody, and for one of each role: every link of the side answers."""
    clients = [Client()] + [signed_in(person(world, "MA", role)) for role in (Role.HEAD, Role.DELEGATE)]
    clients += [signed_in(person(world, "secretariat", role)) for role in (Role.AUDITOR, Role.ADMINISTRATOR)]
    seen = [set(_side(client)) for client in clients]
    for client, found in zip(clients, seen, strict=True):
        assert found
        for path in found:
            assert client.get(path).status_code == 200, path
    assert len({frozenset(found) for found in seen}) > 1, "rights open rooms"


def test_every_place_asks_for_at_least_what_its_page_asks_for() -> None:
    for place, _shown in navigation._places:
        matched = resolve(reverse(place.name))
        needs = access.needs_of(matched.func, matched.view_name)
        assert needs is not None, place.name
        asked = needs["GET"]
        given = set(access.rights_in(place.needs))
        enough = given and given <= set(access.rights_in(asked))
        assert asked == ANYBODY or enough or (asked == SIGNED_IN and place.needs != ANYBODY), place.name


def test_only_the_nearest_entry_is_marked(world: World) -> None:
    del world
    for path in ("/record/", "/record/0/", "/members/"):
        text = Client().get(path).content.decode()
        side = text[text.index('<div class="side">') : text.index('<main class="page"')]
        assert side.count('aria-current="page"') == 1, path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", handbook.TOPICS, ids=lambda topic: topic.slug)
def test_help_has_a_page_for_every_topic(world: World, topic: handbook.Topic, language: str) -> None:
    del world
    answer = Client().get(topic.address, headers={"accept-language": language})
    text = answer.content.decode()

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in text
    anchors = re.findall(r'<h2 id="([a-z]+)">', text)
    assert len(anchors) >= 3
    assert all(f'href="#{anchor}"' in text for anchor in anchors)


def test_a_topic_that_is_not_there(world: World) -> None:
    del world
    assert Client().get("/help/nothing/").status_code == 404


def test_a_page_leads_to_the_help_about_it(world: World) -> None:
    del world
    text = Client().get("/record/0/").content.decode()
    assert f'href="{reverse("help-topic", args=["proofs"])}"' in text


def test_about_shows_the_keys_that_the_log_serves(world: World) -> None:
    del world
    text = Client().get("/about/").content.decode()
    keys = Client().get("/log/log.vkey").content.decode().split()
    assert keys
    assert all(key in text for key in keys)


def test_what_is_not_open_names_the_roles_that_open_it(world: World) -> None:
    client = signed_in(person(world, "MA", Role.DELEGATE))
    path = next(
        reverse(place.name) for place, _shown in navigation._places if place.needs not in ("anybody", "signed-in")
    )
    answer = client.get(path, headers={"accept-language": "en"})
    assert answer.status_code == 403
    assert "It is open to:" in answer.content.decode()
    assert "not-open-to-you" in answer.content.decode()


def test_a_wrong_address_is_not_kept_and_offers_its_words(world: World) -> None:
    del world
    answer = Client().get("/members/burkina-faso/<script>/", headers={"accept-language": "en"})
    text = answer.content.decode()
    assert answer.status_code == 404
    assert answer["Cache-Control"] == "no-store"
    assert "<script>/" not in text
    assert 'name="q"' in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_asks_too_often_is_told_to_wait(world: World, rf: Any, language: str) -> None:
    del world
    request = rf.get("/account/login/")
    with translation.override(language):
        answer = errors.too_many(request)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "too-many-requests" in answer.content.decode()
    assert errors.too_many(rf.get("/api/v1/acts")).headers["Content-Type"] == "application/problem+json"


def test_components_are_shown_in_a_demonstration_only(world: World, settings: Any) -> None:
    del world
    assert Client().get("/design/").status_code == 404
    with override_settings(WASL_HOME=replace(settings.WASL_HOME, demo=True)):
        assert Client().get("/design/").status_code == 200
        assert Client().get("/design/?part=nothing").status_code == 404


def test_appearance_is_a_choice_that_stays(world: World) -> None:
    del world
    client = Client()
    assert "data-theme" not in client.get("/about/").content.decode()
    answer = client.post("/preferences/", {"theme": "dark", "next": "/help/?a=b"})
    assert answer["Location"] == "/help/?a=b"
    assert 'data-theme="dark"' in client.get("/about/").content.decode()
    assert client.post("/preferences/", {"theme": "light", "next": "https://elsewhere.example/"})["Location"] == (
        "/preferences/"
    )


def test_no_page_holds_a_script_or_style_of_its_own(world: World) -> None:
    del world
    for path in ("/about/", "/licences/", "/help/", "/record/0/"):
        text = Client().get(path).content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text), path
        for attributes in re.findall(r"<script([^>]*)>", text):
            assert "src=" in attributes or 'type="application/json"' in attributes, path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (OperationalError("database is locked"), 503, "database-unreachable"),
        (OSError(errno.ENOSPC, "no room"), 507, "storage-full"),
        (LookupError("a mistake of ours"), 500, "internal-error"),
    ],
)
def test_what_fails_says_so_without_database_or_context(
    rf: Any, language: str, failure: Exception, status: int, code: str
) -> None:
    with translation.override(language):
        try:
            raise failure
        except type(failure):
            answer = errors.server_error(rf.get("/members/"))
    text = answer.content.decode()
    assert answer.status_code == status
    assert f'<html lang="{language}"' in text
    assert f">{status}<" in text
    assert code in text or status == 500
    assert "a mistake of ours" not in text
