"""Identifiers: the specimens of their standards, spelled as people spell them, and lists that others published.

The lists are read from the folder that WASL_SHARED_DATA names, or from `shared/data` beside the repository; without
them those checks are skipped, and say so.
"""

import gzip
import io
import json
import re
from collections.abc import Iterator
from hashlib import sha256 as digest
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import public_data
from wasl.screening import identifiers
from wasl.screening.check_digits import is_luhn, modulo_97
from wasl.screening.identifiers import KINDS, NotAnIdentifier, key, normal, weigh
from wasl.screening.identifiers.keccak import keccak_256
from wasl.screening.subject import Identifier

ROOT = Path(__file__).parents[3]
VECTORS = [
    line.split("\t") for line in (ROOT / "tests/vectors/screening/identifiers.tsv").read_text("utf-8").splitlines()[1:]
]
PIECES = ("a", "1", "a.", "[.]", "é", "//a/../", "a@", "%41", ":", "0:", "-", "xn--", "١", "(at)", "1.", "+", "x1", " ")
RIGHT = [(kind, text, form) for kind, text, form in VECTORS if not form.startswith("!")]


@pytest.mark.parametrize(("kind", "text", "form"), VECTORS, ids=[f"{kind}-{text}" for kind, text, _form in VECTORS])
def test_a_specimen_is_read_in_any_spelling(kind: str, text: str, form: str) -> None:
    if form.startswith("!"):
        with pytest.raises(NotAnIdentifier) as refused:
            normal(kind, text)
        assert refused.value.reason == form[1:]
    else:
        assert normal(kind, text) == form
        assert normal(kind, form) == form


def test_every_kind_has_a_weight() -> None:
    assert set(identifiers.BITS) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_no_identifier(kind: str) -> None:
    with pytest.raises(NotAnIdentifier) as refused:
        normal(kind, " ")
    assert refused.value.reason == "empty"


def test_keccak_is_the_one_of_before_the_standard() -> None:
    assert keccak_256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert keccak_256(b"abc").hex() == "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"
    assert len({keccak_256(bytes(length)) for length in (135, 136, 137, 272)}) == 4


def test_a_misspelt_wallet_is_found_by_the_same_misspelling() -> None:
    assert key("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb") == key("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb ")
    assert key("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb") != key("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")


def test_a_wallet_is_found_whatever_currency_shares_its_form() -> None:
    address = "3P14159f73E4gFr7JterCCQh9QjiTjiZrG"
    assert key("bitcoin", address) == key("litecoin", address) == key("bitcoin-cash", address)


def test_an_identifier_in_common_says_much_and_another_one_nothing() -> None:
    ours = (Identifier("e-mail", "Jane@Example.com"), Identifier("iban", "GB82 WEST 1234 5698 7654 32"))
    theirs = (Identifier("iban", "gb82west12345698765432"), Identifier("e-mail", "jane[at]example[.]com"))
    found = weigh(ours, theirs)
    assert found
    assert (found.rule, found.bits) == ("identifier", 24.0)
    assert weigh(ours[:1], theirs[:1]) is None


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=200))
def test_noise_is_refused_or_has_a_lasting_form(kind: str, text: str) -> None:
    try:
        form = normal(kind, text)
    except NotAnIdentifier:
        return
    assert normal(kind, form) == form


@given(st.sampled_from(RIGHT), st.data())
def test_a_damaged_specimen_is_never_an_error_of_ours(vector: tuple[str, str, str], data: st.DataObject) -> None:
    kind, text, _form = vector
    at = data.draw(st.integers(0, len(text)))
    damaged = text[:at] + data.draw(st.text(max_size=3)) + text[at + data.draw(st.integers(0, 3)) :]
    try:
        form = normal(kind, damaged)
    except NotAnIdentifier:
        return
    assert normal(kind, form) == form


@given(st.sampled_from(["GB", "DE", "ES"]), st.integers(0, 10**18 - 1), st.integers(0, 21), st.integers(1, 9))
def test_one_wrong_digit_of_an_account_is_seen(country: str, number: int, at: int, by: int) -> None:
    rest = {"GB": f"WEST{number % 10**14:014}", "DE": f"{number:018}", "ES": f"{number:020}"}[country]
    right = f"{country}{98 - modulo_97(f'{rest}{country}00'):02}{rest}"
    assert normal("iban", right) == right
    if right[at].isdecimal():
        wrong = f"{right[:at]}{(int(right[at]) + by) % 10}{right[at + 1 :]}"
        with pytest.raises(NotAnIdentifier):
            normal("iban", wrong)


@given(st.binary(min_size=20, max_size=20), st.sampled_from([("bitcoin", b"\x00"), ("tron", b"\x41")]))
def test_an_address_made_of_any_hash_is_right(payload: bytes, network: tuple[str, bytes]) -> None:
    kind, version = network
    raw = version + payload
    raw += digest(digest(raw).digest()).digest()[:4]
    number, text = int.from_bytes(raw, "big"), ""
    while number:
        number, letter = divmod(number, 58)
        text = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"[letter] + text
    text = "1" * (len(raw) - len(raw.lstrip(b"\0"))) + text
    assert normal(kind, text) == text


@given(st.text("0123456789", min_size=14, max_size=14))
def test_a_telephone_without_its_check_digit_gets_it(digits: str) -> None:
    assert is_luhn(normal("imei", digits))


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyzäöüßéعربي", min_size=1, max_size=12), min_size=2, max_size=5))
def test_a_domain_of_any_script_is_ascii_and_reads_back(labels: list[str]) -> None:
    try:
        form = normal("domain", ".".join(labels))
    except NotAnIdentifier:
        return
    assert form.isascii()
    for label, encoded in zip(labels, form.split("."), strict=True):
        assert label.isascii() or encoded.removeprefix("xn--").encode().decode("punycode") == label


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_text_is_refused_and_at_once(kind: str) -> None:
    for piece in PIECES:
        for length in (4_096, 10_000):
            text = "1" + (piece * length)[: length - 2] + "!"
            begun = process_time()
            assert not _is_right(kind, text) or kind == "url"
            assert process_time() - begun < 5, "what looks back and forth takes minutes here"


def test_the_treasury_list_of_the_united_states_is_read() -> None:
    text = "".join(
        gzip.decompress(public_data.path(f"ofac_sdn/{name}.csv.gz").read_bytes()).decode("latin-1")
        for name in ("sdn", "sdn_comments")
    )
    coins = {
        "XBT": "bitcoin",
        "ETH": "ethereum",
        "LTC": "litecoin",
        "DASH": "dash",
        "ZEC": "zcash",
        "BCH": "bitcoin-cash",
        "BTG": "bitcoin-gold",
        "XVG": "verge",
    }
    patterns = {
        **{kind: rf"Digital Currency Address - {coin} (\w{{20,}})" for coin, kind in coins.items()},
        "imo": r"IMO (\d{7})\b",
        "e-mail": r'Email Address ([^;"]+?)\.?[;"]',
        "url": r'Website ([^;"\s]+?)\.?[;"\s]',
        "bic": r"SWIFT/BIC ([A-Z0-9]+)",
        "mmsi": r"MMSI\)? (\d{9})",
    }
    for kind, pattern in patterns.items():
        values = re.findall(pattern, text)
        unread = [value for value in values if not _is_right(kind, value)]
        assert len(unread) <= (1 if kind in coins.values() else 0.03 * len(values)), unread[:5]


def test_indicators_that_analysts_shared_are_read() -> None:
    kinds = {
        "ip-dst": "ip",
        "ip-src": "ip",
        "hostname": "domain",
        "email-src": "e-mail",
        "email-dst": "e-mail",
        **{kind: kind for kind in ("domain", "url", "md5", "sha1", "sha256")},
    }
    values = [(kinds[kind], value) for kind, value in _attributes(public_data.path("cti/misp")) if kind in kinds]
    assert len(values) > 1_000
    assert [each for each in values if not _is_right(*each)] == []


def _is_right(kind: str, text: str) -> bool:
    try:
        return bool(normal(kind, text))
    except NotAnIdentifier:
        return False


def _attributes(folder: Path) -> Iterator[tuple[str, str]]:
    def walk(node: Any) -> Iterator[tuple[str, str]]:
        if isinstance(node, dict):
            if isinstance(node.get("value"), str) and isinstance(node.get("type"), str):
                yield node["type"], node["value"]
            node = list(node.values())
        for each in node if isinstance(node, list) else ():
            yield from walk(each)

    for path in folder.iterdir():
        raw = path.read_bytes()
        yield from walk(json.load(io.BytesIO(gzip.decompress(raw) if path.suffix == ".gz" else raw)))
