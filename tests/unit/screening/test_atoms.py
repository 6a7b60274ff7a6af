"""What names are made of: which words are one atom, and what role it plays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.screening.atoms import NAME_MAX, Role, evident, kind_of, parse
from wasl.screening.grammar import WORDS_MAX


def said(name: str, schema: str = "Person") -> list[str]:
    return [atom.text for atom in evident(parse(name, schema))]


def roles(name: str, schema: str = "Person") -> list[tuple[str, str]]:
    return [(atom.shown, atom.role.value) for atom in parse(name, schema)]


@pytest.mark.parametrize(
    "spelling",
    ["Abd al-Rahman", "Abdurrahman", "Abdul Rahman", "Abdulrahman", "Abd ar-Rahman", "Abd-el-Rahman", "ABDERRAHMAN"],
)
def test_servant_of_is_one_atom_however_it_is_written(spelling: str) -> None:
    assert said(spelling) == ["abdrahman"]


def test_so_it_is_in_arabic_and_cyrillic() -> None:
    assert said("عبد الرحمن") == said("عبدالرحمن") == ["عبدرحمن"]
    assert said("Абдурахман") == ["абдрахман"]
    assert said("Абдул Рахман") == ["абдрахман"]


@pytest.mark.parametrize("spelling", ["Nur ad-Din", "Nur al-Din", "Nureddin", "Nuruddin"])
def test_of_the_faith_is_one_atom(spelling: str) -> None:
    assert said(spelling) == ["nurdin"]


def test_of_god_is_one_atom() -> None:
    assert said("Nasr Allah") == said("Nasrallah") == ["nasrlah"]
    assert said("Abdullah") == said("Abd Allah") == ["abdlah"]
    assert said("نصر الله") == said("نصرالله") == ["نصرله"]


def test_the_article_is_set_aside_and_kept_as_a_form() -> None:
    assert said("al-Sabah") == said("as-Sabah") == ["sabah"]
    assert parse("Alsabah", "Person")[0].forms == ("sabah",)
    (atom,) = parse("الصباح", "Person")
    assert (atom.text, atom.forms) == ("صباح", ("الصباح",))


def test_sons_and_fathers() -> None:
    assert roles("Karim bin Yusuf al-Masri") == [
        ("karim", "part"),
        ("bin", "particle"),
        ("yusuf", "patronym"),
        ("al", "particle"),
        ("masri", "nisba"),
    ]
    assert [role for _, role in roles("كريم بن يوسف المصري")] == ["part", "particle", "patronym", "nisba"]
    assert roles("Heydar Rza oğlu")[1] == ("rza", "patronym")
    assert roles("Гейдар Рза оглы")[1] == ("рза", "patronym")


def test_son_of_at_the_end_belongs_to_the_beginning() -> None:
    assert roles("bin Yusuf Karim")[1:] == [("yusuf", "patronym"), ("karim", "part")]
    assert roles("Yusuf Karim bin")[:2] == [("yusuf", "patronym"), ("karim", "part")]


@pytest.mark.parametrize("name", ["Nina Pavlovna Belova", "Нина Павловна Белова", "Belova Nina Pavlovna"])
def test_patronymics_by_their_ending(name: str) -> None:
    assert [atom.shown for atom in parse(name, "Person") if atom.role is Role.PATRONYM] == [
        "павловна" if "Нина" in name else "pavlovna"
    ]


def test_a_surname_that_ends_like_a_patronymic_stays_one() -> None:
    assert ("petrovic", "part") in roles("Jovan Petrovic")


def test_kunya() -> None:
    assert roles("Abu Bakr al-Baghdadi")[0] == ("abu bakr", "kunya")
    assert said("أبو بكر")[0] == said("ابوبكر")[0]


def test_titles_are_no_names() -> None:
    assert said("Dr. Nina Belova") == ["nina", "belova"]
    assert said("Hussein Karim Jr.") == ["hussein", "karim"]
    assert roles("الدكتور كريم حداد")[0][1] == "title"


def test_a_rank_may_be_a_name() -> None:
    assert roles("Haji Karim")[0] == ("haji", "honorific")
    assert said("Haji") == ["haji"]


def test_surname_first_with_a_comma_or_filler() -> None:
    assert said("HADDAD, Karim") == said("HADDAD<<KARIM") == said("Karim Haddad")
    assert said("Haddad, Jr.") == ["haddad"]


def test_initials_and_particles() -> None:
    assert roles("J.R. van der Linden") == [
        ("j", "initial"),
        ("r", "initial"),
        ("van", "particle"),
        ("der", "particle"),
        ("linden", "part"),
    ]
    assert [role for _, role in roles("JC Martin")] == ["initial", "initial", "part"]


def test_unspaced_names_are_surname_and_given_name() -> None:
    assert said("习近平") == ["习", "近平"]
    assert said("欧阳明月") == ["欧阳", "明月"]
    assert said("홍길동") == ["홍", "길동"]
    assert said("德加·让") == ["德加", "让"]
    assert said("제갈길동") == ["제갈", "길동"]


def test_a_name_that_begins_with_no_such_surname_stays_whole() -> None:
    assert said("山田花子") == ["山田花子"]
    assert said("佐藤健") == ["佐藤健"]


def test_a_name_said_twice_is_said_once() -> None:
    assert said("Karim Karim Haddad") == ["karim", "haddad"]


def test_legal_forms_are_one_symbol() -> None:
    limited = [
        *("Nord Stern GmbH", "Nord Stern LLC", "Nord Stern L.L.C.", "ООО Норд Штерн", "Nord Stern Sp. z o.o."),
        "Limited Liability Company Nord Stern",
    ]
    for name in limited:
        assert ("limited", Role.LEGAL_FORM) in [(atom.text, atom.role) for atom in parse(name, "Company")], name
        assert len(evident(parse(name, "Company"))) == 2


def test_a_country_in_brackets_is_a_branch() -> None:
    assert roles("Nord Stern (Schweiz) AG", "Company")[-1] == ("schweiz", "branch")
    assert said("Nord Stern (Schweiz) AG", "Company") == ["nord", "stern"]
    assert said("Nord (Stern) AG", "Company") == ["nord", "stern"]
    assert said("(Schweiz) AG", "Company")


def test_numbers_of_organisations() -> None:
    assert said("Brigade Forty-Four", "Organization") == said("Brigade 44", "Organization") == ["brigade", "44"]
    assert said("Fund VII", "Company") == ["fund", "7"]


def test_a_name_of_nothing_but_a_form_is_a_name() -> None:
    assert said("The Company", "Company") != []


def test_vessels_without_their_kind() -> None:
    assert said("M/V Blue Heron 3", "Vessel") == said("BLUE HERON3", "Vessel") == ["blue", "heron", "3"]


def test_a_legal_entity_is_read_as_what_its_words_say() -> None:
    assert kind_of("Nord Stern GmbH", "LegalEntity") == "Organization"
    assert kind_of("Karim Haddad", "LegalEntity") == "Person"


@pytest.mark.parametrize("schema", ["Person", "Company", "Vessel", "LegalEntity"])
def test_work_is_capped(schema: str) -> None:
    assert len(parse("ab " * 5_000, schema)) <= WORDS_MAX
    assert parse("x" * 10_000, schema) == parse("x" * NAME_MAX, schema)


@given(st.text(max_size=60), st.sampled_from(["Person", "Company", "Vessel", "Thing"]))
def test_any_text_has_atoms_or_none(name: str, schema: str) -> None:
    for atom in parse(name, schema):
        assert atom.text
        assert atom.words
