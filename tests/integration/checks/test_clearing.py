"""Whom a clearance covers: never a name alone, never another's document, never the person listed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.integration.checks.specimens import CLEARED, MARWAN, cleared, listed, renewed
from tests.world import World
from wasl.checks import queries
from wasl.checks.clearing import Clearances, covers, tells_apart
from wasl.screening import Document, Query, Subject

NAME = "Marwan Specimenov"
PERSON = CLEARED.model_dump(mode="json")
LISTED = Subject(id="specimens:1", names=(NAME,), birth_dates=("1974-03-12",))
PASSPORT = Document("SP123456", "passport", "ma")
STATES = ("ma", "fr", "br", "jp", "sn", "")


def _covered(listed: Subject = LISTED, **asked: Any) -> bool:
    return covers(PERSON, Query(**asked), listed)


@pytest.mark.parametrize(
    ("asked", "is_covered"),
    [
        pytest.param({"names": (NAME,)}, False, id="a name alone"),
        pytest.param({"names": (NAME,), "nationalities": ("ma",)}, False, id="a name and a nationality"),
        pytest.param({"names": (NAME,), "birth_dates": ("1990",)}, False, id="the year of birth"),
        pytest.param({"names": (NAME,), "birth_dates": ("1974-03-12",)}, False, id="born as the one listed"),
        pytest.param({"names": (NAME,), "birth_dates": ("1990-05-04",)}, True, id="name and date of birth"),
        pytest.param({"names": ("مروان سبيسيمينوف",), "birth_dates": ("1990-05-04",)}, True, id="in another script"),
        pytest.param({"names": ("Specimenov",), "birth_dates": ("1990-05-04",)}, False, id="half of the name"),
        pytest.param({"names": ("M. Specimenov",), "birth_dates": ("1990-05-04",)}, False, id="an initial"),
        pytest.param({"names": ("Marwan Ali Specimenov",), "birth_dates": ("1990-05-04",)}, True, id="one name more"),
        pytest.param({"names": ("Omar Haddad",), "birth_dates": ("1990-05-04",)}, False, id="born on the same day"),
        pytest.param({"birth_dates": ("1990-05-04",)}, False, id="a date alone"),
        pytest.param({"documents": (PASSPORT,)}, True, id="the document"),
        pytest.param({"documents": (Document("sp 123456", country="MAR"),)}, True, id="the document written otherwise"),
        pytest.param({"documents": (Document("SP123456"),)}, False, id="the number without its state"),
        pytest.param({"names": (NAME,), "documents": (Document("SP123456"),)}, True, id="the number and the name"),
        pytest.param({"names": (NAME,), "documents": (Document("SP123456", country="fr"),)}, False, id="another state"),
        pytest.param(
            {"names": (NAME,), "documents": (Document("SP123457", country="ma"),)}, False, id="another number"
        ),
    ],
)
def test_who_is_covered(asked: dict[str, Any], is_covered: bool) -> None:
    assert _covered(**asked) is is_covered


def test_a_date_or_a_document_that_is_also_the_listed_ones_tells_nobody_apart() -> None:
    by_date = {"names": (NAME,), "birth_dates": ("1990-05-04",)}
    for born in ("1990-05-04", "1990", "1990-05", "1990-04-05"):
        assert not _covered(Subject(id="specimens:1", names=(NAME,), birth_dates=(born,)), **by_date)
    assert _covered(Subject(id="specimens:1", names=(NAME,)), **by_date)

    assert not tells_apart({**PERSON, "documents": []}, Subject(id="specimens:1", birth_dates=("1990",)))
    assert tells_apart({**PERSON, "documents": []}, LISTED)

    same_paper = Subject(id="specimens:1", names=(NAME,), documents=(Document("SP123456"),))
    assert not _covered(same_paper, documents=(PASSPORT,))
    assert not tells_apart({**PERSON, "birth_date": None}, same_paper)


@given(
    st.sampled_from(["1990-05-04", "1974-03-12", "1990", "1990-05", "1990-04-05", "1960-01-01", ""]),
    st.sampled_from(["SP123456", "XX999", ""]),
    st.sampled_from(["1974-03-12", "1990-05-04", ""]),
    st.sampled_from(["SP123456", "XX999", ""]),
)
def test_who_is_not_told_apart_is_never_covered(born: str, paper: str, said: str, number: str) -> None:
    """So an act that says too little does no harm: its rule need not refuse it, and tell by that what a list says."""
    one = Subject(
        id="specimens:1",
        names=(NAME,),
        birth_dates=tuple(filter(None, [born])),
        documents=tuple(Document(each, "passport", "ma") for each in filter(None, [paper])),
    )
    papers = [{"number": number, "country": "ma"}] if number else []
    person = {**PERSON, "birth_date": said or None, "documents": papers}
    query = Query(
        names=(NAME,),
        birth_dates=tuple(filter(None, [said])),
        documents=tuple(Document(each, "passport", "ma") for each in filter(None, [number])),
    )
    assert tells_apart(person, one) or not covers(person, query, one)


def test_whoever_brings_something_of_the_one_listed_is_not_covered() -> None:
    listed_too = Subject(
        id="specimens:1", names=(NAME,), birth_dates=("1974-03-12",), documents=(Document("XX999", "passport", "ma"),)
    )
    assert _covered(listed_too, documents=(PASSPORT,))
    assert not _covered(listed_too, documents=(PASSPORT, Document("XX999")))
    assert not _covered(listed_too, names=(NAME,), documents=(PASSPORT,), birth_dates=("1974-03-12",))


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=3), st.sampled_from([(), ("ma",), ("fr",)]))
def test_a_name_never_clears(names: list[str], nationalities: tuple[str, ...]) -> None:
    """Whatever the name is: the cleared person's own among them."""
    assert not _covered(names=(*names, NAME), nationalities=nationalities)


@given(st.from_regex(r"[A-Z]{0,2}[0-9]{5,9}", fullmatch=True), st.sampled_from(STATES))
def test_another_document_never_clears(number: str, state: str) -> None:
    if number != "SP123456":
        assert not _covered(names=(NAME,), documents=(Document(number, "passport", state),))


def _cleared(world: World, query: Query, party: str = "MA") -> int | None:
    entries = queries.listed(["specimens:1"])
    found = Clearances(party, entries, world.now).of("specimens:1", query)
    return found.entry if found else None


def test_a_clearance_holds_until_it_ends_and_while_the_entry_says_the_same(world: World) -> None:
    watch_list = listed(world)
    entry = cleared(world)
    query = Query(names=(NAME,), documents=(PASSPORT,))
    assert _cleared(world, query) == entry

    renewed(world, watch_list, (MARWAN | {"nationality": "fr"},))
    assert _cleared(world, query) is None
    renewed(world, watch_list)
    assert _cleared(world, query) == entry

    world.pass_time(days=30)
    assert _cleared(world, query) is None


def test_the_newest_of_those_that_a_party_sees_counts(world: World) -> None:
    listed(world)
    shared, own = cleared(world, shared=True), cleared(world)
    query = Query(documents=(PASSPORT,))

    assert (_cleared(world, query), _cleared(world, query, "FR")) == (own, shared)
