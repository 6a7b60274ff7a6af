"""Lists of numbers under numbers, in two arrays (compressed sparse rows)."""

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from wasl.screening.index.storage import Array

Numbers = NDArray[np.uint32]


class Lists:
    """`begins[i] : begins[i + 1]` is where list `i` lies in `items`."""

    __slots__ = ("begins", "items")

    def __init__(self, begins: Numbers, items: Array) -> None:
        self.begins, self.items = begins, items

    @classmethod
    def grouped(cls, under: Numbers, items: Array, count: int) -> Self:
        """Lists under 0 to `count` - 1: each item under its number, in the order given."""
        begins = np.zeros(count + 1, np.uint32)
        np.cumsum(np.bincount(under, minlength=count), out=begins[1:], dtype=np.uint32)
        return cls(begins, items[np.argsort(under, kind="stable")])

    @property
    def arrays(self) -> dict[str, Array]:
        """The two arrays, to be stored; `Lists(**arrays)` is the same lists again."""
        return {"begins": self.begins, "items": self.items}

    def __len__(self) -> int:
        return len(self.begins) - 1

    def __getitem__(self, number: int) -> Array:
        return self.items[self.begins[number] : self.begins[number + 1]]

    def lengths(self, numbers: NDArray[Any]) -> NDArray[np.int64]:
        """How long each of these lists is."""
        lengths: NDArray[np.int64] = self.begins[numbers + 1].astype(np.int64) - self.begins[numbers]
        return lengths

    def gather(self, numbers: NDArray[Any]) -> tuple[Array, NDArray[np.int64]]:
        """These lists one after the other, and the length of each."""
        lengths = self.lengths(numbers)
        return self.items[spread(self.begins[numbers], lengths)], lengths


def parted(items: Array, under: NDArray[Any], count: int) -> list[Array]:
    """Items, each under a number, in ascending order of these, as lists under 0 to `count` - 1.

    Each list is its own, so that one may be kept without the others.
    """
    ends = np.searchsorted(under, np.arange(count), "right").tolist()
    return [items[begin:end].copy() for begin, end in zip([0, *ends], ends, strict=False)]


def spread(begins: Array, lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of several runs one after the other, each from its begin."""
    ends = np.cumsum(lengths)
    shifts: NDArray[np.int64] = np.repeat(begins.astype(np.int64) - (ends - lengths), lengths)
    places: NDArray[np.int64] = shifts + np.arange(len(shifts))
    return places


def crossed(
    one: NDArray[Any], ones: NDArray[Any], other: NDArray[Any], others: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Each place of a run with each of the run beside it, and where the pairs of each two runs begin.

    Runs are given by where they begin and how long they are; none is empty.
    """
    lengths = ones.astype(np.int64) * others
    begins = np.cumsum(lengths) - lengths
    if len(lengths) == lengths.sum():
        return one.astype(np.int64), other.astype(np.int64), begins
    row, column = np.divmod(spread(np.zeros_like(lengths), lengths), np.repeat(others, lengths))
    return np.repeat(one, lengths) + row, np.repeat(other, lengths) + column, begins


def find(wanted: NDArray[Any], ordered: NDArray[Any]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where numbers stand among ascending ones, and whether they do; where they do not, the place means nothing."""
    if not len(ordered):
        return np.zeros(wanted.shape, np.intp), np.zeros(wanted.shape, bool)
    places = np.minimum(ordered.searchsorted(wanted), len(ordered) - 1)
    return places, ordered[places] == wanted


def distinct(numbers: NDArray[Any]) -> NDArray[Any]:
    """Numbers, ascending, each once: several times as fast as `numpy.unique`."""
    ordered = np.sort(numbers)
    first = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]
