"""Live pages of people whose rights changed: their streams end, and come back with what they may hear now."""

from collections.abc import Iterator, Sequence

from wasl.acts.subscribers import Heard, subscribe
from wasl.members.acts import EndMandate, RestoreRights, SuspendRights
from wasl.members.models import Mandate, Suspension
from wasl.web import live


@subscribe
def hang_up(heard: Sequence[Heard]) -> None:
    """After a mandate ended, or a member's rights were suspended or restored. New rights come with the next page."""
    for party in sorted(set(_concerned(heard))):
        live.hang_up(party=party)


def _concerned(heard: Sequence[Heard]) -> Iterator[str]:
    ended = [act.mandate for _entry, act, _decided in heard if isinstance(act, EndMandate)]
    restored = [act.suspension for _entry, act, _decided in heard if isinstance(act, RestoreRights)]
    if ended:
        yield from Mandate.objects.filter(entry__in=ended).values_list("party", flat=True)
    if restored:
        yield from Suspension.objects.filter(entry__in=restored).values_list("member", flat=True)
    yield from (act.member for _entry, act, _decided in heard if isinstance(act, SuspendRights))
