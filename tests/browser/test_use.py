"""What people do on the pages: by keyboard alone, without JavaScript, in their language; and what they take away."""

import csv
import html
import io
import re
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page, Request

from tests.browser import seen
from tests.browser.conftest import NARROW, Browser, Examples, Site
from wasl.record import proof
from wasl.record.encoding import decode
from wasl.record.entry import leaf_hash
from wasl.record.note import read_vkey

_FOCUS = """
() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const rect = element.getBoundingClientRect();
  const across = rect.width > 1 && rect.left < innerWidth && rect.right > 0;
  const inside = across && rect.bottom > 0 && rect.top < innerHeight;
  return {
    name: element.tagName.toLowerCase(),
    text: element.textContent.trim(),
    visible: inside && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}
"""


def _focus(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(_FOCUS)
    return found


def _tab_to(page: Page, text: str, limit: int = 40) -> None:
    """Press Tab until what bears the text has the focus, which must be seen at every step."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        found = _focus(page)
        assert found["visible"], found
        if found["text"] == text:
            return
    pytest.fail(f"Tab does not reach {text!r}")


def _tab_to_field(page: Page, name: str, limit: int = 10) -> None:
    """Press Tab until the field of that name has the focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    pytest.fail(f"Tab does not reach the field {name!r}")


def test_the_first_thing_tab_reaches_skips_to_the_content(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/members/") as page:
        _tab_to(page, "Skip to content", 1)
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_search_by_keyboard(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/members/?region=africa", language="ar") as page:
        page.locator("#content").focus()
        _tab_to_field(page, "q")
        page.keyboard.type("المغرب")
        page.keyboard.press("Enter")
        page.wait_for_url("**/members/?q=*")
        assert page.locator("tbody a").all_inner_texts() == ["المغرب"]
        assert "region=africa" in page.url


def test_navigation_filters_and_pages_by_keyboard(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/members/") as page:
        _tab_to(page, "Record")
        page.keyboard.press("Enter")
        page.wait_for_url("**/record/")
        page.locator("#content").focus()
        _tab_to(page, "Signed note")
        page.keyboard.press("Enter")
        assert page.locator("pre").is_visible()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("Key rot")
        _tab_to(page, "Filter")
        page.keyboard.press("Enter")
        page.wait_for_url("**kind=members.rotate-key**")
        listed = demo.json("/api/v1/record/entries", limit=500, kind="members.rotate-key/1")["entries"]
        assert page.locator("tbody tr").count() == len(listed) >= 2
        page.locator("#content").focus()
        _tab_to(page, "Show all entries")
        page.keyboard.press("Enter")
        page.wait_for_url("**/record/?")
        assert page.locator("tbody tr").count() == 50


def test_an_entry_is_verified_by_keyboard(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/record/3/") as page:
        page.locator("#content").focus()
        _tab_to(page, "Verify in this browser")
        page.keyboard.press("Enter")
        page.locator("[data-result][data-found=passed]").wait_for()
        assert _focus(page)["text"] == "Verify in this browser"


def test_the_menu_by_keyboard(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/members/", width=NARROW) as page:
        _tab_to(page, "Menu")
        page.keyboard.press("Enter")
        _tab_to(page, "Record")
        page.keyboard.press("Enter")
        page.wait_for_url("**/record/")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_language_changes_and_the_page_stays(browser: Browser, demo: Site, javascript: bool) -> None:
    address = "/members/?region=africa&q=" + quote("côte")
    with browser.visit(demo, address, javascript=javascript) as page:
        _tab_to(page, "Français") if javascript else page.locator(".top > .languages button[lang=fr]").focus()
        page.keyboard.press("Enter")
        page.locator("html[lang=fr]").wait_for()
        assert page.url == demo.address + address
        assert page.locator("tbody a").all_inner_texts() == ["Côte d’Ivoire"]
        page.goto("/record/")
        assert page.locator("h1").inner_text() == "Registre"


@pytest.mark.parametrize(
    ("stated", "understood"),
    [
        ("ar-MA,ar;q=0.9,fr;q=0.8", "ar"),
        ("es-AR", "es"),
        ("de-DE,fr;q=0.5", "fr"),
        ("ja", "en"),
        ("*", "en"),
        ("ar;q=nonsense", "en"),
    ],
)
def test_the_language_is_what_the_browser_asks_for(demo: Site, stated: str, understood: str) -> None:
    answer = demo.server.get("/members/", {"Accept-Language": stated})
    assert f'<html lang="{understood}"' in answer.body.decode()
    assert answer.headers["Content-Language"] == understood


def test_the_cookie_counts_more_than_what_the_browser_asks_for(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/members/", language="es") as page:
        page.context.add_cookies([{"name": "django_language", "value": "ar", "url": demo.address}])
        page.reload()
        assert page.locator("html").get_attribute("dir") == "rtl"
        page.context.add_cookies([{"name": "django_language", "value": "tlh", "url": demo.address}])
        page.reload()
        assert page.locator("html").get_attribute("lang") == "es"


def test_a_form_that_lost_its_token_is_refused_in_the_readers_language(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/members/", language="ar", but="403") as page:
        page.context.clear_cookies()
        with page.expect_response("**/language/") as answer:
            page.locator(".top > .languages button[lang=fr]").click()
        assert answer.value.status == 403
        page.locator(".problem").wait_for()
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert seen.untranslated(page, "ar") == []
        assert seen.ugly(page) == []
        seen.keep(page, "forbidden-ar")


def test_everything_but_verifying_works_without_javascript(browser: Browser, demo: Site, examples: Examples) -> None:
    with browser.visit(demo, "/members/", javascript=False) as page:
        page.locator("main input[name=q]").fill("senegal")
        page.get_by_role("button", name="Search").click()
        page.get_by_role("link", name="Senegal").click()
        page.wait_for_url("**/members/SN/")
        page.get_by_role("link", name="In the record").click()
        assert page.locator("select[name=party]").input_value() == "SN"
        page.locator("select[name=kind]").select_option("members.end-mandate/1")
        page.get_by_role("button", name="Filter").click()
        assert page.locator("tbody tr").count() == 1
        page.locator("tbody a").first.click()
        page.wait_for_url("**/record/*/")
        assert not page.locator("[data-verify]").is_visible()
        assert page.locator("noscript p").is_visible()
        page.get_by_text("The envelope as JSON").first.click()
        assert page.locator("pre").first.is_visible()
        page.goto(f"/record/{examples.erased}/")
        assert page.locator("h1").inner_text() == "Erased entry"
        assert page.get_by_text("erased by entry").count() == 0, "which entry erased it would say who its author was"


def test_the_act_leads_to_the_entries_it_names(browser: Browser, demo: Site, examples: Examples) -> None:
    with browser.visit(demo, f"/record/{examples.open['members.end-mandate/1']}/") as page:
        page.locator(".facts a").first.click()
        assert page.locator("h1").inner_text() == "Officer appointed"
        page.locator(".facts a").first.click()
        assert page.locator("h1").inner_text() in ("Closed entry", "Erased entry")


@pytest.mark.parametrize("name", ["register-bureau-key", "closed", "erased"])
def test_the_proof_file_verifies(browser: Browser, demo: Site, examples: Examples, name: str) -> None:
    index = examples.all[name]
    keys = [read_vkey(line) for line in demo.server.get("/log/log.vkey").body.decode().splitlines()]
    with browser.visit(demo, f"/record/{index}/") as page:
        with page.expect_download() as download:
            page.get_by_role("link", name="Proof file").click()
        assert download.value.suggested_filename == f"{index}.tlog-proof"
        taken = proof.read(download.value.path().read_text("utf-8"))
        commitment = bytes.fromhex(page.locator(".aside code").first.inner_text())
        shown = decode(page.locator("[data-leaf]").inner_text())
    assert taken.index == index
    assert leaf_hash(commitment, is_open=name == "register-bureau-key") == shown
    assert taken.verify(shown, keys).size == len(demo.entries())


def _taken(demo: Site, page: Page, name: str) -> Any:
    """The same list as data, by the link on the page."""
    address = page.get_by_role("link", name=name, exact=True).evaluate("(link) => link.href")
    answer = demo.server.get(f"{urlsplit(address).path}?{urlsplit(address).query}")
    assert answer.status == 200
    if name == "JSON":
        return answer.json
    return list(csv.DictReader(io.StringIO(answer.body.decode(), newline="")))


@pytest.mark.parametrize("query", ["", "?region=asia", "?q=ar&order=-joined", "?order=-name", "?q=zzzz"])
def test_the_list_of_members_as_data(browser: Browser, demo: Site, query: str) -> None:
    with browser.visit(demo, f"/members/{query}") as page:
        shown = page.locator("tbody tr td:first-child").all_inner_texts()
        listed, table = _taken(demo, page, "JSON"), _taken(demo, page, "CSV")
    assert [row["code"] for row in listed] == shown
    assert [row["code"] for row in table] == shown
    same = ("code", "region", "joined", "keys", "officers")
    assert [[str(row[key]) for key in same] for row in listed] == [[row[key] for key in same] for row in table]
    assert [row["name"]["en"] for row in listed] == [row["name"] for row in table]


@pytest.mark.parametrize(
    "query", ["", "?before=430", "?after=300", "?kind=members.end-mandate/1", "?party=SN", "?kind=no&party=no"]
)
def test_the_list_of_entries_as_data(browser: Browser, demo: Site, query: str) -> None:
    with browser.visit(demo, f"/record/{query}") as page:
        shown = _shown(page)
        listed, table = _taken(demo, page, "JSON")["entries"], _taken(demo, page, "CSV")
    assert [row["index"] for row in listed] == shown
    assert [int(row["index"]) for row in table][: len(shown)] == shown
    for row, line in zip(listed, table, strict=False):
        assert decode(row["commitment"]).hex() == line["commitment"]
        assert [row[key] or "" for key in ("kind", "party")] == [line["kind"], line["party"]]


def test_the_pages_of_the_record_meet_in_both_directions(demo: Site) -> None:
    down = _turned(demo, "", "next")
    up = _turned(demo, down[-1][0], "prev")
    everything = [index for _query, indices in down for index in indices]
    assert everything == list(range(len(everything) - 1, -1, -1))
    assert [indices for _query, indices in up] == [indices for _query, indices in reversed(down)]


def _turned(demo: Site, query: str, direction: str) -> list[tuple[str, list[int]]]:
    """This page of the record and every further one in that direction: its query, and what it shows."""
    found = []
    while True:
        page = demo.server.get(f"/record/{query}").body.decode()
        found.append((query, [int(index) for index in re.findall(r'<td[^>]*><span class="mono quiet">#(\d+)<', page)]))
        onward = re.search(rf'rel="{direction}" href="([^"]*)"', page)
        if onward is None:
            return found
        query = html.unescape(onward[1])


def _shown(page: Page) -> list[int]:
    return [int(text[1:]) for text in page.locator("tbody tr td:first-child").all_inner_texts()]


@pytest.mark.parametrize("path", ["/members/AF/", "/record/?party=SN&kind=members.rotate-key/1", "/members/?q=zzzz"])
def test_a_bare_page_is_light(browser: Browser, demo: Site, path: str) -> None:
    """Less than 60 kB before its fonts, as it is sent; unpacked less than 100 kB."""
    transferred: dict[str, int] = {}
    whole: dict[str, int] = {}
    page = browser.chromium.new_page()

    def answered(request: Request) -> None:
        answer = request.response()
        if answer and request.resource_type not in ("font", "fetch"):
            transferred[request.url] = request.sizes()["responseBodySize"]
            whole[request.url] = len(answer.body())

    page.on("requestfinished", answered)
    page.goto(demo.address + path)
    page.wait_for_timeout(500)
    page.close()
    assert len(transferred) > 8
    assert sum(transferred.values()) < 60_000, transferred
    assert sum(whole.values()) < 100_000, whole


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("الاردن", "JO"),
        ("cote d'ivoire", "CI"),
        ("COTE DIVOIRE", "CI"),
        ("españa", "ES"),
        ("mar maroc", "MA"),
        ("lao", "LA"),
    ],
)
def test_a_member_is_found_without_its_accents(demo: Site, words: str, code: str) -> None:
    assert code in [row["code"] for row in demo.json("/api/v1/members", q=words)]
