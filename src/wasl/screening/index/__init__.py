"""The index of a list of subjects: names, numbers and identifiers, found in a millisecond."""

from wasl.screening.index.index import Index
from wasl.screening.index.searching import Match
from wasl.screening.index.storage import IndexDamaged
from wasl.screening.index.terms import Among, Counters

__all__ = ["Among", "Counters", "Index", "IndexDamaged", "Match"]
