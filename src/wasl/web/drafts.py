"""What somebody typed, kept while they prove who they are: nothing is lost without a word.

Whoever is signed in has it in their session. Of those who are not, because their session ended meanwhile, nothing is
stored here: their own browser keeps it for half an hour, for that one page, signed.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase, QueryDict

LARGEST = 3_500
"""Characters, compressed and signed: what browsers keep of one cookie is little more."""

COOKIE = "wasl_draft"
KEPT_FOR = 1800
"""Seconds."""

_SALT = "wasl.web.drafts"
_KEPT = "draft"


def keep(request: HttpRequest, answers: QueryDict) -> None:
    """Keep answers for the page of this request, in place of whatever was kept."""
    request.session[_KEPT] = {"path": request.path, "data": answers.urlencode()}


def keep_in_browser(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """Let the browser keep what it sent; False when that is nothing, or more than it can keep."""
    answers = request.POST.copy()
    answers.pop("csrfmiddlewaretoken", None)
    kept = signing.dumps({"path": request.path, "data": answers.urlencode()}, salt=_SALT, compress=True)
    if not answers or len(kept) > LARGEST:
        return False
    secure = bool(settings.SESSION_COOKIE_SECURE)
    answer.set_cookie(COOKIE, kept, max_age=KEPT_FOR, path=request.path, httponly=True, samesite="Lax", secure=secure)
    return True


def take(request: HttpRequest) -> QueryDict | None:
    """What was kept for this page, once."""
    kept = request.session.get(_KEPT)
    if kept and kept["path"] == request.path:
        del request.session[_KEPT]
        return QueryDict(kept["data"])
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    request.__dict__["draft_taken"] = True
    return QueryDict(kept["data"]) if kept["path"] == request.path else None


def settle(request: HttpRequest, answer: HttpResponseBase) -> None:
    """The browser forgets what was taken."""
    if request.__dict__.get("draft_taken"):
        answer.delete_cookie(COOKIE, path=request.path, samesite="Lax")
