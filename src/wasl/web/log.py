"""The record served as C2SP tlog-tiles, so that anybody's program can follow and verify it.

`wasl record verify https://…/log` reads these addresses as it reads an exported folder.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wasl.acts import checkpoints, queries, readers
from wasl.acts.refusals import Refused
from wasl.record import tiles
from wasl.web.access import ANYBODY, opens

FOR_EVER = "public, max-age=31536000, immutable"


def _text(content: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = f"public, max-age={checkpoints.KEPT_SECONDS}"
    return answer


def _refused(text: str, status: int) -> HttpResponse:
    """A line of text, which no cache may keep: what is not there today may be tomorrow, or for another reader."""
    answer = HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _missing() -> HttpResponse:
    return _refused(_("There is nothing here"), 404)


@opens(get=ANYBODY)
@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest published checkpoint."""
    return _text(checkpoints.published().note)


@opens(get=ANYBODY)
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The verifier keys to pin, one a line."""
    return _text("".join(f"{key}\n" for key in checkpoints.verifier_keys()))


@opens(get=ANYBODY)
@require_safe
def tile(request: HttpRequest, place: str) -> HttpResponse:
    """A tile of hashes or a bundle of entries; only of what a checkpoint was published for."""
    wanted = tiles.parse_path(place)
    found = queries.tile(wanted, checkpoints.published().size) if wanted else None
    if found is None:
        return _missing()
    answer = HttpResponse(found, content_type="application/octet-stream")
    answer["Cache-Control"] = FOR_EVER
    return answer


@opens(get=ANYBODY)
@require_safe
def opened(request: HttpRequest, index: int) -> HttpResponse:
    """An act open to whoever signed the request, or to all, as `open/<index>.json` of an export."""
    try:
        reader = readers.reader_of(request)
    except Refused as refusal:
        return _refused(refusal.text, refusal.status)
    found = queries.readable(index, reader) if index < checkpoints.published().size else None
    if found is None:
        return _missing()
    answer = HttpResponse(found.opened.write(), content_type="application/json")
    answer["Cache-Control"] = "private, no-cache"
    return answer
