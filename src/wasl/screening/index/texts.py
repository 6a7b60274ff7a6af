"""Many short texts in two arrays: where each begins, and their UTF-8 one after the other."""

from collections.abc import Iterator, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray


class Texts:
    """A sequence of texts that lies in memory, or in a mapped file, as two arrays."""

    __slots__ = ("_begins", "_bytes", "_view")

    def __init__(self, begins: NDArray[np.uint64], content: NDArray[np.uint8]) -> None:
        self._begins, self._bytes = begins, content
        self._view = content.data

    @classmethod
    def of(cls, coded: Sequence[bytes]) -> Self:
        """Pack texts, in UTF-8."""
        begins = np.zeros(len(coded) + 1, np.uint64)
        np.cumsum([len(each) for each in coded], out=begins[1:])
        return cls(begins, np.frombuffer(b"".join(coded), np.uint8))

    @property
    def arrays(self) -> dict[str, NDArray[np.uint64] | NDArray[np.uint8]]:
        """The two arrays, to be stored; `Texts(**arrays)` is the same texts again."""
        return {"begins": self._begins, "content": self._bytes}

    def __len__(self) -> int:
        return len(self._begins) - 1

    def __getitem__(self, at: int) -> str:
        return str(self._view[self._begins[at] : self._begins[at + 1]], "utf-8")

    def __iter__(self) -> Iterator[str]:
        return (self[at] for at in range(len(self)))

    def pick(self, places: NDArray[Any]) -> list[str]:
        """The texts at several places."""
        view = self._view
        begins, ends = self._begins[places].tolist(), self._begins[places + 1].tolist()
        return [str(view[begin:end], "utf-8") for begin, end in zip(begins, ends, strict=True)]
