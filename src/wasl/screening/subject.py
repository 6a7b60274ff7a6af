"""Who or what is listed, and what is asked: plain values, in the terms of FollowTheMoney."""

from dataclasses import dataclass

PERSON = "Person"
ORGANISATIONS = frozenset({"Organization", "Company", "PublicBody", "LegalEntity"})
OBJECTS = frozenset({"Vessel", "Vehicle", "Airplane"})
SCHEMATA = frozenset({PERSON, *ORGANISATIONS, *OBJECTS, "CryptoWallet", "Indicator", "Thing"})
"""`LegalEntity` may be a person or an organisation, `Thing` anything: such a query is compared with every schema."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document or registration by its number: `kind` as `passport`, `identity-card`, `visa`, `registration`."""

    number: str
    kind: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """What is looked up exactly once it is normalised: `kind` is one of `identifiers.KINDS`, such as `iban`."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class _Described:
    names: tuple[str, ...] = ()
    weak_names: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    sex: str = ""
    documents: tuple[Document, ...] = ()
    identifiers: tuple[Identifier, ...] = ()

    def __post_init__(self) -> None:
        for name in _SEVERAL:
            object.__setattr__(self, name, tuple(getattr(self, name)))


_SEVERAL = (
    *("names", "weak_names", "birth_dates", "nationalities", "countries", "places"),
    *("documents", "identifiers"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject(_Described):
    """One entry of a list.

    `names` are those it is known by, in any script; `weak_names` those a list itself calls weak (a nickname, a low
    quality alias). `birth_dates` are dates as far as they are known (`1975`, `1975-04`, `1975-04-21`), for an
    organisation those of its foundation. `nationalities` and `countries` are ISO 3166-1 alpha-2 in small letters;
    `places` are of birth; `sex` is `female`, `male` or empty. `lists` are the names of the lists it stands on.
    """

    id: str
    schema: str = PERSON
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(_Described):
    """What is asked: the same facts, as far as the asker knows them; nothing else is held against a subject."""

    schema: str = PERSON
