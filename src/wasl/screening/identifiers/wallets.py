"""Addresses of crypto-assets, with their checksums.

Sources: Bitcoin's base58check, BIP 173 (bech32) and BIP 350 (bech32m); EIP-55 (Ethereum); the address formats of
Tron, Litecoin, Dash, Dogecoin, Zcash, Monero, Bitcoin Cash (CashAddr), Bitcoin Gold, Verge, Ripple and Solana as
their projects publish them.
"""

import re
from functools import lru_cache
from hashlib import sha256
from typing import Final

from wasl.screening.identifiers.faults import unless
from wasl.screening.identifiers.keccak import keccak_256

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_RIPPLE: Final = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_BASE58: Final = {letter: value for value, letter in enumerate(_ALPHABET)}
_BECH32: Final = {letter: value for value, letter in enumerate("qpzry9x8gf2tvdw0s3jn54khce6mua7l")}
_BECH32_MAX: Final = 90
_GENERATORS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CASH_GENERATORS: Final = (0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470)

_VERSIONS: Final = {
    "bitcoin": (b"\x00", b"\x05"),
    "litecoin": (b"\x30", b"\x32", b"\x05"),
    "dash": (b"\x4c", b"\x10"),
    "dogecoin": (b"\x1e", b"\x16"),
    "tron": (b"\x41",),
    "zcash": (b"\x1c\xb8", b"\x1c\xbd"),
    "bitcoin-gold": (b"\x26", b"\x17"),
    "verge": (b"\x1e", b"\x21"),
    "ripple": (b"\x00",),
}
"""The first bytes of an address of base58check, by currency; what follows is a hash of 20 bytes."""
_PREFIXES: Final = {"bitcoin": "bc", "litecoin": "ltc"}
"""The human-readable part of an address of bech32."""

_MONERO_NETWORKS: Final = (18, 19, 42)
"""Standard, integrated and sub-addresses of the main network."""
_MONERO_SIZES: Final = {95: 69, 106: 77}
"""Bytes by characters: an integrated address has a payment identity of eight bytes more."""
_MONERO_BLOCKS: Final = {11: 8, 7: 5, 6: 4, 10: 7, 9: 6, 5: 3, 3: 2, 2: 1}
"""Bytes that a block of so many characters stands for."""


def bitcoin(text: str) -> str:
    """An address of any type: small letters for bech32, as it is for base58."""
    return _of_currency(text, "bitcoin")


def litecoin(text: str) -> str:
    """An address of any type. Those that begin with 3 are of the form that Bitcoin has too."""
    return _of_currency(text, "litecoin")


def tron(text: str) -> str:
    """An address `T…`, as it is."""
    return _of_currency(text, "tron")


def dash(text: str) -> str:
    """An address `X…` or `7…`, as it is."""
    return _of_currency(text, "dash")


def dogecoin(text: str) -> str:
    """An address `D…`, `9…` or `A…`, as it is."""
    return _of_currency(text, "dogecoin")


def zcash(text: str) -> str:
    """A transparent address `t1…` or `t3…`, as it is."""
    return _of_currency(text, "zcash")


def bitcoin_gold(text: str) -> str:
    """An address `G…` or `A…`, as it is."""
    return _of_currency(text, "bitcoin-gold")


def verge(text: str) -> str:
    """An address `D…` or `E…`, as it is."""
    return _of_currency(text, "verge")


def ripple(text: str) -> str:
    """A classic address `r…`, as it is: base58check in an order of letters of its own."""
    text = _bare(text, "ripple")
    unless(all(letter in _RIPPLE for letter in text), "characters")
    _of_currency(text.translate(str.maketrans(_RIPPLE, _ALPHABET)), "ripple")
    return text


def solana(text: str) -> str:
    """The 32 bytes of a key in base58, as it is. Nothing checks it but its length."""
    text = _bare(text, "solana")
    unless(32 <= len(text) <= 44, "length")
    unless(len(_base58(text)) == 32, "length")
    return text


def bitcoin_cash(text: str) -> str:
    """An address of CashAddr in small letters without its prefix, or one of the old form, which is Bitcoin's."""
    text = _bare(text, "bitcoincash")
    if text[:1] in "13":
        return bitcoin(text)
    unless(text in {text.lower(), text.upper()}, "characters")
    text = text.lower()
    unless(len(text) == 42, "length")
    unless(all(letter in _BECH32 for letter in text), "characters")
    spread = [ord(letter) & 31 for letter in "bitcoincash"]
    unless(_polymod([*spread, 0, *(_BECH32[letter] for letter in text)], _CASH_GENERATORS, 35) == 1, "checksum")
    return text


def _of_currency(text: str, currency: str) -> str:
    text = _bare(text, currency)
    prefix = _PREFIXES.get(currency)
    if prefix and text.lower().startswith(f"{prefix}1"):
        return _bech32(text, prefix)
    payload = _base58check(text)
    versions = _VERSIONS[currency]
    unless(any(payload.startswith(version) and len(payload) == len(version) + 20 for version in versions), "network")
    return text


def _bare(text: str, scheme: str) -> str:
    """Without the scheme and the query of a payment link."""
    text = re.sub(r"\s", "", text)
    if text.lower().startswith(f"{scheme}:"):
        text = text[len(scheme) + 1 :].lstrip("/").partition("?")[0]
    return text


@lru_cache(maxsize=4096)
def _base58check(text: str) -> bytes:
    """Version and payload, the checksum verified."""
    unless(25 <= len(text) <= 36, "length")
    raw = _base58(text)
    payload, checksum = raw[:-4], raw[-4:]
    unless(sha256(sha256(payload).digest()).digest()[:4] == checksum, "checksum")
    return payload


def _base58(text: str) -> bytes:
    """The bytes that a number in base 58 stands for, one of zero for each 1 before it."""
    unless(all(letter in _BASE58 for letter in text), "characters")
    number = 0
    for letter in text:
        number = number * 58 + _BASE58[letter]
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _bech32(text: str, prefix: str) -> str:
    """A segregated witness address: version 0 by the first checksum, later versions by the second."""
    unless(len(text) <= _BECH32_MAX, "length")
    unless(text in {text.lower(), text.upper()}, "characters")
    text = text.lower()
    data = text[len(prefix) + 1 :]
    unless(all(letter in _BECH32 for letter in data), "characters")
    values = [_BECH32[letter] for letter in data]
    unless(len(values) >= 8, "length")
    spread = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    unless(_polymod(spread + values) == (1 if values[0] == 0 else 0x2BC830A3), "checksum")
    program = _octets(values[1:-6])
    unless(values[0] <= 16 and 2 <= program <= 40 and (values[0] or program in {20, 32}), "form")
    return text


def _polymod(values: list[int], generators: tuple[int, ...] = _GENERATORS, width: int = 25) -> int:
    """The remainder of a BCH code over groups of five bits; the checksum is of `width` + 5 bits."""
    checksum, mask = 1, (1 << width) - 1
    for value in values:
        top = checksum >> width
        checksum = (checksum & mask) << 5 ^ value
        for bit, generator in enumerate(generators):
            if top >> bit & 1:
                checksum ^= generator
    return checksum


def _octets(values: list[int]) -> int:
    """How many bytes the groups of five bits are; the bits left over must be fewer than five, and zero."""
    octets, left = divmod(5 * len(values), 8)
    unless(left < 5 and not (values and values[-1] & ((1 << left) - 1)), "form")
    return octets


def ethereum(text: str) -> str:
    """An address in small letters with `0x`. Letters of both cases are a checksum, which is verified."""
    text = _bare(text, "ethereum").partition("@")[0]
    text = text[2:] if text[:2] in {"0x", "0X"} else text
    unless(len(text) == 40, "length")
    unless(re.fullmatch("[0-9a-fA-F]{40}", text), "characters")
    small = text.lower()
    if text not in {small, text.upper()}:
        digest = keccak_256(small.encode()).hex()
        right = "".join(
            letter.upper() if int(nibble, 16) >= 8 else letter for letter, nibble in zip(small, digest, strict=False)
        )
        unless(text == right, "checksum")
    return f"0x{small}"


def monero(text: str) -> str:
    """A standard, integrated or sub-address of the main network, as it is."""
    text = _bare(text, "monero")
    unless(len(text) in _MONERO_SIZES, "length")
    unless(all(letter in _BASE58 for letter in text), "characters")
    raw = b"".join(_monero_block(text[start : start + 11]) for start in range(0, len(text), 11))
    unless(raw[0] in _MONERO_NETWORKS, "network")
    unless(keccak_256(raw[:-4])[:4] == raw[-4:], "checksum")
    return text


def _monero_block(block: str) -> bytes:
    number = 0
    for letter in block:
        number = number * 58 + _BASE58[letter]
    size = _MONERO_BLOCKS[len(block)]
    unless(number < 1 << 8 * size, "form")
    return number.to_bytes(size, "big")
