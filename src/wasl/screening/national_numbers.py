"""Numbers that states give people, where their check digits are published: whether one can have been read right.

Two different numbers that both pass are of two people, however alike they look; a number that fails was misread.
"""

from collections.abc import Callable, Iterable
from typing import Final

from wasl.screening.check_digits import is_luhn


def is_right(number: str, state: str) -> bool | None:
    """Whether the check digits fit; None where nobody can tell: another state's, or not of a length it gives.

    `number` as `documents.normal` gives it, `state` in two small letters.
    """
    for length, check in _CHECKS.get(state, ()):
        if len(number) == length:
            return check(number)
    return None


def _sum(digits: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _weighted(*weights: int, modulus: int = 11, minus: bool = False) -> Callable[[str], bool]:
    """Digits whose last is the weighted sum of the others, or what it lacks, by the modulus; ten is written 0."""

    def check(number: str) -> bool:
        if not number.isdecimal():
            return False
        rest = _sum(number, weights) % modulus
        return int(number[-1]) == ((modulus - rest) % modulus if minus else rest) % 10

    return check


def _luhn(number: str) -> bool:
    return number.isdecimal() and is_luhn(number)


def _brazil(number: str) -> bool:
    if not number.isdecimal():
        return False
    first = _sum(number[:9], range(10, 1, -1)) * 10 % 11 % 10
    second = _sum(number[:10], range(11, 1, -1)) * 10 % 11 % 10
    return number[9:] == f"{first}{second}"


def _belgium(number: str) -> bool:
    if not number.isdecimal():
        return False
    born, check = number[:9], int(number[9:])
    return check in {97 - int(born) % 97, 97 - int("2" + born) % 97}


def _china(number: str) -> bool:
    if not number[:17].isdecimal():
        return False
    rest = _sum(number[:17], (pow(2, 17 - index, 11) for index in range(17))) % 11
    return number[17] == "10X98765432"[rest]


def _france(number: str) -> bool:
    number = number.replace("2A", "19", 1) if number[5:7] == "2A" else number
    number = number.replace("2B", "18", 1) if number[5:7] == "2B" else number
    return number.isdecimal() and int(number[13:]) == 97 - int(number[:13]) % 97


def _iran(number: str) -> bool:
    if not number.isdecimal():
        return False
    rest = _sum(number[:9], range(10, 1, -1)) % 11
    return int(number[9]) == (rest if rest < 2 else 11 - rest)


def _netherlands(number: str) -> bool:
    return number.isdecimal() and _sum(number, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def _romania(number: str) -> bool:
    if not number.isdecimal():
        return False
    rest = _sum(number, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return int(number[12]) == (1 if rest == 10 else rest)


def _spain(number: str) -> bool:
    digits = number[:-1].translate(str.maketrans("XYZ", "012"))
    return digits.isdecimal() and number[-1] == "TRWAGMYFPDXBNJZSQVHLCKE"[int(digits) % 23]


def _turkey(number: str) -> bool:
    if not number.isdecimal() or number[0] == "0":
        return False
    digits = [int(digit) for digit in number]
    tenth = (7 * sum(digits[0:9:2]) - sum(digits[1:8:2])) % 10
    return digits[9] == tenth and digits[10] == sum(digits[:10]) % 10


_CHECKS: Final[dict[str, tuple[tuple[int, Callable[[str], bool]], ...]]] = {
    "be": ((11, _belgium),),
    "bg": ((10, _weighted(2, 4, 8, 5, 10, 9, 7, 3, 6)),),
    "br": ((11, _brazil),),
    "cn": ((18, _china),),
    "es": ((9, _spain),),
    "fr": ((15, _france),),
    "il": ((9, _luhn),),
    "ir": ((10, _iran),),
    "nl": ((9, _netherlands),),
    "pl": ((11, _weighted(1, 3, 7, 9, 1, 3, 7, 9, 1, 3, modulus=10, minus=True)),),
    "ro": ((13, _romania),),
    "ru": ((10, _weighted(2, 4, 10, 3, 5, 9, 4, 6, 8)),),
    "se": ((10, _luhn),),
    "th": ((13, _weighted(*range(13, 1, -1), minus=True)),),
    "tr": ((11, _turkey),),
    "za": ((13, _luhn),),
}
"""By state, the lengths of its number and their checks. Sources: what the issuing offices publish."""
