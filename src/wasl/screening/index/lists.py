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


def spread(begins: Array, lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of several runs one after the other, each from its begin."""
    ends = np.cumsum(lengths)
    shifts: NDArray[np.int64] = np.repeat(begins.astype(np.int64) - (ends - lengths), lengths)
    places: NDArray[np.int64] = shifts + np.arange(len(shifts))
    return places
