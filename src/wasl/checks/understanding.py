"""What a text can be, and the queries that look it up: one for each reading that is likely enough.

A zone of a travel document counts alone. Of other texts each line is read for itself, and what stands beside a name
in it, a date or a number, is taken for the person's. An identifier in a line is looked up whatever the words beside it
are, for they need not be a name.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from wasl.acts.refusals import Refused
from wasl.screening import Document, Identifier, Query
from wasl.screening.apart import DATE, DOCUMENT, NAME, Line, taken_apart
from wasl.screening.atoms import NAME_MAX
from wasl.screening.characters import plain
from wasl.screening.documents import LENGTH_MAX as NUMBER_MAX
from wasl.screening.documents import normal
from wasl.screening.identifiers import KINDS
from wasl.screening.left_out import every_word
from wasl.screening.recognise import CERTAIN, LENGTH_MAX, LINES_MAX, Reading, recognise, tried
from wasl.screening.subject import ORGANISATIONS

LOOKED_UP = 0.3
"""A reading of at least this confidence is looked up."""
LIKELY = 0.5
"""Beside a reading that is certain, only those that are likely are looked up."""
SEVERAL_MAX = 10
"""Lines that may each be a question."""
ZONE = "mrz"
ASKED_FOR = (NAME, DOCUMENT)
"""What an asker can say that a text is, whatever it looks like."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What one text, or one line of it, is looked up as; `left_out` words of it are beyond the length of a name."""

    readings: tuple[Reading, ...]
    queries: tuple[Query, ...]
    left_out: int = 0


_SLIPPED = 0.45
_SERIES = re.compile(r"[A-Z]{1,3}")
"""What may be letters of a number that is written in parts, as well as a name."""
_NOTHING = Understood((), ())


def understood(text: str, facts: Query, today: date, only: str = "") -> Understood:
    """The readings of a text and their queries, each with the facts given; no readings where there is no text.

    `only` is what the asker says that it is: one of `ASKED_FOR`. Raises Refused: zone-not-whole, date-alone,
    too-many-lines, too-long.
    """
    text = plain(text, LENGTH_MAX + 1)
    if len(text) > LENGTH_MAX:
        raise Refused("too-long", _("The text may have at most %(limit)s characters."), limit=LENGTH_MAX)
    if not text:
        return Understood((), (facts,))
    if only:
        return _bounded(_as_told(text, facts, only))
    whole = recognise(text, today)
    zone = next((each for each in whole if each.kind == ZONE), None)
    if zone is not None:
        return _of_zone(zone, facts)
    lines = [line for line in text.splitlines() if line.strip()][: LINES_MAX + 1]
    if len(lines) > SEVERAL_MAX:
        raise Refused(
            "too-many-lines",
            _("These are more lines than are asked about at once: %(limit)s. Check them as a file of many."),
            limit=SEVERAL_MAX,
        )
    found = [_bounded(_of_line(line, facts, today)) for line in lines]
    everything = _together(*found)
    if everything.readings and all(each.kind == DATE for each in everything.readings):
        raise Refused("date-alone", _("A date alone finds nobody. Add a name or a number."))
    return everything


def slips(facts: Query) -> tuple[Reading, ...]:
    """The identifiers given as such that have a fault, as a text with one is read."""
    known = (each for each in facts.identifiers if each.kind in KINDS)
    read = (reading for each in known for reading in tried(each.kind, each.value, 1.0, _SLIPPED))
    return tuple(dict.fromkeys(reading for reading in read if reading.fault))


def _bounded(found: Understood) -> Understood:
    """With names no longer than those that are looked at, and how many words that takes away."""
    cut = {name: _cut(name) for query in found.queries for name in query.names if len(name) > NAME_MAX}
    if not cut:
        return found
    return Understood(
        tuple(replace(each, value=cut.get(each.value, each.value)) for each in found.readings),
        tuple(replace(each, names=tuple(cut.get(name, name) for name in each.names)) for each in found.queries),
        max(len(every_word(name[len(kept) :])) for name, kept in cut.items()),
    )


def _cut(name: str) -> str:
    """The name as far as it is looked at: whole words, where it has any."""
    kept = name[: NAME_MAX + 1].rpartition(" ")[0]
    return kept or name[:NAME_MAX]


def _as_told(text: str, facts: Query, only: str) -> Understood:
    if only == NAME:
        name = " ".join(text.split())
        return Understood((Reading(NAME, name, 1.0),), (_named(facts, name),))
    number = normal(text)
    if not number:
        return _NOTHING
    # What is cut off is counted by whoever asks with the whole of it.
    asked = number if len(text) <= NUMBER_MAX else text
    return Understood((Reading(DOCUMENT, number, 1.0),), (_with_document(facts, asked),))


def _of_zone(reading: Reading, facts: Query) -> Understood:
    zone = reading.zone
    if zone is None:
        raise Refused(
            "zone-not-whole",
            _(
                "This looks like the machine-readable zone of a document, but not like the whole of it: "
                "it has 2 lines of 44 or of 36 characters, or 3 lines of 30."
            ),
        )
    query = replace(
        facts,
        schema="Person",
        names=(*facts.names, *filter(None, [zone.name])),
        birth_dates=(*facts.birth_dates, *filter(None, [zone.birth])),
        nationalities=(*facts.nationalities, *filter(None, [zone.nationality])),
        sex=facts.sex or zone.sex,
        documents=(*facts.documents, *([zone.document] if zone.document.number else [])),
    )
    return Understood((reading,), (query,))


def _of_line(line: str, facts: Query, today: date) -> Understood:
    """What one line can be: what is said beside a name in it counts before what the line looks like as a whole."""
    read = recognise(line, today)
    if read and read[0].kind == DATE and read[0].confidence >= LIKELY:
        return Understood((read[0],), ())
    if _is_certain(read) and read[0].kind not in {NAME, DOCUMENT}:
        return _of_readings(read, facts)
    said = taken_apart(line)
    if not said.beside:
        return _of_readings(read, facts)
    named = _of_words(said, facts, today) if any(map(str.isalpha, said.words)) else _NOTHING
    if _is_plain(said, named):
        return named if named.queries else Understood(said.beside, _of_numbers(said, facts))
    whole = _of_readings(read if said.unlabelled == line else recognise(said.unlabelled, today), facts)
    if named.queries or (" " not in said.unlabelled and whole.queries):
        return _together(named, whole)
    return _together(whole, Understood(said.beside, _of_numbers(said, facts)))


def _is_plain(said: Line, named: Understood) -> bool:
    """Whether what stands in a line is told apart for certain: no number that is written in parts looks like it."""
    if all(each.confidence >= CERTAIN for each in said.beside):
        return True
    if named.queries:
        return not any(map(str.isdecimal, said.words))
    return any(each.kind == DATE for each in said.beside) and not said.words


def _together(*found: Understood) -> Understood:
    """All of these, each once."""
    readings: dict[tuple[str, str], Reading] = {}
    for reading in (reading for each in found for reading in each.readings):
        readings.setdefault((reading.kind, reading.value), reading)
    queries = dict.fromkeys(query for each in found for query in each.queries)
    return Understood(tuple(readings.values()), tuple(queries), sum(each.left_out for each in found))


def _of_readings(read: tuple[Reading, ...], facts: Query) -> Understood:
    """A line that is one thing, whichever it is."""
    least = LIKELY if _is_certain(read) else LOOKED_UP
    likely = [each for each in read if each.confidence >= least]
    kept = [each for each in likely if each.kind != DATE] or likely
    return Understood(tuple(kept), tuple(query for each in kept if (query := _query(each, facts))))


def _of_words(said: Line, facts: Query, today: date) -> Understood:
    """A name with what stands beside it; what is looked up exactly is looked up without the name, too."""
    identified = tuple(each for each in said.beside if each.kind not in {DATE, DOCUMENT})
    person = _person(said, facts, said.words)
    named = Understood(
        (Reading(NAME, said.words, 0.85), *said.beside),
        (person, *_of_organisation(said, facts), *_of_numbers(replace(said, beside=identified), facts)),
    )
    if _SERIES.fullmatch(said.words) and not any(each.kind == DATE for each in said.beside):
        series = tuple(each for each in recognise(said.unlabelled, today) if each.kind != NAME)
        return _together(named, _of_readings(series, facts))
    return named


def _of_numbers(said: Line, facts: Query) -> tuple[Query, ...]:
    """What stands in a line, without the words beside it."""
    return (_person(said, facts),) if any(each.kind != DATE for each in said.beside) else ()


def _person(said: Line, facts: Query, *names: str) -> Query:
    """Somebody with all that is said beside the names."""
    values = {kind: tuple(each.value for each in said.beside if each.kind == kind) for kind in (DATE, DOCUMENT)}
    identifiers = tuple(Identifier(each.kind, each.value) for each in said.beside if each.kind not in values)
    return replace(
        facts,
        names=(*facts.names, *names),
        birth_dates=(*facts.birth_dates, *values[DATE]),
        documents=(*facts.documents, *map(Document, values[DOCUMENT])),
        identifiers=(*facts.identifiers, *identifiers),
    )


def _of_organisation(said: Line, facts: Query) -> list[Query]:
    """The line as the whole name of an organisation, in which a year or a number may stand; a person's has none."""
    may_be = facts.schema in ("Thing", "LegalEntity", *ORGANISATIONS)
    if not may_be or any(each.kind == DATE and len(each.value) > len("2000") for each in said.beside):
        return []
    if said.unidentified == said.words:
        return []
    schema = facts.schema if facts.schema in ORGANISATIONS else "Organization"
    return [_named(replace(facts, schema=schema), said.unidentified)]


def _is_certain(read: tuple[Reading, ...]) -> bool:
    return bool(read) and read[0].confidence >= CERTAIN


def _query(reading: Reading, facts: Query) -> Query | None:
    """What looks a reading up, together with the facts given."""
    match reading.kind:
        case "name":
            return _named(facts, reading.value)
        case "document":
            return _with_document(facts, reading.value)
        case "date":
            return None
        case kind:
            return replace(facts, identifiers=(*facts.identifiers, Identifier(kind, reading.value)))


def _named(facts: Query, name: str) -> Query:
    return replace(facts, names=(*facts.names, name))


def _with_document(facts: Query, number: str) -> Query:
    return replace(facts, documents=(*facts.documents, Document(number)))
