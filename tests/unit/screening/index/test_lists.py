"""Lists in arrays, beside what plain Python makes of them."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wasl.screening.index.lists import Lists, crossed, distinct, find, parted

NUMBERS = st.lists(st.integers(0, 40), max_size=30)


@given(NUMBERS)
def test_distinct_numbers_ascend(numbers: list[int]) -> None:
    assert distinct(np.array(numbers, np.uint32)).tolist() == sorted(set(numbers))


@given(NUMBERS, NUMBERS)
def test_numbers_are_found_where_they_stand(wanted: list[int], there: list[int]) -> None:
    ordered = np.array(sorted(set(there)), np.uint32)

    places, found = find(np.array(wanted, np.uint32), ordered)

    assert found.tolist() == [number in there for number in wanted]
    assert ordered[places[found]].tolist() == [number for number in wanted if number in there]


@given(st.lists(NUMBERS, max_size=6))
def test_items_are_parted_by_what_they_are_under(lists: list[list[int]]) -> None:
    items = np.array([item for each in lists for item in each], np.int64)
    under = np.array([number for number, each in enumerate(lists) for _ in each], np.int64)

    assert [each.tolist() for each in parted(items, under, len(lists))] == lists
    gathered, lengths = Lists.grouped(under.astype(np.uint32), items, len(lists)).gather(np.arange(len(lists)))
    assert (gathered.tolist(), lengths.tolist()) == (items.tolist(), [len(each) for each in lists])


RUNS = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4), st.integers(0, 9), st.integers(1, 4)), max_size=8)


@given(RUNS)
def test_runs_are_crossed_each_place_with_each(runs: list[tuple[int, int, int, int]]) -> None:
    one, ones, other, others = np.array(runs, np.int64).reshape(-1, 4).T

    left, right, begins = crossed(one, ones, other, others)

    pairs = [list(product(range(a, a + n), range(b, b + m))) for a, n, b, m in runs]
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [pair for each in pairs for pair in each]
    assert begins.tolist() == [sum(map(len, pairs[:number])) for number in range(len(pairs))]
