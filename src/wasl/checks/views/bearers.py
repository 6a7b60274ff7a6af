"""Entries that hold a name which tells nobody by itself, as the pages show them: with the part marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from wasl.checks.asking import Found
from wasl.checks.wording.written import Written
from wasl.screening import Query

if TYPE_CHECKING:
    from wasl.checks.views.checking import Row
    from wasl.screening.atoms import Atom


class Held(NamedTuple):
    """A name in three pieces: the part that was asked for, and what stands before and after it."""

    before: str
    part: str
    after: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """An entry, and its name that holds what was asked for: nothing, where the list says otherwise by now."""

    row: "Row"
    held: Held | None

    @property
    def in_title(self) -> bool:
        """Whether that is the name by which the entry goes."""
        return self.held is not None and "".join(self.held) == self.row.name


def parts(names: Sequence[str], schema: str) -> "tuple[Atom, ...]":
    """The parts asked for by names of one part each."""
    from wasl.screening.bearing import parts_alone

    return parts_alone(Query(schema=schema, names=(name,)) for name in names)


def held(found: Found, asked: "Sequence[Atom]") -> Held | None:
    """The name of an entry that holds a part asked for, taken apart at it; where it is cut otherwise, unmarked."""
    from wasl.screening.bearing import borne

    subject = found.entry.subject
    best = borne(asked, subject) if asked else None
    if best is None:
        return None
    return Held(*best.name.partition(Written([best.name], subject.schema, [best.part])(best.part)))
