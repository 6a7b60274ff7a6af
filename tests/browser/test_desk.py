"""The first page, searching, notifications and the profile, as somebody meets them in a browser.

It has a demo of its own, since a key is replaced in it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import seen
from tests.browser.conftest import NARROW, WIDE, Browser, Site, _wasl
from tests.browser.demos import enter, own_demo

PARTY = "AR"
PAGES = ("/", "/search/?q=argentina", "/account/notifications/", "/account/profile/")


@pytest.fixture(scope="module")
def own(sites: Path) -> Iterator[Site]:
    """A demo that these tests may change."""
    with own_demo(sites, "desk") as site:
        yield site


SEEN = [("ar", NARROW, "dark"), ("en", WIDE, "light"), ("fr", NARROW, "light"), ("ar", WIDE, "dark")]


@pytest.mark.parametrize(("language", "width", "scheme"), SEEN)
def test_every_page_can_be_seen_and_heard(browser: Browser, own: Site, language: str, width: int, scheme: str) -> None:
    with browser.visit(own, "/", language=language, width=width, scheme=scheme) as page:  # type: ignore[arg-type]
        assert seen.ugly(page) == []
        enter(page, "head-of-bureau", PARTY)
        for path in PAGES:
            page.goto(path)
            assert page.locator("h1").count() == 1
            assert seen.ugly(page) == [], path
            assert seen.inaccessible(page) == [], path


def test_the_bell_counts_up_while_the_page_is_open(browser: Browser, own: Site, sites: Path) -> None:
    home = sites / "desk-demo"
    with browser.visit(own, "/", language="en") as page:
        enter(page, "head-of-bureau", PARTY)
        expect(page.locator("#live[data-open=yes]")).to_be_attached()
        expect(page.locator("#bell-count .count")).to_have_count(0)
        _wasl(sites, "key", "rotate", PARTY, "--mandate", _mandate(page), "--home", str(home))
        expect(page.locator("#bell-count .count")).to_have_text("1")
        page.locator("a.bell").click()
        expect(page.locator(".hits .title")).to_have_text("A key of your bureau was replaced")
        page.locator(".hits .title").click()
        expect(page.locator("h1")).to_have_text("Key rotated")
        expect(page.locator("#bell-count .count")).to_have_count(0)


def _mandate(page: Page) -> str:
    """The number of the mandate that the head acts under, as the profile says it."""
    page.goto("/account/profile/")
    number = page.locator("tbody a.mono").first.inner_text().removeprefix("#")
    page.goto("/")
    expect(page.locator("#live[data-open=yes]")).to_be_attached()
    return number


def test_searching_by_keyboard_alone(browser: Browser, own: Site) -> None:
    with browser.visit(own, "/search/", language="en") as page:
        expect(page.locator("input[type=search][name=q]").first).to_be_focused()
        page.keyboard.type("المغرب")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"\?q="))
        expect(page.locator(".hits .title").first).to_have_text("Morocco")
        page.locator(".hits .title").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/members/MA/$"))


def test_searching_without_javascript(browser: Browser, own: Site) -> None:
    with browser.visit(own, "/search/?q=japan", language="es", javascript=False) as page:
        expect(page.locator(".hits .title").first).to_have_attribute("href", "/members/JP/")


def test_choices_follow_somebody_to_another_browser(browser: Browser, own: Site) -> None:
    with browser.visit(own, "/", language="en") as page:
        enter(page, "head-of-bureau", PARTY)
        page.goto("/account/profile/")
        page.get_by_label("Gregorian, with the Hijri date").check()
        page.locator('form[action="/preferences/"] button.main').click()
        page.wait_for_url(re.compile("/account/profile/$"))
    with browser.visit(own, "/", language="en") as page:
        enter(page, "head-of-bureau", PARTY)
        page.goto("/account/profile/")
        expect(page.get_by_label("Gregorian, with the Hijri date")).to_be_checked()
