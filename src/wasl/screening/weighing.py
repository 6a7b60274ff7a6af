"""What two facts say about whether two descriptions are of one subject, in bits.

Bits are log2 of how much more often a relation between two facts (equal, a year apart) is seen when the subject is
the same than when it is another: 1 bit doubles the odds, negative bits speak against, 0 says nothing. Bits of
unrelated facts are added (Fellegi and Sunter, "A theory for record linkage", 1969).
"""

from collections.abc import Iterable
from math import log2
from typing import NamedTuple


class Weighed(NamedTuple):
    """Two facts as they were written, the rule under which they were compared, and the bits it gives."""

    query: str
    subject: str
    rule: str
    bits: float


def ratio(same: float, other: float) -> float:
    """The bits of a relation seen in `same` of the pairs of one subject and in `other` of those of two (shares)."""
    return round(log2(same / other), 2)


def likeliest(found: Iterable[Weighed]) -> Weighed | None:
    """The comparison with most bits, less what trying several is worth: a chance hit among four is 2 bits cheaper.

    Bits against are left as they are, for each of the several speaks against. None when nothing was compared.
    """
    several = list(found)
    if not several:
        return None
    best = max(several, key=lambda weighed: weighed.bits)
    if best.bits <= 0:
        return best
    return best._replace(bits=round(max(0.0, best.bits - log2(len(several))), 2))
