"""`/api/v1/record`: the record for programs. Its tiles, for followers and verifiers, are under `/log/`."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Schema

from wasl.acts import checkpoints, problems, queries, readers
from wasl.acts.refusals import Refused
from wasl.record.encoding import encode
from wasl.record.proof import TlogProof
from wasl.record.tree import leaf

router = Router(tags=["record"])

LIMIT = 500
Position = Annotated[int | None, Query(ge=0, le=2**53 - 1)]


class CheckpointOut(Schema):
    """The newest published checkpoint: `note` is the signed text, `keys` the verifier keys to pin."""

    size: int
    root: str
    note: str
    keys: list[str]


class EntryOut(Schema):
    """An entry; `kind`, `party` and `decided_at` only where the act is open to the reader."""

    index: int
    commitment: str
    open: bool
    kind: str | None = None
    party: str | None = None
    decided_at: str | None = None
    erased: bool = False
    erased_by: int | None = None


class EntriesOut(Schema):
    """Entries from the newest down; `next` is the `before` of the next page."""

    entries: list[EntryOut]
    next: int | None


class ProofOut(Schema):
    """An inclusion proof under the checkpoint; `file` is the same as a C2SP proof file."""

    index: int
    size: int
    leaf: str
    hashes: list[str]
    checkpoint: str
    file: str


class ConsistencyOut(Schema):
    """The hashes that show how the record grew (RFC 6962, section 2.1.2)."""

    old: int
    size: int
    hashes: list[str]
    checkpoint: str


@router.get("/record", response={200: CheckpointOut, **problems.ERRORS})
def checkpoint(request: HttpRequest) -> CheckpointOut:
    """The signed size and root of the record."""
    found = checkpoints.published()
    return CheckpointOut(
        size=found.size, root=encode(bytes(found.root)), note=found.note, keys=checkpoints.verifier_keys()
    )


@router.get(
    "/record/entries",
    response={200: EntriesOut, **problems.ERRORS},
    url_name="entries",
    openapi_extra=readers.described(),
)
def entries(  # noqa: PLR0913, PLR0917 (each is a parameter of the address)
    request: HttpRequest,
    response: HttpResponse,
    before: Position = None,
    limit: Annotated[int, Query(ge=1, le=LIMIT)] = 50,
    kind: Annotated[str, Query(max_length=80, pattern="^[a-z0-9./-]*$")] = "",
    party: Annotated[str, Query(max_length=12, pattern="^[A-Za-z]*$")] = "",
) -> EntriesOut:
    """Entries from the newest down; whoever signs the request reads as its party."""
    response["Cache-Control"] = "private, no-store"
    found = queries.newest(readers.reader_of(request), before=before, limit=limit + 1, kind=kind, party=party)
    lines = [_line(listed) for listed in found[:limit]]
    return EntriesOut(entries=lines, next=lines[-1].index if len(found) > limit else None)


def _line(listed: queries.Listed) -> EntryOut:
    line = EntryOut(index=listed.index, commitment=encode(listed.commitment), open=listed.is_open)
    line.erased, line.erased_by = listed.erased, listed.erased_by
    if listed.kept:
        line.kind, line.party = listed.kept.row.kind, listed.kept.row.party
        line.decided_at = listed.kept.decided_fields["at"]
    return line


@router.get("/record/proof/{index}", response={200: ProofOut, **problems.ERRORS})
def proof(request: HttpRequest, index: Annotated[int, Path(ge=0, le=2**53 - 1)]) -> ProofOut:
    """The proof that an entry is in the record."""
    if index >= queries.head().size:
        raise Refused("not-there", _("There is no such entry."), status=404)
    found = checkpoints.covering(index)
    path = queries.inclusion_path(index, found.size)
    return ProofOut(
        index=index,
        size=found.size,
        leaf=encode(leaf(queries.entries(index, index + 1)[0])),
        hashes=[encode(step) for step in path],
        checkpoint=found.note,
        file=TlogProof(index, tuple(path), found.note).write(),
    )


@router.get("/record/consistency", response={200: ConsistencyOut, **problems.ERRORS})
def consistency(request: HttpRequest, old: Annotated[int, Query(ge=0, le=2**53 - 1)]) -> ConsistencyOut:
    """The proof that the record only grew since it had `old` entries."""
    found = checkpoints.published()
    if old > found.size:
        raise Refused("not-there", _("The record has fewer entries."), status=404)
    path = queries.consistency_path(old, found.size)
    return ConsistencyOut(old=old, size=found.size, hashes=[encode(step) for step in path], checkpoint=found.note)
