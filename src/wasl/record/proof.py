"""One entry's inclusion in one file, `.tlog-proof`: for a court, a commission, another state (C2SP tlog-proof)."""

import re
from dataclasses import dataclass

from wasl.record import tree
from wasl.record.checkpoint import Checkpoint, opened
from wasl.record.encoding import decode, encode
from wasl.record.note import Ed25519Verifier, MLDSA44Verifier, NoteError

_FIRST = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"0|[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True)
class TlogProof:
    """The path from entry `index` to the root that `checkpoint`, a signed note, states."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str

    def write(self) -> str:
        """The file's text."""
        return "\n".join([_FIRST, f"index {self.index}", *map(encode, self.path), "", self.checkpoint])

    def verify(self, hashed: bytes, keys: list[Ed25519Verifier | MLDSA44Verifier]) -> Checkpoint:
        """Check that a leaf hash is in the log that the keys belong to. Raises ProofError or NoteError."""
        found = opened(self.checkpoint, keys)
        tree.verify_inclusion(self.index, found.size, hashed, self.path, found.root)
        return found


def read(text: str) -> TlogProof:
    """Read a proof file. Raises NoteError when it is malformed."""
    head, gap, signed = text.partition("\n\n")
    lines = head.split("\n")
    first, rest = lines[0], lines[1:]
    if rest and rest[0].startswith("extra "):
        rest = rest[1:]
    index = rest[0].removeprefix("index ") if rest else ""
    try:
        path = tuple(decode(line) for line in rest[1:])
    except ValueError as error:
        message = "a hash in the proof is malformed"
        raise NoteError(message) from error
    if not gap or first != _FIRST or not _INDEX.fullmatch(index) or f"index {index}" != rest[0]:
        message = "not a proof file"
        raise NoteError(message)
    if any(len(step) != tree.HASH_SIZE for step in path):
        message = "a hash in the proof is malformed"
        raise NoteError(message)
    return TlogProof(int(index), path, signed)
