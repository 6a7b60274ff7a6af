"""The pages of lists as their keepers and readers see them: whole and legible, and the way back from a wrong import.

They have a demo of their own: one list of the secretariat, and one of a bureau that was not renewed for too long.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Browser, Site
from tests.browser.demos import enter, judge, own_demo

LONG = {
    "ar": "قائمة نموذجية ذات عنوان طويل جدًا جدًا لوثائق السفر المسروقة والمفقودة في جميع المراكز",
    "en": "AListOfSpecimensWhoseTitleHasNoSpaceToBreakAtAndGoesOnForAsLongAsATitleMayGoOnAtAll",
    "fr": "Liste de spécimens",
    "es": "Lista de muestras",
}


@pytest.fixture(scope="module")
def own(sites: Path) -> Iterator[Site]:
    """A demo that these tests may change."""
    with own_demo(sites, "lists") as site:
        yield site


def _sign(page: Page) -> None:
    """Check the answers, and sign."""
    page.locator("main form .btn.main").first.click()
    page.locator("main form .btn.main").first.click()


def _open_a_list(page: Page, word: str) -> None:
    page.goto("/open-list/")
    page.locator("#id_list").fill(word)
    page.locator("#id_source").select_option("ofac-sdn")
    for language, title in LONG.items():
        page.locator(f"#id_title_{language}").fill(title)
    _sign(page)
    page.wait_for_url(f"**/lists/ma.{word}/")


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("ar", NARROW, "light"), ("ar", WIDE, "dark"), ("en", NARROW, "dark"), ("en", WIDE, "light")],
)
def test_what_a_keeper_sees_is_whole_and_legible(
    browser: Browser, own: Site, language: str, width: int, scheme: str
) -> None:
    word = f"long-{language}-{width}-{scheme}-word"
    with browser.visit(own, "/welcome/", language=language, width=width, scheme=scheme) as page:
        enter(page, "head-of-bureau", "MA")
        _open_a_list(page, word)
        pages = {
            "empty": f"/lists/ma.{word}/",
            "first-import": f"/lists/ma.{word}/import/",
            "lists": "/lists/",
            "nothing-closed": "/lists/?state=closed",
            "one": "/lists/ma.specimen-stolen/",
            "another-partys": "/lists/specimen-wanted/",
            "import": "/lists/ma.specimen-stolen/import/",
            "close": "/lists/ma.specimen-stolen/close/",
            "open": "/open-list/",
            "difference": "/lists/specimen-wanted/differences/",
            "no-difference": "/lists/specimen-wanted/differences/?q=nobody",
        }
        for name, address in pages.items():
            page.goto(address)
            judge(page, f"lists-{name}-{language}-{width}")
        page.goto("/lists/ma.specimen-stolen/")
        page.locator(".edition-files summary").first.click()
        judge(page, f"lists-files-{language}-{width}")
        page.locator('a[href*="/return/"]').last.click()
        judge(page, f"lists-return-{language}-{width}")
        page.locator("#id_accept_losses").check()
        page.locator("main form .btn.main").first.click()
        judge(page, f"lists-return-answers-{language}-{width}")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_keeper_goes_back_and_the_list_looks_no_fresher(browser: Browser, own: Site, javascript: bool) -> None:
    with browser.visit(own, "/welcome/", javascript=javascript) as page:
        enter(page, "head-of-bureau", "MA")
        page.goto("/lists/ma.specimen-stolen/")
        editions = page.locator("tbody tr").count()
        page.locator('a[href*="/return/"]').last.click()
        page.locator("#id_accept_losses").check()
        page.locator("main form .btn.main").first.click()
        expect(page.locator("main")).to_contain_text("These files counted before")
        page.locator("main form .btn.main").first.click()
        page.wait_for_url(re.compile(r"/lists/ma\.specimen-stolen/$"))
        expect(page.locator("tbody tr")).to_have_count(editions + 1)
        expect(page.locator("h1 ~ .chip")).to_contain_text("not renewed in time")
