"""Who is told of what in this room."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wasl.acts import outbox
from wasl.acts.act import Decided, Entry
from wasl.acts.models import OutboxMessage
from wasl.acts.registry import announces
from wasl.members import queries
from wasl.members.acts import Appointed, AppointOfficer, EndMandate, RevocationReason, RevokeKey, Role, RotateKey
from wasl.web import notifications

notifications.tells("mandate-given", _("A mandate was given to you"))
notifications.tells("mandate-ended", _("A mandate of yours ended"))
notifications.tells("key-changed", _("A key of your bureau was replaced"))
notifications.tells("key-revoked", _("A key of your bureau was revoked"))
notifications.tells("agreement-ending", _("An agreement that concerns you ends within 90 days"))


def _page(entry: Entry) -> str:
    return f"/record/{entry.index}/"


@announces(AppointOfficer)
def tell_appointed(entry: Entry, act: AppointOfficer, decided: Appointed) -> Iterable[OutboxMessage]:
    """The officer hears of the mandate."""
    yield outbox.people(f"officer/{act.officer}", "mandate-given", _page(entry))


@announces(EndMandate)
def tell_ended(entry: Entry, act: EndMandate, decided: Decided) -> Iterable[OutboxMessage]:
    """The officer hears that the mandate is over."""
    held = queries.mandate(act.mandate)
    if held:
        yield outbox.people(f"officer/{held.officer}", "mandate-ended", _page(entry))


@announces(RotateKey)
def tell_of_new_key(entry: Entry, act: RotateKey, decided: Decided) -> Iterable[OutboxMessage]:
    """The head of the bureau hears that its key was replaced."""
    yield outbox.people(f"{entry.party}/{Role.HEAD}", "key-changed", _page(entry))


@announces(RevokeKey)
def tell_of_revocation(entry: Entry, act: RevokeKey, decided: Decided) -> Iterable[OutboxMessage]:
    """The head of the bureau hears that a key is gone; the operator hears of a lost or stolen one at once."""
    key = queries.key(act.key)
    if key:
        yield outbox.people(f"{key.party}/{Role.HEAD}", "key-revoked", _page(entry))
    if act.reason != RevocationReason.RETIRED and settings.WASL_HOME.operator:
        yield outbox.email(settings.WASL_HOME.operator, "en", "key-lost", f"/record/{entry.index}/")
