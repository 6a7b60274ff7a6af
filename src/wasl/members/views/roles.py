"""The roles: who gives each, what it opens, and how many hold it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wasl.acts import clock
from wasl.members import purposes, queries, roles
from wasl.members.wording import role_title
from wasl.web import access
from wasl.web.access import ANYBODY, opens


@opens(get=ANYBODY)
@require_safe
def all_roles(request: HttpRequest) -> HttpResponse:
    """Every role as the table of roles has it: what this page shows is what the gate asks for."""
    held = queries.holders(clock.now())
    context = {
        "roles": [_line(each, held.get(each.name, 0)) for each in roles.roles().values()],
        "page": {"json": reverse("api:roles")},
    }
    return render(request, "members/roles.html", context)


def _line(role: roles.RoleFacts, held: int) -> dict[str, Any]:
    titles = access.rights()
    givers = {
        roles.BUREAU: _("the head of a bureau"),
        roles.SECRETARIAT: _("the Secretary General"),
        roles.BOTH: _("the head of a bureau, or the Secretary General"),
    }
    return {
        "name": role.name,
        "title": role_title(role.name),
        "purpose": purposes.PURPOSES.get(role.name, ""),
        "given_by": givers[role.given_by],
        "second_factor": role.second_factor,
        "rights": [titles.get(right, right) for right in titles if right in role.rights],
        "at_secretariat": [titles.get(right, right) for right in titles if right in role.at_secretariat],
        "held": held,
    }
