"""Names that screening is measured on, read from the public data beside the repository; none is kept here.

WASL_SHARED_DATA names the folder; by default it is looked for as `shared/data` beside the repository.
"""

import csv
import gzip
import hashlib
import io
import os
import random
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from wasl.screening.text import words

_BESIDE = Path(__file__).parents[2] / "shared" / "data"
_UN_LIST = "un_sc_list/consolidated_2026-02-27.xml.gz"
_UN_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_LIKE_A_NAME = range(3, 13)
"""Latin letters of a token that is taken for a name: the pairs hold fragments and machine-made joins."""


class NoData(Exception):  # noqa: N818 (says what is missing)
    """The public data is not beside the repository."""


class Token(NamedTuple):
    """One part of a name in two scripts."""

    native: str
    latin: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A person of a published list: the name it is listed under, in its own script too, and other good names."""

    id: str
    name: str
    native: str = ""
    aliases: tuple[str, ...] = ()


def folder() -> Path:
    """The folder of the public data. Raises NoData."""
    path = Path(os.environ.get("WASL_SHARED_DATA", _BESIDE))
    if not path.is_dir():
        raise NoData(path)
    return path


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one CSV file. Raises NoData."""
    data = (folder() / name).read_bytes()
    text = (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def held_out(native: str) -> bool:
    """Whether a native form has a word of the fifth that is never trained on: `tools/train_tokens.py` says which."""
    return any(hashlib.sha256(word.encode()).digest()[0] % 5 == 0 for word in words(native))


@cache
def tokens(language: str, *, all_of_them: bool = False) -> tuple[Token, ...]:
    """The name parts of Wikidata in one language that were not trained on, or every one. Raises NoData."""
    found = {
        Token(row["name_native"], row["name_latin"])
        for row in rows(f"name_pairs/names_{language}_latn_token.csv.gz")
        if "wd" in row["source"].split("+") and (all_of_them or held_out(row["name_native"]))
    }
    return tuple(sorted(token for token in found if _is_a_name(token)))


def full_names(language: str) -> tuple[Token, ...]:
    """Whole names of people of Wikidata that were not trained on: two parts or more on both sides. Raises NoData."""
    found = {
        Token(row["name_native"], row["name_latin"]) for row in rows(f"name_pairs/names_{language}_latn_full.csv.gz")
    }
    return tuple(sorted(one for one in found if held_out(one.native) and min(len(side.split()) for side in one) > 1))


def _is_a_name(token: Token) -> bool:
    native, latin = token
    is_latin = latin.isalpha() and latin.isascii() and len(latin) in _LIKE_A_NAME
    is_native = len(words(native)) == 1 < len(native) and all(unicodedata.category(sign)[0] in "LM" for sign in native)
    return is_latin and is_native


@cache
def un_persons() -> tuple[Listed, ...]:
    """The individuals of the UN Security Council's list. Raises NoData."""
    root = ET.fromstring(gzip.decompress((folder() / _UN_LIST).read_bytes()))
    return tuple(
        Listed(
            id=_text(one, "REFERENCE_NUMBER"),
            name=" ".join(filter(None, (_text(one, part) for part in _UN_NAME_PARTS))),
            native=_text(one, "NAME_ORIGINAL_SCRIPT"),
            aliases=tuple(
                _text(alias, "ALIAS_NAME")
                for alias in one.iter("INDIVIDUAL_ALIAS")
                if _text(alias, "QUALITY") == "Good" and _text(alias, "ALIAS_NAME")
            ),
        )
        for one in root.iter("INDIVIDUAL")
    )


def _text(element: ET.Element, tag: str) -> str:
    return re.sub(r"\s+", " ", element.findtext(tag) or "").strip()


def sanctioned(script: str) -> tuple[Listed, ...]:
    """Persons of the UN and EU lists by the script (`arab`, `cyrl`) of their native name. Raises NoData."""
    return tuple(
        Listed(id=row["record_id"], name=row["name_latin"], native=row["name_native"])
        for row in rows("name_pairs/sanctioned_persons_native_latn.csv")
        if row["script"] == script and row["native_contains_latin"] == "0"
    )


def strangers(count: int, *, seed: int) -> list[str]:
    """Full names of nobody: made-up people of many countries and scripts, and their parts put together anew.

    Distinct, in an order drawn from the seed. Raises NoData.
    """
    made_up = rows("name_benchmarks/yente_negatives_global.csv.gz")
    drawn = random.Random(seed)
    names = dict.fromkeys(row["full_name"] for row in made_up if row["first_name"] and row["last_name"])
    parts: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in made_up:
        if row["first_name"] and row["last_name"]:
            parts[script(row["full_name"])].append((row["first_name"], row["middle_name"], row["last_name"]))
    scripts = [script(row["full_name"]) for row in made_up if row["first_name"] and row["last_name"]]
    while len(names) < count:
        of_one = parts[drawn.choice(scripts)]
        first, middle, last = (drawn.choice(of_one)[place] for place in range(3))
        names[" ".join(filter(None, (first, middle, last)))] = None
    shuffled = sorted(names)
    drawn.shuffle(shuffled)
    return shuffled[:count]


def script(text: str) -> str:
    """The script of most letters, as the first word of their Unicode names: `LATIN`, `ARABIC`, `CJK`."""
    found = Counter(unicodedata.name(letter, "?").split()[0] for letter in text if letter.isalpha())
    return found.most_common(1)[0][0] if found else ""
