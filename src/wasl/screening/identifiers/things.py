"""Identifiers of accounts, firms, ships, vehicles and telephones."""

import re
from typing import Final

from wasl.screening.characters import LOOKALIKES, compact, plain
from wasl.screening.check_digits import is_luhn, modulo_97
from wasl.screening.identifiers.faults import unless
from wasl.screening.places import country

_IBAN_COUNTRIES: Final = {
    15: "NO",
    16: "BE",
    18: "DK FI FK FO GL NL SD",
    19: "MK SI",
    20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "BI DJ FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    32: "LC",
    33: "RU",
}
"""Countries by the length of their numbers (SWIFT, IBAN Registry)."""
_IBAN_UNREGISTERED: Final = {
    25: "AO CV GW MZ",
    26: "DZ IR",
    27: "CF CG CM GA GQ KM MG TD",
    28: "BF BJ CI MA ML NE SN TG",
}
"""The same of countries whose banks write numbers in this form, with its check digits, without being registered."""
_IBAN_LENGTHS: Final = {
    code: length
    for table in (_IBAN_COUNTRIES, _IBAN_UNREGISTERED)
    for length, codes in table.items()
    for code in codes.split()
}


def iban(text: str) -> str:
    """An account number in capitals without spaces (ISO 13616)."""
    text = re.sub("^IBAN", "", compact(text))
    unless(re.fullmatch("[A-Z]{2}[0-9]{2}[A-Z0-9]+", text), "form")
    length = _IBAN_LENGTHS.get(text[:2])
    unless(length, "country")
    unless(len(text) == length, "length")
    unless(modulo_97(text[4:] + text[:4]) == 1, "checksum")
    return text


def bic(text: str) -> str:
    """A bank's code in capitals (ISO 9362); the branch code XXX, which is the head office, is left out."""
    text = compact(text)
    unless(len(text) in {8, 11}, "length")
    unless(re.fullmatch("[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?", text), "form")
    unless(country(text[4:6]), "country")
    return text.removesuffix("XXX") if len(text) == 11 else text


def lei(text: str) -> str:
    """A legal entity's identifier in capitals (ISO 17442)."""
    text = compact(text)
    unless(len(text) == 20, "length")
    unless(re.fullmatch("[A-Z0-9]{18}[0-9]{2}", text), "characters")
    unless(modulo_97(text) == 1, "checksum")
    return text


def imo(text: str) -> str:
    """The seven digits of a ship or of a shipping company, without `IMO` (IMO Resolutions A.1117(30), MSC.160(78))."""
    text = re.sub("^(?:IMO)?(?:NO|NR|NUMBER)?", "", compact(text))
    unless(text.isdecimal(), "characters")
    unless(len(text) == 7, "length")
    *digits, check = (int(digit) for digit in text)
    ship = sum(digit * weight for digit, weight in zip(digits, range(7, 1, -1), strict=True)) % 10
    company = -sum(digit * weight for digit, weight in zip(digits, (8, 6, 4, 2, 9, 7), strict=True)) % 11 % 10
    unless(check in {ship, company}, "checksum")
    return text


_MMSI: Final = re.compile(
    "[2-7].{8}|0[2-7].{7}|00[2-7].{6}|8[2-7].{7}"  # ships, groups, coast stations, handhelds
    "|111[2-7].{5}|9[89][2-7].{6}|97[0-9].{6}"  # aircraft, boats of a ship and buoys, beacons
)


def mmsi(text: str) -> str:
    """The nine digits of a ship, a coast station, an aircraft or a distress beacon (ITU-R M.585)."""
    text = compact(text).removeprefix("MMSI")
    unless(text.isdecimal(), "characters")
    unless(len(text) == 9, "length")
    unless(_MMSI.fullmatch(text), "form")
    return text


def call_sign(text: str) -> str:
    """A station's call sign in capitals, a letter among its first two (ITU Radio Regulations, article 19)."""
    text = compact(text)
    unless(3 <= len(text) <= 9, "length")
    unless(re.fullmatch("(?=[A-Z]|[0-9][A-Z])[A-Z0-9]+", text), "characters")
    return text


_ARABIC_PLATES: Final = str.maketrans("ابحدرسصطعقكلمنهويى", "ABJDRSXTEGKLZNHUVV")
"""The Arabic letters of plates and the Latin ones that Saudi plates print beside them."""
_ALIFS: Final = str.maketrans("أإآک", "اااك")


def plate(text: str) -> str:
    """A number plate: digits and capitals alone, the Arabic, Cyrillic and Greek letters of plates as Latin ones.

    The country is no part of it. Letters of other scripts stay, as those of Japanese and Chinese plates do.
    """
    text = compact(text).translate(_ALIFS).translate(_ARABIC_PLATES).translate(LOOKALIKES)
    unless(2 <= len(text) <= 12, "length")
    unless(any(map(str.isdecimal, text)) or len(text) <= 8, "form")
    return text


_VIN_VALUES: Final = dict(
    zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "012345678912345678123457923456789"), strict=True)
)
_VIN_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VIN_READ: Final = str.maketrans("IOQ", "100")


def vin(text: str) -> str:
    """A vehicle's 17 characters, I, O and Q read as the digits they look like, for no number has them (ISO 3779).

    The check digit is verified for makers of North America and China; elsewhere its place is free.
    """
    text = re.sub("^VIN(?=.{17})", "", compact(text)).translate(_VIN_READ)
    unless(len(text) == 17, "length")
    unless(all(letter in _VIN_VALUES for letter in text), "characters")
    if text[0] in "12345L":
        rest = sum(_VIN_VALUES[letter] * weight for letter, weight in zip(text, _VIN_WEIGHTS, strict=True)) % 11
        unless(text[8] == "0123456789X"[rest], "checksum")
    return text


def imei(text: str) -> str:
    """A telephone's 15 digits; 14 are completed, and the 16 with a software version lose it (3GPP TS 23.003)."""
    text = compact(text).removeprefix("IMEI").removeprefix("SV")
    unless(text.isdecimal(), "characters")
    unless(len(text) in {14, 15, 16}, "length")
    if len(text) == 15:
        unless(is_luhn(text), "checksum")
        return text
    return next(text[:14] + digit for digit in "0123456789" if is_luhn(text[:14] + digit))


_CALLING_CODE: Final = re.compile(
    r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"
    r"|2[1-689]\d|3[578]\d|42\d|5[09]\d|6[789]\d|8[0578]\d|9[67]\d|99[1-68]"
)
"""Country codes: of one digit, of two, of three (ITU-T E.164, list of assigned codes)."""


_AROUND_PHONE: Final = re.compile(r"^(?:tel|phone|whatsapp)[:.]? ?| ?(?:;ext=|ext\.?|x) ?\d{1,6}$", re.IGNORECASE)


def phone(text: str) -> str:
    """An international number, `+` and 7 to 15 digits (ITU-T E.164). One without its country code is none."""
    text = _AROUND_PHONE.sub("", " ".join(plain(text).split())).replace("(0)", "")
    unless(re.fullmatch(r"\+?[\d ().\-/]+", text), "form")
    unless(text.startswith(("+", "00")), "country")
    digits = re.sub(r"\D", "", text)
    digits = digits if text.startswith("+") else digits[2:]
    unless(7 <= len(digits) <= 15, "length")
    unless(_CALLING_CODE.match(digits), "country")
    return f"+{digits}"
