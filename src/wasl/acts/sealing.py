"""Encryption of what the database must not hold in the clear, under keys derived from the home's keystore key.

Small secrets are sealed whole (AES-256-GCM). Files are sealed in chunks, so that a part can be read without the
rest; the chunk's number and whether it is the last are bound in, so chunks cannot be swapped, dropped or cut.
"""

import os
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

CHUNK = 64 * 1024
TAG = 16


class SealError(Exception):
    """What was sealed cannot be opened: another key, or changed bytes."""


def derived(purpose: str) -> bytes:
    """A 32-byte key for one purpose (HKDF-SHA256)."""
    return HKDF(SHA256(), 32, None, purpose.encode()).derive(settings.WASL_HOME.secret("keystore.key"))


def seal(secret: bytes, purpose: str, context: str) -> bytes:
    """Encrypt a small secret, bound to a context such as the key's name."""
    nonce = os.urandom(12)
    return nonce + AESGCM(derived(purpose)).encrypt(nonce, secret, context.encode())


def unseal(sealed: bytes, purpose: str, context: str) -> bytes:
    """The secret again. Raises SealError."""
    try:
        return AESGCM(derived(purpose)).decrypt(sealed[:12], sealed[12:], context.encode())
    except (InvalidTag, ValueError) as error:
        message = "sealed with another key, or damaged"
        raise SealError(message) from error


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])


def seal_chunks(key: bytes, parts: Iterable[bytes]) -> Iterator[bytes]:
    """Encrypt a stream under a key used for nothing else; each part yielded is one sealed chunk."""
    cipher, waiting, number = AESGCM(key), bytearray(), 0
    for part in parts:
        waiting += part
        while len(waiting) > CHUNK:
            yield cipher.encrypt(_nonce(number, last=False), bytes(waiting[:CHUNK]), None)
            del waiting[:CHUNK]
            number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(waiting), None)


def open_chunk(key: bytes, number: int, sealed: bytes, *, last: bool) -> bytes:
    """Decrypt chunk `number`. Raises SealError."""
    try:
        return AESGCM(key).decrypt(_nonce(number, last=last), sealed, None)
    except InvalidTag as error:
        message = "sealed with another key, or damaged"
        raise SealError(message) from error
