"""What stands on every page of a demo: the line at the top, and the tour's panel."""

from typing import Any

from django import template
from django.template import RequestContext

from wasl.acts import clock
from wasl.demo import moving, seats, tour
from wasl.members.acts import Role

register = template.Library()


@register.inclusion_tag("demo/banner.html", takes_context=True)
def demo_banner(context: RequestContext) -> dict[str, Any]:
    """What this is, whom one can be, and the time, which may have been moved."""
    return {"now": clock.now(), "moved": bool(moving.offset()), "request": context.get("request")}


@register.inclusion_tag("demo/tour.html", takes_context=True)
def demo_tour(context: RequestContext) -> dict[str, Any]:
    """The step somebody is at; nothing for those who take no tour."""
    request = context.get("request")
    number = tour.step_of(request) if request else None
    if request is None or number is None:
        return {}
    step, total = tour.STEPS[number - 1], len(tour.STEPS)
    asks = step.enters and not tour.is_head(request)
    return {
        "step": step,
        "number": number,
        "total": total,
        "back": number - 1 or None,
        "onward": number + 1 if number < total else None,
        "head": _head() if asks else None,
        "elsewhere": request.path != step.page(request).partition("#")[0],
        "here": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }


def _head() -> int | None:
    found = (person for person in seats.people() if person.party == tour.MEMBER and Role.HEAD in person.roles)
    return next((person.account for person in found), None)
