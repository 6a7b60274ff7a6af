"""Lists that are filtered in place: the page stays, the list changes, the address and the back button follow."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import seen
from tests.browser.conftest import NARROW, WIDE, Browser, Site
from tests.browser.demos import enter
from tests.server import Installation, found, signed
from wasl.members.acts import RegisterOfficer

LANGUAGES = ("ar", "fr")
SOON = 15_000


@pytest.fixture(scope="module")
def site(sites: Path) -> Iterator[Site]:
    """An installation of three members, to which these tests submit acts."""
    installation = Installation(sites / "partial")
    installation.create()
    with installation.serve() as server:
        found(server, ("MA", "FR", "SN"))
        yield Site(server)


def _stays(page: Page) -> None:
    """What a load of the page would lose."""
    page.evaluate("window.untouched = true")


def _stayed(page: Page) -> bool:
    return page.evaluate("window.untouched === true") is True


@pytest.mark.parametrize("language", LANGUAGES)
def test_members_are_found_as_somebody_types(browser: Browser, demo: Site, language: str) -> None:
    word, code = {"ar": ("المغر", "MA"), "fr": ("Maro", "MA")}[language]
    with browser.visit(demo, "/members/", language=language) as page:
        rows = page.locator("table.members tbody tr")
        every = rows.count()
        _stays(page)
        box = page.locator("main input[name=q]")
        box.press_sequentially(word, delay=20)
        expect(rows).to_have_count(1, timeout=SOON)
        expect(rows.locator(".code")).to_have_text(code)
        expect(page.locator("#list-said")).to_contain_text(re.compile(r"\S"))
        expect(page.locator("#list-said")).to_have_attribute("role", "status")
        expect(box).to_be_focused()
        expect(box).to_have_value(word)
        assert "standing" not in page.url
        assert page.locator("main .downloads a").first.get_attribute("href") != "/api/v1/members?"
        assert seen.ugly(page) == []
        assert seen.inaccessible(page) == []
        assert _stayed(page)
        page.go_back()
        expect(rows).to_have_count(every, timeout=SOON)
        expect(box).to_have_value("")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_choice_filters_agreements_and_partners_at_once(browser: Browser, demo: Site, language: str) -> None:
    with browser.visit(demo, "/agreements/", language=language, width=NARROW) as page:
        _stays(page)
        rows = page.locator("#list tbody tr")
        every = rows.count()
        page.locator("select[name=state]").select_option("ended")
        expect(page).to_have_url(re.compile(r"/agreements/\?state=ended$"))
        expect(page.locator("#list-all a")).to_be_visible()
        assert 0 < rows.count() < every
        assert "state=ended" in (page.locator("#downloads a").first.get_attribute("href") or "")
        assert _stayed(page)
        page.goto("/partners/")
        _stays(page)
        page.locator("select[name=sort]").select_option("bilateral")
        expect(page).to_have_url(re.compile(r"/partners/\?sort=bilateral$"))
        expect(page.locator("#list tbody tr")).to_have_count(1)
        page.locator("select[name=region]").select_option("asia")
        expect(page.locator("#list .empty")).to_be_visible()
        assert _stayed(page)
        assert seen.ugly(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_officers_and_sign_ins_are_filtered_in_place(browser: Browser, demo: Site, language: str) -> None:
    with browser.visit(demo, "/welcome/", language=language) as page:
        enter(page, "head-of-bureau", group="secretariat")
        page.goto("/officers/")
        _stays(page)
        page.locator("main input[name=q]").press_sequentially("zzzz")
        expect(page.locator("#list .empty")).to_be_visible(timeout=SOON)
        page.locator("main input[name=q]").fill("")
        page.locator("select[name=party]").select_option("MA")
        expect(page).to_have_url(re.compile(r"/officers/\?party=MA$"))
        expect(page.locator("#list tbody .code").first).to_have_text("MA")
        assert _stayed(page)
        page.goto("/account/history/")
        _stays(page)
        page.locator("select[name=event]").select_option(index=1)
        expect(page).to_have_url(re.compile(r"/account/history/\?event=[a-z-]+$"))
        assert _stayed(page)
        page.goto("/account/people/")
        _stays(page)
        page.locator("select[name=state]").select_option(index=1)
        expect(page).to_have_url(re.compile(r"/account/people/\?state=[a-z-]+$"))
        expect(page.locator("#list-all a")).to_be_visible()
        assert _stayed(page)


def test_what_else_names_the_address_follows(browser: Browser, demo: Site) -> None:
    """Whoever changes the language after filtering sees the same filtered list in it."""
    with browser.visit(demo, "/partners/", language="fr") as page:
        page.locator("select[name=sort]").select_option("bilateral")
        expect(page).to_have_url(re.compile(r"\?sort=bilateral$"))
        page.locator(".top > .languages button[value=ar]").click()
        expect(page.locator("html")).to_have_attribute("lang", "ar")
        expect(page).to_have_url(re.compile(r"/partners/\?sort=bilateral$"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_record_is_live_where_it_is_whole(browser: Browser, site: Site, language: str) -> None:
    """A filtered list takes no entry that the filter leaves out; the whole one misses none."""
    with browser.visit(site, "/record/", language=language) as page:
        page.locator("#live[data-open=yes]").wait_for(state="attached")
        _stays(page)
        kind = page.locator("select[name=kind]")
        kind.select_option("members.admit-member/1")
        expect(page.locator("#entries > tr")).to_have_count(3)
        first = _act(site)
        expect(page.locator("[data-live]")).to_have_count(0)
        kind.select_option("")
        expect(page.locator(f"#entries-{first}")).to_have_count(1, timeout=SOON)
        page.locator("#live[data-open=yes]").wait_for(state="attached")
        second = _act(site)
        expect(page.locator(f"#entries-{second}")).to_have_count(1, timeout=SOON)
        expect(page.locator("#checkpoint .figure")).to_contain_text(str(second + 1), timeout=SOON)
        assert page.locator(f"#entries-{first}").count() == 1
        assert _stayed(page)


def test_a_list_that_was_opened_filtered_becomes_live(browser: Browser, site: Site) -> None:
    with browser.visit(site, "/record/?party=FR") as page:
        assert page.locator("#live").count() == 0
        _stays(page)
        page.locator("select[name=party]").select_option("")
        page.locator("#live[data-open=yes]").wait_for(state="attached", timeout=SOON)
        index = _act(site)
        expect(page.locator(f"#entries-{index}")).to_have_count(1, timeout=SOON)
        assert _stayed(page)


def test_whoever_was_signed_out_meanwhile_is_asked_to_sign_in(browser: Browser, demo: Site) -> None:
    """What comes back is no list: the browser shows it as the page that it is."""
    with browser.visit(demo, "/welcome/") as page:
        enter(page, "head-of-bureau", group="bureaus")
        page.goto("/officers/")
        page.context.clear_cookies(name="sessionid")
        page.locator("select[name=state]").select_option(index=1)
        page.wait_for_url(re.compile(r"/account/login/"))
        assert "state" in page.url


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_without_javascript_the_same_form_loads_the_page(browser: Browser, demo: Site, width: int) -> None:
    with browser.visit(demo, "/members/", language="fr", width=width, javascript=False) as page:
        page.locator("main input[name=q]").fill("Maroc")
        page.locator("main form button.main").click()
        expect(page.locator("table.members tbody tr")).to_have_count(1)
        expect(page).to_have_url(re.compile(r"q=Maroc"))


def _act(site: Site) -> int:
    answer = site.server.submit(signed(RegisterOfficer(name="SPECIMEN"), "MA"))
    assert answer.status == 201, answer.body
    return int(answer.json["index"])
