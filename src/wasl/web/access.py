"""The one gate: which right each address asks for, by method, and who is let through.

A view says it with `@opens(...)`; for views of other packages `declare` says it by the address's name. What nobody
declared is open to nobody. Which role gives which right is a table (`members/roles.toml`); the tests hold every
address of the product against a matrix of roles.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.acts import problems
from wasl.acts.refusals import Refused
from wasl.acts.wording import Text
from wasl.web import drafts, visitors
from wasl.web.visitors import Visitor

ANYBODY = "anybody"
SIGNED_IN = "signed-in"

API = "/api/"

View = TypeVar("View", bound=Callable[..., Any])
Needs = Mapping[str, str]
"""By method (GET stands for HEAD too): ANYBODY, SIGNED_IN, a right, or `any_of` several."""

_declared: dict[str, Needs] = {}
_rights: dict[str, Text] = {}


def rights_called(**titles: Text) -> None:
    """Register a room's rights and what they are called; `_` stands for the dot: `officers_manage`."""
    _rights.update({name.replace("_", ".", 1): title for name, title in titles.items()})


def rights() -> dict[str, Text]:
    """Every right, by name."""
    return dict(_rights)


def any_of(*rights: str) -> str:
    """What is asked for where either of several rights will do."""
    return "|".join(rights)


def rights_in(need: str) -> list[str]:
    """The rights of which one is asked for; none for ANYBODY and SIGNED_IN."""
    return [] if need in (ANYBODY, SIGNED_IN) else need.split("|")


def opens(**needs: str) -> Callable[[View], View]:
    """Say what a view asks for: `@opens(get=ANYBODY, post="officers.manage")`."""

    def mark(view: View) -> View:
        view.opens = _by_method(needs)  # type: ignore[attr-defined]
        return view

    return mark


def resumes(view: View) -> View:
    """Mark a view that takes up what was sent to it after its sender's session had ended (`drafts.take`)."""
    view.resumes = True  # type: ignore[attr-defined]
    return view


def declare(*names: str, **needs: str) -> None:
    """The same for views that are not ours, by the names of their addresses."""
    _declared.update(dict.fromkeys(names, _by_method(needs)))


def _by_method(needs: dict[str, str]) -> Needs:
    return {method.upper(): need for method, need in needs.items()}


def needs_of(view: Callable[..., Any], name: str) -> Needs | None:
    """What a view asks for; None when nobody said."""
    found: Needs | None = getattr(view, "opens", None)
    return found if found is not None else _declared.get(name)


def lets_in(visitor: Visitor, need: str) -> bool:
    """Whether a visitor has what is asked for."""
    if need in (ANYBODY, SIGNED_IN):
        return need == ANYBODY or visitor.signed_in
    return any(map(visitor.may, rights_in(need)))


def wrong_method() -> Refused:
    """Of a program that asks with a method for which there is nothing."""
    return Refused("wrong-method", _("Nothing answers to this method here."), status=405)


class Gate:
    """Middleware: asks, before every view, whether this visitor may."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """One request. What somebody sees who is not nobody, no cache keeps, unless the view itself says which may."""
        answer = self._get_response(request)
        drafts.settle(request, answer)
        if getattr(request, "visitor", visitors.NOBODY) != visitors.NOBODY and not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "private, no-store"
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _named: Any
    ) -> HttpResponseBase | None:
        """None lets the request through."""
        matched = request.resolver_match
        needs = needs_of(view, matched.view_name if matched else "")
        if needs is None:
            return self._marked(self._closed(request, ""))
        method = "GET" if request.method == "HEAD" else request.method or ""
        need = needs.get(method)
        if need is None:
            return self._not_with(request, needs)
        if need == ANYBODY and "Authorization" not in request.headers:
            return None
        try:
            visitor = visitors.visitor_of(request)
        except Refused as refusal:
            return problems.response(request, refusal)
        return None if lets_in(visitor, need) else self._marked(self._refuse(request, visitor, need, view))

    def _not_with(self, request: HttpRequest, needs: Needs) -> HttpResponse:
        """Whatever the view would do with a method of which nobody said who may use it."""
        if not request.path.startswith(API):
            return HttpResponseNotAllowed(sorted({*needs, *({"HEAD"} if "GET" in needs else ())}))
        answer = problems.response(request, wrong_method())
        answer["Allow"] = ", ".join(sorted(needs))
        return answer

    def _marked(self, answer: HttpResponse) -> HttpResponse:
        """The gate's own answer, told apart from a view's by the tests of the matrix."""
        answer.refused_by_gate = True  # type: ignore[attr-defined]
        return answer

    def _refuse(self, request: HttpRequest, visitor: Visitor, need: str, view: Callable[..., Any]) -> HttpResponse:
        if request.path.startswith(API):
            status = 403 if visitor.party else 401
            return problems.response(
                request, Refused("not-open-to-you", _("You may not see or do this."), status=status)
            )
        if not visitor.signed_in:
            return self._ended(request, view) if request.method == "POST" else self._elsewhere(request, "account_login")
        if visitor.owes_second_factor:
            return self._elsewhere(request, "mfa_index", "" if request.method in ("GET", "HEAD") else "/")
        return self._closed(request, need)

    def _ended(self, request: HttpRequest, view: Callable[..., Any]) -> HttpResponseRedirect:
        """A form sent after its sender's session had ended: they hear of it, and find again what they typed."""
        matched = request.resolver_match
        needs = needs_of(view, matched.view_name if matched else "") or {}
        answer = self._elsewhere(request, "account_login", "" if "GET" in needs else "/")
        if getattr(view, "resumes", False) and drafts.keep_in_browser(request, answer):
            text = _("You were signed out meanwhile, and nothing was recorded. Sign in: what you typed was kept.")
        else:
            text = _("You were signed out meanwhile, and what you sent was not done. Sign in and send it again.")
        messages.warning(request, text)
        return answer

    def _elsewhere(self, request: HttpRequest, name: str, onward: str = "") -> HttpResponseRedirect:
        onward = onward or request.get_full_path()
        return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': onward})}")

    def _closed(self, request: HttpRequest, need: str) -> HttpResponse:
        context = {
            "status": 403,
            "heading": _("Not open to you"),
            "text": _("You may not see or do this."),
            "code": "not-open-to-you",
            "holders": list(dict.fromkeys(who for right in rights_in(need) for who in visitors.holders(right))),
        }
        return render(request, "web/error.html", context, status=403)
