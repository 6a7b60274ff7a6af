"""What an entry of a list says, in the reader's language: what it is, its dates, states, numbers and headings."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from babel import Locale
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wasl.acts.wording import Text
from wasl.checks.reading import Entry
from wasl.members import states
from wasl.screening import Document, Subject
from wasl.web import formats
from wasl.web.language import locale_name, short_language

SCHEMATA: dict[str, Text] = {
    "Person": _("Person"),
    "Organization": pgettext_lazy("sort of entry", "Organisation"),
    "Company": _("Company"),
    "PublicBody": _("Public body"),
    "LegalEntity": _("Person or organisation"),
    "Vessel": _("Vessel"),
    "Vehicle": _("Vehicle"),
    "Airplane": _("Aircraft"),
    "CryptoWallet": _("Wallet"),
    "Indicator": _("Indicator"),
    "Thing": _("Anything"),
}

SEXES: dict[str, Text] = {"female": _("female"), "male": _("male")}

DOCUMENTS: dict[str, Text] = {
    "": _("document"),
    "passport": _("passport"),
    "identity-card": _("identity card"),
    "visa": _("visa"),
    "travel-document": _("travel document"),
    "birth-certificate": _("birth certificate"),
    "driving-licence": _("driving licence"),
    "military-identity": _("military identity card"),
    "social-security": _("social security number"),
    "tax-number": _("tax number"),
    "registration": _("registration number"),
    "aircraft-registration": _("aircraft registration"),
    "vessel-registration": _("vessel registration"),
    "serial-number": _("serial number"),
}

HEADINGS: dict[str, Text] = {
    "programmes": _("Programmes"),
    "reference": _("Reference"),
    "listed": pgettext_lazy("on a day", "Listed"),
    "updated": _("Updated"),
    "titles": _("Titles"),
    "positions": _("Positions"),
    "aliases": _("Other names"),
    "births": _("Births"),
    "addresses": _("Addresses"),
    "papers": _("Papers"),
    "linked": _("Linked with"),
    "links": _("Links"),
    "craft": _("Craft"),
    "remarks": _("Remarks"),
    "other": _("Other"),
}
"""By the keys of `reading.SHOWN`, under what people read the words of a list."""

NAMED = (
    *("iban", "bic", "lei", "imo", "mmsi", "vin", "imei", "ip", "url", "md5"),
    *("sha1", "sha256", "sha512"),
)
"""Kinds of identifier that everybody calls by their letters."""

READINGS: dict[str, Text] = {
    "name": _("name"),
    "document": _("document number"),
    "date": _("date"),
    "mrz": _("passport zone"),
    "plate": _("number plate"),
    "phone": _("telephone number"),
    "e-mail": _("e-mail address"),
    "domain": _("domain"),
    "call-sign": _("call sign"),
    "bitcoin": "Bitcoin",
    "ethereum": "Ethereum",
    "tron": "Tron",
    "litecoin": "Litecoin",
    "monero": "Monero",
    "bitcoin-cash": "Bitcoin Cash",
    "bitcoin-gold": "Bitcoin Gold",
    "dash": "Dash",
    "dogecoin": "Dogecoin",
    "ripple": "Ripple",
    "solana": "Solana",
    "verge": "Verge",
    "zcash": "Zcash",
    **{kind: kind.upper() for kind in NAMED},
}

_DATE = re.compile(r"(~?)(\d{4})(?:/(\d{4})|-(\d{2})(?:-(\d{2}))?)?(?: (\S+))?")
_CALENDARS: dict[str, Text] = {
    "hijri": _("Hijri"),
    "ah": _("Hijri"),
    "solar-hijri": _("Solar Hijri"),
}


def sort_of(subject: Subject) -> Text:
    """What an entry is."""
    return SCHEMATA.get(subject.schema, subject.schema)


def reference_of(subject_id: str) -> str:
    """How a list calls its entry."""
    return subject_id.partition(":")[2]


def list_of(subject_id: str) -> str:
    """The name of the list that an entry stands on."""
    return subject_id.partition(":")[0]


def name_of(entry: Entry) -> str:
    """The name an entry goes by: its first; its reference where it has none."""
    subject = entry.subject
    return next(iter((*subject.names, *subject.weak_names)), reference_of(subject.id))


def kind_of_reading(kind: str) -> Text:
    """What a text was read as, or an identifier is."""
    return READINGS.get(kind, kind)


def state(code: str) -> str:
    """A state by its two small letters, in the reader's language; letters that are no state's stay."""
    language, upper = short_language(), code.upper()
    try:
        return states.name(upper, language)
    except LookupError:
        return str(Locale.parse(locale_name(language)).territories.get(upper, upper))


def day(text: str) -> str:
    """A date as far as it is known: `12 Mar 1974`, `about 1974`, `1970–1975`; with its calendar if it is another."""
    match = _DATE.fullmatch(text)
    if match is None:
        return text
    about, year, until, month, of_month, calendar = match.groups()
    shown = _gregorian(year, until, month, of_month) if calendar is None else formats.digits(text.removeprefix("~"))
    if calendar:
        bare = formats.digits(text.removeprefix("~").rpartition(" ")[0])
        shown = f"{bare} {_CALENDARS.get(calendar, calendar)}"
    return gettext("about %(date)s") % {"date": shown} if about else shown


def _gregorian(year: str, until: str | None, month: str | None, of_month: str | None) -> str:
    if until:
        return formats.digits(f"{year}\N{EN DASH}{until}")
    try:
        if month and of_month:
            return formats.day(date(int(year), int(month), int(of_month)))
        if month:
            return formats.month(date(int(year), int(month), 1))
    except ValueError:
        return "-".join(filter(None, (year, month, of_month)))
    return formats.digits(year)


def document(said: Document) -> str:
    """A document's kind and the state that issued it, without its number."""
    kind = str(DOCUMENTS.get(said.kind, said.kind))
    return f"{kind} · {state(said.country)}" if said.country else kind


def in_short(subject: Subject) -> list[str]:
    """The facts that tell an entry from another at a glance: when born, which nationality, what it is."""
    return list(_in_short(subject))


def _in_short(subject: Subject) -> Iterator[str]:
    if subject.schema != "Person":
        yield str(sort_of(subject))
    if subject.birth_dates:
        begun = gettext("born %(date)s") if subject.schema == "Person" else gettext("since %(date)s")
        yield begun % {"date": formats.listed_in_text(map(day, _few(subject.birth_dates)))}
    if places := _few(subject.nationalities or subject.countries):
        yield formats.listed_in_text(map(state, places))
    if subject.sex:
        yield str(SEXES.get(subject.sex, subject.sex))


def _few(values: Iterable[str]) -> list[str]:
    return list(values)[:3]
