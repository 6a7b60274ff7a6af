"""Many queries at once give what one at a time gives."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from wasl.screening.index import Index
from wasl.screening.index.bulk import BLOCK
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


def test_processes_give_the_same_in_the_same_order(index: Index, tmp_path: Path) -> None:
    one_by_one = [index.search(query) for query in QUERIES]
    assert list(index.search_many(QUERIES, workers=2)) == one_by_one

    saved = Index.build(PEOPLE, version="1")
    saved.save(tmp_path / "people.index")
    saved.add(Subject(id="late", names=("Quintavel Zylberstein",)))
    late = Query(names=("Quintavel Zylberstein",))
    assert [match.subject.id for match in next(saved.search_many([late], workers=2))] == ["late"]


def test_queries_are_read_as_they_are_needed(index: Index) -> None:
    read = 0

    def queries() -> Iterator[Query]:
        nonlocal read
        for query in itertools.cycle(QUERIES[:3]):
            read += 1
            yield query

    next(index.search_many(queries(), workers=1))

    assert read <= BLOCK
