"""The names of one kind of subject: which parts each is made of, and which names a part stands in."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from wasl.screening.atoms import Atom, Role, evident, parse
from wasl.screening.explaining import rarity_of
from wasl.screening.index.lists import Lists, Numbers, find, parted
from wasl.screening.index.storage import Array, named, within
from wasl.screening.index.vocabulary import Part, Vocabulary, code_of_key
from wasl.screening.keys import skeletons
from wasl.screening.rarity import Rarity, code_of
from wasl.screening.scripts import readings
from wasl.screening.subject import OBJECTS, ORGANISATIONS, PERSON

KINDS: Final = (PERSON, "Organization", "Vessel")
"""The grammars by which names are read; each kind of names is filed by itself."""

ROLES: Final = tuple(Role)
_ROLE_NUMBERS: Final = {role: number for number, role in enumerate(ROLES)}
INITIAL: Final = _ROLE_NUMBERS[Role.INITIAL]
ATOMS_MAX: Final = 16
"""Evident atoms of a name that are compared; those beyond are left out."""
JOINED_MAX: Final = 3
JOINED_LETTERS_MAX: Final = 11
JOINED_SIGNS_MIN: Final = 4
"""Neighbouring words that are filed as one, letters of them at most and consonants at least."""


def kinds_of(schema: str) -> tuple[str, ...]:
    """Among which kinds of names those of a schema are filed and looked for."""
    if schema == PERSON:
        return (PERSON,)
    if schema == "LegalEntity":
        return KINDS[:2]
    if schema in ORGANISATIONS:
        return KINDS[1:2]
    return KINDS[2:] if schema in OBJECTS else KINDS


@dataclass(frozen=True, slots=True)
class Read:
    """A name as its parts, without those that are no evidence; `roles` are numbers of `ROLES`.

    `joined` are neighbouring words written as one, as another may have written them.
    """

    parts: tuple[Part, ...]
    roles: tuple[int, ...]
    joined: tuple[str, ...] = ()


def read(name: str, kind: str) -> Read:
    """Read a name by the grammar of its kind."""
    parsed = parse(name, kind)
    atoms = evident(parsed)[:ATOMS_MAX]
    return Read(
        tuple((atom.text, *atom.forms) for atom in atoms),
        tuple(_ROLE_NUMBERS[atom.role] for atom in atoms),
        tuple(_joined(parsed[:ATOMS_MAX])),
    )


def _joined(atoms: tuple[Atom, ...]) -> Iterator[str]:
    words = ["".join(atom.words) for atom in atoms]
    for begin in range(len(atoms) - 1):
        for end in range(begin + 2, min(begin + JOINED_MAX, len(atoms)) + 1):
            text = "".join(words[begin:end])
            if len(text) > JOINED_LETTERS_MAX:
                break
            if evident(atoms[begin:end]):
                yield text


@lru_cache(1 << 16)
def joint_codes(text: str) -> tuple[int, ...]:
    """Under what words that may be written apart or as one are filed: the key of their consonants, in two readings."""
    medium = {skeletons(reading).medium for reading in readings(text)[:2]}
    return tuple(code_of_key(f"M{each}") for each in medium if len(each) >= JOINED_SIGNS_MIN)


class Names:
    """Names by number.

    `parts` holds the parts of each name, by their number in the vocabulary, in the order of the name, and `roles` the
    role of each (aligned with `parts.items`); `said` counts those of each name that are not initials, `uses` has the
    names each part stands in, ascending. `owners` is the subject of each name, `places` which of its names it is (weak
    names counted after the others). `rarities` are bits, by part; `masses` their sum, by name. What neighbouring words
    are as one is filed by itself (`apart`).
    """

    def __init__(self, kind: str, arrays: dict[str, Array]) -> None:
        """Of a kind, from the arrays that `Filing` makes, or a file has."""
        self.kind, self.arrays = kind, arrays
        self.vocabulary = Vocabulary(within("vocabulary", arrays))
        self.rarity = Rarity(arrays["rarity.codes"], arrays["rarity.counts"], int(arrays["rarity.total"][0]))
        self.parts = Lists(arrays["parts.begins"], arrays["parts.items"])
        self.uses = Lists(arrays["uses.begins"], arrays["uses.items"])
        self._joints = Lists(arrays["joints.begins"], arrays["joints.items"])
        self._joint_codes: Numbers = arrays["joints.codes"]
        self.roles: Array = arrays["roles"]
        self.said: Array = arrays["said"]
        self.owners: Numbers = arrays["owners"]
        self.places: Array = arrays["places"]
        self.rarities: Array = arrays["rarities"]
        self.masses: Array = arrays["masses"]

    def __len__(self) -> int:
        return len(self.owners)

    def rarity_of(self, part: Part) -> float:
        """The bits that naming a part takes, as comparisons count them."""
        return _rarity_of(part, self.kind, self.rarity)

    def apart(self, texts: Sequence[str]) -> list[Numbers]:
        """For each word the names that may have it as several neighbours."""
        codes = [joint_codes(text) for text in texts]
        places, there = find(np.array([code for several in codes for code in several], np.uint32), self._joint_codes)
        names, lengths = self._joints.gather(places[there])
        asker = np.repeat(np.arange(len(texts)), np.array([len(several) for several in codes], np.int64))[there]
        return parted(names, np.repeat(asker, lengths), len(texts))

    def as_one(self, texts: Sequence[str]) -> list[Numbers]:
        """For each text of neighbouring words written as one the names that may have it as one part."""
        codes = [joint_codes(text) for text in texts]
        if not any(codes):
            return [self.owners[:0]] * len(texts)
        asker, parts = self.vocabulary.under_each(codes)
        names, lengths = self.uses.gather(parts)
        return parted(names, np.repeat(asker, lengths), len(texts))


class Filing:
    """Takes names one by one, in the order of their subjects, and makes `Names` of them."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._numbers: dict[Part, int] = {}
        self._owners, self._places, self._lengths = array("I"), array("H"), array("H")
        self._parts, self._roles = array("I"), array("B")
        self._codes, self._joined = array("I"), array("I")

    def add(self, owner: int, place: int, name: Read) -> None:
        """A name of the subject with this number, at this place among its names."""
        numbers = self._numbers
        for code in {code for text in name.joined for code in joint_codes(text)}:
            self._codes.append(code)
            self._joined.append(len(self._owners))
        self._owners.append(owner)
        self._places.append(place)
        self._lengths.append(len(name.parts))
        self._parts.extend(numbers.setdefault(part, len(numbers)) for part in name.parts)
        self._roles.extend(name.roles)

    def names(self, rarity: Rarity | None = None) -> Names:
        """All of them. Rarity is counted from these very names unless another list's is handed in."""
        items, owners, known = np.array(self._parts, np.uint32), np.array(self._owners, np.uint32), list(self._numbers)
        lengths, roles = np.array(self._lengths, np.int64), np.array(self._roles, np.uint8)
        names = np.repeat(np.arange(len(owners), dtype=np.uint32), lengths)
        if rarity is None:
            rarity = _counted(owners[names], items, known)
        rarities = np.array([_rarity_of(part, self._kind, rarity) for part in known], np.float32)
        using = np.unique(items.astype(np.uint64) << np.uint64(32) | names)
        uses = Lists.grouped((using >> np.uint64(32)).astype(np.uint32), using.astype(np.uint32), len(known))
        codes, under = np.unique(np.array(self._codes, np.uint32), return_inverse=True)
        joints = Lists.grouped(under.astype(np.uint32), np.array(self._joined, np.uint32), len(codes))
        return Names(
            self._kind,
            {
                "joints.codes": codes,
                **named("joints", joints.arrays),
                **named("vocabulary", Vocabulary.of(known).arrays),
                "parts.begins": np.concatenate([[0], np.cumsum(lengths)]).astype(np.uint32),
                "parts.items": items,
                **named("uses", uses.arrays),
                "roles": roles,
                "said": np.bincount(names[roles != INITIAL], minlength=len(owners)).astype(np.uint8),
                "owners": owners,
                "places": np.array(self._places, np.uint16),
                "rarities": rarities,
                "masses": np.bincount(names, rarities[items], len(owners)).astype(np.float32),
                "rarity.codes": rarity.codes,
                "rarity.counts": rarity.counts,
                "rarity.total": np.array([rarity.total], np.uint32),
            },
        )


def _rarity_of(part: Part, kind: str, rarity: Rarity) -> float:
    text = part[0]
    return rarity_of(Atom(text, Role.NUMBER if text.isdigit() else Role.PART, (text,)), kind, rarity)


def _counted(owners: Numbers, parts: Numbers, known: Sequence[Part]) -> Rarity:
    """Rarity as these uses of parts show it: in how many subjects each class of parts stands."""
    codes = np.array([code_of(part[0]) for part in known], np.uint32)
    distinct = np.unique(codes[parts].astype(np.uint64) << np.uint64(32) | owners)
    found, counts = np.unique(distinct >> np.uint64(32), return_counts=True)
    return Rarity(found.astype(np.uint32), counts.astype(np.uint32), len(np.unique(owners)))
