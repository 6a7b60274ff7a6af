"""Lists of made-up people, filed once for every part that asks them, and what is asked of them."""

import csv
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks import passengers, watching

QUERIES = 10_000
ARABIC = 0.2
"""Of the queries, how many are written in Arabic."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A list and its saved index; what building it took, and what it said."""

    folder: Path
    people: tuple[passengers.Person, ...]
    built: watching.Watched

    @property
    def index(self) -> str:
        """The path of the index."""
        return f"{self.folder}/index"


@cache
def _scratch() -> tempfile.TemporaryDirectory[str]:
    """Gone when this process is."""
    return tempfile.TemporaryDirectory(prefix="wasl-bench-")


@cache
def filed(size: int) -> Filed:
    """So many made-up people, filed in a process of its own. Raises NoData."""
    folder = Path(_scratch().name) / str(size)
    folder.mkdir()
    listed = tuple(passengers.people(size, seed=1, prefix="s"))
    passengers.write_list(folder, listed)
    return Filed(folder, listed, watching.run("screening_process", "build", f"{folder}/list.csv", f"{folder}/index"))


def queries(listed: Sequence[passengers.Person]) -> list[str]:
    """Distinct names to ask: a fifth in Arabic, half about listed people, most of these mistyped or turned round."""
    drawn = random.Random("queries")
    known, strangers = defaultdict(list), defaultdict(list)
    for one in drawn.sample(listed, min(len(listed), 5 * QUERIES)):
        known[one.language == "ar"].append(one)
    for one in passengers.people(5 * QUERIES, seed=2, prefix="x"):
        strangers[one.language == "ar"].append(one)
    arabic = round(QUERIES * ARABIC)
    latin = QUERIES - arabic
    varied = [passengers.altered(one, drawn.choice(["typo", "order or omission"]), drawn) for one in known[False]]
    names = [one.native_name for one in known[True][: arabic // 2]] + [one.native_name for one in strangers[True]]
    in_arabic = list(dict.fromkeys(names))[:arabic]
    in_latin = list(dict.fromkeys([*varied[: latin // 2], *(one.name for one in strangers[False])]))[:latin]
    asked = in_arabic + in_latin
    drawn.shuffle(asked)
    return asked


def write_names(path: Path, names: Iterable[str]) -> None:
    """A CSV file of `id` and `name`, nothing else being known."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "name"))
        rows.writerows((f"p{number}", name) for number, name in enumerate(names))


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
