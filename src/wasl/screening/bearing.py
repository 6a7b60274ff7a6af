"""Who bears a name of one part, `Haddad` or `الحداد`, whatever else they are called.

A part that many bear is too little to say that somebody is meant, so no comparison gives a high score. Whether it
stands in a longer name is another question, and the letters answer it: exactly, or in another spelling or script.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from wasl.screening import dates
from wasl.screening.atoms import Atom, Role, evident, parse
from wasl.screening.cells import OTHER, least, matrices
from wasl.screening.comparing import scorer
from wasl.screening.subject import PERSON, Query, Subject

SPELT: Final = 7.5
"""Bits from which two parts are spellings of one name: Khan and Kahn have more, Nasser and Yasser less."""
SPELT_IN_A_TITLE: Final = 14.0
"""The same where the name listed is no person's: there words that mean something resemble names, نصرة beside Nasser."""
NAMES_MAX: Final = 48
"""Names of a subject that are looked at."""


class Borne(NamedTuple):
    """A name of a subject, the part of it, cleaned, that is a part asked for, and the bits of the two."""

    name: str
    part: str
    bits: float


def parts_alone(queries: Iterable[Query]) -> tuple[Atom, ...]:
    """The parts asked for, where every name of the queries is a single one; else none. Numbers beside it are none."""
    names = [(name, query.schema) for query in queries for name in (*query.names, *query.weak_names)]
    told = [[atom for atom in evident(parse(*name)) if atom.role is not Role.NUMBER] for name in names]
    if any(len(atoms) != 1 or atoms[0].role is Role.INITIAL for atoms in told):
        return ()
    return tuple(dict.fromkeys(atoms[0] for atoms in told))


def borne(parts: Sequence[Atom], subject: Subject) -> Borne | None:
    """The name of a subject that holds one of the parts, and holds it best; None where none does."""
    best = max(_held(parts, subject), key=lambda each: each.bits, default=None)
    needed = SPELT if subject.schema == PERSON else SPELT_IN_A_TITLE
    return best if best and best.bits >= needed else None


def _held(parts: Sequence[Atom], subject: Subject) -> Iterator[Borne]:
    """Each part of each name, beside each part asked for. Two that are known to be one name are spellings of it."""
    names = (*subject.names, *subject.weak_names)[:NAMES_MAX]
    told = [(name, _words(name, subject.schema)) for name in names]
    for (name, atoms), cells in zip(told, matrices([(parts, atoms) for _, atoms in told], scorer()), strict=True):
        for part, row in zip(parts, cells.tolist(), strict=True):
            for atom, bits in zip(atoms, row, strict=True):
                yield Borne(name, atom.shown, max(bits, SPELT) if least(part, atom) > OTHER else bits)


def _words(name: str, schema: str) -> list[Atom]:
    return [atom for atom in evident(parse(name, schema)) if atom.role not in (Role.INITIAL, Role.NUMBER)]


def may_be(query: Query, subject: Subject) -> bool:
    """Whether no date of birth that was asked for speaks against a subject."""
    said = dates.weigh(query.birth_dates, subject.birth_dates)
    return said is None or said.bits >= 0
