"""Many queries at once give what one at a time gives."""

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wasl.screening.index import Among, Index
from wasl.screening.index.bulk import BLOCK
from wasl.screening.index.storage import IndexDamaged
from wasl.screening.subject import Query, Subject

GIVEN = ("Tariq", "Olga", "Jean", "Zdravko", "Mohamed", "Wilhelmina", "Ondrej", "محمد", "Ольга")
FAMILY = ("Haddad", "Primerova", "Exemplier", "Vymyslen", "Kartoffel", "Ostrander", "الحداد", "Примерова")
PEOPLE = [
    Subject(id=f"{given} {family}", names=(f"{given} {middle}. {family}",), birth_dates=(str(1950 + len(family)),))
    for given, family, middle in zip(GIVEN * 8, itertools.islice(itertools.cycle(FAMILY), 72), "ABCD" * 18, strict=True)
]
QUERIES = [
    *(Query(names=(f"{family} {given}",)) for given in GIVEN for family in FAMILY),
    *(Query(names=(f"{given}a {family}y",), birth_dates=("1957-02-03",)) for given in GIVEN for family in FAMILY),
    Query(),
    Query(
        names=(
            "Tariq Haddad",
            "Olga Primerova",
        )
    ),
    Query(schema="Company", names=("Tariq Haddad",)),
    Query(schema="Thing", names=("Tariq ibn Omar ibn Said ibn Ali ibn Zayd Haddad",)),
]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build(PEOPLE, version="1")


@pytest.mark.parametrize("threshold", [None, 0, 0.85])
def test_scores_are_those_of_single_searches(index: Index, threshold: float | None) -> None:
    one_by_one = [index.search(query, threshold=threshold) for query in QUERIES]

    assert list(index.search_many(QUERIES, threshold=threshold, workers=1)) == one_by_one
    assert any(one_by_one)


MANY = QUERIES * (BLOCK // len(QUERIES) + 1)
"""Enough for processes of their own."""


def test_processes_give_the_same_in_the_same_order(index: Index, tmp_path: Path) -> None:
    one_by_one = [index.search(query) for query in QUERIES]
    assert list(index.search_many(MANY, workers=2)) == one_by_one * (len(MANY) // len(QUERIES))

    saved = Index.build(PEOPLE, version="1")
    saved.save(tmp_path / "people.index")
    saved.add(Subject(id="late", names=("Quintavel Zylberstein",)))
    late = [Query(names=("Quintavel Zylberstein",))]
    for many in (late, [*late, *MANY]):
        assert [match.subject.id for match in next(saved.search_many(many, workers=2))] == ["late"]
        assert next(saved.search_many(many, workers=2, among=Among(frozenset({"none"})))) == []


def test_a_script_asks_many_without_more_ado(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from wasl.screening import Index, Query, Subject\n"
        "index = Index.build([Subject(id='1', names=('Tariq Haddad',))])\n"
        f"found = list(index.search_many([Query(names=('Tarik Haddad',))] * {BLOCK + 1}, workers=2))\n"
        "print({tuple(match.subject.id for match in matches) for matches in found}, len(found))\n"
    )

    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)

    assert done.stdout == f"{{('1',)}} {BLOCK + 1}\n"
    assert not done.stderr


def test_what_a_search_raises_is_raised_to_whoever_asked(index: Index) -> None:
    with pytest.raises(ArithmeticError):
        list(index.search_many(MANY, workers=2, among=Among(admits=_refusing)))


def test_a_process_that_is_ended_from_outside_is_said(index: Index) -> None:
    with pytest.raises(ChildProcessError):
        list(index.search_many(MANY, workers=2, among=Among(admits=_ending)))


@pytest.mark.parametrize(("harm", "raised"), [("gone", FileNotFoundError), ("damaged", IndexDamaged)])
def test_a_process_that_cannot_open_the_index_says_why(tmp_path: Path, harm: str, raised: type[Exception]) -> None:
    path = tmp_path / "people.index"
    saved = Index.build(PEOPLE)
    saved.save(path)

    def queries() -> Iterator[Query]:
        """What is asked when the index was opened here, and not yet by the others."""
        path.unlink()
        if harm == "damaged":
            path.write_bytes(b"no index")
        yield from MANY

    with pytest.raises(raised):
        list(saved.search_many(queries(), workers=2))


def _refusing(subject: Subject) -> bool:
    raise ArithmeticError(subject.id)


def _ending(subject: Subject) -> bool:
    os._exit(3)


LEFT_OVER = {
    "Coleman Nathan Neira": "Nathan Nasra Coleman Daphni",
    "Haase Dominici Batalon Elis": "Batalon Haase Arliss",
    "розенфельт коулмэн узерли самаки": "Uzerli Rosenfelt Ommen",
    "薩爾多比德·德查姆斯·巴拉": "Decharms Akhrik Saldombide Puri",
}
"""Names whose order tells against them if the parts left over were forms of one another, which they are not."""


def test_names_that_would_be_less_alike_if_more_parts_agreed_are_found_in_company() -> None:
    listed = Index.build(Subject(id=name, names=(name,)) for name in LEFT_OVER.values())
    queries = [Query(names=(name,)) for name in LEFT_OVER]

    one_by_one = [listed.search(query) for query in queries]

    assert list(listed.search_many(queries * 20, workers=1)) == one_by_one * 20
    assert [[match.subject.id for match in matches] for matches in one_by_one] == [
        [name] for name in LEFT_OVER.values()
    ]


def test_queries_are_read_as_they_are_needed(index: Index) -> None:
    read = 0

    def queries() -> Iterator[Query]:
        nonlocal read
        for query in itertools.cycle(QUERIES[:3]):
            read += 1
            yield query

    next(index.search_many(queries(), workers=1))

    assert read <= BLOCK
