"""The signed text of an act: canonical JSON naming its kind, its author, its record and its own identity.

The payload must be in canonical form (RFC 8785), and the act in it as its class writes it: no field left out,
instants in their one form. Those are rules of the door, not of verification: the signature covers the exact bytes
(DSSE), and two programs can never read one payload in two ways.
"""

import uuid
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ValidationError

from wasl.acts import faults
from wasl.acts.act import Act, By
from wasl.acts.refusals import Refused
from wasl.acts.registry import Kind, find
from wasl.acts.wording import Text
from wasl.record import canonical
from wasl.record.envelope import BadEnvelope, BadSignature, Envelope, parse
from wasl.record.statement import IDENTITY, PARTS

ENVELOPE_MAX = 48 * 1024
"""Bytes of one envelope. Larger things are blobs, named by their digest."""

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Statement:
    """One act as it was signed, its signature verified, its author not yet judged."""

    identity: str
    kind: Kind
    by: By
    act: Act
    envelope: Envelope


def write(act: Act, by: By, origin: str, identity: str | None = None) -> bytes:
    """The canonical bytes to sign. `identity` is a random UUID: it makes a repetition recognisable."""
    return canonical.dumps(
        {
            "act": _written(act),
            "by": by.model_dump(),
            "id": identity or str(uuid.uuid4()),
            "kind": act.kind,
            "origin": origin,
        }
    )


def _written(act: Act) -> dict[str, Any]:
    return act.model_dump(mode="json", exclude={"kind"})


def read(source: bytes | dict[str, Any], origin: str) -> Statement:
    """Open an envelope: form, signature, record, kind and fields, in that order.

    Raises Refused: bad-envelope, too-large, bad-signature, not-canonical, wrong-record, unknown-kind,
    invalid-act. Touches no database, so it runs before the lock is taken.
    """
    envelope = _open(source)
    try:
        envelope.verify()
    except BadSignature as error:
        raise Refused("bad-signature", _("The signature does not match what was signed."), status=403) from error
    return read_verified(envelope, origin)


def _open(source: bytes | dict[str, Any]) -> Envelope:
    try:
        envelope = parse(source)
    except BadEnvelope as error:
        raise Refused(
            "bad-envelope", _("This is not a signed act: the envelope cannot be read."), status=400
        ) from error
    if len(envelope.normal) > ENVELOPE_MAX:
        raise Refused("too-large", _("A signed act may have at most %(limit)s bytes."), limit=ENVELOPE_MAX, status=413)
    return envelope


def read_verified(envelope: Envelope, origin: str) -> Statement:
    """The rest of `read`, once the signature is known to be right."""
    try:
        payload = canonical.loads(envelope.payload)
    except canonical.NotCanonical as error:
        raise Refused("not-canonical", _("The signed text is not canonical JSON (RFC 8785)."), status=400) from error
    if not isinstance(payload, dict) or payload.keys() != PARTS:
        raise Refused("bad-envelope", _("This is not a signed act: its parts are missing or unknown."), status=400)
    if payload["origin"] != origin:
        raise Refused("wrong-record", _("This act was signed for another record."))
    kind = find(payload["kind"]) if isinstance(payload["kind"], str) else None
    if kind is None:
        raise Refused("unknown-kind", _("This installation does not know this kind of act."))
    identity = payload["id"]
    if not isinstance(identity, str) or not IDENTITY.fullmatch(identity):
        raise Refused("invalid-act", _("The act does not say what it must."), fields={"id": faults.NO_IDENTITY})
    by, act = _understood(By, payload["by"], "by"), _understood(kind.act, payload["act"])
    if payload["act"] != (written := _written(act)):
        raise Refused("invalid-act", _("The act does not say what it must."), fields=_unlike(payload["act"], written))
    return Statement(identity, kind, by, act, envelope)


def _understood(model: type[M], value: Any, *place: str) -> M:
    """The value as its model reads it. Raises Refused: invalid-act, with what is wrong by its path inside the act."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        fields = faults.by_field(error.errors(include_input=False), *place)
        raise Refused("invalid-act", _("The act does not say what it must."), fields=fields) from error


def _unlike(said: dict[str, Any], written: dict[str, Any]) -> dict[str, Text]:
    """The fields left out, or written in another form than the one they have in the record."""
    fields = {
        name: faults.unlike(canonical.dumps(value).decode())
        for name, value in written.items()
        if name not in said or said[name] != value
    }
    return fields | dict.fromkeys(said.keys() - written.keys(), faults.UNKNOWN)
