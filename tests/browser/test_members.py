"""The room of members as officers use it: what they may say, whole and legible; an officer appointed by keyboard.

It has a demo of its own, since acts are signed in it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import seen
from tests.browser.conftest import NARROW, WIDE, Browser, Site
from tests.browser.demos import enter, own_demo

BUREAU = ("/members/FR/", "/officers/", "/officers/register/", "/bureau/describe/", "/bureau/key/")
SECRETARIAT = (
    "/members/DE/",
    "/officers/?party=MA",
    "/members/admit/",
    "/members/FR/suspend/",
    "/partners/admit/",
    "/agreements/conclude/",
)
LONG = "Maximiliana SPECIMEN von und zu Sehrlangername-Nochvielläengerername-Undsoweiter X"
"""A name of eighty letters."""


@pytest.fixture(scope="module")
def own(sites: Path) -> Iterator[Site]:
    """A demo that these tests may change."""
    with own_demo(sites, "members") as site:
        yield site


def _judge(page: Page, address: str, width: int) -> None:
    page.goto(address)
    assert page.locator("h1").count() == 1
    assert seen.ugly(page) == [], f"{address} at {width} px"
    assert seen.inaccessible(page) == [], f"{address} at {width} px"


@pytest.mark.parametrize(("language", "width", "scheme"), [("ar", NARROW, "dark"), ("en", WIDE, "light")])
def test_what_a_head_of_bureau_uses_is_whole_and_legible(
    browser: Browser, own: Site, language: str, width: int, scheme: str
) -> None:
    with browser.visit(own, "/welcome/", language=language, width=width, scheme=scheme) as page:
        enter(page, "head-of-bureau", "FR")
        for address in BUREAU:
            _judge(page, address, width)


@pytest.mark.parametrize(("language", "width", "scheme"), [("ar", WIDE, "light"), ("en", NARROW, "dark")])
def test_what_the_secretariat_uses_is_whole_and_legible(
    browser: Browser, own: Site, language: str, width: int, scheme: str
) -> None:
    with browser.visit(own, "/welcome/", language=language, width=width, scheme=scheme) as page:
        enter(page, "head-of-bureau", group="secretariat")
        for address in SECRETARIAT:
            _judge(page, address, width)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_officer_is_registered_and_appointed_with_the_keyboard_alone(
    browser: Browser, own: Site, javascript: bool
) -> None:
    name = LONG if javascript else "SPECIMEN without a script"
    with browser.visit(own, "/welcome/", width=NARROW, javascript=javascript) as page:
        enter(page, "head-of-bureau", "FR")
        page.goto("/officers/register/")
        page.get_by_label("Name", exact=True).focus()
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        expect(page.get_by_text("not signed yet")).to_be_visible()
        expect(page.locator("main").get_by_text(name)).to_be_visible()
        assert seen.ugly(page) == []
        page.get_by_role("button", name="Sign and record").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        assert seen.ugly(page) == []
        page.get_by_role("link", name="Appoint", exact=True).press("Enter")
        page.get_by_label("Role", exact=True).select_option("duty-officer")
        page.get_by_role("button", name="Check the answers").press("Enter")
        page.get_by_role("button", name="Sign and record").press("Enter")
        expect(page.get_by_text("Signed and recorded as entry")).to_be_visible()
        expect(page.locator("main table").first).to_contain_text("Duty officer")


def test_what_is_wrong_is_told_on_top_and_at_its_field(browser: Browser, own: Site) -> None:
    with browser.visit(own, "/welcome/", but="422") as page:
        enter(page, "head-of-bureau", "FR")
        page.goto("/bureau/describe/")
        page.get_by_label(re.compile("^Telephone numbers")).fill("0500")
        page.get_by_role("button", name="Check the answers").click()
        summary = page.get_by_role("alert")
        expect(summary).to_contain_text("country code")
        summary.get_by_role("link").first.click()
        expect(page.get_by_label(re.compile("^Telephone numbers"))).to_be_focused()
        assert seen.inaccessible(page) == []
