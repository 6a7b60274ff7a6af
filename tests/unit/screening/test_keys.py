"""Words that are forms of one name share a key; a word's keys are few and always the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.screening.keys import KEYS_MAX, keys, skeletons


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("mohammed", "muhamad"),
        ("qadhafi", "gaddafi"),
        ("kadhafi", "qaddafi"),
        ("القذافي", "alqadhafi"),
        ("محمد", "mohamed"),
        ("يوسف", "youssef"),
        ("yevgeny", "evgenii"),
        ("евгений", "jewgeni"),
        ("gamal", "jamal"),
        ("hossein", "husain"),
        ("walid", "oualid"),
        ("wasilewski", "vasilevsky"),
        ("bychowsky", "bykhovsky"),
        ("israel", "yisrael"),
        ("ali", "aly"),
        ("אליהו", "eliyahu"),
    ],
)
def test_spellings_of_one_name_share_a_key(a: str, b: str) -> None:
    assert set(keys(a)) & set(keys(b))


@pytest.mark.parametrize("typed", ["rodriguze", "rodrgiuez", "rodriuez", "rodrigvez", "rodriguuez", "rodriguesz"])
def test_a_slip_of_the_pen_keeps_a_key(typed: str) -> None:
    assert set(keys("rodriguez")) & set(keys(typed))


def test_words_that_have_little_in_common_share_none() -> None:
    assert not set(keys("kowalski")) & set(keys("martinez"))
    assert not set(keys("محمد")) & set(keys("gonzalez"))


def test_each_skeleton_keeps_less() -> None:
    assert skeletons("mohammed").fine == "mhmd"
    assert skeletons("mohammed").medium == "md"
    assert skeletons("mohammed").coarse == "nt"
    assert skeletons("khadija").fine == "Xdj"
    assert skeletons("schmidt").fine == "Smdt"
    assert skeletons("schmidt").coarse == "snt"
    assert skeletons("mohammed").vowels == "muamid"


def test_a_word_without_letters_has_a_key_of_nothing_else() -> None:
    assert keys("") == keys("42") == ()


@given(st.text(max_size=300))
def test_any_word_has_few_keys_and_always_the_same(word: str) -> None:
    found = keys(word)

    assert len(found) == len(set(found)) <= KEYS_MAX
    assert found == keys.__wrapped__(word)
    assert all(len(key) < 20 for key in found)
