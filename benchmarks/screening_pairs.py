"""The pairs of names that ours and the peer's matchers judge, always the same: drawn from seeds, fixed by hash.

`python -m benchmarks.screening_pairs` writes the hashes anew, which changes what every figure means.
"""

import hashlib
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from rapidfuzz import fuzz, process

from benchmarks import screening_data as data
from benchmarks.peer import Entity

MANIFEST = Path(__file__).with_suffix(".json")
"""The SHA-256 of each set, as this repository fixes them."""

COMPOSITES = 1_000
"""Names put together a language."""


class Pair(NamedTuple):
    """Two entities of FollowTheMoney: who is asked about, who is listed."""

    query: Entity
    listed: Entity


@dataclass(frozen=True, slots=True)
class PairSet:
    """Pairs of one kind: `same` are of one person, `random` of two drawn at random, `hard` of two that look alike.

    `script` is ISO 15924, of the side that is not Latin.
    """

    name: str
    script: str
    same: tuple[Pair, ...]
    random: tuple[Pair, ...]
    hard: tuple[Pair, ...]

    @property
    def key(self) -> str:
        """What the manifest calls it."""
        return f"{self.name}, {self.script}"

    def digest(self) -> str:
        """The SHA-256 over every pair, in hexadecimal."""
        text = json.dumps(
            [self.same, self.random, self.hard], ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(text.encode()).hexdigest()


def entity(name: str, schema: str = "Person") -> Entity:
    """An entity known by one name."""
    return {"schema": schema, "properties": {"name": [name]}}


def names_in(pair: Pair) -> tuple[str, str]:
    """The name of each side; what else a pair states is not compared."""
    query, listed = (side["properties"]["name"][0] for side in pair)
    return query, listed


def every_set() -> Iterator[PairSet]:
    """All of them, one after the other. Raises NoData."""
    for language, (script, joined_by) in LANGUAGES.items():
        yield composites(language, script, joined_by)
    for language, script in (("he", "Hebr"), ("ko", "Kore")):
        yield full_names(language, script)
    yield of_persons("UN list", "Arab", [one for one in data.un_persons() if data.script(one.native) == "ARABIC"])
    yield of_persons("UN and EU lists", "Arab", data.sanctioned("arab"))
    yield of_persons("UN and EU lists", "Cyrl", data.sanctioned("cyrl"))
    yield aliases()
    yield name_cases()
    yield entity_checks()


LANGUAGES = {
    "ar": ("Arab", " "),
    "fa": ("Aran", " "),
    "ru": ("Cyrl", " "),
    "el": ("Grek", " "),
    "hy": ("Armn", " "),
    "he": ("Hebr", " "),
    "zh": ("Hani", "·"),
    "ja": ("Kana", "・"),
    "ko": ("Kore", " "),
}
"""The script, and what stands between the parts of a foreign name written in it."""


def composites(language: str, script: str, joined_by: str) -> PairSet:
    """Names of two to four parts of Wikidata that were never trained on; hard is one part replaced."""
    parts = data.tokens(language)
    drawn = random.Random(f"composites {language}")
    same, others, hard = [], [], []
    for _ in range(COMPOSITES):
        chosen = drawn.sample(parts, drawn.choice((2, 2, 3, 4)))
        native = entity(joined_by.join(part.native for part in chosen))
        same.append(Pair(native, _in_latin(chosen)))
        others.append(Pair(native, _in_latin(drawn.sample(parts, len(chosen)))))
        place = drawn.randrange(len(chosen))
        replaced = [*chosen[:place], drawn.choice(parts), *chosen[place + 1 :]]
        hard.append(Pair(native, _in_latin(replaced)))
    return PairSet(f"Wikidata parts, {language}", script, tuple(same), tuple(others), tuple(hard))


def _in_latin(parts: Iterable[data.Token]) -> Entity:
    return entity(" ".join(part.latin.title() for part in parts))


def full_names(language: str, script: str) -> PairSet:
    """Whole names of people of Wikidata; hard is whoever of the others looks most alike in Latin letters."""
    drawn = random.Random(f"full names {language}")
    chosen = drawn.sample(data.full_names(language), COMPOSITES)
    persons = [data.Listed(id=one.native, name=one.latin, native=one.native) for one in chosen]
    return of_persons(f"Wikidata persons, {language}", script, persons)


def of_persons(name: str, script: str, persons: Sequence[data.Listed]) -> PairSet:
    """Each person's native name against its Latin one; hard is whoever of the others looks most alike."""
    return _against(name, script, [(one.native, one.name) for one in persons], [one.name for one in persons])


def aliases() -> PairSet:
    """Latin aliases of two words or more that the UN calls good, against the name the person is listed under."""
    persons = data.un_persons()
    asked = [
        (alias, one.name) for one in persons for alias in one.aliases if is_latin(alias) and len(alias.split()) > 1
    ]
    return _against("UN list, aliases", "Latn", asked, [one.name for one in persons])


def is_latin(text: str) -> bool:
    """Whether most letters are Latin."""
    return data.script(text) == "LATIN"


def _against(name: str, script: str, asked: Sequence[tuple[str, str]], names: Sequence[str]) -> PairSet:
    drawn = random.Random(name)
    same, others, hard = [], [], []
    for query, listed in asked:
        same.append(Pair(entity(query), entity(listed)))
        rest = [other for other, *_ in process.extract(listed, names, scorer=fuzz.token_sort_ratio, limit=6)]
        alike = [other for other in rest if other != listed]
        hard += [Pair(entity(query), entity(other)) for other in alike[:1]]
        other = drawn.choice(names)
        others += [Pair(entity(query), entity(other))] if other != listed else []
    return PairSet(name, script, tuple(same), tuple(others), tuple(hard))


def name_cases() -> PairSet:
    """Labelled pairs of names, nomenklatura's; what it says are two is hard."""
    cases = data.rows("name_benchmarks/nomenklatura_name_cases.csv")
    judged = [
        (case["is_match"] == "true", Pair(entity(case["name1"], case["schema"]), entity(case["name2"], case["schema"])))
        for case in cases
    ]
    return _labelled("nomenklatura name cases", judged)


def entity_checks() -> PairSet:
    """Labelled pairs of entities, nomenklatura's; what it says are two is hard."""
    lines = (data.folder() / "name_benchmarks/nomenklatura_entity_checks.jsonl").read_text("utf-8").splitlines()
    judged = []
    for check in map(json.loads, lines):
        sides = (_from_parts(check["schema"], check[side]) for side in ("query", "candidate"))
        judged.append((bool(check["match"]), Pair(*sides)))
    return _labelled("nomenklatura entity checks", judged)


def _from_parts(schema: str, facts: Mapping[str, str]) -> Entity:
    """What a check states; where that is no whole name, the parts in their order make one."""
    parts = ("firstName", "secondName", "middleName", "fatherName", "lastName")
    whole = {"name": " ".join(facts[part] for part in parts if part in facts)}
    return {"schema": schema, "properties": {key: [value] for key, value in (whole | dict(facts)).items()}}


def _labelled(name: str, judged: Sequence[tuple[bool, Pair]]) -> PairSet:
    same, hard = (tuple(pair for label, pair in judged if label is wanted) for wanted in (True, False))
    return PairSet(name, "Zyyy", same, (), hard)


class Fixed(Protocol):
    """Something drawn from the public data that the manifest fixes under a key."""

    @property
    def key(self) -> str:
        """What the manifest calls it."""
        ...

    def digest(self) -> str:
        """The SHA-256 over all of it, in hexadecimal."""
        ...


def changed(drawn: Iterable[Fixed]) -> list[str]:
    """The keys of those that are not what the manifest fixes."""
    fixed = json.loads(MANIFEST.read_text("utf-8"))
    return [one.key for one in drawn if fixed.get(one.key) != one.digest()]


if __name__ == "__main__":
    from benchmarks.screening_innocents import every_list

    drawn: tuple[Fixed, ...] = (*every_set(), *every_list())
    MANIFEST.write_text(json.dumps({one.key: one.digest() for one in drawn}, indent=2) + "\n", "utf-8")
