"""What changed between two editions of a list: who came, who left, and what is said otherwise of who stayed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wasl.checks.reading.entry import Entry, said


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an entry that says something else: what left it and what came, each sorted.

    A field is named as `entry.said` names it.
    """

    field: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedEntry:
    """An entry of both editions that does not say the same in both."""

    entry: Entry
    """As the later edition has it."""
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Each part sorted by the ids of the entries, so that two editions have one difference."""

    added: tuple[Entry, ...]
    changed: tuple[ChangedEntry, ...]
    delisted: tuple[Entry, ...]
    """As the earlier edition had them."""
    unchanged: int

    @property
    def count(self) -> int:
        """How many entries came, changed or left."""
        return len(self.added) + len(self.changed) + len(self.delisted)


def differences(before: Iterable[Entry], after: Iterable[Entry]) -> Differences:
    """What the later edition says that the earlier did not, and the other way round, by the ids of the entries."""
    earlier = {entry.id: entry for entry in before}
    later = {entry.id: entry for entry in after}
    stayed = sorted(earlier.keys() & later.keys())
    changed = tuple(
        ChangedEntry(later[each], changes) for each in stayed if (changes := _changes(earlier[each], later[each]))
    )
    return Differences(
        added=tuple(later[each] for each in sorted(later.keys() - earlier.keys())),
        changed=changed,
        delisted=tuple(earlier[each] for each in sorted(earlier.keys() - later.keys())),
        unchanged=len(stayed) - len(changed),
    )


def _changes(before: Entry, after: Entry) -> tuple[FieldChange, ...]:
    if before.subject == after.subject and before.shown == after.shown:
        return ()
    old, new = said(before), said(after)
    changes = []
    for name in sorted(old.keys() | new.keys()):
        gone, come = _texts(old.get(name, ())), _texts(new.get(name, ()))
        if gone != come:
            changes.append(FieldChange(name, tuple(sorted(gone - come)), tuple(sorted(come - gone))))
    return tuple(changes)


def _texts(value: Any) -> frozenset[str]:
    values = [value] if isinstance(value, str) else value
    return frozenset(each if isinstance(each, str) else " ".join(filter(None, each)) for each in values)
