"""The measures notice what they are for: a page is spoilt, and each says so."""

import pytest

from tests.browser import seen
from tests.browser.conftest import Browser, Site

SPOILT = {
    "a page too wide": ("document.querySelector('h1').style.minInlineSize = '3000px'", "wide in a window"),
    "a text that outgrows its box": (
        "document.querySelector('h1').style.cssText = 'inline-size: 2rem; white-space: nowrap'",
        "h1",
    ),
    "a text that is cut off": (
        "document.querySelector('.lead').style.cssText = 'block-size: 0.5rem; overflow: hidden'",
        "cuts off its lower part",
    ),
    "a text on another": ("document.querySelector('h1').style.marginBlockEnd = '-2.5rem'", "lies on"),
    "a placeholder without room": (
        "document.querySelector('select').style.inlineSize = '5rem'",
        "select",
    ),
}


@pytest.mark.parametrize("what", SPOILT)
def test_what_is_ugly_is_seen(browser: Browser, demo: Site, what: str) -> None:
    spoil, told = SPOILT[what]
    with browser.visit(demo, "/record/") as page:
        assert seen.ugly(page) == []
        page.evaluate(spoil)
        assert any(told in sentence for sentence in seen.ugly(page))


def test_english_left_in_a_translation_is_seen(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/record/", language="fr") as page:
        page.evaluate("document.querySelector('h1').textContent = 'Closed entry'")
        assert seen.untranslated(page, "fr") == ["Closed entry"]
    with browser.visit(demo, "/record/", language="ar") as page:
        page.evaluate("document.querySelector('select').setAttribute('aria-label', 'Whatever')")
        assert seen.untranslated(page, "ar") == ["Whatever"]


def test_what_shuts_people_out_is_seen(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/record/") as page:
        page.evaluate("document.querySelector('h1').style.color = '#ccc'")
        page.evaluate("document.querySelector('select').closest('label').replaceWith(document.querySelector('select'))")
        found = " ".join(seen.inaccessible(page))
    assert "color-contrast" in found
    assert "select-name" in found


def test_a_visit_notices_what_the_policy_refuses(browser: Browser, demo: Site) -> None:
    with pytest.raises(AssertionError) as noticed:
        _show_a_foreign_image(browser, demo)
    assert "Content Security Policy" in str(noticed.value)


def _show_a_foreign_image(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/record/") as page:
        page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://elsewhere.example/'}))")
        page.wait_for_function("window.breaches.length")
