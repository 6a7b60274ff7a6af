"""Machine-readable zones of travel documents: fields, names, and the check digits that fail, by name.

Sources: ICAO Doc 9303, parts 3 (check digits, names, dates), 4 (TD3), 5 (TD1), 6 (TD2) and 7 (visas, MRV-A and
MRV-B), eighth edition. The French identity card before 2021, two lines of its own, is read beside them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from wasl.screening.characters import plain
from wasl.screening.check_digits import travel_document
from wasl.screening.documents import normal
from wasl.screening.places import country
from wasl.screening.subject import Document

LENGTH_MAX: Final = 1_000
"""Characters of a pasted text that are looked at."""


class NotAZone(ValueError):  # noqa: N818 (what it is)
    """The text is no machine-readable zone; `expected` says what would be, `found` the lengths of its lines."""

    def __init__(self, expected: str, found: tuple[int, ...]) -> None:
        super().__init__(f"expected {expected}, found {' + '.join(map(str, found)) or 'nothing'}")
        self.expected = expected
        self.found = found


@dataclass(frozen=True, slots=True)
class Zone:
    """What a zone says. Dates are partial ISO dates or empty, states and nationality in two small letters or empty.

    `failures` names the fields whose check digit does not fit, `composite` among them; `repaired` those that were read
    with a letter taken for the digit it looks like, or the reverse, in their check digit as well. `truncated` is
    whether the names fill their field, so that they may be cut. `issuer_code` and `nationality_code` are as
    printed, for those of no state.
    """

    format: str
    kind: str
    number: str
    surname: str
    given: str
    issuer: str
    issuer_code: str
    nationality: str
    nationality_code: str
    birth: str
    expiry: str
    sex: str
    optional: tuple[str, ...]
    truncated: bool
    failures: tuple[str, ...]
    repaired: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether every check digit fits."""
        return not self.failures

    @property
    def name(self) -> str:
        """The name in the order given names, surname."""
        return f"{self.given} {self.surname}".strip()

    @property
    def document(self) -> Document:
        """The document as the other evidence compares it."""
        kind = {"P": "passport", "V": "visa"}.get(self.kind[:1], "identity-card")
        return Document(number=normal(self.number), kind=kind, country=self.issuer or self.issuer_code.lower())


class _Place(NamedTuple):
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the fields of one format stand, counted from 0; a check digit stands right after its field."""

    format: str
    lines: int
    length: int
    kinds: str
    fields: dict[str, _Place]
    checked: tuple[str, ...]
    composite: tuple[_Place, ...] = ()
    composite_digit: _Place | None = None
    long_number: str = ""
    """The optional field in which a document number of more than nine characters goes on."""


def _two_lines(length: int, optional: int) -> dict[str, _Place]:
    """The fields of passports, visas and TD2; `optional` is where that field ends."""
    return {
        "kind": _Place(0, 0, 2),
        "issuer": _Place(0, 2, 5),
        "name": _Place(0, 5, length),
        "number": _Place(1, 0, 9),
        "nationality": _Place(1, 10, 13),
        "birth": _Place(1, 13, 19),
        "sex": _Place(1, 20, 21),
        "expiry": _Place(1, 21, 27),
        "optional": _Place(1, 28, optional),
    }


_DATES: Final = ("birth", "expiry")
_DATED: Final = ("number", *_DATES)
# Of one length a document that is no visa comes first: it is what an unknown kind is read as.
_LAYOUTS: Final = (
    _Layout(
        "TD3",
        lines=2,
        length=44,
        kinds="P",
        fields=_two_lines(44, 42),
        checked=(*_DATED, "optional"),
        composite=(_Place(1, 0, 10), _Place(1, 13, 20), _Place(1, 21, 43)),
        composite_digit=_Place(1, 43, 44),
    ),
    _Layout("MRV-A", lines=2, length=44, kinds="V", fields=_two_lines(44, 44), checked=_DATED),
    _Layout(
        "TD2",
        lines=2,
        length=36,
        kinds="ACIP",
        fields=_two_lines(36, 35),
        checked=_DATED,
        composite=(_Place(1, 0, 10), _Place(1, 13, 20), _Place(1, 21, 35)),
        composite_digit=_Place(1, 35, 36),
        long_number="optional",
    ),
    _Layout("MRV-B", lines=2, length=36, kinds="V", fields=_two_lines(36, 36), checked=_DATED),
    _Layout(
        "TD1",
        lines=3,
        length=30,
        kinds="ACIP",
        fields={
            "kind": _Place(0, 0, 2),
            "issuer": _Place(0, 2, 5),
            "number": _Place(0, 5, 14),
            "optional": _Place(0, 15, 30),
            "birth": _Place(1, 0, 6),
            "sex": _Place(1, 7, 8),
            "expiry": _Place(1, 8, 14),
            "nationality": _Place(1, 15, 18),
            "optional2": _Place(1, 18, 29),
            "name": _Place(2, 0, 30),
        },
        checked=_DATED,
        composite=(_Place(0, 5, 30), _Place(1, 0, 7), _Place(1, 8, 15), _Place(1, 18, 29)),
        composite_digit=_Place(1, 29, 30),
        long_number="optional",
    ),
)
_OLD_FRENCH: Final = _Layout(
    "FRA-ID",
    lines=2,
    length=36,
    kinds="I",
    fields={
        "kind": _Place(0, 0, 2),
        "issuer": _Place(0, 2, 5),
        "surname": _Place(0, 5, 30),
        "optional": _Place(0, 30, 36),
        "number": _Place(1, 0, 12),
        "given": _Place(1, 13, 27),
        "birth": _Place(1, 27, 33),
        "sex": _Place(1, 34, 35),
    },
    checked=("number", "birth"),
    composite=(_Place(0, 0, 36), _Place(1, 0, 35)),
    composite_digit=_Place(1, 35, 36),
)
_COUNT_THE_FILLER: Final = frozenset({"BEL"})
"""States that count the filler inside a long number when they compute its check digit."""
EXPECTED: Final = "2 lines of 44 characters (TD3, MRV-A), 2 of 36 (TD2, MRV-B) or 3 of 30 (TD1)"

_AS_DIGITS: Final = str.maketrans("OQDILZSGBTA", "00011256874")
_AS_LETTERS: Final = str.maketrans("0125678", "OIZSGTB")
FILLERS: Final = str.maketrans({"«": "<<", "‹": "<", "＜": "<", "〈": "<", "_": "<", "(": "<", "[": "<", "{": "<"})
"""Signs that are typed or read for the filler; `«` for two of them, and for one where that makes a right length."""
_READ_FOR_FILLERS: Final = "KLCESX"
"""Letters that a reader takes fillers for."""
_TAIL: Final = re.compile(rf"([{_READ_FOR_FILLERS}])\1{{3,}}$")


def parse(text: str, today: date) -> Zone:
    """Read a zone, in lines or as one run of characters; spaces, small letters and other signs for `<` are no matter.

    `today` decides the century: nobody is born later, and a document expires within fifty years of it. Raises
    NotAZone when the lengths fit no format. A wrong check digit is no error: `failures` names it.
    """
    lines = _lines(text)
    layout = _layout(lines)
    return _Reading(layout, lines, today).zone()


def _lines(text: str) -> list[str]:
    text = plain(text, LENGTH_MAX).upper()
    lines = [line for raw in re.split(r"[\r\n|]+", text) if (line := _line(raw))]
    if len(lines) == 1:
        (whole,) = lines
        for count, length in ((2, 44), (2, 36), (3, 30)):
            if len(whole) == count * length:
                return [whole[start : start + length] for start in range(0, len(whole), length)]
    return lines


def _line(raw: str) -> str:
    """Without its spaces, or with a filler for each where that makes a right length and leaving them out does not."""
    two, one = raw.translate(FILLERS), raw.replace("«", "<").translate(FILLERS)
    bare = re.sub(r"\s", "", two)
    ways = (bare, re.sub(r"\s", "<", two), re.sub(r"\s", "<", two.strip()), re.sub(r"\s", "", one))
    return next((way for way in ways if bare and len(way) in _LENGTHS), bare)


_LENGTHS: Final = frozenset({30, 36, 44, 72, 88, 90})


def _layout(lines: list[str]) -> _Layout:
    found = tuple(len(line) for line in lines)
    # A TD2 of France has the nationality where the old card has more of its number.
    if found == (36, 36) and lines[0].startswith("IDFRA") and lines[1][10:13] != "FRA":
        return _OLD_FRENCH
    fitting = [layout for layout in _LAYOUTS if found == (layout.length,) * layout.lines]
    if not fitting:
        raise NotAZone(EXPECTED, found)
    return next((layout for layout in fitting if lines[0][0] in layout.kinds), fitting[0])


class _Reading:
    """One zone being read: fields by name, and what had to be repaired or does not fit."""

    def __init__(self, layout: _Layout, lines: list[str], today: date) -> None:
        self.layout = layout
        self.lines = [*lines]
        self.today = today
        self.repaired: list[str] = []
        self._failing_as_printed = frozenset(self._failures())
        for field, place in self._of_figures():
            self._read_figures(field, place)

    def _of_figures(self) -> Iterator[tuple[str, _Place]]:
        """Where nothing but figures may stand: dates and check digits."""
        for field in self.layout.checked:
            place = self.layout.fields[field]
            start = place.start if field in _DATES else place.end
            yield field, _Place(place.line, start, place.end + 1)
        if self.layout.composite_digit:
            yield "composite", self.layout.composite_digit

    def _read_figures(self, field: str, place: _Place) -> None:
        line = self.lines[place.line]
        figures = self._repair(field, line[place.start : place.end], _AS_DIGITS)
        self.lines[place.line] = line[: place.start] + figures + line[place.end :]

    def zone(self) -> Zone:
        get = self._text
        number, optional = self._number()
        surname, given, truncated = self._names()
        issuer, nationality = self._state("issuer"), self._state("nationality")
        within_fifty_years = self.today + timedelta(days=50 * 365)
        sex = {"M": "male", "F": "female"}.get(get("sex"), "")
        return Zone(
            format=self.layout.format,
            kind=get("kind").rstrip("<"),
            number=number,
            surname=surname,
            given=given,
            issuer=country(issuer),
            issuer_code=issuer,
            nationality=country(nationality),
            nationality_code=nationality,
            birth=_dated(get("birth"), self.today),
            expiry=_dated(get("expiry"), within_fifty_years),
            sex=sex,
            optional=tuple(text for field in (optional, get("optional2")) if (text := field.strip("<"))),
            truncated=truncated,
            failures=tuple(field for field in self._failures() if field in self._failing_as_printed),
            repaired=tuple(dict.fromkeys(self.repaired)),
        )

    def _text(self, field: str) -> str:
        place = self.layout.fields.get(field)
        return self._at(place) if place else ""

    def _at(self, place: _Place) -> str:
        return self.lines[place.line][place.start : place.end]

    def _digit(self, field: str) -> str:
        place = self.layout.fields[field]
        return self.lines[place.line][place.end : place.end + 1]

    def _is_long(self) -> bool:
        """Whether the number goes on in the optional field: a filler in place of its check digit (9303-5, 4.2.2)."""
        rest = self._text(self.layout.long_number)
        return bool(rest) and self._digit("number") == "<" and not rest.startswith("<")

    def _number(self) -> tuple[str, str]:
        """The document number, whole, and what else is in the optional field."""
        number, optional = self._text("number"), self._text("optional")
        if not self._is_long():
            return number.rstrip("<"), optional
        rest, _filler, optional = optional.partition("<")
        return number + rest[:-1], optional

    def _failures(self) -> Iterator[str]:
        for field in self.layout.checked:
            text, digit = self._text(field), self._digit(field)
            if field == "number" and self._is_long():
                rest = self._text("optional").partition("<")[0]
                counted = "<" if self._text("issuer") in _COUNT_THE_FILLER else ""
                text, digit = text + counted + rest[:-1], rest[-1:]
            empty = field == "optional" and not text.strip("<")
            if digit != travel_document(text) and not (empty and digit == "<"):
                yield field
        if self.layout.composite_digit:
            whole = "".join(self._at(place) for place in self.layout.composite)
            if self._at(self.layout.composite_digit) != travel_document(whole):
                yield "composite"

    def _repair(self, field: str, text: str, table: dict[int, int]) -> str:
        mended = text.translate(table)
        if mended != text:
            self.repaired.append(field)
        return mended

    def _state(self, field: str) -> str:
        return self._repair(field, self._text(field), _AS_LETTERS).rstrip("<")

    def _names(self) -> tuple[str, str, bool]:
        """Surname, given names, and whether the field is full to its end."""
        if "surname" in self.layout.fields:
            surname, given = (self._repair("name", self._text(part), _AS_LETTERS) for part in ("surname", "given"))
            return _spaced(surname), _spaced(given), not given.endswith("<")
        text = _TAIL.sub("<", self._repair("name", self._text("name"), _AS_LETTERS))
        primary, *groups = re.split("<<+", text.strip("<"))
        secondary = groups[:1] + [group for group in groups[1:] if set(group) - {"<", *_READ_FOR_FILLERS}]
        return _spaced(primary), _spaced("<".join(secondary)), not text.endswith("<")


def _spaced(text: str) -> str:
    return " ".join(text.replace("<", " ").split())


def _dated(text: str, latest: date) -> str:
    """YYMMDD as a partial ISO date, in the last century that is not after `latest`; empty when the year is unknown."""
    year, month, day = text[:2], text[2:4], text[4:]
    if not year.isdecimal():
        return ""
    parts = [year]
    if month.isdecimal() and 1 <= int(month) <= 12:
        parts.append(month)
        if day.isdecimal() and 1 <= int(day) <= 31:
            parts.append(day)
    known = "-".join(parts)
    century = latest.year // 100
    return f"{century - (f'{century}{known}' > latest.isoformat()[: len(known) + 2])}{known}"
