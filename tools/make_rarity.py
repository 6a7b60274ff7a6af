"""Make the shipped table of how common name parts are among persons: src/wasl/screening/data/rarity.tsv.

    python tools/make_rarity.py FOLDER

FOLDER holds the public name pairs. Only rows with a stated CC0 licence are read: full names of persons in Wikidata
(`names_he_latn_full`, `names_ko_latn_full`, source `wd`) and popular names of 23 countries
(`popular_names_native_latn`). Parts are counted in classes (`wasl.screening.rarity.class_of`), of which the table
holds those that are commoner than a part nobody knows; no name of a person can be read off it.
"""

import csv
import gzip
import sys
from collections import Counter
from pathlib import Path

from wasl.screening.rarity import UNSEEN, class_of
from wasl.screening.text import words

POPULAR = 1_000
"""Of 100,000 names; what a name popular in some country has at least."""

TABLE = Path(__file__).parents[1] / "src" / "wasl" / "screening" / "data" / "rarity.tsv"
HEADER = """\
# Classes of name parts, and in how many of 100,000 names of persons each stands. Made by tools/make_rarity.py from
# Wikidata labels (CC0 1.0) by way of the NETransliteration-COLING2018 data (CC0 1.0) and from
# sigpwned/popular-names-by-country-dataset (CC0 1.0).
"""


def main(folder: Path) -> None:
    """Count, and write the table."""
    names = 0
    counts: Counter[str] = Counter()
    for language in ("he", "ko"):
        with gzip.open(folder / f"names_{language}_latn_full.csv.gz", "rt", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["source"] == "wd":
                    counts.update({class_of(word) for word in words(row["name_latin"]) if len(word) > 1})
                    names += 1
    shares = {name: 100_000 * count / names for name, count in counts.items()}
    with (folder / "popular_names_native_latn.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for word in {*words(row["name_native"]), *words(row["name_latin"])}:
                shares[class_of(word)] = max(shares.get(class_of(word), 0), POPULAR)
    common = sorted((name, share) for name, share in shares.items() if share > 100_000 * 2**-UNSEEN)
    TABLE.write_text(HEADER + "".join(f"{name}\t{share:.0f}\n" for name, share in common), encoding="utf-8")
    print(f"{len(common)} classes of {names} names, {TABLE.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
