"""The way back from a wrong import: an earlier edition's files, which are kept here, brought once more.

What comes of it is an import like any other. It makes no old list look fresh: what counted before, and was replaced
since, is as old as when it last was new, in the same files or packed anew.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wasl.acts.refusals import Refused
from wasl.checks import queries
from wasl.checks.acts import ImportList
from wasl.checks.lists import editions, importing
from wasl.checks.lists.importing import Progress, Read
from wasl.checks.models import Edition, WatchList


def renewed_at(act: ImportList, before: Edition | None) -> datetime | None:
    """When what an act brings was last new here, where it is old; None where the act renews its list.

    It is old where an edition before `before`, the one that counts now, said the same, and it does not: unless the
    files say that they were published since.
    """
    if before is None or before.digest == act.digest:
        return None
    files = {each.content for each in act.files}
    for each in queries.editions_alike(act.list, act.digest):
        if _contents(each) == files or (act.published or "") <= each.published:
            return each.renewed_at
    return None


def _contents(edition: Edition) -> set[str]:
    return {each.content for each in editions.files_of(edition)}


def counts(edition: Edition, newest: Edition | None) -> bool:
    """Whether an edition's files are those that count."""
    return newest is None or _contents(edition) == _contents(newest)


def check(edition: Edition, newest: Edition | None) -> None:
    """Raises Refused: counts-already, where there is nothing to go back to."""
    if counts(edition, newest):
        text = _("The files of this edition count now: there is nothing to go back to.")
        raise Refused("counts-already", text, status=409)


def read(watch_list: WatchList, edition: Edition, *, progress: Progress) -> Read:
    """Read an edition's files as the next edition of its list.

    Raises Refused: counts-already, and what `importing.read_kept` raises.
    """
    check(edition, queries.newest_edition(watch_list.entry))
    files = editions.files_of(edition)
    return importing.read_kept(watch_list, files, columns=edition.columns or None, progress=progress)


def act(watch_list: WatchList, edition: Edition, found: Read) -> ImportList:
    """The act that goes back to the edition."""
    return importing.act(watch_list, editions.files_of(edition), found, edition.columns or None)
