"""Is this person, organisation, document, vessel, wallet or indicator known? A library of its own.

It needs numpy, rapidfuzz and anyascii, and neither Django nor the network. What is here is loaded when it is first
asked for: a subject can be described without the tables that compare it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wasl.screening.comparing import compare, compare_subject
    from wasl.screening.evidence import THRESHOLD, Comparison, Row, replay
    from wasl.screening.index import Among, Counters, Index, IndexDamaged, Match
    from wasl.screening.subject import Document, Identifier, Query, Subject
    from wasl.screening.unreadable import Unread, unread

__all__ = [
    "THRESHOLD",
    "Among",
    "Comparison",
    "Counters",
    "Document",
    "Identifier",
    "Index",
    "IndexDamaged",
    "Match",
    "Query",
    "Row",
    "Subject",
    "Unread",
    "compare",
    "compare_subject",
    "replay",
    "unread",
]

_PLACES = {
    **dict.fromkeys(("compare", "compare_subject"), "comparing"),
    **dict.fromkeys(("THRESHOLD", "Comparison", "Row", "replay"), "evidence"),
    **dict.fromkeys(("Among", "Counters", "Index", "IndexDamaged", "Match"), "index"),
    **dict.fromkeys(("Document", "Identifier", "Query", "Subject"), "subject"),
    **dict.fromkeys(("Unread", "unread"), "unreadable"),
}


def __getattr__(name: str) -> Any:
    """Load what is asked for."""
    if name not in _PLACES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
