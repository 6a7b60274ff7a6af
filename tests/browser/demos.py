"""A demo of one's own, and its people: what tests do that change the demo they look at."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import seen
from tests.browser.conftest import Site, demo_home
from tests.server import Installation


@contextmanager
def own_demo(sites: Path, name: str) -> Iterator[Site]:
    """A demo that a file of tests may change, served within the block."""
    with Installation(demo_home(sites, f"{name}-demo")).serve() as server:
        yield Site(server)


def enter(page: Page, role: str, party: str = "", *, group: str = "") -> None:
    """Become whoever holds the role, at the party of that code if one is named; `group` is that of the card."""
    page.goto("/welcome/")
    inside = f'[aria-labelledby="group-{group}"] ' if group else ""
    whom = f'button:has(.code:text-is("{party}"))' if party else "button"
    page.locator(f'{inside}[data-role="{role}"] {whom}').first.click()
    page.wait_for_url(re.compile(r"/$"))


def judge(page: Page, name: str) -> None:
    """One heading, nothing ugly, nothing that somebody cannot reach; the picture is kept under the name."""
    expect(page.locator("h1"), name).to_have_count(1)  # a page that a click leads to may not be there yet
    page.wait_for_load_state()
    assert seen.ugly(page) == [], name
    assert seen.inaccessible(page) == [], name
    seen.keep(page, name)
