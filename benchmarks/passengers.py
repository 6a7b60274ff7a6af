"""Made-up people: a list of subjects, and a file of passengers in which some of them travel.

Everyone is put together, from a seed, out of name parts of Wikidata (CC0) that no shipped table was trained on;
given names and surnames are as unequally common as in life. Of the passengers one in a hundred is planted: a listed
person in another script, mistyped, or with the parts in another order or one of them left out; one in ten of them
with a birth date that was written down wrongly.

    python -m benchmarks.passengers FOLDER --list 100000 --passengers 1000000
"""

import argparse
import csv
import random
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

from anyascii import anyascii
from rapidfuzz import fuzz

from benchmarks import screening_data as data

PLANTED = 0.01
KINDS = {"other script": 0.4, "typo": 0.3, "order or omission": 0.3}
"""How the planted travel, and what share of them."""

MISDATED = 0.1
"""Of the planted, how many bear another birth date than the list has: day and month exchanged, or a year apart."""

LANGUAGES = {
    "ar": (30, " ", ("eg", "ma", "sa", "iq")),
    "ru": (25, " ", ("ru", "by", "kz")),
    "zh": (15, "·", ("cn", "sg")),
    "ja": (10, "・", ("jp",)),
    "ko": (10, " ", ("kr",)),
    "he": (10, " ", ("il",)),
}
"""Of a hundred people, how many write their names in a language; what they put between parts; their countries."""

PARTS = (2, 2, 2, 2, 2, 3, 3, 3, 3, 4)
GIVEN_NAMES = 2_000
"""Given names in use in a language; surnames are all that there are."""
_BORN = (date(1940, 1, 1), date(2008, 12, 31))
_ALIKE = 50
"""How alike the consonants of both sides of a pair of parts are, of 100; the pairs of Wikidata hold wrong ones."""


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up person. The name in Latin letters and in the person's own."""

    id: str
    latin: tuple[str, ...]
    native: tuple[str, ...]
    language: str
    birth_date: str
    nationality: str

    @property
    def name(self) -> str:
        """In Latin letters, as lists and passports write it."""
        return " ".join(self.latin)

    @property
    def native_name(self) -> str:
        """In the person's own letters."""
        return LANGUAGES[self.language][1].join(self.native)


@dataclass(frozen=True, slots=True)
class Passenger:
    """One line of the file; `subject` is the listed person it is and `kind` how it differs, both empty for most."""

    id: str
    name: str
    birth_date: str
    nationality: str
    subject: str = ""
    kind: str = ""


class _Common:
    """Draws items of which the first is the most common, the n-th 1/n**power times as common."""

    def __init__(self, items: Sequence[data.Token], power: float) -> None:
        self._items = items
        self._until = list(accumulate(1 / (rank + 1) ** power for rank in range(len(items))))

    def draw(self, drawn: random.Random) -> data.Token:
        return self._items[bisect_left(self._until, drawn.random() * self._until[-1])]


@cache
def _in_use(language: str) -> tuple[_Common, _Common]:
    """The given names and the surnames of a language. Raises NoData."""
    parts = [part for part in data.tokens(language) if _is_of_one_name(part)]
    random.Random(f"in use {language}").shuffle(parts)
    return _Common(parts[:GIVEN_NAMES], 1.0), _Common(parts[GIVEN_NAMES:], 0.7)


def _is_of_one_name(part: data.Token) -> bool:
    one, other = (_consonants(side) for side in (anyascii(part.native), part.latin))
    return fuzz.ratio(one, other) >= _ALIKE


def _consonants(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalpha() and letter not in "aeiouwy")


def people(count: int, *, seed: int, prefix: str) -> Iterator[Person]:
    """Made-up people, no two of the same name. Raises NoData."""
    drawn = random.Random(seed)
    languages = drawn.choices(list(LANGUAGES), [share for share, *_ in LANGUAGES.values()], k=count)
    known: set[tuple[str, ...]] = set()
    for number, language in enumerate(languages):
        given, surnames = _in_use(language)
        while True:
            parts = [given.draw(drawn) for _ in range(drawn.choice(PARTS) - 1)] + [surnames.draw(drawn)]
            latin = tuple(part.latin.title() for part in parts)
            if latin not in known:
                break
        known.add(latin)
        yield Person(
            id=f"{prefix}{number}",
            latin=latin,
            native=tuple(part.native for part in parts),
            language=language,
            birth_date=str(_BORN[0] + timedelta(days=drawn.randrange((_BORN[1] - _BORN[0]).days))),
            nationality=drawn.choice(LANGUAGES[language][2]),
        )


def passengers(listed: Sequence[Person], count: int, *, seed: int) -> Iterator[Passenger]:
    """A file's lines: strangers who bear no listed name, and the planted among them. Raises NoData."""
    drawn = random.Random(seed)
    names = {person.latin for person in listed}
    planted = set(drawn.sample(range(count), round(count * PLANTED)))
    kinds = drawn.choices(list(KINDS), list(KINDS.values()), k=len(planted))
    strangers = (one for one in people(2 * count + 1000, seed=seed + 1, prefix="") if one.latin not in names)
    for number in range(count):
        key = f"p{number}"
        if number in planted:
            person, kind = drawn.choice(listed), kinds.pop()
            name = altered(person, kind, drawn)
            born = misdated(person.birth_date, drawn) if drawn.random() < MISDATED else person.birth_date
            yield Passenger(key, name, born, person.nationality, person.id, kind)
        else:
            person = next(strangers)
            name = person.native_name if drawn.random() < 0.1 else person.name
            yield Passenger(key, name, person.birth_date, person.nationality)


def altered(person: Person, kind: str, drawn: random.Random) -> str:
    """A listed person's name as the planted bear it; `kind` is one of KINDS."""
    if kind == "other script":
        return person.native_name
    if kind == "typo":
        return mistyped(person.latin, drawn)
    if len(person.latin) > 2 and drawn.random() < 0.5:
        left_out = drawn.randrange(1, len(person.latin) - 1)
        return " ".join(part for place, part in enumerate(person.latin) if place != left_out)
    return " ".join((*person.latin[-1:], *person.latin[:-1]))


def misdated(written: str, drawn: random.Random) -> str:
    """The date with day and month exchanged where that is a date, and of the years before and after otherwise."""
    born = date.fromisoformat(written)
    if born.day <= 12 and born.day != born.month:
        return str(born.replace(month=born.day, day=born.month))
    year = born.year + drawn.choice((-1, 1))
    return str(born.replace(year=year, day=min(born.day, 28)))


def mistyped(parts: Sequence[str], drawn: random.Random) -> str:
    """One letter of the longer parts left out, put in, exchanged with the next, or another one."""
    place = drawn.choice([place for place, part in enumerate(parts) if len(part) > 3] or [0])
    part = parts[place]
    at = drawn.randrange(1, len(part) - 1) if len(part) > 2 else 0
    letter = drawn.choice("abcdefghijklmnopqrstuvwxyz")
    wrong = drawn.choice(
        (
            part[:at] + part[at + 1 :],
            part[:at] + letter + part[at:],
            part[:at] + part[at + 1 : at + 2] + part[at] + part[at + 2 :],
            part[:at] + letter + part[at + 1 :],
        )
    )
    return " ".join((*parts[:place], wrong, *parts[place + 1 :]))


def write_list(folder: Path, listed: Iterable[Person]) -> None:
    """`list.csv`."""
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "name", "birth_date", "nationality"))
        rows.writerows((one.id, one.name, one.birth_date, one.nationality) for one in listed)


def write_passengers(folder: Path, listed: Sequence[Person], count: int, *, seed: int) -> None:
    """`passengers.csv` and, of the planted, `truth.csv`. Raises NoData."""
    with (
        (folder / "passengers.csv").open("w", encoding="utf-8", newline="") as file,
        (folder / "truth.csv").open("w", encoding="utf-8", newline="") as known,
    ):
        rows, truths = csv.writer(file), csv.writer(known)
        rows.writerow(("id", "name", "birth_date", "nationality"))
        truths.writerow(("id", "subject", "kind"))
        for one in passengers(listed, count, seed=seed):
            rows.writerow((one.id, one.name, one.birth_date, one.nationality))
            if one.subject:
                truths.writerow((one.id, one.subject, one.kind))


def main() -> None:
    """Write the three files."""
    parser = argparse.ArgumentParser("python -m benchmarks.passengers", description="Write made-up passengers.")
    parser.add_argument("folder", type=Path, help="where list.csv, passengers.csv and truth.csv go")
    parser.add_argument("--list", type=int, default=100_000, help="people on the list")
    parser.add_argument("--passengers", type=int, default=1_000_000, help="lines of the file")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    listed = list(people(asked.list, seed=asked.seed, prefix="s"))
    write_list(asked.folder, listed)
    write_passengers(asked.folder, listed, asked.passengers, seed=asked.seed)


if __name__ == "__main__":
    main()
