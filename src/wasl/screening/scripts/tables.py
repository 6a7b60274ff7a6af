"""How the tables of this package are written."""


def spelt(table: str) -> dict[str, str]:
    """Letters and what they are spelt with, from text in which they alternate between spaces; `-` is no letter."""
    entries = table.split()
    return {
        letter: "" if spelling == "-" else spelling
        for letter, spelling in zip(entries[::2], entries[1::2], strict=True)
    }
