"""Who may read a closed act, as rows for the table that lists follow; written by the door and by a rebuild."""

from wasl.acts.act import Act, Decided

COLUMNS = ("entry", "party", "author", "kind")
Row = tuple[int, str, str, str]


def rows(index: int, act: Act, author: str, decided: Decided) -> list[Row]:
    """A row for each party that may read entry `index`; none for an open act, which everybody may."""
    if act.open:
        return []
    return [(index, party, author, act.kind) for party in sorted({author, *act.audience(author, decided)})]
