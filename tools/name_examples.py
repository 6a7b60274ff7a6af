"""Names to learn the name decision from, composed from a seed. A part of `train_names`."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import log2
from pathlib import Path
from random import Random
from typing import Final

from rapidfuzz.distance import JaroWinkler
from train_tokens import LANGUAGES, clear_ones, held_out, read_pairs

from wasl.screening.grammar import LATIN, table
from wasl.screening.keys import skeletons
from wasl.screening.rarity import Rarity
from wasl.screening.scripts import readings
from wasl.screening.text import words
from wasl.screening.tokens import TokenModel

CROWD: Final = 6
"""Of so many persons the one with the commonest name is given a namesake."""
LISTED_BITS: Final = 15.0
"""Rarity of two parts up to which a list of many holds somebody else of both; with every bit more half as often."""
KNOWN_OTHERWISE: Final = 0.1
"""Of persons, the share that is known by another name in one part: after a marriage, of an alias."""
NAMESAKE_BITS: Final = 13.0
"""Rarity of a name up to which its namesakes are as many as can be; with every 1.5 bits more they are half as many."""
ALONE: Final = 0.15
"""Of namesakes, the share that is known by one part alone."""
SHORTENED, SHORTENED_OTHERS = 0.1, 0.04
"""The share of names with initials among those of one person, and of two: who is known by them is looked for so."""
OTHERS: Final = {
    "strangers": 20, "swapped": 14, "namesakes": 5, "listed": 22, "initials": 1, "initial": 3, "replaced": 50,
}  # fmt: skip
"""How often two persons are taken for a pair, by how they are alike."""
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
SEPARATORS: Final = {"Hani": "·", "Kana": "・"}

Pair = tuple[str, str, bool]
Parts = list[str]


@dataclass
class Names:
    """The parts names are composed of, and how each may be written."""

    full: list[Parts] = field(default_factory=list)
    latins: dict[str, list[str]] = field(default_factory=dict)
    """By language, the Latin spellings that have a native form in it."""
    natives: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """By language, the native forms of a Latin spelling."""
    variants: dict[str, list[str]] = field(default_factory=dict)
    """Other Latin spellings of a Latin spelling, each as often as they share a native form."""
    alike: dict[str, list[str]] = field(default_factory=dict)
    """By the beginning of the skeleton, Latin spellings."""

    @classmethod
    def read(cls, folder: Path) -> "Names":
        """From the public name pairs, those held out left out."""
        found = cls()
        variants: dict[str, list[str]] = defaultdict(list)
        alike: dict[str, list[str]] = defaultdict(list)
        for language in LANGUAGES:
            natives: dict[str, list[str]] = defaultdict(list)
            latins_of: dict[str, list[str]] = defaultdict(list)
            for native, latin in _clear(folder, language):
                natives[latin].append(native)
                latins_of[native].append(latin)
            for latins in latins_of.values():
                for latin in latins:
                    near = [other for other in latins if other != latin and _may_be_one(latin, other)]
                    variants[latin] += near
            found.natives[language] = natives
            found.latins[language] = [latin for latin in natives if len(latin) > 2]
            for latin in found.latins[language]:
                alike[_beginning(latin)].append(latin)
        found.variants = dict(variants)
        found.alike = dict(alike)
        found.full = list(_full_names(folder))
        return found


def _clear(folder: Path, language: str) -> list[tuple[str, str]]:
    """The pairs to learn from: not held out, and of one name as far as the token model can see."""
    learned = [one for one in read_pairs(folder, language) if not held_out(one[0])]
    model = TokenModel.shipped()
    return clear_ones(learned, model.aligners, model.letters)


def _sound_alike(one: str, other: str) -> bool:
    return JaroWinkler.similarity(one, other) > 0.75


def _may_be_one(one: str, other: str) -> bool:
    """Whether two spellings of one native form are likely of one name: machine-made pairs are not all right."""
    return _sound_alike(one, other) or skeletons(readings(one)[0]).medium == skeletons(readings(other)[0]).medium


def _beginning(latin: str) -> str:
    return skeletons(next(iter(readings(latin)), "")).coarse[:2]


def _full_names(folder: Path) -> Iterator[Parts]:
    for language in ("he", "ko"):
        with gzip.open(folder / f"names_{language}_latn_full.csv.gz", "rt", encoding="utf-8", newline="") as lines:
            for native, latin, source in csv.reader(lines):
                parts = words(latin)
                if source == "wd" and 2 <= len(parts) <= 4 and not any(map(held_out, words(native))):
                    yield parts


class Composer:
    """Composes names from a seed."""

    def __init__(self, names: Names, rarity: Rarity, seed: int) -> None:
        self.names, self.rarity = names, rarity
        self.random = Random(seed)  # noqa: S311 (a seed is what is wanted)

    def persons(self, count: int) -> Iterator[Pair]:
        """Pairs of person names, half of one person."""
        while count:
            pair = self._match() if self.random.random() < 0.5 else self._mismatch()
            if pair:
                count -= 1
                yield pair

    def _person(self) -> Parts:
        """Parts in Latin spelling: of a real full name or drawn from those of one language; one in 14 of one part."""
        choice = self.random.random()
        if choice < 0.5:
            return list(self.random.choice(self.names.full))
        language = self.random.choice(tuple(LANGUAGES))
        if choice > 0.93:
            return [self.random.choice(self.names.latins[language])]
        return [self.random.choice(self.names.latins[language]) for _ in range(self.random.choice((2, 2, 3, 3, 4)))]

    def _chain(self) -> Parts:
        """A name, the father's, the grandfather's."""
        return [self.random.choice(self.names.latins["ar"]) for _ in range(self.random.choice((2, 3, 3, 4)))]

    def _match(self) -> Pair | None:
        if self.random.random() < 0.15:
            parts = self._chain()
            fathers = self.random.randrange(1, len(parts))
            other = self._fewer(parts, self.random.choice((0, 0, 1)))
            return self._written(parts, other, same=True, fathers=fathers)
        parts = self._person()
        other = self._fewer(parts, self.random.choice((0, 0, 0, 0, 1, 1, 2)))
        if len(other) > 1 and self.random.random() < KNOWN_OTHERWISE:
            other[self.random.randrange(len(other))] = self.random.choice(self._person())
        return self._written(parts, self._reordered(other), same=True)

    def _mismatch(self) -> Pair | None:
        makers = {
            "strangers": self._strangers,
            "swapped": self._swapped,
            "namesakes": self._namesakes,
            "listed": self._listed,
            "initials": self._initials,
            "initial": self._initial,
            "replaced": self._replaced,
        }
        (kind,) = self.random.choices([*OTHERS], [*OTHERS.values()])
        return makers[kind]()

    def _strangers(self) -> Pair | None:
        return self._written(self._person(), self._person(), same=False)

    def _swapped(self) -> Pair | None:
        """Two neighbours in a line of fathers exchanged."""
        parts = self._chain()
        fathers = self.random.randrange(1, len(parts))
        swapped = parts.copy()
        at = self.random.randrange(len(parts) - 1)
        swapped[at], swapped[at + 1] = swapped[at + 1], swapped[at]
        if _sound_alike(parts[at], parts[at + 1]):
            return None
        return self._written(parts, swapped, same=False, fathers=max(fathers, at + 1))

    def _initials(self) -> Pair | None:
        """A name beside nothing but the right initials."""
        parts = self._person()
        return self._latin(parts, 0), ". ".join(part[0] for part in parts), False

    def _initial(self) -> Pair | None:
        """A name with one wrong initial, against the part written out or against another initial."""
        parts = self._person()
        at = self.random.randrange(len(parts))
        wrong = self.random.choice(LETTERS.replace(parts[at][0], ""))
        if len(parts) < 2:
            return None
        other = [*parts[:at], f"{wrong}.", *parts[at + 1 :]]
        if self.random.random() < 0.3:
            parts[at] = parts[at][0] + "."
        return " ".join(map(self._respelt, parts)), " ".join(other), False

    def _replaced(self) -> Pair | None:
        """All parts but one shared, or all but two."""
        parts = self._person()
        other = parts.copy()
        for at in self.random.sample(range(len(parts)), 1 if self.random.random() < 0.8 or len(parts) < 3 else 2):
            other[at] = self._another(parts[at], alike=self.random.random() < 0.3)
        if any(one in parts for one in set(other) - set(parts)) or other == parts:
            return None
        fewer = self._fewer(other, self.random.choice((0, 0, 0, 1)))
        if all(part in parts for part in fewer):
            return None
        return self._written(parts, self._reordered(fewer), same=False)

    def _namesakes(self) -> Pair | None:
        """Another person of one name, or of a name that leaves parts out: as often as the parts shared are common."""
        parts = min((self._person() for _ in range(CROWD)), key=self._mean_rarity)
        shared = self._fewer(parts, self.random.choice((0, 1))) if len(parts) > 1 else parts
        if self.random.random() < ALONE:
            shared = [self.random.choice(parts)]
        bits = sum(map(self.rarity.bits, shared))
        if self.random.random() > 2 ** ((NAMESAKE_BITS - bits) / 1.5):
            return None
        return self._written(parts, shared, same=False)

    def _mean_rarity(self, parts: Parts) -> float:
        return sum(map(self.rarity.bits, parts)) / len(parts)

    def _listed(self) -> Pair | None:
        """Somebody whom a long list holds: of two parts alike, perhaps with others beside, in some order."""
        given, family = (self.random.choice(self.names.full) for _ in range(2))
        shared = [given[0], family[-1]]
        if sum(map(self.rarity.bits, shared)) > LISTED_BITS - log2(1 - self.random.random()):
            return None
        other = [self._another(part, alike=True, among=100) if self.random.random() < 0.4 else part for part in shared]
        if self.random.random() < 0.25:
            other.reverse()
        return self._written(self._with_more(shared), self._with_more(other), same=False)

    def _with_more(self, parts: Parts) -> Parts:
        found = parts.copy()
        if self.random.random() < 0.45:
            more = self.random.choice(self.random.choice(self.names.full))
            found.insert(self.random.randrange(len(found) + 1), more)
        return found

    def _another(self, part: str, *, alike: bool, among: int = 12) -> str:
        if not alike:
            parts = self._person()
            return self.random.choice(parts)
        near = self.random.choices(self.names.alike.get(_beginning(part), [part]), k=among)
        others = [other for other in near if other not in (part, *self.names.variants.get(part, ()))]
        apart = [other for other in others if JaroWinkler.similarity(part, other) < 0.92]
        return max(apart, key=lambda other: JaroWinkler.similarity(part, other), default=part)

    def _fewer(self, parts: Parts, left_out: int) -> Parts:
        kept = parts.copy()
        for _ in range(left_out):
            if len(kept) > 2 and self.random.random() < 0.5:
                del kept[self.random.randrange(1, len(kept) - 1)]
            elif len(kept) > 2 or (len(kept) == 2 and self.random.random() < 0.06):
                del kept[self.random.randrange(len(kept))]
        return kept

    def _reordered(self, parts: Parts) -> Parts:
        choice = self.random.random()
        if choice < 0.2:
            return [parts[-1], *parts[:-1]]
        if choice < 0.25:
            return self.random.sample(parts, len(parts))
        return parts

    def _written(self, a: Parts, b: Parts, *, same: bool, fathers: int = 0) -> Pair | None:
        """Two names as text: the first in Latin, the second in Latin or a native script, in any order of the two."""
        language = self.random.choice(tuple(LANGUAGES)) if self.random.random() < 0.6 else ""
        if fathers:
            language = "ar" if self.random.random() < 0.5 else ""
        initials = SHORTENED if same else SHORTENED_OTHERS
        first = self._latin(a, fathers, initials)
        second = self._native(b, language, fathers) if language else self._latin(b, fathers, initials)
        if not first or not second:
            return None
        return (first, second, same) if self.random.random() < 0.5 else (second, first, same)

    def _native(self, parts: Parts, language: str, fathers: int) -> str:
        forms = self.names.natives[language]
        if not all(part in forms for part in parts):
            return ""
        found = [self.random.choice(forms[part]) for part in parts]
        if language == "ar":
            return self._chained(found, fathers, "بن")
        return SEPARATORS.get(LANGUAGES[language], " ").join(found)

    def _latin(self, parts: Parts, fathers: int, initials: float = SHORTENED) -> str:
        found = [self._respelt(part) for part in parts]
        if not fathers and len(found) > 1 and self.random.random() < initials:
            for at in range(self.random.choice((1, 1, len(found) - 1))):
                found[at] = found[at][0] + "."
        return self._chained(found, fathers, self.random.choice(("bin", "ibn", "ben")))

    def _chained(self, parts: Parts, fathers: int, marker: str) -> str:
        """Joined by "son of" before the first so many fathers; one name in four goes without."""
        if not fathers or self.random.random() < 0.25:
            return " ".join(parts)
        return " ".join(f"{marker} {part}" if 0 < at <= fathers else part for at, part in enumerate(parts))

    def _respelt(self, part: str) -> str:
        choice = self.random.random()
        if choice < 0.2 and self.names.variants.get(part):
            return self.random.choice(self.names.variants[part])
        return self._slipped(part) if choice > 0.93 and len(part) > 3 else part

    def _slipped(self, part: str, letters: str = LETTERS) -> str:
        """One letter wrong, gone, doubled, too many, or exchanged with the next."""
        at = self.random.randrange(len(part) - 1)
        before, letter, after = part[:at], part[at], part[at + 1 :]
        return self.random.choice(
            (
                before + self.random.choice(letters) + after,
                before + after,
                before + letter + letter + after,
                before + letter + self.random.choice(letters) + after,
                before + after[:1] + letter + after[1:],
            )
        )

    def organisations(self, count: int) -> Iterator[Pair]:
        """Pairs of organisation names, half of one organisation."""
        common = table("atoms_organisations")["words"]["common"].split()
        common = [word for word in common if word.isascii()]
        latins = [latin for language in ("ru", "he", "ar") for latin in self.names.latins[language]]
        for _ in range(count):
            rare = [self.random.choice(latins) for _ in range(self.random.choice((0, 1, 1, 1, 2)))]
            said = rare + self.random.sample(common, self.random.choice((0, 1, 1, 2, 3) if rare else (2, 3, 4)))
            number = [str(self.random.randrange(1, 30))] if self.random.random() < 0.12 else []
            other, numbers = said.copy(), number.copy()
            same = self.random.random() < 0.5
            if same:
                other = self._organisation_again(other, common)
            else:
                other, numbers = self._other_organisation(other, numbers, common, latins)
            yield " ".join(said + number), " ".join(other + numbers), same

    def _organisation_again(self, said: Parts, common: Sequence[str]) -> Parts:
        choice = self.random.random()
        if choice < 0.5:
            at = self.random.randrange(len(said))
            said[at] = self._slipped(said[at]) if len(said[at]) > 3 else said[at]
        elif choice < 0.6 and len(said) > 2 and said[-1] in common:
            said.pop()
        elif choice < 0.75:
            said = self.random.sample(said, len(said))
        return said

    def _other_organisation(
        self, said: Parts, number: Parts, common: Sequence[str], latins: Sequence[str]
    ) -> tuple[Parts, Parts]:
        choice = self.random.random()
        at = self.random.randrange(len(said))
        if number and choice < 0.6:
            return said, [str(int(number[0]) + self.random.randrange(1, 9))] if choice < 0.4 else []
        if choice < 0.3:
            said[at] = self.random.choice(common if said[at] in common else latins)
        elif choice < 0.5:
            said[at] = self._another(said[at], alike=True) if said[at] not in common else self.random.choice(latins)
        elif choice < 0.75:
            said.insert(self.random.randrange(len(said) + 1), self.random.choice((*common, self.random.choice(latins))))
        elif choice < 0.85 and len(said) > 1:
            del said[0]
        else:
            said = [self.random.choice(latins), *self.random.sample(list(common), 2)]
        return said, number

    def near(self, script: str, count: int) -> Iterator[Pair]:
        """Pairs of words of one script: forms and slips of one name, and names that look alike."""
        languages = [language for language in LANGUAGES if language != "zh"]
        while count:
            language = self.random.choice(languages)
            latin = self.random.choice(self.names.latins[language])
            pair = self._near_latin(latin) if script == LATIN else self._near_native(latin, language)
            if pair and pair[0] != pair[1]:
                count -= 1
                yield pair

    def _near_latin(self, latin: str) -> Pair | None:
        choice = self.random.random()
        if choice < 0.45:
            return latin, self._another(latin, alike=True), False
        if choice < 0.8:
            variants = self.names.variants.get(latin)
            return (latin, self.random.choice(variants), True) if variants else None
        return (latin, self._slipped(latin), True) if len(latin) > 3 else None

    def _near_native(self, latin: str, language: str) -> Pair | None:
        forms = self.names.natives[language]
        native = self.random.choice(forms[latin])
        choice = self.random.random()
        if choice < 0.5:
            other = self._another(latin, alike=True)
            return (native, self.random.choice(forms[other]), False) if other in forms and other != latin else None
        if choice < 0.75:
            return native, self.random.choice(forms[latin]), True
        letters = self.random.choice(forms[self.random.choice(self.names.latins[language])])
        return (native, self._slipped(native, letters), True) if len(native) > 2 else None
