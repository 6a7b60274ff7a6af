"""The bureau's programs: giving a key, which is shown once, and revoking it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wasl.accounts import audit, programs
from wasl.accounts.forms import AddProgram
from wasl.accounts.models import Event, Program
from wasl.accounts.views.entrance import account_of
from wasl.accounts.views.history import names_of
from wasl.accounts.views.people import prove_first
from wasl.accounts.wording import SCOPES
from wasl.acts import clock
from wasl.members.wording import check_purpose_title
from wasl.web.access import opens
from wasl.web.visitors import visitor_of

RIGHT = "programs.manage"


@opens(get=RIGHT)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The bureau's programs, the newest first."""
    party = visitor_of(request).party
    found = Program.objects.filter(party=party).order_by("-pk")
    return render(request, "accounts/programs.html", {"programs": _lines(list(found), party)})


def _lines(found: list[Program], party: str | None) -> list[dict[str, Any]]:
    now, names = clock.now(), names_of({program.created_by for program in found}, party)
    return [
        {
            "program": program,
            "scopes": [SCOPES[scope] for scope in program.scopes if scope in SCOPES],
            "checks_for": check_purpose_title(program.check_purpose) if program.check_purpose else "",
            "by": names.get(program.created_by, ""),
            "in_force": program.in_force(now),
            "expired": now >= program.expires_at,
        }
        for program in found
    ]


@opens(get=RIGHT, post=RIGHT)
def add(request: HttpRequest) -> HttpResponse:
    """Give a key to a program."""
    if answer := prove_first(request):
        return answer
    form = AddProgram(request.POST or None, initial={"days": 90})
    if not form.is_valid():
        return render(request, "accounts/program_add.html", {"form": form})
    by, party = account_of(request).pk, visitor_of(request).party or ""
    program, key = programs.add(party, **form.cleaned_data, by=by)
    audit.write(request, Event.PROGRAM_ADDED, account=by, party=party)
    answer = render(request, "accounts/program_key.html", {"program": program, "key": key})
    answer["Cache-Control"] = "no-store"
    return answer


@opens(post=RIGHT)
@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """The key opens nothing from now on."""
    program = get_object_or_404(Program, pk=number, party=visitor_of(request).party, revoked_at=None)
    programs.revoke(program)
    audit.write(request, Event.PROGRAM_REVOKED, account=account_of(request).pk, party=program.party)
    messages.success(request, _("The key is revoked."))
    return redirect("account-programs")
