"""Who is asking: requests signed with a bureau's key (RFC 9421), and everybody else.

Whoever signs the request reads as its party; nobody needs a password or a token for that. Posting an act needs
no signed request: the act itself is signed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    algorithms,
)

from wasl.acts import entitlement
from wasl.acts.refusals import Refused
from wasl.record.encoding import decode, encode, key_name, named_key

MAX_AGE = timedelta(minutes=5)
_DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/]{43}=):")
COVERED = ("@method", "@target-uri")
COVERED_WITH_BODY = (*COVERED, "content-digest")


@dataclass(slots=True)
class _Message:
    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


class _PublicKeys(HTTPSignatureKeyResolver):
    """A key is its own name; whether it may speak is asked afterwards."""

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        """The key."""
        return Ed25519PublicKey.from_public_bytes(named_key(key_id))


@dataclass(frozen=True, slots=True)
class _PrivateKey(HTTPSignatureKeyResolver):
    key: Ed25519PrivateKey

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        """The key, whatever it is called."""
        del key_id
        return self.key


_also: list[Callable[[HttpRequest], str | None]] = []


def also_known_by(function: Callable[[HttpRequest], str | None]) -> None:
    """Register how a request is known that no bureau's key signed: the room of accounts knows people and programs."""
    _also[:] = [function]


def is_signed(request: HttpRequest) -> bool:
    """Whether a bureau's key is said to have signed the request; `reader_of` finds out whether one did."""
    return "Signature-Input" in request.headers


def reader_of(request: HttpRequest) -> str | None:
    """The party whose key signed the request; else that of the person or program who sent it; else None.

    A signed request with a body must cover its `Content-Digest`. Raises Refused: bad-request-signature, unknown-key,
    key-ended; for a program's key bad-api-key, api-key-ended, too-many-requests.
    """
    if not is_signed(request):
        return next((found for function in _also if (found := function(request))), None)
    message = _Message(request.method or "", request.build_absolute_uri(), dict(request.headers.items()))
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=_PublicKeys())
    covered = COVERED if request.method in ("GET", "HEAD") else COVERED_WITH_BODY
    try:
        (result,) = verifier.verify(message, max_age=MAX_AGE, require_components=covered)
        keyid = str(result.parameters["keyid"])
    except (InvalidSignature, ValueError) as error:
        raise Refused(
            "bad-request-signature", _("The signature of the request is missing parts, wrong or too old."), status=401
        ) from error
    return entitlement.party_of(keyid)


def described(*, body: bool = False) -> dict[str, Any]:
    """What the API's description says of an operation that may, or with a body must, be signed."""
    headers = {
        "Signature-Input": "RFC 9421, with the key's id as `keyid` and the time as `created`",
        "Signature": "the Ed25519 signature over the covered components",
    }
    if body:
        headers["Content-Digest"] = "RFC 9530, SHA-256; covered by the signature"
    return {
        "parameters": [
            {"in": "header", "name": name, "required": body, "description": text, "schema": {"type": "string"}}
            for name, text in headers.items()
        ]
    }


def stated_digest(request: HttpRequest) -> bytes:
    """The SHA-256 in the request's `Content-Digest` (RFC 9530). Raises Refused: wrong-digest."""
    found = _DIGEST.fullmatch(request.headers.get("Content-Digest", ""))
    if not found:
        raise Refused("wrong-digest", _("The request must state the SHA-256 digest of its content."), status=400)
    return decode(found[1])


def content_digest(content: bytes) -> str:
    """The header that states a content's digest."""
    return f"sha-256=:{encode(sha256(content).digest())}:"


def signed_headers(seed: bytes, method: str, url: str, headers: dict[str, str] | None = None) -> dict[str, str]:
    """The headers of a request signed with a key's seed; with a `Content-Digest` among them, it is covered too."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    message = _Message(method, url, dict(headers or {}))
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=_PrivateKey(key))
    stated = "Content-Digest" in message.headers
    covered = COVERED_WITH_BODY if stated else COVERED
    keyid = key_name(key.public_key().public_bytes_raw())
    signer.sign(message, key_id=keyid, covered_component_ids=covered, use_existing_digest=stated)
    return message.headers


MayFetch = Callable[[HttpRequest, str, str], bool]
"""Whether who made a request, and reads as a party, is given a file of another."""

_kept_close: dict[str, MayFetch] = {}


def keeps_close(kind: str, given: MayFetch) -> None:
    """Register to whom files of a kind are given: not to everybody who may see the act that names them.

    `given` is asked with the request, the party as which it reads, and the party whose file it is.
    """
    _kept_close[kind] = given


def may_fetch(request: HttpRequest, kind: str, party: str) -> bool:
    """Whether who sees the act that names a file of this kind and party is given it. Raises what `reader_of` does."""
    given = _kept_close.get(kind)
    reader = reader_of(request) if given else None
    return given is None or (reader is not None and given(request, reader, party))


def require(reader: str | None) -> str:
    """A reader that is somebody. Raises Refused: sign-the-request."""
    if reader is None:
        raise Refused("sign-the-request", _("Sign the request with your bureau's key."), status=401)
    return reader
