"""`/api/v1`: the rooms' routers, and every error as problem details."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db.utils import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from wasl import __version__
from wasl.accounts.api import router as accounts_router
from wasl.accounts.notifications_api import router as notifications_router
from wasl.acts import faults, journal, problems
from wasl.acts.api import router as acts_router
from wasl.acts.refusals import Refused
from wasl.members.api import router as members_router
from wasl.web.access import wrong_method
from wasl.web.api import router as record_router
from wasl.web.search_api import router as search_router

View = Callable[..., HttpResponseBase]


def _answering(view: View) -> View:
    """The view, with a refused method as a problem too; `Allow` says which there are."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        given = view(request, *args, **named)
        if given.status_code != 405:
            return given
        problem = problems.response(request, wrong_method())
        problem["Allow"] = given["Allow"]
        return problem

    # A cookie is trusted where nothing changes, and nowhere else, so no form of another site can abuse one.
    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


class Api(NinjaAPI):
    """The API, refusing in problem details only, and described as it is."""

    @property
    def urls(self) -> Any:
        """The addresses."""
        patterns, app, namespace = super().urls
        for pattern in patterns:
            pattern.callback = _answering(pattern.callback)  # type: ignore[arg-type]
        return patterns, app, namespace

    def get_openapi_schema(self, **options: Any) -> Any:
        """The OpenAPI description. Ninja takes one media type for everything: errors have their own."""
        described = super().get_openapi_schema(**options)
        for operations in described["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400:
                        (schema,) = answer["content"].values()
                        answer["content"] = {problems.MEDIA_TYPE: schema}
        return described


api = Api(title="Wasl", version=__version__, urls_namespace="api", docs_url=None)
api.add_router("", acts_router)
api.add_router("", record_router)
api.add_router("", search_router)
api.add_router("", notifications_router)
api.add_router("", members_router)
api.add_router("", accounts_router)


@api.exception_handler(Refused)
def _refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    return problems.response(request, error)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = faults.by_field(error.errors)
    return problems.response(
        request, Refused("invalid-request", _("A part of the request is not as it must be."), fields=fields)
    )


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    del error
    return problems.response(request, Refused("not-there", _("There is nothing here."), status=404))


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    text = _("The address or the form holds something malformed.")
    return problems.response(request, Refused("bad-request", text, status=error.status_code))


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    del error
    return problems.response(request, Refused("too-large", _("The request is too large."), status=413))


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def _unreachable(request: HttpRequest, error: Exception) -> HttpResponse:
    return problems.response(request, journal.not_written(error))


@api.exception_handler(OSError)
def _full(request: HttpRequest, error: OSError) -> HttpResponse:
    if not journal.out_of_space(error):
        raise error
    return problems.response(request, journal.not_written(error))
