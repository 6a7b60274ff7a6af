"""What answers of checks have in common."""

from typing import Any

from django.http import JsonResponse

Json = dict[str, Any]


def private(said: Json) -> JsonResponse:
    """An answer that no cache keeps: it tells whom somebody looked for, or what their bureau alone is shown."""
    answer = JsonResponse(said)
    answer["Cache-Control"] = "private, no-store"
    return answer
