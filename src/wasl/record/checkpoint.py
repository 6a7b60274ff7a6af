"""Checkpoints: the record's origin, size and root as a signed note (C2SP tlog-checkpoint).

Three lines and no extension lines: programs disagree on who signs those.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from wasl.record import note
from wasl.record.encoding import decode, encode
from wasl.record.note import Ed25519Signer, Ed25519Verifier, MLDSA44Cosigner, MLDSA44Verifier
from wasl.record.tree import HASH_SIZE

SKEW = timedelta(minutes=5)
"""How far two clocks may be apart: of the machines of one installation, or of the log and its reader."""

_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says it holds: `size` entries under one root of 32 bytes."""

    origin: str
    size: int
    root: bytes
    times: tuple[int, ...] = field(default=(), compare=False)
    """When it was cosigned, in seconds since 1970: one for each cosignature that was verified."""

    def is_ahead(self, now: datetime) -> bool:
        """Whether it was cosigned at a time that the reader's clock, at `now`, has not reached."""
        return any(time > (now + SKEW).timestamp() for time in self.times)

    def latest(self, now: datetime) -> datetime:
        """The latest time that an entry under it may bear.

        That is when it was cosigned or, where nobody cosigned it, the reader's `now`: no entry was decided after the
        root over it was signed.
        """
        seen = min([int(now.timestamp()), *self.times])
        return datetime.fromtimestamp(seen, UTC) + SKEW + timedelta(seconds=1)  # cosignatures know whole seconds

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{encode(self.root)}\n"

    def signed(self, *signers: Ed25519Signer) -> str:
        """The note with the log's signature."""
        return note.write(self.text, (signer.sign(self.text) for signer in signers))

    def cosigned(self, signed: str, cosigner: MLDSA44Cosigner, time: int) -> str:
        """The note with one more line: the cosignature as of `time`, in seconds since 1970."""
        return signed + cosigner.sign(self.text, time).line


def parse(text: str) -> Checkpoint:
    """Read a checkpoint's own text. Raises NoteError for anything but the three lines."""
    lines = text.split("\n")
    try:
        origin, size, root, rest = lines
        read = Checkpoint(origin, int(size), decode(root))
    except ValueError as error:
        message = "the checkpoint is malformed"
        raise note.NoteError(message) from error
    if rest or not origin or not _SIZE.fullmatch(size) or len(read.root) != HASH_SIZE:
        message = "the checkpoint is malformed"
        raise note.NoteError(message)
    return read


def opened(signed: str, verifiers: Iterable[Ed25519Verifier | MLDSA44Verifier]) -> Checkpoint:
    """The checkpoint in a note that every given key signed. Raises NoteError.

    One of them must be an Ed25519 key that bears the origin as its name: a log signs as itself.
    """
    keys = list(verifiers)
    found = note.parse(signed)
    note.verify(found, keys)
    cosigners = [key for key in keys if isinstance(key, MLDSA44Verifier)]
    times = (key.time(line.data) for key in cosigners for line in note.signatures_by(found, key))
    checkpoint = replace(parse(found.text), times=tuple(times))
    if not any(key.speaks_for(checkpoint.origin) for key in keys):
        message = "the checkpoint is of another log"
        raise note.NoteError(message)
    return checkpoint
