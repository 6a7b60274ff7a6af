"""Ed25519 signatures (RFC 8032), checked by libsodium: small-order keys and unreduced signatures are refused."""

from nacl.bindings import crypto_sign_open
from nacl.exceptions import CryptoError

KEY_SIZE, SIGNATURE_SIZE = 32, 64


def covers(signature: bytes, message: bytes, key: bytes) -> bool:
    """Whether the signature is the key's over the message."""
    if len(signature) != SIGNATURE_SIZE or len(key) != KEY_SIZE:  # the library asks for neither, and reads on
        return False
    try:
        crypto_sign_open(signature + message, key)
    except CryptoError:
        return False
    return True
