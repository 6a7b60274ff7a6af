"""New tokens for pages whose own grew old."""

from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from wasl.web.access import ANYBODY, opens
from wasl.web.language import LANGUAGES
from wasl.web.live import issuing, topics


@opens(get=ANYBODY)
@require_GET
def token(request: HttpRequest) -> JsonResponse:
    """A token for as many of the topics asked for as the visitor may follow now: the rights are asked for anew.

    Topics that nobody offers are left out: a page of an earlier release may still ask for them.
    """
    wanted = [topic for topic in dict.fromkeys(request.GET.getlist("topic")) if topics.offered(topic)]
    language = request.GET.get("language", "")
    with translation.override(language if language in LANGUAGES else translation.get_language()):
        answer = JsonResponse({"token": issuing.token(request, wanted[: topics.MOST])})
    answer["Cache-Control"] = "no-store"
    patch_vary_headers(answer, ["Cookie"])
    return answer
