"""The one function that checks rows, whichever engine calls it: rows in, results out, and nothing remembered.

indexes = [Index.open(path)]
results = check(block, indexes, order)
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from wasl.checks.index import matches
from wasl.checks.many.columns import Columns
from wasl.checks.many.rows import Asked, asked
from wasl.checks.many.tables import Block, Row
from wasl.screening import THRESHOLD
from wasl.screening.subject import PERSON

if TYPE_CHECKING:
    from wasl.screening import Index, Match

MATCH, CLEARED, WEAK, NO_MATCH, NOT_CHECKED = "match", "cleared", "weak", "no-match", "not-checked"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done with each row. It travels to every process, and nothing else does.

    `lists` are the names of those whose subjects count, or empty for all in the indexes. A match reaches `threshold`;
    of a row that has none, the likeliest that reaches `weak` is told. With `all_rows` a row without either has its line
    among the results, too.
    """

    columns: Columns
    schema: str = PERSON
    dates: str = "dmy"
    lists: tuple[str, ...] = ()
    threshold: float = THRESHOLD
    weak: float = matches.WORTH_SHOWING
    limit: int = 10
    all_rows: bool = False

    def told(self) -> dict[str, Any]:
        """The order as JSON has it: two that say the same have the same results."""
        return asdict(self) | {"columns": self.columns.told(), "width": self.columns.width}


class Result(NamedTuple):
    """A line of the results: a match of a row, or that it has none, or why it was not checked.

    `row` counts from 1 without the heading, `line` is where the row begins in a file of lines. `asked` is the name
    asked for, or the number where there is none. A row whose likeliest is too little for a match is `weak`, and its
    line tells that one. `rank` counts a row's matches from 1, best first; `score` is the probability, to four places.
    `evidence` is JSON: lists of what was asked, what is listed, the rule and the bits. `reason` says what could not be
    read. `clearance` is the entry of a clearance that holds: an installation adds it, for it alone knows them.
    """

    row: int
    line: int | None
    id: str
    asked: str
    status: str
    reason: str = ""
    rank: int | None = None
    score: float | None = None
    subject: str = ""
    lists: str = ""
    name: str = ""
    clearance: int | None = None
    evidence: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows were seen, had a match that nobody cleared, only cleared ones, a weak one, were not checked."""

    rows: int = 0
    matched: int = 0
    cleared: int = 0
    not_checked: int = 0
    weak: int = 0

    @classmethod
    def of(cls, rows: int, results: Iterable[Result]) -> Self:
        """That of so many rows and the results they have."""
        by: dict[str, set[int]] = {status: set() for status in (MATCH, CLEARED, WEAK, NO_MATCH, NOT_CHECKED)}
        for each in results:
            by[each.status].add(each.row)
        cleared = by[CLEARED] - by[MATCH]
        return cls(rows, len(by[MATCH]), len(cleared), len(by[NOT_CHECKED]), len(by[WEAK]))

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def check(block: Block, indexes: "Sequence[Index]", order: Order) -> tuple[Result, ...]:
    """Check the rows of a block. The same block, indexes and order give the same results, by whatever engine."""
    from wasl.screening import Among

    rows = [asked(row, order.columns, schema=order.schema, order=order.dates) for row in block.rows]
    queries, among = [each.query for each in rows if each.query], Among(frozenset(order.lists) or None)
    found = matches.best(indexes, queries, order.limit, min(order.weak, order.threshold), among)
    return tuple(
        result
        for number, (row, each) in enumerate(zip(block.rows, rows, strict=True), start=block.first)
        for result in _results(number, row, each, _told(next(found), order) if each.query else [], order)
        if order.all_rows or result.status != NO_MATCH or result.reason
    )


def _told(found: "Sequence[Match]", order: Order) -> "Sequence[Match]":
    """The matches, best first; where none is one, the likeliest."""
    return [match for match in found if match.score >= order.threshold] or found[:1]


def _results(number: int, row: Row, each: Asked, found: "Sequence[Match]", order: Order) -> Iterator[Result]:
    start = Result(number, row.line or None, each.id, each.name, NO_MATCH, each.reason)
    if each.query is None:
        yield start._replace(status=NOT_CHECKED)
    elif not found:
        yield start if each.whole else start._replace(status=NOT_CHECKED)
    for rank, match in enumerate(found, start=1):
        subject = match.subject
        evidence = [[one.query, one.subject, one.rule, one.bits] for one in match.evidence]
        yield start._replace(
            status=MATCH if match.score >= order.threshold else WEAK,
            rank=rank,
            score=round(match.score, 4),
            subject=subject.id,
            lists=" ".join(subject.lists),
            name=next(iter((*subject.names, *subject.weak_names)), ""),
            evidence=json.dumps(evidence, ensure_ascii=False, separators=(",", ":")),
            model=match.model,
        )
