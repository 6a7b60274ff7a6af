"""Cleaning: what is the same name to its writers is the same text, and no input costs more than another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.screening.text import LENGTH_MAX, clean, words


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("  Jean\u00a0 \t Dupont\n", "jean dupont"),
        ("ＪＥＡＮ", "jean"),
        ("IŞIK", "işik"),
        ("ışık", "işik"),
        ("İzmir", "izmir"),
        ("Straße", "strasse"),
        ("Jose\u0301", "josé"),
        ("D´Angelo", "d'angelo"),
        ("O’Neil", "o'neil"),
        ("Jean‑Pierre", "jean-pierre"),
        ("\u202eDupont\u202c\u200b", "dupont"),
        ("Du\u00adpont\x00", "dupont"),
        ("مُحَمَّد", "محمد"),
        ("محـــمد", "محمد"),
        ("أحمد", "احمد"),
        ("إبراهيم", "ابراهيم"),
        ("آمنة", "امنه"),
        ("مصطفى", "مصطفي"),
        ("کریم", "كريم"),
        ("فؤاد", "فواد"),
        ("ګل", "گل"),
        ("رئيس", "رييس"),
        ("هیوا ڕەسوڵ", "هيوا رەسول"),
        ("علی‌رضا", "عليرضا"),
        ("١٩٧٥ ۱۳۵۴", "1975 1354"),
        ("שָׁלוֹם", "שלום"),
        ("ג'ורג'", "ג׳ורג׳"),
        ("陳", "陈"),
        ("渡邊", "渡边"),
        ("ｱﾅ", "アナ"),
        ("やまだ ゔぃ ゝゞ", "ヤマダ ヴィ ヽヾ"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
        ("Ϊ́", "ϊ"),
    ],
)
def test_one_form_for_what_is_written_in_several(written: str, compared: str) -> None:
    assert clean(written) == compared


@pytest.mark.parametrize(
    ("mixed", "repaired"),
    [
        ("Pаvеl", "pavel"),  # Cyrillic а, е
        ("Ивaнов", "иванов"),  # Latin a
        ("Αnna", "anna"),  # Greek capital alpha
        ("МOCKBA", "mockba"),  # every letter has a twin: the more numerous script wins
        ("Яndex", "яndex"),  # letters of both beyond doubt
        ("Pavel Иванов", "pavel иванов"),  # two words, each in its script
    ],
)
def test_letters_of_another_script_are_put_back(mixed: str, repaired: str) -> None:
    assert clean(mixed) == repaired


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("O'Neil-Smith, J.", ["oneil", "smith", "j"]),
        ("d’Artagnan", ["dartagnan"]),
        ("SMITH<<JOHN<PAUL", ["smith", "john", "paul"]),
        ("राम कुमार", ["राम", "कुमार"]),
        ("สมชาย", ["สมชาย"]),
        ("ジョン・スミス", ["ジョン", "スミス"]),
        ("佐々木　太郎", ["佐々木", "太郎"]),
        ("צה״ל", ["צהל"]),
        ('צה"ל', ["צהל"]),
        ("Мар'яна", ["маряна"]),
        ("Johnson & Sons (Ltd.)", ["johnson", "sons", "ltd"]),
        ("…  - ' ?", []),
        ("", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_words_are_cleaned_and_hold_no_space(text: str) -> None:
    assert all(word and not word.isspace() and " " not in word for word in words(text))
    assert clean(text).isprintable() or not clean(text).isascii()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", max_size=60))
def test_case_never_matters(text: str) -> None:
    assert clean(text.upper()) == clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10000,
        "a" + "́" * 500,
        "ﷺ" * 10000,
        "\u202e" * 10000 + "x",
        "Аa" * 5000,
        "a " * 5000,
        "ཱི" * 5000,
        "漢" * 10000,
        "'" * 10000,
        "ℵ" * 10000,
    ],
)
def test_the_longest_input_is_bounded(text: str) -> None:
    cleaned, found = clean(text), words(text)
    assert len(cleaned) <= LENGTH_MAX
    assert len(found) <= LENGTH_MAX // 2 + 1
