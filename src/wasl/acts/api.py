"""The door over HTTP: `/api/v1/acts` and `/api/v1/blobs`."""

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import chain
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Schema

from wasl.acts import blob_kinds, blobs, problems, queries, readers
from wasl.acts.models import Blob
from wasl.acts.perform import BATCH_MAX, Outcome, perform, perform_many, receipt_of
from wasl.acts.receipts import Receipt
from wasl.acts.refusals import Refused
from wasl.acts.streaming import one_by_one
from wasl.record import canonical
from wasl.record.envelope import PAYLOAD_TYPE

router = Router(tags=["acts"])

Index = Annotated[int, Path(ge=0, le=2**53 - 1)]
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]

_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")

ENVELOPE = {
    "type": "object",
    "description": "A DSSE envelope: the signed text in base64, and one Ed25519 signature over it.",
    "required": ["payload", "payloadType", "signatures"],
    "additionalProperties": False,
    "properties": {
        "payload": {"type": "string", "contentEncoding": "base64"},
        "payloadType": {"const": PAYLOAD_TYPE},
        "signatures": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "type": "object",
                "required": ["keyid", "sig"],
                "additionalProperties": False,
                "properties": {
                    "keyid": {"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"},
                    "sig": {"type": "string", "pattern": "^[A-Za-z0-9+/]{86}==$"},
                },
            },
        },
    },
}
"""What the API's description says of a signed act."""

FILE_TYPES: dict[str, Any] = {name: {} for limits in blob_kinds.KINDS.values() for name in limits.signatures}


class ReceiptOut(Schema):
    """A receipt: what proves the act's place in the record. Binary values are base64."""

    index: int
    id: str
    open: bool
    decided: dict[str, Any]
    salt: str
    commitment: str
    leaf: str
    checkpoint: str
    proof: list[str]


class BatchOut(Schema):
    """One outcome an act, in the order sent: a receipt or a problem."""

    outcomes: list[ReceiptOut | problems.Problem]


class OpenedOut(Schema):
    """An act that this reader may see, with all that proves it."""

    index: int
    envelope: dict[str, Any]
    decided: dict[str, Any]
    salt: str


class BlobOut(Schema):
    """A stored file, as acts name it."""

    digest: str
    kind: str
    media_type: str
    size: int


def _json(value: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(json.dumps(value, ensure_ascii=False, separators=(",", ":")), "application/json", status)


def _body(request: HttpRequest) -> Any:
    """The request's JSON. Raises Refused: wrong-media-type, too-large, bad-json."""
    if request.content_type != "application/json":
        raise Refused("wrong-media-type", _("Signed acts are sent as application/json."), status=415)
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    data = request.read(limit + 1)
    if len(data) > limit:
        raise Refused("too-large", _("The request may have at most %(limit)s bytes."), limit=limit, status=413)
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Refused("bad-json", _("The request is not JSON."), status=400) from error


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return outcome.as_json() if isinstance(outcome, Receipt) else problems.of_refusal(outcome)


@router.post(
    "/acts",
    response={200: BatchOut, 201: ReceiptOut, **problems.ERRORS},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "description": "One signed act, or an array of at most 1,024.",
                        "oneOf": [ENVELOPE, {"type": "array", "items": ENVELOPE, "maxItems": BATCH_MAX}],
                    }
                }
            },
        }
    },
)
def submit(request: HttpRequest) -> HttpResponse:
    """Submit one signed act (201 and its receipt) or a batch (200 and an outcome for each).

    Sending the same act again is safe and gives the same receipt.
    """
    body = _body(request)
    if isinstance(body, list):
        return _json({"outcomes": [_outcome(outcome) for outcome in perform_many(body)]})
    return _json(perform(body).as_json(), 201)


def _readable(request: HttpRequest, index: int) -> queries.Kept:
    """The act, if whoever signed the request may see it. To anyone else it does not exist."""
    found = queries.readable(index, readers.reader_of(request))
    if found is None:
        raise Refused("not-there", _("There is no such entry, or it is not open to you."), status=404)
    return found


def _private(value: Any) -> HttpResponse:
    """An answer to this reader, which no cache may keep for another: caches do not know what a signature covers."""
    answer = _json(value)
    answer["Cache-Control"] = "private, no-store"
    return answer


@router.get(
    "/acts/{index}",
    response={200: OpenedOut, **problems.ERRORS},
    url_name="act",
    openapi_extra=readers.described(),
)
def opened(request: HttpRequest, index: Index) -> HttpResponse:
    """One act with what was decided and the salt, for those who may see it."""
    found = _readable(request, index)
    return _private({"index": index, **canonical.loads(found.opened.write())})


@router.get("/acts/{index}/receipt", response={200: ReceiptOut, **problems.ERRORS}, openapi_extra=readers.described())
def receipt(request: HttpRequest, index: Index) -> HttpResponse:
    """The receipt of an act under the present checkpoint, for those who may see the act."""
    return _private(receipt_of(_readable(request, index)).as_json())


@router.get(
    "/acts/{index}/blobs/{digest}",
    response={200: None, 206: None, **problems.ERRORS},
    openapi_extra={
        **readers.described(),
        "responses": {200: {"content": FILE_TYPES}, 206: {"content": FILE_TYPES}},
    },
)
def blob(request: HttpRequest, index: Index, digest: Digest) -> HttpResponseBase:
    """A file that an act names, whole or one range of it, for those who may see the act; of a list, for its keepers."""
    found = _readable(request, index)
    stored = blobs.find(found.row.party, digest) if digest in found.act.blobs() else None
    if stored is None or not readers.may_fetch(request, stored.kind, found.row.party):
        raise Refused("not-there", _("There is no such file, or it is not open to you."), status=404)
    asked = "" if "If-Range" in request.headers else request.headers.get("Range", "")
    start, end = _range(asked, stored.size) or (0, stored.size)
    if start >= end:
        answer = problems.response(request, Refused("bad-range", _("The file has no such range."), status=416))
        answer["Content-Range"] = f"bytes */{stored.size}"
        return answer
    return _file(request, stored, start, end)


def _range(header: str, size: int) -> tuple[int, int] | None:
    """The half-open range asked for (RFC 9110, section 14.1.2), empty where the file has no such bytes.

    None for no range, and for what a server may ignore: other units, several ranges, anything malformed.
    """
    found = _RANGE.fullmatch(header)
    first, last = found.groups() if found else ("", "")
    if not first:
        return (max(size - int(last), 0), size) if last else None
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size) if last else size


def _file(request: HttpRequest, stored: Blob, start: int, end: int) -> StreamingHttpResponse:
    parts = blobs.read(stored, start, end)
    # The first part is read before anything is sent: a file that is lost or changed is an error, not half an answer.
    parts = chain([next(parts)], parts)
    answer = StreamingHttpResponse(one_by_one(request, parts), content_type=stored.media_type)
    answer["Content-Length"] = str(end - start)
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = "attachment"
    if end - start < stored.size:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {start}-{end - 1}/{stored.size}"
    return answer


@router.post(
    "/blobs",
    response={201: BlobOut, **problems.ERRORS},
    openapi_extra={
        **readers.described(body=True),
        "requestBody": {"required": True, "content": FILE_TYPES},
    },
)
def upload(request: HttpRequest, kind: Annotated[str, Query(max_length=40)]) -> HttpResponse:
    """Store a file for the party that signed the request; its digest goes into an act within a day.

    The request's signature must cover `Content-Digest`, and the content must have it.
    """
    party = readers.require(readers.reader_of(request))
    stated = readers.stated_digest(request)
    summed = sha256()

    def parts() -> Iterator[bytes]:
        while part := request.read(64 * 1024):
            summed.update(part)
            yield part
        if summed.digest() != stated:
            raise Refused("wrong-digest", _("The content does not have the digest that was signed."), status=400)

    stored = blobs.store(party, kind, parts())
    return _json(
        {"digest": stored.digest, "kind": stored.kind, "media_type": stored.media_type, "size": stored.size}, 201
    )
