"""Write the readings of Han characters that `wasl.screening` ships, from the Unicode Han database.

    python tools/make_han_readings.py FOLDER

FOLDER holds Unihan_Readings.txt, Unihan_Variants.txt and Unihan_DictionaryLikeData.txt of one Unicode version, as in
Unihan.zip. Only characters of the Unihan core set in the two main blocks are taken, a traditional character as the
simplified one that it folds to. The same input gives the same bytes.
"""

import argparse
import re
from collections import defaultdict
from pathlib import Path
from unicodedata import normalize

TARGET = Path(__file__).parents[1] / "src" / "wasl" / "screening" / "data" / "han_readings.txt"
FIELDS = {"mandarin": "kMandarin", "cantonese": "kCantonese", "korean": "kHangul", "japanese": "kJapaneseOn"}
HEADER = """\
# Readings of Han characters: pinyin without tones, jyutping without tones, Hangul, Japanese on; after the headings
# the characters of each reading. Under "simplified", traditional characters and their simplified ones in pairs.
# Written by tools/make_han_readings.py from the Unicode Han Database, Unicode {version}.
# Copyright (c) 1991-2021 Unicode, Inc. Selected and rearranged under the Unicode licence: han_readings.LICENSE.
"""


def main() -> None:
    """Read the database and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    fields = _fields(folder, "Readings") | _fields(folder, "Variants") | _fields(folder, "DictionaryLikeData")
    core = {character for character in fields["kUnihanCore2020"] if "㐀" <= character <= "鿿"}
    simplified = _simplified(fields, core)
    version = re.search(r"Unicode version: (\S+)", (folder / "Unihan_Readings.txt").read_text("utf-8"))
    lines = [HEADER.format(version=version[1] if version else "").rstrip()]
    lines += ["= simplified", "".join(old + new for old, new in sorted(simplified.items()))]
    for system, field in FIELDS.items():
        lines.append(f"= {system}")
        lines += _by_reading(fields, field, core - simplified.keys())
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")


def _fields(folder: Path, part: str) -> dict[str, dict[str, list[str]]]:
    """For each field of one of the files, its values by character, in the file's order."""
    fields: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for line in (folder / f"Unihan_{part}.txt").read_text("utf-8").splitlines():
        if line.startswith("U+"):
            code, field, values = line.split("\t")
            fields[field][chr(int(code.removeprefix("U+"), 16))] = values.split()
    return fields


def _variants(values: list[str]) -> list[str]:
    return [chr(int(value.partition("<")[0].removeprefix("U+"), 16)) for value in values]


def _simplified(fields: dict[str, dict[str, list[str]]], core: set[str]) -> dict[str, str]:
    """The simplified character for each traditional one that is not in use on both sides."""
    pairs = {}
    for character, values in fields["kSimplifiedVariant"].items():
        variants = [variant for variant in _variants(values) if variant in core]
        if character in core and variants and character not in variants:
            pairs[character] = variants[0]
    # A chain would make the folding depend on how often it is done.
    return {character: pairs.get(variant, variant) for character, variant in pairs.items()}


def _by_reading(fields: dict[str, dict[str, list[str]]], field: str, characters: set[str]) -> list[str]:
    """Lines of a reading and the characters that have it first, those without one as their traditional character."""
    readings = defaultdict(list)
    for character in sorted(characters):
        known = [character, *_variants(fields["kTraditionalVariant"].get(character, []))]
        values = next((fields[field][variant] for variant in known if variant in fields[field]), None)
        if values:
            readings[_plain(values[0])].append(character)
    return [f"{reading} {''.join(found)}" for reading, found in sorted(readings.items())]


def _plain(value: str) -> str:
    """A reading in small letters without tones, or in Hangul."""
    value = value.partition(":")[0]
    if not value.isascii() and "가" <= value[0] <= "힣":
        return value
    return "".join(letter for letter in normalize("NFD", value.lower()) if letter.isalpha())


if __name__ == "__main__":
    main()
