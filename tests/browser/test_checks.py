"""Checks as officers make them: what they see whole and legible, what they type by keyboard, and what none may mistake.

They have a demo of their own, whose lists are of specimens.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import public_data
from tests.browser import seen
from tests.browser.conftest import NARROW, WIDE, Browser, Site, _wasl
from tests.browser.demos import enter, judge, own_demo
from tests.browser.keyboard import tab_to
from wasl.checks import reading

ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
SLIP = ZONE.replace("7408122", "7408129")
FOUND, NOBODY = "محمد نموذج الحداد", "Zebulon Quixworth Featherstonehaugh"
TOUCHED = 44
"""Pixels that a thumb needs."""


@pytest.fixture(scope="module")
def own(sites: Path) -> Iterator[Site]:
    """A demo that these tests may change."""
    with own_demo(sites, "checks") as site:
        yield site


def _ask(page: Page, text: str, address: str = "/check/") -> None:
    page.goto(address)
    page.locator("#id_text").fill(text)
    page.locator("#id_purpose").select_option("border-control")
    page.locator("main form .btn.main").first.click()
    page.wait_for_url(re.compile(r"/\d+/$"))


def _judge(page: Page, what: str) -> None:
    judge(page, f"checks-{what}")


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("ar", NARROW, "light"), ("ar", WIDE, "dark"), ("en", NARROW, "dark"), ("en", WIDE, "light")],
)
def test_what_an_officer_sees_is_whole_and_legible(
    browser: Browser, own: Site, language: str, width: int, scheme: str
) -> None:
    place = f"{language}-{width}"
    with browser.visit(own, "/welcome/", language=language, width=width, scheme=scheme) as page:
        enter(page, "head-of-bureau", "MA")
        page.goto("/check/")
        _judge(page, f"empty-{place}")
        page.locator(".facts-known > summary").click()
        _judge(page, f"facts-{place}")
        for name, text in {"found": FOUND, "nobody": NOBODY, "slip": SLIP, "number": "W-001"}.items():
            _ask(page, text)
            _judge(page, f"{name}-{place}")
        _ask(page, FOUND)
        page.locator(".doing a").first.click()
        page.wait_for_url("**/compare/**")
        _judge(page, f"compared-{place}")
        page.locator('a[href^="/lists/entry/"]').last.click()
        page.wait_for_url("**/lists/entry/**")
        _judge(page, f"entry-{place}")


@pytest.mark.parametrize(("language", "scheme"), [("ar", "dark"), ("en", "light")])
def test_the_telephones_page_is_whole_legible_and_large_to_touch(
    browser: Browser, own: Site, language: str, scheme: str
) -> None:
    with browser.visit(own, "/welcome/", language=language, width=NARROW, scheme=scheme) as page:
        enter(page, "border-officer", "MA")
        page.goto("/phone/")
        _judge(page, f"phone-empty-{language}")
        for name, text in {"found": FOUND, "zone": ZONE, "slip": SLIP, "nobody": NOBODY}.items():
            _ask(page, text, "/phone/")
            _judge(page, f"phone-{name}-{language}")
            assert page.locator("script").count() == 0
            for target in page.locator(".btn, select, .again > summary").all():
                box = target.bounding_box()
                assert box is None or box["height"] >= TOUCHED, target.text_content()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_check_is_made_and_compared_with_the_keyboard_alone(browser: Browser, own: Site, javascript: bool) -> None:
    with browser.visit(own, "/welcome/", javascript=javascript) as page:
        enter(page, "border-officer", "MA")
        page.goto("/check/")
        if javascript:
            expect(page.locator("#id_text")).to_be_focused()
        page.locator("#id_text").focus()
        page.keyboard.type(FOUND)
        tab_to(page, "purpose", by="name")
        page.keyboard.type("Border")
        tab_to(page, "add a fact")
        page.keyboard.press("Enter")
        tab_to(page, "born", by="name")
        page.keyboard.type("1974-03-12")
        page.keyboard.press("Enter")
        expect(page.locator("h2#verdict")).to_contain_text("match")
        expect(page.locator("tbody tr").first).to_contain_text("the same date")
        tab_to(page, "Take away:born12 March 1974")
        page.keyboard.press("Enter")
        expect(page.locator(".chip.taken")).to_have_count(0)
        tab_to(page, "Compare Mohamed SPECIMEN El Haddad")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("SPECIMEN")
        expect(page.locator(".evidence tfoot")).to_contain_text("that is 0.")


def test_a_pasted_zone_is_read_in_the_one_box(browser: Browser, own: Site) -> None:
    with browser.visit(own, "/welcome/") as page:
        enter(page, "border-officer", "MA")
        page.goto("/check/")
        page.locator("#id_text").focus()
        page.keyboard.insert_text(ZONE)
        page.locator("#id_purpose").select_option("border-control")
        page.locator(".ask .btn").click()
        expect(page.locator(".read-as")).to_contain_text("passport zone TD3 · ANNA MARIA ERIKSSON · check digits valid")


def test_enter_asks_and_shift_with_it_begins_a_line_for_which_the_box_grows(browser: Browser, own: Site) -> None:
    with browser.visit(own, "/welcome/") as page:
        enter(page, "border-officer", "MA")
        page.goto("/check/")
        page.locator("#id_purpose").select_option("border-control")
        box = page.locator("#id_text")
        before = box.evaluate("box => box.offsetHeight")
        box.focus()
        page.keyboard.type(NOBODY)
        page.keyboard.press("Shift+Enter")
        page.keyboard.type(FOUND)
        assert box.evaluate("box => box.offsetHeight") > before
        page.keyboard.press("Enter")
        expect(page.locator("h2#verdict")).to_contain_text("match")
        assert box.input_value() == f"{NOBODY}\n{FOUND}"


def _look(page: Page) -> dict[str, Any]:
    """What makes an answer look as it does, before a word of it is read."""
    found: dict[str, Any] = page.evaluate(
        """() => {
          const box = document.querySelector("#verdict").closest("section");
          const style = getComputedStyle(box);
          const { backgroundImage, borderTopStyle, borderTopWidth } = style;
          const colour = getComputedStyle(document.querySelector("#verdict")).color;
          return { backgroundImage, borderTopStyle, borderTopWidth, colour, role: box.getAttribute("role") };
        }"""
    )
    return found


@contextmanager
def _nobody_can_write(site: Site) -> Iterator[None]:
    """Somebody else holds the tables for as long as this lasts: what is asked cannot be recorded."""
    path = site.server.installation.path / "wasl.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as tables:
        tables.execute("BEGIN IMMEDIATE")
        yield
        tables.execute("ROLLBACK")


def test_no_outcome_can_be_taken_for_another(browser: Browser, own: Site) -> None:
    with browser.visit(own, "/welcome/", but="503") as page:
        enter(page, "border-officer", "MA")
        looks = []
        for text in (FOUND, NOBODY):
            _ask(page, text)
            looks.append(_look(page))
        page.goto("/check/")
        page.locator("#id_text").fill(FOUND)
        with _nobody_can_write(own):
            page.locator(".ask .btn").click()
            expect(page.locator("h2#verdict")).to_have_text("Could not be answered", timeout=30_000)
            looks.append(_look(page))
            expect(page.locator("main table")).to_have_count(0)
            _judge(page, "unanswered")
        page.get_by_role("button", name="Ask again").click()
        expect(page.locator("h2#verdict")).to_contain_text("match")
    features = ("borderTopStyle", "borderTopWidth", "role", "backgroundImage", "colour")
    differing = {name: len({str(look[name]) for look in looks}) for name in features}
    assert differing == {"borderTopStyle": 2, "borderTopWidth": 2, "role": 2, "backgroundImage": 2, "colour": 2}
    assert looks[2]["role"] == "alert"
    assert "gradient" in looks[2]["backgroundImage"]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_real_people_of_the_security_council_are_found_in_their_own_script(
    browser: Browser, own: Site, language: str
) -> None:
    path = public_data.path("un_sc_list/consolidated_2026-02-27.xml.gz")
    subjects = _in_arabic(path)
    installation = own.server.installation
    words = ["list", "import", "un-sc", str(path), *_decided(own), "--home", str(installation.path)]
    _wasl(installation.path.parent, *words)
    with browser.visit(own, "/welcome/", language=language) as page:
        enter(page, "border-officer", "MA")
        missed = 0
        for subject, name in subjects:
            _ask(page, name)
            missed += page.locator(f'tbody tr a[href^="/lists/entry/{subject}/?check="]').count() != 1
        assert missed == 0
        assert seen.ugly(page) == []
        assert seen.inaccessible(page) == []
        page.locator("tbody .title").first.click()
        page.wait_for_url("**/lists/entry/**")
        assert seen.ugly(page) == []
        assert seen.inaccessible(page) == []


def _in_arabic(path: Path) -> list[tuple[str, str]]:
    """Some entries of the list and a name of theirs in Arabic script."""
    with reading.opened("un-sc", path) as files:
        found = [
            (entry.id, name)
            for entry in reading.entries("un-sc", files)
            for name in entry.subject.names
            if re.fullmatch(r"[\u0621-\u064a ]{12,60}", name) and len(name.split()) > 2
        ]
    return found[::60]


def _decided(own: Site) -> list[str]:
    """Under whose mandate the secretariat's list is brought in."""
    rows = own.server.installation.rows(
        "SELECT entry FROM members_mandate WHERE party = 'secretariat' AND role = 'head-of-bureau' AND ended_at IS NULL"
    )
    return ["--mandate", str(rows[0][0])]
