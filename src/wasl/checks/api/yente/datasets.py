"""Lists as datasets: which ones a request means."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from wasl.acts.refusals import Refused
from wasl.checks import queries

EVERYTHING = ("default", "all")
"""Datasets that stand for every list that the key's bureau is shown."""


def chosen(dataset: str, include: Sequence[str], exclude: Sequence[str], party: str | None) -> tuple[str, ...]:
    """The names of the lists meant, as a question has them: empty for all. Raises Refused: unknown-list.

    A list that is not there is refused where it is to be asked, and no matter where it is to be left out.
    """
    named = [dataset, *include]
    asks_all = not set(EVERYTHING).isdisjoint(named)
    if asks_all and not exclude:
        return ()
    wanted = [each.name for each in queries.lists_seen_by(party)] if asks_all else named
    left = tuple(name for name in dict.fromkeys(wanted) if name not in exclude)
    if not left:
        raise Refused("unknown-list", _("There is no such list, or it is not yours to see."), status=404)
    return left


def unsupported(**asked: object) -> None:
    """Refuse what yente can and Wasl cannot, by its first name. Raises Refused: not-supported."""
    for name, value in asked.items():
        if value:
            text = _("“%(name)s” is not supported here. Ask without it.")
            raise Refused("not-supported", text, status=400, name=name)
