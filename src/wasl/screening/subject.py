"""Who or what is listed, and what is asked: plain values, in the terms of FollowTheMoney."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

PERSON = "Person"
ORGANISATIONS = frozenset({"Organization", "Company", "PublicBody", "LegalEntity"})
OBJECTS = frozenset({"Vessel", "Vehicle", "Airplane"})
SCHEMATA = frozenset({PERSON, *ORGANISATIONS, *OBJECTS, "CryptoWallet", "Indicator", "Thing"})
"""`LegalEntity` may be a person or an organisation, `Thing` anything: such a query is compared with every schema."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document or registration by its number: `kind` as `passport`, `identity-card`, `visa`, `registration`.

    Raises TypeError for what is no text.
    """

    number: str
    kind: str = ""
    country: str = ""

    def __post_init__(self) -> None:
        _be_texts("a document's number, kind and country", (self.number, self.kind, self.country))


@dataclass(frozen=True, slots=True)
class Identifier:
    """What is looked up exactly once it is normalised: `kind` is one of `identifiers.KINDS`, such as `iban`.

    Raises TypeError for what is no text.
    """

    kind: str
    value: str

    def __post_init__(self) -> None:
        _be_texts("an identifier's kind and value", (self.kind, self.value))


_SEVERAL: Final = ("names", "weak_names", "birth_dates", "nationalities", "countries", "places")
_KINDS: Final = {"documents": Document, "identifiers": Identifier}


@dataclass(frozen=True, slots=True)
class _Described:
    """Raises TypeError where one text stands for several or something is no text, ValueError for another schema."""

    names: tuple[str, ...] = ()
    weak_names: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    sex: str = ""
    documents: tuple[Document, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    schema: str = field(default=PERSON, kw_only=True)

    _several: ClassVar[tuple[str, ...]] = _SEVERAL

    def __post_init__(self) -> None:
        # Subjects are made by the hundred thousand: what is empty is not looked at.
        _be_texts("schema and sex", (self.schema, self.sex))
        if self.schema not in SCHEMATA:
            message = f"{self.schema!r} is no schema known here: it is one of {', '.join(sorted(SCHEMATA))}."
            raise ValueError(message)
        for name in self._several:
            values = getattr(self, name)
            if values != ():
                _be_texts(name, self._as_tuple(name, values))
        for name, kind in _KINDS.items():
            values = getattr(self, name)
            if values != ():
                for value in self._as_tuple(name, values):
                    if not isinstance(value, kind):
                        message = f"{name}: {kind.__name__} is meant, and {value!r} is none."
                        raise TypeError(message)

    def _as_tuple(self, name: str, values: Any) -> tuple[Any, ...]:
        """Several values as a tuple, whatever they were given as."""
        if isinstance(values, tuple):
            return values
        if isinstance(values, str | bytes):
            message = f"{name}: several are meant, so write [{values!r}] and not {values!r}."
            raise TypeError(message)
        if not isinstance(values, Iterable):
            message = f"{name}: several are meant, in a list or tuple, and {values!r} is none."
            raise TypeError(message)
        several = tuple(values)
        object.__setattr__(self, name, several)
        return several


def _be_texts(what: str, values: tuple[Any, ...]) -> None:
    for value in values:
        if not isinstance(value, str):
            message = f"{what}: a text is meant, and {value!r} is none."
            raise TypeError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject(_Described):
    """One entry of a list.

    `names` are those it is known by, in any script; `weak_names` those a list itself calls weak (a nickname, a low
    quality alias). `birth_dates` are dates as far as they are known (`1975`, `1975-04`, `1975-04-21`), for an
    organisation those of its foundation. `nationalities` and `countries` are ISO 3166-1 alpha-2 in small letters;
    `places` are of birth; `sex` is `female`, `male` or empty. `lists` are the names of the lists it stands on.
    """

    id: str
    lists: tuple[str, ...] = ()

    _several: ClassVar[tuple[str, ...]] = (*_SEVERAL, "lists")

    def __post_init__(self) -> None:
        _be_texts("id", (self.id,))
        _Described.__post_init__(self)  # as `super()` of a class with slots is another one in Python 3.11


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(_Described):
    """What is asked: the same facts, as far as the asker knows them; nothing else is held against a subject."""
