"""The living page of components: whole, usable by all, and only where somebody looks at a demonstration."""

import re

import pytest

from tests.browser import seen
from tests.browser.conftest import NARROW, WIDE, Browser, Site

PARTS = (
    "colours",
    "icons",
    "buttons",
    "chips",
    "notices",
    "alerts",
    "tables",
    "states",
    "partial",
    "facts",
    "timelines",
    "forms",
    "errors",
    "answers",
    "choices",
    "tiles",
    "dialogs",
    "progress",
    "floor",
    "seats",
    "queue",
    "texts",
    "proof",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_component_is_whole_and_legible(browser: Browser, demo: Site, language: str, scheme: str) -> None:
    with browser.visit(demo, "/design/", language=language, scheme=scheme) as page:  # type: ignore[arg-type]
        for part in PARTS:
            assert page.locator(f"#{part}").is_visible(), part
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            seen.keep(page, f"design-{language}-{width}-{scheme}")
            assert seen.ugly(page) == [], f"at {width} px"
        assert seen.inaccessible(page) == []


@pytest.mark.parametrize("language", ["fr", "es"])
def test_longer_words_have_room(browser: Browser, demo: Site, language: str) -> None:
    with browser.visit(demo, "/design/", language=language, width=NARROW) as page:
        assert seen.ugly(page) == []


def test_the_markup_stands_beside_it(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/design/") as page:
        page.locator("#chips summary").click()
        markup = page.locator("#chips pre").inner_text()
        assert '<span class="chip warn">' in markup
        assert "csrfmiddlewaretoken" not in page.locator("#forms pre").text_content()  # type: ignore[operator]
        assert not re.search(r"/static/[0-9a-f]{16}/", markup)


def test_a_form_with_errors_says_them_first_and_leads_to_each(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/design/") as page:
        page.locator("#forms button.main").click()
        page.locator("#forms .errors:focus").wait_for()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "id_name"
        described = page.locator("#id_name").get_attribute("aria-describedby")
        assert described == "id_name_helptext id_name_error"
        assert page.locator("#id_name_error").is_visible()
        assert page.locator("#id_name").get_attribute("aria-invalid") == "true"


def test_a_dialog_opens_and_closes_by_keyboard(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/design/", language="ar") as page:
        page.locator("[data-opens]").focus()
        page.keyboard.press("Enter")
        assert page.locator("#specimen-dialog").is_visible()
        assert seen.ugly(page) == []
        assert seen.inaccessible(page) == []
        page.keyboard.press("Escape")
        assert not page.locator("#specimen-dialog").is_visible()
        assert page.evaluate("document.activeElement.hasAttribute('data-opens')")


def test_votes_differ_by_more_than_colour(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/design/") as page:
        looks = {
            kind: page.locator(f".seat.{kind}").first.evaluate("seat => getComputedStyle(seat).backgroundImage")
            for kind in ("yes", "no", "abstain")
        }
        assert len(set(looks.values())) == 3
        assert page.locator(".seat .spoken").first.inner_text()
        letters = page.locator(".notice").all_inner_texts()
        assert len(set(letters)) == len(letters) == 9


def test_no_installation_but_a_demonstration_has_it(browser: Browser, founded: Site) -> None:
    with browser.visit(founded, "/design/", expected=404) as page:
        assert page.locator(".status").inner_text() == "404"


def test_a_part_is_loaded_and_a_failure_is_said(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/design/", but="404|status of 404|htmx:responseError|Response Status Error") as page:
        page.get_by_role("link", name="Load the facts").click()
        page.locator("#loaded dl.facts").wait_for()
        assert page.url == demo.address + "/design/"
        page.get_by_role("link", name="Load what is not there").click()
        page.locator("#loaded [role=alert]").wait_for()
        assert page.locator("#loaded .btn").get_attribute("href") == "?part=facts#partial"
    with browser.visit(demo, "/design/", javascript=False) as page:
        page.get_by_role("link", name="Load the facts").click()
        assert page.locator("#loaded dl.facts").is_visible()
