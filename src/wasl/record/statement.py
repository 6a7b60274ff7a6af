"""What is signed: the five parts of an act, which are the same for every kind.

The door takes no other parts and no other form, so a verifier believes none either.
"""

import re
from typing import Any

from wasl.record import canonical

PARTS = frozenset({"act", "by", "id", "kind", "origin"})
AUTHOR = frozenset({"mandate", "party"})

IDENTITY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
"""A UUID (RFC 9562)."""

KIND_MAX = 100
_KIND = re.compile(r"[a-z0-9.-]+/[1-9][0-9]*")


class BadStatement(ValueError):  # noqa: N818 (says what it is)
    """The payload is not the text of an act. The text says why."""


def read(payload: bytes) -> dict[str, Any]:
    """Take a payload apart. Raises BadStatement unless it is canonical JSON of the five parts, each in its form.

    What stands in `act` is left to the kind.
    """
    try:
        said = canonical.loads(payload)
    except canonical.NotCanonical as error:
        message = "it is not canonical JSON"
        raise BadStatement(message) from error
    if fault := _fault(said):
        raise BadStatement(fault)
    return said  # type: ignore[no-any-return]


def _fault(said: Any) -> str:
    """What is wrong with a payload; nothing where it has the form."""
    if type(said) is not dict or said.keys() != PARTS:
        return "its parts are missing or unknown"
    by, kind, identity = said["by"], said["kind"], said["id"]
    if type(by) is not dict or by.keys() != AUTHOR or type(by["party"]) is not str:
        return "by does not name a party and a mandate"
    if by["mandate"] is not None and type(by["mandate"]) is not int:
        return "by does not name a party and a mandate"
    if type(kind) is not str or len(kind) > KIND_MAX or not _KIND.fullmatch(kind):
        return "the kind has another form"
    if type(identity) is not str or not IDENTITY.fullmatch(identity):
        return "the id is not a UUID"
    return "" if type(said["origin"]) is str and type(said["act"]) is dict else "a part is of another type"
