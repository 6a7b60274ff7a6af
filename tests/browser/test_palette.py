"""The command palette, by keyboard alone: from any page to wherever this reader may go."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import seen
from tests.browser.conftest import NARROW, Browser, Site

RESULTS = "#palette-list a:visible"


def _chosen(page: Page) -> str:
    """What the combobox says is active, which must be the one that is marked and in sight."""
    found: dict[str, Any] = page.evaluate(
        """() => {
          const ask = document.getElementById("palette-ask");
          const option = document.getElementById(ask.getAttribute("aria-activedescendant"));
          const list = document.getElementById("palette-list").getBoundingClientRect();
          const rect = option.getBoundingClientRect();
          return {
            text: option.innerText.split("\\n")[0].trim(),
            marked: option.getAttribute("aria-selected") === "true",
            alone: document.querySelectorAll("#palette-list [aria-selected=true]").length === 1,
            focused: document.activeElement === ask,
            seen: rect.top >= list.top - 1 && rect.bottom <= list.bottom + 1,
          };
        }"""
    )
    assert found["marked"]
    assert found["alone"]
    assert found["focused"]
    assert found["seen"]
    return str(found["text"])


@pytest.mark.parametrize("language", ["ar", "en", "fr", "es"])
def test_a_place_is_reached_by_its_name(browser: Browser, demo: Site, language: str) -> None:
    with browser.visit(demo, "/about/", language=language) as page:
        place = page.locator(".side nav a[href='/record/']").inner_text().strip()
        page.keyboard.press("Control+k")
        assert page.locator("#palette").is_visible()
        page.keyboard.type(place)
        assert _chosen(page) == place
        page.keyboard.press("Enter")
        page.wait_for_url("**/record/")


def test_arrows_go_round(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/about/") as page:
        page.keyboard.press("Control+k")
        names = [text.strip() for text in page.locator(RESULTS).all_inner_texts()]
        assert names[-2:] == ["Help", "About"]
        walked = []
        for _ in names:
            walked.append(_chosen(page))
            page.keyboard.press("ArrowDown")
        assert walked == names
        assert _chosen(page) == names[0]
        page.keyboard.press("ArrowUp")
        assert _chosen(page) == names[-1]


@pytest.mark.parametrize(
    ("language", "typed", "address"),
    [
        ("en", "Morocco", r"/members/MA/$"),
        ("ar", "المغرب", r"/members/MA/$"),
        ("en", "#12", r"/record/12/$"),
        ("fr", "cote d'ivoire", r"/members/CI/$"),
    ],
)
def test_members_and_entries_are_reached(browser: Browser, demo: Site, language: str, typed: str, address: str) -> None:
    with browser.visit(demo, "/about/", language=language) as page:
        page.keyboard.press("Control+k")
        page.keyboard.type(typed)
        page.locator("#palette-found a").first.wait_for()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(address))


def test_it_closes_and_gives_the_focus_back(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/about/") as page:
        page.locator(".asks").focus()
        page.keyboard.press("Enter")
        assert page.locator("#palette").is_visible()
        page.keyboard.type("zzzz")
        page.locator("#palette-count:not(.spoken)").wait_for()
        page.keyboard.press("Escape")
        if page.locator("#palette").is_visible():  # the first Escape empties a search field
            page.keyboard.press("Escape")
        assert not page.locator("#palette").is_visible()
        assert page.evaluate("document.activeElement.className").endswith("asks")
        page.keyboard.press("Control+k")
        assert page.locator("#palette-ask").input_value() == ""
        page.keyboard.press("Control+k")
        assert not page.locator("#palette").is_visible()


@pytest.mark.parametrize(("language", "width"), [("ar", 1440), ("ar", NARROW), ("en", NARROW)])
def test_it_looks_right_and_shuts_nobody_out(browser: Browser, demo: Site, language: str, width: int) -> None:
    with browser.visit(demo, "/about/", language=language, width=width) as page:
        page.keyboard.press("Control+k")
        page.keyboard.type("a" if language == "en" else "المغرب")
        page.locator("#palette-found a").first.wait_for()
        seen.keep(page, f"palette-{language}-{width}-light")
        assert seen.ugly(page) == []
        assert seen.inaccessible(page) == []
        box, field = page.locator("#palette").bounding_box(), page.locator("#palette .line svg").first.bounding_box()
        assert box
        assert field
        middle = box["x"] + box["width"] / 2
        assert (field["x"] > middle) == (language == "ar")


def test_what_was_typed_before_is_not_answered_later(browser: Browser, demo: Site) -> None:
    """The answer to the first letters comes late: it must not replace that to the last."""
    with browser.visit(demo, "/about/") as page:
        held: list[Any] = []

        def hold(route: Any) -> None:
            if "q=Mor&" in route.request.url + "&":
                held.append(route)
            else:
                route.continue_()

        page.route("**/search/**", hold)
        page.keyboard.press("Control+k")
        page.keyboard.type("Mor")
        page.wait_for_timeout(400)
        page.locator("#palette-ask").fill("France")
        page.locator("#palette-found a[href='/members/FR/']").wait_for()
        for route in held:
            route.abort()
        assert _chosen(page) == "France"


def test_without_a_script_the_button_leads_to_the_search_page(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/about/", javascript=False) as page:
        page.locator(".asks").click()
        page.wait_for_url("**/search/")
        assert page.locator("main input[name=q]").is_visible()
