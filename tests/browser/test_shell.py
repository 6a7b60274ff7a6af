"""The frame of every page: light and dark, landmarks, weight, letters, and what an error page offers."""

import re

import pytest
from playwright.sync_api import Page, Response

from tests.browser import seen
from tests.browser.conftest import NARROW, WIDE, Browser, Site

BARE = 60_000
"""Bytes of a page, its style sheets, scripts and icons, as they are sent; fonts not counted."""

LETTERS = "Ḥāfiẓ al-Ṭāʾī ʿAlī Īsā Ūmar ḥ ṭ ʿ ʾ ā ī ū ẓ ṣ ḍ Ş ş Ğ ğ İ ı Ő ő Ű ű Ł ł č ř ṯ ḏ ḫ ǧ ñ é ß ø"
ARABIC = "محمد نموذج الحدّاد أإآٱؤئىةپچڤگ ٠١٢٣٤٥٦٧٨٩"
OURS = {"IBM Plex Sans", "IBM Plex Sans Arabic", "Noto Sans", "IBM Plex Mono"}


def _background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


@pytest.mark.parametrize("javascript", [True, False])
def test_light_and_dark_follow_the_system_until_somebody_chooses(
    browser: Browser, demo: Site, javascript: bool
) -> None:
    with browser.visit(demo, "/about/?a=b", scheme="dark", javascript=javascript) as page:
        dark = _background(page)
        page.locator(".top > .theme button").click()
        page.locator("html[data-theme=light]").wait_for()
        light = _background(page)
        assert light != dark
        assert page.url == demo.address + "/about/?a=b"
        page.goto("/help/")
        assert _background(page) == light
        page.locator(".top > .theme button").click()
        page.locator("html[data-theme=dark]").wait_for()
        assert _background(page) == dark
        page.locator(".top > .theme button").click()
        page.locator("html:not([data-theme])").wait_for()
        page.emulate_media(color_scheme="light")
        assert _background(page) == light


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_narrow_window_has_the_same_choices_in_its_menu(browser: Browser, demo: Site, language: str) -> None:
    with browser.visit(demo, "/help/", language=language, width=NARROW) as page:
        page.locator(".menu > summary").click()
        assert seen.ugly(page) == []
        seen.keep(page, f"shell-menu-{language}-360-light")
        page.locator(".menu [name=theme][value=dark]").click()
        page.locator("html[data-theme=dark]").wait_for()
        page.locator(".menu > summary").click()
        assert seen.inaccessible(page) == []
        page.keyboard.press("Escape")
        assert not page.locator(".menu .sheet").is_visible()


@pytest.mark.parametrize("path", ["/about/", "/help/proofs/"])
def test_landmarks_and_one_heading(browser: Browser, demo: Site, path: str) -> None:
    with browser.visit(demo, path) as page:
        for role in ("banner", "main", "contentinfo"):
            assert page.get_by_role(role).count() == 1, role  # type: ignore[arg-type]
        assert page.get_by_role("navigation", name="Main navigation").count() == 1
        assert page.locator("h1").count() == 1
        names = page.locator("nav:visible").evaluate_all(
            "all => all.map(nav => nav.getAttribute('aria-label') ?? nav.getAttribute('aria-labelledby'))"
        )
        assert all(names)
        assert len(set(names)) == len(names)


def test_the_page_one_is_on_is_marked_and_a_deeper_one_says_where_it_lies(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/record/0/") as page:
        assert page.locator(".side [aria-current=page]").inner_text().strip() == "Record"
        assert page.locator(".crumbs a").all_inner_texts() == ["Record"]
        page.locator(".helps").click()
        page.wait_for_url("**/help/proofs/")
        assert page.locator(".crumbs a").all_inner_texts() == ["Help"]
        page.goto("/record/")
        assert page.locator(".crumbs").count() == 0


def test_a_bare_page_is_light_and_asks_no_other_host(browser: Browser, demo: Site) -> None:
    """Other hosts are what every visit refuses; here the bytes are counted."""
    with browser.visit(demo, "/about/") as page:
        answers: list[Response] = []
        page.on("response", lambda response: answers.append(response))  # noqa: PLW0108
        page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
        page.reload(wait_until="networkidle")
        counted = [answer for answer in answers if not answer.url.endswith(".woff2")]
        sizes = {answer.url: answer.request.sizes()["responseBodySize"] for answer in counted}
        sent = sum(sizes.values())
        assert any("shell.js" in address for address in sizes)
        assert any("icons.svg" in address for address in sizes)
        assert sent < BARE, sorted(sizes.items(), key=lambda pair: -pair[1])


@pytest.mark.parametrize("path", ["/help/", "/about/", "/nothing/"])
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_an_organisation_with_a_name_of_eighty_letters(
    browser: Browser, founded: Site, language: str, path: str
) -> None:
    with browser.visit(founded, path, language=language, expected=404 if path == "/nothing/" else 200) as page:
        for width in (320, NARROW, 480, 641, 800, 961, 1100, 1345, WIDE):
            page.set_viewport_size({"width": width, "height": 900})
            assert seen.ugly(page) == [], f"at {width} px"


_LETTERS = """
([letters, bold]) => {
  const main = document.querySelector("main");
  for (const letter of letters) {
    const arabic = letter >= "\u0600" && letter <= "\u06ff";
    const text = document.createElement(bold ? "strong" : "p");
    text.className = "letter";
    text.lang = arabic ? "ar" : "en";
    text.textContent = letter;
    main.append(text);
  }
}
"""


@pytest.mark.parametrize("bold", [False, True])
def test_every_letter_of_a_name_is_drawn_by_a_bundled_font(browser: Browser, demo: Site, bold: bool) -> None:
    """No letter falls back to whatever the reader's machine has: each is asked for by itself."""
    letters = sorted({*(LETTERS + ARABIC).replace(" ", "")})
    with browser.visit(demo, "/about/") as page:
        page.evaluate(_LETTERS, [letters, bold])
        page.evaluate("document.fonts.ready.then(() => null)")
        session = page.context.new_cdp_session(page)
        session.send("DOM.enable")
        session.send("CSS.enable")
        root = session.send("DOM.getDocument")["root"]["nodeId"]
        nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": ".letter"})["nodeIds"]
        assert len(nodes) == len(letters)
        for letter, node in zip(letters, nodes, strict=True):
            fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            assert fonts, letter
            for font in fonts:
                ours = any(font["familyName"].startswith(family) for family in OURS)
                assert ours and font["isCustomFont"], f"{letter}: {font['familyName']}"  # noqa: PT018


def test_an_address_that_leads_nowhere_offers_a_search(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/members/burkina-faso/", expected=404) as page:
        field = page.locator(".problem input[type=search]")
        assert field.input_value() == "burkina faso"
        assert page.locator(".problem code").inner_text() == "not-found"
        field.press("Enter")
        page.wait_for_url("**/search/?q=burkina+faso")
        assert page.get_by_text("Burkina Faso").count() >= 1


@pytest.mark.parametrize("language", ["ar", "en"])
def test_help_leads_from_topic_to_topic(browser: Browser, demo: Site, language: str) -> None:
    """Every topic, by the links at its foot; every link of its contents leads to a heading."""
    with browser.visit(demo, "/help/", language=language) as page:
        topics = page.locator(".topics a").evaluate_all("all => all.map(link => link.pathname)")
        page.goto(topics[0])
        walked = [topics[0]]
        while page.locator("[rel=next]").count():
            page.locator("[rel=next]").click()
            page.wait_for_load_state()
            walked.append(re.sub(r"^https?://[^/]+", "", page.url))
        assert walked == topics
        for path in topics:
            page.goto(path)
            targets = page.locator("aside ol.contents a").evaluate_all("all => all.map(link => link.hash.slice(1))")
            assert targets
            assert targets == page.locator(".prose h2").evaluate_all("all => all.map(heading => heading.id)")


def test_licences_name_what_ships(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/licences/") as page:
        names = page.locator("tbody td:first-child").all_inner_texts()
        assert {"IBM Plex Sans Arabic", "Django", "pydantic", "argon2-cffi"} <= set(names)
        assert "pytest" not in names
        assert all(cell.strip() for cell in page.locator("tbody td:last-child").all_inner_texts())


@pytest.mark.parametrize(("language", "width"), [("ar", WIDE), ("en", NARROW), ("fr", 1000)])
def test_the_frame_of_somebody_who_is_signed_in(browser: Browser, demo: Site, language: str, width: int) -> None:
    """The account menu, opened, looked at and closed by keyboard; the rooms of the role stand in groups."""
    with browser.visit(demo, "/welcome/", language=language, width=width) as page:
        page.locator("[data-role=head-of-bureau] button").first.click()
        page.locator("details.account").wait_for()
        assert page.locator(".side .group-title").count() == 2
        assert page.locator(".side nav a[href='/officers/']").count() == 1
        page.locator("details.account > summary").focus()
        page.keyboard.press("Enter")
        page.locator(".account > .sheet").wait_for()
        seen.keep(page, f"shell-account-{language}-{width}-light")
        assert seen.ugly(page) == []
        assert seen.inaccessible(page) == []
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.sheet') !== null")
        page.keyboard.press("Escape")
        assert not page.locator(".account > .sheet").is_visible()
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("path", ["/help/proofs/", "/about/"])
def test_texts_print_without_the_frame(browser: Browser, demo: Site, path: str) -> None:
    with browser.visit(demo, path, language="ar", width=680, scheme="dark") as page:
        page.emulate_media(media="print")
        for gone in (".side", ".top .asks", ".theme", ".account", ".menu", ".helps", ".crumbs", "dialog"):
            assert not any(part.is_visible() for part in page.locator(gone).all()), gone
        assert seen.ugly(page) == []
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(20, 33, 31)"
