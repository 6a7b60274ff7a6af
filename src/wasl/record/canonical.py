"""JSON in one form only: the JSON Canonicalization Scheme (RFC 8785).

Two programs that read the same value write the same bytes, so a hash over the bytes is a hash over the value.
"""

import json
import math
from decimal import Decimal
from typing import Any

SAFE_INTEGER = 2**53 - 1
"""Integers beyond this are not exact in every JSON reader (RFC 7493, section 2.2)."""


class NotCanonical(ValueError):  # noqa: N818 (says what the bytes are)
    """The bytes are not JSON, or not in canonical form."""


_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False, check_circular=False
).encode


class _Unusual(ValueError):  # noqa: N818 (a signal, never seen outside)
    """A number that Python's encoder may write in another form."""


def _unusual(text: str) -> Any:
    raise _Unusual(text)


def _short_integer(text: str) -> int:
    return int(text) if len(text) < 16 else _unusual(text)


def _integer(text: str) -> int | float:
    value = int(text)
    return value if abs(value) <= SAFE_INTEGER else float(text)


_decode_plain = json.JSONDecoder(parse_float=_unusual, parse_int=_short_integer, parse_constant=_unusual).raw_decode
_decode = json.JSONDecoder(parse_int=_integer).decode


def dumps(value: Any) -> bytes:
    """The canonical bytes of a JSON value. Raises ValueError for what JSON cannot hold exactly."""
    text = _encode(value) if _plain(value) else _write(value)
    return text.encode("utf-8")


def loads(data: bytes) -> Any:
    """The value of canonical bytes. Raises NotCanonical when writing the value again gives other bytes.

    A repeated key, a different order, a space or another spelling of a number all show that way. Whole numbers
    beyond `SAFE_INTEGER` are read as floats, which is what they are to JSON.
    """
    try:
        value, same = _read(data)
    except (ValueError, RecursionError) as error:
        message = "not JSON, or not exact"
        raise NotCanonical(message) from error
    if not same:
        message = "not in canonical form"
        raise NotCanonical(message)
    return value


def _read(data: bytes) -> tuple[Any, bool]:
    """The value, and whether it is written as here: quickly where Python's own encoder writes that form."""
    text = data.decode("utf-8")
    try:
        value, _end = _decode_plain(text)
    except _Unusual:
        value = _decode(text)
        return value, dumps(value) == data
    return value, (_encode(value) if _one_order(text) else _write(value)) == text


def _one_order(text: str) -> bool:
    """Whether code points and UTF-16 sort its keys alike: they do below U+10000."""
    return text.isascii() or len(text.encode("utf-16-le")) == 2 * len(text)


def _plain(value: Any) -> bool:
    """Whether Python's own encoder already writes the canonical form: no fractions, no keys beyond ASCII."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return bool(-SAFE_INTEGER <= value <= SAFE_INTEGER)
    if kind is dict:
        return all(type(key) is str and key.isascii() and _plain(part) for key, part in value.items())
    if kind is list or kind is tuple:
        return all(map(_plain, value))
    return False


def _write(value: Any) -> str:
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            message = "an object's keys must be text"
            raise ValueError(message)
        ordered = sorted(value.items(), key=lambda item: item[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_encode(key)}:{_write(part)}" for key, part in ordered) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_write, value)) + "]"
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return _encode(value)
    if isinstance(value, int) and abs(value) <= SAFE_INTEGER:
        return int.__repr__(value)
    if isinstance(value, float) and math.isfinite(value):
        return _number(value)
    message = f"{type(value).__name__} cannot be written as exact JSON"
    raise ValueError(message)


def _number(value: float) -> str:
    """ECMAScript's Number::toString (ECMA-262, section 6.1.6.1.20), whose digits equal Python's shortest ones."""
    if value == 0:
        return "0"
    sign, digits, exponent = Decimal(float.__repr__(value)).normalize().as_tuple()
    assert isinstance(exponent, int)
    text, point = "".join(map(str, digits)), len(digits) + exponent
    if len(digits) <= point <= 21:
        text += "0" * (point - len(digits))
    elif 0 < point <= 21:
        text = f"{text[:point]}.{text[point:]}"
    elif -6 < point <= 0:
        text = f"0.{'0' * -point}{text}"
    else:
        fraction = f".{text[1:]}" if len(text) > 1 else ""
        text = f"{text[0]}{fraction}e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return f"-{text}" if sign else text
