"""The demo as somebody meets it: enter as anybody, take the tour to its end, move the clock.

It has a demo of its own, since what is done here stays in the record.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser import seen
from tests.browser.conftest import NARROW, WIDE, Browser, Site
from tests.browser.demos import enter, own_demo
from tests.conftest import FULL
from wasl.demo import cards, tour
from wasl.members.acts import Role

PANEL = "section.tour"
SIGHTS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((WIDE, "light"), (NARROW, "dark"))


@pytest.fixture(scope="module")
def own(sites: Path) -> Iterator[Site]:
    """A demo that these tests may change."""
    with own_demo(sites, "own") as site:
        yield site


def _open_rooms(page: Page) -> None:
    """Every room that the navigation offers; what is refused fails the visit."""
    addresses = page.locator(".side nav a").evaluate_all("links => links.map((link) => link.pathname)")
    assert "/members/" in addresses
    for address in addresses:
        page.goto(address)
        assert page.locator("h1").count() == 1
        assert page.locator("#tour-title").count() == 0


SHOWN = [(group, role) for group, _title, roles in cards.GROUPS for role, _parties in (roles if FULL else roles[:1])]
"""Everybody on the page of cards; in the short run, the first of each group."""


@pytest.mark.parametrize(("group", "role"), SHOWN, ids=[f"{group}-{role}" for group, role in SHOWN])
def test_everybody_can_be_entered_as_and_opens_what_is_offered(
    browser: Browser, own: Site, group: str, role: str
) -> None:
    language = "ar" if len(role) % 2 else "en"
    with browser.visit(own, "/welcome/", language=language) as page:
        enter(page, role, group=group)
        assert page.locator("html").get_attribute("lang") == language, "whoever is entered as, the language stays"
        _open_rooms(page)
        page.goto("/welcome/")
        assert page.locator('.choose[aria-current="true"]').count() >= 1


def test_without_javascript_one_enters_changes_and_is_nobody_again(browser: Browser, own: Site) -> None:
    with browser.visit(own, "/welcome/", javascript=False) as page:
        enter(page, Role.HEAD, "FR")
        page.get_by_role("link", name="Change person").click()
        enter(page, Role.EDITOR)
        page.goto("/welcome/")
        page.get_by_role("button", name="Be nobody").click()
        expect(page.locator('.choose[aria-current="true"]')).to_have_count(0)


@pytest.mark.parametrize(("language", "other"), [("ar", "fr"), ("en", "ar")])
def test_the_tour_from_end_to_end(browser: Browser, own: Site, language: str, other: str) -> None:
    with browser.visit(own, "/welcome/", language=language) as page:
        page.locator('main a[href="/tour/1/"]').click()
        for number in range(1, 5):
            expect(page.locator(PANEL)).to_be_visible()
            _look(page, f"tour-{number}-{language}", language)
            if number < 4:
                page.locator(f'{PANEL} a[href="/tour/{number + 1}/"]').click()

        page.locator("[data-verify]").click()
        result = page.locator("[data-result]")
        expect(result).to_have_text(result.get_attribute("data-passed") or "")

        page.locator(f'{PANEL} a[href="/tour/5/"]').click()
        page.wait_for_url("**/welcome/")
        page.locator(f"{PANEL} button[name=account]").click()
        page.wait_for_url("**/officers/register/")
        _look(page, f"tour-5-{language}", language)
        page.locator("input[name=name]").fill(f"SPECIMEN Tour {language}")
        page.locator("main form.form button.main").click()
        page.locator("main form.answers button.main").click()
        page.wait_for_url(re.compile(r"/officers/\d+/$"))
        officer = page.url.rstrip("/").rpartition("/")[2]

        page.locator(f'{PANEL} a[href="/tour/6/"]').click()
        expect(page.locator("tbody tr").first).to_contain_text(f"#{officer}")
        expect(page.locator("tbody tr").first).to_contain_text(f"SPECIMEN Tour {language}")

        page.locator(f'{PANEL} a[href="/tour/7/"]').click()
        here = page.url
        page.locator(f'.languages button[lang="{other}"]:visible').first.click()
        expect(page.locator("html")).to_have_attribute("lang", other)
        assert page.url == here
        expect(page.locator(PANEL)).to_be_visible()

        page.locator(f'{PANEL} a[href="/tour/8/"]').click()
        with page.expect_download() as download:
            page.locator(".proof a[download]").click()
        assert download.value.path().read_text("utf-8").startswith("c2sp.org/tlog-proof@v1\n")

        page.locator(f'{PANEL} form[action="/tour/end/"] button').click()
        expect(page.locator(PANEL)).to_have_count(0)


def _look(page: Page, name: str, language: str) -> None:
    """Wide and in daylight, then narrow and in the dark; names of specimens are in their own letters."""
    assert [text for text in seen.untranslated(page, language) if "SPECIMEN" not in text] == []
    for width, scheme in SIGHTS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        seen.keep(page, f"{name}-{width}-{scheme}")
        assert seen.ugly(page) == [], f"at {width} px"
    assert seen.inaccessible(page) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": WIDE, "height": 900})


def test_the_tour_can_be_left_at_any_step(browser: Browser, own: Site) -> None:
    with browser.visit(own, "/tour/3/", javascript=False) as page:
        for number in range(1, len(tour.STEPS) + 1):
            page.goto(f"/tour/{number}/")
            here = page.url.partition("#")[0]
            page.locator(f'{PANEL} form[action="/tour/end/"] button').click()
            assert page.locator(PANEL).count() == 0
            assert page.url.partition("#")[0] == here


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_its_own_pages_are_whole_and_legible(browser: Browser, own: Site, language: str) -> None:
    for path in ("/welcome/", "/clock/"):
        with browser.visit(own, path, language=language) as page:
            page.locator("details.more-people").evaluate_all("all => all.forEach((part) => { part.open = true; })")
            _look(page, path.strip("/") + f"-{language}", language)
            assert seen.inaccessible(page) == []


def test_a_clock_moved_a_month_ends_a_mandate(browser: Browser, own: Site) -> None:
    """Last here: what was moved stays moved."""
    with browser.visit(own, "/welcome/") as page:
        enter(page, Role.DUTY, "FR")
        page.goto("/clock/")
        due = page.locator("tbody tr", has_text="France").filter(has_text="Duty officer").first
        mandate = due.locator("a").first.get_attribute("href")
        size = own.json("/api/v1/record/entries", limit=1)["entries"][0]["index"]

        page.get_by_role("button", name="A month forward").click()

        expect(page.locator(".notes .alert.good")).to_contain_text("what fell due was done")
        expect(page.locator(".demo .moved")).to_contain_text("Clock moved")
        entries = [entry for entry in own.entries() if entry["index"] > size]
        kinds = [entry["kind"] for entry in entries]
        assert set(kinds) == {"members.end-mandate/1", "checks.commit-log/1"}
        assert 28 <= kinds.count("checks.commit-log/1") <= 40, "each day of the month, and those before it"
        assert mandate
        assert page.locator("tbody tr", has_text="France").filter(has_text="Duty officer").count() == 0

        page.goto("/welcome/")
        assert page.locator('.choose[aria-current="true"]').count() == 0, "nobody can be entered as who has no mandate"
        assert page.locator(f'[data-role="{Role.DUTY}"] button').filter(has_text="France").count() == 0

        page.goto("/clock/")
        page.get_by_role("button", name="A day forward").click()
        expect(page.locator("main")).to_contain_text("the clock cannot go back")
