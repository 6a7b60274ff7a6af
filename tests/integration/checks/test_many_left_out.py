"""Rows of a file of many of which not all was looked at, and rows with nothing in them: neither is "no match"."""

from pathlib import Path

import pytest

from tests.integration.checks.tables import PEOPLE, as_csv, checked, index_at, results, table
from wasl.checks.wording.tables import reasons


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved index."""
    return index_at(tmp_path_factory.mktemp("indexed") / "index")


def test_names_that_are_not_looked_for_are_told_of_the_row(index: Path, tmp_path: Path) -> None:
    heading = ("name", *(f"alias ({number})" for number in range(26)))
    many = [f"SPECIMEN Number{number}" for number in range(26)]
    content = as_csv([("Marwan Specimenov", *many), ("Nobody Atall", *many[:20], *("",) * 6)], heading)

    checked(table(content), index, tmp_path / "out.csv")
    (line,) = results(tmp_path / "out.csv")
    assert (line["row"], line["reason"], line["subject"]) == ("1", "left-out: 3", "specimens:1")
    assert reasons(line["reason"]) == ["These are more names than are looked for at once. Not looked for: 3."]


def test_a_row_of_which_not_all_was_looked_at_is_not_one_without_a_match(index: Path, tmp_path: Path) -> None:
    rows = [("1", "Quix " * 60 + "Marwan Specimenov", "", "", "", ""), ("2", "Nobody Atall", "", "", "", "")]

    tally = checked(table(as_csv(rows)), index, tmp_path / "out.csv")

    (line,) = results(tmp_path / "out.csv")
    assert (tally.not_checked, line["row"], line["status"]) == (1, "1", "not-checked")
    assert line["reason"].startswith("words-left-out: ")
    assert reasons(line["reason"])[0].startswith("Not all of it was looked at: the name is too long.")


@pytest.mark.parametrize("name", ["\u200b", "\u200f\u200b", "!!!"])
def test_a_row_with_nothing_in_it_is_not_checked(index: Path, tmp_path: Path, name: str) -> None:
    checked(table(as_csv([("1", name, "1974-03-12", "", "", "")])), index, tmp_path / "out.csv")

    (line,) = results(tmp_path / "out.csv")
    assert (line["status"], line["reason"]) == ("not-checked", "nothing-asked")


def test_a_cell_that_is_too_long_is_a_fault_of_its_row(index: Path, tmp_path: Path) -> None:
    long = ("1", "x" * 70_000, "", "", "", "")
    checked(table(as_csv([long, PEOPLE[0]])), index, tmp_path / "out.csv")
    assert [line["reason"] for line in results(tmp_path / "out.csv")] == ["too-long: 70000", ""]
