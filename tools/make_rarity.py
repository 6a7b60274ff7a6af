"""Make the shipped table of how common name parts are among persons: src/wasl/screening/data/rarity.tsv.

    python tools/make_rarity.py FOLDER

FOLDER holds the public name pairs. Only rows with a stated CC0 licence are read: full names of persons in Wikidata
(`names_he_latn_full`, `names_ko_latn_full`, source `wd`; those that are kept for measuring are left out) and popular
names of 23 countries (`popular_names_native_latn`). Beside them stands `common_names.toml`: among people of the whole
world a name that every tenth of one country bears is rare, and that country's people are asked about, too.

Parts are counted as they are compared (`Abd al-Rahman` is one) in classes (`wasl.screening.rarity.class_of`), of which
the table holds those that are commoner than a part nobody knows; no name of a person can be read off it.
"""

import csv
import gzip
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from train_tokens import held_out

from wasl.screening.atoms import evident, parse
from wasl.screening.grammar import Role
from wasl.screening.rarity import UNSEEN, class_of
from wasl.screening.text import words

PER: Final = 100_000
COMMON = {"very_common": 2_000, "common": 500}
"""Of 100,000 names, in how many a common name stands at least."""
POPULAR_TOGETHER = {"forename": 20_000, "surname": 10_000}
"""Of 100,000 people of a country, how many bear one of its popular names; each of them as many as the others."""

COMMON_NAMES = Path(__file__).with_name("common_names.toml")
TABLE = Path(__file__).parents[1] / "src" / "wasl" / "screening" / "data" / "rarity.tsv"
HEADER = """\
# Classes of name parts, and in how many of 100,000 names of persons each stands. Made by tools/make_rarity.py from
# Wikidata labels (CC0 1.0) by way of the NETransliteration-COLING2018 data (CC0 1.0), from
# sigpwned/popular-names-by-country-dataset (CC0 1.0), and from names collected by hand for Wasl.
"""


def main(folder: Path) -> None:
    """Count, and write the table."""
    names = 0
    counts: Counter[str] = Counter()
    for language in ("he", "ko"):
        with gzip.open(folder / f"names_{language}_latn_full.csv.gz", "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["source"] == "wd" and not any(map(held_out, words(row["name_native"]))):
                    counts.update(set(_classes(row["name_latin"])))
                    names += 1
    shares = {name: PER * count / names for name, count in counts.items()}
    for name, share in _common(folder):
        shares[name] = max(shares.get(name, 0), share)
    common = sorted((name, share) for name, share in shares.items() if share > PER * 2**-UNSEEN)
    TABLE.write_text(HEADER + "".join(f"{name}\t{share:.0f}\n" for name, share in common), encoding="utf-8")
    print(f"{len(common)} classes of {names} names, {TABLE.stat().st_size} bytes")


def _common(folder: Path) -> Iterator[tuple[str, int]]:
    """Classes of names known to be common, and their share."""
    with (folder / "popular_names_native_latn.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    together = Counter((row["country"], row["kind"]) for row in rows)
    for row in rows:
        for word in {*words(row["name_native"]), *words(row["name_latin"])}:
            share = POPULAR_TOGETHER[row["kind"]] // together[row["country"], row["kind"]]
            yield class_of(word), min(COMMON["very_common"], share)
    for how, circles in tomllib.loads(COMMON_NAMES.read_text("utf-8")).items():
        for word in " ".join(circles).split():
            for name in _classes(word):
                yield name, COMMON[how]


def _classes(name: str) -> Iterator[str]:
    for atom in evident(parse(name, "Person")):
        if len(atom.text) > 1 and atom.role not in (Role.INITIAL, Role.NUMBER):
            yield class_of(atom.text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
