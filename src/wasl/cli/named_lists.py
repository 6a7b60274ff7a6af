"""Which list, and which of its editions, a command names: `ma.stolen` says whose list it is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wasl.cli.failures import Failure
from wasl.cli.options import known_party

if TYPE_CHECKING:
    from wasl.checks.models import Edition, WatchList


@dataclass(frozen=True, slots=True)
class Named:
    """A list by its party and its word; `name` is how it is called in full."""

    party: str
    word: str

    @property
    def name(self) -> str:
        """As in `ma.stolen`; the word alone for the secretariat's."""
        from wasl.checks import queries

        return queries.full_name(self.party, self.word)


def named(name: str, party: str | None) -> Named:
    """The list that a name means; without a bureau's code in front, the party says whose. Raises Failure: other-party.

    Where neither says it, it is the secretariat's.
    """
    from wasl.acts.act import SECRETARIAT
    from wasl.checks import queries

    said, in_name = known_party(party), queries.party_of(name)
    if "." not in name:
        return Named(said or SECRETARIAT, name)
    if said not in (None, in_name):
        raise Failure("other-party", f"{name} is called as a list of {in_name}, and --party says {said}.")
    return Named(in_name, name.partition(".")[2])


def open_list(of: Named) -> "WatchList | None":
    """The open list of that name."""
    from wasl.checks import queries

    found = queries.list_named(of.name)
    return found if found and found.closed_at is None else None


def known_list(name: str, party: str | None = None) -> "WatchList":
    """The list of that name, open or else the last one closed. Raises Failure: not-there, other-party."""
    from wasl.checks import queries

    full = named(name, party).name
    found = queries.list_named(full)
    if found is None:
        raise Failure("not-there", f"There is no list {full}.")
    return found


def known_edition(watch_list: "WatchList", number: int | None) -> "Edition":
    """An edition of a list by its entry, or the newest. Raises Failure: not-there."""
    from wasl.checks import queries

    found = queries.newest_edition(watch_list.entry) if number is None else queries.edition(number)
    if found is None or found.list != watch_list.entry:
        raise Failure("not-there", f"There is no such edition of {watch_list.name}, or it was erased.")
    return found
