"""What several rules ask: who says it, of whom, in which words, and whether the time is over."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from wasl.acts.act import SECRETARIAT, Author
from wasl.acts.models import Recorded
from wasl.acts.refusals import Refused
from wasl.members import queries, roles
from wasl.members.acts import Role
from wasl.members.models import Agreement, Mandate, Suspension
from wasl.members.naming import party_title

Rows = Iterable[tuple[type[Recorded], Any]]


def by_secretariat(by: Author) -> None:
    """Raises Refused: not-secretariat, not-head."""
    if by.party != SECRETARIAT:
        raise Refused("not-secretariat", _("Only the General Secretariat may say this."), status=403)
    by_head(by)


def by_head(by: Author) -> None:
    """The head of bureau, or the bureau's key alone while it has no head (then no mandate is named).

    Raises Refused: not-head.
    """
    if by.mandate is not None and by.role != Role.HEAD:
        raise Refused("not-head", _("Only the head of bureau may say this."), status=403)


def with_right(by: Author, right: str) -> None:
    """The secretariat, under a mandate whose role gives the right; or by its key alone while it has no head.

    Raises Refused: not-secretariat, role-without-right.
    """
    if by.party != SECRETARIAT:
        raise Refused("not-secretariat", _("Only the General Secretariat may say this."), status=403)
    of_role(by, right)


def of_role(by: Author, right: str) -> None:
    """Any party, under a mandate whose role gives the right there; or by its key alone while it has no head.

    Raises Refused: role-without-right.
    """
    if by.mandate is not None and right not in _rights_of(by):
        raise Refused("role-without-right", _("The officer's role gives no right to say this."), status=403)


def _rights_of(by: Author) -> frozenset[str]:
    known = roles.roles().get(by.role)
    return known.rights_at(by.party) if known else frozenset()


def on_list(words: Iterable[str], known: tuple[str, ...], field: str) -> None:
    """Raises Refused: unknown-word."""
    for word in words:
        if word not in known:
            fault = {field: _("There is no such word on the list.")}
            raise Refused("unknown-word", _("There is no such word on the list: %(word)s."), word=word, fields=fault)


def all_members(codes: Iterable[str]) -> None:
    """Raises Refused: not-a-member."""
    for code in codes:
        if queries.member(code) is None:
            raise Refused("not-a-member", _("This party is not a member: %(party)s."), party=party_title(code))


def is_over(held: Agreement | Mandate | Suspension, at: datetime) -> bool:
    """Whether its time is over, whoever ended it."""
    return held.ends is not None and held.ends <= at
