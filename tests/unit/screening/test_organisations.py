"""Organisations across scripts, and names that are one generic word. All names are invented."""

import pytest

from wasl.screening import Index, Query, Subject, compare
from wasl.screening.atoms import evident, kind_of, parse
from wasl.screening.distinctions import countries_apart, countries_of
from wasl.screening.evidence import THRESHOLD
from wasl.screening.subject import Identifier

ARABIC_AND_LATIN = [
    ("شركة النموذج للتجارة", "Namudhaj Trading Company"),
    ("شركة النموذج للتجارة", "Al-Namudhaj Trading Co."),
    ("شركة النموذج للنقل والتجارة", "Namudhaj Transport and Trading Company"),
    ("الشركة النموذجية", "Namudhajia Company"),
    ("مؤسسة النموذج الخيرية", "Namudhaj Charitable Foundation"),
    ("مؤسسة النموذج التجارية", "Namudhaj Trading Establishment"),
    ("مجموعة النموذج القابضة", "Namudhaj Holding Group"),
    ("جمعية النموذج الخيرية", "Namudhaj Charity Association"),
    ("بنك النموذج", "Bank Namudhaj"),
    ("بنك النموذج للاستثمار", "Namudhaj Investment Bank"),
    ("شرکت صنایع نموذج", "Namudhaj Industries Company"),
]


@pytest.mark.parametrize(("native", "latin"), ARABIC_AND_LATIN)
def test_an_organisation_is_one_in_both_scripts_and_found_by_either(native: str, latin: str) -> None:
    assert compare(native, latin, "Organization").score >= THRESHOLD

    for listed, asked in ((native, latin), (latin, native)):
        index = Index.build([Subject(id="O1", schema="Company", names=(listed,))], version="invented 1")
        (match,) = index.search(Query(schema="Company", names=(asked,)))
        assert match.score >= THRESHOLD


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("شركة النموذج للتجارة", "Mithal Trading Company"),
        ("شركة النموذج للتجارة", "شركة المثال للتجارة"),
        ("مؤسسة النموذج الخيرية", "مؤسسة المثال الخيرية"),
        ("بنك النموذج", "بنك المثال"),
        ("شركة النموذج للنقل", "Namudhaj Pharmaceutical Company"),
    ],
)
def test_what_very_many_bear_makes_nobody_the_same(a: str, b: str) -> None:
    assert compare(a, b, "Organization").score < THRESHOLD


def test_what_is_written_onto_an_arabic_word_is_set_aside_and_kept_as_a_form() -> None:
    name, trading, transport = evident(parse("شركة النموذج للتجارة والنقل", "Company"))

    assert (name.text, name.forms, name.words) == ("نموذج", ("النموذج",), ("النموذج",))
    assert (trading.text, trading.forms) == ("تجاره", ("trading", "trade", "commerce", "للتجاره"))
    assert (transport.text, transport.words) == ("نقل", ("والنقل",))
    assert [atom.text for atom in evident(parse("بنك والتر", "Company"))] == ["بنك", "والتر"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("شركة النموذج", "Organization"),
        ("مجموعة النموذج", "Organization"),
        ("بنیاد نموذج", "Organization"),
        ("محمد العربي النموذجي", "Person"),
        ("علی اسلامی", "Person"),
        ("Rami Al Namudhaji", "Person"),
    ],
)
def test_an_arabic_name_is_read_as_what_its_words_say(name: str, kind: str) -> None:
    assert kind_of(name, "LegalEntity") == kind


@pytest.mark.parametrize(
    ("a", "b"), [("Bank", "Bank"), ("Star", "STAR"), ("بنك", "Bank"), ("Trading Ltd", "Trading LLC")]
)
def test_a_generic_word_alone_is_nobodys_name(a: str, b: str) -> None:
    found = compare(a, b, "Company")

    assert found.score < THRESHOLD
    assert compare(b, a, "Company").score == found.score
    assert "common" in {row.rule for row in found.evidence}


@pytest.mark.parametrize("name", ["Velderbank", "Star Velder", "Central Bank of Iran", "Velder"])
def test_a_name_of_more_than_one_is_one(name: str) -> None:
    assert compare(name, name, "Company").score >= THRESHOLD


def test_a_generic_name_is_found_by_what_else_is_known() -> None:
    account = Identifier("iban", "GB33BUKB20201555555555")
    index = Index.build([Subject(id="O1", schema="Company", names=("Star",), identifiers=(account,))], version="1")

    assert index.search(Query(schema="Company", names=("Star",))) == []
    (match,) = index.search(Query(schema="Company", names=("Star",), identifiers=(account,)))
    assert match.score >= THRESHOLD


@pytest.mark.parametrize(
    ("a", "b"),
    [("VLD", "vld"), ("ВЛД", "VLD"), ("نمو", "Nimu"), ("Velda", "Vellda")],
)
def test_a_short_name_is_one_where_it_is_written_alike(a: str, b: str) -> None:
    assert compare(a, b, "Organization").score >= THRESHOLD


def test_the_shorter_a_name_the_less_it_says() -> None:
    scores = [compare(name, name, "Company").score for name in ("vx", "vxq", "vxqd", "vxqdl", "vxqdlm")]

    assert scores == sorted(set(scores))
    assert scores[0] < THRESHOLD <= scores[1]


def test_a_short_word_asked_for_is_no_other_short_name() -> None:
    listed = [
        Subject(id="O1", schema="Organization", names=("VLD",)),
        Subject(id="V1", schema="Vessel", names=("VLT",)),
        Subject(id="P1", names=("Vold",)),
    ]
    index = Index.build(listed, version="invented 1")

    assert [match.subject.id for match in index.search(Query(schema="Thing", names=("vld",)))] == ["O1"]


@pytest.mark.parametrize(
    ("a", "b", "rule"),
    [
        ("Bank of Iran", "Bank of Iraq", "country-differs"),
        ("North Velder", "South Velder", "opposed"),
        ("VLD", "VLT", "short-differs"),
        ("VLD", "VLD", "short"),
    ],
)
def test_what_tells_names_apart_is_told(a: str, b: str, rule: str) -> None:
    found = {row.rule: row.bits for row in compare(a, b, "Organization").evidence}
    assert found[rule] < 0


def test_a_state_and_who_followed_it_are_not_told_apart() -> None:
    assert not countries_apart(frozenset({"su"}), frozenset({"ru"}))
    assert countries_apart(frozenset({"su"}), frozenset({"fr"}))
    assert countries_of(parse("Guinea-Bissau Mining", "Company")) == {"gw"}
