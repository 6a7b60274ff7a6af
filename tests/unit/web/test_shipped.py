"""What the page of licences says is what ships: THIRD_PARTY.md, the lock file and the installed packages agree."""

import re
from pathlib import Path

from wasl.web import pages

ROOT = Path(__file__).parents[3]
LOCK = (ROOT / "requirements" / "base.txt").read_text("utf-8")
THIRD_PARTY = (ROOT / "THIRD_PARTY.md").read_text("utf-8")


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_locked_package_is_named_with_its_version() -> None:
    locked = set(re.findall(r"^([a-z0-9._-]+)==([^ \\]+)", LOCK, re.MULTILINE))
    named = set(re.findall(r"^\| ([a-z0-9._-]+) ([0-9][^ |]*) \|", THIRD_PARTY, re.MULTILINE))

    assert named == locked


def test_every_package_that_runs_is_named_and_states_a_licence() -> None:
    named = set(re.findall(r"^\| ([a-z0-9._-]+) [0-9]", THIRD_PARTY, re.MULTILINE))
    found = pages.needed()

    assert {_normal(work.name) for work in found} <= named
    assert len({_normal(work.name) for work in found}) == len(found) > 20
    assert all(work.licence for work in found)


def test_the_fonts_on_the_page_are_those_that_are_carried() -> None:
    carried = set(re.findall(r"^\| ([A-Z][\w ]+) \| `@fontsource/[\w-]+` \| ([0-9.]+) \|", THIRD_PARTY, re.MULTILINE))

    assert {(work.name, work.version) for work in pages.CARRIED} == carried
