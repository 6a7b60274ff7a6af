import json
import math
import struct
from enum import IntEnum, StrEnum
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.record import published
from wasl.record import canonical
from wasl.record.canonical import NotCanonical, dumps, loads

SAFE = 2**53 - 1

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
leaves = st.none() | st.booleans() | st.integers(-SAFE, SAFE) | st.floats(allow_nan=False, allow_infinity=False) | texts
values = st.recursive(
    leaves, lambda part: st.lists(part, max_size=4) | st.dictionaries(texts, part, max_size=4), max_leaves=20
)


@pytest.mark.parametrize("name", ["arrays", "french", "unicode", "values"])
def test_the_published_examples(name: str) -> None:
    source = json.loads((published.folder("jcs") / "input" / f"{name}.json").read_bytes())
    wanted = (published.folder("jcs") / "output" / f"{name}.json").read_bytes()

    assert dumps(source) == wanted
    assert wanted.hex() == "".join((published.folder("jcs") / "outhex" / f"{name}.txt").read_text().split())
    assert loads(wanted) == source


@settings(deadline=None, max_examples=400)
@given(values)
def test_a_second_program_writes_the_same_bytes(value: Any) -> None:
    assert dumps(value) == rfc8785.dumps(value)


@settings(deadline=None, max_examples=400)
@given(values)
def test_what_is_written_reads_back_the_same(value: Any) -> None:
    written = dumps(value)

    assert loads(written) == value
    assert dumps(loads(written)) == written


@settings(deadline=None, max_examples=400)
@given(st.integers(0, 2**64 - 1))
def test_every_double_is_written_as_ecmascript_writes_it(bits: int) -> None:
    (number,) = struct.unpack(">d", bits.to_bytes(8))
    if not math.isfinite(number):
        with pytest.raises(ValueError):
            dumps(number)
    else:
        assert dumps(number) == rfc8785.dumps(number)
        assert loads(dumps(number)) == number


@pytest.mark.parametrize(
    ("bits", "written"),
    [  # RFC 8785, appendix B
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("c340000000000000", "-9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("41b3de4355555557", "333333333.33333343"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_the_numbers_of_the_standard(bits: str, written: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))

    assert dumps(number) == written.encode()
    assert loads(written.encode()) == number


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" 1",
        b"1\n",
        b"\xef\xbb\xbf1",
        b"\xff",
        b'"\xed\xa0\x80"',
        b'"\\ud800"',
        b"1.0",
        b"-0",
        b"1E3",
        b"1e3",
        b"01",
        b"1e400",
        b"NaN",
        b"Infinity",
        b"-Infinity",
        b"9007199254740993",
        b"1" * 400,
        b"1" * 5000,
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b"[1, 2]",
        b'"\\u0041"',
        b'"\\/"',
        b'"\\u000A"',
        b'"\x7f\x01"',
        b'"\\u00e9"',
        '{"\U00010000":1,"\ue000":2}'.encode()[::-1],
        '{"\ue000":1,"\U00010000":2}'.encode(),
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b"{}x",
    ],
)
def test_anything_but_the_one_form_is_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        loads(data)


def test_keys_are_sorted_by_utf16_units() -> None:
    assert dumps({"\ue000": 1, "\U00010000": 2, "a": 0}) == '{"a":0,"\U00010000":2,"\ue000":1}'.encode()
    assert loads('{"\U00010000":2,"\ue000":1}'.encode()) == {"\U00010000": 2, "\ue000": 1}


@settings(deadline=None, max_examples=300)
@given(values, st.data())
def test_one_changed_byte_is_either_refused_or_another_value(value: Any, data: st.DataObject) -> None:
    written = bytearray(dumps(value))
    place = data.draw(st.integers(0, len(written) - 1))
    written[place] ^= 1 << data.draw(st.integers(0, 7))
    try:
        read = loads(bytes(written))
    except NotCanonical:
        return
    assert dumps(read) == bytes(written) != dumps(value)


@pytest.mark.parametrize(
    "value", [2**53, -(2**53), float("nan"), float("inf"), {1: 2}, {None: 1}, {1, 2}, b"x", "\ud800", {"\ud800": 1}, 1j]
)
def test_what_json_cannot_hold_exactly_is_not_written(value: object) -> None:
    with pytest.raises(ValueError):
        dumps(value)
    with pytest.raises(ValueError):
        dumps({"a": [value]})


def test_enumerations_are_written_as_their_values() -> None:
    colour = StrEnum("colour", {"RED": "red"})
    number = IntEnum("number", {"ONE": 1})

    assert dumps({"a": colour("red"), "b": (number(1), 0.5)}) == b'{"a":"red","b":[1,0.5]}'


def test_both_ways_of_writing_agree() -> None:
    value = {"b": [1, True, None, "é\u2028\x07"], "a": {"z": -SAFE, "y": []}}

    assert canonical._plain(value)
    assert canonical._write(value).encode() == dumps(value)
