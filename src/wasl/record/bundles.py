"""Some bundles of a record checked: the entries, their tiles of leaves, and the entries that are open.

The part of verification that needs nothing but the files, so that any process can do it for any stretch.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wasl.record import canonical, entry, opened, tiles
from wasl.record.authority import GOVERNANCE, Claim
from wasl.record.envelope import BadSignature, Envelope
from wasl.record.export import OPEN
from wasl.record.source import Source


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, a stable code, and why."""

    place: str
    code: str
    text: str


Told = tuple[int, str, str, int | None, str, str, datetime, dict[str, Any], dict[str, Any]]
"""The fields of a `Claim`: a plain tuple passes between processes ten times as fast."""


@dataclass(slots=True)
class Bundle:
    """What checking one bundle gave."""

    leaves: bytes = b""
    """The leaf hashes, or nothing when the entries cannot be read."""
    told: list[Told | None] = field(default_factory=list)
    """What its open entries say, in order; None where one says nothing that can be believed."""
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The work of one call: bundles `first` to `last` of a record of `size` entries, read from `source`."""

    source: Source
    origin: str
    size: int
    first: int
    last: int
    opened: Sequence[int] | None
    """The open entries in it, in order; None when each must be asked for."""

    def check(self) -> list[Bundle]:
        """Check each bundle."""
        return [self._check(number) for number in range(self.first, self.last)]

    def _check(self, number: int) -> Bundle:
        checked, start = Bundle(), number * tiles.WIDTH
        width = min(tiles.WIDTH, self.size - start)
        place = tiles.Tile(None, number, width).path
        try:
            commitments = list(map(entry.read_entry, tiles.unbundle(self.source.read(place) or b"")))
        except ValueError as error:
            checked.problems.append(Problem(place, "bad-entries", str(error)))
            return checked
        if len(commitments) != width:
            text = f"{len(commitments)} of {width} entries are there"
            checked.problems.append(Problem(place, "missing-entries", text))
            return checked
        checked.leaves = b"".join(map(entry.leaf_hash, commitments))
        leaf_place = tiles.Tile(0, number, width).path
        if self.source.read(leaf_place) != checked.leaves:
            checked.problems.append(Problem(leaf_place, "bad-tile", "the tile is not that of its entries"))
        for index in self._open(start, width):
            self._open_entry(index, commitments[index - start], checked)
        return checked

    def _open(self, start: int, width: int) -> Iterable[int]:
        if self.opened is None:
            return range(start, start + width)
        return self.opened[bisect_left(self.opened, start) : bisect_left(self.opened, start + width)]

    def _open_entry(self, index: int, commitment: bytes, checked: Bundle) -> None:
        place = f"{OPEN}/{index}.json"
        data = self.source.read(place)
        if data is None:
            return
        said = self._said(index, data, commitment)
        if isinstance(said, tuple):
            checked.told.append(said)
        else:
            checked.told.append(None)
            checked.problems.append(Problem(place, said.code, said.text))

    def _said(self, index: int, data: bytes, commitment: bytes) -> "Told | _Wrong":
        try:
            found, decided = opened.read_decided(data)
            if found.commitment != commitment:
                return _NOT_COMMITTED
            found.envelope.verify()
            origin, said = _told(index, found.envelope, decided)
        except BadSignature as error:
            return _Wrong("bad-signature", f"the signature by {error} does not match what was signed")
        except opened.BadOpening as error:
            return _Wrong("bad-opening", str(error))
        except (KeyError, TypeError, ValueError):
            return _BAD_ACT
        return said if origin == self.origin else _OTHER_RECORD


@dataclass(frozen=True, slots=True)
class _Wrong:
    code: str
    text: str


_NOT_COMMITTED = _Wrong("not-committed", "the act, the decision or the salt is not what the record committed to")
_OTHER_RECORD = _Wrong("other-record", "the act was signed for another record")
_BAD_ACT = _Wrong("bad-act", "the signed text does not say what an act must")


def _told(index: int, envelope: Envelope, decided: dict[str, Any]) -> tuple[str, Told]:
    """For which record the act was signed, and what it says. Raises ValueError, KeyError or TypeError."""
    statement = canonical.loads(envelope.payload)
    kind, by, act = statement["kind"], statement["by"], statement["act"]
    party, mandate, identity, at = by["party"], by["mandate"], statement["id"], datetime.fromisoformat(decided["at"])
    texts = type(kind) is type(party) is type(identity) is str
    if not texts or (mandate is not None and type(mandate) is not int) or type(act) is not dict or at.tzinfo is None:
        message = "a part is of another type"
        raise ValueError(message)
    if kind not in GOVERNANCE:
        act = decided = {}
    return statement["origin"], (index, kind, party, mandate, envelope.keyid, identity, at, act, decided)


def claim(told: Told) -> Claim:
    """What was told, as the judgement takes it."""
    return Claim(*told)
