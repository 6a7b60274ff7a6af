"""Which names of a list are worth a decision: those that share the most, rarest parts first.

For each part of the query, the names it reaches are those with a part that it may be a form of. Names are summed up
by what the shared parts say. Only parts that could still bring a name to `WANTED` of the possible sum find new names;
the commoner ones after them add to the names found, so that nobody is found by `Mohamed` alone where more was said.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from threading import local
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.screening.grammar import Role
from wasl.screening.index.lists import Numbers
from wasl.screening.index.memory import Memory
from wasl.screening.index.names import ROLES, Names, Read
from wasl.screening.index.vocabulary import Forms, Part, expand
from wasl.screening.tokens import BITS_MAX, TokenModel

CANDIDATES_MAX: Final = 32
"""Names that are decided on for one name of a query."""

WANTED: Final = 0.4
"""What a name must be able to share of what the query says, to be found."""

SHARED: Final = 0.45
"""What a name must share of the shorter of the two, to be decided on."""

SHARED_IF_FAVOURED: Final = 0.3
"""The same where the year of birth speaks for it."""

SHARED_IF_NOT: Final = 0.5
"""The same where a year of birth is known and another."""

SHARED_JOINED: Final = 0.85
JOINED_NAMES_MAX: Final = 4
"""The same where words are joined first, and how many such names are decided on besides."""

LIKELY_BITS: Final = 3.0
"""A part reaches the names with a part that says so much for being a form of it."""

SURE_BITS: Final = 10.0
"""A form so likely shares nearly the part's whole rarity, and the part itself all of it."""

LENGTH_COST: Final = 0.1
"""What each bit of a name that is not shared takes from its rank."""

FORMS_REMEMBERED: Final = 12_000_000
REACHES_REMEMBERED: Final = 4_000_000
"""Numbers kept of parts asked before, each of 8 bytes: what is dear to score, and what is quickly gathered again."""

FAVOUR: Final = 5.0
"""Bits that a birth which speaks for a name adds to its rank."""

_OVERHEAD: Final = 64
"""What remembering a part takes besides, in numbers."""

_LEEWAY: Final = np.array([0, SHARED - SHARED_IF_FAVOURED, SHARED - SHARED_IF_NOT], np.float32)
"""By what is said of the year of birth: nothing, for, against."""

Favoured = Callable[[Numbers], NDArray[np.int8]] | None

_INITIAL: Final = ROLES.index(Role.INITIAL)


class Reach(NamedTuple):
    """The names with a form of a part, each once; what each then shares, in bits; and the most of them."""

    forms: Forms
    names: Numbers
    shared: NDArray[np.float32]
    most: float


NOTHING: Final = Reach(
    (np.empty(0, np.uint32), np.empty(0, np.float32)), np.empty(0, np.uint32), np.empty(0, np.float32), 0.0
)


@dataclass(frozen=True, slots=True)
class Found:
    """Names worth a decision; `seen` counts those that were reached, some more than once."""

    names: Numbers
    seen: int
    joined: Numbers = field(default_factory=lambda: np.empty(0, np.uint32))
    """Of the names those where words written apart on one side may be one on the other: no estimate knows of that."""


class Finder:
    """Finds candidates among names, and remembers what the parts of earlier queries reach."""

    def __init__(self, names: Names, model: TokenModel) -> None:
        self.names, self._model = names, model
        self._forms: Memory[Part, Forms] = Memory(FORMS_REMEMBERED, lambda forms: len(forms[0]) + _OVERHEAD)
        self._reaches: Memory[Part, Reach] = Memory(REACHES_REMEMBERED, lambda reach: len(reach.names) + _OVERHEAD)
        self._local = local()

    def reaches(self, parts: Iterable[Part]) -> dict[Part, Reach]:
        """What each part reaches; those never asked before are scored together."""
        known = {part: self._reaches[part] for part in parts}
        again = {part: self._forms[part] for part, reach in known.items() if reach is None}
        fresh = [part for part, forms in again.items() if forms is None]
        for part, forms in zip(fresh, expand(self.names.vocabulary, fresh, self._model), strict=True):
            again[part] = self._forms[part] = forms
        for part, found in again.items():
            if found is not None:
                known[part] = self._reaches[part] = self._reach(found)
        return {part: reach for part, reach in known.items() if reach is not None}

    def find(self, read: Read, reaches: dict[Part, Reach], favoured: Favoured = None) -> Found:
        """The names for a name of a query, at most `CANDIDATES_MAX`; what its parts reach is handed in.

        `favoured` says of names whether the year of birth speaks for them (1), against (-1), or neither (0).
        """
        said = {part: reaches[part] for part, role in zip(read.parts, read.roles, strict=True) if role != _INITIAL}
        ordered = sorted(said.values(), key=lambda reach: -reach.most)
        found = self._summed(ordered, favoured)
        joined = self._with_joined(read, ordered)
        return Found(np.union1d(found.names, joined), found.seen, joined) if len(joined) else found

    def _with_joined(self, read: Read, reaches: Sequence[Reach]) -> Numbers:
        """The names that share enough once words are joined, on either side; at most `JOINED_NAMES_MAX`."""
        gained = [(self.names.apart(part[0]), part[0]) for part in read.parts]
        gained += [(self.names.as_one(text), text) for text in read.joined]
        gained = [(names, text) for names, text in gained if len(names)]
        if not gained:
            return np.empty(0, np.uint32)
        names, at = np.unique(np.concatenate([names for names, _ in gained]), return_inverse=True)
        most = np.repeat([self.names.rarity.bits(text) for _, text in gained], [len(each) for each, _ in gained])
        shared = np.zeros(len(names), np.float32)
        np.maximum.at(shared, at, most.astype(np.float32))
        possible = max(sum(reach.most for reach in reaches), float(shared.max()))
        for reach in reaches:
            shared += _shared_with(reach, names)
        share = shared / np.minimum(self.names.masses[names], np.float32(possible))
        best = np.flatnonzero(share >= SHARED_JOINED)
        return names[best[np.argsort(-share[best], kind="stable")[:JOINED_NAMES_MAX]]]

    def _reach(self, forms: Forms) -> Reach:
        likely = forms[1] >= LIKELY_BITS
        parts, bits = forms[0][likely], forms[1][likely]
        shared = self.names.rarities[parts] * _strength(bits)
        order = np.argsort(shared, kind="stable")
        names, lengths = self.names.uses.gather(parts[order])
        if not len(names):
            return NOTHING._replace(forms=forms)
        each = np.repeat(shared[order], lengths)
        last = np.argsort(names, kind="stable")  # of a name reached twice the last counts, which shares the most
        kept = last[np.flatnonzero(np.diff(names[last], append=np.uint32(2**32 - 1)))]
        return Reach(forms, names[kept], each[kept], float(shared[order[-1]]))

    def _summed(self, reaches: Sequence[Reach], favoured: Favoured) -> Found:
        """The best of the names reached; `reaches` begin with what says most."""
        possible = sum(reach.most for reach in reaches)
        names, shared, rest = self._gathered(reaches, possible)
        for reach in rest:
            shared += _shared_with(reach, names)
        masses = self.names.masses[names]
        share = shared / np.minimum(masses, np.float32(possible))
        enough = share >= (SHARED_IF_FAVOURED if favoured else SHARED)
        names, shared, masses, share = names[enough], shared[enough], masses[enough], share[enough]
        ranks = shared + np.float32(LENGTH_COST) * (shared - masses)
        if favoured:
            more = favoured(names)
            enough = share + _LEEWAY[more] >= SHARED
            names, ranks = names[enough], ranks[enough] + np.float32(FAVOUR) * (more[enough] == 1)
        seen = sum(len(reach.names) for reach in reaches)
        if len(names) > CANDIDATES_MAX:
            best = np.argpartition(ranks, -CANDIDATES_MAX)[-CANDIDATES_MAX:]
            names, ranks = names[best], ranks[best]
        return Found(names[np.lexsort((names, -ranks))], seen)

    def _gathered(
        self, reaches: Sequence[Reach], possible: float
    ) -> tuple[Numbers, NDArray[np.float32], Sequence[Reach]]:
        """The names that the rarer parts find, what these share, and the commoner parts, which find none."""
        left, count = possible, 0
        while count < len(reaches) and left >= WANTED * possible:
            left -= reaches[count].most
            count += 1
        if count < 2:
            first = reaches[0] if reaches else NOTHING
            return first.names, first.shared.copy(), reaches[1:]
        sums = self._sums()
        found = []
        for reach in reaches[:count]:
            before = sums[reach.names]
            found.append(reach.names[before == 0])
            sums[reach.names] = before + reach.shared
        names = np.concatenate(found)
        shared = sums[names]
        sums[names] = 0
        return names, shared, reaches[count:]

    def _sums(self) -> NDArray[np.float32]:
        """Zeros, one a name, of this thread's own."""
        if not hasattr(self._local, "sums"):
            self._local.sums = np.zeros(len(self.names), np.float32)
        sums: NDArray[np.float32] = self._local.sums
        return sums


def _shared_with(reach: Reach, names: Numbers) -> NDArray[np.float32]:
    """What each of these names shares by a part."""
    if not len(reach.names):
        return np.zeros(len(names), np.float32)
    at = np.minimum(reach.names.searchsorted(names), len(reach.names) - 1)
    return np.where(reach.names[at] == names, reach.shared[at], np.float32(0))


def _strength(bits: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much of a part's rarity a form of it shares, 0 to 1; of the surest, still more the more alike it is."""
    found: NDArray[np.float32] = 0.9 * np.clip(bits / SURE_BITS, 0.1, 1) + 0.1 * bits / BITS_MAX
    return found
