import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wasl.record.encoding import decode, encode, key_name, named_key


@settings(deadline=None)
@given(st.binary(max_size=70))
def test_base64_round_trip(data: bytes) -> None:
    assert decode(encode(data)) == data


@pytest.mark.parametrize(
    "text", ["QQ", "QQ=", "QR==", "QQ==\n", " QQ==", "QQ==QQ==", "Q Q==", "QQ=\u2003=", "Q-==", "é"]
)
def test_base64_in_any_other_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        decode(text)


@settings(deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_a_key_is_its_own_name(key: bytes) -> None:
    assert len(key_name(key)) == 43
    assert named_key(key_name(key)) == key


@pytest.mark.parametrize(
    "name", ["", "A" * 42, "A" * 44, "A" * 42 + "B", "A" * 42 + "=", "/" * 43, "é" * 43, "A" * 43 + "\n"]
)
def test_anything_else_names_no_key(name: str) -> None:
    with pytest.raises(ValueError):
        named_key(name)
