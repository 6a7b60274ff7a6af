"""What the log holds of an act: whether it is open, a salted commitment, and nothing else.

An entry's bytes are `wasl-entry/1`, one byte that is 01 for an open act and 00 for a closed one, and
SHA-256(salt ‖ SHA-256(envelope) ‖ SHA-256(decided)). Whoever lacks the salt learns nothing from the commitment, not
even by guessing the act; destroying the salt makes that permanent. The byte follows from the kind of act alone, and
shows when an open act is held back (docs/decisions/0006-open-entries-are-marked.md).
"""

from hashlib import sha256

PREFIX = b"wasl-entry/1"
SALT_SIZE = 32

_CLOSED, _OPEN = PREFIX + b"\x00", PREFIX + b"\x01"
_MARKS = {_CLOSED: False, _OPEN: True}
_HEAD_SIZE = len(PREFIX) + 1
ENTRY_SIZE = _HEAD_SIZE + 32


def commitment(salt: bytes, envelope: bytes, decided: bytes) -> bytes:
    """The 32 bytes that bind an act and what was decided about it."""
    return sha256(salt + sha256(envelope).digest() + sha256(decided).digest()).digest()


def entry_bytes(committed: bytes, *, is_open: bool) -> bytes:
    """The entry as tiles of entries carry it: 45 bytes."""
    return (_OPEN if is_open else _CLOSED) + committed


def read_entry(data: bytes) -> tuple[bool, bytes]:
    """Whether the entry is marked open, and its commitment. Raises ValueError for any other bytes."""
    is_open = _MARKS.get(data[:_HEAD_SIZE])
    if is_open is None or len(data) != ENTRY_SIZE:
        message = "not a Wasl entry"
        raise ValueError(message)
    return is_open, data[_HEAD_SIZE:]


def leaf_hash(committed: bytes, *, is_open: bool) -> bytes:
    """The entry's leaf in the tree: SHA-256(00 ‖ entry) (RFC 6962, section 2.1)."""
    return sha256(b"\x00" + (_OPEN if is_open else _CLOSED) + committed).digest()
