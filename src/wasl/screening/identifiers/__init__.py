"""Identifiers that are looked up exactly: accounts, wallets, ships, vehicles, telephones, the internet's.

Each kind has one normal form, so that every spelling of an identifier is found by one look-up, and a check of what
its digits or letters must fulfil.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from wasl.screening.characters import VALUE_MAX
from wasl.screening.identifiers import network, things, wallets
from wasl.screening.identifiers.faults import NotAnIdentifier, Reason, unless
from wasl.screening.subject import Identifier
from wasl.screening.weighing import Weighed

WALLETS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "bitcoin": wallets.bitcoin,
        "ethereum": wallets.ethereum,
        "tron": wallets.tron,
        "litecoin": wallets.litecoin,
        "monero": wallets.monero,
        "bitcoin-cash": wallets.bitcoin_cash,
        "bitcoin-gold": wallets.bitcoin_gold,
        "dash": wallets.dash,
        "dogecoin": wallets.dogecoin,
        "ripple": wallets.ripple,
        "solana": wallets.solana,
        "verge": wallets.verge,
        "zcash": wallets.zcash,
    }
)
"""The kinds of `KINDS` that are addresses of crypto-assets."""

KINDS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "iban": things.iban,
        "bic": things.bic,
        "lei": things.lei,
        **WALLETS,
        "imo": things.imo,
        "mmsi": things.mmsi,
        "call-sign": things.call_sign,
        "plate": things.plate,
        "vin": things.vin,
        "imei": things.imei,
        "phone": things.phone,
        "e-mail": network.e_mail,
        "ip": network.ip,
        "domain": network.domain,
        "url": network.url,
        "md5": network.md5,
        "sha1": network.sha1,
        "sha256": network.sha256,
        "sha512": network.sha512,
    }
)
"""By kind, what brings a text into the normal form or raises NotAnIdentifier."""


SLIPS: Final = frozenset({"checksum", "length"})
"""Reasons for which a text is still likely meant as an identifier of the kind: one of its signs is wrong or missing."""


def normal(kind: str, text: str) -> str:
    """The normal form of an identifier. Raises NotAnIdentifier with what does not fit, KeyError for an unknown kind."""
    unless(text.strip(), "empty")
    unless(len(text) <= VALUE_MAX, "length")
    return KINDS[kind](text)


def key(kind: str, text: str) -> str:
    """What an exact look-up goes by: kind and normal form, or the text as it is, caseless, where it has none.

    Wallets are of one kind here, for currencies share forms of address. A list may hold an identifier with a slip in
    it; whoever asks for the same slip should find it.
    """
    shared = "wallet" if kind in WALLETS else kind
    try:
        return f"{shared}:{normal(kind, text)}"
    except (NotAnIdentifier, KeyError):
        return f"{shared}:?{''.join(text[:VALUE_MAX].split()).casefold()}"


BITS: Final[Mapping[str, float]] = MappingProxyType(
    {
        **dict.fromkeys(("iban", "lei", "vin", "imei", "imo", "sha1", "sha256", "sha512", "md5"), 24.0),
        **dict.fromkeys(WALLETS, 24.0),
        **dict.fromkeys(("e-mail", "phone", "mmsi", "url"), 18.0),
        **dict.fromkeys(("plate", "call-sign", "domain"), 13.0),
        **dict.fromkeys(("bic", "ip"), 9.0),
    }
)
"""What an identifier in common says: less where countries give the same one (plates) or many share it (addresses)."""
RULES: Final = ("identifier",)
"""Every rule of `weigh`."""

SEVERAL_MAX: Final = 200
"""Identifiers of one description that are compared, as many as an index files and looks up."""


def weigh(queries: tuple[Identifier, ...], subjects: tuple[Identifier, ...]) -> Weighed | None:
    """What the identifiers of two descriptions say: the strongest one in common, or nothing, for one may have many."""
    known = {key(each.kind, each.value): each.value for each in subjects[:SEVERAL_MAX]}
    common = [
        Weighed(each.value, known[mark], "identifier", BITS.get(each.kind, 9.0))
        for each in queries[:SEVERAL_MAX]
        if (mark := key(each.kind, each.value)) in known
    ]
    return max(common, key=lambda weighed: weighed.bits, default=None)


__all__ = [
    "BITS",
    "KINDS",
    "RULES",
    "SEVERAL_MAX",
    "SLIPS",
    "WALLETS",
    "NotAnIdentifier",
    "Reason",
    "key",
    "normal",
    "weigh",
]
