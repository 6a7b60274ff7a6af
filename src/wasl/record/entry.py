"""What the log holds of an act: a salted commitment and nothing else.

An entry's bytes are `wasl-entry/1` followed by SHA-256(salt ‖ SHA-256(envelope) ‖ SHA-256(decided)). Whoever
lacks the salt learns nothing from it, not even by guessing the act; destroying the salt makes that permanent.
"""

from hashlib import sha256

PREFIX = b"wasl-entry/1"
SALT_SIZE = 32
ENTRY_SIZE = len(PREFIX) + 32


def commitment(salt: bytes, envelope: bytes, decided: bytes) -> bytes:
    """The 32 bytes that bind an act and what was decided about it."""
    return sha256(salt + sha256(envelope).digest() + sha256(decided).digest()).digest()


def entry_bytes(committed: bytes) -> bytes:
    """The entry as tiles of entries carry it: 44 bytes."""
    return PREFIX + committed


def read_entry(data: bytes) -> bytes:
    """The commitment in an entry's bytes. Raises ValueError for any other bytes."""
    if len(data) != ENTRY_SIZE or not data.startswith(PREFIX):
        message = "not a Wasl entry"
        raise ValueError(message)
    return data[len(PREFIX) :]


def leaf_hash(committed: bytes) -> bytes:
    """The entry's leaf in the tree: SHA-256(00 ‖ entry) (RFC 6962, section 2.1)."""
    return sha256(b"\x00" + PREFIX + committed).digest()
