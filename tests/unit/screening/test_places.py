"""Countries by code and name; nationality, place and sex as evidence."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import public_data
from wasl.screening.places import (
    BITS,
    compare_places,
    country,
    three_letters,
    weigh_countries,
    weigh_nationalities,
    weigh_places,
    weigh_sex,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("fr", "fr"),
        ("FRA", "fr"),
        ("France", "fr"),
        ("République française", "fr"),
        ("فرنسا", "fr"),
        ("D<<", "de"),
        ("GBD", "gb"),
        ("RKS", "xk"),
        ("Iran (Islamic Republic of)", "ir"),
        ("Islamic Republic of Iran", "ir"),
        ("Korea, Democratic People's Republic of", "kp"),
        ("Republic of Korea", "kr"),
        ("Democratic Republic of the Congo", "cd"),
        ("Dominican Republic", "do"),
        ("Dominica", "dm"),
        ("Niger", "ne"),
        ("Nigeria", "ng"),
        ("Türkiye", "tr"),
        ("Turkey", "tr"),
        ("Syrian Arab Republic", "sy"),
        ("الجمهورية العربية السورية", "sy"),
        ("U.S.A.", "us"),
        ("USSR", "su"),
        ("St. Lucia", "lc"),
        ("UTO", ""),
        ("XXA", ""),
        ("Republic", ""),
        ("Atlantis", ""),
        ("", ""),
    ],
)
def test_a_country_is_known_by_its_codes_and_names(text: str, code: str) -> None:
    assert country(text) == code


def test_codes_go_there_and_back() -> None:
    assert three_letters("fr") == "FRA"
    assert country(three_letters("xk")) == "xk"
    assert three_letters("su") == ""


def test_the_names_of_the_members_are_known() -> None:
    path = public_data.path("interpol/members.csv")
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    assert all(country(row[column]) == row["iso2"].lower() for row in rows for column in ("iso2", "iso3"))
    for column, share in (("name", 1.0), ("name_fr", 0.95), ("name_es", 0.95), ("name_ar", 0.8)):
        known = sum(country(row[column]) == row["iso2"].lower() for row in rows)
        assert known >= share * len(rows) - 1, column


def test_nationality_agrees_differs_or_is_not_known() -> None:
    same = weigh_nationalities(("IRN", "fr"), ("ir",))
    assert same
    assert (same.query, same.subject, same.rule) == ("IRN", "ir", "nationality")
    differs = weigh_nationalities(("fr",), ("ir",))
    assert differs
    assert differs.rule == "nationality-differs"
    assert differs.bits < 0 < same.bits
    assert weigh_nationalities(("fr",), ()) is None
    assert weigh_nationalities(("UTO",), ("ir",)) is None


def test_a_state_that_is_no_more_lives_on_in_those_that_followed() -> None:
    successor = weigh_nationalities(("su",), ("ua",))
    assert successor
    assert successor.rule == "nationality-successor"
    assert weigh_nationalities(("ua",), ("su",)) == successor._replace(query="ua", subject="su")


def test_residence_says_less_than_nationality() -> None:
    residence = weigh_countries(("fr",), ("de",))
    assert residence
    assert BITS["nationality-differs"] < residence.bits < 0


@pytest.mark.parametrize(
    ("one", "other", "rule"), [("F", "female", "sex"), ("M", "male", "sex"), ("F", "male", "sex-differs")]
)
def test_sex(one: str, other: str, rule: str) -> None:
    found = weigh_sex(one, other)
    assert found
    assert found.rule == rule
    assert weigh_sex(one, "") is None
    assert weigh_sex("X", other) is None


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        ("Basra, Iraq", "BASRA", "place"),
        ("Basra, Iraq", "Iraq; Basra", "place"),
        ("Moscow, USSR", "Moscow, Russia", "place"),
        ("Baghdad, Iraq", "Bagdad", "place-alike"),
        ("Baghdad, Iraq", "بغداد، العراق", "place-alike"),
        ("Kazan", "Казань", "place"),
        ("Basra, Iraq", "Mosul, Iraq", "place-differs"),
        ("Basra, Iraq", "Iraq", "place-country"),
        ("Basra, Iraq", "Aleppo, Syria", "place-country-differs"),
        ("Tripoli, Libya", "Tripoli, Lebanon", "place-country-differs"),
    ],
)
def test_places_of_birth(one: str, other: str, rule: str) -> None:
    found = compare_places(one, other)
    assert found
    assert found == compare_places(other, one)
    assert found == (rule, BITS[rule])


def test_a_place_without_a_locality_in_common_says_nothing() -> None:
    assert compare_places("Basra", "Iraq") is None
    assert weigh_places(("Basra",), ()) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_noise_never_fails(one: str, other: str) -> None:
    assert compare_places(one, other) == compare_places(other, one)
    assert country(one) == country(one.upper()) or not one.isascii()


def test_long_places_and_many_of_them_cost_no_more_than_a_few() -> None:
    assert country("a" * 10_000) == ""
    many = tuple(f"Town {number}, Iraq" for number in range(500))
    assert weigh_places(many, many)
    assert weigh_places(("a," * 5_000,), ("b," * 5_000,))
