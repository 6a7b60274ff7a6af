"""How much a shared name part says: common names little, rare ones much, whatever their spelling or script."""

import numpy as np
import pytest

from wasl.screening.atoms import evident, parse
from wasl.screening.rarity import BITS_MAX, BITS_MIN, UNSEEN, Rarity, class_of, code_of


def test_a_common_name_says_less_than_one_that_nobody_knows() -> None:
    shipped = Rarity.shipped()

    assert BITS_MIN <= shipped.bits("mohamed") < 8
    assert BITS_MIN <= shipped.bits("smith") < 10
    assert shipped.bits("nomouzaj") == UNSEEN


@pytest.mark.parametrize(("one", "other"), [("mohamed", "محمد"), ("mohamed", "muhammed"), ("ivanov", "иванов")])
def test_spellings_of_one_name_are_equally_common(one: str, other: str) -> None:
    assert Rarity.shipped().bits(one) == Rarity.shipped().bits(other)


def test_a_list_shows_what_is_common_on_it() -> None:
    codes = np.array(sorted({code_of("wexinor"), code_of("bramolt")}), np.uint32)
    counts = np.array([5_000 if code == code_of("wexinor") else 1 for code in codes.tolist()], np.uint32)
    listed = Rarity(codes, counts, 100_000)

    assert listed.bits("wexinor") < 5
    assert UNSEEN < listed.bits("bramolt") <= BITS_MAX
    assert listed.bits("mohamed") == Rarity.shipped().bits("mohamed")


@pytest.mark.parametrize(("one", "other"), [("omar", "moreau"), ("amina", "mina"), ("hadi", "ahad")])
def test_names_of_the_same_consonants_are_not_one(one: str, other: str) -> None:
    assert class_of(one) != class_of(other)


@pytest.mark.parametrize("name", ["Abdurrahman", "Abd al-Rahman", "عبد الرحمن", "Garcia", "García", "Müller", "王"])
def test_names_that_many_bear_are_common(name: str) -> None:
    (atom,) = evident(parse(name, "Person"))

    assert Rarity.shipped().bits(atom.text) < 8


@pytest.mark.parametrize("part", ["", "a", "7", "李", "\u0301", "x" * 5_000])
def test_every_part_has_a_rarity(part: str) -> None:
    assert BITS_MIN <= Rarity.shipped().bits(part) <= BITS_MAX


@pytest.mark.parametrize(
    ("kunya", "core"),
    [("abuali", "ali"), ("ابومحمد", "محمد"), ("abuomar", "omar"), ("ummahmed", "ahmed"), ("abulhasan", "hasan")],
)
def test_whose_father_one_is_says_no_more_than_the_name_itself(kunya: str, core: str) -> None:
    assert Rarity.shipped().bits(kunya) == Rarity.shipped().bits(core)


def test_a_kunya_of_a_name_that_is_common_on_the_list_is_common() -> None:
    listed = Rarity(np.array([code_of("wexinor")], np.uint32), np.array([5_000], np.uint32), 100_000)

    assert listed.bits("abuwexinor") == listed.bits("wexinor") < 5
    assert Rarity.shipped().bits("abuwexinor") == UNSEEN
