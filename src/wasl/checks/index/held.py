"""What the shelves hold: of each list which edition, as `lists.json` says it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from wasl.acts import home
from wasl.checks.index import shelves
from wasl.checks.models import Edition, WatchList


@dataclass(frozen=True, slots=True)
class Held:
    """What an index holds: by the name of each list, the entry of its edition, and that edition's digest.

    The digest tells whether the entry is still that edition: a database that was set back, when its home was not, may
    since have given the number to another. `traces` are the editions of which something may lie in the files: those
    held, and those since the index was filed, which was at `filed`, in seconds since 1970 by the machine's own clock.
    """

    lists: Mapping[str, int]
    digests: Mapping[str, str]
    traces: frozenset[int] = frozenset()
    filed: float = 0.0

    @classmethod
    def of(cls, editions: Iterable[tuple[WatchList, Edition]], filed: float) -> "Held":
        """What an index holds that was just filed of these."""
        by_name = {each.name: edition for each, edition in editions}
        lists = {name: edition.entry for name, edition in by_name.items()}
        return cls(lists, {name: each.digest for name, each in by_name.items()}, frozenset(lists.values()), filed)

    def has(self, watch_list: WatchList, edition: Edition) -> bool:
        """Whether this very edition of a list is in the index."""
        name = watch_list.name
        return self.lists.get(name) == edition.entry and self.digests.get(name) == edition.digest

    def about_to_have(self, edition: Edition) -> "Held":
        """The same, when something of an edition is going to lie in the files."""
        return replace(self, traces=self.traces | {edition.entry})

    def having(self, watch_list: WatchList, edition: Edition) -> "Held":
        """The same with this edition in place of what it had of the list."""
        name = watch_list.name
        return replace(
            self.about_to_have(edition),
            lists={**self.lists, name: edition.entry},
            digests={**self.digests, name: edition.digest},
        )


NOTHING = Held({}, {})

_read: dict[Path, tuple[shelves.Stamp, Held]] = {}


def held(party: str) -> Held:
    """What a party's shelf holds."""
    path = shelves.place(party) / "lists.json"
    try:
        stamp = shelves.stamp_of(path)
        known = _read.get(path)
        if known is None or known[0] != stamp:
            known = _read[path] = stamp, _said(path)
    except FileNotFoundError:
        _read.pop(path, None)
        return NOTHING
    return known[1]


def edition_held(watch_list: WatchList) -> int | None:
    """The entry of the edition of a list that its shelf holds."""
    return held(watch_list.party).lists.get(watch_list.name)


def _said(path: Path) -> Held:
    """What the file says; one that cannot be read, or says it otherwise, is as good as none."""
    try:
        said = json.loads(path.read_text("utf-8"))
        return Held(said["lists"], said["digests"], frozenset(said["traces"]), said["filed"])
    except (OSError, ValueError, KeyError):
        return NOTHING


def say(party: str, holds: Held) -> None:
    """Write down what a party's shelf holds."""
    said = asdict(holds) | {"traces": sorted(holds.traces)}
    home.write(shelves.made(party) / "lists.json", json.dumps(said))
