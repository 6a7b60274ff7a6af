"""A file of many as an officer sends it: its columns seen and corrected, its check watched, its matches on top."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Browser, Site, _wasl
from tests.browser.demos import enter, judge, own_demo

TABLE = """\
رقم,الاسم الكامل,تاريخ الميلاد,الجنسية,جواز السفر,ملاحظات
١,محمد نموذج الحداد,1974,المغرب,,
2,Zebulon Quixworth Featherstonehaugh,1990-01-01,UK,SPECIMEN77,نافذة
3,Mohamed SPECIMEN El Haddad,12.03.1974,MA,,ممر
4,,1999-01-01,FR,,
5,Specimen Outsider of Nowhere,32/13/1990,Atlantis,,
"""


@pytest.fixture(scope="module")
def own(sites: Path) -> Iterator[Site]:
    """A demo that these tests may change."""
    with own_demo(sites, "many") as site:
        yield site


def _work_off(own: Site) -> None:
    """Run the job that waits: the server of these tests leaves that to `wasl tick`."""
    home = own.server.installation.path
    _wasl(home.parent, "tick", "--home", str(home))


def _judge(page: Page, what: str) -> None:
    judge(page, f"many-{what}")


@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("en", WIDE, "light"), ("ar", WIDE, "dark"), ("ar", NARROW, "light"), ("fr", NARROW, "dark")],
)
def test_every_step_is_whole_and_legible(
    browser: Browser, own: Site, language: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    at = f"{language}-{width}-{scheme}"
    with browser.visit(own, "/welcome/", language=language, width=width, scheme=scheme) as page:
        enter(page, "border-officer", "MA")
        page.goto("/check/many/")
        _judge(page, f"send-{at}")
        page.locator("#id_table").set_input_files(
            {"name": "مسافرون SPECIMEN.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
        )
        page.locator("#id_purpose").select_option("border-control")
        page.locator("form.form .btn.main").click()
        page.wait_for_url(re.compile(r"/many/\d+/$"))
        expect(page.locator("#id_column-1")).to_have_value("name")
        expect(page.locator("#id_column-5")).to_have_value("")
        page.locator("#id_column-0").select_option("id")
        _judge(page, f"columns-{at}")
        page.locator("form.wide .btn.main").click()
        expect(page.locator(".running progress")).to_be_visible()
        _judge(page, f"running-{at}")
        _work_off(own)
        expect(page.locator(".matches tbody tr")).to_have_count(2)
        expect(page.locator("section:has(#wrong-title) tbody tr")).to_have_count(2)
        _judge(page, f"results-{at}")
        page.goto("/check/many/")
        _judge(page, f"list-{at}")
        page.locator(".listing a.title").first.click()
        page.locator("form[action$='/delete/'] button").click()
        page.wait_for_url(re.compile(r"/check/many/$"))


def test_without_a_script_the_page_is_loaded_again_by_itself(browser: Browser, own: Site) -> None:
    with browser.visit(own, "/welcome/", javascript=False) as page:
        enter(page, "border-officer", "MA")
        page.goto("/check/many/")
        page.locator("#id_table").set_input_files(
            {"name": "SPECIMEN.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
        )
        page.locator("#id_purpose").select_option("border-control")
        page.locator("form.form .btn.main").click()
        page.locator("form.wide .btn.main").click()
        expect(page.locator(".running progress")).to_be_visible()
        _work_off(own)
        expect(page.locator(".matches tbody tr")).to_have_count(2)
        with page.expect_download() as download:
            page.locator(".downloads a", has_text="CSV").click()
        assert "El Haddad" in Path(download.value.path()).read_text("utf-8")
