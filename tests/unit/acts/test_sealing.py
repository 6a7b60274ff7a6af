"""Files sealed in chunks: any part can be read alone, and none can be changed, moved, dropped or cut."""

import secrets
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.acts.sealing import CHUNK, TAG, SealError, open_chunk, seal_chunks

KEY = secrets.token_bytes(32)


def _opened(sealed: list[bytes], key: bytes = KEY) -> bytes:
    last = len(sealed) - 1
    return b"".join(open_chunk(key, number, chunk, last=number == last) for number, chunk in enumerate(sealed))


@given(
    size=st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1, 3 * CHUNK]),
    step=st.sampled_from([1000, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK]),
)
def test_whatever_the_parts_the_chunks_are_the_same(size: int, step: int) -> None:
    content = bytes(range(256)) * (size // 256) + bytes(size % 256)
    sealed = list(seal_chunks(KEY, (content[start : start + step] for start in range(0, size, step))))

    assert _opened(sealed) == content
    assert len(sealed) == max(1, -(-size // CHUNK))
    assert all(len(chunk) == CHUNK + TAG for chunk in sealed[:-1])


@pytest.fixture
def sealed() -> list[bytes]:
    return list(seal_chunks(KEY, [secrets.token_bytes(2 * CHUNK + 500)]))


def test_no_chunk_changes_places(sealed: list[bytes]) -> None:
    for order in permutations(range(3)):
        if order != (0, 1, 2):
            with pytest.raises(SealError):
                _opened([sealed[place] for place in order])


def test_none_is_dropped(sealed: list[bytes]) -> None:
    for kept in ([0, 1], [0, 2], [1, 2], [0], [2]):
        with pytest.raises(SealError):
            _opened([sealed[place] for place in kept])


def test_none_is_added(sealed: list[bytes]) -> None:
    with pytest.raises(SealError):
        _opened([*sealed, sealed[0]])


@pytest.mark.parametrize("place", [0, CHUNK // 2, CHUNK - 1, CHUNK, CHUNK + TAG - 1])
def test_no_bit_is_changed(sealed: list[bytes], place: int) -> None:
    changed = sealed[0][:place] + bytes([sealed[0][place] ^ 1]) + sealed[0][place + 1 :]
    with pytest.raises(SealError):
        _opened([changed, *sealed[1:]])


@pytest.mark.parametrize("cut", [b"", b"short", bytes(TAG)])
def test_nothing_is_cut(cut: bytes) -> None:
    with pytest.raises(SealError):
        _opened([cut])


def test_another_key_opens_nothing(sealed: list[bytes]) -> None:
    with pytest.raises(SealError):
        _opened(sealed, secrets.token_bytes(32))
