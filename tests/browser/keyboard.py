"""Using a page with the keyboard alone, as somebody does who sees where the focus is."""

from collections.abc import Callable
from typing import Any, Literal

import pytest
from playwright.sync_api import Page

_FOCUS = """
() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const rect = element.getBoundingClientRect();
  const across = rect.width > 1 && rect.left < innerWidth && rect.right > 0;
  const inside = across && rect.bottom > 0 && rect.top < innerHeight;
  return {
    name: element.getAttribute("name") || "",
    tag: element.tagName.toLowerCase(),
    text: element.textContent.trim().replace(/\\s+/g, " "),
    visible: inside && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}
"""


def focus(page: Page) -> dict[str, Any]:
    """What has the focus: its tag, name and text, and whether one sees that it has it."""
    found: dict[str, Any] = page.evaluate(_FOCUS)
    return found


def tab_to(page: Page, wanted: str, limit: int = 80, *, by: Literal["text", "name", "tag"] = "text") -> None:
    """Press Tab until what bears the text, or the field of that name, has the focus, seen at every step."""
    passed = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        found = focus(page)
        if found["tag"] == "body":
            continue  # between the last and the first
        assert found["visible"], found
        if found[by] == wanted:
            return
        passed.append(found[by])
    pytest.fail(f"Tab does not reach {wanted!r}, only {passed}")


def press(page: Page, key: str, *, until: str | Callable[[str], bool]) -> None:
    """Press a key that leads to another page, and wait for it."""
    with page.expect_navigation():
        page.keyboard.press(key)
    page.wait_for_url(until)
