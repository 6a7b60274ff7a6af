"""What the installation does by itself in this room: it ends mandates whose time is over."""

from collections.abc import Iterable
from datetime import datetime

from wasl.acts import deadlines
from wasl.acts.act import Act
from wasl.members import queries
from wasl.members.acts import EndMandate, EndReason


@deadlines.due
def expired_mandates(now: datetime, limit: int) -> Iterable[Act]:
    """One act for each mandate that expired and is not ended."""
    return [EndMandate(mandate=entry, reason=EndReason.EXPIRED) for entry in queries.expired(now, limit)]
