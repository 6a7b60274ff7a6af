"""An entry opened to a reader: the signed act, what was decided, and the salt that ties both to the leaf.

The file `open/<index>.json` of an export is canonical JSON, so that one changed byte anywhere shows.
"""

import re
from dataclasses import dataclass
from typing import Any

from wasl.record import canonical
from wasl.record.encoding import decode, encode, named_key
from wasl.record.entry import commitment
from wasl.record.envelope import PAYLOAD_TYPE, Envelope


class BadOpening(ValueError):  # noqa: N818 (says what it is)
    """The file is not an opened entry in canonical form."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An act, what was decided beside it (canonical JSON), and the salt."""

    envelope: Envelope
    decided: bytes
    salt: bytes

    @property
    def commitment(self) -> bytes:
        """What the entry must hold."""
        return commitment(self.salt, self.envelope.normal, self.decided)

    def write(self) -> bytes:
        """The file's bytes."""
        return b'{"decided":%b,"envelope":%b,"salt":"%b"}' % (
            self.decided,
            self.envelope.normal,
            encode(self.salt).encode(),
        )


_FORM = re.compile(
    rb"""
    \{"decided":(\{.*?\}),
    "envelope":\{
        "payload":"([A-Za-z0-9+/]*={0,2})",
        "payloadType":"%b",
        "signatures":\[\{"keyid":"([A-Za-z0-9_-]{43})","sig":"([A-Za-z0-9+/]{86}==)"\}\]\},
    "salt":"([A-Za-z0-9+/]{43}=)"\}
    """
    % re.escape(PAYLOAD_TYPE).encode(),
    re.DOTALL | re.VERBOSE,
)


def read(data: bytes) -> Opened:
    """Read `open/<index>.json`. Raises BadOpening."""
    return read_decided(data)[0]


def read_decided(data: bytes) -> tuple[Opened, dict[str, Any]]:
    """`read`, together with what was decided as a value: verification needs both.

    Canonical JSON puts the parts in one order, and nothing but `decided` can be written in more than one way.
    """
    found = _FORM.fullmatch(data)
    try:
        if not found:
            message = "the file is not canonical JSON of an opened entry"
            raise BadOpening(message)
        decided, payload, keyid, signature, salt = found.groups()
        facts = canonical.loads(decided)
        named_key(keyid.decode())
        envelope = Envelope(decode(payload.decode()), keyid.decode(), decode(signature.decode()))
        return Opened(envelope, decided, decode(salt.decode())), facts
    except ValueError as error:
        message = "the file is not canonical JSON of an opened entry"
        raise BadOpening(message) from error
