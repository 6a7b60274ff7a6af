"""The pages of the record."""

import csv
import io
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wasl.acts import checkpoints, queries, registry
from wasl.acts.models import SignedCheckpoint
from wasl.acts.queries import Kept
from wasl.acts.streaming import one_by_one
from wasl.record import tree
from wasl.record.encoding import encode
from wasl.record.entry import leaf_hash
from wasl.record.proof import TlogProof
from wasl.web import entries, visitors
from wasl.web.access import ANYBODY, opens
from wasl.web.parties import parties, party_name

PAGE = 50
CSV_LIMIT = 10_000
CSV_PART = 250
"""Lines that are read and sent together."""
PRIVATE = "private, no-store"
"""Of every page whose content depends on who looks: nobody else's cache may keep it."""


def checkpoint_facts(found: SignedCheckpoint) -> dict[str, Any]:
    """What pages show of a checkpoint."""
    origin = found.note.partition("\n")[0]
    return {
        "size": found.size,
        "root": encode(bytes(found.root)),
        "origin": origin,
        "signed_at": found.signed_at,
        "note": found.note,
    }


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = PRIVATE
    return answer


def _number(text: str | None) -> int | None:
    """A position in the record from the address; anything else is as if it were not there."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None


def _filters(request: HttpRequest) -> dict[str, str]:
    kind, party = request.GET.get("kind", ""), request.GET.get("party", "")
    return {"kind": kind if registry.find(kind) else "", "party": party[:12]}


@opens(get=ANYBODY)
@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """The record's entries from the newest down, with the checkpoint that covers them."""
    chosen = _filters(request)
    before, after = _number(request.GET.get("before")), _number(request.GET.get("after"))
    wanted = entries.Wanted(before=before, after=after, limit=PAGE, kind=chosen["kind"], party=chosen["party"])
    lines, more = entries.entry_lines(visitors.visitor_of(request).reader, wanted)
    found = checkpoints.published()
    kept = {name: value for name, value in chosen.items() if value}
    same: dict[str, Any] = dict(kept)
    newer = older = None
    if lines:
        newest, oldest = lines[0].index, lines[-1].index
        if (after is not None and more) or before is not None:
            newer = "?" + urlencode(kept | {"after": newest})
        if (after is None and more) or after is not None:
            older = "?" + urlencode(kept | {"before": oldest})
        if before is not None or after is not None:
            same["before"] = newest + 1
    context = {
        "checkpoint": checkpoint_facts(found),
        "entries": lines,
        "total": found.size,
        "filters": chosen | _choices(),
        "live": newer is None and not kept,
        "page": {
            "newer": newer,
            "older": older,
            "json": f"{reverse('api:entries')}?{urlencode(same)}",
            "csv": f"{reverse('record-csv')}?{urlencode(same)}",
        },
    }
    return _private(render(request, "web/record.html", context))


def _choices() -> dict[str, Any]:
    """What the list can be filtered by: all parties, since who ever signed a closed act is closed too."""
    kinds = [(kind.name, kind.title) for kind in registry.kinds() if kind.act.open]
    return {"kinds": kinds, "parties": parties()}


@opens(get=ANYBODY)
@require_safe
def record_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as CSV, from the page's first entry down; where it is too long, `Link` says how it goes on."""
    chosen, before = _filters(request), _number(request.GET.get("before"))
    reader = visitors.visitor_of(request).reader
    indexes = queries.newest_indexes(reader, before=before, limit=CSV_LIMIT + 1, **chosen)
    parts = _csv(reader, indexes[:CSV_LIMIT])
    answer = StreamingHttpResponse(one_by_one(request, parts), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="record.csv"'
    answer["Cache-Control"] = PRIVATE
    if len(indexes) > CSV_LIMIT:
        onward = urlencode({name: value for name, value in chosen.items() if value} | {"before": indexes[-2]})
        answer["Link"] = f'<?{onward}>; rel="next"'
    return answer


def _csv(reader: queries.Reader, indexes: Sequence[int]) -> Iterator[str]:
    """The lines in parts: the first leave before the last are read."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["index", "commitment", "kind", "party", "decided_at", "erased"])
    for start in range(0, len(indexes), CSV_PART):
        writer.writerows(map(entries.values, queries.listed(reader, indexes[start : start + CSV_PART])))
        yield text.getvalue()
        text.seek(0)
        text.truncate()
    yield text.getvalue()


@opens(get=ANYBODY)
@require_safe
def entry(request: HttpRequest, index: int) -> HttpResponse:
    """One entry: the act for those who may see it, and for everybody its place and proof."""
    listed = queries.oldest(visitors.visitor_of(request).reader, after=index - 1, limit=1)
    if not listed or listed[0].index != index:
        raise Http404
    found, kept = checkpoints.covering(index), listed[0].kept
    path = queries.inclusion_path(index, found.size)
    context: dict[str, Any] = {
        "entry": entries.line(listed[0]),
        "checkpoint": checkpoint_facts(found),
        "proof": proof_facts(listed[0], found, path),
        "proof_data": proof_data(listed[0], found, path),
    }
    if kept:
        context |= _content(kept)
    return _private(render(request, "web/entry.html", context))


def _content(kept: Kept) -> dict[str, Any]:
    by = kept.payload["by"]
    return {
        "fields": entries.labelled(kept.payload["act"]),
        "decided": entries.labelled(kept.decided_fields),
        "envelope_text": entries.envelope_text(kept),
        "salt": encode(bytes(kept.row.salt or b"")),
        "payload_digest": sha256(kept.envelope.payload).hexdigest(),
        "signer": {
            "party": kept.row.party,
            "party_name": party_name(kept.row.party),
            "keyid": kept.envelope.keyid,
            "mandate": by["mandate"],
            "mandate_address": reverse("entry", args=[by["mandate"]]) if by["mandate"] is not None else "",
        },
    }


def proof_facts(listed: queries.Listed, found: SignedCheckpoint, path: list[bytes]) -> dict[str, Any]:
    """What pages show of the proof of an entry."""
    return {
        "index": listed.index,
        "size": found.size,
        "leaf": encode(leaf_hash(listed.commitment, is_open=listed.is_open)),
        "root": encode(bytes(found.root)),
        "steps": [
            {"side": side, "hash": encode(step)}
            for side, step in zip(tree.sides(listed.index, found.size), path, strict=True)
        ],
        "address": reverse("proof", args=[listed.index]),
    }


def proof_data(listed: queries.Listed, found: SignedCheckpoint, path: list[bytes]) -> dict[str, Any]:
    """What `verify.js` recomputes from."""
    kept = listed.kept
    data: dict[str, Any] = {
        "index": listed.index,
        "commitment": encode(listed.commitment),
        "open": listed.is_open,
        "hashes": [encode(step) for step in path],
        "checkpoint": found.note,
        "vkey": checkpoints.verifier_keys()[0],
    }
    if kept:
        data |= {
            "envelope": encode(kept.envelope.normal),
            "decided": encode(bytes(kept.row.decided or b"")),
            "salt": encode(bytes(kept.row.salt or b"")),
        }
    return data


@opens(get=ANYBODY)
@require_safe
def proof(request: HttpRequest, index: int) -> HttpResponse:
    """The entry's inclusion as a `.tlog-proof` file."""
    if queries.head().size <= index:
        raise Http404
    found = checkpoints.covering(index)
    text = TlogProof(index, tuple(queries.inclusion_path(index, found.size)), found.note).write()
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{index}.tlog-proof"'
    return answer
