"""The United Nations Security Council Consolidated List, in the XML that the Council publishes.

An entry is known by its permanent reference number (`QDi.001`). Good aliases are names, low quality ones weak names;
an entity's present and former names are names. Where the file says nothing in a field made for it but in a note
("Libyan passport number 1234"), the note is read.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO, NoReturn

from wasl.checks.reading import dates, spellings
from wasl.checks.reading.elements import Element, elements
from wasl.checks.reading.entry import Entry, ListRefused, refuse_empty
from wasl.checks.reading.gathering import Gathering, tidy

ROOT = "CONSOLIDATED_LIST"
SCHEMATA = {"INDIVIDUAL": "Person", "ENTITY": "Organization"}

_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME", "FIFTH_NAME", "SIXTH_NAME")
_ADDRESS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_SEX = re.compile(r"\bGender:\s*(male|female)\b", re.IGNORECASE)
_IMO = re.compile(r"\bIMO (?:number|no\.?)?:?\s*(\d{7})\b", re.IGNORECASE)
_NOTED = re.compile(
    r"\b(?:number|no|card|code|ssn)\b\.?\s*:?\s*(?P<number>[A-Z]{0,6}[ -]{0,2}\d[\w/.-]*)", re.IGNORECASE
)
_FIGURES = re.compile(r"(?<![\w/])(?!(?:19|20)\d\d\b)(?:[A-Z]{1,3}[ /-]?)?\d[\w/.-]{3,}")
_KINDS = (
    ("passport", re.compile(r"pass?aporte|passe?port", re.IGNORECASE)),
    ("travel-document", re.compile(r"travel document|laissez", re.IGNORECASE)),
    ("birth-certificate", re.compile(r"birth certificate", re.IGNORECASE)),
    ("driving-licence", re.compile(r"driver|driving", re.IGNORECASE)),
    ("tax-number", re.compile(r"fiscal code", re.IGNORECASE)),
    ("social-security", re.compile(r"social security|ssn", re.IGNORECASE)),
    ("military-identity", re.compile(r"military|serviceman", re.IGNORECASE)),
)


def read(source: BinaryIO, list_name: str = "un-sc") -> Iterator[Entry]:
    """The entries of the list, individuals and entities, as they stand in the file.

    Raises ListRefused; nothing is to be taken from a file before the iterator has ended.
    """
    seen: dict[str, int] = {}
    whole = elements(source, frozenset(SCHEMATA))
    _check_root(next(whole))
    for element in whole:
        entry = _entry(element, list_name)
        if entry.id in seen:
            raise ListRefused(
                "duplicate",
                f"{entry.id} stands in line {seen[entry.id]} already",
                line=element.line,
                field="REFERENCE_NUMBER",
            )
        seen[entry.id] = element.line
        yield entry
    if not seen:
        refuse_empty()


def published(source: BinaryIO) -> date:
    """The day on which the list says it was made. `source` is left at its beginning. Raises ListRefused."""
    day = _check_root(next(elements(source, frozenset(SCHEMATA))))
    source.seek(0)
    return day


def _check_root(root: Element) -> date:
    if root.tag != ROOT:
        raise ListRefused("other-file", f"not the Security Council's list: its root is {root.tag[:60]}", line=root.line)
    try:
        return date.fromisoformat(root.attributes.get("dateGenerated", "")[:10])
    except ValueError as error:
        raise ListRefused("missing", "the list bears no date", line=root.line, field="dateGenerated") from error


def _entry(element: Element, list_name: str) -> Entry:
    reference = tidy(element.one("REFERENCE_NUMBER")) or _missing(element, "REFERENCE_NUMBER")
    entry = Gathering(f"{list_name}:{reference}", SCHEMATA[element.tag], list_name, line=element.line)
    _names(entry, element)
    for birth in element.all("INDIVIDUAL_DATE_OF_BIRTH"):
        _birth(entry, birth)
    for place in element.all("INDIVIDUAL_PLACE_OF_BIRTH"):
        entry.place(_line(place, *_ADDRESS))
    for nationality in element.texts("NATIONALITY", "VALUE"):
        entry.nationality(nationality)
    for document in element.all("INDIVIDUAL_DOCUMENT"):
        _document(entry, document)
    for kind in ("INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS"):
        for address in element.all(kind):
            entry.country(address.one("COUNTRY"))
            entry.show("addresses", _noted(_line(address, *_ADDRESS), address.one("NOTE")))
    _shown(entry, element, reference)
    entry.sex(element.one("GENDER"))
    return entry.entry()


def _missing(element: Element, field: str) -> NoReturn:
    raise ListRefused("missing", f"an entry without {field}", line=element.line, field=field)


def _names(entry: Gathering, element: Element) -> None:
    if not element.one("FIRST_NAME"):
        _missing(element, "FIRST_NAME")
    person = entry.schema == "Person"
    written = " ".join(part for part in map(element.one, _PARTS) if part not in ("", "na"))
    for name in spellings.names(written, person=person) + spellings.several(element.one("NAME_ORIGINAL_SCRIPT")):
        entry.name(name)
    for alias in (*element.all("INDIVIDUAL_ALIAS"), *element.all("ENTITY_ALIAS")):
        if not (written := alias.one("ALIAS_NAME")):
            continue
        quality, note = alias.one("QUALITY"), alias.one("NOTE")
        for name in spellings.names(written, person=person) + spellings.in_script(note):
            entry.name(name, weak=quality.casefold() == "low")
        if birth := alias.one("DATE_OF_BIRTH"):
            entry.birth(birth[:10], shown=f"{birth[:10]} ({tidy(written)})")
        entry.place(_line(alias, "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH"))
        entry.show("aliases", _noted(written, ", ".join(filter(None, (quality, note)))))


def _birth(entry: Gathering, birth: Element) -> None:
    kind, note = birth.one("TYPE_OF_DATE"), birth.one("NOTE")
    start, end = birth.one("FROM_YEAR"), birth.one("TO_YEAR")
    day, year = birth.one("DATE")[:10], birth.one("YEAR")
    said = day or year or (f"between {start} and {end}" if start and end else start or end)
    if kind.casefold().startswith("approx") and said:
        said = f"approximately {said}"
    if said and dates.read(f"{note} {said}") and note and not day:
        said, note = f"{note} {said}", ""  # a year, and the month in the note
    entry.birth(said or note, shown=_noted(said, note) if said else note)


def _document(entry: Gathering, document: Element) -> None:
    kind, other, note = (document.one(tag) for tag in ("TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NOTE"))
    country = document.one("ISSUING_COUNTRY") or document.one("COUNTRY_OF_ISSUE")
    written = document.one("NUMBER")
    told = tidy(written or other or note)
    if not (kind or other or told):
        return
    issued = document.one("DATE_OF_ISSUE")
    details = (issued and f"issued {issued}", document.one("CITY_OF_ISSUE"), note)
    words = " ".join(dict.fromkeys(filter(None, (tidy(other or kind), written, country))))
    entry.show("papers", _noted(words, "; ".join(filter(None, map(tidy, details)))))
    found = [number for text in (written, other, note) for number in _numbers(tidy(text))][:1]
    for number in found:
        entry.document(number, _kind(f"{other} {written or note} {kind}"), country or f"{other} {written} {note}")
    if not found:
        entry.unread("documents", told)


def _numbers(text: str) -> list[str]:
    """The number in a text that may say more: nothing but a number, one behind a word for it, or the only figures."""
    if text and not re.search(r"[a-z]{3}|\(|,", text):
        return [text.removeprefix("No").lstrip(". ")]
    if noted := _NOTED.search(text):
        return [noted["number"].rstrip(".,")]
    found = _FIGURES.findall(text)
    return [found[0].rstrip(".,")] if len(found) == 1 else []


def _kind(text: str) -> str:
    return next((kind for kind, words in _KINDS if words.search(text)), "identity-card")


def _shown(entry: Gathering, element: Element, reference: str) -> None:
    entry.show("reference", reference)
    entry.show("programmes", element.one("UN_LIST_TYPE"))
    entry.show("listed", element.one("LISTED_ON")[:10])
    for updated in element.texts("LAST_DAY_UPDATED", "VALUE"):
        entry.show("updated", updated[:10])
    for title in element.texts("TITLE", "VALUE"):
        entry.show("titles", title)
    for position in element.texts("DESIGNATION", "VALUE"):
        entry.show("positions", position)
    comment = element.one("COMMENTS1")
    entry.show("remarks", comment)
    if said := _SEX.search(comment):
        entry.sex(said[1])
    for number in _IMO.findall(comment):
        entry.identifier("imo", number)
    for link in _LINK.findall(comment):
        entry.show("links", link.rstrip(".,;)"))


def _line(element: Element, *tags: str) -> str:
    return ", ".join(text for tag in tags if (text := tidy(element.one(tag))))


def _noted(text: str, note: str) -> str:
    """A text with a note in brackets, or either alone."""
    text, note = tidy(text), tidy(note)
    return f"{text} ({note})" if text and note else text or note
