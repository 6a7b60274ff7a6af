"""Parts of a list near to parts of queries: the same for many at once as for one alone."""

from itertools import product
from string import ascii_lowercase

import pytest

from wasl.screening.index.expanding import LOOK_LEAST, LOOKED_AT_IN_LATIN, Forms, expand, near
from wasl.screening.index.vocabulary import Part, Vocabulary
from wasl.screening.tokens import BITS_MAX, TokenModel

LISTED: list[Part] = [
    ("haddad",),
    ("hadad",),
    ("nomouzaj",),
    ("primerova",),
    ("примерова",),
    ("الحداد", "حداد"),
    ("vymyslen",),
    ("44",),
    *((f"mar{first}{second}",) for first in ascii_lowercase for second in ascii_lowercase),
]
ASKED: list[Part] = [("haddad",), ("حداد",), ("primerowa",), ("44",), ("maria",), ("quux",), ("marab", "marac")]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.of(LISTED)


def told(vocabulary: Vocabulary, forms: Forms) -> dict[Part, float]:
    numbers, bits = forms
    return {vocabulary[number]: each for number, each in zip(numbers.tolist(), bits.tolist(), strict=True)}


def test_many_are_expanded_as_each_is_alone(vocabulary: Vocabulary) -> None:
    together = expand(vocabulary, ASKED, TokenModel.shipped())
    alone = [expand(vocabulary, [part], TokenModel.shipped())[0] for part in ASKED]

    assert [told(vocabulary, each) for each in together] == [told(vocabulary, each) for each in alone]
    assert any(len(numbers) for numbers, _ in together)


def test_a_part_is_a_form_of_itself_and_of_its_spellings(vocabulary: Vocabulary) -> None:
    haddad, arabic, primerowa, number, *_ = (
        told(vocabulary, each) for each in expand(vocabulary, ASKED, TokenModel.shipped())
    )

    assert haddad["haddad",] == BITS_MAX
    assert haddad["hadad",] > 3
    assert arabic["haddad",] > 3
    assert arabic["الحداد", "حداد"] == BITS_MAX
    assert primerowa["примерова",] > 3
    assert number == {("44",): BITS_MAX}


def test_the_nearest_of_very_many_are_kept_in_order(vocabulary: Vocabulary) -> None:
    askers, numbers = near(vocabulary, [("haddad",), ("marab",)])

    assert askers.tolist() == sorted(askers.tolist())
    of_marab = numbers[askers == 1].tolist()
    assert len(of_marab) == LOOKED_AT_IN_LATIN < len(LISTED) - 8
    assert of_marab == sorted(of_marab)
    assert LISTED.index(("marab",)) in of_marab


def test_a_slip_is_nearer_than_words_of_other_vowels() -> None:
    crowd: list[Part] = [("".join(letters),) for letters in product("m", "aeiou", "r", "aeiou", "b", "aeiou")]
    listed = [*crowd, ("maraga",)]

    _, numbers = near(Vocabulary.of(listed), [("maraba",)])

    looked_at = {listed[number] for number in numbers.tolist()}
    assert {("maraba",), ("maraga",)} < looked_at
    assert ("miribi",) not in looked_at


def test_what_is_unlike_at_first_sight_is_left_out(vocabulary: Vocabulary) -> None:
    for _, bits in expand(vocabulary, ASKED, TokenModel.shipped()):
        assert (bits >= LOOK_LEAST).all()


def test_nothing_is_near_in_an_empty_vocabulary() -> None:
    (numbers, bits), *_ = expand(Vocabulary.of([]), ASKED, TokenModel.shipped())

    assert len(numbers) == len(bits) == 0
