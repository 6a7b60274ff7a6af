"""What people read of entries and of evidence: dates as far as known, states by name, rules in words, bars."""

import pytest
from django.utils.translation import override

from wasl.checks.reading import SHOWN, Entry
from wasl.checks.wording import entry as entries
from wasl.checks.wording import evidence
from wasl.checks.wording.written import Written
from wasl.screening import Row, Subject, compare_subject
from wasl.screening.identifiers import KINDS
from wasl.screening.subject import SCHEMATA
from wasl.screening.wording import LANGUAGES, rules

KADER = Subject(id="specimens:1", names=("Mohamed SPECIMEN Kader",), birth_dates=("1974-03-12",), nationalities=("ma",))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1974-03-12", "12 March 1974"),
        ("1974-03", "March 1974"),
        ("1974", "1974"),
        ("~1974", "about 1974"),
        ("1970/1975", "1970–1975"),
        ("1396-05-12 solar-hijri", "1396-05-12 Solar Hijri"),
        ("1974-13-45", "1974-13-45"),
        ("in his youth", "in his youth"),
        ("", ""),
    ],
)
def test_a_date_is_shown_as_far_as_it_is_known(text: str, shown: str) -> None:
    with override("en"):
        assert entries.day(text) == shown


def test_states_are_named_in_the_readers_language_and_what_is_none_stays() -> None:
    named = {}
    for language in LANGUAGES:
        with override(language):
            named[language] = entries.state("ma")
    assert named == {"en": "Morocco", "fr": "Maroc", "es": "Marruecos", "ar": "المغرب"}
    with override("en"):
        assert (entries.state("xk"), entries.state("qq")) == ("Kosovo", "QQ")


def test_everything_that_a_list_can_say_has_a_heading_and_every_kind_a_name() -> None:
    assert set(SHOWN) == set(entries.HEADINGS)
    assert set(KINDS) <= set(entries.READINGS)
    assert set(SCHEMATA) <= set(entries.SCHEMATA)


def test_an_entry_without_a_name_goes_by_its_reference() -> None:
    assert entries.name_of(Entry(Subject(id="specimens:S-1"))) == "S-1"


def test_the_rules_that_pages_tell_apart_are_rules() -> None:
    known = {*rules(), *evidence.BY_US}
    told = evidence.PAIRED | evidence.UNLIKE | evidence.LEFT_OUT | evidence.SILENT
    assert told <= known
    for language in LANGUAGES:
        with override(language):
            assert all(str(evidence.rule_in_words(rule)) not in ("", rule) for rule in rules())


def test_why_pairs_the_parts_and_says_what_is_left_out_and_what_contradicts() -> None:
    rows = [
        Row("mohamed", "محمد", "same-across-scripts-of-many", 2.0),
        Row("kadar", "hadad", "differs", -3.0),
        Row("", "bensouda", "left-out", -1.0),
        Row("", "", "base", -2.0),
        Row("1974", "1975", "date-year-near", 0.5),
        Row("", "", "common", -0.4),
        Row("", "gertrud", "left-out", -0.1),
        Row("fr", "ma", "nationality-differs", -1.5),
    ]

    with override("en"):
        said = evidence.why(rows)

    assert [(pair.query, pair.subject, pair.agree) for pair in said.pairs] == [
        ("mohamed", "محمد", True),
        ("kadar", "hadad", False),
    ]
    assert (said.only_asked, said.only_listed) == ((), ("bensouda",))
    assert said.facts == (("a year apart", True), ("another nationality", False))


def test_parts_are_told_as_they_are_written() -> None:
    listed = Subject(id="specimens:2", names=("M. Namudhaj", "HADDAD", "Mohamed SPECIMEN EL HADDAD-O'Neil"))
    rows = [
        Row("محمد", "mohamed", "same-across-scripts", 2.0),
        Row("الحداد", "haddad", "same-across-scripts", 2.0),
        Row("", "oneil", "left-out", -1.0),
        Row("", "unheard", "left-out", -1.0),
        Row("1974", "1974-03-12", "date-year", 5.0),
    ]

    told = evidence.as_written(rows, ["محمد الحدّاد"], listed)

    assert [(row.query, row.subject) for row in told] == [
        ("محمد", "Mohamed"),
        ("الحدّاد", "EL HADDAD"),
        ("", "O'Neil"),
        ("", "unheard"),
        ("1974", "1974-03-12"),
    ]
    assert [row.bits for row in told] == [row.bits for row in rows]


@pytest.mark.parametrize(
    ("name", "schema", "parts", "written"),
    [
        ("SPECIMEN-HADDAD, Mohamed", "Person", "haddad mohamed", "HADDAD Mohamed"),
        ("AL-HADDAD, Mohamed bin Ali", "Person", "haddad ali", "AL-HADDAD bin Ali"),
        ("Ursula von der Leyen", "Person", "leyen", "von der Leyen"),
        ("王偉", "Person", "王 伟", "王 偉"),
        ("H. Smith (Jr.)", "Person", "h smith", "H. Smith"),
        ("Bank of the Desert (Mali) Ltd.", "Company", "desert mali ltd", "Desert Mali Ltd."),
    ],
)
def test_a_part_has_the_article_of_a_person_and_no_punctuation_around_it(
    name: str, schema: str, parts: str, written: str
) -> None:
    said = Written([name], schema, parts.split())
    assert " ".join(map(said, parts.split())) == written


def test_a_part_of_several_words_is_told_in_one_piece() -> None:
    assert Written(["PARK Geun-hye"], "Person", ["geun hye"])("geun hye") == "Geun-hye"


def test_of_organisations_nobody_bears_the_name() -> None:
    with override("en"):
        (person,), (firm,) = (
            evidence.why([Row("", "", "common", -2.0)], schema).facts for schema in ("Person", "Company")
        )
    assert person != firm


def test_bars_are_as_long_as_their_rows_are_heavy_and_begin_in_the_middle() -> None:
    with override("en"):
        groups = dict(evidence.bars([Row("a", "b", "same", 4.0), Row("fr", "ma", "nationality-differs", -2.0)]))

    (name,), (state,) = groups["Names"], groups["Other facts"]
    assert (name.start, name.length, name.speaks_for) == (100.0, 100.0, True)
    assert (state.start, state.length, state.speaks_for) == (50.0, 50.0, False)
    assert (state.query, state.subject) == ("France", "Morocco")


def test_what_facts_lose_beside_other_names_stands_with_the_facts() -> None:
    with override("en"):
        groups = dict(evidence.bars([Row("a", "b", "differs", -4.0), Row("", "", "by-chance", -2.0)]))

    assert [bar.bits for bar in groups["Other facts"]] == [-2.0]


def test_every_row_of_a_comparison_is_a_bar() -> None:
    from wasl.screening import Query

    asked = Query(names=("Muhammad Kadir SPECIMEN",), birth_dates=("1974",), nationalities=("fr",))
    compared = compare_subject(asked, KADER)

    with override("en"):
        bars = [bar for _title, group in evidence.bars(compared.evidence) for bar in group]

    assert sum(bar.bits for bar in bars) == compared.bits


def test_check_digits_are_told_by_what_they_are_of() -> None:
    with override("en"):
        assert evidence.check_digits(()) == "check digits valid"
        assert evidence.check_digits(("birth", "composite")) == (
            "check digit does not fit: \u2068of the date of birth\u2069 and \u2068of the whole zone\u2069"
        )
    with override("ar"):
        assert "," not in evidence.check_digits(("birth", "expiry", "composite"))
