"""Pages that show what happens: an entry appears without a reload, and the page says when it is cut off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import seen
from tests.browser.conftest import NARROW, WIDE, Browser, Site
from tests.server import Installation, found, signed
from tests.world import key_of
from wasl.members.acts import RegisterOfficer, RevocationReason, RevokeKey
from wasl.record.encoding import key_name

MEMBERS = ("MA", "FR", "SN")
SOON = 15_000


@pytest.fixture(scope="module")
def site(sites: Path) -> Iterator[Site]:
    """An installation of three members, to which these tests submit acts."""
    installation = Installation(sites / "live")
    installation.create()
    with installation.serve() as server:
        found(server, MEMBERS)
        yield Site(server)


def _act(site: Site, party: str = "MA") -> int:
    answer = site.server.submit(signed(RegisterOfficer(name="SPECIMEN"), party))
    assert answer.status == 201, answer.body
    return int(answer.json["index"])


def _is_live(page: Page) -> None:
    """Wait until the page's stream is open."""
    page.locator("#live[data-open=yes]").wait_for(state="attached")


@pytest.mark.parametrize(("language", "width"), [("en", WIDE), ("ar", WIDE), ("ar", NARROW)])
def test_a_new_entry_appears_on_top_without_a_reload(browser: Browser, site: Site, language: str, width: int) -> None:
    with browser.visit(site, "/record/", language=language, width=width) as page:
        _is_live(page)
        page.evaluate("window.untouched = true")
        rows = page.locator("#entries > tr")
        before = rows.count()
        first, second = _act(site), _act(site)
        expect(rows.first).to_have_attribute("id", f"entries-{second}", timeout=SOON)
        assert rows.nth(1).get_attribute("id") == f"entries-{first}"
        assert rows.count() == before + 2
        assert str(second + 1) in page.locator("#entries-count").inner_text()
        expect(page.locator("#checkpoint .figure")).to_have_text(str(second + 1), timeout=SOON)
        expect(page.locator("#live [aria-live]")).to_contain_text(str(second), timeout=SOON)
        assert page.evaluate("window.untouched")
        assert seen.ugly(page) == []
        seen.keep(page, f"live-{language}-{width}")
        rows.first.locator("a").first.click()
        page.wait_for_url(f"**/record/{second}/")


def test_an_entry_has_one_row_however_often_it_is_told(browser: Browser, site: Site) -> None:
    """Where the stream begins before what the page shows, nothing is there twice."""
    with browser.visit(site, "/record/") as page:
        index = _act(site)
        page.reload()
        _is_live(page)
        later = _act(site)
        expect(page.locator(f"#entries-{later}")).to_have_count(1, timeout=SOON)
        assert page.locator(f"#entries-{index}").count() == 1


def test_a_page_that_is_cut_off_says_so_and_catches_up(browser: Browser, site: Site) -> None:
    with browser.visit(site, "/record/", but="ERR_|Failed to load") as page:
        _is_live(page)
        mark = page.get_by_text("Not live")
        assert not mark.is_visible()
        site.server.stop()
        expect(mark).to_be_visible(timeout=SOON)
        seen.keep(page, "live-cut")
        site.server.start()
        index = _act(site)
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.locator(f"#entries-{index}")).to_have_count(1, timeout=SOON)
        expect(mark).not_to_be_visible(timeout=SOON)


def test_a_page_that_missed_too_much_fetches_its_parts(browser: Browser, site: Site) -> None:
    with browser.visit(site, "/record/") as page:
        _is_live(page)
        page.evaluate("window.untouched = true")
        acts = [signed(RegisterOfficer(name="SPECIMEN"), "SN") for _ in range(25)]
        last = site.server.submit(acts).json["outcomes"][-1]["index"]
        expect(page.locator(f"#entries-{last}")).to_have_count(1, timeout=SOON)
        assert page.evaluate("window.untouched")


def test_other_pages_of_the_list_stay_as_they_are(browser: Browser, site: Site) -> None:
    for query in ("?before=3", "?kind=members.admit-member/1", "?party=FR"):
        with browser.visit(site, f"/record/{query}") as page:
            assert page.locator("#live").count() == 0
            assert page.locator("[data-live]").count() == 0


def test_a_members_page_shows_its_latest_act(browser: Browser, site: Site) -> None:
    with browser.visit(site, "/members/FR/") as page:
        _is_live(page)
        act = RevokeKey(key=key_name(bytes(key_of("FR").verify_key)), reason=RevocationReason.LOST)
        answer = site.server.submit(signed(act, "FR"))
        assert answer.status == 201, answer.body
        expect(page.locator(f"#latest-{answer.json['index']}")).to_have_count(1, timeout=SOON)


def test_without_javascript_the_page_is_as_it_was_loaded(browser: Browser, site: Site) -> None:
    with browser.visit(site, "/record/", javascript=False) as page:
        assert page.locator("#entries > tr").count() > 3
        assert not page.get_by_text("Not live").is_visible()
        index = _act(site)
        page.reload()
        assert page.locator("#entries > tr").first.get_attribute("id") == f"entries-{index}"
