"""What a submitter takes home: enough to prove, without us, that the act is in the record."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from wasl.acts.act import Decided
from wasl.record import canonical
from wasl.record.entry import leaf_hash


@dataclass(frozen=True, slots=True)
class Receipt:
    """An accepted act: its index, what was decided, the salt, and the proof up to a signed checkpoint.

    `commitment` is SHA-256(salt ‖ SHA-256(envelope) ‖ SHA-256(decided)); `is_open` says how the entry is marked.
    `hashes` is the RFC 6962 inclusion path of the entry in the tree that `checkpoint` signs; it is computed when
    asked for.
    """

    index: int
    identity: str
    is_open: bool
    decided: Decided
    decided_bytes: bytes
    salt: bytes
    commitment: bytes
    checkpoint: str
    path: Callable[[], Sequence[bytes]] = field(repr=False, compare=False)

    @property
    def hashes(self) -> list[bytes]:
        """The inclusion path, lowest hash first."""
        return list(self.path())

    def as_json(self) -> dict[str, Any]:
        """The receipt as the API gives it and as `wasl act submit` writes it to a file."""
        return {
            "index": self.index,
            "id": self.identity,
            "open": self.is_open,
            "decided": canonical.loads(self.decided_bytes),
            "salt": b64encode(self.salt).decode(),
            "commitment": b64encode(self.commitment).decode(),
            "leaf": b64encode(leaf_hash(self.commitment, is_open=self.is_open)).decode(),
            "checkpoint": self.checkpoint,
            "proof": [b64encode(step).decode() for step in self.hashes],
        }
