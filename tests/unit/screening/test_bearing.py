"""Who bears a name of one part: in every spelling and script, and nobody else. All names are invented."""

import pytest

from tests import public_data
from wasl.checks import reading
from wasl.screening import Index, Query, Subject
from wasl.screening.bearing import NAMES_MAX, borne, may_be, parts_alone

SPELT = [
    ("Haddad", "Mohamed Specimen El Haddad"),
    ("Haddad", "محمد نموذج الحداد"),
    ("El-Haddad", "Хаддад Специмен"),
    ("الحداد", "Salma Specimen Haddad"),
    ("الحداد", "Yusuf al Hadad Specimen Benali"),
    ("Eriksson", "Anna Maria Specimen Eriksson"),
    ("Müller", "Erika Specimen Mueller"),
    ("Yusuf", "Youssef Specimen Primer"),
    ("Иванов", "Ivan Specimen Ivanov"),
    ("김", "Kim Specimen Gyeonbon"),
    ("Abd al-Rahman", "عبد الرحمن نموذج"),
    ("佐藤", "Sato Specimen"),
]
OTHERS = [
    ("Haddad", "Khaled Specimen Hamad"),
    ("Haddad", "هدى نموذج صالح"),
    ("Nasser", "Yasser Specimen Primer"),
    ("Khan", "Chan Specimen"),
    ("Masri", "Specimen al-Hasri"),
    ("Salma", "Salim Specimen"),
    ("Petrov", "Peter Specimen"),
    ("Иванов", "Yuan Specimen"),
    ("Haddad", "H. Specimen"),
]


def _asked(*names: str, schema: str = "Thing") -> Query:
    return Query(schema=schema, names=names)


def _bears(asked: str, *names: str, schema: str = "Person") -> bool:
    return borne(parts_alone([_asked(asked)]), Subject(id="S", schema=schema, names=names)) is not None


@pytest.mark.parametrize(("asked", "name"), SPELT)
def test_whoever_bears_the_name_in_any_spelling_is_told(asked: str, name: str) -> None:
    assert _bears(asked, name)


@pytest.mark.parametrize(("asked", "name"), OTHERS)
def test_whoever_bears_it_in_none_is_not(asked: str, name: str) -> None:
    assert not _bears(asked, name)


def test_the_name_that_holds_it_best_is_told_with_its_part() -> None:
    subject = Subject(id="S", names=("Marwan Specimenov",), weak_names=("Marwan Hadad", "Marwan al-Haddad Specimen"))
    found = borne(parts_alone([_asked("Haddad")]), subject)

    assert found
    assert (found.name, found.part) == ("Marwan al-Haddad Specimen", "haddad")


@pytest.mark.parametrize(
    ("names", "parts"),
    [
        (("Haddad",), 1),
        (("Dr. Haddad",), 1),
        (("bin Laden",), 1),
        (("Haddad 1974",), 1),
        (("Haddad", "الحداد"), 2),
        (("Mohamed Haddad",), 0),
        (("Haddad", "Mohamed Haddad"), 0),
        (("H.",), 0),
        (("1974",), 0),
        (("محمد الحداد",), 0),
        ((), 0),
    ],
)
def test_only_names_of_a_single_part_are_asked_for_so(names: tuple[str, ...], parts: int) -> None:
    assert len(parts_alone([_asked(*names)])) == parts


def test_words_of_an_organisation_are_held_to_more_than_resemblance() -> None:
    assert not _bears("Nasser", "جبهة النصرة", schema="Organization")
    assert _bears("Nasser", "Nasser Specimen Trading LLC", schema="Organization")


def test_a_date_that_speaks_against_somebody_leaves_them_out() -> None:
    subject = Subject(id="S", names=("Marwan Haddad",), birth_dates=("1974-03-12",))

    said = [may_be(Query(names=("Haddad",), birth_dates=dates), subject) for dates in ((), ("1974",), ("1931-07-30",))]
    assert said == [True, True, False]


def test_of_a_subject_with_very_many_names_the_first_are_looked_at() -> None:
    names = (*(f"Specimen{number} Primer" for number in range(NAMES_MAX)), "Marwan Haddad")

    assert not _bears("Haddad", *names)
    assert _bears("Haddad", *names[1:])


@pytest.mark.parametrize(
    ("asked", "spellings"),
    [
        ("Al-Masri", {"masri", "المصري", "masli"}),
        ("Yusuf", {"yusuf", "yusef", "yousef", "yousuf", "youssef", "يوسف"}),
        ("Khan", {"khan", "خان"}),
        ("Zawahiri", {"zawahiri", "الظواهري"}),
        ("Eriksson", set()),
        ("Smith", set()),
    ],
)
def test_of_a_published_list_those_are_told_who_bear_the_name(un_index: Index, asked: str, spellings: set[str]) -> None:
    parts = parts_alone([_asked(asked)])
    others = un_index.search(_asked(asked), limit=100, threshold=0.0)

    found = [name.part for match in others if (name := borne(parts, match.subject))]
    assert set(found) <= spellings
    assert bool(found) == bool(spellings)


@pytest.fixture(scope="module")
def un_index() -> Index:
    """The list of the Security Council."""
    path = public_data.path("un_sc_list/consolidated_2026-02-27.xml.gz")
    with reading.opened("un-sc", path) as files:
        return Index.build(entry.subject for entry in reading.entries("un-sc", files))
