"""What the rights of this room are called; which role has which, `members/roles.toml` says."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wasl.acts import readers
from wasl.web import access
from wasl.web.visitors import visitor_of

access.rights_called(
    checks_make=_("Check names, documents and anything else against the lists"),
    checks_log=_("Read who of one's own party checked what"),
    checks_audit=_("Read who checked what, everywhere"),
    lists_manage=_("Open lists, renew and close them"),
    clearances_give=_("Say that somebody is not the one listed"),
)

LOG_READERS = access.any_of("checks.log", "checks.audit")
"""Who reads the log: of their own party, or of all."""

LIST_READERS = access.any_of("checks.make", "checks.log", "checks.audit", "lists.manage", "clearances.give")
"""Who reads the lists that their party is shown."""


def fetches_lists(request: HttpRequest, reader: str, party: str) -> bool:
    """Whether somebody is given the files of a party's lists: by its own key, or as keeper of its lists.

    A whole list is read there without a purpose and without a line in the log: that is for who brought it.
    """
    return reader == party and (readers.is_signed(request) or visitor_of(request).may("lists.manage"))
