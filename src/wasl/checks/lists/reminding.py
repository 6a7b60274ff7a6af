"""Lists that were not renewed in time: their keepers are told, on the desk and once a period by notification."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.acts import clock, deadlines, outbox
from wasl.acts.act import SECRETARIAT
from wasl.acts.models import OutboxMessage
from wasl.checks.lists import standing
from wasl.checks.models import Edition, ListReminder, WatchList
from wasl.members.acts import Role
from wasl.web import notifications
from wasl.web.desk import Line
from wasl.web.language import short_language
from wasl.web.visitors import Visitor

STALE = "list-stale"

notifications.tells(STALE, _("A list that you keep was not renewed in time"))


@deadlines.chore
def remind_of_stale_lists(now: datetime) -> None:
    """Tell the keepers of a list that it is overdue: at once, and again for each further period."""
    for watch_list, edition in standing.stale(now):
        since = standing.renewed(watch_list, edition)
        _tell(watch_list, edition, (now - since).days // watch_list.renewed_within, now)


def _tell(watch_list: WatchList, edition: Edition | None, period: int, now: datetime) -> None:
    with transaction.atomic():
        _row, is_new = ListReminder.objects.get_or_create(
            list=watch_list.entry, since=(edition or watch_list).entry, period=period, defaults={"told_at": now}
        )
        if is_new:
            outbox.owe(_messages(watch_list))


def _messages(watch_list: WatchList) -> Iterator[OutboxMessage]:
    """To the head of the bureau that keeps it; at the secretariat to those who look after lists, too."""
    roles = [Role.HEAD, *([Role.CLERK] if watch_list.party == SECRETARIAT else [])]
    for role in roles:
        yield outbox.people(f"{watch_list.party}/{role}", STALE, f"/lists/{watch_list.name}/")


def overdue(visitor: Visitor) -> Iterator[Line]:
    """The lists of one's own party that are to be renewed."""
    if not visitor.may("lists.manage"):
        return
    for watch_list, edition in standing.stale(clock.now()):
        if watch_list.party == visitor.party:
            at = standing.renewed(watch_list, edition) if edition else None
            remark = _("last renewed") if at else _("nothing imported yet")
            address = reverse("list-import", args=[watch_list.name])
            title = _("A list is overdue: %(list)s") % {"list": watch_list.title[short_language()]}
            yield Line(title, address, remark, at, tone="stop")
