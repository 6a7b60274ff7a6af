"""What changed between two editions, and that entries are kept and hashed by what they say."""

from dataclasses import replace
from random import Random
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.checks import lists
from wasl.checks.reading import Entry, FieldChange, ReadList, Unread, differences, from_json, to_json
from wasl.screening.subject import Document, Identifier, Subject

WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
SOME = st.lists(WORDS, max_size=3).map(tuple)
SUBJECTS = st.builds(
    Subject,
    id=st.sampled_from("abcdef"),
    names=st.lists(WORDS, min_size=1, max_size=4).map(tuple),
    weak_names=SOME,
    birth_dates=SOME,
    nationalities=SOME,
    documents=st.lists(st.builds(Document, WORDS, WORDS, WORDS), max_size=2).map(tuple),
    identifiers=st.lists(st.builds(Identifier, WORDS, WORDS), max_size=2).map(tuple),
    lists=SOME,
)
ENTRIES = st.builds(
    Entry,
    subject=SUBJECTS,
    shown=st.dictionaries(st.sampled_from(["remarks", "listed"]), SOME).map(MappingProxyType),
    unread=st.lists(st.builds(Unread, WORDS, WORDS), max_size=2).map(tuple),
    line=st.integers(0, 10),
)
EDITIONS = st.lists(ENTRIES, max_size=6, unique_by=lambda entry: entry.id)


def entry(own_id: str = "a", *names: str, **facts: tuple[str, ...]) -> Entry:
    return Entry(Subject(id=own_id, names=names or ("Samir",), **facts))


def test_added_changed_and_delisted() -> None:
    before = [entry("b"), entry("a", "Samir", birth_dates=("1958",)), entry("c")]
    after = [entry("d"), entry("c"), entry("a", "Samir", "Samer", birth_dates=("1958-12",))]

    found = differences(before, after)

    assert [each.id for each in found.added] == ["d"]
    assert [each.id for each in found.delisted] == ["b"]
    assert [each.entry.id for each in found.changed] == ["a"]
    assert found.changed[0].changes == (
        FieldChange("birth_dates", ("1958",), ("1958-12",)),
        FieldChange("names", (), ("Samer",)),
    )
    assert found.unchanged == 1


def test_words_for_people_are_told_as_such() -> None:
    found = differences(
        [Entry(entry().subject, {"remarks": ("one",)})], [Entry(entry().subject, {"remarks": ("two",)})]
    )
    assert found.changed[0].changes == (FieldChange("shown.remarks", ("one",), ("two",)),)


def test_another_first_name_is_a_change_though_the_names_are_the_same() -> None:
    found = differences([entry("a", "Samir", "Samer")], [entry("a", "Samer", "Samir")])
    assert found.changed[0].changes == (FieldChange("name", ("Samir",), ("Samer",)),)


def test_another_line_or_order_is_no_change() -> None:
    one = Entry(Subject(id="a", names=("N", "O", "P"), birth_dates=("1958", "1959")), line=3)
    two = Entry(Subject(id="a", names=("N", "P", "O"), birth_dates=("1959", "1958")), line=9)
    assert one.digest() == two.digest()
    assert not differences([one], [two]).changed


@given(EDITIONS, EDITIONS, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_difference_depends_on_what_is_said_alone(before: list[Entry], after: list[Entry], random: Random) -> None:
    found = differences(before, after)
    shuffled = differences(random.sample(before, len(before)), random.sample(after, len(after)))

    assert found == shuffled
    assert len(found.added) + len(found.changed) + found.unchanged == len(after)
    assert len(found.delisted) + len(found.changed) + found.unchanged == len(before)
    earlier = {each.id: each.digest() for each in before}
    changed = {each.entry.id for each in found.changed}
    assert {each.id for each in after if earlier.get(each.id, each.digest()) != each.digest()} == changed


@given(EDITIONS)
@settings(deadline=None)
def test_an_edition_does_not_differ_from_itself(edition: list[Entry]) -> None:
    found = differences(edition, edition)
    assert (found.added, found.changed, found.delisted) == ((), (), ())


@given(ENTRIES)
@settings(deadline=None)
def test_an_entry_comes_back_as_it_was_kept(kept: Entry) -> None:
    back = from_json(to_json(kept))
    assert (back, back.line, back.digest()) == (kept, kept.line, kept.digest())


@given(ENTRIES, st.sampled_from(["weak_names", "birth_dates", "places", "countries"]))
@settings(deadline=None)
def test_whatever_is_said_besides_gives_another_hash(kept: Entry, fact: str) -> None:
    more = {fact: (*getattr(kept.subject, fact), "something that no strategy says")}
    assert replace(kept, subject=replace(kept.subject, **more)).digest() != kept.digest()


@pytest.mark.parametrize(
    ("before", "after", "added", "delisted"),
    [("2017-07-03", "2018-10-29", 95, 23), ("2018-10-29", "2026-02-27", 111, 201)],
)
def test_published_editions(before: str, after: str, added: int, delisted: int) -> None:
    earlier, later = lists.un_list(before), lists.un_list(after)

    found = differences(earlier.entries, later.entries)

    assert (len(found.added), len(found.delisted)) == (added, delisted)
    words_alone = [each for each in found.changed if all(one.field.startswith("shown.") for one in each.changes)]
    assert 0 < len(words_alone) < len(found.changed)
    kept = [from_json(to_json(each)) for each in later.entries]
    assert kept == list(later.entries)
    assert ReadList(tuple(reversed(kept))).digest() == later.digest()
