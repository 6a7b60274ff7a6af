"""What a text in the one box can be: a zone of a passport, an account, a wallet, a number, a name.

Every kind is tried; what fits comes back with how sure it is, likeliest first. A check digit is what makes sure: a
text whose digits do not fit their check is still offered, low, with what is wrong, so that a slip of the pen shows
as one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from wasl.screening import dates, documents, identifiers, mrz
from wasl.screening.characters import VALUE_MAX, plain
from wasl.screening.identifiers import NotAnIdentifier
from wasl.screening.identifiers.network import refang

LENGTH_MAX: Final = 10_000
"""Characters of a text that are looked at."""
LINES_MAX: Final = 50
"""Lines of a text that are looked at."""
READINGS_MAX: Final = 12
"""Readings that come back."""
CERTAIN: Final = 0.95
"""A reading of at least this confidence is hardly anything else: its check digits fit, or its form is its own."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing the text can be: `kind` is one of `identifiers.KINDS`, or `mrz`, `document`, `date`, `name`.

    `value` is its normal form; for `mrz` the document number, and empty where the lines have the lengths of no zone.
    `confidence` is from 0 to 1, and a reading of 0.5 or more is worth a look-up. `fault` says why it is not quite one
    (`checksum`, `length`), or is empty. `zone` is there for `mrz`.
    """

    kind: str
    value: str
    confidence: float
    fault: str = ""
    zone: mrz.Zone | None = None


SAID_BEFORE: Final = {
    "bic": "bic swift",
    "bitcoin": "bitcoin btc xbt",
    "call-sign": "callsign",
    "date": "dob born birth né née nacido nacida ولد مولود",
    "document": "document doc passport passeport pasaporte id visa cni cin dni nie جواز الجواز هوية الهوية",
    "domain": "domain host",
    "e-mail": "mail email mailto correo",
    "ethereum": "ethereum eth",
    "iban": "iban",
    "imei": "imei",
    "imo": "imo",
    "ip": "ip ipv4 ipv6",
    "lei": "lei",
    "litecoin": "litecoin ltc",
    "mmsi": "mmsi",
    "monero": "monero xmr",
    "name": "name nom nombre الاسم",
    "phone": "tel phone telephone mobile whatsapp telefono teléfono téléphone هاتف الهاتف",
    "plate": "plate plaque matricula matrícula registration immatriculation لوحة اللوحة",
    "tron": "tron trx",
    "vin": "vin chassis",
    **{kind: kind for kind in ("url", "md5", "sha1", "sha256", "sha512")},
}
"""What people write before what is of a kind, in four languages."""
_LABELS: Final = {label: kind for kind, labels in SAID_BEFORE.items() for label in labels.split()}
_LABELLED: Final = re.compile(
    r"^([^\W\d_]{2,15}\d{0,3})\s*(?:no|nr|number|#)?\.?\s*[:=#]\s*(?!//)(.+)$", re.IGNORECASE | re.DOTALL
)

_SURE: Final = 0.99
_CODE_MAX: Final = 200
"""Characters of a number or a code."""
_HEX: Final = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
_B58: Final = "1-9A-HJ-NP-Za-km-z"
_SPACED: Final = (
    # Kind, what a text of the kind looks like, confidence when its check fits, confidence when it does not.
    ("iban", re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}"), _SURE, 0.45),
    ("lei", re.compile(r"[A-Z0-9]{18}\d{2}"), 0.97, 0.2),
    ("vin", re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9]{17}"), 0.9, 0.3),
    ("imei", re.compile(r"\d{15}"), 0.85, 0.2),
    ("imo", re.compile(r"IMO\d{7}"), _SURE, 0.45),
    ("imo", re.compile(r"\d{7}"), 0.6, 0.0),
    ("mmsi", re.compile(r"MMSI\d{9}"), _SURE, 0.45),
    ("mmsi", re.compile(r"\d{9}"), 0.4, 0.0),
)
"""Kinds that are typed with spaces and in either case: matched on the letters and digits alone, in capitals."""
_EXACT: Final = (
    ("ethereum", re.compile(r"(?:ethereum:)?0[xX][0-9a-fA-F]{40}(?:@\d+)?"), _SURE, 0.45),
    (
        "bitcoin",
        re.compile(rf"(?:bitcoin:)?(?:[13][{_B58}]{{24,34}}|bc1\w{{6,87}}|BC1\w{{6,87}})(?:\?\S*)?"),
        _SURE,
        0.4,
    ),
    ("litecoin", re.compile(rf"(?:litecoin:)?(?:[LM3][{_B58}]{{25,34}}|(?:ltc|LTC)1\w{{6,87}})"), 0.98, 0.3),
    ("tron", re.compile(rf"T[{_B58}]{{33}}"), _SURE, 0.4),
    ("dash", re.compile(rf"[X7][{_B58}]{{33}}"), _SURE, 0.2),
    ("dogecoin", re.compile(rf"[D9A][{_B58}]{{33}}"), _SURE, 0.2),
    ("zcash", re.compile(rf"t[13][{_B58}]{{33}}"), _SURE, 0.3),
    ("monero", re.compile(rf"[48][{_B58}]{{94}}(?:[{_B58}]{{11}})?"), _SURE, 0.45),
    ("bitcoin-cash", re.compile(r"(?:bitcoincash:)?[qp][a-z0-9]{41}"), _SURE, 0.2),
    ("bitcoin-gold", re.compile(rf"[GA][{_B58}]{{33}}"), 0.98, 0.0),
    ("ripple", re.compile(rf"r[{_B58}]{{24,34}}"), _SURE, 0.2),
    ("solana", re.compile(rf"(?=.*\d)[{_B58}]{{32,44}}"), 0.6, 0.0),
    ("bic", re.compile(r"[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?"), 0.55, 0.0),
)
"""Kinds without spaces whose case matters."""
_PHONE: Final = re.compile(r"(?:\+|00)[\d\s().\-/]{6,25}")
_LINK: Final = re.compile(r"(?:[a-z][a-z0-9+*]{1,9}:)?//\S+|[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_][\w-]{1,62}\.?")
_ADDRESS: Final = re.compile(
    r"(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?"
    r"|\[?[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?:(?:\d{1,3}\.){3}\d{1,3})?(?:%\w+)?\]?(?::\d+)?"
)
_SERIES_MAX: Final = 4
"""Letters of a document's number, unless it is hardly one."""
_NUMBER: Final = re.compile(r"[\w\s\-/.#]+")
_LETTER: Final = re.compile(r"[^\W\d_]")


def recognise(text: str, today: date) -> tuple[Reading, ...]:
    """The readings of a text, likeliest first, at most `READINGS_MAX`; empty when it can be nothing known here.

    White space, digits of any script, defanged links and a label before a colon (`IBAN: …`, `passport no. …`) are no
    matter. A zone is found among other lines. `today` is for the dates in a zone.
    """
    text = plain(text, LENGTH_MAX)
    if not any(map(str.isalnum, text)):
        return ()
    label, value = _labelled(text)
    found = [*_zones(text, today), *_meant(label, value), *_unlabelled(value)]
    best: dict[tuple[str, str], Reading] = {}
    for reading in sorted(found, key=lambda reading: -reading.confidence):
        best.setdefault((reading.kind, reading.value), reading)
    return tuple(best.values())[:READINGS_MAX]


def _zones(text: str, today: date) -> Iterator[Reading]:
    """The first zone among the lines; where there are lines of one but not of its lengths, a zone at fault."""
    fillers = text.translate(mrz.FILLERS)
    if fillers.count("<") < 2:
        return
    lines = [line for line in text.splitlines()[:LINES_MAX] if line.strip()]
    for start in range(len(lines)):
        for count in (1, 2, 3):
            try:
                zone = mrz.parse("\n".join(lines[start : start + count]), today)
            except mrz.NotAZone:
                continue
            confidence = _SURE if zone.is_right else 0.9 if len(zone.failures) < 3 else 0.6
            yield Reading("mrz", documents.normal(zone.number), confidence, "checksum" if zone.failures else "", zone)
            return
    if any("<<" in line and 20 <= len(line) <= 100 for line in fillers.splitlines()[:LINES_MAX]):
        yield Reading("mrz", "", 0.6, "length")


def _labelled(text: str) -> tuple[str, str]:
    """The kind that a label before a colon means, or nothing, and the text without it."""
    match = _LABELLED.match(text)
    kind = _LABELS.get(match[1].casefold(), "") if match else ""
    return (kind, match[2].strip()) if match and kind else ("", text)


def _meant(kind: str, value: str) -> Iterator[Reading]:
    if kind == "document":
        letters = sum(map(str.isalpha, documents.normal(value)))
        yield Reading(kind, documents.normal(value), 0.97 if letters <= _SERIES_MAX else 0.3)
    elif kind == "name":
        yield Reading(kind, _name(value), 0.97)
    elif kind == "date":
        yield from (Reading(kind, str(day), 0.97) for day in dates.read(value)[:1])
    elif kind:
        yield from tried(kind, value, _SURE, 0.6)


def tried(kind: str, text: str, right: float, wrong: float) -> Iterator[Reading]:
    """The kind with `right` when the text is one; with `wrong` when only a check digit or a length does not fit."""
    try:
        yield Reading(kind, identifiers.normal(kind, text), right)
    except NotAnIdentifier as fault:
        if wrong and fault.reason in identifiers.SLIPS:
            yield Reading(kind, "".join(text.split()), wrong, fault.reason)


def _unlabelled(text: str) -> Iterator[Reading]:
    yield from identified(text)
    if len(text) <= _CODE_MAX and _NUMBER.fullmatch(text):
        yield from _numbers(text, _capitals(text))
    yield from _names(text)


def identified(text: str) -> Iterator[Reading]:
    """The identifiers that a text can be as it stands, without a label; those whose looks say nothing are not tried."""
    if len(text) <= VALUE_MAX and "\n" not in text:
        yield from _internet(text)
    if len(text) > _CODE_MAX:
        return
    bare, capitals = "".join(text.split()), _capitals(text)
    for kind, pattern, right, wrong in _EXACT:
        if pattern.fullmatch(text):
            yield from tried(kind, text, right, wrong)
    for kind, pattern, right, wrong in _SPACED:
        if pattern.fullmatch(capitals):
            yield from tried(kind, capitals, right, wrong)
    if digest := _HEX.get(len(bare)):
        yield from tried(digest, bare, _SURE, 0)


def _capitals(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())


def _internet(text: str) -> Iterator[Reading]:
    whole = refang(text)
    if "@" in whole and " " not in whole:
        yield from tried("e-mail", whole, 0.98, 0)
    if _ADDRESS.fullmatch(whole):
        yield from tried("ip", whole, _SURE, 0)
    elif _LINK.fullmatch(whole):
        yield from tried("url", whole, 0.97, 0)
    elif _HOST.fullmatch(whole):
        # `M.Ali` is a name, written in haste.
        yield from tried("domain", whole, 0.5 if whole.rpartition(".")[2].istitle() else 0.9, 0)
    if _PHONE.fullmatch(text):
        yield from tried("phone", text, 0.95, 0)


def _numbers(text: str, capitals: str) -> Iterator[Reading]:
    """Dates, documents, plates and call signs: what has digits, is short, and no check tells apart."""
    digits = sum(map(str.isdecimal, capitals))
    letters = len(capitals) - digits
    if not digits:
        return
    days = [day for day in dates.read(text) if day.month]
    if days or (digits == 4 and not letters and dates.read(text)):
        yield Reading("date", str(dates.read(text)[0]), 0.8 if days and capitals != text else 0.3)
    if 5 <= len(capitals) <= 20 and digits >= 3:
        yield Reading(
            "document", documents.normal(text), 0.3 if letters > _SERIES_MAX or (days and capitals != text) else 0.7
        )
    if 4 <= len(capitals) <= 9 and letters:
        yield from tried("plate", text, 0.55 if letters <= 5 else 0.2, 0)
    if 4 <= len(capitals) <= 7 and letters and capitals.isascii():
        yield from tried("call-sign", text, 0.25, 0)


def _names(text: str) -> Iterator[Reading]:
    """A name wherever there are letters; surer the fewer digits and signs of codes there are beside them."""
    name = _name(text)
    letters = len(_LETTER.findall(name))
    if not letters:
        return
    others = sum(1 for letter in name if letter.isdecimal() or letter in "@/<\\#_=[]{}|:")
    yield Reading("name", name, round(max(0.1, 0.85 * (1 - min(1.0, 2 * others / (letters + others)))), 2))


def _name(text: str) -> str:
    return " ".join(text.split())
