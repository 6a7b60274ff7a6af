"""Who is told of what in this room."""

from collections.abc import Iterable

from django.conf import settings

from wasl.acts import outbox
from wasl.acts.act import Decided, Entry
from wasl.acts.models import OutboxMessage
from wasl.acts.registry import announces
from wasl.members.acts import RevocationReason, RevokeKey


@announces(RevokeKey)
def tell_operator(entry: Entry, act: RevokeKey, decided: Decided) -> Iterable[OutboxMessage]:
    """The operator hears of a lost or stolen key at once."""
    if act.reason != RevocationReason.RETIRED and settings.WASL_HOME.operator:
        yield outbox.email(settings.WASL_HOME.operator, "en", "key-lost", f"/record/{entry.index}/")
