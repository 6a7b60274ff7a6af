"""Which kind of wallet a list means by the currency it names.

Currencies that split from another, or run on its chain, share its addresses: whoever asks for one pastes the address
alone and must find it under one kind.
"""

_KINDS = {
    "bitcoin": ("xbt", "btc", "bsv", "bitcoin-sv"),
    "dash": (),
    "dogecoin": ("doge",),
    "ethereum": ("eth", "etc", "ethereum-classic", "arb", "bsc", "bnb", "usdc"),
    "litecoin": ("ltc",),
    "monero": ("xmr",),
    "tron": ("trx",),
    "zcash": ("zec",),
    "bitcoin-gold": ("btg",),
    "ripple": ("xrp",),
    "solana": ("sol",),
    "verge": ("xvg",),
}
"""Kind of identifier, and the tickers of currencies whose addresses are of that kind."""

_BY_TICKER = {ticker: kind for kind, tickers in _KINDS.items() for ticker in (kind, *tickers)}
_TETHER = frozenset({"usdt", "tether"})
_CASH = frozenset({"bch", "bitcoin-cash"})


def kind(currency: str, address: str) -> str:
    """The kind of identifier that an address in a currency is, by its ticker or name; empty for one not known here.

    The addresses of two currencies are of several kinds, which their form tells.
    """
    currency = currency.casefold()
    if currency in _TETHER:
        return "ethereum" if address.startswith("0x") else "tron" if address.startswith("T") else "bitcoin"
    if currency in _CASH:
        return "bitcoin" if address.startswith(("1", "3")) else "bitcoin-cash"
    return _BY_TICKER.get(currency, "")
