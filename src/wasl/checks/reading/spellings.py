"""The names in one cell of a list, where it says more than one or tells something of it."""

import re

from wasl.checks.reading.gathering import tidy

ACRONYM_MAX = 15
"""Letters of an acronym, as far as brackets in a name all in capitals can be told to be one."""

LENGTH_MAX = 500
"""A longer text is parted at its separators alone: the patterns for brackets would need long for it."""

_BORN = re.compile(r"^(?P<name>[^,()]+), born\b.*")
_BRACKETED = re.compile(r"^(?P<before>[^()]+?)\s*\((?P<inside>[^()]*)\)[\s,.]*$")
_INNER = re.compile(
    r"^(?P<before>(?:.*\s)?)(?P<one>\S+)\s+\((?:a\.k\.a\.?\s*)?(?P<others>[^()]+)\)\s+(?P<behind>[^()]+)$"
)
_SCRIPT = re.compile(
    r"\(?\b(?:original|(?:in )?Arabic|Cyrillic) script\b\)?\s*:?\s*|^\w+(?: spelling)?:\s*(?=[^\x00-\x7f])",
    re.IGNORECASE,
)


def names(text: str, *, person: bool, separator: str = ";") -> list[str]:
    """Several between separators; behind a name in brackets another spelling of it or its acronym.

    Inside a person's name, brackets hold other spellings of the word in front: Alexander (Alexandr) Example. What else
    stands in brackets, or behind "born", is told of a person and no name; an organisation's name may need it: Example
    Bank (Malaysia).
    """
    text = tidy(text)
    if len(text) > LENGTH_MAX:
        return several(text, separator)
    if text.count("(") != text.count(")") or re.search(r"\([^()]*\(", text):
        parts = re.split(rf"[()]|{re.escape(separator)}", text)  # no order can be told in such brackets
    else:
        parts = re.split(rf"{re.escape(separator)}(?![^()]*\))| / ", text)
        parts = [name for part in parts for name in _with_bracketed(part.strip(), person=person)]
    return [name for name in (_SCRIPT.sub("", part).strip(' "') for part in parts) if name]


def in_script(note: str) -> list[str]:
    """The spellings in a note that gives the name in its own script, "original script: ..."."""
    said = _SCRIPT.match(note)
    return several(note[said.end() :]) if said else []


def several(text: str, separator: str = ";") -> list[str]:
    """What stands between separators, without what is empty."""
    return [part for part in (part.strip() for part in text.split(separator)) if part]


def _with_bracketed(text: str, *, person: bool) -> list[str]:
    if told := _BORN.match(text):
        return [told["name"]]
    if person:
        text = re.sub(r"^\(([^()]*)\)\s+(?=\S)", r"\1 ", text)  # (Sheikh) Example
    if person and (inner := _INNER.match(text)):
        words = [inner["one"], *several(inner["others"], ",")]
        return [f"{inner['before']}{word} {inner['behind']}" for word in words]
    if bracketed := _BRACKETED.match(text):
        before = bracketed["before"]
        inside = [name for name in several(bracketed["inside"]) if _is_spelling(name, before)]
        return [before, *inside] if person or inside else [text]
    return [text]


def _is_spelling(inside: str, before: str) -> bool:
    """Whether brackets hold a name: an acronym, or words of another script, or the other way round."""
    inside = _SCRIPT.sub("", inside)
    is_word = len(inside) <= ACRONYM_MAX and " " not in inside
    is_acronym = inside.isupper() and not inside.isdigit() and (is_word or not before.isupper())
    return is_acronym or _is_latin(inside) != _is_latin(before)


def _is_latin(text: str) -> bool:
    """Whether most letters are of the blocks of Latin letters."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter < "\u0250" for letter in letters) >= len(letters)
