"""May it be said now: acts about the record itself."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wasl.acts import entitlement, queries
from wasl.acts.act import EVERY_PARTY, Author, Decided
from wasl.acts.acts import Erase, Erased
from wasl.acts.refusals import Refused
from wasl.acts.registry import decides
from wasl.record.authority import HEAD


@decides(Erase)
def decide_erasure(act: Erase, by: Author, at: datetime) -> Decided:
    """Only the author by its head of bureau, only a closed act, only once.

    An open act says who may sign: without it nobody could check the entries after it. An erasure itself stays, as the
    proof that something was erased, and so does an act that ends something.
    Raises Refused: not-there, not-author, not-head, open-act.
    """
    kept = queries.kept(act.entry)
    if kept is None:
        raise Refused("not-there", _("There is no such entry, or it was erased before."), status=404)
    if kept.row.party != by.party:
        raise Refused("not-author", _("Only the author of an act may erase it."), status=403)
    if by.mandate is not None and by.role != HEAD:
        raise Refused("not-head", _("Only the head of bureau may say this."), status=403)
    if kept.row.open or kept.act.lasting:
        raise Refused("open-act", _("Acts that show who may sign or that end something, and erasures, are kept."))
    readers = kept.act.audience(by.party, kept.decided)
    if EVERY_PARTY in readers:
        readers = frozenset(entitlement.parties())  # whoever joins later never read it
    return Erased(readers=tuple(sorted(readers - {by.party})))
