"""The facts about the members: complete, well formed, and in agreement with lists made by others.

The lists made by others are public and not shipped: they are read from the folder that WASL_SHARED_DATA names, or from
`shared/data` beside the repository. Without them those checks are skipped, and say so.
"""

import csv
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from dataclasses import FrozenInstanceError
from html import unescape
from itertools import pairwise

import pytest
from babel import Locale

from tests import public_data
from wasl.members.states import (
    Region,
    State,
    SubBureau,
    UnknownLanguageError,
    UnknownStateError,
    name,
    roll_call,
    roll_call_key,
    state,
    states,
    sub_bureaus,
)

LANGUAGES = ("en", "ar", "fr", "es")

NAMED: list[State | SubBureau] = [*states(), *sub_bureaus()]
IN_EVERY_LANGUAGE = [
    pytest.param(named.name.in_language(language), language, id=f"{named.code}-{language}")
    for named in NAMED
    for language in LANGUAGES
]

# Where our year and month differ from the list on purpose.
OTHER_MONTH = {
    "RS": "2001-09",  # readmitted in Budapest on 24 September 2001; the list's 1956-09 is no month of an Assembly
}

# Where the organisation counts a member to another region than maps do.
OTHER_REGION = {
    "AM": Region.EUROPE,
    "AZ": Region.EUROPE,
    "GE": Region.EUROPE,
    "IL": Region.EUROPE,  # moved from Asia by the Assembly of 2006
    "TR": Region.EUROPE,  # a European seat on the Executive Committee, 2021
}

# Members that the factbook does not say to take part, and why.
FACTBOOK_LAGS = {
    "CW": "admitted 2011; the factbook never took it up",
    "FM": "admitted 2021",
    "KI": "admitted 2018",
    "PS": "admitted 2017; the factbook has no entry for the state",
    "PW": "admitted 2023",
    "SB": "admitted 2017",
    "VU": "admitted 2018",
}

# Sub-bureaus only the factbook knows, and why.
FACTBOOK_ALONE = {
    "VI": "the factbook's Virgin Islands of the United States; not on the organisation's list",
}

# Names of the factbook that neither we nor CLDR use. Two of its rows have lost their name and go by their code.
FACTBOOK_NAMES = {
    "ae": "AE",
    "ct": "CF",
    "Burma": "MM",
    "Congo (Brazzaville)": "CG",
    "DRC": "CD",
    "Hong Kong": "HK",
    "Holy See (Vatican City)": "VA",
    "Macau": "MO",
    "The Bahamas": "BS",
    "The Dominican": "DO",
    "The Gambia": "GM",
    "Turkey": "TR",
    "Virgin Islands": "VI",
}


def rows(file: str) -> list[dict[str, str]]:
    with public_data.path(f"interpol/{file}").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def called(language: str) -> list[str]:
    return [member.name.in_language(language) for member in roll_call(language)]


def test_the_organisation_has_196_members_and_each_code_once() -> None:
    assert len(states()) == 196
    assert len({member.code for member in states()}) == 196
    assert len({member.code3 for member in states()}) == 196
    assert [member.code for member in states()] == sorted(member.code for member in states())
    assert not {named.code for named in sub_bureaus()} & {member.code for member in states()}


def test_codes_are_iso_codes_that_cldr_knows() -> None:
    territories = Locale("en").territories
    for named in NAMED:
        assert re.fullmatch(r"[A-Z]{2}", named.code)
        assert named.code in territories
    for member in states():
        assert re.fullmatch(r"[A-Z]{3}", member.code3)


@pytest.mark.parametrize(("text", "language"), IN_EVERY_LANGUAGE)
def test_a_name_can_be_shown(text: str, language: str) -> None:
    assert text
    assert text == " ".join(text.split())
    assert unicodedata.is_normalized("NFC", text)
    assert not set(text) & set("()[]{}'\"–—/")
    assert " - " not in text
    script = "ARABIC" if language == "ar" else "LATIN"
    strangers = [sign for sign in text if sign.isalpha() and not unicodedata.name(sign).startswith(script)]
    assert strangers == []
    # a Latin hyphen inside Arabic text is placed by the browser's guess
    assert not (language == "ar" and set(text) & set("-’,"))


def test_no_two_bureaus_share_a_name() -> None:
    for language in LANGUAGES:
        shared = [
            text for text, times in Counter(named.name.in_language(language) for named in NAMED).items() if times > 1
        ]
        assert shared == []


@pytest.mark.parametrize(
    ("code", "language", "expected"),
    [
        ("RU", "en", "Russian Federation"),
        ("RU", "ar", "الاتحاد الروسي"),
        ("RU", "fr", "Fédération de Russie"),
        ("RU", "es", "Federación de Rusia"),
        ("TR", "en", "Türkiye"),
        ("TR", "ar", "تركيا"),
        ("TR", "es", "Türkiye"),
        ("CI", "en", "Côte d’Ivoire"),
        ("CI", "ar", "كوت ديفوار"),
        ("CI", "es", "Côte d’Ivoire"),
        ("KR", "en", "Republic of Korea"),
        ("KR", "ar", "جمهورية كوريا"),
        ("BO", "en", "Plurinational State of Bolivia"),
        ("IR", "ar", "جمهورية إيران الإسلامية"),
        ("VE", "fr", "République bolivarienne du Venezuela"),
        ("SY", "ar", "الجمهورية العربية السورية"),
        ("TZ", "ar", "جمهورية تنزانيا المتحدة"),
        ("GB", "ar", "المملكة المتحدة لبريطانيا العظمى وأيرلندا الشمالية"),
        ("US", "fr", "États-Unis d’Amérique"),
        ("VN", "fr", "Viet Nam"),
        ("PS", "ar", "دولة فلسطين"),
        ("MK", "es", "Macedonia del Norte"),
    ],
)
def test_members_are_called_what_the_united_nations_calls_them(code: str, language: str, expected: str) -> None:
    assert name(code, language) == expected


def test_every_region_has_its_members() -> None:
    assert Counter(member.region for member in states()) == {
        Region.AFRICA: 54,
        Region.AMERICAS: 38,
        Region.ASIA: 54,
        Region.EUROPE: 50,
    }
    assert {code: state(code).region for code in ("EG", "MA", "SA", "LB", "KZ", "FJ", "AW")} == {
        "EG": Region.AFRICA,
        "MA": Region.AFRICA,
        "SA": Region.ASIA,
        "LB": Region.ASIA,
        "KZ": Region.ASIA,
        "FJ": Region.ASIA,
        "AW": Region.AMERICAS,
    }


def test_the_members_admitted_in_one_year_were_admitted_by_one_assembly() -> None:
    months = defaultdict(set)
    for member in states():
        assert re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", member.joined)
        months[member.joined[:4]].add(member.joined[5:])
    assert {year: found for year, found in months.items() if len(found) > 1} == {}


def test_every_sub_bureau_is_under_a_member() -> None:
    assert {named.code: state(named.of).code for named in sub_bureaus()} == {
        "AI": "GB",
        "AS": "US",
        "BM": "GB",
        "GI": "GB",
        "HK": "CN",
        "KY": "GB",
        "MO": "CN",
        "MS": "GB",
        "PR": "US",
        "TC": "GB",
        "VG": "GB",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_is_called_once_and_in_order(language: str) -> None:
    assert Counter(roll_call(language)) == Counter(states())
    keys = [roll_call_key(text, language) for text in called(language)]
    assert all(before < after for before, after in pairwise(keys))


def test_roll_call_in_english_puts_accents_where_their_letter_stands() -> None:
    names = called("en")
    assert names[0] == "Afghanistan"
    assert names[-1] == "Zimbabwe"
    at = names.index("Costa Rica")
    assert names[at : at + 3] == ["Costa Rica", "Côte d’Ivoire", "Croatia"]
    at = names.index("Tunisia")
    assert names[at : at + 3] == ["Tunisia", "Türkiye", "Turkmenistan"]


def test_roll_call_in_french_puts_accents_where_their_letter_stands() -> None:
    names = called("fr")
    at = names.index("Dominique")
    assert names[at : at + 5] == ["Dominique", "Égypte", "El Salvador", "Émirats arabes unis", "Équateur"]
    at = names.index("République dominicaine")
    assert names[at + 2] == "République-Unie de Tanzanie"
    at = names.index("Honduras")
    assert names[at : at + 4] == ["Honduras", "Hongrie", "Îles Marshall", "Îles Salomon"]


def test_roll_call_in_spanish_compares_word_by_word() -> None:
    names = called("es")
    at = names.index("República Árabe Siria")
    assert names[at : at + 6] == [
        "República Árabe Siria",
        "República Bolivariana de Venezuela",
        "República Centroafricana",
        "República de Corea",
        "República de Moldova",
        "República Democrática del Congo",
    ]


def test_roll_call_in_arabic_does_not_hear_the_article() -> None:
    names = called("ar")
    assert names[:4] == ["الاتحاد الروسي", "إثيوبيا", "أذربيجان", "الأرجنتين"]
    assert names[-3:] == ["اليابان", "اليمن", "اليونان"]
    at = names.index("مصر")
    assert names[at : at + 3] == ["مصر", "المغرب", "مقدونيا الشمالية"]
    # the first two letters of Albania and Germany only look like the article
    at = names.index("ألبانيا")
    assert names[at - 1 : at + 3] == ["إكوادور", "ألبانيا", "ألمانيا", "الإمارات العربية المتحدة"]


def test_arabic_alefs_are_one_letter_and_vowel_signs_none() -> None:
    assert roll_call_key("أندورا", "ar") == roll_call_key("اندورا", "ar")
    assert roll_call_key("إندورا", "ar") == roll_call_key("آندورا", "ar")
    assert roll_call_key("عُمان", "ar") == roll_call_key("عمان", "ar")


def test_a_wrong_code_or_language_is_a_lookup_error_that_says_so() -> None:
    with pytest.raises(UnknownStateError, match="no member has the code 'XX'"):
        state("XX")
    with pytest.raises(LookupError):
        name("HK", "en")  # a sub-bureau is no member
    with pytest.raises(UnknownLanguageError, match="'de' is not one of en, ar, fr, es"):
        name("FR", "de")
    with pytest.raises(LookupError):
        roll_call("")


def test_facts_cannot_be_changed_and_are_read_once() -> None:
    assert states() is states()
    assert state("FR") is state("FR")
    with pytest.raises(FrozenInstanceError):
        state("FR").code = "XX"  # type: ignore[misc]
    roll_call("en").clear()
    assert len(roll_call("en")) == 196


def test_importing_the_module_reads_no_file_and_needs_no_django() -> None:
    program = "import sys, wasl.members.states; print([m for m in ('tomllib', 'django') if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "[]"


def test_members_codes_and_months_agree_with_the_public_list() -> None:
    listed = {row["iso2"]: row for row in rows("members.csv")}
    assert {member.code for member in states()} == set(listed)
    assert {member.code: member.code3 for member in states()} == {code: row["iso3"] for code, row in listed.items()}
    differing = {member.code: member.joined for member in states() if member.joined != listed[member.code]["joined"]}
    assert differing == OTHER_MONTH


def test_regions_agree_with_the_map_but_where_the_organisation_decided_otherwise() -> None:
    on_the_map = {
        row["iso2"]: Region.ASIA if row["region"] == "Oceania" else Region(row["region"].lower())
        for row in rows("members.csv")
    }
    differing = {member.code: member.region for member in states() if member.region != on_the_map[member.code]}
    assert differing == OTHER_REGION


def test_sub_bureaus_agree_with_the_public_list() -> None:
    ours = {named.name.en for named in sub_bureaus()}
    listed = {" ".join(row["name"].split()) for row in rows("sub_bureaus.csv")}
    assert ours - listed == {"Hong Kong, China", "Macao, China"}
    # the mission in Kosovo is under no member
    assert listed - ours == {"Hong Kong", "Macau", "United Nations for Kosovo"}


def test_members_and_sub_bureaus_agree_with_the_factbook_but_for_its_lag() -> None:
    codes = {text.replace("&", "and").replace("St.", "Saint"): code for code, text in Locale("en").territories.items()}
    codes |= {named.name.en.replace("’", "'"): named.code for named in NAMED}
    taking_part: set[str] = set()
    with_sub_bureau: set[str] = set()
    for row in rows("factbook_interpol_participation.csv"):
        told = unescape(row["country"])
        told = row["factbook_code"] if told == "none" else told
        code = FACTBOOK_NAMES.get(told) or codes[told]
        (with_sub_bureau if "subbureau" in row["interpol_participation"] else taking_part).add(code)
    members = {member.code for member in states()}
    assert taking_part - members == set()
    assert members - taking_part == set(FACTBOOK_LAGS)
    territories = {named.code for named in sub_bureaus()}
    assert territories - with_sub_bureau == set()
    assert with_sub_bureau - territories == set(FACTBOOK_ALONE)
