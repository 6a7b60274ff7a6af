"""How far long work has come."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""


def silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""
