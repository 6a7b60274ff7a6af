"""Kinds of act that exist for the time of one test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from wasl.acts import registry
from wasl.acts.act import Act, Author, Decided, Entry
from wasl.acts.registry import applies, decides, says


class Stumble(Act):
    """An act whose `apply` has a fault: what must never happen, and must leave nothing when it does."""

    kind: Literal["tests.stumble/1"] = "tests.stumble/1"
    word: str


def _agree(act: Act, by: Author, at: Any) -> Decided:
    return Decided()


@contextmanager
def known(act: type[Act], apply: Callable[[Entry, Any, Any], None]) -> Iterator[None]:
    """The kind is registered within the block; whoever may sign may say it."""
    name = act.model_fields["kind"].default
    says("Test", lambda said, decided: "")(act)
    try:
        decides(act)(_agree)
        applies(act)(apply)
        yield
    finally:
        del registry._kinds[name], registry._by_class[act]
