"""Base64 in one form only: what decodes must encode back to the same text."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import a2b_base64, b2a_base64
from functools import lru_cache


def encode(data: bytes) -> str:
    """Standard base64 with padding (RFC 4648, section 4)."""
    return b2a_base64(data, newline=False).decode("ascii")


def decode(text: str) -> bytes:
    """Read `encode`'s output. Raises ValueError for any other text, stray trailing bits included."""
    data = a2b_base64(text, strict_mode=True)
    if encode(data) != text:
        message = "not strict base64"
        raise ValueError(message)
    return data


def key_name(key: bytes) -> str:
    """A public key as base64url without padding: the key is its own name."""
    return urlsafe_b64encode(key).decode("ascii").rstrip("=")


@lru_cache(maxsize=4096)
def named_key(name: str) -> bytes:
    """The 32 bytes of a key's name. Raises ValueError when it is none."""
    key = urlsafe_b64decode(name + "=")
    if len(key) != 32 or key_name(key) != name:
        message = "not the name of a key"
        raise ValueError(message)
    return key
