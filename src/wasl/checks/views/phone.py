"""The page for border officers: one box, one answer, small enough for a bad network."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from wasl.checks.forms.checking import BoxForm
from wasl.checks.views.checking import Asking
from wasl.members import queries as members
from wasl.web.access import opens
from wasl.web.visitors import visitor_of


class AskingOnTelephone(Asking):
    """The page of the one box, with the way to call one's own bureau."""

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """What the page shows besides."""
        return {"telephone": _bureau_telephone(visitor_of(request).party)}


def _bureau_telephone(party: str | None) -> str:
    """The number to dial for one's own bureau; empty where it has not said any."""
    said = members.description(party, party) if party else None
    numbers: list[str] = said.telephones if said else []
    return "+" + "".join(filter(str.isdigit, numbers[0])) if numbers else ""


PHONE = AskingOnTelephone(BoxForm, "checks/phone.html", "phone", "phone-answer")


@opens(get="checks.make", post="checks.make")
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """The box: asks, or is asked."""
    return PHONE.asked(request) if request.method == "POST" else PHONE.blank(request)


@opens(get="checks.make")
@require_safe
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """What was answered, for who asked."""
    return PHONE.again(request, number)
