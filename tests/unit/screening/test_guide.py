"""The developers' page about screening says what is true: its examples are run, its bounds are looked up."""

import doctest
import re
from importlib import import_module
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[3] / "docs" / "screening.md"
EXAMPLES = re.findall(r"```pycon\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
BOUNDS = re.findall(r"^\| `([a-z.]+)\.([A-Z_]+)` \| ([\d,]+) \|", PAGE.read_text("utf-8"), re.MULTILINE)


def test_every_example_gives_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = doctest.DocTestParser().get_doctest("\n".join(EXAMPLES), {}, PAGE.name, str(PAGE), 0)
    said: list[str] = []

    found = doctest.DocTestRunner().run(page, out=said.append)

    assert found.attempted > 30
    assert not found.failed, "".join(said)


@pytest.mark.parametrize(("module", "name", "most"), BOUNDS)
def test_every_bound_is_the_one_that_holds(module: str, name: str, most: str) -> None:
    assert getattr(import_module(f"wasl.screening.{module}"), name) == int(most.replace(",", ""))


def test_there_are_examples_and_bounds() -> None:
    assert len(EXAMPLES) > 10
    assert len(BOUNDS) > 10
