"""The token scorer: forms of one name above names of others, whichever comes first, in any script."""

from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import public_data
from wasl.screening.features import RISING
from wasl.screening.tokens import BITS_MAX, TokenModel

MODEL = TokenModel.shipped()

FORMS = [
    ("mohamed", "muhammad"),
    ("محمد", "mohammed"),
    ("محمد", "mahomet"),
    ("qadhafi", "gaddafi"),
    ("القذافي", "algaddafi"),
    ("yusuf", "youssef"),
    ("hassan", "hasan"),
    ("евгений", "yevgeny"),
    ("евгений", "jewgeni"),
    ("שלמה", "shlomo"),
    ("タロウ", "taro"),
    ("아인슈타인", "einstein"),
    ("愛因斯坦", "einstein"),
    ("محمد", "мухаммед"),
    ("γιωργος", "giorgos"),
    ("김", "kim"),
    ("李", "lee"),
    ("mueller", "müller"),
    ("rodriguez", "rodrigues"),
    ("rodriguez", "rodriugez"),
]
OTHERS = [
    ("mohamed", "mahmoud"),
    ("hassan", "hussein"),
    ("محمد", "ahmad"),
    ("rodriguez", "ramirez"),
    ("евгений", "evangelos"),
    ("smith", "jones"),
    ("愛因斯坦", "wittgenstein"),
    ("שלמה", "shimon"),
]


def bits(a: str, b: str) -> float:
    return float(MODEL.bits([a], [b])[0])


@pytest.mark.parametrize(("a", "b"), FORMS)
def test_forms_of_one_name_speak_for_it(a: str, b: str) -> None:
    assert bits(a, b) > 2


def test_forms_of_one_name_stand_above_names_that_look_like_it() -> None:
    ones, others = (MODEL.bits(*zip(*pairs, strict=True)) for pairs in (FORMS, OTHERS))

    assert np.median(ones) > np.median(others) + 4
    assert others.max() < np.median(ones)


def test_nothing_stands_above_a_word_and_itself() -> None:
    words = sorted({word for both in FORMS + OTHERS for word in both})
    every = MODEL.bits([a for a in words for _ in words], words * len(words)).reshape(len(words), -1)

    assert (np.diag(every) == BITS_MAX).all()
    assert (every[~np.eye(len(words), dtype=bool)] < BITS_MAX).all()


def test_it_does_not_matter_which_comes_first() -> None:
    words = sorted({word for both in FORMS + OTHERS for word in both})
    a, b = [a for a in words for _ in words], words * len(words)

    assert (MODEL.bits(a, b) == MODEL.bits(b, a)).all()


def test_pairs_are_scored_together_as_alone() -> None:
    pairs = (FORMS + OTHERS) * 700
    together = MODEL.bits(*zip(*pairs, strict=True))

    alone = [bits(a, b) for a, b in FORMS + OTHERS]
    assert together.tolist() == alone * 700


def test_no_pairs_have_no_bits_and_lists_must_be_aligned() -> None:
    assert MODEL.bits([], []).shape == (0,)
    with pytest.raises(ValueError, match="lengths-differ"):
        MODEL.bits(["a"], [])


def test_every_network_rises_with_what_speaks_for_one_name() -> None:
    for network in MODEL.networks.values():
        assert (network.hidden[: len(RISING)] >= 0).all()
        assert (network.out[:-1] >= 0).all()
        assert (np.diff(network.score) > 0).all()
        assert (np.diff(network.bits) > 0).all()


def test_more_in_common_is_more_evidence() -> None:
    nearing = ["alexandra", "aleksandra", "aleksandre", "aleksander", "aleksandr"]

    found = MODEL.bits(nearing, ["aleksandr"] * len(nearing))

    assert found[-1] == BITS_MAX
    assert all(before < after + 1 for before, after in pairwise(found.tolist()))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), min_size=1, max_size=8))
def test_any_text_gets_a_number(pairs: list[tuple[str, str]]) -> None:
    found = MODEL.bits(*zip(*pairs, strict=True))

    assert np.isfinite(found).all()
    assert (np.abs(found) <= BITS_MAX).all()


def test_the_tables_are_small_and_written_again_the_same(tmp_path: Path) -> None:
    path = files("wasl.screening") / "data" / "tokens.npz"

    TokenModel.read(path).write(tmp_path / "tokens.npz")
    assert (tmp_path / "tokens.npz").read_bytes() == path.read_bytes()
    assert len(path.read_bytes()) < 150_000


def test_public_pairs_stand_above_shuffled_ones() -> None:
    path = public_data.path("name_pairs/popular_names_native_latn.csv")
    rows = [line.split(",") for line in path.read_text("utf-8").splitlines()[1:]]
    pairs = [(row[2].casefold(), row[3].casefold()) for row in rows if len(row) == 4 and row[2].isalpha()]
    natives, latins = zip(*pairs, strict=True)

    ones = MODEL.bits(natives, latins)
    others = MODEL.bits(natives, [*latins[7:], *latins[:7]])

    assert np.mean(ones > 3) > 0.8
    assert np.mean(others > 3) < 0.05
