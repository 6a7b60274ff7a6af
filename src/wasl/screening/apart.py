"""A line of text taken apart: the identifiers, dates and numbers that stand among its words, and the words left.

    taken_apart("Passeport n° A1234567 Anna Specimen").words == "Anna Specimen"

Words that only say what is beside them (`IBAN`, `n°`, `رقم الجواز`) are labels: they are nobody's name. Of those that
may be a name as well, such as Lei and Vin, one is a label only where it is marked as such, or stands before what it
means.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from wasl.screening import dates
from wasl.screening.calendars import GREGORIAN
from wasl.screening.documents import LENGTH_MAX, normal
from wasl.screening.recognise import CERTAIN, SAID_BEFORE, Reading, identified, tried

NAME, DOCUMENT, DATE = "name", "document", "date"


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says.

    `words` are those that are neither labels nor read as anything else, `beside` what the others were read as: a word
    may be several things. `unlabelled` is the line without its labels, `unidentified` without what certainly is a
    number, too.
    """

    words: str
    beside: tuple[Reading, ...]
    unlabelled: str
    unidentified: str


_NUMBERED: Final = frozenset({"n", "no", "nr", "num", "number", "numero", "número", "numéro", "رقم", "الرقم"})
_LABELS: Final = {
    label: kind
    for kind, labels in (
        ("", " ".join(_NUMBERED)),
        ("", "account acct compte cuenta حساب الحساب wallet portefeuille monedero محفظة المحفظة"),
        ("", "address adresse dirección direccion عنوان العنوان"),
        (DOCUMENT, "identity identité identite identidad card carte tarjeta cédula بطاقة البطاقة"),
        (DOCUMENT, "national nationale nacional الوطنية التعريف travel voyage viaje السفر سفر وثيقة"),
        (DATE, "date naissance nacimiento fecha تاريخ الميلاد ميلاد"),
        *SAID_BEFORE.items(),
    )
    for label in labels.split()
}
"""What stands before a number, and the kind that it means where it means one."""
_NAMES_TOO: Final = frozenset(
    {
        *("n", "no", "nr", "num", "lei", "vin", "tron", "swift", "host", "domain", "nom", "name", "id", "eth", "born"),
        *("cin", "nie", "doc", "visa", "tel", "mail", "card", "carte", "national", "nacional", "travel", "voyage"),
        *("birth", "date", "سفر", "السفر", "ولد", "مولود", "ميلاد"),
    }
)
_BETWEEN: Final = frozenset(
    {"de", "du", "des", "d", "of", "the", "la", "le", "el", "del", "is", "est", "es", "في", "هو", "هي"}
)
"""Words that join labels, and a label with what it means."""
_MARKS: Final = ":=.#°"
_EDGES: Final = ",;()[]{}<>\"'`،؛!?"

_SPACED_MARK: Final = re.compile(r"(?<!\s)\s+([:=])(?=\s|$)")
_GLUED: Final = re.compile(r"([^\W\d_]{1,15}\d{0,3}[:=])(?!//)(.+)|((?:[nN][°.]|[nN][oOrR][°.]|#))(\w.*)")
_DAY: Final = re.compile(r"(?:1[3-9]|20)\d\d|\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
_CODE: Final = re.compile(r"\w+(?:[-/]\w+)*")
_SHORTEST, _LONGEST, _FEWEST_DIGITS = 6, 20, 4
"""Characters, and digits, of a word that may be the number of a document."""
_RUN_MAX: Final = 9
"""Words over which an identifier goes, and labels go: the groups of four of an IBAN."""
_RUN: Final = re.compile(r"[A-Z]{2}\d{2}\w*|\+[\d(]\S*|00\d*|(?:IMO|MMSI)\S*|[A-Z0-9]{4}", re.IGNORECASE)
_RUNS: Final = frozenset({"iban", "lei", "imo", "mmsi", "phone"})
_OF_LABELLED: Final = re.compile(r"\S*\d\S*|[A-Z]{1,4}|[ء-ي]{1,3}")
"""A word that may be part of what a label means."""
_LIKELY, _NO_NAME, _MEANT = 0.3, 0.9, 0.97
"""Confidence from which a word with figures may be an identifier, and one without; that of what a label means."""


Taken = tuple[int, tuple[Reading, ...]]
"""Over how many words something goes, and what they can be together."""


def taken_apart(line: str) -> Line:
    """Take one line apart. It has no marks that nobody sees, and ASCII digits, as `characters.plain` leaves it."""
    words = list(_words(line))
    taken = dict(_taken(words))
    labels = _labels(words, taken)
    read = _places(taken)
    sure = _places(
        {at: (n, found) for at, (n, found) in taken.items() if found[0].confidence >= CERTAIN or found[0].fault}
    )
    also_words = {start for start, (_length, found) in taken.items() if _is_a_word(words[start], found)}
    return Line(
        words=_joined(words, labels | (read - also_words)),
        beside=tuple(dict.fromkeys(each for _length, found in taken.values() for each in found)),
        unlabelled=_joined(words, labels),
        unidentified=_joined(words, labels | sure),
    )


def written(text: str) -> str:
    """A date in ISO 8601 where it has one reading alone; else as it stands, for whoever compares it knows them all."""
    found = dates.read(text)
    return str(found[0]) if len(found) == 1 and found[0].calendar == GREGORIAN else text


def _words(line: str) -> Iterator[str]:
    """The words, a label apart from what is written right after it."""
    for word in _SPACED_MARK.sub(r"\1", line).split():
        glued = _GLUED.fullmatch(word)
        if glued and (glued[3] or _key(glued[1]) in _LABELS):
            yield glued[1] or glued[3]
            yield glued[2] or glued[4]
        else:
            yield word


def _places(taken: dict[int, Taken]) -> set[int]:
    """The places of all words over which these go."""
    return {at for start, (length, _found) in taken.items() for at in range(start, start + length)}


def _joined(words: Sequence[str], without: set[int]) -> str:
    return " ".join(word for at, word in enumerate(words) if at not in without).strip(",; ")


def _key(word: str) -> str:
    """A word as the table of labels has it."""
    return re.sub(r"^[dl]['’]", "", word.strip(_EDGES + _MARKS).casefold())


def _taken(words: Sequence[str]) -> Iterator[tuple[int, Taken]]:
    """Where what is no word of a name begins, over how many words it goes, and what it can be."""
    at, meant = 0, ""
    while at < len(words):
        length, found = _read(words, at, meant)
        if found:
            yield at, (length, found)
        key = _key(words[at])
        if found:
            meant = ""
        elif key in _LABELS:
            meant = _LABELS[key] or meant
        elif key and key not in _BETWEEN:
            meant = ""
        at += length if found else 1


def _read(words: Sequence[str], at: int, meant: str) -> Taken:
    """Over how many words from here goes what they can be together, or the first alone; a label before says `meant`."""
    if meant and meant not in {NAME, DATE} and (labelled := _labelled(words, at, meant)):
        return labelled
    if _RUN.fullmatch(words[at].strip(_EDGES)):
        for length in range(min(_RUN_MAX, len(words) - at), 1, -1):
            found = tuple(
                each
                for each in identified(_run(words, at, length))
                if each.kind in _RUNS and each.confidence >= CERTAIN and not each.fault
            )
            if found:
                return length, found
    return 1, tuple(_said(words[at].strip(_EDGES).rstrip(".")))


def _run(words: Sequence[str], at: int, length: int) -> str:
    return " ".join(words[at : at + length]).strip(_EDGES).rstrip(".")


def _labelled(words: Sequence[str], at: int, kind: str) -> Taken | None:
    """What a label means, over as many words as it can go: all of them with figures, or few letters in capitals."""
    most = 0
    while most < min(_RUN_MAX, len(words) - at) and _OF_LABELLED.fullmatch(words[at + most].strip(_EDGES)):
        most += 1
    slips = []
    for length in range(most, 0, -1):
        text = _run(words, at, length)
        if not any(map(str.isdecimal, text)) or _DAY.fullmatch(words[at + length - 1].strip(_EDGES)):
            continue
        if kind == DOCUMENT and _is_a_number(words[at : at + length]) and 3 <= len(normal(text)) <= _LONGEST:
            return length, (Reading(DOCUMENT, normal(text), _MEANT),)
        for found in tried(kind, text, _MEANT, 0.6) if kind != DOCUMENT else ():
            if not found.fault:
                return length, (found,)
            if found.fault == "checksum":
                slips.append((length, (found,)))
    return next(iter(slips), None)


def _is_a_number(words: Sequence[str]) -> bool:
    """Whether nothing but a series of letters stands before the figures, and nothing after them."""
    return all(any(map(str.isdecimal, word)) for word in words[1:])


def _said(word: str) -> Iterator[Reading]:
    """What one word can be, if it is no word of a name: an identifier, a date, a number of a document."""
    figures = sum(map(str.isdecimal, word))
    if not figures and not any(sign in word for sign in "@/:.["):
        return
    if _DAY.fullmatch(word) and dates.read(word):
        yield Reading(DATE, written(word), 0.8)
        return
    found = [each for each in identified(word) if each.confidence >= (_LIKELY if figures else _NO_NAME)]
    yield from found
    if found and (found[0].confidence >= CERTAIN or found[0].fault):
        return
    if figures >= _FEWEST_DIGITS and _SHORTEST <= len(word) <= LENGTH_MAX and _CODE.fullmatch(word):
        yield Reading(DOCUMENT, normal(word), 0.7)


def _is_a_word(word: str, found: Sequence[Reading]) -> bool:
    """Whether it may be a word of a name as well: without a figure, and no identifier for certain."""
    return not any(map(str.isdecimal, word)) and found[0].confidence < CERTAIN


def _labels(words: Sequence[str], taken: dict[int, Taken]) -> set[int]:
    """Which words are labels: those before what was read, and those that are marked as such."""
    read = _places(taken)
    found: set[int] = set()
    for at in sorted({*taken, *(at + 1 for at, word in enumerate(words) if word.endswith((":", "=")))}):
        first, least = at, max(0, at - _RUN_MAX)
        while first > least and first - 1 not in read and _key(words[first - 1]) in {*_LABELS, *_BETWEEN}:
            first -= 1
        while first < at and _key(words[first]) in _BETWEEN:
            first += 1
        kinds = {each.kind for each in taken[at][1]} if at in taken else set()
        before = words[first:at]
        if any(_is_label(word, kinds, begins=place == 0) for place, word in enumerate(before, first)) or (
            not first and set(map(_key, before)) <= _NUMBERED
        ):
            found.update(range(first, at))
    return found


def _is_label(word: str, kinds: set[str], *, begins: bool) -> bool:
    """Whether a word of the table is a label for certain, before something of these kinds; `begins` a line or not.

    "Max Born 1974" has a name, "Max born 1974" a label.
    """
    key = _key(word)
    if key not in _LABELS:
        return False
    if key not in _NAMES_TOO or word[-1] in _MARKS:
        return True
    return _LABELS[key] in kinds and (begins or not word.istitle())
