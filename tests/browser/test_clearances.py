"""Clearances and the log of checks as officers use them: given from an answer, heeded by the next, and logged."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Browser, Site
from tests.browser.demos import enter, judge, own_demo

PAGES = ("/checks/log/", "/checks/mine/", "/clearances/", "/clearances/give/")
NAME, BORN = "Youssef SPECIMEN Nacer", "1985-05-04"


@pytest.fixture(scope="module")
def own(sites: Path) -> Iterator[Site]:
    """A demo that these tests may change."""
    with own_demo(sites, "clearances") as site:
        yield site


def _judge(page: Page, what: str) -> None:
    judge(page, f"clearances-{what}")


def _ask(page: Page) -> None:
    """The specimen by name and date of birth."""
    page.goto("/check/")
    page.locator("#id_text").fill(f"{NAME} {BORN}")
    page.locator("#id_purpose").select_option("border-control")
    page.locator("main form .btn.main").first.click()
    page.wait_for_url(re.compile(r"/check/\d+/$"))


@pytest.mark.parametrize(("language", "width"), [("ar", NARROW), ("ar", WIDE), ("en", NARROW), ("en", WIDE)])
def test_the_pages_are_whole_and_legible(browser: Browser, own: Site, language: str, width: int) -> None:
    with browser.visit(own, "/welcome/", language=language, width=width) as page:
        enter(page, "head-of-bureau", "FR")
        _ask(page)
        for address in PAGES:
            page.goto(address)
            _judge(page, f"{address.strip('/').replace('/', '-')}-{language}-{width}")
        page.goto("/checks/log/?way=page")
        page.locator("#list a.title").first.click()
        page.wait_for_url(re.compile(r"/checks/log/\d+/$"))
        _judge(page, f"line-{language}-{width}")
        page.goto("/clearances/")
        page.locator("#list a.title").first.click()
        page.wait_for_url(re.compile(r"/clearances/\d+/$"))
        _judge(page, f"one-{language}-{width}")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_somebody_is_cleared_from_an_answer_and_not_held_up_again(browser: Browser, own: Site, language: str) -> None:
    party = {"ar": "MA", "en": "FR"}[language]
    with browser.visit(own, "/welcome/", language=language) as page:
        enter(page, "head-of-bureau", party)
        _ask(page)
        page.locator('main a[href*="/clearances/give/"]').first.click()
        expect(page.locator("#id_names")).to_have_value(NAME)
        expect(page.locator("#id_birth_date")).to_have_value(BORN)

        page.locator("#id_reason").fill("SPECIMEN: known to the bureau by fingerprints")
        page.locator("main form .btn.main").click()
        expect(page.locator("form.answers")).to_contain_text(NAME)
        _judge(page, f"answers-{language}")
        page.locator("form.answers .btn.main").click()
        page.wait_for_url(re.compile(r"/clearances/\d+/$"))
        expect(page.locator("main .chip.good")).to_be_visible()
        given = page.url

        _ask(page)
        expect(page.locator("main")).to_contain_text("SPECIMEN: known to the bureau by fingerprints")

        page.goto("/checks/mine/")
        expect(page.locator("#list tbody tr").first.locator(".chip.good")).to_be_visible()
        page.locator("#list tbody a.title").first.click()
        page.locator(f'main a[href="{given[len(own.address) :]}"]').click()
        page.locator("main a[href$='/end/']").click()
        page.locator("#id_reason input").first.check()
        page.locator("main form .btn.main").click()
        page.locator("form.answers .btn.main").click()
        page.wait_for_url(given)
        expect(page.locator("main .chip.good")).to_have_count(0)
