"""One entry in the making: a reader says what stands where, and the words become facts here, for every list alike."""

import re
from collections.abc import Hashable
from types import MappingProxyType
from typing import TypeVar

from wasl.checks.reading import countries, dates
from wasl.checks.reading.entry import ENTRY_MAX, ID_MAX, SHOWN, TEXT_MAX, VALUES_MAX, Entry, ListRefused, Unread
from wasl.screening import identifiers
from wasl.screening.subject import PERSON, Document, Identifier, Subject

IDENTIFIER_MAX = 2_048
"""The most characters of what is looked up exactly: those of a link."""

NAMELESS = frozenset({"CryptoWallet", "Indicator", "Thing", "Vehicle"})
"""What may be known by its numbers alone."""

NOTHING = frozenset(
    {
        *("", "-", "--", "na", "n a", "n/a", "n/d", "none", "nil", "unknown", "undetermined", "not available"),
        "none identified",
    }
)
"""How lists write that they say nothing."""

SEXES = {
    **dict.fromkeys(("female", "f", "woman", "féminin", "femenino", "أنثى"), "female"),
    **dict.fromkeys(("male", "m", "man", "masculin", "masculino", "ذكر"), "male"),
}

_NO_TEXT = re.compile(r"[\0\ud800-\udfff]")
_QUOTED = re.compile(r"^(?:“(?P<curly>[^“”]+)”|\"(?P<straight>[^\"]+)\"|'(?P<single>[^']+)')$")
_MAIL = re.compile(r"(?<![^\s@<>(),;:])[^\s@<>(),;:]++@[^\s@<>(),;:]+\.\w+")
"""Begins where a word does, and looks at each word once: a long one without an @ is no work."""

_PHONES = re.compile(r"\s*(?:[,;/]|\band\b|\bor\b)\s*(?=\+)")
_Value = TypeVar("_Value", bound=Hashable)
_FACTS = ("names", "weak_names", "birth_dates", "nationalities", "countries", "places")


def tidy(text: str) -> str:
    """A value on one line, without the blanks around it."""
    return " ".join(text.split())


def _in_speech(name: str) -> str:
    """A person's name in the order of speech, where a list writes "FAMILY NAME, Given, Jr."."""
    parts = [part for part in (part.strip() for part in name.split(",")) if part]
    return " ".join((parts[1], parts[0], *parts[2:])) if 2 <= len(parts) <= 3 else name


def _parted(kind: str, value: str) -> list[str]:
    """The e-mail addresses in a text, or the telephone numbers: those with a country's code can be told apart."""
    if kind == "e-mail":
        return _MAIL.findall(value) or [value]
    return _PHONES.split(value) if kind == "phone" else [value]


class Gathering:
    """What has been read of one entry so far. Saying a thing twice is saying it once; the first name leads.

    Whatever takes words leaves out those that say nothing (`NOTHING`), and puts what it cannot read among the unread.
    Raises ListRefused (`too-large`, `malformed`) with the line where the entry begins.
    """

    def __init__(self, subject_id: str, schema: str, list_name: str, *, line: int = 0) -> None:
        self.id, self.schema, self.list_name, self.line = subject_id, schema, list_name, line
        self._facts: dict[str, dict[str, None]] = {fact: {} for fact in _FACTS}
        self._documents: dict[Document, None] = {}
        self._identifiers: dict[Identifier, None] = {}
        self._shown: dict[str, dict[str, None]] = {}
        self._unread: dict[Unread, None] = {}
        self._sex = ""
        self._size = 0
        if len(self._text(subject_id, field="id")) > ID_MAX:
            raise ListRefused("too-large", f"an id of more than {ID_MAX} characters", line=line, field="id")

    def name(self, text: str, *, weak: bool = False) -> None:
        """A name it goes by; `weak` where the list itself puts little weight on it."""
        text = self._said(text).strip(" ,;")
        if quoted := _QUOTED.match(text):
            text = quoted[quoted.lastgroup or 0].strip()
        if self.schema == PERSON:
            text = _in_speech(text)
        if any(letter.isalnum() for letter in text):
            self._fact("weak_names" if weak else "names", text)

    def birth(self, text: str, *, order: str = "dmy", shown: str = "") -> None:
        """Birth dates, or those of a foundation; `shown` are the words for people where they are more than `text`."""
        if not (text := self._said(text)):
            return
        self.show("births", shown or text)
        found = dates.read(text, order=order)
        for date in found:
            self._fact("birth_dates", date)
        if not found:
            self._leave("birth_dates", text)

    def nationality(self, text: str) -> None:
        """A nationality by the name or code of the country, or by the word for its people."""
        self._country("nationalities", text)

    def country(self, text: str) -> None:
        """A country it has to do with: where it lives or is registered."""
        self._country("countries", text)

    def _country(self, fact: str, text: str) -> None:
        if text := self._said(text):
            found = countries.codes(text)
            for code in found:
                self._fact(fact, code)
            if not found:
                self._leave(fact, text)

    def place(self, text: str) -> None:
        """A place of birth."""
        if text := self._said(text):
            self._fact("places", text)

    def sex(self, text: str) -> None:
        """The sex, by the words of four languages."""
        if text := self._said(text):
            self._sex = SEXES.get(text.casefold().rstrip("."), "")
            if not self._sex:
                self._leave("sex", text)

    def document(self, number: str, kind: str, country: str = "") -> None:
        """A document or registration: its number as written, and who issued it by whatever names one country."""
        if not (number := self._said(number)):
            return
        if not any(letter.isalnum() for letter in number) or len(number) > dates.LENGTH_MAX:
            self._leave("documents", number)
            return
        issuers = countries.codes(country)
        issuer = issuers[0] if len(issuers) == 1 else ""
        self._add(self._documents, Document(number, kind, issuer), number, "documents")

    def code(self, fact: str, code: str) -> None:
        """A country by its code alone, where the list has codes: there "na" is Namibia. `fact` is the subject's."""
        code = tidy(self._text(code))
        found = countries.codes(code)
        for each in found:
            self._fact(fact, each)
        if code and not found:
            self._leave(fact, code)

    def identifier(self, kind: str, value: str) -> None:
        """What is looked up exactly. One that its own check digits disprove stays: it is found as the list has it."""
        value = self._said(value)
        if len(value) > IDENTIFIER_MAX:
            self._leave("identifiers", f"{kind} {value[:IDENTIFIER_MAX]}")
            return
        for each in _parted(kind, value) if value else ():
            self._add(self._identifiers, Identifier(kind, each), each, "identifiers")
            if kind in identifiers.KINDS:
                try:
                    identifiers.normal(kind, each)
                except identifiers.NotAnIdentifier:
                    self._leave("identifiers", f"{kind} {each}")

    def unread(self, fact: str, text: str) -> None:
        """Words a reader could not make a fact of."""
        if text := self._said(text):
            self._leave(fact, text)

    def show(self, heading: str, text: str) -> None:
        """Words for people, under a heading of `SHOWN`."""
        assert heading in SHOWN, heading
        if text := self._said(text):
            self._add(self._shown.setdefault(heading, {}), text, text, heading)

    def entry(self) -> Entry:
        """The finished entry. Raises ListRefused (`missing`) where nothing is there to find it by.

        A person, an organisation or a vessel has a name; a stolen document, a wallet or an indicator may have none.
        """
        subject = self.subject()
        nameless = self.schema in NAMELESS and (self._documents or self._identifiers)
        if not subject.names and not nameless:
            raise ListRefused("missing", "an entry without a name", line=self.line, field="name")
        shown = {heading: tuple(self._shown[heading]) for heading in SHOWN if heading in self._shown}
        return Entry(subject, MappingProxyType(shown), tuple(self._unread), self.line, self._size)

    def subject(self) -> Subject:
        """What is compared, as far as it was read; whether there is anything to find it by, `entry` asks."""
        facts = {fact: tuple(values) for fact, values in self._facts.items()}
        if not facts["names"]:
            # Some entries have nothing but weak names; they must be found by them.
            facts["names"], facts["weak_names"] = facts["weak_names"][:1], facts["weak_names"][1:]
        return Subject(
            id=self.id,
            schema=self.schema,
            lists=(self.list_name,),
            sex=self._sex,
            documents=tuple(self._documents),
            identifiers=tuple(self._identifiers),
            names=facts["names"],
            weak_names=tuple(name for name in facts["weak_names"] if name not in self._facts["names"]),
            birth_dates=facts["birth_dates"],
            nationalities=facts["nationalities"],
            countries=facts["countries"],
            places=facts["places"],
        )

    def _said(self, text: str) -> str:
        """The value on one line, or nothing where the list says nothing."""
        text = tidy(self._text(text))
        return "" if text.casefold() in NOTHING else text

    def _text(self, text: str, *, field: str = "") -> str:
        if len(text) > TEXT_MAX:
            raise ListRefused("too-large", f"a value of {len(text)} characters", line=self.line, field=field)
        if _NO_TEXT.search(text):
            raise ListRefused("malformed", "a value is no text", line=self.line, field=field)
        return text

    def _fact(self, fact: str, text: str) -> None:
        self._add(self._facts[fact], text, text, fact)

    def _leave(self, fact: str, text: str) -> None:
        self._add(self._unread, Unread(fact, text), text, fact)

    def _add(self, values: dict[_Value, None], value: _Value, text: str, what: str) -> None:
        if value in values:
            return
        values[value] = None
        self._size += len(text)
        if len(values) > VALUES_MAX:
            raise ListRefused("too-large", f"more than {VALUES_MAX} values in one entry", line=self.line, field=what)
        if self._size > ENTRY_MAX:
            raise ListRefused("too-large", f"more than {ENTRY_MAX} characters in one entry", line=self.line, field=what)
