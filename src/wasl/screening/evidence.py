"""The evidence of a comparison: what was held against what, by which rule, and what it says in bits.

It is the computation and not a description of it: the bits of the rows add up to the bits of the comparison, and
these are its score. Bits are whole multiples of `STEP`, so that the sum is exact in any order and on any machine.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp2
from typing import Final

STEP: Final = 2.0**-10
"""Bits are rounded to multiples of this."""

BORNE: Final = (
    *("same", "variant", "alike", "same-across-scripts", "alike-across-scripts", "known-variant", "reversed"),
)
"""Rules by which two parts of names are one another, more or less surely."""
MANY: Final = "-of-many"
"""What the names of these rules end in where many people bear the part."""
PARTS_AGREE: Final = (*BORNE, *(f"{rule}{MANY}" for rule in BORNE))
"""All of them."""

THRESHOLD: Final = 0.7
"""The score from which a comparison is an alert, in every script."""


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of evidence: a part of the query, a part of the subject (either may be empty), the rule, the bits.

    Positive bits speak for one subject, each doubling the odds; negative ones against.
    """

    query: str
    subject: str
    rule: str
    bits: float

    def __reduce__(self) -> tuple[type["Row"], tuple[str, str, str, float]]:
        """How it travels between processes: what dataclasses do by themselves takes several times as long."""
        return Row, (self.query, self.subject, self.rule, self.bits)

    def turned(self) -> "Row":
        """The same seen from the other side."""
        return Row(self.subject, self.query, self.rule, self.bits)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison found: a probability, the bits it stands for, and the rows that add up to them.

    `model` names the version of the rules and tables that gave it.
    """

    score: float
    bits: float
    evidence: tuple[Row, ...]
    model: str

    @property
    def alert(self) -> bool:
        """Whether the score reaches the alert threshold."""
        return self.score >= THRESHOLD


def rounded(bits: float) -> float:
    """Bits as evidence has them."""
    return round(bits / STEP) * STEP


def probability(bits: float) -> float:
    """The probability that bits stand for: 0 is one half, each bit doubles the odds."""
    return 1 / (1 + exp2(-max(min(bits, 1000.0), -1000.0)))


def total(evidence: Iterable[Row]) -> float:
    """The bits of evidence in all."""
    return sum(row.bits for row in evidence)


def replay(evidence: Iterable[Row]) -> float:
    """The score that evidence gives, computed anew: exactly that of the comparison it was stored with."""
    return probability(total(evidence))


def concluded(evidence: Sequence[Row], model: str) -> Comparison:
    """The comparison that these rows make."""
    kept = tuple(row for row in evidence if row.bits)
    bits = total(kept)
    return Comparison(probability(bits), bits, kept, model)
