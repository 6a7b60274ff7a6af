"""An aligner finds the cheapest way from signs to letters, for many pairs as for one."""

import numpy as np
import pytest

from wasl.screening.align import (
    LETTERS_MAX,
    SIGNS_MAX,
    Aligner,
    chunk_numbers,
    encode_letters,
    prices,
    signs_of,
)


def number(chunk: str) -> int:
    value = 0
    for letter in chunk:
        value = 27 * value + ord(letter) - ord("a") + 1
    return value


@pytest.fixture
def aligner() -> Aligner:
    """Two signs: Α is written a (1 bit) or ab (2 bits), Β is written b (1 bit) or not at all (3 bits)."""
    table = np.full((4, 7), 200, np.uint8)
    table[0, 0] = 0
    table[2, [4, 6]] = 8, 16
    table[3, [5, 0]] = 8, 24
    return Aligner("ΑΒ", np.array([number("a"), number("b"), number("ab")], np.uint16), table)


def price(aligner: Aligner, native: str, latin: str) -> int:
    letters = encode_letters([latin])
    columns = aligner.columns(chunk_numbers(letters))
    alone = np.zeros(1, np.intp)
    return int(prices(aligner.prices, aligner.encode([native]), columns, (letters > 0).sum(axis=1), (alone, alone))[0])


@pytest.mark.parametrize(
    ("native", "latin", "eighths"),
    [
        ("ΑΒ", "ab", 16),  # a, b: 1 + 1
        ("ΑΒ", "a", 32),  # a and nothing: 1 + 3
        ("ΑΒ", "abb", 24),  # ab, b: 2 + 1
        ("Α", "ab", 16),
        ("Β", "", 24),
        ("ΒΑ", "ba", 16),
    ],
)
def test_the_cheapest_way_is_found(aligner: Aligner, native: str, latin: str, eighths: int) -> None:
    assert price(aligner, native, latin) == eighths


def test_pairs_of_any_lengths_are_priced_together_as_alone(aligner: Aligner) -> None:
    natives = ["ΑΒ", "Α", "ΒΒΒΑ", "ΑΧ", "Α" * 40] * 500
    latins = ["abb", "a", "ba", "az", "a" * 40] * 500
    letters = encode_letters(latins)
    columns = aligner.columns(chunk_numbers(letters))

    every = np.arange(len(natives))
    together = prices(aligner.prices, aligner.encode(natives), columns, (letters > 0).sum(axis=1), (every, every))

    assert together.tolist() == [price(aligner, n, b) for n, b in zip(natives[:5], latins[:5], strict=True)] * 500


def test_chunks_are_numbered_by_length_and_end() -> None:
    chunks = chunk_numbers(encode_letters(["abc"]))[0]

    assert chunks.shape == (4, LETTERS_MAX + 1)
    assert chunks[0, :4].tolist() == [0, 0, 0, 0]
    assert chunks[1, 1:4].tolist() == [number("a"), number("b"), number("c")]
    assert chunks[2, 2:4].tolist() == [number("ab"), number("bc")]
    assert chunks[3, 3] == number("abc")


def test_a_hangul_syllable_is_its_jamo_and_a_long_word_its_beginning() -> None:
    assert len(signs_of("김")) == 3
    assert signs_of("ب" * 30) == "ب" * SIGNS_MAX
    assert encode_letters(["a" * 99]).shape == (1, LETTERS_MAX)
