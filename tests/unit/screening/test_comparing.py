"""Comparisons: their evidence is the computation, and the order of the two names does not count."""

import json
from dataclasses import asdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.screening.test_pitfalls import COMMON, OTHER, SAME
from wasl.screening.choosing import likeliest
from wasl.screening.comparing import NAMES_MAX, Pair, compare, compare_subject, name_evidence
from wasl.screening.evidence import STEP, THRESHOLD, Comparison, Row, concluded, replay
from wasl.screening.explaining import SHARE_MAX, shared_out
from wasl.screening.index import Index
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


GIVEN = ["John", "Mohamed", "Wei", "Nomouzaj", "Abu Bakr"]
FAMILY = ["Smith", "Ali", "Wang", "al-Specimeni", "Garcia Velder"]


WHOLE = [f"{given} {family}" for given, family in product(GIVEN, FAMILY)]


def test_no_row_carries_a_name_alone() -> None:
    """Of the pitfalls and of names made of every two parts, each of several parts that comes to bits for one name.

    No row is above 60 % of the total; where something speaks against the name, of what it speaks against.
    """
    made = [(a, b, "Person") for a, b in product(WHOLE, WHOLE)]
    common = [(a, b, "Person") for a, b in COMMON]
    judged: dict[bool, dict[tuple[str, str, str], float]] = {False: {}, True: {}}
    for a, b, schema in (*PAIRS, *SAME, *OTHER, *common, *made):
        found = compare(a, b, schema)
        rows = found.evidence
        if len([row for row in rows if row.query and row.subject and row.rule != "weakest"]) > 1 and found.bits > 0:
            against = sum(row.bits for row in rows if row.bits < 0)
            most = max(row.bits for row in rows) - len(rows) * STEP
            judged[against < 0][a, b, schema] = most / (found.bits - against)
    assert len(judged[False]) > 50
    assert len(judged[True]) > 5
    for shares in judged.values():
        assert {pair: share for pair, share in shares.items() if share > SHARE_MAX} == {}


@given(st.lists(st.floats(0.5, 12), min_size=2, max_size=6), st.floats(0, 0.99), st.floats(0, 0.5))
def test_what_concerns_all_parts_is_shared_so_that_none_carries_the_name(
    speaking: list[float], lost: float, given: float
) -> None:
    taken = -lost * sum(speaking)
    left = shared_out(speaking, taken, given)

    assert sum(left) == pytest.approx(sum(speaking) + taken)
    assert min(left) >= 0
    assert sum(max(0.0, after - before) for before, after in zip(speaking, left, strict=True)) <= given + 1e-9
    kept, others = left[speaking.index(max(speaking))], sum(speaking) - max(speaking)
    assert kept <= max(speaking)
    assert kept <= max(SHARE_MAX * sum(left), max(speaking) + taken - given) + 1e-9
    if kept < max(speaking) * sum(left) / sum(speaking) - 1e-9:
        assert kept >= SHARE_MAX * sum(left) - 1e-9
        assert sum(left) - kept <= others + given + 1e-9


def test_one_part_has_one_row_and_says_when_many_names_have_it() -> None:
    rows = compare("Mohamed Nomouzaj", "Muhamad Nomouzaj").evidence
    assert [(row.query, row.rule) for row in rows] == [("mohamed", "variant-of-many"), ("nomouzaj", "same")]
    assert wording("variant-of-many", "es") == f"{wording('variant', 'es')}; muchos nombres lo tienen"


@pytest.mark.parametrize("given_name", GIVEN)
@pytest.mark.parametrize("family", FAMILY)
def test_an_initial_says_no_more_than_the_whole_name(given_name: str, family: str) -> None:
    whole, short = f"{given_name} {family}", f"{given_name[0]} {family}"

    assert compare(short, short).score <= compare(short, whole).score <= compare(whole, whole).score


def test_an_initial_with_the_same_birth_date_is_an_alert() -> None:
    born = ["1971-03-04"]
    for name in ("J Smith", "John Smith"):
        listed = Subject(id="1", names=("John Smith",), birth_dates=born)
        assert compare_subject(Query(names=(name,), birth_dates=born), listed).alert


def test_an_initial_never_carries_a_name() -> None:
    rows = compare("Anna Maria Specimen", "A Specimen Velder").evidence
    (initial,) = [row.bits for row in rows if row.rule == "initial"]
    assert initial <= 0.6 * sum(row.bits for row in rows if row.bits > 0)


@pytest.mark.parametrize(("a", "b"), [("Sukarno", "Sukamto"), ("Sukarno", "Velder"), ("Karim Haddad", "Nabil Haddad")])
def test_what_is_told_as_another_name_never_speaks_for_one(a: str, b: str) -> None:
    rows = compare(a, b).evidence
    differing = [row.bits for row in rows if row.rule == "differs"]
    assert differing
    assert max(differing) < 0


def test_every_rule_has_words_in_four_languages() -> None:
    for rule in rules():
        for language in LANGUAGES:
            assert wording(rule, language) != rule or (language == "en" and " " not in rule)
    assert wording("common", "de") == wording("common", "en")
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


@pytest.mark.parametrize("name", ["Nedra Kaplin", "Karim Nomouzaj", "Tomás Velder Quist"])
def test_other_names_are_no_match_for_one_birth_date(name: str) -> None:
    born = ["1971-03-04"]
    found = compare_subject(
        Query(names=(name,), birth_dates=born), Subject(id="1", names=("Karim Mansour",), birth_dates=born)
    )
    assert found.score < THRESHOLD
    assert replay(found.evidence) == found.score
    assert {"date", "by-chance"} <= {row.rule for row in found.evidence}


def test_facts_that_agree_never_count_against() -> None:
    born = ["1971-03-04"]
    other = Query(names=("Nedra Kaplin",))
    with_date = Query(names=("Nedra Kaplin",), birth_dates=born)
    assert compare_subject(with_date, karim(birth_dates=born)).bits >= compare_subject(other, karim()).bits


def test_a_document_speaks_where_names_do_not() -> None:
    document = Document(number="K1234567", kind="passport", country="jo")
    name = Query(names=("Someone Else",), documents=(document,))
    assert compare_subject(name, karim(documents=[document])).bits > compare_subject(name, karim()).bits + 5


def test_the_best_of_several_names_counts_and_a_weak_one_less() -> None:
    several = Subject(id="1", names=("Somebody Other", "Karim Yusuf Haddad"))
    weak = Subject(id="1", names=("Somebody Other",), weak_names=("Karim Yusuf Haddad",))
    assert compare_subject(asked(), several).score == compare_subject(asked(), karim()).score
    assert compare_subject(asked(), weak).score < compare_subject(asked(), several).score


SYLLABLES = ("ba", "ka", "mo", "ha", "ri", "nu", "zel", "tar", "vin", "os", "dra", "fi", "lu", "gen", "sha")


def invented(number: int) -> str:
    """A name of two words that no other number has."""
    several = [SYLLABLES[number // len(SYLLABLES) ** place % len(SYLLABLES)] for place in range(4)]
    return f"{several[0]}{several[1]}{several[2]} {several[3]}{several[1]}specimen"


def test_every_one_of_very_many_names_is_found_as_a_search_finds_it() -> None:
    names = tuple(invented(37 * number) for number in range(500))
    listed = Subject(id="1", names=names[:400], weak_names=names[400:])
    index = Index.build([listed])
    rarity = index.rarities["Person"]
    for name in names[::41]:
        found = compare_subject(Query(names=(name,)), listed, rarity)
        (match,) = index.search(Query(names=(name,)))
        assert match.score == found.score
    assert compare_subject(Query(names=(f"{names[24]}x",)), listed).alert
    assert compare_subject(Query(names=("Nomouzaj Mansour",)), listed).score < 0.1


def test_of_very_many_names_those_are_compared_that_share_the_rarest_words() -> None:
    names = [f"Mohamed {invented(number)}" for number in range(300)]
    listed = [*names, "Mohamad Namudhaj", "نموذج محمد", "Nomouzajmohamed", "Mohamed"]
    found = likeliest(["Mohamed Nomouzaj"], listed, NAMES_MAX, Rarity.shipped())
    assert len(found) == NAMES_MAX
    assert found == sorted(found)
    assert {300, 301, 303} <= set(found)
    assert 302 in likeliest(["Nomouzaj Mohamed"], listed, NAMES_MAX, Rarity.shipped())
    assert likeliest(["Mohamed"], listed[:3], NAMES_MAX, Rarity.shipped()) == [0, 1, 2]


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


def test_names_that_say_less_than_is_wanted_have_no_rows() -> None:
    pairs = [Pair("Tariq Haddad", "Tarek Hadad", "Person"), Pair("Tariq Haddad", "Tariq Primerova", "Person")]
    alike, apart = name_evidence(pairs, Rarity.shipped())
    assert concluded(alike, "").bits > 0 > concluded(apart, "").bits

    assert name_evidence(pairs, Rarity.shipped(), [0.0, 0.0]) == [alike, []]
    assert name_evidence(pairs, Rarity.shipped(), [-30.0, -30.0]) == [alike, apart]
