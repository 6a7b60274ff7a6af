"""Signed notes: text, an empty line, and lines of signatures (C2SP signed-note).

Keys: Ed25519 (type 01) signs as the log, ML-DSA-44 (type 06) cosigns against quantum computers (C2SP
tlog-cosignature). Signatures by unknown keys are ignored; one by a known key that does not verify spoils the
note.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey
from nacl.signing import SigningKey

from wasl.record.ed25519 import covers
from wasl.record.encoding import decode, encode

ED25519, MLDSA44_COSIGNATURE = 0x01, 0x06
NOTE_MAX = 1_000_000
SIGNATURES_MAX = 64
_DASH = "\u2014 "


class NoteError(ValueError):
    """The note is malformed, unsigned by the keys asked for, or signed wrongly. The text says which."""


def key_id(name: str, kind: int, key: bytes) -> bytes:
    """The first four bytes of SHA-256(name ‖ newline ‖ type ‖ key)."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + key).digest()[:4]


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who, and the bytes after the key id."""

    name: str
    key_id: bytes
    data: bytes

    @property
    def line(self) -> str:
        """The line as it stands in the note."""
        return f"{_DASH}{self.name} {encode(self.key_id + self.data)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the signatures under it, none of them verified yet."""

    text: str
    signatures: tuple[Signature, ...]


def _valid_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(letter.isspace() for letter in name)


def parse(note: str) -> Note:
    """Take a note apart. Raises NoteError."""
    if len(note) > NOTE_MAX or any(letter < " " and letter != "\n" for letter in note):
        message = "the note is too long or holds control characters"
        raise NoteError(message)
    text, gap, lines = note.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        message = "the note has no signature lines"
        raise NoteError(message)
    found = [_signature(line) for line in lines[:-1].split("\n")]
    if len(found) > SIGNATURES_MAX:
        message = "the note has too many signatures"
        raise NoteError(message)
    return Note(text + "\n", tuple(found))


def _signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    try:
        data = decode(encoded)
    except ValueError:
        data = b""
    if not line.startswith(_DASH) or not space or not _valid_name(name) or len(data) < 5:
        message = "a signature line is malformed"
        raise NoteError(message)
    return Signature(name, data[:4], data[4:])


class Verifier(Protocol):
    """A public key under a name, as a member pins it."""

    name: str
    key: bytes
    kind: int

    def verify(self, text: str, signature: bytes) -> bool:
        """Whether the signature covers the text."""
        ...


class _Named:
    name: str
    key: bytes
    kind: int

    def __init__(self, name: str, key: bytes) -> None:
        if not _valid_name(name):
            message = "a key's name has neither spaces nor +"
            raise NoteError(message)
        self.name, self.key = name, key

    @cached_property
    def key_id(self) -> bytes:
        """Names the key in signature lines."""
        return key_id(self.name, self.kind, self.key)

    def speaks_for(self, origin: str) -> bool:
        """Whether this is the key of the log of that origin, not a cosigner's."""
        return self.kind == ED25519 and self.name == origin

    @property
    def vkey(self) -> str:
        """The verifier key: `name+key id+base64(type ‖ key)`."""
        return f"{self.name}+{self.key_id.hex()}+{encode(bytes([self.kind]) + self.key)}"


class Ed25519Verifier(_Named):
    """Verifies a note's text."""

    kind = ED25519

    def verify(self, text: str, signature: bytes) -> bool:
        """Ed25519 over the text (RFC 8032)."""
        return covers(signature, text.encode(), self.key)


class MLDSA44Verifier(_Named):
    """Verifies a cosignature over a checkpoint's origin, size and root (FIPS 204)."""

    kind = MLDSA44_COSIGNATURE

    def verify(self, text: str, signature: bytes) -> bool:
        """ML-DSA-44 over the cosigned message; the first eight bytes of the signature are its time."""
        try:
            message = cosigned_message(self.name, int.from_bytes(signature[:8]), text)
            MLDSA44PublicKey.from_public_bytes(self.key).verify(signature[8:], message)
        except (InvalidSignature, ValueError, OverflowError):
            return False
        return True

    def time(self, signature: bytes) -> int:
        """When it was cosigned, in seconds since 1970: as much a part of what is signed as the checkpoint."""
        return int.from_bytes(signature[:8])


_VERIFIERS: dict[int, tuple[type[Ed25519Verifier | MLDSA44Verifier], int]] = {
    ED25519: (Ed25519Verifier, 32),
    MLDSA44_COSIGNATURE: (MLDSA44Verifier, 1312),
}


def read_vkey(vkey: str) -> Ed25519Verifier | MLDSA44Verifier:
    """Read a verifier key of a known type. Raises NoteError."""
    parts = vkey.split("+", 2)
    try:
        name, stated, data = parts[0], parts[1], decode(parts[2])
        verifier, size = _VERIFIERS[data[0]]
    except (IndexError, KeyError, ValueError) as error:
        message = "a verifier key is malformed or of an unknown type"
        raise NoteError(message) from error
    found = verifier(name, data[1:])
    if len(found.key) != size or found.key_id.hex() != stated:
        message = "a verifier key's id does not match it"
        raise NoteError(message)
    return found


class Ed25519Signer:
    """The log's own key."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = SigningKey(seed)
        self._verifier = Ed25519Verifier(name, bytes(self._key.verify_key))

    def verifier(self) -> Ed25519Verifier:
        """The public half."""
        return self._verifier

    def sign(self, text: str) -> Signature:
        """Sign a note's text, which ends in a newline."""
        return Signature(self._verifier.name, self._verifier.key_id, self._key.sign(text.encode()).signature)


class MLDSA44Cosigner:
    """A cosigner's key; its signatures are randomised, so they are verified and never compared."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = MLDSA44PrivateKey.from_seed_bytes(seed)
        self._verifier = MLDSA44Verifier(name, self._key.public_key().public_bytes_raw())

    def verifier(self) -> MLDSA44Verifier:
        """The public half."""
        return self._verifier

    def sign(self, text: str, time: int) -> Signature:
        """Cosign a checkpoint's text as of `time` (seconds since 1970)."""
        name = self._verifier.name
        signature = self._key.sign(cosigned_message(name, time, text))
        return Signature(name, self._verifier.key_id, time.to_bytes(8) + signature)


def cosigned_message(name: str, time: int, text: str) -> bytes:
    """What a type 06 cosignature covers (C2SP tlog-cosignature). Raises ValueError when it is no checkpoint."""
    origin, size, root = text.split("\n")[:3]
    return b"".join(
        (
            b"subtree/v1\n\x00",
            _short(name),
            time.to_bytes(8),
            _short(origin),
            bytes(8),
            int(size).to_bytes(8),
            decode(root),
        )
    )


def _short(text: str) -> bytes:
    data = text.encode()
    return len(data).to_bytes(1) + data


def write(text: str, signatures: Iterable[Signature]) -> str:
    """The note as it is published."""
    return text + "\n" + "".join(signature.line for signature in signatures)


def verify(note: Note, verifiers: Iterable[Ed25519Verifier | MLDSA44Verifier]) -> None:
    """Check that every given key signed the note, and signed it right. Raises NoteError."""
    for verifier in verifiers:
        mine = signatures_by(note, verifier)
        if not mine:
            message = f"there is no signature by {verifier.name}"
            raise NoteError(message)
        if not all(verifier.verify(note.text, line.data) for line in mine):
            message = f"the signature by {verifier.name} is wrong"
            raise NoteError(message)


def signatures_by(note: Note, verifier: Ed25519Verifier | MLDSA44Verifier) -> list[Signature]:
    """The lines that name the key."""
    return [line for line in note.signatures if (line.name, line.key_id) == (verifier.name, verifier.key_id)]
