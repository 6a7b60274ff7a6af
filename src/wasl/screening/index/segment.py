"""Subjects filed together, never changed: a whole index as it was saved, or what was added since."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from wasl.screening.index.lists import Lists, Numbers
from wasl.screening.index.marks import days_of, marks_of, years_of
from wasl.screening.index.names import KINDS, Filing, Names, kinds_of, read
from wasl.screening.index.storage import Array, named, within
from wasl.screening.index.subjects import decode, encode
from wasl.screening.index.texts import Texts
from wasl.screening.rarity import Rarity
from wasl.screening.subject import Subject

NAMES_MAX: Final = 2_000
"""Names of one subject that are filed; those beyond are kept but not found by."""


class Exact:
    """What is found by its exact text: hashes, ascending, and the subject of each."""

    __slots__ = ("hashes", "numbers")

    def __init__(self, hashes: Array, numbers: Numbers) -> None:
        self.hashes, self.numbers = hashes, numbers

    @classmethod
    def of(cls, hashes: Sequence[int], numbers: Sequence[int]) -> Self:
        """From the hashes of texts, and the number of the subject of each."""
        filed, owners = np.array(hashes, np.uint64), np.array(numbers, np.uint32)
        order = np.argsort(filed, kind="stable")
        return cls(filed[order], owners[order])

    @property
    def arrays(self) -> dict[str, Array]:
        """The two arrays, to be stored."""
        return {"hashes": self.hashes, "numbers": self.numbers}

    def find(self, text: str) -> Numbers:
        """The subjects filed under a text, very rarely one of another text of the same hash."""
        wanted = np.uint64(hash_of(text))
        begin, end = np.searchsorted(self.hashes, wanted, "left"), np.searchsorted(self.hashes, wanted, "right")
        return self.numbers[begin:end]


def hash_of(text: str) -> int:
    """64 bits of a text."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def _file(filing: Filing, number: int, subject: Subject, kind: str) -> None:
    """File a subject's names, each way of reading them once."""
    seen = set()
    for place, name in enumerate((*subject.names, *subject.weak_names)[:NAMES_MAX]):
        found = read(name, kind)
        if found.parts and found not in seen:
            seen.add(found)
            filing.add(number, place, found)


def _grouped(lists: Collection[Sequence[int]]) -> Lists:
    under = np.repeat(np.arange(len(lists), dtype=np.uint32), [len(each) for each in lists])
    return Lists.grouped(under, np.array([number for each in lists for number in each], np.uint32), len(lists))


class Segment:
    """Subjects by number: their names by kind, their exact marks, and themselves."""

    def __init__(self, arrays: dict[str, Array]) -> None:
        """From the arrays that `of` makes, or a file has.

        `told` are the subjects as JSON; `ids` finds them by id, `marks` by what `marks_of` says; `born` says of each
        in which years it may be born (see `years_of`), `birthdays` on which day, 0 where there is none or several.
        `lists` has the subjects of each list, and `list-names` what these are called.
        """
        self.arrays = arrays
        self.names = {kind: Names(kind, within(kind, arrays)) for kind in KINDS}
        self.born: Array = arrays["born"]
        self.birthdays: Array = arrays["birthdays"]
        self._told = Texts(arrays["told.begins"], arrays["told.content"])
        self._ids = Exact(arrays["ids.hashes"], arrays["ids.numbers"])
        self._marks = Exact(arrays["marks.hashes"], arrays["marks.numbers"])
        self._lists = Lists(arrays["lists.begins"], arrays["lists.items"])
        self._list_names = list(Texts(arrays["list-names.begins"], arrays["list-names.content"]))

    @classmethod
    def of(cls, subjects: Iterable[Subject], rarities: dict[str, Rarity] | None = None) -> Self:
        """File subjects, of which no two have one id; rarity is counted here unless another list's is handed in."""
        told, ids, marks, marked = [], array("Q"), array("Q"), array("I")
        born, birthdays = array("Q"), array("i")
        filings = {kind: Filing(kind) for kind in KINDS}
        lists: dict[str, array[int]] = {}
        for number, subject in enumerate(subjects):
            told.append(encode(subject))
            ids.append(hash_of(subject.id))
            for mark in marks_of(subject):
                marks.append(hash_of(mark))
                marked.append(number)
            for name in {*subject.lists}:
                lists.setdefault(name, array("I")).append(number)
            born.append(years_of(subject.birth_dates))
            days = days_of(subject.birth_dates)
            birthdays.append(days.pop() if len(days) == 1 else 0)
            for kind in kinds_of(subject.schema):
                _file(filings[kind], number, subject, kind)
        arrays = {
            **named("told", Texts.of(told).arrays),
            **named("ids", Exact.of(ids, array("I", range(len(ids)))).arrays),
            **named("marks", Exact.of(marks, marked).arrays),
            **named("lists", _grouped(lists.values()).arrays),
            **named("list-names", Texts.of([name.encode("utf-8", "replace") for name in lists]).arrays),
            "born": np.array(born, np.uint64),
            "birthdays": np.array(birthdays, np.int32),
        }
        for kind, filing in filings.items():
            arrays |= named(kind, filing.names((rarities or {}).get(kind)).arrays)
        return cls(arrays)

    def __len__(self) -> int:
        return len(self._told)

    def __iter__(self) -> Iterator[Subject]:
        return (self[number] for number in range(len(self)))

    def __getitem__(self, number: int) -> Subject:
        return decode(self._told[number])

    @property
    def rarities(self) -> dict[str, Rarity]:
        """What the names here say about how common parts are, by kind."""
        return {kind: names.rarity for kind, names in self.names.items()}

    def number_of(self, subject: str) -> int | None:
        """The number of the subject with this id."""
        found: list[int] = self._ids.find(subject).tolist()
        return next((number for number in found if self[number].id == subject), None)

    def marked(self, mark: str) -> Numbers:
        """The subjects that have this mark."""
        return self._marks.find(mark)

    def on(self, lists: Collection[str]) -> NDArray[np.bool_]:
        """Of each subject, by number, whether it is on one of these lists."""
        found = np.zeros(len(self), bool)
        for number, name in enumerate(self._list_names):
            if name in lists:
                found[self._lists[number]] = True
        return found
