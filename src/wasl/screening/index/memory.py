"""What was worked out before, kept within bounds."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """Values by key, as long as their sizes come to no more than `room`; then the older half goes.

    Threads may share one: a value may be worked out twice, never wrongly.
    """

    __slots__ = ("_lock", "_room", "_size", "_taken", "_values")

    def __init__(self, room: int, size: Callable[[Value], int] = lambda _: 1) -> None:
        self._room, self._size, self._taken = room, size, 0
        self._values: dict[Key, Value] = {}
        self._lock = Lock()

    def __getitem__(self, key: Key) -> Value | None:
        return self._values.get(key)

    def __setitem__(self, key: Key, value: Value) -> None:
        size = self._size(value)
        with self._lock:
            if self._taken + size > self._room:
                kept = list(self._values.items())[len(self._values) // 2 :]
                self._values = dict(kept)
                self._taken = sum(self._size(each) for _, each in kept)
            if self._taken + size <= self._room and key not in self._values:
                self._values[key] = value
                self._taken += size

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values, self._taken = {}, 0
