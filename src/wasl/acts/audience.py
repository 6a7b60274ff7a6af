"""Who may read a closed act, as rows for the table that lists follow; written by the door and by a rebuild."""

from wasl.acts.act import EVERY_PARTY, Act, Decided

COLUMNS = ("entry", "party", "author", "kind")
Row = tuple[int, str, str, str]


def rows(index: int, act: Act, author: str, decided: Decided) -> list[Row]:
    """A row for each party that may read entry `index`; none for an open act, which everybody may.

    One row, of EVERY_PARTY, stands for all of them (decision 0011).
    """
    if act.open:
        return []
    readers = act.audience(author, decided)
    named = {EVERY_PARTY} if EVERY_PARTY in readers else {author, *readers}
    return [(index, party, author, act.kind) for party in sorted(named)]


def names_of(reader: str | None) -> tuple[str, ...]:
    """Under which names a reader stands in audiences: as itself and among every party; nobody under none."""
    return () if reader is None else (reader, EVERY_PARTY)
