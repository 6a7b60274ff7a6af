"""The reader's own browser proves an entry, and says so when the proof does not hold."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.browser import seen
from tests.browser.conftest import Browser, Examples, Site

Proof = dict[str, Any]
STEPS = ("commitment", "author", "leaf", "path", "signature")
_DATA = re.compile(r'(<script id="proof-data" type="application/json">)(.*?)(</script>)', re.DOTALL)


def _verify(page: Page) -> tuple[str, dict[str, str]]:
    """Press the button; the verdict's state, and what was found of every step."""
    page.locator("[data-verify]").click()
    result = page.locator("[data-result][data-found]")
    result.wait_for()
    assert result.inner_text().strip()
    found = {step: page.locator(f"[data-step={step}]").get_attribute("data-found") or "" for step in STEPS}
    return result.get_attribute("data-found") or "", found


def test_every_kind_of_open_entry_verifies(browser: Browser, demo: Site, examples: Examples) -> None:
    with browser.visit(demo, "/members/AF/") as page:
        for index in examples.open.values():
            page.goto(f"/record/{index}/")
            assert _verify(page) == ("passed", dict.fromkeys(STEPS, "passed")), f"entry {index}"


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_the_verdict_is_in_the_readers_language(browser: Browser, demo: Site, language: str) -> None:
    with browser.visit(demo, "/record/0/", language=language) as page:
        assert _verify(page)[0] == "passed"
        assert seen.untranslated(page, language) == []
        assert seen.ugly(page) == []
        assert seen.inaccessible(page) == []
        seen.keep(page, f"verified-{language}")


@pytest.mark.parametrize("name", ["closed", "erased"])
def test_an_entry_that_nobody_may_read_verifies(browser: Browser, demo: Site, examples: Examples, name: str) -> None:
    with browser.visit(demo, f"/record/{examples.all[name]}/") as page:
        verdict, found = _verify(page)
        assert verdict == "passed"
        assert found == dict.fromkeys(STEPS, "passed") | {"commitment": "closed", "author": "closed"}
        seen.keep(page, f"verified-{name}")


def test_the_only_entry_of_a_record_verifies(browser: Browser, founded: Site) -> None:
    """Its path has no steps."""
    with browser.visit(founded, "/record/0/", language="fr") as page:
        assert _verify(page) == ("passed", dict.fromkeys(STEPS, "passed"))


def _flipped(text: str, place: int) -> str:
    """The text with one letter of its base64 changed."""
    return text[:place] + ("B" if text[place] == "A" else "A") + text[place + 1 :]


def _in_signature(note: str) -> str:
    return _flipped(note, note.index("\u2014 ") + len(note.partition("\u2014 ")[2].split(" ")[0]) + 30)


TAMPERED: dict[str, tuple[Callable[[Proof], object], set[str]]] = {
    "a hash of the path": (lambda proof: proof["hashes"].__setitem__(0, _flipped(proof["hashes"][0], 5)), {"path"}),
    "a path too short": (lambda proof: proof["hashes"].pop(), {"path"}),
    "the number of the entry": (lambda proof: proof.update(index=proof["index"] + 1), {"path"}),
    "the commitment": (
        lambda proof: proof.update(commitment=_flipped(proof["commitment"], 5)),
        {"commitment", "leaf", "path"},
    ),
    "whether the entry is open": (lambda proof: proof.update(open=False), {"leaf", "path"}),
    "the salt": (lambda proof: proof.update(salt=_flipped(proof["salt"], 5)), {"commitment"}),
    "what was decided": (lambda proof: proof.update(decided=_flipped(proof["decided"], 5)), {"commitment"}),
    "the signed act": (
        lambda proof: proof.update(envelope=_flipped(proof["envelope"], proof["envelope"].__len__() // 2)),
        {"commitment", "author"},
    ),
    "the root in the checkpoint": (
        lambda proof: proof.update(checkpoint=_flipped(proof["checkpoint"], proof["checkpoint"].index("=\n") - 9)),
        {"path", "signature"},
    ),
    "the signature of the checkpoint": (
        lambda proof: proof.update(checkpoint=_in_signature(proof["checkpoint"])),
        {"signature"},
    ),
    "the key of the record": (lambda proof: proof.update(vkey=_flipped(proof["vkey"], -9)), {"signature"}),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_one_letter_changed_is_noticed(browser: Browser, demo: Site, examples: Examples, what: str) -> None:
    change, wrong = TAMPERED[what]
    index = examples.open["members.rotate-key/1"]
    with browser.visit(demo, "/members/AF/") as page:
        page.route(f"**/record/{index}/", lambda route: _tampered(route, change))
        page.goto(f"/record/{index}/")
        verdict, found = _verify(page)
        assert verdict == "failed"
        assert {step for step, state in found.items() if state == "failed"} == wrong
        if what == "the commitment":
            seen.keep(page, "refuted-en")
            assert seen.ugly(page) == []
            assert seen.inaccessible(page) == []


def _tampered(route: Route, change: Callable[[Proof], object]) -> None:
    """The page as the server sent it, but for the proof."""
    answer = route.fetch()
    told, count = _DATA.subn(lambda found: found[1] + _changed(found[2], change) + found[3], answer.text())
    assert count == 1
    route.fulfill(response=answer, body=told)


def _changed(data: str, change: Callable[[Proof], object]) -> str:
    proof = json.loads(data)
    change(proof)
    return json.dumps(proof)


def test_a_proof_that_cannot_be_read_does_not_hold(browser: Browser, demo: Site, examples: Examples) -> None:
    def cut(proof: Proof) -> None:
        proof["checkpoint"] = proof["checkpoint"].rstrip("\n")

    with browser.visit(demo, "/members/AF/", but="not a signed note") as page:
        page.route("**/record/0/", lambda route: _tampered(route, cut))
        page.goto("/record/0/")
        page.locator("[data-verify]").click()
        assert page.locator("[data-result][data-found]").inner_text() == "Not verified: the proof cannot be read."


def test_the_leaf_shown_is_the_leaf_verified(browser: Browser, demo: Site) -> None:
    with browser.visit(demo, "/record/0/") as page:
        page.locator("[data-leaf]").evaluate("(element) => { element.textContent = element.textContent.toLowerCase() }")
        assert _verify(page)[1]["leaf"] == "failed"
