"""Which acts exist, which rule decides each, and which function applies it.

Rooms register with the decorators; `acts` discovers `acts.py`, `rules.py` and `apply.py` of every installed
room at start, as Django does for its admin. Nothing imports a room's `apply`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.utils.module_loading import autodiscover_modules

from wasl.acts.act import Act, Author, Decided, Entry
from wasl.acts.wording import Text

Rule = Callable[[Any, Author, datetime], Decided]
Apply = Callable[[Entry, Any, Any], None]
Loads = Callable[[Any], Iterable[tuple[type[Any], Any]]]
Announces = Callable[[Entry, Any, Any], Iterable[Any]]
Summary = Callable[[dict[str, Any], dict[str, Any]], Text]

A = TypeVar("A", bound=Act)
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(slots=True)
class Kind:
    """Everything the house knows about one version of one act."""

    name: str
    act: type[Act]
    title: Text
    summary: Summary
    rule: Rule | None = None
    apply: Apply | None = None
    loads: Loads | None = None
    announces: Announces | None = None


_kinds: dict[str, Kind] = {}
_by_class: dict[type[Act], Kind] = {}


def says(title: Text, summary: Summary) -> Callable[[type[A]], type[A]]:
    """Register an act class under its `kind`, with its name and one sentence about it for readers."""

    def register(act: type[A]) -> type[A]:
        name = act.model_fields["kind"].default
        if name in _kinds:
            message = f"two acts call themselves {name}"
            raise ValueError(message)
        kind = Kind(name, act, title, summary)
        _kinds[name] = _by_class[act] = kind
        return act

    return register


def decides(act: type[Act]) -> Callable[[F], F]:
    """Register the rule of an act: `(act, by, at) -> Decided`, or raise Refused."""

    def register(rule: F) -> F:
        _by_class[act].rule = rule
        return rule

    return register


def applies(act: type[Act]) -> Callable[[F], F]:
    """Register what an act changes: `(entry, act, decided) -> None`, deterministic, never refusing."""

    def register(apply: F) -> F:
        _by_class[act].apply = apply
        return apply

    return register


def loads(act: type[Act]) -> Callable[[F], F]:
    """Register which recorded rows the rule of an act will ask for, as (model, key): a batch reads them together.

    Only an aid: a row not named here is read when it is asked for.
    """

    def register(rows: F) -> F:
        _by_class[act].loads = rows
        return rows

    return register


def announces(act: type[Act]) -> Callable[[F], F]:
    """Register who is told of an act: `(entry, act, decided) -> messages`, owed in the act's own transaction.

    Runs when an act is accepted and never when the record is replayed.
    """

    def register(messages: F) -> F:
        _by_class[act].announces = messages
        return messages

    return register


def discover() -> None:
    """Import every room's acts, rules and apply; called once, when Django is ready."""
    for part in ("acts", "rules", "apply"):
        autodiscover_modules(part)
    for kind in _kinds.values():
        if kind.rule is None or kind.apply is None:
            message = f"{kind.name} lacks a rule or an apply function"
            raise LookupError(message)


def find(name: str) -> Kind | None:
    """The kind of that name, or None when this version of Wasl does not know it."""
    return _kinds.get(name)


def kinds() -> list[Kind]:
    """All kinds, by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def title(name: str) -> Text:
    """What people call an act of this kind; the kind itself when it is unknown here."""
    kind = _kinds.get(name)
    return kind.title if kind else name


def summary(name: str, act: dict[str, Any], decided: dict[str, Any]) -> Text:
    """One sentence on one act, for a list."""
    kind = _kinds.get(name)
    return kind.summary(act, decided) if kind else name


_labels: dict[str, Text] = {}
_shown: dict[str, Callable[[Any], Text]] = {}


def fields_called(**labels: Text) -> None:
    """Register what the fields of a room's acts are called."""
    _labels.update(labels)


def fields_shown(**shown: Callable[[Any], Text]) -> None:
    """Register how values are written for people: a role by its title, a member by its name."""
    _shown.update(shown)


def label(name: str) -> Text:
    """What a field is called; its own name when no room said."""
    return _labels.get(name, name)


def is_shown(name: str) -> bool:
    """Whether a room said how the values of a field are written."""
    return name in _shown


def shown(name: str, value: Any) -> Text:
    """A field's value as people read it; as it is when no room said."""
    return _shown[name](value) if name in _shown else str(value)
