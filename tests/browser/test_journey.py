"""A head of bureau's errand from end to end, with the keyboard alone: in, appoint, check the proof, switch, out."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, STREAM_AFTER_SIGN_OUT, WIDE, Browser, Site
from tests.browser.keyboard import press, tab_to

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A device with a fingerprint reader, as Chromium pretends to have one."""


def _give_a_passkey(page: Page, member: str) -> None:
    """Before the errand begins: somebody of the demo, with a passkey on this device, signed out again."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.locator('section[data-role="head-of-bureau"]').get_by_role("button", name=member).click()
    page.wait_for_url("**/")
    page.goto("/account/security/passkeys/add/")
    page.locator("input[name=name]").fill("SPECIMEN laptop")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url(lambda address: "/add/" not in address)
    page.locator(".account summary").first.click()
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_an_errand_with_the_keyboard_alone(browser: Browser, demo: Site, width: int) -> None:
    with browser.visit(demo, "/welcome/", but=STREAM_AFTER_SIGN_OUT) as page:
        _give_a_passkey(page, "Egypt" if width == WIDE else "Kenya")
        page.set_viewport_size({"width": width, "height": 900})

        page.goto("/account/login/")
        tab_to(page, "Sign in with a passkey")
        press(page, "Enter", until="**/")
        assert page.locator("h1").inner_text()

        page.keyboard.press("Control+k")
        page.keyboard.type("Officers")
        page.keyboard.press("ArrowDown")
        press(page, "Enter", until="**/officers/")
        tab_to(page, "Register an officer")
        press(page, "Enter", until="**/officers/register/")
        tab_to(page, "name", by="name")
        page.keyboard.type("Amal SPECIMEN Journey")
        press(page, "Enter", until="**/officers/register/")
        tab_to(page, "Sign and record")
        press(page, "Enter", until="**/officers/*/")
        tab_to(page, "Appoint")
        press(page, "Enter", until="**/appoint/")
        tab_to(page, "role", by="name")
        page.keyboard.type("Border")
        tab_to(page, "Check the answers")
        press(page, "Enter", until="**/appoint/")
        assert "Border officer" in page.locator("main").inner_text()
        tab_to(page, "Sign and record")
        press(page, "Enter", until="**/officers/*/")
        tab_to(page, page.locator("main a.mono").first.inner_text())
        press(page, "Enter", until="**/record/*/")

        tab_to(page, "Verify in this browser")
        page.keyboard.press("Enter")
        page.locator("[data-result][data-found=passed]").wait_for()

        if width == NARROW:
            tab_to(page, "Menu")
            page.keyboard.press("Enter")
        tab_to(page, "العربيّة")
        press(page, "Enter", until="**/record/*/")
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.locator("h1").inner_text() == "تعيين موظف"

        page.evaluate("document.activeElement.blur()")
        tab_to(page, "summary", by="tag")
        page.keyboard.press("Enter")
        tab_to(page, "تسجيل الخروج")
        press(page, "Enter", until=lambda address: "/record/" not in address)
        page.goto("/officers/")
        assert "/account/login/" in page.url
