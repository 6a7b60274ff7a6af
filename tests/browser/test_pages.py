"""Every page, in both directions, wide and narrow, light and dark: whole, legible, translated, usable by all."""

from typing import Literal
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from tests.browser import seen
from tests.browser.conftest import LONG_NAME, NARROW, WIDE, Browser, Examples, Site
from tests.conftest import FULL

RIGHT_TO_LEFT = {"ar": "rtl", "en": "ltr", "fr": "ltr", "es": "ltr"}
SIGHTS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((WIDE, "light"), (NARROW, "dark"))
TOO_MANY = "&".join("a" for _ in range(1001))

PAGES = {
    "home": "/",
    "search": "/search/",
    "search-found": "/search/?q=" + quote("المغرب"),
    "search-none": "/search/?q=" + quote("ظظظظ"),
    "members": "/members/",
    "members-tiles": "/members/?view=tiles",
    "members-found": "/members/?q=" + quote("côte"),
    "members-none": "/members/?q=zzzz",
    "members-region": "/members/?region=americas&order=-joined",
    "member-busy": "/members/FR/",
    "member-revoked": "/members/BR/",
    "member-quiet": "/members/AF/",
    "members-suspended": "/members/?standing=suspended",
    "compare": "/members/compare/?a=MA&b=FR",
    "compare-none": "/members/compare/",
    "secretariat": "/secretariat/",
    "partners": "/partners/",
    "partner": "/partners/atlantic-forum/",
    "agreements": "/agreements/",
    "agreements-none": "/agreements/?area=cybercrime&state=ended&member=AF",
    "roles": "/roles/",
    "record": "/record/",
    "record-older": "/record/?before=430",
    "record-filtered": "/record/?kind=members.rotate-key/1&party=FR",
    "record-none": "/record/?kind=members.rotate-key/1&party=SN",
    "about": "/about/",
    "licences": "/licences/",
    "help": "/help/",
    "help-proofs": "/help/proofs/",
    "help-accessibility": "/help/accessibility/",
    "help-programs": "/help/programs/",
    "not-found": "/nothing/",
    "malformed": f"/members/?{TOO_MANY}",
}
EXPECTED = {"not-found": 404, "malformed": 400}
ENTRIES = (
    "found-organisation",
    "admit-member",
    "register-bureau-key",
    "rotate-key",
    "revoke-key",
    "appoint-officer",
    "end-mandate",
    "closed",
    "erased",
)
SPOT_CHECKS = ("members-found", "member-busy", "record", "not-found", "found-organisation", "end-mandate", "erased")


def _address(name: str, examples: Examples) -> str:
    return PAGES.get(name) or f"/record/{examples.all[name]}/"


def _examine(page: Page, name: str, language: str) -> None:
    """Wide and in daylight, then narrow and in the dark; axe, which is slow, judges one of the two."""
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == RIGHT_TO_LEFT[language]
    assert page.locator("h1").count() == 1
    assert seen.untranslated(page, language) == []
    for width, scheme in SIGHTS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        seen.keep(page, f"{name}-{language}-{width}-{scheme}")
        assert seen.ugly(page) == [], f"at {width} px"
        if (scheme == "dark") == (language in ("ar", "fr")):
            assert seen.inaccessible(page) == [], f"at {width} px, {scheme}"


@pytest.mark.parametrize("language", ["ar", "en"] if FULL else ["ar"])
@pytest.mark.parametrize("name", [*PAGES, *ENTRIES])
def test_every_page_is_whole_and_legible(
    browser: Browser, demo: Site, examples: Examples, name: str, language: str
) -> None:
    path = _address(name, examples)
    with browser.visit(demo, path, language=language, expected=EXPECTED.get(name, 200)) as page:
        _examine(page, name, language)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("name", SPOT_CHECKS)
def test_longer_words_have_room(browser: Browser, demo: Site, examples: Examples, name: str, language: str) -> None:
    path = _address(name, examples)
    with browser.visit(demo, path, language=language, expected=EXPECTED.get(name, 200)) as page:
        _examine(page, name, language)


@pytest.mark.parametrize("name", ["members", "member-busy", "record", "revoke-key"])
def test_windows_between_wide_and_narrow(browser: Browser, demo: Site, examples: Examples, name: str) -> None:
    """Where the side goes and comes, tables become cards, and a column goes below the other."""
    with browser.visit(demo, _address(name, examples), language="ar") as page:
        for width in (320, 480, 600, 768, 959, 961, 1100, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            assert seen.ugly(page) == [], f"at {width} px"


@pytest.mark.parametrize("language", ["ar", "en", "fr", "es"])
def test_a_new_installation_looks_right(browser: Browser, founded: Site, language: str) -> None:
    """One entry, no member, no banner, and a name of eighty letters."""
    with browser.visit(founded, "/record/", language=language) as page:
        assert page.locator(".demo").count() == 0
        assert page.locator(".organisation").inner_text() == LONG_NAME[language]
        assert page.locator("tbody tr").count() == 1
        _examine(page, "founded-record", language)
        page.goto("/record/0/")
        assert page.locator(f"dd bdi[lang={language}]").inner_text() == LONG_NAME[language]
        _examine(page, "founded-entry", language)
        page.goto("/members/")
        assert page.locator(".empty").is_visible()
        assert page.locator("tbody tr").count() == 0
        _examine(page, "founded-members", language)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_empty_record_says_so(browser: Browser, unfounded: Site, language: str) -> None:
    with browser.visit(unfounded, "/record/", language=language) as page:
        assert page.locator(".empty").is_visible()
        assert page.locator(".strip .figure").inner_text() == "0"
        _examine(page, "unfounded-record", language)


def test_a_page_of_the_record_that_is_not_there_is_not_an_empty_record(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/record/?before=0") as page:
        assert page.locator(".empty").inner_text() == "No entry matches these filters."


@pytest.mark.parametrize(
    ("name", "language"),
    [("members", "ar"), ("member-busy", "en"), ("record", "ar"), ("found-organisation", "en"), ("erased", "ar")],
)
def test_a_page_prints_without_being_cut_off(
    browser: Browser, demo: Site, examples: Examples, name: str, language: str
) -> None:
    """A4 less its margins; what is pressed or opened is not printed."""
    with browser.visit(demo, _address(name, examples), language=language, width=680) as page:
        page.emulate_media(media="print")
        assert seen.ugly(page) == []
        for gone in (".side", ".top .languages", ".menu", ".btn", ".downloads", ".skip"):
            assert not any(part.is_visible() for part in page.locator(gone).all()), gone
        assert page.locator("h1").is_visible()
        assert page.pdf(format="A4", prefer_css_page_size=True).startswith(b"%PDF-")


def test_the_menu_of_a_narrow_window(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/record/", language="ar", width=NARROW) as page:
        assert not page.locator(".side").is_visible()
        page.locator(".menu > summary").click()
        seen.keep(page, "menu-ar-360-light")
        names = [name.strip() for name in page.locator(".menu nav a").all_inner_texts()]
        assert names == [name.strip() for name in page.locator(".side nav a").all_text_contents()]
        assert "الأعضاء" in names
        assert seen.inaccessible(page) == []
        page.locator(".menu nav a[href='/members/']").click()
        page.wait_for_url("**/members/")
