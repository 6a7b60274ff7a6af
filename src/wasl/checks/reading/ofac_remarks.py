"""What the remarks of the SDN list say: labelled facts between semicolons, "DOB 10 Dec 1948; nationality Iraq"."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from wasl.checks.reading import wallets
from wasl.checks.reading.gathering import Gathering, tidy

STATEMENT_MAX = 300
"""A longer statement is words for people: no number or address is looked for in it, which would take long."""

_NUMBER = re.compile(
    r"(?:No\.|Number)?[\s:#.]*(?P<number>(?:\([A-Z]+\))?[^(;,\d]*\d[^(;,]*?(?:\(\d\))?)"
    r"\s*(?:,[^()]*)?(?:\((?P<country>[^()]*)\)|\b(?:issued|expires|Issue)\b|\s[-(]|$)"
)
_ALIAS = re.compile(r"(?P<how>[afn]\.k\.a\.) '(?P<name>.*)$")
_COIN = re.compile(r"Digital Currency Address(?:es)? - (?P<coin>[A-Z]+) (?P<address>\S+)")
_IMO = re.compile(r"(?:[A-Z][a-z]+ ){0,4}(?:IMO|International Maritime Organization No\.)\s*\(?(?P<number>\d+)")
_NET = re.compile(
    r"(?:.*\b)?(?:(?P<mail>e-?mail(?: address)?)|(?P<site>website)|(?P<phone>telephone|phone|fax|tel)\b(?: number)?)\b"
    r"(?: no\b)?[\s.:]*(?P<value>.*[\d.@].*)",
    re.IGNORECASE,
)
_WITH_COUNTRY = re.compile(r"[1-9]\d{8,14}")


def read_remarks(entry: Gathering, remarks: str) -> None:
    """Take every fact that the remarks state, and show the remarks as they are."""
    entry.show("remarks", remarks)
    for statement in remarks.rstrip(". ").split(";"):
        if text := tidy(statement).removeprefix("alt. ").removeprefix("Alt. "):
            _read(entry, text)


def _read(entry: Gathering, text: str) -> None:
    label, _, rest = text.partition(" ")
    match label:
        case "DOB":
            entry.birth(rest)
        case "POB":
            entry.place(rest)
        case "nationality" | "citizen":
            entry.nationality(rest)
        case "Gender":
            entry.sex(rest)
        case "MMSI":
            entry.identifier("mmsi", rest.split()[0])
        case "SWIFT/BIC":
            entry.identifier("bic", rest.split()[0])
        case "Digital":
            _wallet(entry, text)
        case "Linked" if rest.startswith("To: "):
            entry.show("linked", rest.removeprefix("To: "))
        case "Organization" if rest.startswith("Established Date "):
            entry.birth(rest.removeprefix("Established Date "))
        case _:
            _look_up(entry, text)


def _look_up(entry: Gathering, text: str) -> None:
    """Other names, and what is found by its exact value: addresses on the net, numbers."""
    if len(text) > STATEMENT_MAX:
        return
    if text.startswith(("Aircraft ", "Vessel ", "Former Vessel ", "Other Vessel ")):
        entry.show("craft", text)
    if alias := _ALIAS.match(text):
        # Those of the alias file are the strong ones: the list calls an alias weak by leaving it to the remarks.
        name = alias["name"].removesuffix("'")
        entry.name(name, weak=True)
        entry.show("aliases", f"{name} ({alias['how']})")
    elif imo := _IMO.match(text):
        entry.identifier("imo", imo["number"])
    elif label := _label(text):
        _document(entry, label, text.removeprefix(label).strip())
    elif net := _NET.match(text):
        _net(entry, net)


def _wallet(entry: Gathering, text: str) -> None:
    coin = _COIN.match(text)
    if coin and (kind := wallets.kind(coin["coin"], coin["address"])):
        entry.identifier(kind, coin["address"])
    else:
        entry.unread("identifiers", text)


def _net(entry: Gathering, net: re.Match[str]) -> None:
    value = net["value"]
    if net["mail"]:
        entry.identifier("e-mail", value if "@" in value else "")
    elif net["phone"]:
        # The list puts the country's code in front, but no plus: (98)(21)(1234567).
        digits = re.sub(r"[\s()-]", "", value)
        entry.identifier("phone", f"+{digits}" if _WITH_COUNTRY.fullmatch(digits) else value)
    else:
        entry.show("links", value)
        address = re.sub(r"^https?://", "", value.split()[0], flags=re.IGNORECASE).rstrip("./,")
        if "." in address:
            entry.identifier("url" if "/" in address else "domain", address)


def _document(entry: Gathering, label: str, text: str) -> None:
    entry.show("papers", f"{label} {text}")
    kind = _labels()[label]
    if kind == "aircraft-registration":
        entry.document(text, kind)  # some have no figure: EP-ABC
    elif found := _NUMBER.match(text):
        entry.document(found["number"], kind, found["country"] or "")
    else:
        entry.unread("documents", f"{label} {text}")


def _label(text: str) -> str:
    """The longest label that the text begins with, or nothing."""
    for label in _by_first_word().get(text.partition(" ")[0].rstrip(":"), ()):
        if text.startswith(label) and not text[len(label) : len(label) + 1].isalpha():
            return label
    return ""


@lru_cache(maxsize=1)
def _by_first_word() -> Mapping[str, list[str]]:
    found = defaultdict(list)
    for label in sorted(_labels(), key=len, reverse=True):
        found[label.partition(" ")[0]].append(label)
    return dict(found)


@lru_cache(maxsize=1)
def _labels() -> Mapping[str, str]:
    """Kind by label."""
    kinds = tomllib.loads(files("wasl.checks.reading").joinpath("ofac_labels.toml").read_text(encoding="utf-8"))
    return {label: kind for kind, labels in kinds.items() for label in labels}
