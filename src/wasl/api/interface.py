"""An API whose every error is problem details, and whose description says so."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db.utils import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from wasl.acts import faults, journal, problems
from wasl.acts.refusals import Refused
from wasl.acts.wording import Text
from wasl.web.access import wrong_method

View = Callable[..., HttpResponseBase]


def _answering(view: View) -> View:
    """The view, with a refused method as a problem too (`Allow` says which there are), and a NUL in the address."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        if wrong := _with_nul(request):
            return problems.response(request, _invalid_request(wrong))
        given = view(request, *args, **named)
        if given.status_code != 405:
            return given
        problem = problems.response(request, wrong_method())
        problem["Allow"] = given["Allow"]
        return problem

    # A cookie is trusted where nothing changes, and nowhere else, so no form of another site can abuse one.
    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def _with_nul(request: HttpRequest) -> dict[str, Text]:
    """What is wrong with the parts of the address that hold a NUL, by part."""
    found: list[tuple[str, ...]] = [
        ("query", name) for name, values in request.GET.lists() if any("\0" in each for each in values)
    ]
    if "\0" in request.path:
        found.append(("path",))
    wrong = {"type": "string_pattern_mismatch", "ctx": {"pattern": faults.WITHOUT_NUL}}
    return faults.by_field({**wrong, "loc": place} for place in found)


class Api(NinjaAPI):
    """An API, refusing in problem details only, and described as it is."""

    def __init__(self, **options: Any) -> None:
        super().__init__(docs_url=None, **options)
        for error, answer in _ANSWERS.items():
            self.add_exception_handler(error, answer)

    @property
    def urls(self) -> Any:
        """The addresses."""
        patterns, app, namespace = super().urls
        for pattern in patterns:
            pattern.callback = _answering(pattern.callback)  # type: ignore[arg-type]
        return patterns, app, namespace

    def get_openapi_schema(self, **options: Any) -> Any:
        """The OpenAPI description, with what Ninja leaves out: errors have their media type, addresses hold no NUL."""
        described = super().get_openapi_schema(**options)
        for operations in described["paths"].values():
            for operation in operations.values():
                for parameter in operation.get("parameters", ()):
                    _describe_without_nul(parameter["schema"])
                for status, answer in operation["responses"].items():
                    if int(status) >= 400:
                        (schema,) = answer["content"].values()
                        answer["content"] = {problems.MEDIA_TYPE: schema}
        return described


def _describe_without_nul(schema: dict[str, Any]) -> None:
    for part in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
        if part.get("type") == "string" and part.keys().isdisjoint(("enum", "const", "format")):
            part.setdefault("pattern", faults.WITHOUT_NUL)


def _refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    return problems.response(request, error)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.response(request, _invalid_request(faults.by_field(error.errors)))


def _invalid_request(fields: dict[str, Text]) -> Refused:
    return Refused("invalid-request", _("A part of the request is not as it must be."), fields=fields)


def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    del error
    return problems.response(request, Refused("not-there", _("There is nothing here."), status=404))


def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    text = _("The address or the form holds something malformed.")
    return problems.response(request, Refused("bad-request", text, status=error.status_code))


def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    del error
    return problems.response(request, Refused("too-large", _("The request is too large."), status=413))


def _unreachable(request: HttpRequest, error: Exception) -> HttpResponse:
    return problems.response(request, journal.not_written(error))


def _full(request: HttpRequest, error: OSError) -> HttpResponse:
    if not journal.out_of_space(error):
        raise error
    return problems.response(request, journal.not_written(error))


_ANSWERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Refused: _refusal,
    ValidationError: _invalid,
    Http404: _missing,
    HttpError: _refused,
    RequestDataTooBig: _too_big,
    OperationalError: _unreachable,
    InterfaceError: _unreachable,
    OSError: _full,
}
