"""The search page, and what the command palette shows of it."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wasl.web import searching, visitors
from wasl.web.access import ANYBODY, opens
from wasl.web.searching import Query

SHOWN = 10
"""Hits of a group on the page."""
IN_PALETTE = 5


@opens(get=ANYBODY)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found, in groups; what names one thing exactly leads there. `partial=palette` answers with options."""
    visitor = visitors.visitor_of(request)
    query = Query(request.GET.get("q", "").replace("\0", "").strip()[: searching.LONGEST], request)
    partial = request.GET.get("partial") == "palette"
    exact = searching.exactly(visitor, query)
    if exact and not partial:
        return HttpResponseRedirect(exact)
    groups = searching.found(visitor, query, IN_PALETTE if partial else SHOWN)
    context: dict[str, Any] = {
        "query": query.text,
        "exact": exact,
        "groups": groups,
        "total": sum(len(group.hits) for group in groups),
        "more": any(group.more for group in groups),
        "everything": f"{reverse('search')}?{urlencode({'q': query.text})}",
        "page": {"json": f"{reverse('api:search')}?{urlencode({'q': query.text})}"},
    }
    answer = render(request, "web/search_options.html" if partial else "web/search.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer
