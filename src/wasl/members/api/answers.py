"""What answers of this room have in common."""

from datetime import datetime

from ninja import Schema

from wasl.members.models import Mandate


def stated(moment: datetime | None) -> str | None:
    """A moment as JSON has it."""
    return moment.isoformat() if moment else None


class MandateOut(Schema):
    """A mandate by entry; the officer is named by entry, too, since names are closed."""

    entry: int
    officer: int
    role: str
    begins: str
    ends: str | None
    ended_by: int | None


def mandate_out(held: Mandate) -> MandateOut:
    """A mandate as JSON has it."""
    return MandateOut(
        entry=held.entry,
        officer=held.officer,
        role=held.role,
        begins=held.begins.isoformat(),
        ends=stated(held.ends),
        ended_by=held.ended_by,
    )
