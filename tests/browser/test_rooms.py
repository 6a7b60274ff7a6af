"""Every page that asks for a role, as those see it who hold the role: whole, legible, translated, usable by all.

At full size in Arabic and in French, wide and narrow, in daylight and in the dark; else in Arabic, in two of the four
sights. Somebody among them has a name of eighty letters.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.browser import seen
from tests.browser.conftest import NARROW, WIDE, Browser, Site
from tests.browser.demos import enter, own_demo
from tests.conftest import FULL

Scheme = Literal["light", "dark"]

LANGUAGES = ("ar", "fr") if FULL else ("ar",)
SIGHTS: tuple[tuple[int, Scheme], ...] = ((WIDE, "light"), (NARROW, "dark"))
if FULL:
    SIGHTS = (*SIGHTS, (WIDE, "dark"), (NARROW, "light"))

LONG_NAMES = {
    "MA": "نموذجمحمدعبدالرحمنبنعبدالعزيزالطويلالاسمالذيلاينتهيأبدامنطولهوكثرةحروفهوأجزائه",
    "FR": "SPECIMEN-Anne-Marguerite-Élisabeth de la Tour-Saint-Ambroise-sur-Loire-Inférieur",
}
"""Eighty letters, in one of them with no space to break at."""

NOBODY = {
    "login": "/account/login/",
    "password-forgotten": "/account/password/reset/",
    "recovery-ask": "/account/recovery/",
    "invitation-void": "/account/invitation/0000/",
    "preferences": "/preferences/",
    "search": "/search/",
    "search-found": "/search/?q=a",
    "search-none": "/search/?q=zzzzqqqq",
    "welcome": "/welcome/",
    "clock": "/clock/",
    "design": "/design/",
}
HEAD = {
    "desk": "/",
    "officers": "/officers/",
    "officers-none": "/officers/?q=zzzz",
    "officer": "/officers/{officer}/",
    "officer-register": "/officers/register/",
    "officer-appoint": "/officers/{officer}/appoint/",
    "officer-erase": "/officers/{officer}/erase/",
    "officer-photograph": "/officers/{officer}/photograph/change/",
    "mandate-end": "/mandates/{mandate}/end/",
    "bureau-describe": "/bureau/describe/",
    "key-rotate": "/bureau/key/",
    "member-own": "/members/{party}/",
    "record-own": "/record/?party={party}",
    "people": "/account/people/",
    "invite": "/account/people/{officer}/invite/",
    "programs": "/account/programs/",
    "program-add": "/account/programs/add/",
    "audit-bureau": "/account/audit/bureau/",
    "profile": "/account/profile/",
    "notifications": "/account/notifications/",
    "security": "/account/security/",
    "passkeys": "/account/security/passkeys/",
    "passkey-add": "/account/security/passkeys/add/",
    "totp": "/account/security/app/",
    "sessions": "/account/sessions/",
    "history": "/account/history/",
    "recoveries": "/account/recovery/waiting/",
}
SECRETARY_GENERAL = {
    "desk-secretariat": "/",
    "officers-all": "/officers/",
    "member-admit": "/members/admit/",
    "suspend": "/members/AF/suspend/",
    "partner-admit": "/partners/admit/",
    "partner-change": "/partners/atlantic-forum/change/",
    "partner-end": "/partners/atlantic-forum/end/",
    "agreement-conclude": "/agreements/conclude/",
}
ADMINISTRATOR = {
    "desk-administrator": "/",
    "audit": "/account/audit/",
    "recoveries-administrator": "/account/recovery/waiting/",
}
DENIED = {"denied": "/account/audit/"}
_GIVEN = re.compile(r"SPECIMEN|zzzz|@|UTC[-+]|Chrome|(English|[Ff]rançais|[Ee]spañol)$")
"""Names of people and of programs, addresses, and what a language calls itself stay as they are."""
STATUS = {"denied": 403, "invitation-void": 410}


@pytest.fixture(scope="module")
def own(sites: Path) -> Iterator[Site]:
    """A demo that these tests may change."""
    with own_demo(sites, "rooms") as site:
        yield site


def _examine(page: Page, pages: dict[str, str], language: str, found: dict[str, str]) -> None:
    problems = []
    for name, pattern in pages.items():
        path = pattern.format(**found)
        answer = page.goto(path)
        assert answer
        assert answer.status == STATUS.get(name, 200), path
        problems += _seen(page, name, language)
    assert "\n".join(problems) == ""


def _seen(page: Page, name: str, language: str) -> list[str]:
    found = [] if page.locator("h1").count() == 1 else ["not one heading"]
    found += [f"untranslated: {text}" for text in seen.untranslated(page, language) if not _GIVEN.search(text)]
    for width, scheme in SIGHTS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        seen.keep(page, f"{name}-{language}-{width}-{scheme}")
        found += [f"at {width} px: {problem}" for problem in seen.ugly(page)]
        if width == NARROW:
            found += [f"at {width} px, {scheme}: {problem}" for problem in seen.inaccessible(page)]
    return [f"{name}: {problem}" for problem in found]


def _register(page: Page, name: str) -> dict[str, str]:
    """An officer of that name with a mandate, made on the pages; and what the addresses of pages need to know."""
    page.goto("/officers/register/")
    page.locator("input[name=name]").fill(name)
    page.locator("main form button.main").click()
    page.locator("main form button.main").click()
    page.wait_for_url(re.compile(r"/officers/[0-9]+/"))
    officer = page.url.rstrip("/").rpartition("/")[2]
    page.goto(f"/officers/{officer}/appoint/")
    page.locator("select[name=role]").select_option("delegate")
    page.locator("main form button.main").click()
    page.locator("main form button.main").click()
    page.wait_for_url(re.compile(r"/officers/[0-9]+/"))
    mandate = page.locator("a[href*='/mandates/']").first.get_attribute("href") or ""
    return {"officer": officer, "mandate": re.sub(r"\D", "", mandate)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_nobody_in_particular(browser: Browser, own: Site, language: str) -> None:
    with browser.visit(own, "/", language=language, but="410") as page:
        _examine(page, NOBODY, language, {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_head_of_bureau(browser: Browser, own: Site, language: str) -> None:
    party = "MA" if language == "ar" else "FR"
    with browser.visit(own, "/", language=language) as page:
        enter(page, "head-of-bureau", party)
        found = {"party": party, **_register(page, LONG_NAMES[party])}
        _examine(page, HEAD, language, found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_with_a_form_and_what_is_to_be_checked(browser: Browser, own: Site, language: str) -> None:
    with browser.visit(own, "/", language=language, but="422") as page:
        enter(page, "head-of-bureau", "MA")
        page.goto("/officers/register/")
        page.locator("main form").first.evaluate("form => { form.noValidate = true; }")
        page.locator("main form button.main").click()
        assert page.locator("[role=alert]").is_visible()
        problems = _seen(page, "form-wrong", language)
        page.locator("input[name=name]").fill(LONG_NAMES["MA"])
        page.locator("main form button.main").click()
        assert problems + _seen(page, "form-check", language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_the_secretary_general(browser: Browser, own: Site, language: str) -> None:
    with browser.visit(own, "/", language=language) as page:
        page.goto("/welcome/")
        page.locator("[aria-labelledby=group-secretariat] [data-role=head-of-bureau] button").first.click()
        page.wait_for_url(re.compile(r"/$"))
        _examine(page, SECRETARY_GENERAL, language, {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_an_administrator_and_what_a_delegate_is_not_shown(browser: Browser, own: Site, language: str) -> None:
    with browser.visit(own, "/", language=language, but="403") as page:
        enter(page, "administrator")
        _examine(page, ADMINISTRATOR, language, {})
        enter(page, "delegate")
        _examine(page, DENIED, language, {})
