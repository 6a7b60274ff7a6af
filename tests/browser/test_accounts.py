"""Signing in, seen by a browser: passkeys by a device that says yes, with the keyboard alone, and without scripts."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import _COMMAND as COMMAND
from tests.browser.conftest import LONG_NAME, STREAM_AFTER_SIGN_OUT, Browser, Site
from tests.server import Installation

ADMIN = ("--admin-name", "SPECIMEN Administrator", "--admin-mail", "admin@specimen.example")
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def begun(sites: Path) -> Iterator[tuple[Site, str]]:
    """An installation with its first administrator invited, and the page of the invitation."""
    home = sites / "accounts"
    names = [part for language, name in LONG_NAME.items() for part in (f"--name-{language}", name)]
    environment = Installation(sites).environment
    del environment["WASL_HOME"], environment["PYTHONPATH"]
    command = [COMMAND, "init", "--home", home, *names, "--address", "http://localhost", *ADMIN, "--json"]
    done = subprocess.run(command, cwd=sites, env=environment, capture_output=True, text=True, timeout=300, check=True)
    link = json.loads(done.stdout)["administrator"]["link"]
    with Installation(home).serve() as server:
        yield Site(server), urlsplit(link).path


def with_device(page: Page) -> Page:
    """The page, on a device that keeps passkeys and says yes at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def press(page: Page, name: str) -> None:
    """Come to a button by the tabulator alone, and press it."""
    wanted = (
        page.locator("main").get_by_role("button", name=name).or_(page.locator("main").get_by_role("link", name=name))
    )
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
    message = f"the keyboard does not come to {name}"
    raise AssertionError(message)


def test_a_passkey_from_the_invitation_to_the_next_sign_in(begun: tuple[Site, str], browser: Browser) -> None:
    """With the keyboard alone: open the account, add a passkey, sign out, sign in with it, and go where one wanted."""
    site, link = begun
    with browser.visit(site, link, but=STREAM_AFTER_SIGN_OUT) as page:
        with_device(page)
        press(page, "Open the account and add a passkey")
        page.wait_for_url("**/passkeys/add/")
        press(page, "Add the passkey")
        page.wait_for_url("**/security/codes/")
        expect(page.locator(".codes code")).to_have_count(10)

        page.goto("/account/people/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Accounts of the bureau")
        page.goto("/account/logout/")
        press(page, "Sign out")
        page.wait_for_url("**/login/")
        page.goto("/account/login/?next=/account/people/")
        press(page, "Sign in with a passkey")
        page.wait_for_url(lambda url: urlsplit(url).path == "/account/people/")

        page.goto("/account/security/passkeys/add/")
        press(page, "Add the passkey")
        expect(page.locator("[data-problem]")).to_have_text("This passkey is on your account already.")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_without_scripts_the_password_is_there_and_passkeys_say_why_not(
    demo: Site, browser: Browser, language: str
) -> None:
    with browser.visit(demo, "/account/login/", language=language, javascript=False) as page:
        expect(page.locator("input[name=password]")).to_be_visible()
        expect(page.locator("[data-passkey] button")).to_be_disabled()
        expect(page.locator("[data-passkey] noscript p")).to_be_visible()
