"""A browser in front of real servers: the demo, a new installation, and one that nobody founded yet.

    with browser.visit(demo, "/members/", language="ar") as page:
        ...

Whatever a visit must never show is asserted when it ends: an error in the console, a breach of the content
security policy, a request to another host, an answer of 4xx or 5xx that nobody expected.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ConsoleMessage, Page, Request, Response, sync_playwright

from tests import forked
from tests.judges.missing import missing
from tests.server import Installation, Server

WIDE, NARROW = 1440, 360
STREAM_AFTER_SIGN_OUT = r"401 http\S+/live/$|status of 401"
"""A page that asked for its stream just as its session ended is refused it, before the browser leaves that page."""
LONG_NAME = {
    "ar": "منظمة نموذجية ذات اسم طويل جدًا جدًا للتعاون الشرطي والقضائي بين جميع الدول كلها",
    "en": "The Extraordinarily Long-Named Specimen Organisation of Cooperation of All of Us",
    "es": "Organización de muestra que lleva un nombre larguísimo para que se vea si cabe..",
    "fr": "Organisationdontlenomnecontientaucuneespaceetcomptequatrevingtlettresenunseulmot",
}
"""Names of eighty letters: in one language with no space to break at."""

_COMMAND = Path(sys.executable).with_name("wasl")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_BREACHES = """
window.breaches = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.breaches.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Site:
    """One installation as visitors reach it."""

    server: Server

    @property
    def address(self) -> str:
        """As `localhost`: a secure context, where WebCrypto works without https."""
        return f"http://localhost:{self.server.port}"

    def json(self, path: str, **query: Any) -> Any:
        """What the API says."""
        answer = self.server.get(path + (f"?{urlencode(query)}" if query else ""))
        assert answer.status == 200, answer.body
        return answer.json

    def entries(self) -> list[dict[str, Any]]:
        """Every entry of the record as the public sees it, the newest first."""
        found: list[dict[str, Any]] = []
        before: dict[str, int] = {}
        while True:
            page = self.json("/api/v1/record/entries", limit=500, **before)
            found += page["entries"]
            if page["next"] is None:
                return found
            before = {"before": page["next"]}


@dataclass(frozen=True)
class Examples:
    """Entries of the demo, one of every sort."""

    open: dict[str, int]
    """By kind."""
    closed: int
    erased: int

    @property
    def all(self) -> dict[str, int]:
        return {re.sub(r".*\.|/.*", "", kind): index for kind, index in self.open.items()} | {
            "closed": self.closed,
            "erased": self.erased,
        }


@dataclass(frozen=True)
class Browser:
    """Chromium, and what every visit must hold."""

    chromium: Chromium

    @contextmanager
    def visit(
        self,
        site: Site,
        path: str,
        *,
        language: str = "en",
        width: int = WIDE,
        scheme: Literal["light", "dark"] = "light",
        javascript: bool = True,
        expected: int = 200,
        but: str = "",
        **options: Any,
    ) -> Iterator[Page]:
        """A page opened by somebody who never came before. Problems that match `but` are what the test is about."""
        context = self.chromium.new_context(
            base_url=site.address,
            locale=language,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            java_script_enabled=javascript,
            **options,
        )
        try:
            page = context.new_page()
            page.set_default_timeout(15_000)
            problems = _watched(page, site, path, expected)
            answer = page.goto(path)
            assert answer
            assert answer.status == expected
            yield page
            if javascript:
                problems += page.evaluate("window.breaches")
            assert [problem for problem in problems if not (but and re.search(but, problem))] == []
        finally:
            context.close()


def _watched(page: Page, site: Site, path: str, expected: int) -> list[str]:
    """What goes wrong on the page, noted as it happens."""
    problems: list[str] = []
    host = urlsplit(site.address).netloc

    def said(message: ConsoleMessage) -> None:
        own = message.location.get("url", "") == site.address + path
        if message.type in ("error", "warning") and not (own and f"status of {expected}" in message.text):
            problems.append(f"console: {message.text}")

    def asked(request: Request) -> None:
        if urlsplit(request.url).scheme in ("http", "https") and urlsplit(request.url).netloc != host:
            problems.append(f"request to {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 400 and response.url != site.address + path:
            problems.append(f"{response.status} {response.url}")

    page.on("console", said)
    page.on("pageerror", lambda error: problems.append(f"uncaught: {error}"))
    page.on("request", asked)
    page.on("response", answered)
    page.add_init_script(_BREACHES)
    return problems


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. For one module at a time: while Playwright runs, Django's ORM would refuse to work in this thread."""
    path = shutil.which("chromium")
    if path is None:
        missing("Chromium is not installed (apt install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield Browser(chromium)
        chromium.close()


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the installations of this session lie."""
    if shutil.which("chromium") is None:
        missing("Chromium is not installed (apt install chromium)")
    return tmp_path_factory.mktemp("sites")


@pytest.fixture(scope="session")
def demo(sites: Path) -> Iterator[Site]:
    """The demo, with its two years of history."""
    with Installation(demo_home(sites, "demo")).serve() as server:
        yield Site(server)


@pytest.fixture(scope="session")
def founded(sites: Path) -> Iterator[Site]:
    """An installation as `wasl init` leaves it: one entry, no member, no banner; its names are long."""
    home = sites / "founded"
    names = [part for language, name in LONG_NAME.items() for part in (f"--name-{language}", name)]
    _wasl(sites, "init", "--home", str(home), *names, "--address", "http://localhost")
    with Installation(home).serve() as server:
        yield Site(server)


@pytest.fixture(scope="session")
def unfounded(sites: Path) -> Iterator[Site]:
    """An installation whose record is empty."""
    installation = Installation(sites / "unfounded")
    installation.create()
    with installation.serve() as server:
        yield Site(server)


def demo_home(sites: Path, name: str) -> Path:
    """A new demo that nobody serves: a copy of one that is built once a session."""
    built, building = sites / "built-demo", sites / "building-demo"
    if not built.exists():
        _wasl(sites, "demo", "--no-serve", "--home", str(building))
        building.rename(built)
    return Path(shutil.copytree(built, sites / name))


def _wasl(folder: Path, *words: str) -> None:
    environment = Installation(folder).environment
    del environment["WASL_HOME"], environment["PYTHONPATH"]
    done = forked.run([_COMMAND, *words], cwd=folder, env=environment)
    assert done.returncode == 0, done.stderr[-4000:]


@pytest.fixture(scope="session")
def examples(demo: Site) -> Examples:
    """Entries of every sort."""
    entries = demo.entries()
    return Examples(
        open={entry["kind"]: entry["index"] for entry in entries if entry["kind"]},
        closed=next(entry["index"] for entry in entries if not entry["kind"] and not entry["erased"]),
        erased=next(entry["index"] for entry in entries if entry["erased"]),
    )
