"""What somebody would see, hear or miss on a page: measured in the page, judged here."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from babel.messages.pofile import read_po
from playwright.sync_api import Page

from tools.messages import LANGUAGES

HERE = Path(__file__).parent
LOCALE = HERE.parent.parent / "src" / "wasl" / "locale"
SCREENSHOTS = HERE.parent / "screenshots"

_LAYOUT = (HERE / "seen.js").read_text("utf-8").partition("*/")[2].strip().rstrip(";")
_AXE = Axe()
_REPEATED = {"exclude": ["tbody tr:nth-child(n + 8)", ".tiles li:nth-child(n + 8)", "option"]}
"""Of many rows of one kind, a few are enough."""

_TEXTS = """
() => {
  const found = [];
  const hidden = "script, style, noscript, code, kbd, pre, .mono, .code, .notice, svg";
  const foreign = (element) => {
    const stated = element.closest("[lang]");
    return stated !== document.documentElement && stated.lang !== document.documentElement.lang;
  };
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest(hidden) && !foreign(parent)) {
      found.push(walker.currentNode.data);
    }
  }
  const later = ["running", "passed", "partly", "failed", "broken", "closed", "unsupported", "unavailable", "label"];
  for (const name of ["aria-label", "placeholder", ...later.map((word) => `data-${word}`)]) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      found.push(element.getAttribute(name));
    }
  }
  return [...new Set(found.map((text) => text.trim().replace(/\\s+/g, " ")))].filter(Boolean);
}
"""

_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_ISO_CODE = re.compile(r"[A-Z]{2,3}")
_LATIN = tomllib.loads((HERE.parent.parent / "tools" / "messages.toml").read_text("utf-8"))["latin"]
_ALLOWED = {word for allowed in _LATIN for word in allowed["texts"]}


def ugly(page: Page) -> list[str]:
    """Texts cut off, outgrowing their boxes, or lying on each other; and a page wider than its window."""
    found: list[str] = page.evaluate(_LAYOUT)
    return found


def inaccessible(page: Page) -> list[str]:
    """What axe finds serious or critical."""
    violations: list[dict[str, Any]] = _AXE.run(page, context=_REPEATED).response["violations"]
    return [
        f"{found['id']} ({found['impact']}): {found['help']}: {found['nodes'][0]['html'][:200]}"
        for found in violations
        if found["impact"] in ("serious", "critical")
    ]


def untranslated(page: Page, language: str) -> list[str]:
    """Texts of the page that are still the English of a catalogue; in Arabic, any word in Latin letters."""
    if language == "en":
        return []
    texts: list[str] = page.evaluate(_TEXTS)
    found = [text for text in texts if any(text == english for english in _english(language))]
    if language == "ar":
        found += [text for text in texts if any(_latin(text))]
    return found


def _latin(text: str) -> Iterator[str]:
    for word in _LATIN_WORD.findall(text):
        if word not in _ALLOWED and not _ISO_CODE.fullmatch(word):
            yield word


@cache
def _english(language: str) -> frozenset[str]:
    """Texts of the product that read otherwise in this language."""
    assert language in LANGUAGES
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    pairs = [(message.id, message.string) for message in catalogue if isinstance(message.id, str)]
    return frozenset(" ".join(english.split()) for english, told in pairs if english and english != told)


def keep(page: Page, name: str) -> None:
    """A screenshot for somebody to look at, of the first screens of the page."""
    SCREENSHOTS.mkdir(exist_ok=True)
    size = page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], 2600)}
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True, clip=clip)
