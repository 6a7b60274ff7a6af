"""Comparisons: their evidence is the computation, and the order of the two names does not count."""

import json
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wasl.screening.comparing import Pair, compare, compare_subject, name_evidence
from wasl.screening.evidence import STEP, Comparison, Row, concluded, replay
from wasl.screening.rarity import Rarity
from wasl.screening.subject import Document, Query, Subject
from wasl.screening.wording import LANGUAGES, rules, wording

PAIRS = [
    ("محمد نموذج الحداد", "Mohamed Nomouzaj El Haddad", "Person"),
    ("Karim bin Yusuf", "Yusuf bin Karim", "Person"),
    ("J. R. Linden", "Johan Rolf van der Linden", "Person"),
    ("Нина Павловна Белова", "BELOVA, Nina", "Person"),
    ("Nord Stern GmbH", "Nordstern LLC", "Company"),
    ("PLA", "People's Liberation Army", "Organization"),
    ("Blue Heron 3", "Blue Heron 4", "Vessel"),
    ("Omar", "Omar", "Person"),
    ("", "Omar", "Person"),
]


@pytest.mark.parametrize(("a", "b", "schema"), PAIRS)
def test_rows_add_up_and_replay(a: str, b: str, schema: str) -> None:
    found = compare(a, b, schema)
    stored = json.loads(json.dumps([asdict(row) for row in found.evidence]))
    assert replay([Row(**row) for row in stored]) == found.score
    assert sum(row.bits for row in found.evidence) == found.bits
    assert all((row.bits / STEP).is_integer() for row in found.evidence)


@pytest.mark.parametrize(("a", "b", "schema"), PAIRS)
def test_the_order_of_the_names_does_not_count(a: str, b: str, schema: str) -> None:
    one, other = compare(a, b, schema), compare(b, a, schema)
    assert one.score == other.score
    assert {row.turned() for row in other.evidence} == set(one.evidence)


@settings(deadline=None, max_examples=60)
@given(
    st.text("abdehiklmnoruy bdعبدمحنيк.'-", min_size=1, max_size=30),
    st.text("abdehiklmnoruy bdعبدمحنيк.'-", min_size=1, max_size=30),
)
def test_any_two_names_have_one_score(a: str, b: str) -> None:
    found = compare(a, b)
    assert 0 <= found.score <= 1
    assert compare(b, a).score == found.score
    assert replay(found.evidence) == found.score


@pytest.mark.parametrize(("a", "b", "schema"), PAIRS[:5])
def test_no_row_carries_a_name_alone(a: str, b: str, schema: str) -> None:
    speaking = [row.bits for row in compare(a, b, schema).evidence if row.bits > 0]
    assert max(speaking) <= 0.6 * sum(speaking) + len(speaking) * STEP


def test_every_rule_has_words_in_four_languages() -> None:
    for rule in rules():
        for language in LANGUAGES:
            assert wording(rule, language) != rule or (language == "en" and " " not in rule)
    assert wording("rarity", "de") == wording("rarity", "en")
    assert wording("unheard-of") == "unheard-of"
    for a, b, schema in PAIRS:
        assert {row.rule for row in compare(a, b, schema).evidence} <= set(rules())


def karim(**facts: object) -> Subject:
    return Subject(id="1", names=("Karim Yusuf Haddad",), **facts)  # type: ignore[arg-type]


def asked(**facts: object) -> Query:
    return Query(names=("كريم يوسف حداد",), **facts)  # type: ignore[arg-type]


def test_a_birth_date_adds_and_takes_away() -> None:
    alone = compare_subject(asked(), karim())
    same = compare_subject(asked(birth_dates=["1971-03-04"]), karim(birth_dates=["1971-03-04"]))
    other = compare_subject(asked(birth_dates=["1971-03-04"]), karim(birth_dates=["1938-11-20"]))
    assert same.score > alone.score > other.score
    assert other.score < 0.7


def test_a_document_speaks_where_names_do_not() -> None:
    document = Document(number="K1234567", kind="passport", country="jo")
    name = Query(names=("Someone Else",), documents=(document,))
    assert compare_subject(name, karim(documents=[document])).bits > compare_subject(name, karim()).bits + 5


def test_the_best_of_several_names_counts_and_a_weak_one_less() -> None:
    several = Subject(id="1", names=("Somebody Other", "Karim Yusuf Haddad"))
    weak = Subject(id="1", names=("Somebody Other",), weak_names=("Karim Yusuf Haddad",))
    assert compare_subject(asked(), several).score == compare_subject(asked(), karim()).score
    assert compare_subject(asked(), weak).score < compare_subject(asked(), several).score


def test_versions_are_said() -> None:
    assert "names/" in compare("Karim", "Karim").model
    assert "tokens/" in compare("Karim", "Karim").model


def test_an_alert_is_a_score_of_seven_tenths() -> None:
    assert Comparison(0.7, 1.3, (), "").alert
    assert not Comparison(0.69, 1.1, (), "").alert


def test_an_acronym_is_told_letter_by_letter() -> None:
    rows = compare("PLA", "People's Liberation Army", "Organization").evidence
    assert [(row.query, row.subject) for row in rows] == [("p", "peoples"), ("l", "liberation"), ("a", "army")]
    assert {row.rule for row in compare("PLA", "Blue Heron Shipping", "Organization").evidence} != {"acronym"}


def test_company_changes_nothing() -> None:
    pairs = [Pair(*pair) for pair in PAIRS]
    together = name_evidence(pairs, Rarity.shipped())
    assert [concluded(rows, "").bits for rows in together] == [compare(*pair).bits for pair in PAIRS]
