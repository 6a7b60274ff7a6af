"""Shelves followed moment by moment beside the server: those of the secretariat, and in turn those of bureaus.

Of the secretariat's lists everybody asks: they wait for no bureau's. And a shelf with which something goes wrong rests
for a while, which is no reason for the others to wait.
"""

from collections.abc import Callable
from time import monotonic

from wasl.checks.index import indexing

RESTS = 30.0
"""Seconds that a shelf rests with which something went wrong."""


class Follower:
    """Follows the shelves that are its own."""

    def __init__(self, mine: indexing.Mine) -> None:
        self._mine = mine
        self._resting: dict[str, float] = {}
        """By party, until when."""

    def keep_up(self, _stopping: Callable[[], bool]) -> None:
        """Bring in step what does not rest. Raises DatabaseError: it cannot be seen what there is to do."""
        now = monotonic()
        self._resting = {party: until for party, until in self._resting.items() if until > now}
        failed = indexing.failing(lambda party: self._mine(party) and party not in self._resting)
        self._resting |= dict.fromkeys(failed, monotonic() + RESTS)
