"""The index of a list of subjects: names, numbers and identifiers, found in a millisecond."""

from wasl.screening.index.index import Index
from wasl.screening.index.searching import Counters, Match
from wasl.screening.index.storage import IndexDamaged

__all__ = ["Counters", "Index", "IndexDamaged", "Match"]
