import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.record.record_builder import RecordBuilder, organisation, signing_key
from wasl.record import canonical, envelope, opened
from wasl.record.encoding import decode
from wasl.record.entry import ENTRY_SIZE, commitment, entry_bytes, leaf_hash, read_entry
from wasl.record.envelope import sign
from wasl.record.opened import BadOpening, Opened
from wasl.record.tree import leaf

VECTOR = Path(__file__).parents[2] / "vectors" / "record" / "entry.json"

KEY = signing_key("MA")
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
facts = st.dictionaries(
    texts | st.sampled_from(["envelope", "salt", "decided"]),
    st.recursive(
        st.none() | st.booleans() | st.integers(-5, 5) | texts,
        lambda part: st.dictionaries(texts | st.sampled_from(["envelope", "payload"]), part, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)


def test_the_format_is_what_it_has_always_been() -> None:
    """The bytes of an entry never change: whoever kept one must be able to prove it for ever."""
    vector = json.loads(VECTOR.read_bytes())
    found = opened.read(vector["file"].encode())

    found.envelope.verify()
    assert found.envelope.normal.decode() == vector["envelope"]
    assert found.decided.decode() == vector["decided"]
    assert found.salt.hex() == vector["salt"]
    assert commitment(found.salt, found.envelope.normal, found.decided).hex() == vector["commitment"]
    assert entry_bytes(found.commitment, is_open=True).hex() == vector["entry"]
    assert leaf_hash(found.commitment, is_open=True).hex() == vector["leaf"]
    assert entry_bytes(found.commitment, is_open=False).hex() == vector["closed_entry"]
    assert leaf_hash(found.commitment, is_open=False).hex() == vector["closed_leaf"]
    assert found.write().decode() == vector["file"]


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=60), facts, st.binary(min_size=32, max_size=32))
def test_what_is_written_is_canonical_and_reads_back(payload: bytes, decided: dict[str, Any], salt: bytes) -> None:
    made = Opened(sign(payload, KEY), canonical.dumps(decided), salt)

    assert opened.read(made.write()) == made
    assert canonical.dumps(canonical.loads(made.write())) == made.write()


def _read_slowly(data: bytes) -> Opened:
    """The same reading by parsing all of it and writing it anew."""
    value = canonical.loads(data)
    assert set(value) == {"decided", "envelope", "salt"}
    assert isinstance(value["decided"], dict)
    found = Opened(envelope.parse(value["envelope"]), canonical.dumps(value["decided"]), decode(value["salt"]))
    assert len(found.salt) == 32
    assert found.write() == data
    return found


@settings(deadline=None, max_examples=400)
@given(facts, st.data())
def test_reading_by_form_accepts_what_reading_slowly_accepts(decided: dict[str, Any], data: st.DataObject) -> None:
    written = Opened(sign(b"{}", KEY), canonical.dumps(decided), bytes(32)).write()
    place = data.draw(st.integers(0, len(written) - 1))
    piece = data.draw(st.sampled_from([b"", b"}", b"{", b'"', b"A", b"/", b" ", b"=", b'},"envelope":{"payload":"']))
    changed = written[:place] + piece + written[place + data.draw(st.integers(0, 2)) :]
    try:
        slow = _read_slowly(changed)
    except (ValueError, KeyError, TypeError, AssertionError):
        with pytest.raises(BadOpening):
            opened.read(changed)
    else:
        assert opened.read(changed) == slow


def test_facts_that_look_like_the_rest_of_the_file() -> None:
    inner = organisation(1).opened[0].write()
    for decided in (canonical.loads(inner), {"a": '},"envelope":{"payload":"'}, {"envelope": {"payload": ""}}):
        made = Opened(sign(b"x", KEY), canonical.dumps(decided), bytes(32))
        assert opened.read(made.write()) == made


def test_a_flipped_bit_anywhere_is_refused_or_breaks_the_commitment() -> None:
    made = organisation(5).opened[4]
    data = made.write()
    for place in range(len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[place] ^= 1 << bit
            try:
                found = opened.read(bytes(changed))
            except BadOpening:
                continue
            assert found.commitment != made.commitment


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"",
        lambda data: b"{}",
        lambda data: b"[]",
        lambda data: data + b"\n",
        lambda data: b" " + data,
        lambda data: data[:-1],
        lambda data: data.replace(b'{"decided":', b'{ "decided":'),
        lambda data: data.replace(b'"salt":"', b'"salt":"AAAA'),
        lambda data: data.replace(b"wasl.act", b"wasl.bct"),
        lambda data: data.replace(b',"salt"', b',"more":1,"salt"'),
        lambda data: data.replace(b'"decided":{"at"', b'"decided":{"at":1,"at"'),
        lambda data: data.replace(b'"decided":{"at"', b'"decided":{"zt":1,"at"'),
        lambda data: data.replace(b'"decided":{', b'"decided":{"a":1.0,'),
        lambda data: data.replace(b'"decided":{', b'"decided":{"a":"\xff",'),
        lambda data: b'{"decided":[]' + data[data.index(b',"envelope"') :],
        lambda data: b'{"decided":' + b'{"a":' * 20_000 + b"1" + b"}" * 20_000 + data[data.index(b',"envelope"') :],
        lambda data: data.replace(b"==", b"=="[:1]),
    ],
)
def test_any_other_form_is_refused(change: Any) -> None:
    changed = change(organisation(5).opened[4].write())

    with pytest.raises(BadOpening):
        opened.read(changed)


def test_hiding_depends_on_the_salt_and_binding_on_all_three() -> None:
    made = organisation(5).opened[4]
    others = [
        replace(made, salt=bytes(32)),
        replace(made, decided=b'{"at":"2026-01-05T09:00:04.000001Z"}'),
        replace(made, envelope=sign(b"{}", KEY)),
    ]

    assert len({made.commitment, *(other.commitment for other in others)}) == 4


@pytest.mark.parametrize("is_open", [True, False])
def test_an_entry_is_45_bytes_and_nothing_else(is_open: bool) -> None:
    data = entry_bytes(bytes(range(32)), is_open=is_open)

    assert len(data) == ENTRY_SIZE == 45
    assert read_entry(data) == (is_open, bytes(range(32)))
    assert leaf_hash(bytes(range(32)), is_open=is_open) == leaf(data)
    unmarked = data[:12] + data[13:]
    marked_otherwise = [data[:12] + bytes([mark]) + data[13:] for mark in range(2, 256)]
    for wrong in (
        b"",
        data[:-1],
        data + b"x",
        b"wasl-entry/2" + data[12:],
        b"WASL" + data[4:],
        unmarked,
        *marked_otherwise,
    ):
        with pytest.raises(ValueError):
            read_entry(wrong)


def test_the_builder_makes_the_same_record_twice() -> None:
    assert organisation(20).entries == organisation(20).entries
    assert RecordBuilder().vkeys == RecordBuilder().vkeys
