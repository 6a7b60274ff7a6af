"""Some bundles of a record checked: the entries, their tiles of leaves, and the entries that are open.

The part of verification that needs nothing but the files, so that any process can do it for any stretch.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wasl.record import entry, opened, statement, tiles
from wasl.record.authority import Claim
from wasl.record.envelope import BadSignature
from wasl.record.export import OPEN
from wasl.record.governance import CLOSED, DECLARED, GOVERNANCE, KNOWN, check_form, read_instant
from wasl.record.source import Source
from wasl.record.tree import leaf


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
    marked: int = 0
    """How many of its entries are marked open."""
    told: list[Told | None] = field(default_factory=list)
    """What its opened entries say, in order; None where one is withheld or says nothing that can be believed."""
    unknown: Counter[str] = field(default_factory=Counter)
    """How many of its entries that are marked open are of each kind that this verifier does not know."""
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The work of one call: bundles `first` to `last` of a record of `size` entries, read from `source`."""

    source: Source
    origin: str
    size: int
    first: int
    last: int
    opened: Sequence[int]
    """The opened entries in it that the source lists. Those that are marked open are asked for in any case."""

    def check(self) -> list[Bundle]:
        """Check each bundle."""
        return [self._check(number) for number in range(self.first, self.last)]

    def _check(self, number: int) -> Bundle:
        checked, start = Bundle(), number * tiles.WIDTH
        width = min(tiles.WIDTH, self.size - start)
        place = tiles.Tile(None, number, width).path
        try:
            entries = tiles.unbundle(self.source.read(place) or b"")
            held = list(map(entry.read_entry, entries))
        except ValueError as error:
            checked.problems.append(Problem(place, "bad-entries", str(error)))
            return checked
        if len(held) != width:
            text = f"{len(held)} of {width} entries are there"
            checked.problems.append(Problem(place, "missing-entries", text))
            return checked
        checked.leaves = b"".join(map(leaf, entries))
        leaf_place = tiles.Tile(0, number, width).path
        if self.source.read(leaf_place) != checked.leaves:
            checked.problems.append(Problem(leaf_place, "bad-tile", "the tile is not that of its entries"))
        marked = [start + place for place, (is_open, _commitment) in enumerate(held) if is_open]
        checked.marked = len(marked)
        listed = self.opened[bisect_left(self.opened, start) : bisect_left(self.opened, start + width)]
        for index in sorted({*marked, *listed}):
            self._open_entry(index, held[index - start], checked)
        return checked

    def _open_entry(self, index: int, held: tuple[bool, bytes], checked: Bundle) -> None:
        place, (is_open, _commitment) = f"{OPEN}/{index}.json", held
        data = self.source.read(place)
        if data is None and not is_open:
            return
        try:
            said = self._said(index, data, held)
        except Wrong as wrong:
            checked.told.append(None)
            checked.problems.append(Problem(place, wrong.code, str(wrong)))
            return
        checked.told.append(said)
        if is_open and said[1] not in KNOWN:
            checked.unknown[said[1]] += 1

    def _said(self, index: int, data: bytes | None, held: tuple[bool, bytes]) -> Told:
        is_open, commitment = held
        if data is None:
            raise Wrong("withheld", "the entry is marked open, and what it says is not here")
        try:
            found, decided = opened.read_decided(data)
        except opened.BadOpening as error:
            raise Wrong("bad-opening", str(error)) from error
        if found.commitment != commitment:
            raise Wrong("not-committed", "the act, the decision or the salt is not what the record committed to")
        return told(index, found, decided, is_open=is_open, origin=self.origin)


class Wrong(ValueError):  # noqa: N818 (the verdict)
    """The entry is not to be believed: `code` for programs, the text for people."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def told(index: int, found: opened.Opened, decided: dict[str, Any], *, is_open: bool, origin: str) -> Told:
    """What an opened entry of the record `origin` says: its signature, form and mark checked, its author not judged.

    Raises Wrong: bad-signature, bad-act, other-record, marked-closed, marked-open.
    """
    envelope = found.envelope
    try:
        envelope.verify()
        said = statement.read(envelope.payload)
        kind, act, at = said["kind"], said["act"], read_instant(decided["at"])
        if kind in GOVERNANCE:
            check_form(kind, act, decided)
    except BadSignature as error:
        raise Wrong("bad-signature", f"the signature by {error} does not match what was signed") from error
    except (KeyError, TypeError, ValueError) as error:
        raise Wrong("bad-act", f"the signed text does not say what an act must: {error}") from error
    if said["origin"] != origin:
        raise Wrong("other-record", "the act was signed for another record")
    if is_open and kind in CLOSED:
        raise Wrong("marked-open", "the act is for some readers only, and its entry is marked open")
    if not is_open and kind in GOVERNANCE:
        raise Wrong("marked-closed", "the act says who may sign, which is open, and its entry is marked closed")
    if not is_open and kind in DECLARED:
        raise Wrong("marked-closed", "the act is for everybody, and its entry is marked closed")
    if kind not in GOVERNANCE:
        act = decided = {}
    by = said["by"]
    return index, kind, by["party"], by["mandate"], envelope.keyid, said["id"], at, act, decided


def claim(told: Told) -> Claim:
    """What was told, as the judgement takes it."""
    return Claim(*told, formed=True)
