"""What every page is sent with, and what is refused before a page is made."""

import re
from urllib.parse import urlencode

import pytest

from tests.integration.api.conftest import Node
from tests.server import Answer

PAGES = ["/members/", "/members/MA/", "/record/", "/record/0/", "/record/0.tlog-proof", "/record.csv", "/nothing"]
LANGUAGES = {"ar": "rtl", "en": "ltr", "fr": "ltr", "es": "ltr"}


def _policy(answer: Answer) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in parts}


@pytest.mark.parametrize("path", [*PAGES, "/", "/api/v1/record", "/api/v1/nothing", "/log/checkpoint"])
def test_security_headers(node: Node, path: str) -> None:
    answer = node.server.get(path)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = _policy(answer)
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert set(policy.values()) <= {"'none'", "'self'"}
    assert not {"unsafe-inline", "unsafe-eval"} & set(re.findall(r"[a-z-]+", str(policy)))


@pytest.mark.parametrize("path", [*PAGES[:4], "/nothing"])
def test_nothing_on_a_page_needs_what_the_policy_forbids(node: Node, path: str) -> None:
    page = node.server.get(path).body.decode()
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", page)
    for script in re.findall(r"<script[^>]*>", page):
        assert "src=" in script or 'type="application/json"' in script, script
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert not address.startswith(("http:", "//", "data:")), address


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1@evil.example", "127.0.0.1:80/evil", "a b", "[::1", "."])
@pytest.mark.parametrize("path", ["/members/", "/api/v1/members", "/log/checkpoint", "/"])
def test_another_host(node: Node, host: str, path: str) -> None:
    answer = node.server.get(path, {"Host": host})
    assert answer.status == 400
    assert b"evil" not in answer.body
    if path.startswith("/api/"):
        assert answer.code == "bad-request"


def test_a_proxys_word_on_the_host_counts_for_nothing(node: Node) -> None:
    stated = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Port": "443"}
    for path in ("/", "/members", "/members/"):
        answer = node.server.get(path, stated | {"Forwarded": "host=evil.example"})
        assert b"evil.example" not in answer.body
        assert "evil.example" not in str(answer.headers)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"])
@pytest.mark.parametrize("path", ["/members/", "/record/", "/record/0/", "/log/checkpoint", "/log/tile/0/000.p/1"])
def test_pages_are_only_read(node: Node, method: str, path: str) -> None:
    answer = node.server.ask(method, path)
    assert answer.status in (403, 405)
    if answer.status == 405:
        assert answer.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", PAGES)
def test_head_says_what_get_would(node: Node, path: str) -> None:
    head, whole = node.server.ask("HEAD", path), node.server.get(path)
    assert (head.status, head.body) == (whole.status, b"")
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/members/%00/",
        "/members/?q=%00&region=%00&order=%00&view=%00",
        "/record/?party=%00&kind=%00&before=%00",
        "/record/?party=%ED%A0%80",
        "/record/?before=99999999999999999999999999&after=-1",
        f"/record/?before={'9' * 5000}",
        "/record.csv?party=%00",
        f"/record/{'9' * 30}/",
        f"/record/{'9' * 5000}/",
        f"/record/{'9' * 30}.tlog-proof",
        "/members/%ff%fe/",
        "/members/?q=%ff&q[]=1&%00=%00",
        "/members/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/record/0/?next=javascript:alert(1)",
        "/members/?" + "a=1&" * 3_000,
        "/" + "x" * 20_000,
    ],
)
def test_an_odd_address_is_answered(node: Node, path: str) -> None:
    answer = node.server.get(path)
    assert answer.status in (200, 400, 404)


def test_the_language_is_asked_for_by_the_browser(node: Node) -> None:
    for language, direction in LANGUAGES.items():
        answer = node.server.get("/members/", {"Accept-Language": f"{language};q=0.9, xx"})
        assert answer.headers["Content-Language"] == language
        assert f'<html lang="{language}" dir="{direction}"' in answer.body.decode()
        assert "Accept-Language" in answer.headers["Vary"]


def _choose(node: Node, language: str, to: str, **wrong: str) -> Answer:
    """Choose a language by the form at the head of each page."""
    page = node.server.get("/members/")
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.body.decode())
    assert token
    form = {"language": language, "next": to, "csrfmiddlewaretoken": token[1]} | wrong
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    return node.server.ask("POST", "/language/", urlencode(form).encode(), headers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_is_chosen_and_kept(node: Node, language: str) -> None:
    answer = _choose(node, language, "/record/")
    assert (answer.status, answer.headers["Location"]) == (302, "/record/")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"django_language={language};")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    kept = {"Cookie": cookie.partition(";")[0], "Accept-Language": "es" if language == "fr" else "fr"}
    page = node.server.get("/record/", kept)
    assert page.headers["Content-Language"] == language
    assert f'<html lang="{language}" dir="{LANGUAGES[language]}"' in page.body.decode()
    assert node.server.get("/api/v1/acts/900000000", kept).headers["Content-Language"] == language


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"]
)
def test_choosing_a_language_leads_nowhere_else(node: Node, away: str) -> None:
    answer = _choose(node, "fr", away)
    assert answer.status in (204, 302)
    assert "evil" not in answer.headers.get("Location", "")
    assert not answer.headers.get("Location", "/").startswith("javascript")


def test_a_language_there_is_not(node: Node) -> None:
    answer = _choose(node, "xx", "/record/")
    assert "django_language" not in str(answer.headers)
    for value in ("../../etc", "xx", "\x01", "a" * 600):
        page = node.server.get("/members/", {"Cookie": f"django_language={value}"})
        assert (page.status, page.headers["Content-Language"]) == (200, "en")


def test_a_form_from_elsewhere(node: Node) -> None:
    for wrong in ({"csrfmiddlewaretoken": ""}, {"csrfmiddlewaretoken": "x" * 64}):
        answer = _choose(node, "fr", "/record/", **wrong)
        assert answer.status == 403
        assert "Set-Cookie" not in answer.headers or "django_language" not in answer.headers["Set-Cookie"]
