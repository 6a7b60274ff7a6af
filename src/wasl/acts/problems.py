"""Errors as programs read them: problem details (RFC 9457)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, Field

from wasl.acts.refusals import Refused
from wasl.record import canonical

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What went wrong. `code` is stable; `detail` is in the language the request asked for."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    article: str = ""
    fields: dict[str, str] = Field(default_factory=dict)


def of_refusal(refusal: Refused) -> dict[str, Any]:
    """The problem that a refusal is."""
    return {
        "type": f"urn:wasl:problem:{refusal.code}",
        "title": refusal.code,
        "status": refusal.status,
        "code": refusal.code,
        "detail": refusal.text,
        "article": refusal.article,
        "fields": refusal.fields,
    }


def response(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The answer to a refused request."""
    del request
    answer = HttpResponse(canonical.dumps(of_refusal(refusal)), content_type=MEDIA_TYPE, status=refusal.status)
    # What one reader is refused, another may get: no cache may answer for us.
    answer["Cache-Control"] = "no-store"
    if refusal.status == 503 or "seconds" in refusal.values:
        answer["Retry-After"] = str(refusal.values.get("seconds", 1))
    return answer


ERRORS: dict[int, type[Problem]] = dict.fromkeys(
    (400, 401, 403, 404, 408, 409, 410, 413, 415, 416, 422, 429, 503, 507), Problem
)
"""Declared on every operation: any of them may answer with a problem."""
