"""Who checks over the API: programs alone, each with its own key, for the one purpose that its key is for.

An officer's session opens nothing here. Each check leaves a line in the log, so each changes something, and a page of
another site must not be able to log one in an officer's name. A bureau's signature does not either: it would name the
bureau, but no program and no purpose that somebody answers for.
"""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wasl.accounts import programs
from wasl.acts.refusals import Refused
from wasl.checks import pace
from wasl.web.visitors import Visitor, visitor_of

RIGHT = "checks.make"


def asker(request: HttpRequest, checks: int = 0) -> Visitor:
    """The program that asks, about to make so many checks. Raises Refused: bring-a-key, too-many-checks."""
    if not programs.bears_key(request):
        raise Refused("bring-a-key", _("Programs check here, each with the key that its bureau gave it."), status=401)
    visitor = visitor_of(request)
    if checks:
        pace.take(visitor, checks)
    return visitor


def purpose_of(visitor: Visitor, said: str = "") -> str:
    """What the program checks for. Raises Refused: purpose-not-yours, when it says another purpose than its key's."""
    if said and said != visitor.purpose:
        raise Refused(
            "purpose-not-yours",
            _("This key checks for another purpose. Ask the head of your bureau for a key for this one."),
            status=403,
            fields={"purpose": _("The key is bound to another one.")},
        )
    return visitor.purpose
