"""A person's own choices: what the page keeps, what a cookie may say, and that pages follow."""

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from wasl.web import preferences, zones
from wasl.web.preferences import Preferences

if TYPE_CHECKING:
    from http.cookies import Morsel

CHOICES = {"language": "ar", "numerals": "arabic", "calendar": "hijri", "zone": "Africa/Casablanca", "theme": "dark"}
PREFERENCES = st.builds(
    Preferences,
    numerals=st.sampled_from(preferences.NUMERALS),
    calendar=st.sampled_from(preferences.CALENDARS),
    zone=st.sampled_from(sorted(zones.zones())),
    theme=st.sampled_from(preferences.THEMES),
)


def kept(client: Client) -> Preferences:
    morsel = client.cookies.get(preferences.COOKIE)
    return preferences.read(morsel.value if morsel else "")


def cookie(client: Client, name: str) -> "Morsel[str]":
    found = client.cookies.get(name)
    assert found is not None
    return found


@given(PREFERENCES)
def test_what_is_written_is_read(chosen: Preferences) -> None:
    assert preferences.read(chosen.as_text()) == chosen


@given(
    st.one_of(st.text(), st.dictionaries(st.sampled_from(["numerals", "zone", "theme", "x"]), st.text()).map(urlencode))
)
def test_whatever_a_cookie_says_is_a_choice_that_can_be_made(text: str) -> None:
    found = preferences.read(text)
    assert found.numerals in preferences.NUMERALS
    assert found.calendar in preferences.CALENDARS
    assert found.theme in preferences.THEMES
    assert found.zone in zones.zones()


@pytest.mark.parametrize(
    "text",
    ["", "zone=../../etc/passwd", "zone=localtime", "theme=Dark", "a=1&a=2&a=3&a=4&a=5", "zone=" + "A" * 999, "%ff"],
)
def test_what_cannot_be_chosen_is_as_if_it_were_not_there(text: str) -> None:
    assert preferences.read(text) == Preferences()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "en", "fr", "es"])
def test_the_page_is_open_to_anybody(language: str) -> None:
    client = Client(headers={"accept-language": language})
    page = client.get("/preferences/")
    assert page.status_code == 200
    text = page.content.decode()
    assert f'lang="{language}"' in text
    assert len(re.findall(r"<option ", text)) == len(zones.zones())
    assert re.search(r'value="UTC"[^>]* selected', text)


@pytest.mark.django_db
def test_choices_are_kept_in_one_cookie_and_pages_follow_them() -> None:
    client = Client()
    answer = client.post("/preferences/", CHOICES)
    assert answer.status_code == 302
    assert answer["Location"] == "/preferences/"
    assert kept(client) == Preferences("arabic", "hijri", "Africa/Casablanca", "dark")
    saved = cookie(client, preferences.COOKIE)
    assert saved["httponly"]
    assert saved["samesite"] == "Lax"
    assert int(saved["max-age"]) == preferences.COOKIE_AGE

    page = client.get("/preferences/").content.decode()
    assert '<html lang="ar" dir="rtl"' in page
    assert "١٢٬٣٤٥٫٦" in page
    assert "الدار البيضاء" in page
    assert re.search(
        r'<time datetime="20\d\d-[^"]*">[٠-٩]+ \w+ [٠-٩]{4} [٠-٩]{2}:[٠-٩]{2} <span class="also">[٠-٩]', page
    )


@pytest.mark.django_db
def test_what_a_form_leaves_out_stays() -> None:
    client = Client()
    client.post("/preferences/", CHOICES)
    answer = client.post("/preferences/", {"theme": "light", "next": "/record/?kind=x"})
    assert answer["Location"] == "/record/?kind=x"
    assert kept(client) == Preferences("arabic", "hijri", "Africa/Casablanca", "light")
    assert cookie(client, "django_language").value == "ar"


@pytest.mark.django_db
def test_choosing_the_defaults_takes_the_cookie_away() -> None:
    client = Client()
    client.post("/preferences/", CHOICES)
    client.post(
        "/preferences/",
        {"language": "en", "numerals": "latin", "calendar": "gregorian", "zone": "UTC", "theme": "system"},
    )
    assert cookie(client, preferences.COOKIE).value == ""
    assert kept(client) == Preferences()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"), [("language", "de"), ("numerals", "roman"), ("zone", "Mars/Base"), ("theme", "")]
)
def test_a_choice_that_is_not_offered_is_refused(name: str, value: str) -> None:
    client = Client()
    answer = client.post("/preferences/", CHOICES | {name: value})
    assert answer.status_code == 400
    assert preferences.COOKIE not in client.cookies
    assert 'class="errors"' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example", ""]
)
def test_nobody_is_sent_to_another_host(onward: str) -> None:
    assert Client().post("/preferences/", {"theme": "dark", "next": onward})["Location"] == "/preferences/"


@pytest.mark.django_db
def test_a_forged_form_changes_nothing() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/preferences/", CHOICES).status_code == 403
    assert preferences.COOKIE not in client.cookies


@pytest.mark.django_db
def test_one_readers_choices_do_not_reach_the_next() -> None:
    first, second = Client(headers={"accept-language": "ar"}), Client(headers={"accept-language": "ar"})
    first.post("/preferences/", CHOICES)
    assert "١٢٬٣٤٥٫٦" in first.get("/preferences/").content.decode()
    page = second.get("/preferences/")
    assert "12,345.6" in page.content.decode()
    assert "Cookie" in page["Vary"]
