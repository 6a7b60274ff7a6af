"""Whatever is typed, pasted or scanned: an answer in bounds, and never a fault. Seeded; many more cases at full sizes.

The fuzzer begins with what is right and spoils it, because garbage from the start gets no further than the first look.
"""

import math
import os
import random
from collections.abc import Callable
from datetime import date

import pytest

from wasl.screening import Counters, Document, Identifier, Index, Query, Subject, compare, replay
from wasl.screening.dates import read as read_dates
from wasl.screening.index.candidates import CANDIDATES_MAX
from wasl.screening.index.searching import NAMES_MAX, PARTS_MAX
from wasl.screening.mrz import NotAZone, parse
from wasl.screening.recognise import READINGS_MAX, recognise

CASES = 5_000 if os.environ.get("WASL_FULL") == "1" else 60
TODAY = date(2026, 11, 28)

SEEDS = (
    "Tariq Nomouzaj El Haddad",
    "طارق نموذج الحداد",
    "Иван Примеров Образцович",
    "山田見本",
    "홍길동",
    "Παράδειγμα Δειγματίδης",
    "Օրինակ Նմուշյան",
    "דוגמה ישראלי",
    "नमूना कुमार",
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
    "GB82 WEST 1234 5698 7654 32",
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "hxxps://specimen[.]example/path?x=1",
    "2001:db8::1",
    "d41d8cd98f00b204e9800998ecf8427e",
    "1975-04-21",
    "21.04.1975",
    "١٤٠٢/٠٥/١٢",
)
ODD = (
    *(
        "\x00",
        "\u202e",
        "\u2066",
        "\u200d",
        "\ufeff",
        "\ud800",
        "\U0010ffff",
        "\u0301" * 50,
        "\u0651" * 20,
        "ﷺ",
        "<" * 44,
    ),
    *(
        "а",
        "о",
        "٠",
        "９",
        "ﬁ",
        "İ",
        "ß",
        "\t",
        "\n",
        "\r\n",
        "'",
        '"',
        "%s",
        "{}",
        "\\",
        "-" * 100,
        "A" * 3_000,
        " " * 500,
    ),
)

Spoil = Callable[[random.Random, str], str]


def _at(chance: random.Random, text: str) -> int:
    return chance.randrange(len(text) + 1)


def _insert(chance: random.Random, text: str) -> str:
    at = _at(chance, text)
    return text[:at] + chance.choice(ODD) + text[at:]


def _delete(chance: random.Random, text: str) -> str:
    begin, end = sorted((_at(chance, text), _at(chance, text)))
    return text[:begin] + text[end:]


def _swap(chance: random.Random, text: str) -> str:
    letters = list(text)
    if len(letters) > 1:
        one, other = chance.randrange(len(letters)), chance.randrange(len(letters))
        letters[one], letters[other] = letters[other], letters[one]
    return "".join(letters)


def _repeat(chance: random.Random, text: str) -> str:
    return (text + chance.choice(("", " ", "\n", "; "))) * chance.randrange(2, 30)


def _splice(chance: random.Random, text: str) -> str:
    other = chance.choice(SEEDS)
    return text[: _at(chance, text)] + other[_at(chance, other) :]


def _flip(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text)) if text else 0
    return text[:at] + chr(chance.randrange(0x20, 0x11000)) + text[at + 1 :]


SPOILS: tuple[Spoil, ...] = (_insert, _delete, _swap, _repeat, _splice, _flip)


def spoiled(chance: random.Random) -> str:
    """A text that was right, spoiled a few times; at most some 10,000 characters long."""
    text = chance.choice(SEEDS)
    for _time in range(chance.randrange(1, 6)):
        text = chance.choice(SPOILS)(chance, text)[:10_000]
    return text


@pytest.fixture(scope="module")
def index() -> Index:
    names = [seed for seed in SEEDS if "\n" not in seed and not any(map(str.isdigit, seed))]
    people = [Subject(id=f"N{at}", names=(name,), birth_dates=("1975",)) for at, name in enumerate(names)]
    papers = Subject(
        id="D", documents=(Document("L898902C3", "passport", "ut"),), identifiers=(Identifier("ip", "2001:db8::1"),)
    )
    return Index.build([*people, papers])


def test_a_comparison_is_a_probability_that_its_evidence_gives_from_both_sides() -> None:
    chance = random.Random(1)
    for case in range(CASES):
        one, other = spoiled(chance), spoiled(chance)
        found = compare(one, other)
        assert 0 <= found.score <= 1, (case, one, other)
        assert math.isfinite(found.bits)
        assert replay(found.evidence) == found.score
        assert compare(other, one).score == found.score, (case, one, other)


def test_a_search_does_a_bounded_amount_of_work(index: Index) -> None:
    chance = random.Random(2)
    for case in range(CASES):
        query = Query(
            names=tuple(spoiled(chance) for _name in range(chance.randrange(0, 40))),
            birth_dates=tuple(spoiled(chance) for _date in range(chance.randrange(0, 4))),
            nationalities=(spoiled(chance),),
            places=(spoiled(chance),),
            sex=chance.choice(("", "female", "male", "X", spoiled(chance))),
            documents=(Document(spoiled(chance), spoiled(chance), spoiled(chance)),),
            identifiers=(Identifier(chance.choice(("ip", "iban", "nothing")), spoiled(chance)),),
            schema=chance.choice(("Person", "Company", "Vessel", "Thing")),
        )
        counters = Counters()
        for match in index.search(query, counters=counters, threshold=0.0):
            assert 0 <= match.score <= 1, (case, query)
            assert replay(match.evidence) == match.score
        kinds = 3
        assert counters.parts <= kinds * NAMES_MAX * PARTS_MAX
        assert counters.candidates <= kinds * NAMES_MAX * CANDIDATES_MAX


def test_whatever_is_in_the_box_is_read_as_a_few_things_or_as_nothing() -> None:
    chance = random.Random(3)
    for case in range(CASES):
        text = spoiled(chance)
        readings = recognise(text, TODAY)
        assert len(readings) <= READINGS_MAX, (case, text)
        assert all(0 <= reading.confidence <= 1 for reading in readings)
        assert [reading.confidence for reading in readings] == sorted(
            (reading.confidence for reading in readings), reverse=True
        )


def test_a_spoiled_zone_is_a_zone_with_its_faults_named_or_none() -> None:
    chance = random.Random(4)
    for _case in range(CASES):
        text = SEEDS[9]
        for _time in range(chance.randrange(1, 4)):
            text = chance.choice(SPOILS)(chance, text)[:10_000]
        try:
            zone = parse(text, TODAY)
        except NotAZone:
            continue
        assert zone.is_right == (not zone.failures)


def test_a_spoiled_date_is_a_date_or_none() -> None:
    chance = random.Random(5)
    for _case in range(CASES):
        text = chance.choice(SEEDS[-3:])
        for _time in range(chance.randrange(1, 4)):
            text = chance.choice(SPOILS)(chance, text)[:2_000]
        assert all(str(found) for found in read_dates(text))
