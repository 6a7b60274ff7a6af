"""Makes the tables of the token model from pairs of a native name part and its Latin spelling, from a seed.

    python tools/train_tokens.py --data FOLDER

FOLDER has `names_<language>_latn_token.csv.gz` (name_native, name_latin, source). Only rows whose source names
Wikidata in Arabic, Russian, Hebrew, Chinese, Japanese and Korean are used (Merhav and Ash, COLING 2018, CC0). A fifth
of the native forms is held out (`held_out`); the figures printed at the end are of these alone.
"""

import argparse
import csv
import gzip
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Final

import numpy as np
from token_alignment import learn_aligner, learn_letters
from token_examples import Examples, Others, Split, latin_variants, of_cross, of_latin, of_native, of_same
from token_network import fit

from wasl.screening.align import Aligner, Bytes, Floats
from wasl.screening.features import KINDS, Pairs, explained, features, pair
from wasl.screening.keys import keys
from wasl.screening.lexicon import LATIN, SCRIPTS
from wasl.screening.scripts import readings, script_of
from wasl.screening.text import words
from wasl.screening.tokens import Network, TokenModel

SEED: Final = 20261127
LANGUAGES: Final = {"ar": "Arab", "he": "Hebr", "ru": "Cyrl", "ja": "Kana", "zh": "Hani", "ko": "Hang"}

NOISE: Final = 1.0
"""Bits of explanation up to which a pair is taken to be aligned wrongly, and not learned from."""

ALIKE: Final = 0.75
"""How alike its readings are (Jaro-Winkler) if it is learned from all the same."""

OTHER: Final = {"ru": 5, "ja": 2, "ko": 2, "he": 1}
"""What stands in, in tenths, for scripts without pairs to learn from."""

ALIGNED: Final = 25_000
"""Pairs that an aligner is learned from."""

MOST: Final = 20_000
"""Examples of one name that a kind is learned from."""

SYLLABIC: Final = ("Hani", "Hang")
"""Scripts in which one sign may be a whole name."""

SOUNDED: Final = ("Hani", "Hang", "Hebr")
"""Scripts whose signs write foreign names otherwise than they are read, or leave vowels out and stand for several."""

OUT: Final = Path(__file__).parents[1] / "src/wasl/screening/data/tokens.npz"
SOUNDS: Final = OUT.with_name("tokens_sounds.tsv")


def held_out(native: str) -> bool:
    """Whether a native form, cleaned, is kept for measuring: one in five, by its SHA-256."""
    return sha256(native.encode()).digest()[0] % 5 == 0


def read_pairs(folder: Path, language: str) -> list[tuple[str, str]]:
    """The Wikidata pairs of a language, both sides cleaned and of one word in the right script, none twice."""
    script = LANGUAGES[language]
    with gzip.open(folder / f"names_{language}_latn_token.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.reader(lines) if len(row) == 3 and "wd" in row[2].split("+")]
    found: dict[tuple[str, str], None] = {}
    for native, latin, _ in rows:
        natives, latins = words(native), words(latin)
        if (
            len(natives) == len(latins) == 1
            and script_of(natives[0]) == script
            and (len(natives[0]) > 1 or script in SYLLABIC)
        ):
            reading = readings(latins[0])
            if script_of(latins[0]) == "Latn" and reading and len(reading[0]) > 1:
                found[natives[0], latins[0]] = None
    return list(found)


def clear_ones(
    pairs: Sequence[tuple[str, str]], aligners: Mapping[str, Aligner], letters: Bytes
) -> list[tuple[str, str]]:
    """The pairs less those whose sides have nothing to do with each other (a part aligned with the wrong one)."""
    together = pair([native for native, _ in pairs], [latin for _, latin in pairs])
    clear = (explained(together, aligners, letters)[0] > NOISE) | (together.look[:, 0] > ALIKE)
    return [one for one, is_clear in zip(pairs, clear, strict=True) if is_clear]


def learn(pairs: Mapping[str, list[tuple[str, str]]]) -> TokenModel:
    """The model, from pairs by language."""
    letters, aligners, split = learn_alignment(pairs)
    networks = {kind: _network(kind, split, aligners, letters) for kind in KINDS}
    return TokenModel(aligners, letters, networks)


def learn_alignment(
    pairs: Mapping[str, list[tuple[str, str]]],
) -> tuple[Bytes, dict[str, Aligner], Split]:
    """The price of letters, an aligner for each script, and the pairs that those find clear."""
    rng = Random(SEED)  # noqa: S311 (it samples)
    letters = learn_letters(readings(latin)[0] for rows in pairs.values() for _, latin in rows)
    aligners: dict[str, Aligner] = {}
    clear: dict[str, list[tuple[str, str]]] = {}
    for language, rows in pairs.items():
        read = [(native, readings(latin)[0]) for native, latin in rng.sample(rows, min(len(rows), ALIGNED))]
        aligners[LANGUAGES[language]] = learn_aligner(read, LANGUAGES[language])
        clear[language] = clear_ones(rows, aligners, letters)
        print(language, len(rows), "pairs,", len(clear[language]), "clear", flush=True)
    split = Split.of(clear)
    weights = latin_variants(split)
    both = rng.choices([*weights], [*weights.values()], k=ALIGNED)
    aligners[LATIN] = learn_aligner([(readings(a)[0], readings(b)[0]) for a, b in both], LATIN)
    return letters, aligners, split


def sounds(aligners: Mapping[str, Aligner]) -> str:
    """What the signs of some scripts most often write in foreign names: a line each, a tab between."""
    return "".join(
        f"{sign}\t{letters}\n" for script in SOUNDED for sign, letters in aligners[script].likeliest().items()
    )


def _network(kind: str, split: Split, aligners: Mapping[str, Aligner], letters: Bytes) -> Network:
    rng = Random(f"{SEED} {kind}")  # noqa: S311 (it samples)
    examples, others = draw(kind, split, rng, MOST)
    together = pair(examples.a, examples.b)
    if kind == "other":
        together = as_other(together)
    network = fit(together, features(together, aligners, letters), examples.stratum, others.rates, SEED)
    print(
        kind, np.bincount(examples.stratum), "rates", others.rates.round(5), "curve", network.bits.round(1), flush=True
    )
    return network


def draw(kind: str, split: Split, rng: Random, most: int) -> tuple[Examples, Others]:
    """Examples of a kind of pairs, and whom the other names are drawn from."""
    languages = [language for language, script in LANGUAGES.items() if script == kind]
    if languages:
        others = Others((latin for _, latin in split.pairs[languages[0]]), rng)
        return of_native(split, languages[0], rng, others, most), others
    others = Others(split.natives, rng)
    if kind == "other":
        parts = [of_native(split, language, rng, others, share * most // 10) for language, share in OTHER.items()]
        a, b = [word for part in parts for word in part.a], [word for part in parts for word in part.b]
        return Examples(a, b, np.concatenate([part.stratum for part in parts])), others
    make = {LATIN: of_latin, "same": of_same, "cross": of_cross}[kind]
    return make(split, rng, others, most), others


def as_other(pairs: Pairs) -> Pairs:
    """The pairs as if the native script had no aligner of its own."""
    script = np.where(pairs.columns.script == SCRIPTS.index(LATIN), pairs.columns.script, SCRIPTS.index("other"))
    kind = np.full_like(pairs.kind, KINDS.index("other"))
    return replace(pairs, columns=replace(pairs.columns, script=script), kind=kind)


def report(
    model: TokenModel, pairs: Mapping[str, list[tuple[str, str]]], learned: Mapping[str, list[tuple[str, str]]]
) -> None:
    """Print how well forms of one name are told from other names, for each kind of held-out pairs.

    First for all of them, noise and all, then for those whose native side explains the other (`clear_ones`). One pair
    in eight is misspelled.
    """
    clear = {language: clear_ones(rows, model.aligners, model.letters) for language, rows in pairs.items()}
    known = latin_variants(Split.of(learned))
    print(f"{'kind':6}{'pairs':>8}{'ones':>7}{'AUC hard':>10}{'any':>8}{'R@P.99':>8}{'key':>7}  bits: one, hard, any")
    for kind in KINDS:
        for name, rows in (("all", pairs), ("clear", clear)):
            examples, _ = draw(kind, Split.of(rows), Random(f"{SEED} {kind} {name}"), 6000)  # noqa: S311
            is_new = np.array([pair not in known for pair in zip(examples.a, examples.b, strict=True)])
            bits = _bits(model, kind, examples)
            one, any_, hard = (bits[is_new & (examples.stratum == stratum)] for stratum in (0, 1, 2))
            ones = [(a, b) for a, b, s in zip(*examples, strict=True) if s == 0]
            shared = np.mean([not set(keys(a)).isdisjoint(keys(b)) for a, b in ones])
            print(
                f"{kind:6}{name:>8}{len(one):7}{_area(one, hard):10.4f}{_area(one, any_):8.4f}{_recall(one, hard):8.3f}"
                f"{shared:7.3f}  {np.median(one):.1f} {np.median(hard):.1f} {np.median(any_):.1f}",
                flush=True,
            )


def _bits(model: TokenModel, kind: str, examples: Examples) -> Floats:
    if kind != "other":
        return model.bits(examples.a, examples.b)
    network = model.networks[kind]
    found = features(as_other(pair(examples.a, examples.b)), model.aligners, model.letters)
    return network.calibrated(network.scores(found)).astype(np.float32)


def _area(one: Floats, two: Floats) -> float:
    """The chance that one of the first is above one of the second (ties count half)."""
    two = np.sort(two)
    return float((np.searchsorted(two, one) + np.searchsorted(two, one, side="right")).mean() / 2 / len(two))


def _recall(one: Floats, two: Floats, precision: float = 0.99) -> float:
    """The share of the first above the lowest threshold with that precision, as many of either."""
    thresholds = np.unique(one)
    found = 1 - np.searchsorted(np.sort(one), thresholds) / len(one)
    wrong = 1 - np.searchsorted(np.sort(two), thresholds) / len(two)
    enough = found >= precision * (found + wrong)
    return float(found[enough].max(initial=0))


def main() -> None:
    """Learn, store, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the name pairs")
    parser.add_argument("--measure", action="store_true", help="measure the shipped tables, learn nothing")
    given = parser.parse_args()
    pairs = {language: read_pairs(given.data, language) for language in LANGUAGES}
    learned = {language: [one for one in rows if not held_out(one[0])] for language, rows in pairs.items()}
    if not given.measure:
        model = learn(learned)
        model.write(OUT)
        SOUNDS.write_text(sounds(model.aligners), "utf-8")
        print(*(f"{path.name}: {path.stat().st_size} bytes" for path in (OUT, SOUNDS)), sep="\n")
    kept = {language: [one for one in rows if held_out(one[0])] for language, rows in pairs.items()}
    report(TokenModel.shipped(), kept, learned)


if __name__ == "__main__":
    main()
