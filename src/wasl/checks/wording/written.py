"""Parts of names as they are written: evidence has them cleaned, as they are compared, and people read `El Haddad`."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple
from unicodedata import category

from wasl.screening import Row
from wasl.screening.atoms import Role, kind_of, parse
from wasl.screening.subject import PERSON
from wasl.screening.text import words

_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_](?:['’ʼ`´\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]*[^\W_])*")
_KEPT = ".'’ʼ"
"""Punctuation that belongs to a word at whose end it stands."""


def as_written(rows: Iterable[Row], asked: Iterable[str], listed: Iterable[str], schema: str) -> list[Row]:
    """Rows about names with their parts as they stand in the names `asked` for, and those `listed` of a `schema`."""
    several = list(rows)
    query = Written(asked, schema, (row.query for row in several))
    subject = Written(listed, schema, (row.subject for row in several))
    return [Row(query(row.query), subject(row.subject), row.rule, row.bits) for row in several]


class _Word(NamedTuple):
    """A word as it is compared, and where it stands in the name as it is written."""

    cleaned: str
    start: int
    stop: int


class Written:
    """The names of one side. `parts` are what the evidence has of it: the name that holds most of them comes first."""

    def __init__(self, names: Iterable[str], schema: str, parts: Iterable[str]) -> None:
        of_evidence = {word for part in parts for word in part.split()}
        held = [_Name(name, schema) for name in dict.fromkeys(names)]
        self._names = sorted(held, key=lambda name: -len(of_evidence & name.cleaned))

    def __call__(self, part: str) -> str:
        """A part as it is written, with the article before it; as it is compared where no name has it."""
        found = (name.written(part.split()) for name in self._names)
        return next(filter(None, found), part)


class _Name:
    """A name, to find its parts in."""

    def __init__(self, name: str, schema: str) -> None:
        self._name, self._schema = name, schema
        self._words = list(_words_of(name))
        self.cleaned = frozenset(word.cleaned for word in self._words)

    @cached_property
    def _particles(self) -> frozenset[str]:
        """The words that are no name and belong to the one behind them: articles, `bin`, `von`."""
        if kind_of(self._name, self._schema) != PERSON:
            return frozenset()
        atoms = parse(self._name, PERSON)
        return frozenset(word for atom in atoms if atom.role is Role.PARTICLE for word in atom.words)

    def written(self, part: Sequence[str]) -> str:
        """The words of a part as they stand here: in one piece, or else one by one; empty where one is missing."""
        if whole := self._in_a_row(part):
            return whole
        several = [self._in_a_row([word]) or self._within(word) for word in part]
        return " ".join(several) if all(several) else ""

    def _in_a_row(self, part: Sequence[str]) -> str:
        told, length = [word.cleaned for word in self._words], len(part)
        for at in range(len(told) - length + 1 if part else 0):
            if told[at : at + length] == list(part):
                return self._name[self._words[self._before(at)].start : self._words[at + length - 1].stop]
        return ""

    def _before(self, at: int) -> int:
        """Where the particles before a word begin."""
        while at and self._words[at - 1].cleaned in self._particles:
            at -= 1
        return at

    def _within(self, part: str) -> str:
        """A part of a word: of a Chinese name written as one, or of a word that was cut."""
        for word in self._words:
            place = word.cleaned.find(part)
            if place >= 0 and len(word.cleaned) == word.stop - word.start:
                return self._name[word.start + place : word.start + place + len(part)]
        return ""


def _words_of(name: str) -> Iterable[_Word]:
    for chunk in _CHUNK.finditer(name):
        cleaned = words(chunk[0])
        if len(cleaned) == 1:
            start, stop = _bare(chunk[0])
            yield _Word(cleaned[0], chunk.start() + start, chunk.start() + stop)
        else:
            found = [word for word in _WORD.finditer(chunk[0]) if words(word[0])]
            for text, word in zip(cleaned, found, strict=False) if len(cleaned) == len(found) else ():
                yield _Word(text, chunk.start() + word.start(), chunk.start() + word.end())


def _bare(chunk: str) -> tuple[int, int]:
    """Where a word begins and ends without the punctuation around it."""
    start = next((at for at, sign in enumerate(chunk) if not _outside(sign)), 0)
    stop = next((at for at in range(len(chunk), start, -1) if chunk[at - 1] in _KEPT or not _outside(chunk[at - 1])), 0)
    return start, max(start, stop)


def _outside(sign: str) -> bool:
    return category(sign)[0] in "PSZC"
