"""What of a query is not looked at, counted."""

import pytest

from wasl.screening import Document, Identifier, Query, identifiers
from wasl.screening.left_out import left_out, words_left_out
from wasl.screening.question import LeftOut, says_anything


@pytest.mark.parametrize(
    ("name", "schema", "words"),
    [
        ("Marwan Specimenov", "Person", 0),
        (" ".join(f"Quix{letter}" for letter in "abcdefghijklmnop"), "Person", 0),
        (" ".join(f"Quix{letter}" for letter in "abcdefghijklmnopq"), "Person", 1),
        ("Quix " * 60, "Person", 44),
        ("نموذج " * 60, "Thing", 44),
        ("q" * 256, "Person", 0),
        ("q" * 257, "Person", 1),
        ("", "Person", 0),
        ("\u200b" * 50, "Person", 0),
    ],
)
def test_words_of_a_name_beyond_its_bounds_are_counted(name: str, schema: str, words: int) -> None:
    assert words_left_out(name, schema) == words


def test_a_ligature_of_many_words_hides_none() -> None:
    assert words_left_out("\ufdfa " * 12, "Person") == 4 * 12 - 24


def test_names_words_and_facts_are_told_apart() -> None:
    names = tuple(f"Specimen Number{number}" for number in range(30))
    query = Query(
        names=names,
        birth_dates=("1974",) * 9,
        documents=(Document("1"),) * 17,
        identifiers=(Identifier("phone", "+33123456789"),) * (identifiers.SEVERAL_MAX + 1),
        places=("Paris",) * 17,
    )
    assert left_out(query) == LeftOut(names=6, facts=4)
    assert left_out(Query(names=("Specimen",), documents=(Document("9" * 41),))) == LeftOut(facts=1)
    assert not left_out(Query(names=("Specimen",)))


def test_signs_and_marks_that_nobody_sees_say_nothing() -> None:
    assert not says_anything(Query(names=("\u200b", "!!!"), weak_names=("",), documents=(Document("-"),)))
    assert says_anything(Query(names=("!", "A")))
    assert says_anything(Query(documents=(Document("7"),)))
