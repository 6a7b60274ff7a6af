"""Check digits that several kinds of number share."""

from itertools import cycle
from typing import Final

_VALUES: Final = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}


def travel_document(text: str) -> str:
    """The check digit of a field of a machine-readable zone: weights 7, 3, 1, modulo 10. Other characters count 0.

    Source: ICAO Doc 9303-3, section 4.9.
    """
    return str(
        sum(_VALUES.get(letter, 0) * weight for letter, weight in zip(text, cycle((7, 3, 1)), strict=False)) % 10
    )


def is_luhn(digits: str) -> bool:
    """Whether the last of the digits is the Luhn check digit of those before (ISO/IEC 7812-1, annex B)."""
    doubled = "0246813579"
    return (
        sum(int(doubled[int(digit)] if index % 2 else digit) for index, digit in enumerate(reversed(digits))) % 10 == 0
    )


def modulo_97(text: str) -> int:
    """The remainder by 97 of digits and capital letters, A as 10 to Z as 35; 1 for a right number (ISO/IEC 7064)."""
    return int("".join(str(_VALUES[letter]) for letter in text)) % 97
