"""Processes tell each other the forms they found; nothing is lost, and nobody reads what is not whole."""

from pathlib import Path

import numpy as np

from wasl.screening.index import Index
from wasl.screening.index.exchange import Exchange
from wasl.screening.index.expanding import Forms
from wasl.screening.index.searching import Searcher
from wasl.screening.index.segment import Segment
from wasl.screening.index.terms import Terms
from wasl.screening.subject import Query, Subject

PARTS = [("haddad",), ("الحداد", "حداد"), ("quux",)]
FORMS: list[Forms] = [
    (np.array([1, 4, 9], np.uint32), np.array([3.5, 24, -2], np.float32)),
    (np.array([7], np.uint32), np.array([9.25], np.float32)),
    (np.empty(0, np.uint32), np.empty(0, np.float32)),
]


def told(exchange: Exchange) -> dict[tuple[str, ...], tuple[list[int], list[float]]]:
    return {part: (numbers.tolist(), bits.tolist()) for part, (numbers, bits) in exchange.told()}


def test_what_one_tells_the_others_are_told_once(tmp_path: Path) -> None:
    one, other, third = (Exchange(tmp_path / "forms", 3) for _ in range(3))

    one.tell(PARTS, FORMS)
    other.tell([("late",)], FORMS[1:2])

    expected = {part: (forms[0].tolist(), forms[1].tolist()) for part, forms in zip(PARTS, FORMS, strict=True)}
    assert told(other) == expected
    assert told(third) == expected | {("late",): ([7], [9.25])}
    assert told(other) == told(third) == {}
    assert told(one) == {("late",): ([7], [9.25])}


def test_what_is_being_written_waits_until_it_is_whole(tmp_path: Path) -> None:
    one, other = Exchange(tmp_path, 2), Exchange(tmp_path, 2)
    one.tell(PARTS, FORMS)
    whole = (tmp_path / "0").read_bytes()

    (tmp_path / "0").write_bytes(whole + whole[:20])
    assert len(told(other)) == len(PARTS)
    (tmp_path / "0").write_bytes(whole + whole)
    assert len(told(other)) == len(PARTS)


def test_two_begin_at_opposite_ends_of_the_same_parts(tmp_path: Path) -> None:
    parts = [(f"part{number}",) for number in range(100)]
    one, other = (Exchange(tmp_path, 2).ordered(parts) for _ in range(2))

    assert sorted(one) == sorted(other) == sorted(parts)
    assert not {*one[:30]} & {*other[:30]}


def test_searchers_that_share_find_what_each_finds_alone(tmp_path: Path) -> None:
    names = ("Tariq Haddad", "Olga Primerova", "Jean Exemplier", "Ольга Примерова", "Tarik Hadad")
    segment = Segment.of(Subject(id=name, names=(name,)) for name in names)
    queries = [Query(names=(name,)) for name in (*names, "Tarek Haddad", "Olga Primerowa")]
    alone = Searcher(segment, segment.rarities, "1").search(queries, Terms(segment, 10, 0.7))
    sharing = [Searcher(segment, segment.rarities, "1") for _ in range(2)]
    for searcher in sharing:
        searcher.share(tmp_path, 2)

    halves = [sharing[0].search(queries[:4], Terms(segment, 10, 0.7))]
    halves += [searcher.search(queries, Terms(segment, 10, 0.7)) for searcher in reversed(sharing)]

    assert halves == [alone[:4], alone, alone]
    assert all(alone)


def test_changes_beside_the_file_are_found_by_processes_that_share(tmp_path: Path) -> None:
    saved = Index.build([Subject(id="1", names=("Tariq Haddad",))])
    saved.save(tmp_path / "index")
    saved.add(Subject(id="2", names=("Olga Primerova",)))
    queries = [Query(names=("Tarik Haddad",)), Query(names=("Olga Primerowa",))]

    assert list(saved.search_many(queries, workers=2)) == [saved.search(query) for query in queries]
