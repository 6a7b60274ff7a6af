"""Any list in CSV, read by a column map (`columns`).

Where a list has no ids that last, an entry's id is drawn from the columns that the map names, or else from its schema,
first name and birth dates: the same words give the same id in every edition, and changed ones a new entry. Rows that
are alike in all of these are told apart by their order. A CSV file has no mark at its end: a file cut between two rows
is known only by a checksum or by the share of the list that would be gone.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import chain
from typing import BinaryIO

from wasl.checks.reading import countries, spellings
from wasl.checks.reading.columns import ColumnMap
from wasl.checks.reading.dates import LENGTH_MAX
from wasl.checks.reading.entry import Entry, ListRefused, refuse_empty
from wasl.checks.reading.gathering import Gathering, tidy
from wasl.checks.reading.rows import lines, rows

_ISSUED = re.compile(r"^(?P<number>[^()]+?)\s*\((?P<country>[^()]*)\)$")


def read(source: BinaryIO, columns: ColumnMap, list_name: str = "csv") -> Iterator[Entry]:
    """The entries of a file, one a row. `source` must be seekable.

    Raises ListRefused; nothing is to be taken from the file before the iterator has ended.
    """
    delimiter = _delimiter(source, columns)
    source.seek(0)
    table = rows(source, encoding=columns.encoding, delimiter=delimiter, ends=columns.last_line_ends)
    heading = [tidy(name) for name in next(table)[1]]
    seen: dict[str, int] = {}
    alike: Counter[str] = Counter()
    for line, values in table:
        if not values:
            continue
        if len(values) != len(heading):
            text = f"the row has {len(values)} columns and the heading {len(heading)}"
            raise ListRefused("malformed", text, line=line)
        row = dict(zip(heading, values, strict=True))
        own_id = _own_id(row, columns, line)
        if columns.id and own_id in seen:
            raise ListRefused("duplicate", f"stands in line {seen[own_id]} already", line=line, field=columns.id)
        alike[own_id] += 1
        last = f"-{alike[own_id]}" if alike[own_id] > 1 else ""
        seen[own_id] = line
        yield _entry(
            row, columns, Gathering(f"{list_name}:{own_id}{last}", _schema(row, columns, line), list_name, line=line)
        )
    if not seen:
        refuse_empty()


def _delimiter(source: BinaryIO, columns: ColumnMap) -> str:
    """The one of the declared delimiters that splits the heading into the columns of the map."""
    _, first = next(lines(source, encoding=columns.encoding), (0, ""))
    if not first:
        refuse_empty()
    wanted = dict.fromkeys(columns.columns())
    missing: list[list[str]] = []
    for delimiter in columns.delimiters:
        try:
            heading = [tidy(name) for name in next(csv.reader([first], delimiter=delimiter, strict=True), [])]
        except csv.Error as error:
            raise ListRefused("malformed", f"the heading cannot be read: {error}", line=1) from error
        missing.append([name for name in wanted if name not in heading])
        if not missing[-1]:
            twice = [name for name, count in Counter(heading).items() if count > 1 and name in wanted]
            if twice:
                raise ListRefused("malformed", "the column stands twice in the heading", line=1, field=twice[0])
            return delimiter
    raise ListRefused("missing", "the heading lacks a column", line=1, field=min(missing, key=len)[0])


def _own_id(row: Mapping[str, str], columns: ColumnMap, line: int) -> str:
    if columns.id:
        own_id = tidy(row[columns.id])
        if not own_id:
            raise ListRefused("missing", "an entry without its id", line=line, field=columns.id)
        return own_id
    births = chain.from_iterable(columns.facts.get("birth_dates", ()))
    drawn_from = columns.drawn_from or (columns.schema, *columns.names[0], *births)
    words = "\x1f".join(tidy(row[name]).casefold() for name in drawn_from if name)
    return sha256(words.encode()).hexdigest()[:16]


def _schema(row: Mapping[str, str], columns: ColumnMap, line: int) -> str:
    said = tidy(row[columns.schema]) if columns.schema else ""
    if not said:
        return columns.schema_default
    schema = columns.schema_values.get(said)
    if not schema:
        raise ListRefused("unknown-value", f"the map gives no schema for {said[:60]}", line=line, field=columns.schema)
    return schema


def _entry(row: Mapping[str, str], columns: ColumnMap, entry: Gathering) -> Entry:
    _names(row, columns, entry)
    for value in _values(row, columns.facts.get("birth_dates", ()), columns.separator):
        entry.birth(value, order=columns.dates)
    takers = {"nationalities": entry.nationality, "countries": entry.country, "places": entry.place, "sex": entry.sex}
    for fact, take in takers.items():
        for value in _values(row, columns.facts.get(fact, ()), columns.separator):
            take(value)
    for column, kind in columns.documents.items():
        issuer = row[columns.issuers[column]] if column in columns.issuers else ""
        for value in _values(row, ((column,),), columns.separator):
            _document(entry, value, kind, issuer)
    for column, kind in columns.identifiers.items():
        for value in _values(row, ((column,),), columns.separator):
            entry.identifier(kind, value)
    for heading, groups in columns.shown.items():
        for value in _values(row, groups, ""):
            entry.show(heading, value)
    return entry.entry()


def _names(row: Mapping[str, str], columns: ColumnMap, entry: Gathering) -> None:
    for weak, groups in ((False, columns.names), (True, columns.facts.get("weak_names", ()))):
        for value in _values(row, groups, ""):
            written = [value]
            if columns.separator:
                written = spellings.names(value, person=entry.schema == "Person", separator=columns.separator)
            for name in written:
                entry.name(name, weak=weak)


def _values(row: Mapping[str, str], groups: tuple[tuple[str, ...], ...], separator: str) -> Iterator[str]:
    """What the cells say: those of a group as one text, parted where the map says that a cell holds several."""
    for group in groups:
        text = " ".join(filter(None, (tidy(row[column]) for column in group)))
        yield from spellings.several(text, separator) if separator else [text] if text else []


def _document(entry: Gathering, text: str, kind: str, issuer: str) -> None:
    """A number, with its country in brackets behind it where it has no column of its own."""
    issued = _ISSUED.match(text) if len(text) <= LENGTH_MAX else None
    if issued and not issuer and countries.codes(issued["country"]):
        entry.document(issued["number"], kind, issued["country"])
    else:
        entry.document(text, kind, issuer)
