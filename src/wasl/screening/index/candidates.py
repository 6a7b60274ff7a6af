"""Which names of a list are worth a decision: those that share the most, rarest parts first.

For each part of the query, the names it reaches are those with a part that it may be a form of. Names are summed up
by what the shared parts say. Where the name must tell, only those are found that share two parts, or are of one.
Where a birth may tell, or the nearest are asked for, only parts that could still bring a name to `WANTED` of the
possible sum find new names; the commoner ones after them add to the names found, so that nobody is found by `Mohamed`
alone where more was said.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from threading import local
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wasl.screening.index.expanding import TOGETHER, Forms, expand
from wasl.screening.index.lists import Numbers, distinct, find
from wasl.screening.index.memory import Memory
from wasl.screening.index.names import INITIAL, Names, Read
from wasl.screening.index.terms import ASKED_OF_MAX, Terms
from wasl.screening.index.vocabulary import Part, first_letters
from wasl.screening.tokens import BITS_MAX, TokenModel

if TYPE_CHECKING:
    from wasl.screening.index.exchange import Exchange

CANDIDATES_MAX: Final = 32
"""Names that are decided on for one name of a query, unless more subjects are asked for."""

WANTED: Final = 0.4
"""What a name must be able to share of what the query says, to be found."""

SHARED: Final = 0.45
"""What a name must share of the shorter of the two, to be decided on."""

SHARED_IF_FAVOURED: Final = 0.3
"""The same where the year of birth speaks for it."""

SHARED_IF_NOT: Final = 0.65
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
REACHES_REMEMBERED: Final = 12_000_000
JOINED_REMEMBERED: Final = 2_000_000
"""Numbers kept of parts asked before, each of 8 bytes: what is dear to score, what is quickly gathered again, and
of neighbouring words."""

FAVOUR: Final = 5.0
"""Bits that a birth which speaks for a name adds to its rank."""

_OVERHEAD: Final = 64
"""What remembering a part takes besides, in numbers."""

_LEEWAY: Final = np.array([0, SHARED - SHARED_IF_FAVOURED, SHARED - SHARED_IF_NOT], np.float32)
"""By what is said of the year of birth: nothing, for, against."""

Favoured = Callable[[Numbers], NDArray[np.int8]] | None


class Reach(NamedTuple):
    """The names with a form of a part, each once; what each then shares, in bits; and the most of them.

    `rarity` is the part's own, in bits, `letters` what it may begin with (see `first_letters`). `alone` are those of
    the names that have no other part, but initials; `apart` names that may have the part as neighbouring words.
    """

    forms: Forms
    rarity: float
    letters: int
    names: Numbers
    shared: NDArray[np.float32]
    most: float
    alone: Numbers
    apart: Numbers


_NONE: Final[Numbers] = np.empty(0, np.uint32)
_NO_BITS: Final[NDArray[np.float32]] = np.empty(0, np.float32)


@dataclass(frozen=True, slots=True)
class Found:
    """Names worth a decision; `seen` counts those that were reached, some more than once."""

    names: Numbers
    seen: int
    joined: Numbers = field(default_factory=lambda: _NONE)
    """Of the names those where words written apart on one side may be one on the other: no estimate knows of that."""


class Finder:
    """Finds candidates among names, and remembers what the parts of earlier queries reach."""

    def __init__(self, names: Names, model: TokenModel) -> None:
        self.names, self._model = names, model
        self._forms: Memory[Part, Forms] = Memory(FORMS_REMEMBERED, lambda forms: len(forms[0]) + _OVERHEAD)
        self._reaches: Memory[Part, Reach] = Memory(REACHES_REMEMBERED, _size_of)
        self._as_one: Memory[str, Numbers] = Memory(JOINED_REMEMBERED, lambda names: len(names) + _OVERHEAD)
        self._local = local()
        self.exchange: Exchange | None = None
        """Where other processes at the same list tell what they found, if there are any."""

    def reaches(self, parts: Iterable[Part]) -> dict[Part, Reach]:
        """What each part reaches; those never asked before are scored together."""
        known = {part: self._reaches[part] for part in parts}
        again = {part: self._forms[part] for part, reach in known.items() if reach is None}
        if again:
            known |= self._reached(again)
        return {part: reach for part, reach in known.items() if reach is not None}

    def _reached(self, again: dict[Part, Forms | None]) -> dict[Part, Reach]:
        """What parts reach that are not remembered; of some their forms may be."""
        fresh = [part for part, forms in again.items() if forms is None]
        for part, forms in self._expanded(fresh).items():
            again[part] = self._forms[part] = forms
        reached: dict[Part, Reach] = {}
        for (part, found), apart in zip(again.items(), self.names.apart([part[0] for part in again]), strict=True):
            if found is not None:
                reached[part] = self._reaches[part] = self._reach(part, found, apart)
        return reached

    def _expanded(self, fresh: Sequence[Part]) -> dict[Part, Forms]:
        """The forms of parts never asked before, found together, or as other processes told them."""
        if self.exchange is None:
            return dict(zip(fresh, expand(self.names.vocabulary, fresh, self._model), strict=True))
        found: dict[Part, Forms] = {}
        left = dict.fromkeys(self.exchange.ordered(fresh))
        while left:
            for part, forms in self.exchange.told():
                if part in left:
                    found[part] = forms
                    del left[part]
                else:
                    self._forms[part] = forms
            some = list(islice(left, TOGETHER))
            if some:
                expanded = expand(self.names.vocabulary, some, self._model)
                self.exchange.tell(some, expanded)
                found |= zip(some, expanded, strict=True)
            left = {part: None for part in left if part not in found}
        return found

    def as_one(self, reads: Iterable[Read]) -> dict[str, Numbers]:
        """For neighbouring words of these names, written as one, the names that may have them so, if there are any."""
        known = {text: self._as_one[text] for read in reads for text in read.joined}
        fresh = [text for text, names in known.items() if names is None]
        for text, names in zip(fresh, self.names.as_one(fresh) if fresh else (), strict=True):
            known[text] = self._as_one[text] = names
        return {text: names for text, names in known.items() if names is not None and len(names)}

    def find(
        self,
        read: Read,
        reaches: dict[Part, Reach],
        as_one: dict[str, Numbers],
        terms: Terms,
        favoured: Favoured = None,
    ) -> Found:
        """The names for a name of a query, at most `CANDIDATES_MAX`; what its parts reach is handed in.

        `favoured` says of names whether the year of birth speaks for them (1), against (-1), or neither (0). Where it
        says nothing, and the name must tell, names that share one part of several are left out.
        """
        said = {part: reaches[part] for part, role in zip(read.parts, read.roles, strict=True) if role != INITIAL}
        ordered = sorted(said.values(), key=lambda reach: -reach.most)
        gained = self._gained(read, reaches, as_one)
        if terms.least >= 0 and not favoured and len(ordered) > 1:
            names, shared, with_gained = self._sharing_two(ordered, gained[0])
        else:
            names, shared, with_gained = self._sharing_most(ordered, gained[0])
        found = self._best(*self._there(names, shared, terms), ordered, terms, favoured)
        also = self._there(gained[0], gained[1] + with_gained, terms) if len(gained[0]) else gained
        joined = self._joined(*also, ordered, terms) if len(also[0]) else _NONE
        return Found(distinct(np.concatenate((found.names, joined))), found.seen, joined) if len(joined) else found

    def _gained(
        self, read: Read, reaches: dict[Part, Reach], as_one: dict[str, Numbers]
    ) -> tuple[Numbers, NDArray[np.float32]]:
        """The names where words may be joined, on either side, and what these words then share."""
        gained = [(reaches[part].apart, part[0]) for part in read.parts if len(reaches[part].apart)]
        gained += [(as_one[text], text) for text in read.joined if text in as_one]
        if not gained:
            return _NONE, _NO_BITS
        most = [self.names.rarity.bits(text) for _, text in gained]
        return np.concatenate([names for names, _ in gained]), np.repeat(
            np.array(most, np.float32), [len(names) for names, _ in gained]
        )

    def _there(self, names: Numbers, shared: NDArray[np.float32], terms: Terms) -> tuple[Numbers, NDArray[np.float32]]:
        """Of names, and what they share, those of subjects that may be found."""
        if terms.there is None:
            return names, shared
        kept = terms.there[self.names.owners[names]]
        return names[kept], shared[kept]

    def _joined(self, names: Numbers, shared: NDArray[np.float32], reaches: Sequence[Reach], terms: Terms) -> Numbers:
        """Of names where words may be joined those that share enough; at most `JOINED_NAMES_MAX`."""
        possible = max(sum(reach.most for reach in reaches), float(shared.max()))
        share = shared / np.minimum(self.names.masses[names], np.float32(possible))
        best = np.flatnonzero(share >= SHARED_JOINED)
        if not len(best):
            return _NONE
        names = names[best[np.argsort(-share[best], kind="stable")]]
        return distinct(names[terms.first(self.names.owners[names], JOINED_NAMES_MAX)])

    def _reach(self, part: Part, forms: Forms, apart: Numbers) -> Reach:
        likely = forms[1] >= LIKELY_BITS
        parts, bits = forms[0][likely], forms[1][likely]
        rarity, letters = self.names.rarity_of(part), first_letters(part)
        shared = np.minimum(self.names.rarities[parts], np.float32(rarity)) * _strength(bits)
        order = np.argsort(shared, kind="stable")
        found, lengths = self.names.uses.gather(parts[order])
        if not len(found):
            return Reach(forms, rarity, letters, _NONE, _NO_BITS, 0.0, _NONE, apart)
        each = np.repeat(shared[order], lengths)
        last = np.argsort(found, kind="stable")  # of a name reached twice the last counts, which shares the most
        kept = last[np.flatnonzero(np.diff(found[last], append=np.uint32(2**32 - 1)))]
        names = found[kept]
        alone = names[self.names.said[names] == 1]
        return Reach(forms, rarity, letters, names, each[kept], float(shared[order[-1]]), alone, apart)

    def _best(
        self,
        names: Numbers,
        shared: NDArray[np.float32],
        reaches: Sequence[Reach],
        terms: Terms,
        favoured: Favoured,
    ) -> Found:
        """The best of names gathered, by what they share of what the reaches could."""
        seen = sum(len(reach.names) for reach in reaches)
        if not len(names):
            return Found(_NONE, seen)
        masses = self.names.masses[names]
        share = shared / np.minimum(masses, np.float32(sum(reach.most for reach in reaches)))
        enough = share >= (SHARED_IF_FAVOURED if favoured else SHARED)
        names, shared, masses, share = names[enough], shared[enough], masses[enough], share[enough]
        ranks = shared + np.float32(LENGTH_COST) * (shared - masses)
        if favoured:
            more = favoured(names)
            enough = share + _LEEWAY[more] >= SHARED
            names, ranks = names[enough], ranks[enough] + np.float32(FAVOUR) * (more[enough] == 1)
        room = terms.room(CANDIDATES_MAX)
        most = room if terms.admits is None else ASKED_OF_MAX
        if len(names) > most:
            best = np.argpartition(ranks, -most)[-most:]
            names, ranks = names[best], ranks[best]
        names = names[np.lexsort((names, -ranks))]
        return Found(names[terms.first(self.names.owners[names], room)], seen)

    def _sharing_two(
        self, reaches: Sequence[Reach], also: Numbers
    ) -> tuple[Numbers, NDArray[np.float32], NDArray[np.float32]]:
        """The names that two parts reach, or that are of one part; what they share, and what those asked for `also`.

        Of what the last part reaches, which is the commonest, only the names found are added up.
        """
        sums, found = self._sums(), [reach.alone for reach in reaches if len(reach.alone)]
        *rarer, last = reaches
        for number, reach in enumerate(rarer):
            shared = reach.shared
            if number:
                before = sums[reach.names]
                found.append(reach.names[before > 0])
                shared = before + shared
            sums[reach.names] = shared
        beside = sums[also] + _shared_with(last, also) if len(also) else _NO_BITS
        before = sums[last.names]
        met = before.nonzero()[0]
        twice, together = last.names[met], before[met] + last.shared[met]
        if not found:  # of two parts, as most names are: in order, and each once
            sums[rarer[0].names] = 0
            return twice, together, beside
        once = last.alone
        if len(once):
            sums[once] += _shared_with(last, once)
        sums[twice] = together
        names = distinct(np.concatenate((*found, twice)))
        shared = sums[names]
        for reach in rarer:
            sums[reach.names] = 0
        sums[names] = 0
        return names, shared, beside

    def _sharing_most(
        self, reaches: Sequence[Reach], also: Numbers
    ) -> tuple[Numbers, NDArray[np.float32], NDArray[np.float32]]:
        """The names that the rarer parts find, what they share of all parts, and what those asked for `also` do.

        `reaches` begin with the rarest.
        """
        possible = left = sum(reach.most for reach in reaches)
        count = 0
        while count < len(reaches) and left >= WANTED * possible:
            left -= reaches[count].most
            count += 1
        sums, found = self._sums(), []
        for reach in reaches[:count]:
            before = sums[reach.names]
            found.append(reach.names[before == 0])
            sums[reach.names] = before + reach.shared
        names = np.concatenate([_NONE, *found])
        shared, beside = sums[names], sums[also]
        sums[names] = 0
        for reach in reaches[count:]:
            shared += _shared_with(reach, names)
            beside += _shared_with(reach, also)
        return names, shared, beside

    def _sums(self) -> NDArray[np.float32]:
        """Zeros, one a name, of this thread's own."""
        if not hasattr(self._local, "sums"):
            self._local.sums = np.zeros(len(self.names), np.float32)
        sums: NDArray[np.float32] = self._local.sums
        return sums


def _size_of(reach: Reach) -> int:
    """In numbers of 8 bytes: names are of 4, and what each shares is, too."""
    return len(reach.names) + (len(reach.alone) + len(reach.apart)) // 2 + _OVERHEAD


def _shared_with(reach: Reach, names: Numbers) -> NDArray[np.float32]:
    """What each of these names shares by a part."""
    places, there = find(names, reach.names)
    shared = np.zeros(len(names), np.float32)
    shared[there] = reach.shared[places[there]]
    return shared


def _strength(bits: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much of a part's rarity a form of it shares, 0 to 1; of the surest, still more the more alike it is."""
    found: NDArray[np.float32] = 0.9 * np.clip(bits / SURE_BITS, 0.1, 1) + 0.1 * bits / BITS_MAX
    return found
