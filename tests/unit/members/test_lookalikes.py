"""Names that a reader can take for each other, and words that nobody writes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.members.lookalikes import alike, mixed_words, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amina Specimen", "Аmina Specimen"),  # Cyrillic А
        ("Amina Specimen", "AMINA  SPECIMEN"),
        ("Amina Specimen", "Amína Specimén"),
        ("Ｏmar Specimen", "Omar Specimen"),
        ("Οmar Specimen", "Omar Specimen"),  # Greek Ο
        ("Bi11 Specimen", "Bill Specimen"),
        ("Carmen Specimen", "Carrnen Specimen"),
        ("O’Brien Specimen", "O'Brien Specimen"),
        ("Anne-Marie Specimen", "Annemarie Specimen"),
        ("فاطمة نموذج", "فاطمه نموذج"),
        ("علی نموذج", "علي نموذج"),
        ("كريم نموذج", "کريم نموذج"),
        ("أحمد نموذج", "احمد نموذج"),
        ("محمّد نموذج", "محمد نموذج"),
        ("مـحـمـد نموذج", "محمد نموذج"),
    ],
)
def test_they_look_alike(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)
    assert alike(one, [other, "Somebody Else"]) == [other]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amina Specimen", "Aminata Specimen"),
        ("Omar Specimen", "Amar Specimen"),
        ("سلمى نموذج", "سالم نموذج"),
        ("Иван Specimen", "Иваня Specimen"),
    ],
)
def test_they_do_not(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Amina Specimen", []),
        ("Аmina Specimen", ["Аmina"]),
        ("SPECIMEN Иван Ωmega", ["Ωmega"]),
        ("نموذج Amina", []),
        ("Иван نموذج", []),
        ("Αλέξανδρος Specimen", []),
        ("Ðorđe Specimen-Łukasz", []),
        ("Amina 2й", []),
    ],
)
def test_words_of_two_scripts(name: str, words: list[str]) -> None:
    assert mixed_words(name) == words


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "M", "N", "Zs", "P"]), max_size=40))
def test_a_skeleton_is_the_same_however_the_name_is_composed(name: str) -> None:
    drawn = skeleton(name)

    assert {skeleton(unicodedata.normalize(form, name)) for form in ("NFC", "NFD", "NFKC")} == {drawn}
    assert alike(name, [name]) == [name]
