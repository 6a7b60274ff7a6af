"""Japanese names in kanji, hiragana and katakana, as registers and lists mix them. All names are invented."""

import pytest

from wasl.screening import Index, Query, Subject, compare
from wasl.screening.atoms import evident, parse
from wasl.screening.evidence import THRESHOLD

ONE = [
    ("ヒナガタ マヒロ", "ひながた まひろ"),
    ("ﾋﾅｶﾞﾀ ﾏﾋﾛ", "ひながた まひろ"),
    ("Hinagata Mahiro", "ひながた まひろ"),
    ("山田 はなこ", "山田ハナコ"),
    ("山田はなこ", "山田 ハナコ"),
    ("山田はなこ", "Yamada Hanako"),
]


@pytest.mark.parametrize(("a", "b"), ONE)
def test_one_name_in_two_scripts_is_an_alert_and_found_by_either(a: str, b: str) -> None:
    assert compare(a, b).score >= THRESHOLD

    for listed, asked in ((a, b), (b, a)):
        index = Index.build([Subject(id="P1", names=(listed,))], version="invented 1")
        (match,) = index.search(Query(names=(asked,)))
        assert match.score >= THRESHOLD


def test_hiragana_and_katakana_are_the_same_text() -> None:
    kept = compare("ヒナガタ マヒロ", "ヒナガタ マヒロ")
    assert compare("ヒナガタ マヒロ", "ひながた まひろ").score == kept.score


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("山田ハナコ", ["山田", "ハナコ"]),
        ("佐々木はなこ", ["佐々木", "ハナコ"]),
        ("一ノ瀬", ["一ノ濑"]),
        ("山田 ハナコ", ["山田", "ハナコ"]),
    ],
)
def test_kana_behind_kanji_are_the_given_name(name: str, parts: list[str]) -> None:
    assert [atom.text for atom in evident(parse(name, "Person"))] == parts


def test_other_names_stay_other_names() -> None:
    assert compare("ヒナガタ マヒロ", "ひながた さより").score < THRESHOLD
    assert compare("山田はなこ", "山田サヨリ").score < THRESHOLD
