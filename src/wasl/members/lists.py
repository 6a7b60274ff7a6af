"""The lists that acts of this room choose from, read once from `lists.toml`."""

import tomllib
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _lists() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads(files("wasl.members").joinpath("lists.toml").read_text("utf-8"))
    return {name: tuple(words) for name, words in table.items()}


def crime_areas() -> tuple[str, ...]:
    """What agreements are about."""
    return _lists()["crime-areas"]


def shareable() -> tuple[str, ...]:
    """What an agreement may let its sides share."""
    return _lists()["shareable"]


def suspendable() -> tuple[str, ...]:
    """Rights that a member may be suspended from."""
    return _lists()["suspendable"]


def partner_sorts() -> tuple[str, ...]:
    """What a partner can be."""
    return _lists()["partner-sorts"]


def check_purposes() -> tuple[str, ...]:
    """What a check of a name, a document or anything else may be made for."""
    return _lists()["check-purposes"]
