"""What rights, events and scopes of this room are called."""

from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Event
from wasl.acts.wording import Text
from wasl.web import access

access.rights_called(
    accounts_invite=_("Invite officers to open an account, and close accounts"),
    accounts_recover=_("Agree that an officer of the bureau gets a new second factor"),
    accounts_administer=_("Agree that anybody gets a new second factor"),
    programs_manage=_("Give keys to programs of the bureau, and revoke them"),
    audit_own=_("See who of the bureau signed in"),
    audit_read=_("See who signed in, everywhere"),
    record_read=_("Read the closed acts that are addressed to one's party"),
)

SCOPES: dict[str, Text] = {
    "record.read": _("read the closed acts that the bureau may read"),
    "officers.read": _("read the list of the bureau's officers"),
    "checks.make": _("check names, documents and numbers against the lists"),
}

EVENTS: dict[str, Text] = {
    Event.SIGNED_IN: _("signed in"),
    Event.SIGNED_OUT: _("signed out"),
    Event.PROVED: _("proved who they are once more"),
    Event.WRONG_PASSWORD: _("wrong password"),
    Event.UNKNOWN: _("unknown e-mail address"),
    Event.WRONG_FACTOR: _("wrong code or passkey"),
    Event.LIMITED: _("stopped: too many attempts"),
    Event.ENDED_SESSIONS: _("other sessions ended"),
    Event.PASSWORD_CHANGED: _("password changed"),
    Event.RESET_ASKED: _("asked for a new password"),
    Event.FACTOR_ADDED: _("second factor added"),
    Event.FACTOR_REMOVED: _("second factor removed"),
    Event.CODES_MADE: _("recovery codes made"),
    Event.INVITED: _("invited"),
    Event.OPENED: _("account opened"),
    Event.SEAT_ADDED: _("another post added"),
    Event.CLOSED: _("account closed"),
    Event.RECOVERY_ASKED: _("asked for a new second factor"),
    Event.RECOVERY_AGREED: _("agreed to a new second factor"),
    Event.RECOVERY_REFUSED: _("refused a new second factor"),
    Event.RECOVERED: _("all second factors removed"),
    Event.PROGRAM_ADDED: _("key given to a program"),
    Event.PROGRAM_REVOKED: _("key of a program revoked"),
    Event.BAD_KEY: _("a key that there is not"),
}

ALARMING = frozenset({Event.WRONG_PASSWORD, Event.UNKNOWN, Event.WRONG_FACTOR, Event.LIMITED, Event.BAD_KEY})
"""What goes wrong when somebody tries."""

METHODS: dict[str, Text] = {
    "password": _("password"),
    "totp": _("app"),
    "webauthn": _("passkey"),
    "recovery_codes": _("recovery code"),
    "api-key": _("key of a program"),
    "mail": _("mail"),
    "invitation": _("invitation"),
    "demo": _("demonstration"),
    "operator": _("operator"),
}


def event_title(event: str) -> Text:
    """What an event is called."""
    return EVENTS.get(event, event)


def method_title(method: str) -> Text:
    """What a way of signing in is called."""
    return METHODS.get(method, method)
