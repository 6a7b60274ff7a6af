"""What happened, as it is kept for those who come back, and as it goes over a stream."""

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

PUBLIC = "public"
"""The audience that everybody belongs to."""

BYE, FORGET = "bye", "forget"
"""What processes tell each other: end the streams of somebody; drop every rendered fragment."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a page: a template and the keys of its context, which are plain values of JSON.

    What the template needs beyond its keys is looked up when it is rendered (`prepares`).
    """

    template: str
    keys: Mapping[str, Any] = field(default_factory=dict)


AGAIN = Fragment("")
"""The page shall fetch its parts anew: too much happened to say it piece by piece."""

Shown = tuple[str, Fragment]
"""An audience, and what it sees."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event without its number. A control has no topic, and its `shown` are audiences with what befalls them."""

    at: float
    topic: str
    shown: tuple[Shown, ...]

    @property
    def control(self) -> bool:
        """Whether it is for processes and not for pages."""
        return not self.topic

    def as_text(self) -> str:
        """As it is kept. Raises TypeError when a key's value is none of JSON's."""
        shown = [[audience, each.template, dict(each.keys)] for audience, each in self.shown]
        return json.dumps([self.topic, shown], ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Event:
    """One event: `number` is its place in the installation's one sequence."""

    number: int
    at: float
    topic: str
    shown: tuple[Shown, ...]

    @classmethod
    def read(cls, number: int, at: float, text: str) -> "Event":
        """What `Draft.as_text` wrote."""
        topic, shown = json.loads(text)
        return cls(number, at, topic, tuple((audience, Fragment(name, keys)) for audience, name, keys in shown))

    @property
    def control(self) -> bool:
        """Whether it is for processes and not for pages."""
        return not self.topic

    def shown_to(self, audiences: AbstractSet[str]) -> int | None:
        """Which of `shown` somebody in these audiences gets, the first that is theirs; None for nothing."""
        for place, (audience, _fragment) in enumerate(self.shown):
            if audience in audiences:
                return place
        return None


def message(number: int, text: str = "", *, event: str = "") -> bytes:
    """A message of a stream (the HTML standard, server-sent events)."""
    lines = [f"id: {number}"]
    if event:
        lines.append(f"event: {event}")
    lines += [f"data: {line}" for line in text.splitlines()]
    return ("\n".join(lines) + "\n\n").encode()


def reset(number: int) -> bytes:
    """Tells a page that it missed something, and shall fetch its parts anew."""
    return message(number, "reset", event="reset")


def heartbeat(number: int) -> bytes:
    """Shows that the stream lives, and that nothing up to this number is still to come."""
    return f": \nid: {number}\n\n".encode()
